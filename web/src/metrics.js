/**
 * The one table of quantities. Audits, intervals, comparisons, groups, reports, the page and the benchmark take their lists and types from it.
 * Its order is that of the audit's JSON; `place` is the order in which reports list. Imports nothing.
 */

/** @import { Audit, Metric, Quantity, QuantityOfTable } from "./types.d.ts" */

const DIRECTIONAL = /** @type {const} */ ({ oneWidth: true, interval: "rotation", resampled: true, jackknife: true, permuted: true });
const RANK_REASON =
  "Small samples have lower ranks by more than the standard error: simulated intervals missed the true rank in half of the samples.";

// biome-ignore format: a table is read in rows
export const METRICS = /** @satisfies {Record<string, Metric>} */ (
  /** @type {const} */ ({
    sasImageToText: {
      ...DIRECTIONAL, at: "sas.imageToText", name: "SAS image → text", place: 1, better: 1, side: "images", range: [0, 1], headline: true,
      compared: "first", benchmark: { place: 8, map: true },
    },
    sasTextToImage: {
      ...DIRECTIONAL, at: "sas.textToImage", name: "SAS text → image", place: 2, better: 1, side: "texts", range: [0, 1], headline: true,
      compared: "first", benchmark: { place: 9, map: true },
    },
    sasSymmetric: {
      ...DIRECTIONAL, at: "sas.symmetric", name: "Symmetric SAS", place: 10, meaning: "Mean of the two directional scores.",
      definition: "imbalance", paper: "same", better: 1, range: [0, 1], benchmark: { place: 10, name: "SAS, symmetric" },
    },
    sasImbalance: {
      ...DIRECTIONAL, at: "sas.imbalance", name: "Imbalance", place: 3, better: 0, range: [-1, 1], headline: true, compared: "first",
      benchmark: { place: 11, name: "SAS imbalance" },
    },
    cka: {
      at: "metrics.cka", name: "CKA", place: 20, meaning: "Do the two sides arrange the items alike?", definition: "cka", paper: "same",
      leading: true, better: 1, range: [0, 1], interval: "none",
      reason: "Small samples raise CKA by more than its standard error: simulated intervals held the true value in 0 to 85 % of samples. Debiased CKA has an interval.",
      resampled: true, jackknife: true, permuted: true, compared: "first", benchmark: { place: 1, map: true },
    },
    ckaDebiased: {
      at: "metrics.ckaDebiased", name: "CKA, debiased", place: 30, meaning: "The same, not flattered by few pairs.",
      definition: "cka-debiased", paper: "not in it", better: 1, interval: "corrected", resampled: true, jackknife: true,
    },
    coral: {
      at: "metrics.coral", name: "CORAL", place: 110, meaning: "How different are the two covariances?", definition: "coral", paper: "same",
      better: -1, range: [0, Infinity], oneWidth: true, interval: "square", resampled: true, jackknife: true,
      benchmark: { place: 2, ranking: false },
    },
    coralNormalised: {
      at: "metrics.coralNormalised", name: "CORAL, normalised", place: 120, meaning: "Its square over 4d², as first published.",
      definition: "coral", paper: "not in it", better: -1, range: [0, Infinity], oneWidth: true, interval: "corrected", resampled: true,
    },
    mmd: {
      at: "metrics.mmd", name: "MMD × 100", place: 130, meaning: "How different are the two clouds as a whole? (σ = 10)", definition: "mmd",
      paper: "same", better: -1, range: [0, Infinity], oneWidth: true, interval: "corrected", resampled: true,
      benchmark: { place: 6, ranking: false },
    },
    // Of |mmd - exact|, rounding included: of the series, of float32 cosines, or of the sums about the common mean.
    mmdBound: { at: "metrics.mmdBound", name: "MMD × 100, bound of its error", oneWidth: true },
    mmdUnbiased: {
      at: "metrics.mmdUnbiased", name: "MMD, unbiased", place: 140, meaning: "The same with a width that suits the data.",
      definition: "mmd", paper: "not in it", better: -1, oneWidth: true, rows: "the median heuristic",
    },
    // Length scale of mmdUnbiased: median distance of the rows of medianSample.
    mmdMedianSigma: { at: "metrics.mmdMedianSigma", name: "MMD, unbiased: its width", oneWidth: true, rows: "the median heuristic" },
    rmg: {
      at: "metrics.rmg", name: "RMG", place: 60, meaning: "How far apart are the two clouds, next to their own size?", definition: "rmg",
      paper: "rmgReference", leading: true, better: -1, range: [0, 1], oneWidth: true, interval: "corrected", resampled: true,
      jackknife: true, permuted: true, compared: "page", benchmark: { place: 3 },
    },
    rmgReference: {
      at: "metrics.rmgReference", name: "RMG, paper's code", better: -1, oneWidth: true,
      rows: "what the paper's code drops for equal images", benchmark: { place: 4 },
    },
    deltaCosine: {
      at: "metrics.deltaCosine", name: "Δ cosine", place: 70, meaning: "How much closer are right pairs than wrong ones?",
      definition: "delta-cosine", paper: "same", leading: true, better: 1, range: [-2, 2], oneWidth: true, interval: "corrected",
      resampled: true, jackknife: true, permuted: true, benchmark: { place: 5 },
    },
    svcca: {
      at: "metrics.svcca", name: "SVCCA", place: 40, meaning: "Do their ten main directions carry the same signal?", definition: "svcca",
      paper: "varies by run", leading: true, better: 1, range: [0, 1], interval: "none",
      reason: "Small samples raise SVCCA, and more than half-samples show: simulated intervals missed the true value in a quarter of samples, and in all where the sides are independent.",
      resampled: true, jackknife: true, permuted: true, compared: "page", benchmark: { place: 7 },
    },
    procrustes: {
      at: "metrics.procrustes", name: "Procrustes distance", place: 45, meaning: "How far apart are the sides once one is turned onto the other?",
      definition: "procrustes", paper: "not in it", better: -1, range: [0, 2], interval: "none",
      reason: "No interval of it was measured.", since: "0.1.0",
    },
    centroidEuclidean: {
      at: "metrics.centroidEuclidean", name: "Centre distance", place: 150, meaning: "Between the mean image and the mean text.",
      definition: "centroid", paper: "same", better: -1, range: [0, Infinity], oneWidth: true, interval: "corrected", resampled: true,
      jackknife: true,
    },
    centroidCosine: {
      at: "metrics.centroidCosine", name: "Centre angle, 1 − cos", place: 160, meaning: "The same as an angle.", definition: "centroid",
      paper: "same", better: -1, range: [0, 2], oneWidth: true, interval: "corrected", resampled: true,
    },
    mutualKnn: {
      at: "metrics.mutualKnn", name: "Mutual k-NN", place: 50, meaning: "Do items have the same neighbours on both sides?",
      definition: "mutual-knn", paper: "not in it", better: 1, range: [0, 1], rows: "neighbours", interval: "deleteOne", resampled: true,
      permuted: true, compared: "page",
    },
    hubnessTexts: {
      at: "hubs.imageToText.skewness", name: "Hubness, texts", place: 55, meaning: "Are a few texts near to very many images?",
      definition: "hubness", paper: "not in it", better: -1, side: "images", oneWidth: true, rows: "neighbours across the sides",
      interval: "none", reason: "No interval of it was measured.", since: "0.1.0",
    },
    hubnessImages: {
      at: "hubs.textToImage.skewness", name: "Hubness, images", place: 56, meaning: "Are a few images near to very many texts?",
      definition: "hubness", paper: "not in it", better: -1, side: "texts", oneWidth: true, rows: "neighbours across the sides",
      interval: "none", reason: "No interval of it was measured.", since: "0.1.0",
    },
    alignment: {
      at: "metrics.alignment", name: "Alignment", place: 80, meaning: "Mean squared distance of a pair, rows scaled to length 1.",
      definition: "alignment", paper: "not in it", better: -1, range: [0, 4], oneWidth: true, interval: "corrected", resampled: true,
      jackknife: true,
    },
    uniformityImage: {
      at: "metrics.uniformity.image", name: "Uniformity, images", place: 90, meaning: "How evenly do the images fill the sphere?",
      definition: "alignment", paper: "not in it", better: -1, side: "images", rows: "uniformity",
    },
    uniformityText: {
      at: "metrics.uniformity.text", name: "Uniformity, texts", place: 100, meaning: "How evenly do the texts fill the sphere?",
      definition: "alignment", paper: "not in it", better: -1, side: "texts", rows: "uniformity",
    },
    recallImageToText: {
      at: "retrieval.imageToText.recall", name: "R@k image → text", place: 4, better: 1, side: "images", range: [0, 1], oneWidth: true,
      rows: "retrieval", interval: "wilson", compared: "first",
    },
    recallTextToImage: {
      at: "retrieval.textToImage.recall", name: "R@k text → image", place: 4, better: 1, side: "texts", range: [0, 1], oneWidth: true,
      rows: "retrieval", interval: "wilson", compared: "first",
    },
    rSum: { at: "retrieval.rSum", name: "rSum", better: 1, oneWidth: true, rows: "retrieval" },
    rSumImageToText: { at: "retrieval.rSumImageToText", name: "rSum image → text", better: 1, oneWidth: true, rows: "retrieval" },
    rSumTextToImage: { at: "retrieval.rSumTextToImage", name: "rSum text → image", better: 1, oneWidth: true, rows: "retrieval" },
    effectiveRankImage: {
      at: "spectrum.image.effectiveRank", name: "Effective rank, images", place: 170,
      meaning: "How many directions do the images really use?", definition: "effective-rank", paper: "not in it", better: 0, side: "images",
      interval: "none", reason: RANK_REASON, jackknife: true,
    },
    effectiveRankText: {
      at: "spectrum.text.effectiveRank", name: "Effective rank, texts", place: 180, meaning: "How many directions do the texts really use?",
      definition: "effective-rank", paper: "not in it", better: 0, side: "texts", interval: "none", reason: RANK_REASON, jackknife: true,
    },
    participationRatioImage: {
      at: "spectrum.image.participationRatio", name: "Participation ratio, images", place: 190,
      meaning: "The same, led by the strongest directions.", definition: "effective-rank", paper: "not in it", better: 0, side: "images",
    },
    participationRatioText: {
      at: "spectrum.text.participationRatio", name: "Participation ratio, texts", place: 200,
      meaning: "The same, led by the strongest directions.", definition: "effective-rank", paper: "not in it", better: 0, side: "texts",
    },
  })
);

/** @param {string} key @returns {Metric | undefined} */
export const metricOf = (key) => /** @type {Record<string, Metric>} */ (METRICS)[key];

/** In the table's order. @param {(metric: QuantityOfTable) => unknown} [wanted] @returns {QuantityOfTable[]} */
export const quantities = (wanted = () => true) =>
  Object.entries(METRICS)
    .map(([key, metric]) => ({ key, ...metric }))
    .filter(wanted);

/** In the order of reports. @param {(metric: QuantityOfTable) => unknown} wanted */
export const listed = (wanted) => quantities(wanted).sort((a, b) => (a.place ?? 0) - (b.place ?? 0));

/** Queries whose right candidate is among so many of the nearest: depths at which recall is told. */
export const DEPTHS = /** @type {const} */ (["1", "5", "10"]);

/** Hubs among so many items: one in a hundred of those found most often, one at least. @param {number} items */
export const hubCount = (items) => Math.ceil(items / 100);

/** @param {QuantityOfTable} metric */
export const isRecall = ({ at }) => at.endsWith(".recall");

/** Whether an audit keeps it among its metrics under its own name. @param {QuantityOfTable} metric */
export const isStored = ({ key, at }) => at === `metrics.${key}`;

/** A recall is one score per depth. @param {QuantityOfTable[]} metrics @returns {QuantityOfTable[]} */
export const scoresOf = (metrics) =>
  metrics.flatMap((metric) => {
    const { key, at, name } = metric;
    return isRecall(metric)
      ? DEPTHS.map((k) => ({ ...metric, key: `${key}${k}`, at: `${at}.${k}`, name: name.replace("k", k), depth: Number(k) }))
      : [metric];
  });

/** What groups are compared by. */
export const groupScores = () => scoresOf(listed((metric) => metric.headline || isRecall(metric))).filter(({ depth = 1 }) => depth === 1);

/** The value at a path, or the reason on the way to it. @param {any} holder @param {string} at @returns {any} */
export const valueAt = (holder, at) =>
  at.split(".").reduce((value, key) => (value === undefined || value === null || "status" in value ? value : value[key]), holder);

/** A quantity of an audit that an earlier version may have made. @param {Audit} audit @param {string} at @returns {Quantity} */
export const quantityAt = (audit, at) =>
  valueAt(audit, at) ?? { status: "unavailable", reason: "an earlier version made this audit and did not have it" };
