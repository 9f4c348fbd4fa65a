/** Presenting: one thing at a time, large, over the whole window; arrow keys, a presenter's remote, or its two buttons. */
import { h } from "../views/element.js";

/** @import { Slides } from "./types.d.ts" */

const FORWARD = new Set(["ArrowRight", "ArrowDown", "PageDown"]);
const BACKWARD = new Set(["ArrowLeft", "ArrowUp", "PageUp"]);

/** Arrow keys belong to a slider or a choice that has the focus. @param {EventTarget | null} target */
const takesArrows = (target) => target instanceof HTMLInputElement || target instanceof HTMLSelectElement;

/** @param {Slides} slides */
export function present({ count, first, show, end }) {
  let now = first;
  const place = h("div", { class: "slide", tabindex: 0, role: "region", "aria-label": "Slide" });
  const where = h("span", { class: "muted", role: "status" });
  const button = (/** @type {string} */ id, /** @type {string} */ text, /** @type {() => void} */ click) =>
    h("button", { type: "button", id, click }, text);
  const previous = button("slide-back", "← Back", () => go(now - 1));
  const next = button("slide-next", "Next →", () => go(now + 1));
  const bar = h(
    "div",
    { class: "presenter-bar" },
    previous,
    where,
    next,
    button("slide-end", "End", () => dialog.close()),
  );
  const dialog = h("dialog", { class: "presenter", "aria-label": "Presentation" }, place, bar);
  const go = (/** @type {number} */ index) => {
    if (index < 0 || index >= count) return;
    now = index;
    show(index, place);
    where.textContent = `${index + 1} of ${count}`;
    // A button that ends under the keyboard would take the keys with it.
    if ((index === 0 && document.activeElement === previous) || (index === count - 1 && document.activeElement === next)) place.focus();
    previous.disabled = index === 0;
    next.disabled = index === count - 1;
    place.scrollTop = 0;
  };
  dialog.addEventListener("keydown", (event) => {
    if (takesArrows(event.target) && event.key.startsWith("Arrow")) return;
    const by = FORWARD.has(event.key) ? 1 : BACKWARD.has(event.key) ? -1 : 0;
    if (by === 0) return;
    event.preventDefault();
    go(now + by);
  });
  dialog.addEventListener("close", () => {
    end(now);
    dialog.remove();
  });
  document.body.append(dialog);
  dialog.showModal();
  go(first);
  next.focus();
}

/** Cards of a page, each a slide; they go back to their places. @param {HTMLElement[]} cards */
export function presentCards(cards) {
  const mark = document.createComment("");
  let shown = -1;
  const back = () => {
    if (shown >= 0) mark.replaceWith(cards[shown]);
    shown = -1;
  };
  present({
    count: cards.length,
    first: 0,
    show(index, place) {
      back();
      cards[index].replaceWith(mark);
      place.replaceChildren(cards[index]);
      shown = index;
    },
    end: back,
  });
}
