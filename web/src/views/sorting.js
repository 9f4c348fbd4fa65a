/** Sorting by the heads of a table: one tab stop, arrows go from head to head. */
import { isNumeric, orderBy } from "../report/columns.js";
import { h } from "./element.js";

/** @import { Table } from "../charts/types.d.ts" */
/** @import { Sorted } from "./types.d.ts" */

const SIGNS = { ascending: "\u00a0↑", descending: "\u00a0↓", none: "" };

/** What a press of a head makes of the order: its first way, the other, the table's own. @param {Sorted | undefined} now @param {number} column @param {boolean} upFirst @returns {Sorted | undefined} */
export function pressed(now, column, upFirst) {
  if (now?.column !== column) return { column, up: upFirst };
  return now.up === upFirst ? { column, up: !upFirst } : undefined;
}

/**
 * @param {Table} table @param {HTMLElement} body holds a row for each of the table's
 * @param {{ sorted?: Sorted, upFirst?: (k: number) => boolean, idOf?: (k: number) => string | undefined, whenSorted?: (sorted?: Sorted) => void }} options
 */
export function sorting(
  table,
  body,
  { sorted, upFirst = (k) => k === 0 || !isNumeric(table, k), idOf = () => undefined, whenSorted = () => undefined },
) {
  const rows = [...body.children];
  let now = sorted;
  const signs = table.columns.map(() => h("span", { "aria-hidden": "true" }));
  const buttons = table.columns.map((title, k) =>
    h("button.sort", { id: idOf(k), tabindex: k === 0 ? 0 : -1, click: () => press(k), focus: () => stop(k) }, title, signs[k]),
  );
  const heads = buttons.map((button) => h("th", { scope: "col", keydown: move }, button));
  /** @type {HTMLSelectElement | undefined} */
  let choice;

  /** @param {number} k */
  function stop(k) {
    for (const [i, button] of buttons.entries()) button.tabIndex = i === k ? 0 : -1;
  }

  /** @param {KeyboardEvent} event */
  function move(event) {
    const at = buttons.indexOf(/** @type {HTMLButtonElement} */ (event.target));
    const last = buttons.length - 1;
    const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: last }[event.key];
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    buttons[Math.min(last, Math.max(0, to))].focus();
  }

  /** @param {number} k */
  function press(k) {
    now = pressed(now, k, upFirst(k));
    show();
  }

  function show() {
    const order = now ? orderBy(table, now.column, now.up) : rows.keys();
    body.append(...[...order].map((r) => rows[r]));
    for (const [k, head] of heads.entries()) {
      const way = now?.column === k ? (now.up ? "ascending" : "descending") : "none";
      head.setAttribute("aria-sort", way);
      signs[k].textContent = SIGNS[way];
    }
    whenSorted(now);
    if (choice) choice.value = now ? `${now.column} ${now.up ? "up" : "down"}` : "";
  }

  /** For where the rows are cards, which have no heads. */
  function choiceOf() {
    const made = h(
      "select",
      {
        change: () => {
          const [column, way] = made.value.split(" ");
          now = column ? { column: Number(column), up: way === "up" } : undefined;
          show();
        },
      },
      h("option", { value: "" }, "as made"),
      table.columns.flatMap((title, k) => [
        h("option", { value: `${k} up` }, `${title} ↑`),
        h("option", { value: `${k} down` }, `${title} ↓`),
      ]),
    );
    choice = made;
    show();
    return h("label.sort-choice", "Sorted ", made);
  }

  show();
  return { heads, choiceOf };
}
