import { describe, expect, it } from "vitest";
import { MARKUP } from "../../../web/src/document/markup.js";
import { partsOf, tableParts } from "../../../web/src/document/report-table.js";

/** @import { Cell, Table } from "../../../web/src/document/types.d.ts" */

/** @param {string[]} columns @param {Cell[][]} rows @param {Partial<Table>} [more] */
const partsOfTable = (columns, rows, more = {}) =>
  tableParts(MARKUP, { id: "one", caption: "A table", columns, rows, ...more }).map((part) => String(part));

const COLUMNS = ["Model", ...Array.from({ length: 12 }, (_, k) => `dataset ${k}`)];
const ROWS = [1, 2].map((model) => [`model ${model}`, ...Array.from({ length: 12 }, (_, k) => `0.${model}${k} ± 0.0270 (26)`)]);

describe("a table on paper", () => {
  it("that is too wide stands in parts, each with the names of its rows, and loses no column", () => {
    const parts = partsOfTable(COLUMNS, ROWS);
    expect(parts.length).toBeGreaterThan(1);
    const heads = parts.map((part) => [...part.matchAll(/<th scope="col">(.*?)<\/th>/g)].map(([, text]) => text));
    expect(heads.map(([first]) => first)).toEqual(parts.map(() => "Model"));
    expect(heads.flatMap((head) => head.slice(1))).toEqual(COLUMNS.slice(1));
    expect(parts.every((part) => part.includes("model 1") && part.includes("dense"))).toBe(true);
    expect(parts[1]).toContain(`(part 2 of ${parts.length})`);
    expect(new Set(parts.map((part) => /id="(.*?)"/.exec(part)?.[1])).size).toBe(parts.length);
  });

  it("that fits is one, and no part is empty however wide a column is", () => {
    expect(partsOf([10, 10, 10])).toEqual([[1, 2]]);
    expect(partsOf([10, 300, 20, 300])).toEqual([[1], [2], [3]]);
  });

  it("says once below why there is no number", () => {
    const reason = "not available: the range takes in more than sampling error";
    const [part] = partsOfTable(["Score", "Value"].concat("p"), [
      ["a", 1.5, reason],
      ["b", 2.5, reason],
      ["c", 3.5, 0.2],
    ]);
    expect(part.match(/none \(a\)/g)).toHaveLength(2);
    expect(part.match(/the range takes in/g)).toHaveLength(1);
  });

  it("leaves words that are no reason in their cell: a protection is not none", () => {
    const [part] = partsOfTable(
      ["Site", "Pairs", "Protection", "Which"],
      [["a", 40, "noise: epsilon 20, delta 0.00001 for one pair", "neither shown nearer to 0"]],
    );
    expect(part).not.toContain("none (");
    expect(part).toContain('<td class="words">noise: epsilon 20, delta 0.00001 for one pair</td>');
    expect(part).toContain("<td>neither shown nearer to 0</td>");
  });

  it("writes p as the sentences do: what is below 0.001 is not 0.001", () => {
    const [part] = partsOfTable(["Score", "Value", "p", "p (Holm)"], [["a", 0.5, 0.000999, 0.0012]], { digits: 3 });
    expect([...part.matchAll(/<td>(.*?)<\/td>/g)].map(([, text]) => text)).toEqual(["0.500", "&#60; 0.001", "0.001"]);
  });
});
