// The colours: changed at once, and kept by the same address that the form posts to.
const form = document.querySelector("[data-scheme-form]");

form?.addEventListener("submit", (event) => {
  const wanted = event.submitter?.value;
  if (!wanted) return;
  event.preventDefault();
  document.documentElement.dataset.scheme = wanted;
  for (const button of form.querySelectorAll("button")) {
    button.setAttribute("aria-pressed", String(button.value === wanted));
  }
  const fields = new URLSearchParams({ scheme: wanted, back: "/" });
  fetch(form.action, { method: "POST", body: fields, redirect: "manual" }).catch(() => form.submit());
});
