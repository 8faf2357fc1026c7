"use strict";
(() => {
  const form = document.getElementById("filters");
  const list = document.getElementById("findings");
  const cards = Array.from(list.querySelectorAll("article"));
  const shown = document.getElementById("shown");
  const nothing = document.getElementById("nothing");
  const texts = new Map();

  const numbers = (card, name) => card.dataset[name].split(" ");
  const textOf = (card) => {
    if (!texts.has(card)) texts.set(card, fold(card.textContent));
    return texts.get(card);
  };
  const fold = (text) => text.normalize("NFKC").toLowerCase().replace(/\s+/g, " ");
  const rank = (card) => Number(card.dataset.rank);
  const dates = (card) => card.dataset.dates.split(" ").filter(Boolean).sort();
  const undatedLast = (a, b, compare) =>
    a && b ? compare(a, b) : Number(Boolean(b)) - Number(Boolean(a));

  const orders = {
    strength: () => 0,
    date: (a, b) => undatedLast(dates(a)[0], dates(b)[0], (x, y) => (x < y ? -1 : Number(x > y))),
    latest: (a, b) =>
      undatedLast(dates(a).pop(), dates(b).pop(), (x, y) => (x > y ? -1 : Number(x < y))),
    source: (a, b) =>
      Number(a.dataset.left) - Number(b.dataset.left) ||
      Number(a.dataset.start) - Number(b.dataset.start),
  };

  const matches = (card, chosen, words, least) =>
    Number(Number(card.dataset.strength).toFixed(2)) >= least && // as it is shown
    chosen.every(([name, value]) => numbers(card, name).includes(value)) &&
    words.every((word) => textOf(card).includes(word));

  const filter = () => {
    const field = form.elements;
    const chosen = ["verdict", "kind", "speaker", "source"]
      .map((name) => [name, field[name].value])
      .filter(([, value]) => value !== "");
    const words = fold(field.words.value).split(" ").filter(Boolean);
    const least = Number(field.strength.value);
    let count = 0;
    for (const card of cards) {
      card.hidden = !matches(card, chosen, words, least);
      if (!card.hidden) count += 1;
    }
    field.least.value = least.toFixed(2);
    nothing.hidden = count > 0 || cards.length === 0;
    shown.textContent = `${count === cards.length ? "All" : `${count} of`} ${cards.length} findings shown.`;
  };

  const sort = () => {
    const order = orders[form.elements.order.value];
    cards.sort((a, b) => order(a, b) || rank(a) - rank(b));
    const sorted = document.createDocumentFragment();
    for (const card of cards) sorted.append(card);
    list.insertBefore(sorted, nothing);
  };

  let waiting = 0;
  const soon = () => {
    clearTimeout(waiting);
    waiting = setTimeout(filter, 80);
  };

  // Only while the focus is in the list: single keys must not surprise those who dictate.
  const step = (event) => {
    const way = { j: 1, k: -1 }[event.key.toLowerCase()];
    if (!way || event.ctrlKey || event.metaKey || event.altKey) return;
    const visible = cards.filter((card) => !card.hidden);
    const here = visible.indexOf(document.activeElement.closest("article"));
    const next = visible[here < 0 ? 0 : here + way];
    if (!next) return;
    event.preventDefault();
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: "start" });
  };

  if (cards.length > 1) {
    form.hidden = false;
    form.addEventListener("input", soon);
    form.elements.order.addEventListener("change", sort);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => setTimeout(() => { sort(); filter(); }));
    list.addEventListener("keydown", step);
    sort();
    filter();
  }
  window.addEventListener("beforeprint", () => {
    for (const details of document.querySelectorAll("details")) details.open = true;
  });
})();
