import { describe, expect, it } from "vitest";
import { auditReport } from "../../../web/src/document/audit-report.js";
import { csvReport } from "../../../web/src/document/csv.js";
import { NOTHING_FILED } from "../../../web/src/document/filing.js";
import { markdownReport } from "../../../web/src/document/markdown.js";
import { MARKUP } from "../../../web/src/document/markup.js";
import { tableParts } from "../../../web/src/document/report-table.js";
import { allTables, shortTables } from "../../../web/src/document/tables.js";
import { cellText, filledColumns } from "../../../web/src/document/typed-table.js";
import { limits, threeThings, verdictNumbers } from "../../../web/src/document/words.js";
import { verdict } from "../../../web/src/report/verdict.js";
import { emptyAudit, sampleAudit } from "../views/sample-audit.js";

/** @import { Table } from "../../../web/src/document/types.d.ts" */
/** @import { Audit, Finding } from "../../../web/src/types.d.ts" */

/** @param {Partial<Finding>} finding @returns {Finding} */
const found = (finding) => ({ code: "FEW_ROWS", level: "warning", message: "Few rows.", count: 1, rows: [], ...finding });
/** @param {Finding[]} findings */
const auditWith = (...findings) => sampleAudit({ inputs: { ...sampleAudit().inputs, findings } });

describe("the first page", () => {
  it("says the verdict with every number's interval and chance level", () => {
    const audit = sampleAudit();
    expect(verdict(audit, "texts")[0]).toMatch(/^What sets the images apart shows in the texts/);
    const [forth, back, difference] = verdictNumbers(audit, "texts");
    expect(forth).toContain("95 % interval 0.580 to 0.660; 95 % of shuffled pairs stay below 0.050, p = 0.001");
    expect(back).toContain("95 % interval 0.400 to 0.500");
    expect(difference).toContain("95 % interval +0.120 to +0.220; 95 % of shuffled pairs lie between −0.020 and +0.020");
  });

  it("says why there is no verdict where there are no scores", () => {
    expect(verdictNumbers(emptyAudit("the widths differ"), "texts")).toEqual(["The widths differ."]);
  });

  it("has what changes the reading under the verdict, faults first, and never again among the things to know", () => {
    const message = "The sign of the imbalance depends on the cut.";
    const warning = found({ code: "SIGN_DEPENDS_ON_CUT", message });
    const audit = auditWith(found({ level: "note", message: "A note." }), warning, found({ level: "error", message: "Shifted." }));
    const { warnings = [], things } = auditReport(audit, "texts");
    expect(warnings.slice(0, 2)).toEqual(["Shifted.", message]);
    expect(warnings.join(" ")).not.toContain("A note.");
    expect(things).toHaveLength(3);
    expect(things.filter((text) => warnings.includes(text))).toEqual([]);
    expect(threeThings(sampleAudit(), "texts").join(" ")).toContain("Among the ten nearest");
  });

  it("has search in whole numbers, the settings, how the rows were paired, and what to do next", () => {
    const { search = [], facts, next } = auditReport(sampleAudit(), "texts");
    expect(search[0]).toMatch(/^The right text comes first for \d+ of 500 images, by chance 1\.$/);
    expect(Object.fromEntries(facts).Settings).toMatch(/^top 10 % of the directions · .* · seed 0$/);
    expect(next).toMatch(/\?$/);
  });

  it("has the warnings that have no room in a table of the appendix", () => {
    const { warnings, tables } = auditReport(auditWith(...["a", "b", "c", "d", "e"].map((message) => found({ message }))), "texts");
    expect(warnings).toEqual(["a", "b", "c", "2 more warnings stand in the appendix."]);
    expect(tables.find(({ id }) => id === "warnings")?.rows.map(([, text]) => text)).toEqual(["a", "b", "c", "d", "e"]);
  });

  it("has limits that name what is missing, and how often", () => {
    const said = limits(emptyAudit("the widths differ"), "texts").join(" ");
    expect(said).toMatch(/\d+ quantities are not available: the widths differ\./);
    expect(limits(sampleAudit(), "texts").join(" ")).not.toContain("not available");
  });
});

describe("the tables", () => {
  it("have as many cells in every row as columns", () => {
    for (const audit of [sampleAudit(), emptyAudit("none")])
      for (const { id, columns, rows } of allTables(audit)) for (const row of rows) expect([id, row.length]).toEqual([id, columns.length]);
  });

  it("hold every number that the audit's scores, metrics and retrieval have", () => {
    const audit = sampleAudit();
    const cells = new Set(allTables(audit).flatMap(({ rows }) => rows.flat()));
    const { sas, metrics, retrieval } = audit;
    const { mmdBound, mmdMedianSigma, uniformity, ...single } = metrics;
    const wanted = [
      sas.imageToText,
      sas.textToImage,
      sas.imbalance,
      sas.symmetric,
      ...Object.values(single),
      uniformity.image,
      uniformity.text,
    ];
    if ("status" in retrieval) throw new Error("the sample has retrieval");
    wanted.push(...retrieval.imageToText.curve, ...retrieval.textToImage.curve, retrieval.imageToText.mrr, retrieval.rSum);
    expect(wanted.filter((value) => !cells.has(/** @type {number} */ (value)))).toEqual([]);
  });

  it("call no end of a range an end of a 95 % interval, nor the other way round", () => {
    const ranges = [0.71131, 0.72131, 0.73131, 0.74131];
    const [cka, trace, others] = [0.75131, 0.76131, [0.77131, 0.78131]];
    const audit = sampleAudit();
    const rotation = { fall: 0, rise: 0 };
    const range = (/** @type {number} */ low, /** @type {number} */ high) => ({ low, high, standardError: 0.01, bias: 0, rotation });
    audit.uncertainty = /** @type {Audit["uncertainty"]} */ ({
      ...audit.uncertainty,
      sasImageToText: range(ranges[0], ranges[1]),
      sasTextToImage: range(ranges[2], ranges[3]),
      ckaDebiased: { low: cka, high: trace, standardError: 0.01 },
      svcca: { low: others[0], high: others[1], standardError: 0.01 },
    });
    /** @type {(value: number, table: Table) => string[]} */
    const headed = (value, { columns, rows }) =>
      rows.flatMap((row) => {
        const at = row.indexOf(value);
        const kind = columns.indexOf("Low to high is");
        return at < 0 ? [] : [`${columns[at]}${kind < 0 ? "" : `: ${row[kind]}`}`];
      });
    const of = (/** @type {readonly number[]} */ values) =>
      values.flatMap((value) => allTables(audit).flatMap((table) => headed(value, table)));
    expect(new Set(of(ranges))).toEqual(new Set(["Low: range", "High: range"]));
    for (const head of of([cka, trace, ...others])) expect(head).toMatch(/95 %/);
    audit.uncertainty = /** @type {Audit["uncertainty"]} */ ({ replicates: 62, sasImageToText: range(ranges[0], ranges[1]) });
    expect(new Set(of(ranges))).toEqual(new Set(["Range, low", "Range, high"]));
    // A reason stands under no other's head either.
    const heads = (/** @type {Record<string, string>} */ withheld) => {
      audit.uncertainty = /** @type {Audit["uncertainty"]} */ ({ replicates: 62, withheld });
      return allTables(audit).flatMap((table) => (table.id === "metrics" ? filledColumns(table).columns : []));
    };
    audit.options = { ...audit.options, intervals: "half-samples" };
    expect(heads({ sasSymmetric: "Heavy tails." })).toContain("Range, low");
    expect(heads({ cka: "Small samples raise it." })).toContain("95 % low");
    expect(heads({ sasSymmetric: "Heavy tails.", cka: "Small samples raise it." })).toContain("Low");
  });

  it("say once why intervals are withheld: below the table on paper and in Markdown, in its place in CSV", () => {
    const audit = sampleAudit();
    const reason = "Small samples raise both. Debiased CKA has an interval.";
    audit.uncertainty = /** @type {Audit["uncertainty"]} */ ({ ...audit.uncertainty, withheld: { cka: reason, svcca: reason } });
    const table = allTables(audit).find(({ id }) => id === "metrics");
    if (!table) throw new Error("There is no table of metrics.");
    const paper = tableParts(MARKUP, table).map(String).join("");
    const markdown = markdownReport(auditReport(audit, "texts"), NOTHING_FILED);
    for (const text of [paper, markdown]) {
      expect(text.match(/Small samples raise both/g)).toHaveLength(1);
      expect(text.match(/none \(a\)/g)).toHaveLength(2);
      expect(text).toMatch(/a: not available: .*an interval\.(?!\.)/);
    }
    expect(csvReport([table])).toContain(`metrics,CKA,95 % low,not available: ${reason}`);
  });

  it("leave out columns that are empty in every row", () => {
    const { columns, rows } = filledColumns({
      id: "a",
      caption: "",
      columns: ["a", "b", "c"],
      rows: [
        ["x", null, 1],
        ["y", null, 0],
      ],
    });
    expect({ columns, rows }).toEqual({
      columns: ["a", "c"],
      rows: [
        ["x", 1],
        ["y", 0],
      ],
    });
    expect([cellText(null), cellText(0.12345), cellText(0.12345, 4), cellText(1200)]).toEqual(["–", "0.123", "0.1235", "1,200"]);
  });
});

describe("CSV", () => {
  it("has a row a value, at full precision", () => {
    const audit = sampleAudit();
    const lines = csvReport(allTables(audit)).trimEnd().split("\r\n");
    expect(lines[0]).toBe("table,row,column,value");
    expect(lines).toContain(`scores,SAS image → text,Value,${audit.sas.imageToText}`);
    const values = allTables(audit).flatMap(({ rows }) => rows.flatMap((row) => row.slice(1).filter((cell) => cell !== null)));
    expect(lines).toHaveLength(1 + values.length);
  });

  it("quotes what needs it, and hands a spreadsheet no formula", () => {
    const inputs = sampleAudit().inputs;
    const audit = sampleAudit({ inputs: { ...inputs, images: { ...inputs.images, file: '=HYPERLINK("http://x","y").npy' } } });
    expect(csvReport(allTables(audit))).toContain(`inputs,Images,File,"'=HYPERLINK(""http://x"",""y"").npy"`);
  });
});

describe("Markdown", () => {
  it("has verdict, limits and every short table", () => {
    const text = markdownReport(auditReport(sampleAudit(), "texts"), { ...NOTHING_FILED, institution: "St. Elsewhere" });
    expect(text).toContain("- Institution: St. Elsewhere");
    for (const { caption } of shortTables(sampleAudit())) expect(text.replaceAll("\\", "")).toContain(`### ${caption}`);
  });

  it("takes user text as text", () => {
    const filing = { ...NOTHING_FILED, notes: "a | b\n# head <img src=x> [l](http://x) `c`" };
    const text = markdownReport(auditReport(sampleAudit(), "texts"), filing);
    expect(text).toContain("- Notes: a \\| b \\# head \\<img src=x\\> \\[l\\](http://x) \\`c\\`");
  });
});
