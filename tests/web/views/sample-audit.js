import { scoresAt } from "../../../web/src/charts/score.js";

/** @import { Audit, Modes, Unavailable } from "../../../web/src/types.d.ts" */

/** @param {string} reason @returns {Unavailable} */
export const unavailable = (reason) => ({ status: "unavailable", reason });

export const WIDTH = 40;

/** Falling eigenvalues and correlations that differ between the sides. @param {number} fall @param {number} first @returns {Modes} */
function modes(fall, first) {
  const each = Array.from({ length: WIDTH }, (_, k) => k);
  return {
    eigenvalues: each.map((k) => Math.exp(-fall * k)),
    absCorrelation: each.map((k) => first / (1 + 0.2 * k)),
    otherVariance: each.map(() => 0.5),
    covariance: each.map((k) => (k % 2 === 0 ? 0.1 : -0.1)),
  };
}

/** @param {number} from @param {number} growth @param {number} length */
const curve = (from, growth, length = 100) => Array.from({ length }, (_, k) => Math.min(1, from + growth * k));

/** A whole audit with round numbers. @param {Partial<Audit>} [change] @returns {Audit} */
export function sampleAudit(change = {}) {
  const both = { imageAnchor: modes(0.2, 0.9), textAnchor: modes(0.1, 0.5) };
  const at = (/** @type {number} */ q) => scoresAt(both, q);
  const now = at(0.1);
  const input = { file: "images.npy", sha256: "ab".repeat(32), array: "", rows: 500, cols: WIDTH, dtype: "float32" };
  const direction = (/** @type {number[]} */ values) => ({
    recall: { 1: values[0], 5: values[4], 10: values[9] },
    curve: values,
    medianRank: 12.5,
    mrr: 0.25,
  });
  const bins = (/** @type {number} */ middle) => Array.from({ length: 200 }, (_, i) => Math.max(0, 30 - 2 * Math.abs(i - middle)));
  return {
    schema: "askew-audit/1",
    tool: { name: "askew", version: "1.2.3", wasmSha256: "cd".repeat(32) },
    inputs: { images: input, texts: { ...input, file: "texts.npy" }, pairs: 500, captionsPerImage: 1, pairing: null, findings: [] },
    options: {
      topQ: 0.1,
      epsilon: 1e-8,
      seed: 0,
      neighbours: 10,
      queries: 2000,
      exactPairs: 1e9,
      hashes: true,
      intervals: "half-samples",
      bootstrap: 200,
      permutations: 1000,
    },
    sas: {
      ...now,
      symmetric: (now.imageToText + now.textToImage) / 2,
      modesKept: { image: 4, text: 4 },
      epsilonEffect: { imageToText: 0.0001, textToImage: 0.0001 },
    },
    sweep: Array.from({ length: 10 }, (_, i) => ({ q: (i + 1) / 10, ...at((i + 1) / 10) })),
    alternatives: {
      scaleFreeEpsilon: { imageToText: 2e-12, textToImage: 2e-12 },
      choices: [
        {
          cut: { by: "directions", value: 0.1 },
          modesKept: { image: 4, text: 4 },
          ...now,
          scaleFree: { imageToText: now.imageToText + 0.0001, textToImage: now.textToImage + 0.0001, imbalance: now.imbalance },
        },
        {
          cut: { by: "count", value: 10 },
          modesKept: { image: 10, text: 10 },
          ...at(0.25),
          scaleFree: at(0.25),
        },
        {
          cut: { by: "variance", value: 0.9 },
          modesKept: { image: 12, text: 20 },
          ...at(0.4),
          scaleFree: at(0.4),
        },
      ],
    },
    modes: both,
    correlates: {
      pairs: 500,
      traits: [
        { of: "textLength", name: "", kind: "number", groups: 0, pairs: 500, chance95: 0.088 },
        { of: "metadata", name: "view", kind: "groups", groups: 2, pairs: 480, chance95: 0.078 },
      ],
      imageAnchor: {
        anchor: [
          [0.02, 0.91],
          [-0.4, 0.05],
        ],
        other: [
          [0.01, 0.6],
          [-0.3, 0.02],
        ],
      },
      textAnchor: {
        anchor: [
          [0.75, 0.1],
          [0.03, unavailable("no variance among the pairs that have a value")],
        ],
        other: [
          [0.2, 0],
          [0, 0],
        ],
      },
    },
    spectrum: {
      image: { trace: 1, effectiveRank: 5, participationRatio: 4 },
      text: { trace: 1, effectiveRank: 9, participationRatio: 8 },
    },
    metrics: {
      cka: 0.411,
      ckaDebiased: 0.4,
      coral: 0.233,
      coralNormalised: 5.2e-8,
      mmd: 0.67,
      mmdBound: 1e-7,
      mmdUnbiased: 0.31,
      mmdMedianSigma: 1.1,
      rmg: 0.574,
      rmgReference: 0.646,
      deltaCosine: 0.145,
      svcca: 0.312,
      procrustes: 0.412,
      centroidEuclidean: 0.82,
      centroidCosine: 0.65,
      mutualKnn: 0.05,
      alignment: 1.49,
      uniformity: { image: -0.78, text: -2.67 },
    },
    retrieval: {
      imageToText: direction(curve(0.01, 0.004)),
      textToImage: direction(curve(0.02, 0.006)),
      rSumImageToText: 12,
      rSumTextToImage: 32,
      rSum: 44,
      chance: { imageToText: curve(0.002, 0.002), textToImage: curve(0.002, 0.002) },
      duplicates: { identicalTexts: 0, imageToText: { 1: 0.1, 5: 0.2, 10: 0.3 }, textToImage: { 1: 0.1, 5: 0.2, 10: 0.3 } },
    },
    hubs: {
      k: 10,
      imageToText: {
        ...{ skewness: 4.5, never: 0.72, hubShare: 0.57 },
        chance: { skewness: 0.31, never: 0, hubShare: 0.019 },
        hubs: [
          { row: 257, count: 236 },
          { row: 420, count: 222 },
        ],
      },
      textToImage: {
        ...{ skewness: 3.2, never: 0.14, hubShare: 0.15 },
        chance: { skewness: 0.31, never: 0, hubShare: 0.019 },
        hubs: [{ row: 21, count: 105 }],
      },
      lookalikes: { images: 497, pairs: [{ imageRow: 420, textRow: 247, cosine: 0.5918, own: 0.5623 }] },
    },
    alike: {
      images: { usual: 0.81, pairs: [{ row: 44, other: 102, cosine: 0.9922, partners: 0.753 }] },
      texts: { usual: 0.9, pairs: [{ row: 233, other: 251, cosine: 0.9996, partners: 0.962 }] },
    },
    uncertainty: {
      replicates: 200,
      units: { of: "images", count: 500 },
      level: 0.95,
      sasImageToText: { low: 0.58, high: 0.66, standardError: 0.02 },
      sasTextToImage: { low: 0.4, high: 0.5, standardError: 0.025 },
      sasImbalance: { low: 0.12, high: 0.22, standardError: 0.025 },
    },
    chance: {
      permutations: 1000,
      rows: 500,
      sasImageToText: { mean: 0.035, p95: 0.05, p: 0.001 },
      sasTextToImage: { mean: 0.035, p95: 0.05, p: 0.001 },
      sasSymmetric: { mean: 0.035, p95: 0.05, p: 0.001 },
      sasImbalance: { mean: 0, p95: 0.02, p: 0.001, low: -0.02, high: 0.02 },
    },
    cosine: { matched: bins(120), unmatched: bins(105), matchedMean: 0.2, unmatchedMean: 0.05 },
    sampling: null,
    timings: { rows: 0.02, scores: 0.1, total: 0.2 },
    ...change,
  };
}

/** The same where nothing could be had that may be missing. @param {string} reason @returns {Audit} */
export function emptyAudit(reason) {
  const none = unavailable(reason);
  const audit = sampleAudit();
  return {
    ...audit,
    sas: {
      imageToText: none,
      textToImage: none,
      symmetric: none,
      imbalance: none,
      modesKept: none,
      epsilonEffect: none,
    },
    sweep: none,
    alternatives: none,
    modes: none,
    correlates: none,
    retrieval: none,
    hubs: none,
    alike: none,
    cosine: none,
    metrics: /** @type {Audit["metrics"]} */ ({
      ...Object.fromEntries(Object.keys(audit.metrics).map((name) => [name, none])),
      uniformity: { image: none, text: none },
    }),
  };
}
