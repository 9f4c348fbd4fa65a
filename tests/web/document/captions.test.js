import { describe, expect, it } from "vitest";
import { chanceRows } from "../../../web/src/charts/chance.js";
import { CAPTIONS } from "../../../web/src/document/captions.js";
import { sampleAudit, unavailable } from "../views/sample-audit.js";

const none = unavailable("still being computed");

describe("the caption above the chance levels", () => {
  it.each([
    ["the whole audit", sampleAudit()],
    ["no chance levels yet", sampleAudit({ chance: none })],
    ["no intervals yet", sampleAudit({ uncertainty: none })],
    ["no retrieval, as of sums", sampleAudit({ retrieval: none })],
    ["neither, and no intervals", sampleAudit({ chance: none, retrieval: none, uncertainty: none })],
  ])("explains the marks that are drawn, and no other: %s", (_, audit) => {
    const rows = chanceRows(audit, audit.options.topQ);
    for (const saved of [false, true]) {
      const said = CAPTIONS["above-chance"].how(audit, "texts", saved);
      expect(said.includes("R@10:")).toBe(rows.some(({ name }) => name.startsWith("R@10")));
      expect(said.includes("Pale bars")).toBe(rows.some(({ interval }) => interval));
      expect(said.includes("95 % of shuffled pairs")).toBe(rows.some(({ p }) => p !== undefined));
      if (!saved) expect(said.includes("p: how often")).toBe(rows.some(({ p }) => p !== undefined));
    }
  });
});
