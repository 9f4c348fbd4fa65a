import { describe, expect, it } from "vitest";
import { citation, methods, paperBibtex, toolBibtex } from "../../../web/src/report/citing.js";
import { emptyAudit, sampleAudit, unavailable } from "../views/sample-audit.js";

/** A value's field of BibTeX. @param {string} entry @param {string} name */
const field = (entry, name) => new RegExp(`^ {2}${name} = \\{(.*)\\},?$`, "m").exec(entry)?.[1];

describe("what to cite", () => {
  it("is the paper by its arXiv number, with no first name made up, and Askew by version and core", () => {
    const paper = paperBibtex();
    expect([field(paper, "eprint"), field(paper, "archivePrefix"), field(paper, "doi"), field(paper, "author")]).toEqual([
      "2606.04613",
      "arXiv",
      "10.48550/arXiv.2606.04613",
      "Gambetti and Han and Soares and Shen",
    ]);
    const { tool } = sampleAudit();
    expect(field(toolBibtex(tool), "note")).toBe(`Version 1.2.3, SHA-256 of its core ${"cd".repeat(32)}`);
    for (const entry of [paper, toolBibtex(tool)]) {
      expect(entry).toMatch(/^@misc\{\w+,\n[\s\S]+\n\}\n$/);
      expect(entry.split("{").length).toBe(entry.split("}").length);
    }
    expect(citation(tool)).toContain("version 1.2.3");
  });

  it("has the settings of this audit in its methods", () => {
    const audit = sampleAudit();
    audit.options = { ...audit.options, topQ: 0.125, seed: 7, neighbours: 5 };
    const said = methods(audit);
    for (const words of ["500 image–text pairs", "40 dimensions", "top 12.5 %", "ε = 1e-8", "5 neighbours", "The seed was 7.", "1.2.3"])
      expect(said).toContain(words);
  });

  it("says nothing of what was not done", () => {
    const said = methods({ ...sampleAudit(), chance: unavailable("not asked for"), uncertainty: unavailable("not asked for") });
    expect(said).not.toMatch(/Chance levels|Intervals/);
    const none = emptyAudit("the widths differ");
    expect(methods(none)).not.toMatch(/Spectral Alignment|top \d/);
    const sampled = { ...sampleAudit(), sampling: /** @type {any} */ ({ queries: 200 }) };
    expect(methods(sampled)).toContain("200 sampled queries each way");
  });
});
