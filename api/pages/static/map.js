// Makes a map larger and moves about on it: with buttons, with keys (+ − 0 and arrows), by dragging.
const MOST = 8;

for (const map of document.querySelectorAll("[data-map]")) {
  const [, , width, height] = map.getAttribute("viewBox").split(" ").map(Number);
  let at = { x: 0, y: 0, by: 1 };

  const show = () => {
    const w = width / at.by;
    const h = height / at.by;
    at.x = Math.min(Math.max(at.x, 0), width - w);
    at.y = Math.min(Math.max(at.y, 0), height - h);
    map.setAttribute("viewBox", `${at.x} ${at.y} ${w} ${h}`);
  };
  const zoom = (by, cx = at.x + width / at.by / 2, cy = at.y + height / at.by / 2) => {
    const next = Math.min(Math.max(at.by * by, 1), MOST);
    const share = at.by / next;
    at = { x: cx - (cx - at.x) * share, y: cy - (cy - at.y) * share, by: next };
    show();
  };
  const move = (dx, dy) => {
    at.x += (dx * width) / at.by / 8;
    at.y += (dy * height) / at.by / 8;
    show();
  };
  const whole = () => {
    at = { x: 0, y: 0, by: 1 };
    show();
  };

  const buttons = document.createElement("div");
  buttons.className = `zoom ${map.classList.contains("narrow") ? "narrow" : "wide"}`;
  for (const [sign, name, act] of [["+", "Larger", () => zoom(1.5)], ["−", "Smaller", () => zoom(1 / 1.5)], ["All", "The whole map", whole]]) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = sign;
    button.setAttribute("aria-label", name);
    button.addEventListener("click", act);
    buttons.append(button);
  }
  map.after(buttons);

  const keys = {
    "+": () => zoom(1.5), "=": () => zoom(1.5), "-": () => zoom(1 / 1.5), 0: whole,
    ArrowLeft: () => move(-1, 0), ArrowRight: () => move(1, 0), ArrowUp: () => move(0, -1), ArrowDown: () => move(0, 1),
  };
  const onKey = (event) => {
    const act = keys[event.key];
    if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key.startsWith("Arrow") && at.by === 1) return; // nothing to move: let the page scroll
    event.preventDefault();
    act();
  };
  map.addEventListener("keydown", onKey);
  buttons.addEventListener("keydown", onKey);
  map.addEventListener("focusin", (event) => {
    const circle = event.target.querySelector?.("circle");
    if (!circle || at.by === 1) return;
    at.x = circle.cx.baseVal.value - width / at.by / 2;
    at.y = circle.cy.baseVal.value - height / at.by / 2;
    show();
  });

  let from = null;
  let dragged = false;
  map.addEventListener("pointerdown", (event) => {
    if (at.by === 1 || event.button !== 0) return;
    from = { x: event.clientX, y: event.clientY, at: { ...at } };
    dragged = false;
  });
  map.addEventListener("pointermove", (event) => {
    if (!from) return;
    const scale = width / at.by / map.clientWidth;
    const [dx, dy] = [event.clientX - from.x, event.clientY - from.y];
    if (!dragged && Math.hypot(dx, dy) < 5) return;
    dragged = true;
    at.x = from.at.x - dx * scale;
    at.y = from.at.y - dy * scale;
    show();
  });
  addEventListener("pointerup", () => (from = null));
  map.addEventListener("click", (event) => dragged && (event.preventDefault(), (dragged = false)), true);
  map.addEventListener("dragstart", (event) => event.preventDefault());
}
