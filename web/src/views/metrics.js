import { count, isUnavailable, measure } from "../report/numbers.js";
import { isPending } from "../report/sentences.js";
import { h } from "./element.js";
import { sentence } from "./notice.js";

/**
 * @typedef {import("../types.d.ts").Audit} Audit
 * @typedef {import("../types.d.ts").Quantity} Quantity
 * @typedef {import("../types.d.ts").Sampling} Sampling
 * @typedef {import("../types.d.ts").Interval} Interval
 * @typedef {import("../types.d.ts").Unavailable} Unavailable
 * @typedef {"higher" | "lower" | "–"} Better
 * @typedef {object} MetricRow
 * @property {string} name
 * @property {string} definition id of DEFINITIONS
 * @property {Better} better
 * @property {string} meaning
 * @property {(audit: Audit) => Quantity} value
 * @property {(sampling: Sampling) => Interval | Unavailable} [interval] 95 %, where the value comes from sampled queries
 * @property {"same" | "not in it" | ((audit: Audit) => Quantity | string)} code the paper's code
 */

/** @param {keyof Omit<Audit["metrics"], "uniformity">} key @returns {MetricRow["value"]} */
const metric = (key) => (audit) => audit.metrics[key];

/** The one table of the symmetric metrics. @type {readonly MetricRow[]} */
export const METRIC_ROWS = [
  {
    name: "Symmetric SAS",
    definition: "imbalance",
    better: "higher",
    meaning: "Mean of the two directional scores.",
    value: (audit) => audit.sas.symmetric,
    code: "same",
  },
  {
    name: "CKA",
    definition: "cka",
    better: "higher",
    meaning: "Do the two sides arrange the items alike?",
    value: metric("cka"),
    code: "same",
  },
  {
    name: "CKA, debiased",
    definition: "cka-debiased",
    better: "higher",
    meaning: "The same, not flattered by few pairs.",
    value: metric("ckaDebiased"),
    code: "not in it",
  },
  {
    name: "SVCCA",
    definition: "svcca",
    better: "higher",
    meaning: "Do their ten main directions carry the same signal?",
    value: metric("svcca"),
    code: () => "varies by run",
  },
  {
    name: "Mutual k-NN",
    definition: "mutual-knn",
    better: "higher",
    meaning: "Do items have the same neighbours on both sides?",
    value: metric("mutualKnn"),
    interval: (sampling) => sampling.mutualKnn,
    code: "not in it",
  },
  {
    name: "RMG",
    definition: "rmg",
    better: "lower",
    meaning: "How far apart are the two clouds, next to their own size?",
    value: metric("rmg"),
    code: metric("rmgReference"),
  },
  {
    name: "Δ cosine",
    definition: "delta-cosine",
    better: "higher",
    meaning: "How much closer are right pairs than wrong ones?",
    value: metric("deltaCosine"),
    code: "same",
  },
  {
    name: "Alignment",
    definition: "alignment",
    better: "lower",
    meaning: "Mean squared distance of a pair, rows scaled to length 1.",
    value: metric("alignment"),
    code: "not in it",
  },
  {
    name: "Uniformity, images",
    definition: "alignment",
    better: "lower",
    meaning: "How evenly do the images fill the sphere?",
    value: (audit) => audit.metrics.uniformity.image,
    interval: (sampling) => (isUnavailable(sampling.uniformity) ? sampling.uniformity : sampling.uniformity.image),
    code: "not in it",
  },
  {
    name: "Uniformity, texts",
    definition: "alignment",
    better: "lower",
    meaning: "How evenly do the texts fill the sphere?",
    value: (audit) => audit.metrics.uniformity.text,
    interval: (sampling) => (isUnavailable(sampling.uniformity) ? sampling.uniformity : sampling.uniformity.text),
    code: "not in it",
  },
  {
    name: "CORAL",
    definition: "coral",
    better: "lower",
    meaning: "How different are the two covariances?",
    value: metric("coral"),
    code: "same",
  },
  {
    name: "CORAL, normalised",
    definition: "coral",
    better: "lower",
    meaning: "Its square over 4d², as first published.",
    value: metric("coralNormalised"),
    code: "not in it",
  },
  {
    name: "MMD × 100",
    definition: "mmd",
    better: "lower",
    meaning: "How different are the two clouds as a whole? (σ = 10)",
    value: metric("mmd"),
    code: "same",
  },
  {
    name: "MMD, unbiased",
    definition: "mmd",
    better: "lower",
    meaning: "The same with a width that suits the data.",
    value: metric("mmdUnbiased"),
    code: "not in it",
  },
  {
    name: "Centre distance",
    definition: "centroid",
    better: "lower",
    meaning: "Between the mean image and the mean text.",
    value: metric("centroidEuclidean"),
    code: "same",
  },
  {
    name: "Centre angle, 1 − cos",
    definition: "centroid",
    better: "lower",
    meaning: "The same as an angle.",
    value: metric("centroidCosine"),
    code: "same",
  },
  {
    name: "Effective rank, images",
    definition: "effective-rank",
    better: "–",
    meaning: "How many directions do the images really use?",
    value: (audit) => audit.spectrum.image.effectiveRank,
    code: "not in it",
  },
  {
    name: "Effective rank, texts",
    definition: "effective-rank",
    better: "–",
    meaning: "How many directions do the texts really use?",
    value: (audit) => audit.spectrum.text.effectiveRank,
    code: "not in it",
  },
  {
    name: "Participation ratio, images",
    definition: "effective-rank",
    better: "–",
    meaning: "The same, led by the strongest directions.",
    value: (audit) => audit.spectrum.image.participationRatio,
    code: "not in it",
  },
  {
    name: "Participation ratio, texts",
    definition: "effective-rank",
    better: "–",
    meaning: "The same, led by the strongest directions.",
    value: (audit) => audit.spectrum.text.participationRatio,
    code: "not in it",
  },
];

/** @param {Quantity} quantity */
function shown(quantity) {
  if (!isUnavailable(quantity)) return h("span", { class: "number" }, measure(quantity));
  return isPending(quantity.reason) ? h("span", { class: "muted" }, "…") : h("span", { class: "muted" }, "not available");
}

/** @param {MetricRow} row @param {Audit} audit */
function intervalOf({ interval }, { sampling }) {
  const given = sampling && interval?.(sampling);
  return given && !isUnavailable(given)
    ? ` 95 % interval ${measure(given.low)} to ${measure(given.high)}, from ${count(sampling.queries)} sampled items.`
    : "";
}

/** @param {MetricRow} row @param {Audit} audit */
function codeOf({ code, value }, audit) {
  if (typeof code === "string") return h("span", { class: "muted" }, isUnavailable(value(audit)) ? "–" : code);
  const given = code(audit);
  if (typeof given === "string") return h("span", { class: "muted" }, given);
  return shown(given);
}

/** @param {Element} container @param {Audit} audit @param {import("./names.js").ViewOptions} options */
export function render(container, audit, { word }) {
  const named = (/** @type {string} */ text) => text.replaceAll("texts", word).replaceAll("mean text", `mean ${word.slice(0, -1)}`);
  const better = (/** @type {MetricRow} */ row) => (row.better === "–" ? "–" : row.better === "higher" ? "↑ higher" : "↓ lower");
  container.append(
    h(
      "table",
      { class: "metrics" },
      h("caption", { class: "hidden" }, "Symmetric metrics"),
      h(
        "thead",
        {},
        h(
          "tr",
          {},
          h("th", { scope: "col" }, "Metric"),
          h("th", { scope: "col" }, "Value"),
          h("th", { scope: "col", class: "aside" }, "Better"),
          h("th", { scope: "col" }, "Paper’s code"),
        ),
      ),
      h(
        "tbody",
        {},
        METRIC_ROWS.map((row) => {
          const value = row.value(audit);
          const reason = isUnavailable(value) && !isPending(value.reason) ? sentence(value.reason) : undefined;
          return h(
            "tr",
            {},
            h(
              "th",
              { scope: "row" },
              h(
                "div",
                { class: "metric" },
                h("a", { href: `#define-${row.definition}` }, named(row.name)),
                h("span", { class: "meaning" }, reason ?? `${named(row.meaning)}${intervalOf(row, audit)}`),
              ),
            ),
            h("td", {}, shown(value), h("span", { class: "narrow-only" }, better(row))),
            h("td", { class: "aside" }, better(row)),
            h("td", {}, codeOf(row, audit)),
          );
        }),
      ),
    ),
  );
}
