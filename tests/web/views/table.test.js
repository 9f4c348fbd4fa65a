// @vitest-environment jsdom
import { beforeEach, describe, expect, it, vi } from "vitest";
import { amount, withValues } from "../../../web/src/report/amounts.js";

/** How wide the tables' places are. */
let width = 900;
/** @type {() => void} */
let resized = () => {};
vi.stubGlobal(
  "ResizeObserver",
  class {
    /** @type {Element[]} */
    all = [];

    /** @param {(entries: { target: Element }[]) => void} call */
    constructor(call) {
      resized = () => call(this.all.map((target) => ({ target })));
    }

    /** @param {Element} element */
    observe(element) {
      this.all.push(element);
    }

    unobserve() {}
  },
);
for (const [name, get] of /** @type {[string, (this: HTMLElement) => number][]} */ ([
  ["clientWidth", () => width],
  // As wide as needed: plain, set tight, as cards.
  [
    "scrollWidth",
    function () {
      return Math.max(width, { "": 600, tight: 400 }[this.dataset.form ?? "cards"] ?? 0);
    },
  ],
]))
  Object.defineProperty(HTMLElement.prototype, name, { configurable: true, get });

// Files share a process: one before this may have loaded the module while nothing observed sizes.
vi.resetModules();
const { dataTable } = await import("../../../web/src/views/table.js");

const scores = withValues({
  caption: "Scores",
  columns: ["Group", "Pairs", "Imbalance"],
  rows: [
    ["b", amount("1,024", 1024), amount("0.1 to 0.2", { low: 0.1, high: 0.2 })],
    ["a", amount("90", 90), amount("−0.3 to 0.2", { low: -0.3, high: 0.2 })],
    ["c", amount("500", 500), amount("0.0 to 0.4", { low: 0, high: 0.4 })],
  ],
});

/** @type {HTMLElement} */
let shown;
beforeEach(() => {
  width = 900;
  shown = dataTable(scores);
  document.body.replaceChildren(shown);
});

const names = () => [...shown.querySelectorAll("tbody th")].map((cell) => cell.textContent);
const heads = () => /** @type {HTMLTableCellElement[]} */ ([...shown.querySelectorAll("thead th")]);
const button = (/** @type {number} */ k) => /** @type {HTMLButtonElement} */ (heads()[k].querySelector("button"));

describe("a table", () => {
  it("is sorted by a head, the most first for numbers, then the other way, then as it was", () => {
    button(1).click();
    expect(names()).toEqual(["b", "c", "a"]);
    expect(heads().map((head) => head.getAttribute("aria-sort"))).toEqual(["none", "descending", "none"]);
    button(1).click();
    expect(names()).toEqual(["a", "c", "b"]);
    expect(heads()[1].getAttribute("aria-sort")).toBe("ascending");
    button(1).click();
    expect(names()).toEqual(["b", "a", "c"]);
    expect(heads()[1].getAttribute("aria-sort")).toBe("none");
    button(0).click();
    expect(names()).toEqual(["a", "b", "c"]);
    button(2).click();
    expect(names()).toEqual(["b", "c", "a"]);
  });

  it("is set tighter where it is too wide, its rows become cards where that is not enough, and it comes back", () => {
    const frame = /** @type {HTMLElement} */ (shown.querySelector(".table-frame"));
    const forms = [900, 500, 300, 401, 599, 600, 200].map((next) => {
      width = next;
      resized();
      return frame.dataset.form;
    });
    expect(forms).toEqual(["", "tight", "cards", "tight", "tight", "", "cards"]);
    expect(shown.querySelectorAll("select")).toHaveLength(1);
  });

  it("is sorted by a choice in place of the heads where its rows are cards", () => {
    expect(shown.querySelector("select")).toBeNull();
    width = 300;
    resized();
    const choice = /** @type {HTMLSelectElement} */ (shown.querySelector("select"));
    choice.value = "1 up";
    choice.dispatchEvent(new Event("change"));
    expect(names()).toEqual(["a", "c", "b"]);
    button(0).click();
    expect(choice.value).toBe("0 up");
    choice.value = "";
    choice.dispatchEvent(new Event("change"));
    expect(names()).toEqual(["b", "a", "c"]);
  });

  it("takes one tab stop for its heads; arrows go from head to head", () => {
    const stops = () => heads().map((_, k) => button(k).tabIndex);
    expect(stops()).toEqual([0, -1, -1]);
    button(0).focus();
    const press = (/** @type {string} */ key) =>
      document.activeElement?.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
    press("ArrowRight");
    press("ArrowRight");
    press("ArrowRight");
    expect(document.activeElement).toBe(button(2));
    expect(stops()).toEqual([-1, -1, 0]);
    press("Home");
    expect(document.activeElement).toBe(button(0));
  });

  it("of two rows, or whose rows belong together, is not sorted", () => {
    for (const other of [dataTable({ ...scores, rows: scores.rows.slice(1) }), dataTable(scores, { sortable: false })])
      expect(other.querySelectorAll("button.sort, select, [aria-sort]")).toHaveLength(0);
  });

  it("has words to the left and numbers to the right, and each cell the name of its column", () => {
    const cells = [...shown.querySelectorAll("tbody td")];
    expect(cells.filter((cell) => cell.classList.contains("words"))).toEqual([]);
    expect(heads().map((head) => head.className)).toEqual(["words", "", ""]);
    expect(cells.slice(0, 2).map((cell) => cell.getAttribute("data-label"))).toEqual(["Pairs", "Imbalance"]);
    expect(cells[1].textContent).toBe("0.1 to 0.2");
  });
});

describe("copying", () => {
  const open = async () => {
    const menu = /** @type {HTMLDetailsElement} */ (shown.querySelector(".copy-menu"));
    menu.open = true;
    menu.dispatchEvent(new Event("toggle"));
    return menu;
  };

  it("gives every digit as TSV, says so, and closes", async () => {
    const writeText = vi.fn(async () => {});
    Object.defineProperty(navigator, "clipboard", { configurable: true, value: { writeText } });
    const menu = await open();
    expect([...menu.querySelectorAll("button")].map((one) => one.textContent?.split(" ")[0])).toEqual(["TSV", "LaTeX", "Markdown"]);
    menu.querySelector("button")?.click();
    await vi.waitFor(() => expect(menu.open).toBe(false));
    expect(writeText).toHaveBeenCalledWith(
      "Group\tPairs\tImbalance: low\tImbalance: high\nb\t1024\t0.1\t0.2\na\t90\t-0.3\t0.2\nc\t500\t0\t0.4\n",
    );
    expect(shown.querySelector("[role=status]")?.textContent).toBe("Copied as TSV");
  });

  it("shows the text where the page may not write to the clipboard", async () => {
    Object.defineProperty(navigator, "clipboard", { configurable: true, value: undefined });
    const menu = await open();
    menu.querySelector("button")?.click();
    await vi.waitFor(() => expect(menu.querySelector("textarea")?.value).toContain("b\t1024"));
    menu.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true, cancelable: true }));
    expect(menu.open).toBe(false);
  });
});
