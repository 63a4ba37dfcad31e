// While a paper is read: keeps the place, shows it in the outline, and makes highlights of what is selected.
const paper = document.querySelector("[data-paper]");
const told = document.getElementById("told");
const csrf = paper?.dataset.csrf;

const send = (to, fields) =>
  fetch(`${paper.dataset.paper}/${to}`, {
    method: "POST",
    redirect: "manual",
    body: new URLSearchParams({ ...fields, csrf_token: csrf }),
  });

// The place: the last section whose heading has gone up past the first third of the window.
const sections = [...document.querySelectorAll("[data-section]")];
const entries = new Map([...document.querySelectorAll(".outline a")].map((a) => [a.getAttribute("href").slice(1), a]));
let here = null;
let moved = false;
let timer = 0;

const look = () => {
  const line = window.innerHeight / 3;
  const now = sections.filter((one) => one.getBoundingClientRect().top < line).at(-1) ?? sections[0];
  if (!now || now.id === here) return;
  entries.get(here)?.removeAttribute("aria-current");
  here = now.id;
  entries.get(here)?.setAttribute("aria-current", "location");
  clearTimeout(timer);
  if (moved && csrf) timer = setTimeout(() => send("position", { place: here }).catch(() => {}), 4000);
};
document.addEventListener("scroll", () => { moved = true; look(); }, { passive: true });
look();

// What an address leads to may stand folded.
const unfold = () => {
  const wanted = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const folded = wanted && wanted.closest("details:not([open])");
  if (folded) { folded.open = true; wanted.scrollIntoView(); }
};
window.addEventListener("hashchange", unfold);
unfold();

// Highlights: a button beside what is selected within one piece of text.
const button = document.createElement("button");
button.type = "button";
button.className = "highlighter main";
button.textContent = "Highlight";
button.hidden = true;
if (paper && csrf) document.body.append(button);

const chosen = () => {
  const selection = document.getSelection();
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return null;
  const range = selection.getRangeAt(0);
  const start = range.startContainer.parentElement?.closest(".block");
  const end = range.endContainer.parentElement?.closest(".block");
  const quote = selection.toString().trim();
  return start && start === end && quote.length > 1 ? { quote, anchor: start.id, box: range.getBoundingClientRect() } : null;
};
document.addEventListener("selectionchange", () => {
  const found = paper && csrf ? chosen() : null;
  button.hidden = !found;
  if (!found) return;
  button.style.top = `${window.scrollY + found.box.bottom + 8}px`;
  button.style.left = `${Math.max(8, Math.min(window.scrollX + found.box.left, document.documentElement.clientWidth - 130))}px`;
});
button.addEventListener("mousedown", (event) => event.preventDefault()); // keeps the selection
button.addEventListener("click", async () => {
  const found = chosen();
  if (!found) return;
  button.disabled = true;
  const answer = await send("notes", { quote: found.quote, anchor: found.anchor, text: "" }).catch(() => null);
  button.disabled = false;
  if (answer?.type === "opaqueredirect") {
    location.hash = found.anchor;
    location.reload();
  } else if (told) {
    told.textContent = "This could not be highlighted: choose words of one paragraph, without formulas";
    button.textContent = "Words of one paragraph only";
    setTimeout(() => { button.textContent = "Highlight"; }, 3000);
  }
});
