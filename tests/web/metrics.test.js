// @vitest-environment jsdom
import { beforeAll, describe, expect, it, vi } from "vitest";
import { METRICS, quantities, quantityAt } from "../../web/src/metrics.js";
import { sampleAudit } from "./views/sample-audit.js";

/** @import { Audit } from "../../web/src/types.d.ts" */
/** @import { Metric } from "../../web/src/types.d.ts" */

/** @type {Metric} */
const PLANTED = {
  at: "metrics.planted",
  name: "Planted metric",
  place: 25,
  meaning: "Does a new metric arrive everywhere?",
  definition: "cka",
  paper: "not in it",
  leading: true,
  better: -1,
  range: [0, 1],
  interval: "corrected",
  resampled: true,
  jackknife: true,
  permuted: true,
  compared: "first",
  benchmark: { place: 12, map: true },
  since: "9.9.9",
};

describe("the table of quantities", () => {
  it("every quantity stands in an audit where the table says", () => {
    const audit = sampleAudit();
    const absent = quantities().filter(({ at }) => /earlier version/.test(JSON.stringify(quantityAt(audit, at))));
    expect(absent.map(({ key }) => key)).toEqual([]);
    const stored = quantities(({ at }) => at.startsWith("metrics.")).map(({ at }) => at.split(".")[1]);
    expect([...new Set(stored)]).toEqual(Object.keys(audit.metrics));
  });

  it("every row has its definition, and every quantity without an interval a reason if it is resampled", async () => {
    const { DEFINITIONS } = await import("../../web/src/document/definitions.js");
    const ids = DEFINITIONS.map(({ id }) => id);
    for (const { key, meaning, definition = "", place } of quantities())
      if (meaning) expect([key, ids.includes(definition), typeof place]).toEqual([key, true, "number"]);
    for (const { key, interval, reason } of quantities(({ interval }) => interval))
      expect([key, interval === "none"]).toEqual([key, !!reason]);
  });
});

describe("a metric planted in the table", () => {
  /** @type {Audit} */
  let audit;
  beforeAll(() => {
    vi.resetModules();
    const range = { low: 0.123, high: 0.987, standardError: 0.1 };
    audit = sampleAudit();
    Object.assign(audit.metrics, { planted: 0.4321 });
    Object.assign(audit.uncertainty, { planted: range });
    Object.assign(audit.chance, { planted: { mean: 0.111, p95: 0.222, p: 0.333 } });
  });

  /** Modules see the table as it is when they are loaded: a fresh copy, with the metric in it. */
  const fresh = async () => {
    vi.resetModules();
    const table = await import("../../web/src/metrics.js");
    Object.assign(table.METRICS, { planted: PLANTED });
  };

  it("is in every form of a report", async () => {
    await fresh();
    const { textReport } = await import("../../web/src/document/audit-text.js");
    const { reportText } = await import("../../web/src/document/forms.js");
    const { NOTHING_FILED } = await import("../../web/src/document/filing.js");
    expect(textReport(audit)).toMatch(/Planted metric +0\.432 +Does a new metric arrive everywhere\?/);
    const form = (/** @type {"markdown" | "html" | "csv" | "json"} */ name) =>
      reportText(name, audit, { word: "texts", filing: NOTHING_FILED, style: "" });
    expect(form("markdown").match(/\| Planted metric \|[^\n]*/g)).toEqual([
      "| Planted metric | 0.432 | 0.123 | 0.987 | 0.111 | 0.222 | 0.33 |",
      "| Planted metric | 0.432 | 0.123 | 0.987 | 0.222 | lower | not in it |",
    ]);
    expect(form("html").match(/Planted metric/g)?.length).toBeGreaterThanOrEqual(2);
    expect(form("csv")).toContain("metrics,Planted metric,Value,0.4321");
    expect(JSON.parse(form("json")).metrics.planted).toBe(0.4321);
  });

  it("is in the page's card", async () => {
    await fresh();
    const { render } = await import("../../web/src/views/report.js");
    const { createCut, createPick } = await import("../../web/src/views/followed.js");
    const page = document.createElement("main");
    document.body.replaceChildren(page);
    render(page, audit, { word: "texts", cut: createCut(audit.options.topQ), pick: createPick(), name: "sample" });
    const row = [...page.querySelectorAll("#card-metrics tr")].find(({ textContent }) => textContent?.includes("Planted metric"));
    expect(row?.textContent).toContain("Does a new metric arrive everywhere?");
    expect([...(row?.children ?? [])].slice(1).map((cell) => cell.textContent)).toEqual([
      "0.432",
      "0.123 to 0.987",
      "0.222",
      "↓ lower",
      "not in it",
    ]);
  });

  it("is checked in a saved audit, and may be absent from one of before", async () => {
    await fresh();
    const { savedAudit } = await import("../../web/src/report/saved-audit.js");
    const changed = (/** @type {object} */ metrics) => ({ ...audit, metrics: { ...audit.metrics, ...metrics } });
    expect(savedAudit(audit, "new.json")).toBe(audit);
    expect(() => savedAudit(changed({ planted: "0.4" }), "bad.json")).toThrow("metrics.planted");
    expect(() => savedAudit({ ...audit, chance: { ...audit.chance, planted: 1 } }, "bad.json")).toThrow("chance.planted");
    const before = sampleAudit();
    expect(savedAudit(before, "before.json")).toBe(before);
    const { METRIC_ROWS } = await import("../../web/src/report/metric-rows.js");
    expect(METRIC_ROWS.find(({ key }) => key === "planted")?.value(before)).toMatchObject({ status: "unavailable" });
  });

  it("is in what the engine makes: audits, chance levels, half-samples, differences, reasons of sums", async () => {
    await fresh();
    const { metricsOf } = await import("../../web/src/engine/assemble.js");
    const { chanceLevels, SCORES } = await import("../../web/src/engine/replicates.js");
    const { rangesOf } = await import("../../web/src/engine/ranges.js");
    const { namedValues } = await import("../../web/src/engine/jackknife.js");
    const side = { cols: 4 };
    const score = { image: { value: 0.5 }, text: { value: 0.4 } };
    const known = /** @type {any} */ ({ pairs: { images: side, texts: side }, scores: { score }, metrics: { planted: 0.4321 } });
    expect(metricsOf(known)).toMatchObject({ planted: 0.4321 });
    // Better the lower it is: no pairing is as low.
    const draws = [0.5, 0.6, 0.7].map((planted) => ({ imageToText: 0.1, textToImage: 0.1, planted }));
    expect(chanceLevels(known, 3, draws, false)).toMatchObject({ planted: { mean: expect.closeTo(0.6, 12), p: 0.25 } });
    expect(SCORES.planted({ planted: 0.3 })).toBe(0.3);
    const halves = [0.3, 0.5].map((planted) => ({ planted }));
    const { intervals } = rangesOf({ planted: 0.4 }, halves, undefined, { images: 500, blocks: 32, heavy: undefined });
    expect(intervals.planted.standardError).toBeCloseTo(0.1, 12);
    const spectra = { image: { effectiveRank: 1 }, text: { effectiveRank: 1 } };
    expect(namedValues(/** @type {any} */ ({ metrics: known.metrics, spectra }))).toMatchObject({ planted: 0.4321 });
  });

  it("is in a comparison", async () => {
    await fresh();
    const { DRAWN_FIRST } = await import("../../web/src/report/comparison.js");
    const { differenceTable } = await import("../../web/src/document/comparison-report.js");
    const { inWords } = await import("../../web/src/document/typed-table.js");
    const differences = { planted: { a: 0.5, b: 0.25, difference: 0.25, low: 0.1, high: 0.4 } };
    const comparison = /** @type {any} */ ({ differences });
    expect(inWords(differenceTable(comparison)).rows).toEqual([
      ["Planted metric", "0.500", "0.250", "+0.250", "+0.100 to +0.400", "–", "–", "second better"],
    ]);
    expect(DRAWN_FIRST).toContain("planted");
  });

  it("is in the benchmark's tables and table of runs", async () => {
    await fresh();
    const { benchmark, METRICS: columns } = await import("../../web/src/benchmark/index.js");
    const { csvOf } = await import("../../web/src/document/csv.js");
    const { benchmarkText } = await import("../../web/src/document/benchmark-text.js");
    const { sampleRuns } = await import("./benchmark/sample-runs.js");
    const result = { statistic: 0.5, p: 0.03, exact: false };
    const statistics = /** @type {any} */ (
      new Proxy(
        {},
        {
          get: (_, name) => async (/** @type {any} */ given) =>
            name === "holm" ? [...given] : name === "spearmanReplicates" ? Float64Array.of(0.4) : result,
        },
      )
    );
    const runs = sampleRuns(4, (m, d) => ({ metric: m / 10 + d / 20, rSum: 100 + m }));
    const text = benchmarkText(await benchmark(runs, { statistics, version: "0", replicates: 10 }));
    // By domain and by dataset, and twice with each of the three sums of recalls.
    expect(text.match(/^ +Planted metric /gm)).toHaveLength(8);
    expect(csvOf(runs).split("\n")[0].split(",")).toContain("planted");
    expect(columns.at(-1)).toMatchObject({ key: "planted", mapped: true });
    expect(columns.at(-1)?.value(audit)).toBe(0.4321);
  });

  it("leaves the table as it was", () => {
    expect(METRICS).not.toHaveProperty("planted");
  });
});
