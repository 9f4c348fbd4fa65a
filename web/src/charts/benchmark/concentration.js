/** Both scores against the share of directions kept, by domain, with the spread of the runs. */
import { area, scaleLinear } from "d3";
import { IMAGE_TO_TEXT, TEXT_TO_IMAGE } from "../../report/directions.js";
import { fixed, percent } from "../../report/numbers.js";
import { namesWithin } from "../../report/short-names.js";
import { axisLeft, axisOfShares, canvas, curve, endLabels, label, line, path } from "../chart.js";
import { mark, markOf } from "./marks.js";

/** @import { Benchmark, EigenspectrumConcentration } from "../../types.d.ts" */
/** @import { Area } from "d3" */
/** @import { Drawing, Group } from "../types.d.ts" */
/** @typedef {"imageToText" | "textToImage"} Direction */
/** @typedef {{ q: number, mean: number, std: number }} Point */

const PANEL = 300;

/** @param {EigenspectrumConcentration["sweep"]} sweep @param {Direction} direction @param {string} domain @returns {Point[]} */
function pointsOf(sweep, direction, domain) {
  return sweep.flatMap(({ q, [direction]: groups }) => {
    const { mean, std } = groups[domain] ?? {};
    return typeof mean === "number" ? [{ q, mean, std: typeof std === "number" ? std : 0 }] : [];
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
    table: () => ({
      caption: "Mean ± standard deviation of the runs by share of directions kept",
      columns: ["Kept", ...[IMAGE_TO_TEXT, TEXT_TO_IMAGE].flatMap((direction) => domains.map((domain) => `${direction}, ${domain}`))],
      rows: sweep.map((row) => [
        percent(row.q),
        ...[row.imageToText, row.textToImage].flatMap((groups) =>
          domains.map((domain) => {
            const { mean, std } = groups[domain];
            return typeof mean === "number" ? `${fixed(mean)}${typeof std === "number" ? ` ± ${fixed(std)}` : ""}` : "–";
          }),
        ),
      ]),
    }),
  };
}

/** @param {Element} host @param {number} width @param {Benchmark} benchmark @param {string} followed */
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
  for (const [i, direction] of /** @type {const} */ (["imageToText", "textToImage"]).entries()) {
    const part = g.append("g").attr("transform", beside ? `translate(${i * (panel + 32)},0)` : `translate(0,${i * (PANEL + 24)})`);
    const gap = largestGap[direction];
    panelOf(part, panel, {
      direction,
      series: labels.map((domain) => ({ domain, mark: markOf(domains, domain), points: pointsOf(sweep, direction, domain) })),
      gap: "q" in gap ? gap.q : undefined,
      own: { name: followed, lines: followed ? labels.map((domain) => ownPoints(benchmark, followed, direction, domain)) : [] },
    });
  }
}

/**
 * @param {Group} g @param {number} width
 * @param {{ direction: Direction, series: { domain: string, mark: "ring" | "disc" | "cross", points: Point[] }[], gap?: number, own: { name: string, lines: [q: number, mean: number][][] } }} data
 */
function panelOf(g, width, { direction, series, gap, own }) {
  const [top, bottom] = [44, PANEL - 42];
  const tone = direction === "imageToText" ? "images" : "texts";
  const x = scaleLinear([0, 1], [30, width - 92]);
  const all = [
    ...series.flatMap(({ points }) => points.flatMap(({ mean, std }) => [mean - std, mean + std])),
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
      .y0(({ mean, std }) => y(Math.max(y.domain()[0], mean - std)))
      .y1(({ mean, std }) => y(Math.min(y.domain()[1], mean + std)));
    path(g, `band ${tone} ${kind}`, band(points));
  }
  for (const { domain, mark: kind, points } of series) {
    curve(
      g,
      `curve ${tone} ${kind}`,
      points.map(({ q, mean }) => [x(q), y(mean)]),
    );
    for (const { q, mean, std } of points)
      mark(g, kind, x(q), y(mean), { tone, title: `${domain}, ${percent(q)}: ${fixed(mean)} ± ${fixed(std)}` });
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
}
