// Puts the papers of a list in another order: dragged by their grip, or taken with the space bar and moved with arrows.
const told = document.getElementById("told");
const say = (words) => told && (told.textContent = words);

for (const list of document.querySelectorAll("[data-order]")) {
  const items = () => [...list.children];
  const titleOf = (item) => item.querySelector("h2, h3, h4")?.textContent.trim() ?? "";
  let held = null;
  let before = [];

  const number = () => {
    const all = items();
    all.forEach((item, at) => {
      const place = item.querySelector(".position");
      if (place) place.textContent = String(at + 1);
      item.querySelector('[value="up"]').disabled = at === 0;
      item.querySelector('[value="down"]').disabled = at === all.length - 1;
    });
  };
  const save = async () => {
    number();
    const fields = new URLSearchParams([["csrf_token", list.dataset.csrf], ["back", location.pathname]]);
    for (const item of items()) fields.append("paper", item.dataset.paper);
    try {
      const answer = await fetch(list.dataset.order, { method: "POST", body: fields, redirect: "manual" });
      if (answer.type !== "opaqueredirect" && !answer.ok) throw new Error(String(answer.status));
      say("The new order is kept.");
    } catch {
      put(before);
      say("The order could not be kept. Load the page again.");
    }
  };
  const put = (order) => {
    order.forEach((item) => list.append(item));
    number();
  };
  const take = (item) => {
    held = item;
    before = items();
    item.classList.add("held");
    item.querySelector(".grip").setAttribute("aria-pressed", "true");
  };
  const drop = (keep) => {
    const item = held;
    held = null;
    item.classList.remove("held");
    item.querySelector(".grip").setAttribute("aria-pressed", "false");
    if (!keep) put(before);
    else if (items().some((one, at) => one !== before[at])) save();
  };
  const step = (by) => {
    const all = items();
    const at = all.indexOf(held) + by;
    if (at < 0 || at >= all.length) return;
    if (by < 0) held.after(all[at]); // the other one is moved: moving what is held would lose the focus
    else held.before(all[at]);
    number();
    say(`Place ${at + 1} of ${all.length}`);
  };

  for (const item of items()) {
    const form = item.querySelector(".arrange");
    if (!form) continue;
    const grip = document.createElement("button");
    grip.type = "button";
    grip.className = "grip";
    grip.textContent = "⋮⋮";
    grip.setAttribute("aria-label", `Move ${titleOf(item)}: space takes it, arrows move it, space drops it`);
    grip.setAttribute("aria-pressed", "false");
    form.prepend(grip);

    grip.addEventListener("keydown", (event) => {
      if (event.key === " " || event.key === "Enter") {
        event.preventDefault();
        if (held === item) drop(true);
        else {
          take(item);
          say(`Taken: ${titleOf(item)}. Arrows move it, space drops it, Escape puts it back.`);
        }
      } else if (held === item && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
        event.preventDefault();
        step(event.key === "ArrowUp" ? -1 : 1);
      } else if (held === item && event.key === "Escape") {
        drop(false);
        grip.focus();
        say("Put back.");
      }
    });
    grip.addEventListener("blur", () => held === item && !item.dataset.dragged && document.hasFocus() && setTimeout(() => held === item && document.activeElement !== grip && drop(true)));
    grip.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      grip.setPointerCapture(event.pointerId);
      item.dataset.dragged = "yes";
      take(item);
    });
    grip.addEventListener("pointermove", (event) => {
      if (held !== item || !item.dataset.dragged) return;
      const over = items().find((one) => {
        const box = one.getBoundingClientRect();
        return one !== item && event.clientY > box.top && event.clientY < box.bottom;
      });
      if (!over) return;
      const box = over.getBoundingClientRect();
      const down = items().indexOf(over) > items().indexOf(item);
      // The other one is moved past it: moving what is held would lose the pointer.
      if (down && event.clientY > box.top + box.height / 2) item.before(over);
      if (!down && event.clientY < box.top + box.height / 2) item.after(over);
      number();
    });
    const end = () => {
      if (held === item && item.dataset.dragged) drop(true);
      delete item.dataset.dragged;
    };
    grip.addEventListener("pointerup", end);
    grip.addEventListener("pointercancel", end);
  }
}
