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

/** @param {BenchmarkRun[]} runs @param {number} [planned] @param {import("../../../../web/src/views/benchmark/runs.js").Opening} [opening] */
async function shown(runs, planned = runs.length, opening = undefined) {
  const host = document.createElement("div");
  document.body.replaceChildren(host);
  const made = await benchmark(runs, { statistics, version: "0", replicates: 100 });
  render(host, made, { planned, back: () => {}, csv: () => {}, summary: () => {}, opening });
  return host;
}

describe("the results of a benchmark", () => {
  it("draw four charts, each with a table twin and a name for who does not see it", async () => {
    const host = await shown(sampleRuns(5, (m, d, noise) => ({ metric: m / 10 + d / 20 + noise() / 50, rSum: 100 + m })));
    expect(host.querySelectorAll("figure svg").length).toBe(4);
    expect([...host.querySelectorAll("figure svg")].every((svg) => (svg.getAttribute("aria-label") ?? "").length > 20)).toBe(true);
    expect(host.querySelectorAll("figure details.twin").length).toBe(4);
    expect(host.querySelectorAll("#card-imbalance-signature .mark").length).toBe(5 * 4 + 2 + 2);
    expect(host.querySelectorAll("figure svg title").length).toBe(0);
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
    expect(host.querySelector(".subject")?.textContent).toBe(
      "24 runs · 6 models · 4 datasets · 100 pairs each · 1 failed · stopped; 5 not made",
    );
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

/** @param {Element} host @param {string} selector */
const all = (host, selector) => /** @type {HTMLElement[]} */ ([...host.querySelectorAll(selector)]);

describe("the workbench of a benchmark", () => {
  const begin = () => shown(sampleRuns(5, (m, d, noise) => ({ metric: m / 10 + d / 20 + noise() / 50, rSum: 100 + m })));
  /** @param {Element} host @param {string} word */
  function filter(host, word) {
    const input = /** @type {HTMLInputElement} */ (host.querySelector("#filter-models"));
    input.value = word;
    input.dispatchEvent(new Event("input"));
  }
  const statistics_ = (/** @type {Element} */ host) =>
    all(host, "#card-alignment-profile table, #card-imbalance-signature table, #card-retrieval-predictivity table")
      .map(({ textContent }) => textContent)
      .join();

  it("has the ranking first", async () => {
    const host = await begin();
    expect(host.querySelector(".card")?.id).toBe("card-ranking");
  });

  it("filters rows and marks, says so, and changes no statistic", async () => {
    const host = await begin();
    const before = statistics_(host);
    filter(host, "model-3");
    const said = "Shown: 4 of 20 runs. The tests, means and correlations are of all 20.";
    expect(host.querySelector(".look-said")?.textContent).toBe(said);
    expect(all(host, ".shown-note").map(({ textContent }) => textContent)).toEqual(Array(5).fill(said));
    expect(all(host, "#card-ranking tbody tr").map(({ dataset }) => dataset.model)).toEqual(["model-3"]);
    expect(all(host, "#card-runs tbody tr")).toHaveLength(4);
    expect(all(host, "#card-imbalance-signature .mark[data-model]")).toHaveLength(4);
    expect(host.querySelector("#card-retrieval-predictivity svg")?.getAttribute("aria-label")).toMatch(
      /for 4 of 20 runs; rank correlation of all /,
    );
    expect(statistics_(host)).toBe(before);
    filter(host, "nothing of that name");
    expect(host.querySelector("#card-runs")?.textContent).toContain("No run is shown.");
    /** @type {HTMLElement} */ (host.querySelector("#look-reset")).click();
    expect(all(host, "#card-runs tbody tr")).toHaveLength(20);
    expect(host.querySelector(".shown-note")).toBeNull();
  });

  it("keeps a pinned model whatever the filter, and hides a data set and a column", async () => {
    const host = await begin();
    /** @type {HTMLElement} */ (host.querySelector("#pin-model-0")).click();
    filter(host, "model-3");
    expect(all(host, "#card-ranking tbody tr").map(({ dataset }) => dataset.model)).toEqual(["model-0", "model-3"]);
    /** @type {HTMLElement} */ (host.querySelector("#show-dataset-0")).click();
    expect(all(host, "#card-runs tbody tr")).toHaveLength(6);
    /** @type {HTMLElement} */ (host.querySelector("#column-rmg")).click();
    expect(host.querySelector("#sort-rmg")).toBeNull();
    expect(host.querySelector("#sort-cka")).not.toBeNull();
  });

  it("marks one model in the ranking, in all four charts and in the runs; the same again marks none", async () => {
    const host = await begin();
    const name = () => /** @type {HTMLElement} */ (host.querySelector('#card-ranking tr[data-model="model-2"] button'));
    name().click();
    const marked = (/** @type {string} */ card) => new Set(all(host, `#card-${card} .followed`).map(({ dataset }) => dataset.model));
    for (const card of ["ranking", "alignment-profile", "imbalance-signature", "retrieval-predictivity", "runs"])
      expect([card, ...marked(card)]).toEqual([card, "model-2"]);
    expect(all(host, "#card-eigenspectrum-concentration .curve.own").length).toBeGreaterThan(0);
    expect(/** @type {HTMLSelectElement} */ (host.querySelector("#follow-model")).value).toBe("model-2");
    const row = /** @type {Element} */ (host.querySelector('#card-alignment-profile text[data-model="model-4"]'));
    row.dispatchEvent(new MouseEvent("click", { bubbles: true }));
    expect([...marked("runs")]).toEqual(["model-4"]);
    name().click();
    name().click();
    expect(host.querySelector(".followed, .curve.own")).toBeNull();
  });

  it.each(["imbalance-signature", "alignment-profile", "retrieval-predictivity"])(
    "follows the model of a run of %s by Enter, and the chart that was read keeps the place",
    async (card) => {
      const host = await begin();
      const reader = () => /** @type {HTMLElement} */ (host.querySelector(`#card-${card} .chart-reader`));
      const press = (/** @type {string} */ key) => reader().dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
      const read = () => reader().querySelector(".tip b")?.textContent ?? "";
      reader().focus();
      for (const key of ["Home", "ArrowRight", "ArrowRight"]) press(key);
      const run = read();
      expect(run).toMatch(/^model-\d+ on /);
      press("Enter");
      const chosen = () => /** @type {HTMLSelectElement} */ (host.querySelector("#follow-model")).value;
      expect(chosen()).toBe(run.replace(/ on .*/, ""));
      expect(document.activeElement).toBe(reader());
      expect(read()).toBe(run);
      press("Enter");
      expect(chosen()).toBe("");
    },
  );

  it("opens a run's own audit where its files are still there, and says so where they are not", async () => {
    const [first, second] = sampleRuns(1, () => ({ metric: 0.5, rSum: 1 }));
    /** @type {number[]} */
    const opened = [];
    const host = await shown([first, second], 2, { can: (run) => run === 1, open: (run) => opened.push(run) });
    const rows = all(host, "#card-runs tbody tr");
    expect(rows[0].lastElementChild?.textContent).toBe("files not in this tab");
    /** @type {HTMLElement} */ (rows[1].querySelector("button")).click();
    expect(opened).toEqual([1]);
  });
});
