/** The tables that are too long for a page: a row a direction, a rank, a bin. */
import { COMPARED, siteScores } from "../charts/sites.js";
import { valueAt } from "../metrics.js";
import { aggregateMethod } from "../report/aggregate.js";
import { isUnavailable } from "../report/numbers.js";
import { intervalHeads } from "../report/range-words.js";
import { inNumbers } from "./typed-table.js";

/** @import { Audit, Quantity } from "../types.d.ts" */
/** @import { Cell, Table } from "./types.d.ts" */

/** @param {Audit} audit @returns {Table | undefined} */
function sweepTable({ sweep }) {
  if (isUnavailable(sweep)) return undefined;
  return {
    id: "sweep",
    caption: "Scores by share of directions kept",
    columns: ["Share kept", "SAS image → text", "SAS text → image"],
    rows: sweep.map(({ q, imageToText, textToImage }) => [String(q), imageToText, textToImage]),
  };
}

/** @param {Audit} audit @returns {Table[]} */
function modeTables({ modes }) {
  if (isUnavailable(modes)) return [];
  return /** @type {const} */ (["imageAnchor", "textAnchor"]).map((anchor) => {
    const { eigenvalues, absCorrelation, otherVariance, covariance } = modes[anchor];
    const side = anchor === "imageAnchor" ? "images" : "texts";
    return {
      id: `directions-${side}`,
      caption: `Directions of the ${side}, strongest first`,
      columns: ["Direction", "Eigenvalue", "|ρ|", "Variance of the other side", "Covariance"],
      rows: eigenvalues.map((value, k) => [String(k + 1), value, absCorrelation[k], otherVariance[k], covariance[k]]),
    };
  });
}

/** @param {Quantity | undefined} quantity @returns {Cell} */
const known = (quantity) => (quantity === undefined || isUnavailable(quantity) ? null : quantity);

/** @param {Audit} audit @returns {Table | undefined} */
function correlateTable({ correlates }) {
  if (isUnavailable(correlates)) return undefined;
  const rows = /** @type {const} */ (["imageAnchor", "textAnchor"]).flatMap((anchor) => {
    const { anchor: own, other } = correlates[anchor];
    return own.flatMap((values, mode) =>
      values.map((value, t) => {
        const { of, name, kind, chance95 } = correlates.traits[t];
        const side = anchor === "imageAnchor" ? "images" : "texts";
        return [`${side} ${mode + 1}`, name || of, kind === "groups" ? "η" : "r", known(value), known(other[mode]?.[t]), chance95];
      }),
    );
  });
  return {
    id: "correlates",
    caption: "What the strongest directions go with",
    columns: ["Direction", "Trait", "Measure", "Own side", "Other side", "Chance, 95 %"],
    rows,
  };
}

/** @param {Audit} audit @returns {Table | undefined} */
function curveTable({ retrieval }) {
  if (isUnavailable(retrieval)) return undefined;
  const { imageToText, textToImage, chance } = retrieval;
  const series = [imageToText.curve, textToImage.curve, chance.imageToText, chance.textToImage];
  return {
    id: "recall",
    caption: "Share of queries with a right candidate among the k nearest",
    columns: ["k", "Image → text", "Text → image", "By chance, image → text", "By chance, text → image"],
    rows: Array.from({ length: Math.max(...series.map(({ length }) => length)) }, (_, k) => [
      String(k + 1),
      ...series.map((one) => one[k] ?? null),
    ]),
  };
}

/** @param {Audit} audit @returns {Table | undefined} */
function cosineTable({ cosine }) {
  if (isUnavailable(cosine)) return undefined;
  const bins = cosine.matched.length;
  const edge = (/** @type {number} */ i) => (2 * i - bins) / bins;
  return {
    id: "cosines",
    caption: "Pairs by cosine similarity",
    columns: ["Cosine from", "Cosine to", "Right pairs", "Wrong pairs"],
    rows: cosine.matched.map((value, i) => [String(edge(i)), edge(i + 1), value, cosine.unmatched[i]]),
  };
}

/** @param {Audit} audit @returns {Table | undefined} */
function jackknifeTable({ aggregate }) {
  if (!aggregate || isUnavailable(aggregate.intervals)) return undefined;
  const { intervals } = aggregate;
  return inNumbers({
    id: "jackknife",
    caption: `Ranges and 95 % intervals, ${aggregateMethod(aggregate)}`,
    columns: [{ title: "Quantity" }, intervalHeads(Object.values(intervals)), { title: "Standard error" }],
    rows: Object.entries(intervals).map(([name, interval]) => [name, interval, interval.standardError]),
  });
}

/** Every number of the forests of sites. @param {Audit} audit @returns {Table | undefined} */
function siteScoreTable(audit) {
  const rows = siteScores(audit).flatMap(({ name, scores }) =>
    COMPARED.map(({ key, at, name: score }) => ({
      name: `${name}: ${score}`,
      value: valueAt(scores, at),
      interval: scores.intervals?.[key],
      scores,
    })),
  );
  if (rows.length === 0) return undefined;
  return inNumbers({
    id: "sites-scores",
    caption: "Scores of each site, of all sites, and of all without each",
    columns: [{ title: "Site and score" }, { title: "Pairs" }, { title: "Value" }, intervalHeads(rows.map(({ interval }) => interval))],
    rows: rows.map(({ name, value, interval, scores }) => [name, scores.pairs, value, interval]),
  });
}

/** @param {Audit} audit @returns {Table[]} */
export const longTables = (audit) =>
  [
    sweepTable(audit),
    ...modeTables(audit),
    correlateTable(audit),
    curveTable(audit),
    cosineTable(audit),
    jackknifeTable(audit),
    siteScoreTable(audit),
  ].flatMap((table) => table ?? []);
