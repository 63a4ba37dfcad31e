// Says that arXiv is being asked, keeps the button from being pressed twice, and looks again while a text is on its way.
const form = document.querySelector("[data-fetching]");

form?.addEventListener("submit", () => {
  form.querySelector("[data-wait]").hidden = false;
  form.querySelector("button").disabled = true;
  const told = document.getElementById("told");
  if (told) told.textContent = "Asking arXiv";
});

const again = document.querySelector("[data-under-way]");
if (again) setTimeout(() => location.replace(again.href), 4000);
