/** One metric against retrieval, a mark a run. */
import { extent, scaleLinear } from "d3";
import { nameOf } from "../../benchmark/metrics.js";
import { amount, withValues } from "../../report/amounts.js";
import { fixed, signed } from "../../report/numbers.js";
import { namesWithin } from "../../report/short-names.js";
import { axisBelow, axisLeft, canvas } from "../chart.js";
import { linesOf } from "../spots.js";
import { domainsInUse, mark, markKey, markOf } from "./marks.js";
import { nameExtremes } from "./point-names.js";

/** @import { BenchmarkMetric, BenchmarkRun, RSum } from "../../types.d.ts" */
/** @import { Drawing, Narrowed, Spot, Table } from "../types.d.ts" */

/** @param {readonly BenchmarkRun[]} runs @param {BenchmarkMetric} metric @param {RSum} target */
function pointsOf(runs, metric, target) {
  return runs.flatMap((run) => {
    const [x, y] = [run.metrics?.[metric], run.retrieval?.[target]];
    return typeof x === "number" && typeof y === "number" ? [{ run, x, y }] : [];
  });
}

/** @param {Narrowed} benchmark @param {BenchmarkMetric} metric @param {RSum} target @returns {Drawing} */
export function drawing(benchmark, metric, target) {
  const [xName, yName] = [nameOf(metric), nameOf(target)];
  return {
    name: `askew-benchmark-${metric}-${target}`,
    title: `${xName} and ${yName}`,
    draw: (host, width) => draw(host, width, benchmark, metric, target),
    table: () => tableOf(pointsOf(benchmark.runs, metric, target), xName, yName),
  };
}

/** @param {ReturnType<typeof pointsOf>} points @param {string} xName @param {string} yName @returns {Table} */
const tableOf = (points, xName, yName) =>
  withValues({
    caption: `${xName} and ${yName} of every run`,
    columns: ["Run", "Domain", xName, yName],
    rows: points.map(({ run, x, y }) => [`${run.model} on ${run.dataset}`, run.domain, amount(fixed(x, 4), x), amount(fixed(y, 1), y)]),
  });

/** @param {Element} host @param {number} width @param {Narrowed} benchmark @param {BenchmarkMetric} metric @param {RSum} target @returns {Spot[]} */
function draw(host, width, benchmark, metric, target) {
  const [xName, yName] = [nameOf(metric), nameOf(target)];
  const points = pointsOf(benchmark.runs, metric, target);
  const { domains } = benchmark.options;
  const { pooled, stratified } = benchmark.retrievalPredictivity.metrics[metric][target];
  const rho = (/** @type {{ rho: unknown }} */ { rho: value }) => (typeof value === "number" ? signed(value, 2) : "not defined");
  const of = benchmark.shownOf === undefined ? "" : ` of ${benchmark.shownOf}`;
  const said = `${yName} against ${xName} for ${points.length}${of} runs; rank correlation${of && " of all"} ${rho(pooled)} pooled, ${rho(stratified)} within datasets.`;
  const g = canvas(host, width, 380, said);
  const taken = markKey(g, 14, width, domains, domainsInUse(benchmark), "faint: reference models");
  const x = scaleLinear(range(points.map((point) => point.x)), [44, width - 14]).nice();
  const y = scaleLinear(range(points.map((point) => point.y)), [336, 34 + taken]).nice();
  axisLeft(g, { scale: y, across: x, ticks: y.ticks(6), title: `${yName}, % added up` });
  axisBelow(g, { scale: x, ticks: x.ticks(width < 480 ? 4 : 7), y: 336, title: xName });
  for (const { run, x: vx, y: vy } of points)
    mark(g, markOf(domains, run.domain), x(vx), y(vy), { faint: run.reference, model: run.model });
  const named = points.map((point, r) => ({
    x: x(point.x),
    y: y(point.y),
    name: `${point.run.model} on ${point.run.dataset}`,
    model: point.run.model,
    lines: () => linesOf(tableOf(points, xName, yName), r),
  }));
  const [left, right] = x.range();
  const [bottom, top] = y.range();
  const short = namesWithin(
    named.map(({ name }) => name),
    (right - left) / 3,
  );
  nameExtremes(
    g,
    named.map((spot) => ({ ...spot, name: short.get(spot.name) ?? spot.name })),
    { left, right, top, bottom },
  );
  return named.sort((a, b) => a.x - b.x);
}

/** @param {number[]} values @returns {[number, number]} not empty */
function range(values) {
  const [low = 0, high = 1] = extent(values);
  return high > low ? [low, high] : [low - 0.5, high + 0.5];
}
