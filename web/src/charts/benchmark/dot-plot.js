/** The imbalance of every run: a row a model, a mark a dataset. */
import { extent, scaleLinear } from "d3";
import { amount, withValues } from "../../report/amounts.js";
import { signed } from "../../report/numbers.js";
import { namesWithin, widest } from "../../report/short-names.js";
import { axisBelow, canvas, label, line, tickDigits } from "../chart.js";
import { domainsInUse, mark, markKey, markOf } from "./marks.js";

/** @import { Drawing, Narrowed, Spot } from "../types.d.ts" */

const ROW = 22;
const MEAN = "Mean of the domain";

/** @param {Narrowed} benchmark @returns {Drawing} */
export function drawing(benchmark) {
  const { runs } = benchmark.imbalanceSignature;
  return {
    name: "askew-benchmark-imbalance",
    title: "imbalance by model and dataset",
    draw: (host, width) => draw(host, width, benchmark),
    table: () =>
      withValues({
        caption: "Imbalance by model and dataset",
        columns: ["Model", "Dataset", "Domain", "Imbalance"],
        rows: runs.map(({ model, dataset, domain, imbalance }) => [model, dataset, domain, amount(signed(imbalance, 4), imbalance)]),
      }),
  };
}

/** @param {Element} host @param {number} width @param {Narrowed} benchmark @returns {Spot[]} */
function draw(host, width, benchmark) {
  const { runs, byDomain } = benchmark.imbalanceSignature;
  const models = [...new Map(runs.map((run) => [run.model, run.reference]))].sort((a, b) => Number(a[1]) - Number(b[1]));
  const { domains } = benchmark.options;
  const used = domainsInUse(benchmark);
  const [low = 0, high = 0] = extent(runs, ({ imbalance }) => imbalance);
  const usual = Math.min(190, Math.floor(width * 0.34));
  const names = namesWithin([...models.map(([model]) => model), MEAN], usual - 8);
  const left = Math.max(usual, Math.ceil(widest(names)) + 8);
  const means = used.flatMap((domain) => {
    const { mean } = byDomain[domain] ?? {};
    return typeof mean === "number" ? [{ domain, mean }] : [];
  });
  const key = 18;
  const said = `Imbalance from ${signed(low)} to ${signed(high)}. Means${benchmark.shownOf === undefined ? "" : " of all runs"}: ${means.map(({ domain, mean }) => `${domain} ${signed(mean)}`).join(", ")}.`;
  const rowsHeight = (models.length + 1) * ROW;
  const g = canvas(host, width, key + 34 + rowsHeight + 52, said);
  const taken = markKey(g, 14, width, domains, used, models.some(([, reference]) => reference) ? "faint: reference models" : undefined);
  const top = key + taken;
  const x = scaleLinear([Math.min(low, 0), Math.max(high, 0)], [left + 10, width - 14]).nice();
  const bottom = top + rowsHeight;
  const ticks = x.ticks(width < 480 ? 4 : 7);
  for (const tick of ticks) line(g, "grid", x(tick), top, x(tick), bottom);
  line(g, "zero", x(0), top, x(0), bottom);
  models.forEach(([model, reference], r) => {
    const y = top + r * ROW + ROW / 2;
    label(g, reference ? "note" : "row-name", 0, y + 4, names.get(model) ?? model).attr("data-model", model);
    line(g, "grid", left, y, width - 6, y);
    for (const run of runs.filter((one) => one.model === model))
      mark(g, markOf(domains, run.domain), x(run.imbalance), y, { faint: reference, model });
  });
  const y = top + models.length * ROW + ROW / 2;
  label(g, "row-name direct", 0, y + 4, names.get(MEAN) ?? MEAN);
  for (const { domain, mean } of means) {
    line(g, `mean ${markOf(domains, domain)}`, x(mean), top, x(mean), y);
    mark(g, markOf(domains, domain), x(mean), y);
  }
  axisBelow(g, {
    scale: x,
    ticks,
    format: (value) => (value === 0 ? "0" : signed(value, Math.max(1, tickDigits(ticks)))),
    y: bottom,
    title: width < 480 ? "SAS imbalance" : "SAS imbalance: image → text minus text → image",
  });
  const middle = (/** @type {number} */ row) => top + row * ROW + ROW / 2;
  const rowOf = new Map(models.map(([model], row) => [model, row]));
  const each = runs.map((run) => {
    const row = rowOf.get(run.model) ?? 0;
    const lines = () => [`${run.domain} data`, `imbalance ${signed(run.imbalance, 4)}`];
    return { x: x(run.imbalance), y: middle(row), row, name: `${run.model} on ${run.dataset}`, model: run.model, lines };
  });
  const row = models.length;
  const ofDomains = means.map(({ domain, mean }) => ({
    x: x(mean),
    y: middle(row),
    row,
    name: `Mean of ${domain}`,
    lines: () => [`imbalance ${signed(mean, 4)}`],
  }));
  return [...each, ...ofDomains].sort((a, b) => a.row - b.row || a.x - b.x);
}
