// @vitest-environment jsdom
import { describe, expect, it } from "vitest";
import { benchmark } from "../../../../web/src/benchmark/index.js";
import { render } from "../../../../web/src/views/benchmark/results.js";
import { sampleRuns } from "../../benchmark/sample-runs.js";

/** @import { BenchmarkRun } from "../../../../web/src/types.d.ts" */

/** What the views draw does not depend on the tests' own values. */
const result = { statistic: 0.5, p: 0.03, exact: false };
const statistics = /** @type {import("../../../../web/src/benchmark/types.d.ts").Statistics} */ ({
  mannWhitney: async () => result,
  oneSampleT: async () => result,
  wilcoxon: async () => result,
  spearman: async () => result,
  spearmanStratified: async () => result,
  spearmanPermuted: async () => result,
  spearmanReplicates: async () => Float64Array.of(0.4, 0.5, 0.6),
  holm: async (p) => [...p],
  mcnemar: async () => result,
  upperTail: async () => 0.03,
  upperPoint: async () => 2,
});

/** @param {BenchmarkRun[]} runs @param {number} [planned] */
async function shown(runs, planned = runs.length) {
  const host = document.createElement("div");
  document.body.replaceChildren(host);
  const made = await benchmark(runs, { statistics, version: "0", replicates: 100 });
  render(host, made, { planned, back: () => {}, csv: () => {}, summary: () => {} });
  return host;
}

describe("the results of a benchmark", () => {
  it("draw four charts, each with a table twin and a name for who does not see it", async () => {
    const host = await shown(sampleRuns(5, (m, d, noise) => ({ metric: m / 10 + d / 20 + noise() / 50, rSum: 100 + m })));
    expect(host.querySelectorAll("figure svg").length).toBe(4);
    expect([...host.querySelectorAll("figure svg")].every((svg) => (svg.getAttribute("aria-label") ?? "").length > 20)).toBe(true);
    expect(host.querySelectorAll("figure details.twin").length).toBe(4);
    expect(host.querySelectorAll("#card-imbalance-signature .mark title").length).toBe(5 * 4 + 2);
  });

  it("say in the headline what moved, and that runs failed or were not made", async () => {
    const runs = sampleRuns(6, (m, d, noise) => ({ metric: (d > 1 ? -0.2 : 0) + noise() / 1000, rSum: m }));
    const host = await shown(
      [...runs, { ...runs[0], model: "x", metrics: undefined, retrieval: undefined, failure: { code: "CORRUPT", message: "x is cut" } }],
      30,
    );
    expect(host.querySelector("h1")?.textContent).toBe(
      "On medical data the imbalance is 0.200 lower than on natural data (6 models, paired, p = 0.030).",
    );
    expect(host.querySelector(".subject")?.textContent).toBe("24 runs · 6 models · 4 datasets · 100 pairs each · 1 failed · stopped; 5 not made");
    expect(host.querySelector("#card-runs")?.textContent).toContain("x is cut");
  });

  it("stand where no run succeeded or one alone did", async () => {
    const [run] = sampleRuns(1, () => ({ metric: 0.5, rSum: 1 }));
    expect((await shown([run])).querySelectorAll("figure svg").length).toBe(4);
    const host = await shown([
      { ...run, metrics: undefined, retrieval: undefined, sweep: undefined, failure: { code: "CORRUPT", message: "cut" } },
    ]);
    expect(host.querySelector("h1")?.textContent).toBe("No run succeeded");
    expect(host.querySelectorAll(".card").length).toBe(1);
  });

  it("show names as text, whatever they hold", async () => {
    const runs = sampleRuns(3, (_m, _d, noise) => ({ metric: noise(), rSum: noise() })).map((run) => ({
      ...run,
      model: `<img src=x onerror=alert(1)>${run.model}`,
    }));
    const host = await shown(runs);
    expect(host.querySelectorAll("img").length).toBe(0);
    expect(host.textContent).toContain("<img src=x onerror=alert(1)>model-0");
  });
});
