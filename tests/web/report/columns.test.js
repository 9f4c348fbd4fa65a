import { describe, expect, it } from "vitest";
import { amount, NONE, withValues } from "../../../web/src/report/amounts.js";
import { isNumeric, orderBy } from "../../../web/src/report/columns.js";

const table = withValues({
  caption: "Runs",
  columns: ["Run", "Score", "Interval", "Remarks"],
  rows: [
    ["model 10", amount("0.5", 0.5004), amount("−0.2 to 0.1", { low: -0.2, high: 0.1 }), "fine"],
    ["model 2", amount("0.5", 0.5001), amount("−0.3 to 0.4", { low: -0.3, high: 0.4 }), ""],
    ["model 1", amount(NONE), amount(NONE), "not computed"],
    ["Model 3", amount("0.09", 0.09), amount("1.2 to 1.3", { low: 1.2, high: 1.3 }), "fine"],
  ],
});

describe("the order of a table's rows", () => {
  it("follows the numbers, also where their words are the same; what has none comes last, both ways", () => {
    expect(orderBy(table, 1, false)).toEqual([0, 1, 3, 2]);
    expect(orderBy(table, 1, true)).toEqual([3, 1, 0, 2]);
    expect(orderBy(table, 2, true)).toEqual([1, 0, 3, 2]);
  });

  it("follows words as people count, and leaves equal ones as they were", () => {
    expect(orderBy(table, 0, true)).toEqual([2, 1, 3, 0]);
    expect(orderBy(table, 3, true)).toEqual([0, 3, 2, 1]);
    expect(orderBy(table, 3, false)).toEqual([2, 0, 3, 1]);
  });

  it.each([
    [
      ["4.1 × 10⁻⁹", "0.2", "−0.5", "1,024"],
      [2, 0, 1, 3],
    ],
    [
      ["26.0 %", "3.5 %", "< 0.001", "+0.2 pts"],
      [2, 3, 1, 0],
    ],
    [
      ["0.822 ± 0.036 (26)", "0.735 ± 0.04 (26)", "−0.1 to 0.2", "+0.61***"],
      [2, 3, 1, 0],
    ],
  ])("reads %j by value if the words are all there is", (words, order) => {
    expect(orderBy({ columns: ["a"], rows: words.map((word) => [word]) }, 0, true)).toEqual(order);
  });
});

it("a column is of numbers if most of what it says are; names that begin with a digit are words", () => {
  expect([0, 1, 2, 3].map((k) => isNumeric(table, k))).toEqual([false, true, true, false]);
  const columns = (/** @type {(string | number)[]} */ ...cells) => ({ columns: ["a"], rows: cells.map((cell) => [cell]) });
  expect(isNumeric(columns("3a7f", "224-vit", "8 sites of ours"), 0)).toBe(false);
  expect(isNumeric(columns("0.1", "too few pairs", "0.3", NONE, NONE), 0)).toBe(true);
  expect(isNumeric(columns("same", "not in it", 0.7), 0)).toBe(false);
  expect(isNumeric(columns(NONE, ""), 0)).toBe(false);
});
