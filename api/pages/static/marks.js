// Marks a paper without leaving the place on the page; the forms do the same without this.
const told = document.getElementById("told");

document.addEventListener("submit", async (event) => {
  const form = event.target;
  const pressed = event.submitter;
  if (!(form instanceof HTMLFormElement) || !form.matches("[data-marks]") || !pressed?.dataset.status) return;
  event.preventDefault();
  const fields = new URLSearchParams(new FormData(form));
  fields.set("status", pressed.value);
  try {
    const answer = await fetch(form.action, { method: "POST", body: fields, redirect: "manual" });
    if (answer.type !== "opaqueredirect" && !answer.ok) throw new Error(String(answer.status));
  } catch {
    form.querySelectorAll("button").forEach((button) => button.removeAttribute("data-status"));
    form.requestSubmit(pressed); // as without a script: the server's own page says what is wrong
    return;
  }
  const isOn = pressed.value !== "";
  for (const button of form.querySelectorAll("button")) {
    const on = button === pressed && isOn;
    button.setAttribute("aria-pressed", String(on));
    button.value = on ? "" : button.dataset.status;
  }
  if (told) told.textContent = isOn ? `Marked: ${pressed.textContent.trim()}` : "Mark taken away";
});
