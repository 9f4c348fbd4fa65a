/** Tables that fit where they stand: set tighter, then a card a row, rather than cut. */

/** The ways a table can stand, widest first. */
const FORMS = ["", "tight", "cards"];

/** @typedef {{ frame: HTMLElement, needs: number[], asCards?: () => void }} Folded */

/** By the element of no height whose width is followed. @type {Map<Element, Folded>} */
const tables = new Map();

const observer =
  typeof ResizeObserver === "function"
    ? new ResizeObserver((entries) => {
        for (const { target } of entries) fit(target);
      })
    : undefined;

/** @param {Element} ruler */
function fit(ruler) {
  const table = tables.get(ruler);
  if (!table) return;
  if (!ruler.isConnected) {
    observer?.unobserve(ruler);
    tables.delete(ruler);
    return;
  }
  const width = ruler.clientWidth;
  if (width === 0) return;
  const { frame, needs } = table;
  for (const [k, form] of FORMS.entries()) {
    if (needs[k] > width) continue;
    if (frame.dataset.form !== form) frame.dataset.form = form;
    if (form === "cards") {
      table.asCards?.();
      delete table.asCards;
    }
    // What did not fit once is known; the last form always does.
    if (needs[k] !== undefined || k === FORMS.length - 1 || frame.scrollWidth <= frame.clientWidth) return;
    needs[k] = frame.scrollWidth;
  }
}

/** For rows that came, or a change of the page's width that no observer reports in time, such as printing. */
export function fitAll() {
  for (const ruler of tables.keys()) fit(ruler);
}

/** Keeps what the frame holds within it. @param {HTMLElement} frame @param {HTMLElement} ruler of no height, as wide as the frame may be @param {() => void} [asCards] called once, when rows first are cards */
export function folding(frame, ruler, asCards) {
  frame.dataset.form = "";
  tables.set(ruler, { frame, needs: [], asCards });
  observer?.observe(ruler);
}
