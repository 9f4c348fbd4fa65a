/** Model x dataset, coloured by one metric. */
import { nameOf } from "../../benchmark/metrics.js";
import { amount, NONE, withValues } from "../../report/amounts.js";
import { fixed } from "../../report/numbers.js";
import { namesWithin, widest } from "../../report/short-names.js";
import { box, canvas, label, line, RAMP_STEPS, rampClass } from "../chart.js";
import { domainsInUse } from "./marks.js";

/** @import { Benchmark, BenchmarkMetric, BenchmarkRun } from "../../types.d.ts" */
/** @import { Drawing, Spot } from "../types.d.ts" */

const ROW = 24;
const TOP = 50;

/** @param {Benchmark} benchmark */
function axes(benchmark) {
  const runs = benchmark.runs.filter(({ failure }) => !failure);
  const order = domainsInUse(benchmark);
  const datasets = [...new Map(runs.map((run) => [run.dataset, run.domain]))]
    .map(([dataset, domain]) => ({ dataset, domain }))
    .sort((a, b) => order.indexOf(a.domain) - order.indexOf(b.domain));
  const models = [...new Map(runs.map((run) => [run.model, run.reference]))]
    .map(([model, reference]) => ({ model, reference }))
    .sort((a, b) => Number(a.reference) - Number(b.reference));
  return { runs, datasets, models };
}

/** @param {BenchmarkRun[]} runs @param {string} model @param {string} dataset @param {BenchmarkMetric} key */
function valueAt(runs, model, dataset, key) {
  const value = runs.find((run) => run.model === model && run.dataset === dataset)?.metrics?.[key];
  return typeof value === "number" ? value : undefined;
}

/** @param {Benchmark} benchmark @param {BenchmarkMetric} key @returns {Drawing} */
export function drawing(benchmark, key) {
  const shape = axes(benchmark);
  const { runs, datasets, models } = shape;
  const name = nameOf(key);
  return {
    name: `askew-benchmark-${key}`,
    title: `${name} by model and dataset`,
    draw: (host, width) => draw(host, width, shape, key),
    table: () =>
      withValues({
        caption: `${name} by model and dataset`,
        columns: ["Model", ...datasets.map(({ dataset }) => dataset)],
        rows: models.map(({ model }) => [
          model,
          ...datasets.map(({ dataset }) => {
            const value = valueAt(runs, model, dataset, key);
            return value === undefined ? NONE : amount(fixed(value, 4), value);
          }),
        ]),
      }),
  };
}

/** @param {Element} host @param {number} width @param {ReturnType<typeof axes>} shape @param {BenchmarkMetric} key @returns {Spot[]} */
function draw(host, width, { runs, datasets, models }, key) {
  const name = nameOf(key);
  const values = runs.flatMap((run) => {
    const value = run.metrics?.[key];
    return typeof value === "number" ? [value] : [];
  });
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const names = namesWithin(
    models.map(({ model }) => model),
    Math.min(190, Math.floor(width * 0.34)) - 8,
  );
  const left = Math.max(Math.min(190, Math.floor(width * 0.34)), Math.ceil(widest(names)) + 8);
  const step = (width - left) / datasets.length;
  const heads = namesWithin(
    datasets.map(({ dataset }) => dataset),
    step - 10,
  );
  const height = TOP + models.length * ROW + 44;
  const said = `${name}: from ${fixed(low)} to ${fixed(high)} over ${models.length} models and ${datasets.length} datasets.`;
  const g = canvas(host, width, height, said);
  const numbered = step >= 40;
  const groups = namesWithin(
    datasets.map(({ domain }) => domain),
    Math.min(...datasets.map(({ domain }) => step * datasets.filter((one) => one.domain === domain).length)),
  );
  datasets.forEach(({ dataset, domain }, c) => {
    const x = left + c * step;
    if (c === 0 || datasets[c - 1].domain !== domain) label(g, "axis-title", x, 14, groups.get(domain) ?? domain);
    label(g, "tick", x + step / 2, 36, heads.get(dataset) ?? dataset, "middle");
  });
  models.forEach(({ model, reference }, r) => {
    const y = TOP + r * ROW;
    if (reference && r > 0 && !models[r - 1].reference) line(g, "axis", 0, y - 1, width, y - 1);
    label(g, reference ? "note" : "row-name", 0, y + 16, names.get(model) ?? model).attr("data-model", model);
    datasets.forEach(({ dataset }, c) => {
      const value = valueAt(runs, model, dataset, key);
      const x = left + c * step;
      if (value === undefined) {
        label(g, "note", x + step / 2, y + 16, "–", "middle");
        return;
      }
      const share = high > low ? (value - low) / (high - low) : 0.5;
      box(g, `heat ${rampClass(share)}`, x + 1, y + 1, step - 2, ROW - 2).attr("data-model", model);
      if (numbered)
        label(g, share * RAMP_STEPS >= 6 ? "on-dark" : "on-light", x + step / 2, y + 16, fixed(value, step >= 52 ? 3 : 2), "middle");
    });
  });
  const y = TOP + models.length * ROW + 20;
  const cell = Math.min(16, (width - left) / (RAMP_STEPS + 8));
  for (let i = 0; i < RAMP_STEPS; i++) box(g, `heat rho-${i}`, left + 44 + i * cell, y, cell, 10);
  label(g, "tick", left + 38, y + 9, fixed(low, 2), "end");
  label(g, "tick", left + 50 + RAMP_STEPS * cell, y + 9, fixed(high, 2));
  return models.flatMap(({ model }, row) =>
    datasets.map(({ dataset }, c) => {
      const value = valueAt(runs, model, dataset, key);
      const [x, above] = [left + c * step, TOP + row * ROW];
      return {
        x: x + step / 2,
        y: above + ROW / 2,
        box: /** @type {Spot["box"]} */ ([x + 1, above + 1, x + step - 1, above + ROW - 1]),
        cell: true,
        row,
        name: `${model} on ${dataset}`,
        model,
        lines: () => [`${name}: ${value === undefined ? "not available" : fixed(value, 4)}`],
      };
    }),
  );
}
