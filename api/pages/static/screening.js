// Screens by keys: the letters of the buttons, digits for an exclusion with that reason, n for a note.
const told = document.getElementById("told");
const form = document.querySelector("[data-screening]");

if (form) {
  form.querySelector(".keys").hidden = false;
  const reasons = [...form.querySelectorAll("[data-digit]")];
  const other = form.querySelector("#other");
  const exclude = form.querySelector('[value="exclude"]');
  const isChosen = () => reasons.some((one) => one.checked) || other.value.trim() !== "";
  let asked = false;

  const ask = () => {
    asked = true;
    (reasons[0] ?? other).focus();
    const again = form.dataset.needsReason === "yes" ? "" : " Press e again to exclude without one.";
    if (told) told.textContent = `Choose a reason.${again}`;
  };
  form.addEventListener("submit", (event) => {
    if (event.submitter !== exclude || isChosen()) return;
    if (form.dataset.needsReason === "yes") {
      event.preventDefault();
      ask();
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    const at = event.target;
    const isText = at instanceof HTMLTextAreaElement || (at instanceof HTMLInputElement && at.type !== "radio");
    if (isText) {
      if (event.key === "Escape") at.blur();
      return;
    }
    const reason = reasons.find((one) => one.dataset.digit && one.dataset.digit === event.key);
    if (reason) {
      reason.checked = true;
      form.requestSubmit(exclude);
    } else if (event.key === "n") {
      event.preventDefault();
      form.querySelector("#note").focus();
    } else if (event.key === "e" && reasons.length > 0 && !isChosen() && !asked) {
      event.preventDefault();
      ask();
    } else {
      const button = [...form.querySelectorAll("[data-key]")].find((one) => one.dataset.key === event.key);
      if (button) form.requestSubmit(button);
    }
  });
}
