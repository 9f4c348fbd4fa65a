/** Both scores against the share of directions kept, by domain, with the spread of the runs. */
import { area, scaleLinear } from "d3";
import { amount, NONE, withValues } from "../../report/amounts.js";
import { IMAGE_TO_TEXT, TEXT_TO_IMAGE } from "../../report/directions.js";
import { fixed, overN, percent } from "../../report/numbers.js";
import { namesWithin } from "../../report/short-names.js";
import { axisLeft, axisOfShares, canvas, curve, endLabels, label, line, path } from "../chart.js";
import { columnsAt } from "../spots.js";
import { mark, markOf } from "./marks.js";

/** @import { Benchmark, EigenspectrumConcentration } from "../../types.d.ts" */
/** @import { Area } from "d3" */
/** @import { Drawing, Group, Spot } from "../types.d.ts" */
/** @typedef {"imageToText" | "textToImage"} Direction */
/** @typedef {{ q: number, mean: number, std?: number }} Point */

const PANEL = 300;
const [TOP, BOTTOM] = [44, PANEL - 42];

/** @param {EigenspectrumConcentration["sweep"]} sweep @param {Direction} direction @param {string} domain @returns {Point[]} */
function pointsOf(sweep, direction, domain) {
  return sweep.flatMap(({ q, [direction]: groups }) => {
    const { mean, std, n = 0 } = groups[domain] ?? {};
    return typeof mean === "number" ? [{ q, mean, ...(typeof std === "number" && { std: overN(std, n) }) }] : [];
  });
}

/** One model's runs alone. @param {Benchmark} benchmark @param {string} model @param {Direction} direction @param {string} domain @returns {[q: number, mean: number][]} */
function ownPoints({ runs, eigenspectrumConcentration: { sweep } }, model, direction, domain) {
  const own = runs.filter((run) => run.model === model && run.domain === domain);
  return sweep.flatMap(({ q }) => {
    const values = own.flatMap((run) => run.sweep?.find((one) => one.q === q)?.[direction] ?? []);
    return values.length === 0
      ? []
      : [/** @type {[number, number]} */ ([q, values.reduce((sum, value) => sum + value, 0) / values.length])];
  });
}

/** @param {Benchmark} benchmark @param {string} [followed] a model whose own runs are drawn too @returns {Drawing} */
export function drawing(benchmark, followed = "") {
  const { sweep } = benchmark.eigenspectrumConcentration;
  const domains = Object.keys(sweep[0].imageToText);
  return {
    name: "askew-benchmark-concentration",
    title: "scores by share of directions kept",
    draw: (host, width) => draw(host, width, benchmark, followed),
    table: () =>
      withValues({
        caption: "Mean ± standard deviation of the runs by share of directions kept",
        columns: ["Kept", ...[IMAGE_TO_TEXT, TEXT_TO_IMAGE].flatMap((direction) => domains.map((domain) => `${direction}, ${domain}`))],
        rows: sweep.map((row) => [
          amount(percent(row.q), row.q),
          ...[row.imageToText, row.textToImage].flatMap((groups) =>
            domains.map((domain) => {
              const { mean, std: sample, n } = groups[domain];
              if (typeof mean !== "number") return NONE;
              const std = typeof sample === "number" ? overN(sample, n) : undefined;
              return std !== undefined ? amount(`${fixed(mean)} ± ${fixed(std)}`, { mean, std }) : amount(fixed(mean), { mean });
            }),
          ),
        ]),
      }),
  };
}

/** @param {Element} host @param {number} width @param {Benchmark} benchmark @param {string} followed @returns {Spot[]} */
function draw(host, width, benchmark, followed) {
  const { sweep, largestGap } = benchmark.eigenspectrumConcentration;
  const { domains } = benchmark.options;
  const labels = Object.keys(sweep[0].imageToText).filter((domain) => pointsOf(sweep, "imageToText", domain).length > 0);
  const beside = width >= 640;
  const panel = beside ? (width - 32) / 2 : width;
  const said = labels
    .map((domain) => {
      const points = pointsOf(sweep, "imageToText", domain);
      return `${domain}: SAS ${IMAGE_TO_TEXT} from ${fixed(points[0].mean, 2)} at ${percent(points[0].q)} to ${fixed(points[points.length - 1].mean, 2)} at ${percent(1)}`;
    })
    .join("; ");
  const g = canvas(host, width, beside ? PANEL : 2 * PANEL + 24, said);
  return /** @type {const} */ (["imageToText", "textToImage"]).flatMap((direction, i) => {
    const [left, top] = beside ? [i * (panel + 32), 0] : [0, i * (PANEL + 24)];
    const part = g.append("g").attr("transform", `translate(${left},${top})`);
    const gap = largestGap[direction];
    const series = labels.map((domain) => ({ domain, mark: markOf(domains, domain), points: pointsOf(sweep, direction, domain) }));
    const own = { name: followed, lines: followed ? labels.map((domain) => ownPoints(benchmark, followed, direction, domain)) : [] };
    const { x, y } = panelOf(part, panel, { direction, series, gap: "q" in gap ? gap.q : undefined, own });
    const shares = sweep.map(({ q }) => q);
    const boxes = columnsAt(
      shares.map((q) => left + x(q)),
      [left, left + panel],
      top + TOP,
      top + BOTTOM,
    );
    const name = direction === "imageToText" ? IMAGE_TO_TEXT : TEXT_TO_IMAGE;
    return shares.map((q, k) => {
      const there = series.flatMap(({ domain, points }) => points.filter((point) => point.q === q).map((point) => ({ domain, ...point })));
      const ownThere = own.lines.flatMap((points, d) => points.filter(([at]) => at === q).map(([, mean]) => ({ domain: labels[d], mean })));
      return {
        x: left + x(q),
        y: there.map(({ mean }) => top + y(mean)),
        box: boxes[k],
        row: i,
        column: k,
        name: `${name}, top ${percent(q)}`,
        lines: () => [
          ...there.map(({ domain, mean, std }) => `${domain}: ${fixed(mean)}${std === undefined ? "" : ` ± ${fixed(std)}`}`),
          ...ownThere.map(({ domain, mean }) => `${followed}, ${domain}: ${fixed(mean)}`),
        ],
      };
    });
  });
}

/**
 * @param {Group} g @param {number} width
 * @param {{ direction: Direction, series: { domain: string, mark: "ring" | "disc" | "cross", points: Point[] }[], gap?: number, own: { name: string, lines: [q: number, mean: number][][] } }} data
 */
function panelOf(g, width, { direction, series, gap, own }) {
  const [top, bottom] = [TOP, BOTTOM];
  const tone = direction === "imageToText" ? "images" : "texts";
  const x = scaleLinear([0, 1], [38, width - 92]);
  const all = [
    ...series.flatMap(({ points }) => points.flatMap(({ mean, std = 0 }) => [mean - std, mean + std])),
    ...own.lines.flatMap((points) => points.map(([, mean]) => mean)),
  ];
  const y = scaleLinear([Math.max(0, Math.min(...all)), Math.min(1, Math.max(...all))], [bottom, top]).nice(5);
  label(g, `direct ${tone}`, 0, 14, `SAS ${direction === "imageToText" ? IMAGE_TO_TEXT : TEXT_TO_IMAGE}`);
  axisLeft(g, { scale: y, across: x, format: (value) => fixed(value, 2), title: "mean ± std of the runs", titleY: 32 });
  axisOfShares(g, x, bottom);
  if (gap !== undefined) {
    line(g, "cut", x(gap), top, x(gap), bottom);
    label(g, "note", x(gap) + 4, bottom - 6, "largest gap");
  }
  for (const { mark: kind, points } of series) {
    const band = /** @type {Area<Point>} */ (area())
      .x(({ q }) => x(q))
      .y0(({ mean, std = 0 }) => y(Math.max(y.domain()[0], mean - std)))
      .y1(({ mean, std = 0 }) => y(Math.min(y.domain()[1], mean + std)));
    path(g, `band ${tone} ${kind}`, band(points));
  }
  for (const { mark: kind, points } of series) {
    curve(
      g,
      `curve ${tone} ${kind}`,
      points.map(({ q, mean }) => [x(q), y(mean)]),
    );
    for (const { q, mean } of points) mark(g, kind, x(q), y(mean), { tone });
  }
  for (const points of own.lines)
    curve(
      g,
      "curve own",
      points.map(([q, mean]) => [x(q), y(mean)]),
    );
  if (own.name) label(g, "note", width, 32, `thick: ${namesWithin([own.name], width / 2).get(own.name)}`, "end");
  endLabels(g, {
    x: x(1),
    top,
    bottom,
    ends: series.map(({ domain, points }) => ({ y: y(points[points.length - 1].mean), text: domain, classes: tone })),
  });
  return { x, y };
}
