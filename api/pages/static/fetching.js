// Says that arXiv is being asked, and keeps the button from being pressed twice.
const form = document.querySelector("[data-fetching]");

form?.addEventListener("submit", () => {
  form.querySelector("[data-wait]").hidden = false;
  form.querySelector("button").disabled = true;
  const told = document.getElementById("told");
  if (told) told.textContent = "Asking arXiv";
});
