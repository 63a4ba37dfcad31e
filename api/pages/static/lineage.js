// Shows, while a card is pointed at or has the focus, all that leads to it and what it leads to.
for (const drawing of document.querySelectorAll("[data-lineage]")) {
  const cards = [...drawing.querySelectorAll("[data-position]")];
  const lines = [...drawing.querySelectorAll("[data-earlier]")];
  const positions = (card) => (card.dataset.ancestors ? card.dataset.ancestors.split(" ") : []);

  const light = (card) => {
    const own = card.dataset.position;
    const up = new Set([...positions(card), own]);
    const down = new Set(cards.filter((one) => positions(one).includes(own)).map((one) => one.dataset.position));
    down.add(own);
    const isOn = (line) =>
      (up.has(line.dataset.earlier) && up.has(line.dataset.later)) ||
      (down.has(line.dataset.earlier) && down.has(line.dataset.later));
    drawing.classList.add("lit");
    for (const one of cards) one.classList.toggle("lit", up.has(one.dataset.position) || down.has(one.dataset.position));
    for (const line of lines) line.classList.toggle("lit", isOn(line));
  };
  const dim = () => drawing.classList.remove("lit");

  for (const card of cards) {
    card.addEventListener("pointerenter", () => light(card));
    card.addEventListener("pointerleave", dim);
    card.addEventListener("focus", () => light(card));
    card.addEventListener("blur", dim);
  }
}
