import { describe, expect, it } from "vitest";
import * as arrows from "../../../web/src/charts/arrows.js";
import { chanceRows } from "../../../web/src/charts/chance.js";
import { CAPTIONS } from "../../../web/src/document/captions.js";
import { createCut } from "../../../web/src/views/followed.js";
import { sampleAudit, unavailable } from "../views/sample-audit.js";

const none = unavailable("still being computed");
const whole = sampleAudit();
const { uncertainty } = whole;
/** As of sums: no chance levels, intervals of their own. */
const pooled = sampleAudit({
  chance: none,
  retrieval: none,
  uncertainty: none,
  aggregate: /** @type {any} */ ({ sites: [], intervals: uncertainty, withinSite: none }),
});

const STATES = /** @type {const} */ ([
  ["the whole audit", whole],
  ["no chance levels yet", sampleAudit({ chance: none })],
  ["no intervals yet", sampleAudit({ uncertainty: none })],
  ["no retrieval, as of sums", sampleAudit({ retrieval: none })],
  ["neither, and no intervals", sampleAudit({ chance: none, retrieval: none, uncertainty: none })],
  ["pooled sums with intervals", pooled],
]);

describe("captions explain the marks that are drawn, and no other", () => {
  it.each(STATES)("above the chance levels: %s", (_, audit) => {
    for (const q of [audit.options.topQ, 0.9])
      for (const saved of [false, true]) {
        const rows = chanceRows(audit, q);
        const said = CAPTIONS["above-chance"].how(audit, "texts", saved, q);
        expect(said.includes("R@10:")).toBe(rows.some(({ name }) => name.startsWith("R@10")));
        expect(said.includes("Pale bars")).toBe(rows.some(({ interval }) => interval));
        expect(said.includes("95 % of shuffled pairs")).toBe(rows.some(({ p }) => p !== undefined));
        if (!saved) expect(said.includes("p: how often")).toBe(rows.some(({ p }) => p !== undefined));
      }
  });

  it.each(STATES)("above the two scores: %s", (_, audit) => {
    for (const q of [audit.options.topQ, 0.9]) {
      const { rows } = arrows.drawing(() => audit, { word: "texts", cut: createCut(q), name: "sample" }).table();
      const drawn = rows.some(([, , interval]) => interval !== "–");
      expect(CAPTIONS.scores.how(audit, "texts", false, q).includes("Thin lines")).toBe(drawn);
    }
  });

  it("where sums have intervals, these are drawn", () => {
    expect(chanceRows(pooled, pooled.options.topQ).filter(({ interval }) => interval)).toHaveLength(2);
  });
});
