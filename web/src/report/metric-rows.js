/** The one table of the symmetric metrics: the page, the command and every report show its rows. */
import { isUnavailable } from "./numbers.js";

/**
 * @typedef {import("../types.d.ts").Audit} Audit
 * @typedef {import("../types.d.ts").Quantity} Quantity
 * @typedef {import("../types.d.ts").Sampling} Sampling
 * @typedef {import("../types.d.ts").Interval} Interval
 * @typedef {import("../types.d.ts").Unavailable} Unavailable
 * @typedef {"higher" | "lower" | "–"} Better
 * @typedef {object} MetricRow
 * @property {string} name
 * @property {string} definition id of the page's definition
 * @property {Better} better
 * @property {string} meaning
 * @property {true} [leading] shown where there is room for few
 * @property {(audit: Audit) => Quantity} value
 * @property {import("../types.d.ts").ScoreName} [score] its name among the intervals
 * @property {(sampling: Sampling) => Interval | Unavailable} [interval] 95 %, where the value comes from sampled queries
 * @property {"same" | "not in it" | ((audit: Audit) => Quantity | string)} code the paper's code
 */

/** @param {keyof Omit<Audit["metrics"], "uniformity">} key @returns {MetricRow["value"]} */
const metric = (key) => (audit) => audit.metrics[key];

/** @type {readonly MetricRow[]} */
export const METRIC_ROWS = [
  {
    name: "Symmetric SAS",
    definition: "imbalance",
    better: "higher",
    meaning: "Mean of the two directional scores.",
    value: (audit) => audit.sas.symmetric,
    score: "sasSymmetric",
    code: "same",
  },
  {
    name: "CKA",
    definition: "cka",
    leading: true,
    better: "higher",
    meaning: "Do the two sides arrange the items alike?",
    value: metric("cka"),
    score: "cka",
    code: "same",
  },
  {
    name: "CKA, debiased",
    definition: "cka-debiased",
    better: "higher",
    meaning: "The same, not flattered by few pairs.",
    value: metric("ckaDebiased"),
    score: "ckaDebiased",
    code: "not in it",
  },
  {
    name: "SVCCA",
    definition: "svcca",
    leading: true,
    better: "higher",
    meaning: "Do their ten main directions carry the same signal?",
    value: metric("svcca"),
    score: "svcca",
    code: () => "varies by run",
  },
  {
    name: "Mutual k-NN",
    definition: "mutual-knn",
    better: "higher",
    meaning: "Do items have the same neighbours on both sides?",
    value: metric("mutualKnn"),
    score: "mutualKnn",
    interval: (sampling) => sampling.mutualKnn,
    code: "not in it",
  },
  {
    name: "RMG",
    definition: "rmg",
    leading: true,
    better: "lower",
    meaning: "How far apart are the two clouds, next to their own size?",
    value: metric("rmg"),
    score: "rmg",
    code: metric("rmgReference"),
  },
  {
    name: "Δ cosine",
    definition: "delta-cosine",
    leading: true,
    better: "higher",
    meaning: "How much closer are right pairs than wrong ones?",
    value: metric("deltaCosine"),
    score: "deltaCosine",
    code: "same",
  },
  {
    name: "Alignment",
    definition: "alignment",
    better: "lower",
    meaning: "Mean squared distance of a pair, rows scaled to length 1.",
    value: metric("alignment"),
    score: "alignment",
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
    score: "coral",
    code: "same",
  },
  {
    name: "CORAL, normalised",
    definition: "coral",
    better: "lower",
    meaning: "Its square over 4d², as first published.",
    value: metric("coralNormalised"),
    score: "coralNormalised",
    code: "not in it",
  },
  {
    name: "MMD × 100",
    definition: "mmd",
    better: "lower",
    meaning: "How different are the two clouds as a whole? (σ = 10)",
    value: metric("mmd"),
    score: "mmd",
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
    score: "centroidEuclidean",
    code: "same",
  },
  {
    name: "Centre angle, 1 − cos",
    definition: "centroid",
    better: "lower",
    meaning: "The same as an angle.",
    value: metric("centroidCosine"),
    score: "centroidCosine",
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
