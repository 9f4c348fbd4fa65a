// @vitest-environment jsdom
import { beforeEach, describe, expect, it, vi } from "vitest";
import { canvas } from "../../../web/src/charts/chart.js";
import { spotAt, spotBy } from "../../../web/src/charts/spots.js";
import { figure } from "../../../web/src/views/figure.js";

/** @import { Spot } from "../../../web/src/charts/types.d.ts" */

const spot = (/** @type {Partial<Spot>} */ more) => ({ x: 0, y: 0, name: "", lines: () => [], ...more });

describe("which place is meant", () => {
  it("is the one whose box holds the pointer, or the nearest within reach", () => {
    const boxed = [spot({ x: 5, box: [0, 0, 10, 50] }), spot({ x: 15, box: [10, 0, 20, 50] })];
    expect([spotAt(boxed, 12, 49), spotAt(boxed, 12, 51), spotAt(boxed, 3, 0)]).toEqual([1, -1, 0]);
    const points = [spot({ x: 100, y: 100 }), spot({ x: 110, y: 100 }), spot({ x: 300, y: [10, 200] })];
    expect([spotAt(points, 106, 101), spotAt(points, 104, 90), spotAt(points, 300, 190), spotAt(points, 200, 100)]).toEqual([1, 0, 2, -1]);
  });

  it("is the next one by arrow, and none beyond the ends", () => {
    const three = [spot({}), spot({}), spot({})];
    expect([
      spotBy(three, -1, "ArrowRight"),
      spotBy(three, 0, "ArrowDown"),
      spotBy(three, 2, "ArrowRight"),
      spotBy(three, 0, "ArrowUp"),
    ]).toEqual([0, 1, 2, 0]);
    expect([spotBy(three, 1, "Home"), spotBy(three, 1, "End"), spotBy(three, 1, "a")]).toEqual([0, 2, undefined]);
  });

  it("is the nearest of the row above or below, by column where rows stand side by side", () => {
    const rows = [0, 1].flatMap((row) => [10, 20, 30].map((x) => spot({ x: x + 3 * row, row })));
    expect([spotBy(rows, 1, "ArrowDown"), spotBy(rows, 4, "ArrowUp"), spotBy(rows, 4, "ArrowDown"), spotBy(rows, 2, "ArrowRight")]).toEqual(
      [4, 1, 4, 3],
    );
    const beside = [0, 1].flatMap((row) => [0, 1, 2].map((column) => spot({ x: 100 * row + column, row, column })));
    expect(spotBy(beside, 2, "ArrowDown")).toBe(5);
  });
});

describe("a chart", () => {
  /** @type {HTMLElement} */
  let host;
  const choose = vi.fn();
  const listener = { redraw: () => {} };
  beforeEach(() => {
    host = document.createElement("div");
    document.body.replaceChildren(host);
    figure(host, {
      name: "sites",
      title: "scores by site",
      cut: { q: 0.1, set: () => {}, follow: (redraw) => Object.assign(listener, { redraw }) },
      draw: (place) => {
        canvas(place, 200, 100, "scores");
        return ["A <b>", "B"].map((name, i) => spot({ x: 50 + 100 * i, y: 50, name, lines: () => [`score ${i}`], choose }));
      },
      table: () => ({
        caption: "Scores",
        columns: ["Site", "Score"],
        rows: [
          ["A <b>", 0],
          ["B", 1],
        ],
      }),
    });
  });
  const reader = () => /** @type {HTMLElement} */ (host.querySelector(".chart-reader"));
  const tip = () => /** @type {HTMLElement} */ (host.querySelector(".tip"));
  const press = (/** @type {string} */ key) =>
    reader().dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));

  it("is one tab stop with a name, and reads its values by arrow key, aloud and in sight", () => {
    expect(host.querySelectorAll("[tabindex='0']")).toHaveLength(1);
    expect(reader().getAttribute("aria-label")).toContain("scores by site");
    press("ArrowRight");
    expect([...tip().children].map((line) => line.textContent)).toEqual(["A <b>", "score 0"]);
    expect(tip().hidden).toBe(false);
    expect(host.querySelector("[role=status]")?.textContent).toBe("A <b>, score 0");
    press("ArrowRight");
    expect(tip().textContent).toBe("Bscore 1");
    expect(host.querySelector(".marks circle")?.getAttribute("cx")).toBe("150");
  });

  it("is silent after Escape, which then is anyone's again", () => {
    press("ArrowRight");
    const seen = vi.fn();
    host.addEventListener("keydown", seen);
    press("Escape");
    expect([tip().hidden, host.querySelector(".marks"), seen.mock.calls.length]).toEqual([true, null, 0]);
    press("Escape");
    expect(seen).toHaveBeenCalledTimes(1);
  });

  it("chooses by Enter, and keeps its place when drawn anew", () => {
    press("End");
    press("Enter");
    expect(choose).toHaveBeenCalledTimes(1);
    listener.redraw();
    expect(tip().textContent).toBe("Bscore 1");
    expect(host.querySelectorAll(".marks")).toHaveLength(1);
  });

  it("marks the row of its table, and is read by a pointer on the row", () => {
    const twin = /** @type {HTMLDetailsElement} */ (host.querySelector("details.twin"));
    twin.open = true;
    twin.dispatchEvent(new Event("toggle"));
    const marked = () => [...host.querySelectorAll("tr.marked")].map((row) => row.firstElementChild?.textContent);
    press("ArrowRight");
    expect(marked()).toEqual(["A <b>"]);
    host.querySelectorAll("tbody tr")[1].dispatchEvent(new Event("pointerover", { bubbles: true }));
    expect([marked(), tip().textContent]).toEqual([["B"], "Bscore 1"]);
    press("Escape");
    expect(marked()).toEqual([]);
  });
});
