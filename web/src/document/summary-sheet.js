/** A dataset's summary as a sheet that fits one page of A4: shown, printed and saved alike. */

import { datasetsOf } from "../benchmark/ranking.js";
import { summaryOf } from "../benchmark/summary.js";
import { axisOf, drawAxis, drawRow } from "../charts/benchmark/share-plot.js";
import { fixed, percent, signed } from "../report/numbers.js";
import { shortNames } from "../report/short-names.js";
import { savedPage } from "./html.js";
import { MARKUP } from "./markup.js";

/** @import { Benchmark } from "../types.d.ts" */
/** @import { Estimate, Row, Summary } from "../benchmark/types.d.ts" */
/** @template N @typedef {import("./types.d.ts").Maker<N>} Maker */

/** Two lines of a name: more of fifteen models would not fit the page. */
const MOST_LETTERS = 30;

const TITLES = {
  imageToText: "Image → text",
  textToImage: "Text → image",
  apart: "Told apart",
  imbalance: "Imbalance",
  followed: "Better",
};

/** @param {Estimate | undefined} estimate */
const share = (estimate) => (estimate ? percent(estimate.value, 1) : "–");
/** @param {Estimate | undefined} estimate */
const around = (estimate) =>
  estimate?.interval ? `${fixed(100 * estimate.interval.low, 0)}–${fixed(100 * estimate.interval.high, 0)}` : "";

/** Ranges of the imbalance are lopsided. @param {Estimate | undefined} estimate */
const signedRange = (estimate) => (estimate?.interval ? `${signed(estimate.interval.low, 2)} to ${signed(estimate.interval.high, 2)}` : "");

/** @template N @param {Maker<N>} make @param {Summary} summary */
function table({ h, chart }, { dataset, rows, left }) {
  const axis = axisOf(rows);
  const short = shortNames(
    rows.map(({ label }) => label),
    MOST_LETTERS,
  );
  const head = (/** @type {string} */ title, /** @type {string} */ small, /** @type {object} */ more = {}) =>
    h("th", { scope: "col", ...more }, title, small && h("span.small", small));
  // Each knows its column, for where rows are cards.
  const cell = (/** @type {string} */ title, /** @type {unknown[]} */ ...content) => h("td", { "data-label": title }, ...content);
  const value = (/** @type {string} */ title, /** @type {Estimate | undefined} */ estimate) =>
    cell(title, share(estimate), h("span.small", around(estimate)));
  const row = (/** @type {Row} */ one, /** @type {number} */ place) =>
    h(
      "tr",
      { class: place === 0 ? "best" : undefined },
      h(
        "th",
        { scope: "row", title: one.label },
        one.place && `${one.place}. `,
        short.get(one.label),
        one.reference && h("span.small", "ref."),
      ),
      h(
        "td.plot",
        chart((host) => drawRow(host, axis, one)),
      ),
      value(TITLES.imageToText, one.imageToText),
      value(TITLES.textToImage, one.textToImage),
      cell(TITLES.apart, one.apart),
      cell(TITLES.imbalance, one.imbalance ? signed(one.imbalance.value) : "–", h("span.small", signedRange(one.imbalance))),
      cell(TITLES.followed, one.followed),
    );
  return h(
    "div.scroll",
    { tabindex: 0, role: "region", "aria-label": `Models on ${dataset}, in order` },
    h(
      "table",
      h(
        "thead",
        h(
          "tr",
          head("Model", ""),
          h(
            "th",
            { scope: "col", class: "plot" },
            h("span.hidden", "Found first, drawn"),
            chart((host) => drawAxis(host, axis)),
          ),
          head(TITLES.imageToText, "found first, 95 %", { class: "images" }),
          head(TITLES.textToImage, "found first, 95 %", { class: "texts" }),
          head(TITLES.apart, "from the first"),
          head(TITLES.imbalance, rows.some(({ imbalance }) => imbalance?.interval) ? "range" : ""),
          head(TITLES.followed, "followed"),
        ),
      ),
      h("tbody", rows.map(row)),
    ),
    left > 0 && h("p.small", `${left} more below these, in the benchmark’s table of models.`),
  );
}

/** @template N @param {Maker<N>} make @param {Summary} summary @param {{ id: string, heading?: "h1" | "h2" }} options heading: h1 where the sheet is a document of its own @returns {N} */
export function sheet(make, summary, { id, heading = "h2" }) {
  const { h } = make;
  const list = (/** @type {string} */ tag, /** @type {readonly string[]} */ lines) =>
    h(
      tag,
      lines.map((line) => h("li", line)),
    );
  return h(
    "article.summary",
    { id, "aria-labelledby": `${id}-title` },
    h("p.kind", `Which model on ${summary.dataset}? A summary on one page`),
    h(heading, { class: "headline", id: `${id}-title` }, summary.headline),
    h(
      "dl.filed",
      summary.facts.flatMap(([title, text]) => [h("dt", title), h("dd", text)]),
    ),
    table(make, summary),
    h("h3", "Which models are told apart"),
    summary.apart.map((text) => h("p", text)),
    h("h3", "Which side is out of step"),
    h("p", summary.direction.join(" ")),
    h("h3", "Three things to know"),
    list("ol", summary.things),
    h("h3", "Limits"),
    list("ul", summary.limits),
  );
}

/** A sheet for each dataset, within a benchmark's report. @template N @param {Benchmark} benchmark @param {Maker<N>} make @returns {N[]} */
export const summarySheets = (benchmark, make) =>
  datasetsOf(benchmark.runs).map((dataset, k) => sheet(make, summaryOf(benchmark, dataset), { id: `summary-${k}`, heading: "h2" }));

/** @param {Summary} summary @param {string} style src/style/saved-report.css as one text @returns {string} */
export const summaryPage = (summary, style) =>
  savedPage(`models on ${summary.dataset}`, style, [sheet(MARKUP, summary, { id: "sheet", heading: "h1" })]);
