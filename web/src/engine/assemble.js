/** What a run knows so far, as an audit: every name of askew-audit/1 is there, what is missing says why. */
import { DEPTHS, isStored, quantities } from "../metrics.js";
import { CORE } from "./constants.js";
import { modesIn } from "./mode-space.js";
import { recallAt } from "./replicates.js";
import { unavailable } from "./unavailable.js";
import { version } from "./version.js";

/** @import { Audit, Pairs, Quantity, Unavailable } from "../types.d.ts" */
/** @import { Answer, Results, RetrievalDirection, Spectrum } from "./types.d.ts" */

const COSINE_BINS = CORE.cosineBins;

/** The certified series serves the MMD while its bound is below this; the tiles else. */
export const MMD_BOUND = 1e-5;
/** Where there are too many rows for the tiles, a wider bound is told with the value. */
const SAMPLED_MMD_BOUND = 1e-2;

const pending = unavailable("still being computed");

/** @param {Results} known @param {number} seconds since the audit began @returns {Audit} */
export function assemble(known, seconds) {
  const { pairs, options, timings } = known;
  const { images } = pairs;
  const missing = whyMissing(known);
  return {
    schema: "askew-audit/1",
    tool: { name: "askew", version, wasmSha256: known.wasmSha256 },
    inputs: {
      images: input(pairs, "images", known),
      texts: input(pairs, "texts", known),
      pairs: images.rows,
      captionsPerImage: captions(known.plan.start),
      pairing: pairs.pairing ?? null,
      findings: [...pairs.findings, ...(known.findings ?? [])],
    },
    options,
    sas: sas(known, missing),
    sweep: known.sweep?.scores ?? missing,
    alternatives: alternatives(known, missing),
    modes: known.sweep
      ? {
          imageAnchor: modes(known.spectra?.image, known.sweep.imageCorrelation),
          textAnchor: modes(known.spectra?.text, known.sweep.textCorrelation),
        }
      : missing,
    correlates: known.correlates ?? missing,
    spectrum: { image: summary(known.spectra?.image), text: summary(known.spectra?.text) },
    metrics: metricsOf(known),
    retrieval: known.across ? retrieval(known.across.retrieval) : missing,
    sampling: known.sampling ?? null,
    medianSample: known.medianSample ?? null,
    uncertainty: known.uncertainty ?? pending,
    chance: known.chance ?? pending,
    cosine: known.cosines && known.across ? cosine(known.cosines, known.across.unmatched, known) : missing,
    timings: { ...timings, scores: timings.scores ?? seconds, total: seconds },
  };
}

/** @param {Pairs} pairs @param {"images" | "texts"} side @param {Results} known */
function input(pairs, side, { hashes }) {
  const { file, array } = pairs.origin[side];
  const { rows, cols, dtype } = pairs[side];
  return { file, sha256: hashes?.[side] ?? pending, array, rows, cols, dtype };
}

/** @param {Int32Array} start @returns {number | [number, number]} */
function captions(start) {
  let min = start[1] - start[0];
  let max = min;
  for (let i = 1; i + 1 < start.length; i++) {
    min = Math.min(min, start[i + 1] - start[i]);
    max = Math.max(max, start[i + 1] - start[i]);
  }
  return min === max ? min : [min, max];
}

/** @param {Results} known @param {Unavailable} missing @returns {Audit["sas"]} */
function sas({ scores }, missing) {
  if (!scores)
    return {
      imageToText: missing,
      textToImage: missing,
      symmetric: missing,
      imbalance: missing,
      modesKept: missing,
      epsilonEffect: missing,
    };
  const { score, exact } = scores;
  const imageToText = score.image.value;
  const textToImage = score.text.value;
  return {
    imageToText,
    textToImage,
    symmetric: (imageToText + textToImage) / 2,
    imbalance: imageToText - textToImage,
    modesKept: { image: score.image.modesKept, text: score.text.modesKept },
    epsilonEffect: { imageToText: exact.image.value - imageToText, textToImage: exact.text.value - textToImage },
  };
}

/** Audits by the bootstrap have no halves that could score each other. @param {Results} known @param {Unavailable} missing @returns {Audit["alternatives"]} */
function alternatives({ alternatives: found, crossFitted, options }, missing) {
  if (!found) return missing;
  return options.intervals === "bootstrap" ? found : { ...found, crossFitted: crossFitted ?? pending };
}

/** @param {Spectrum | undefined} spectrum @param {Float64Array} correlation */
function modes(spectrum, correlation) {
  const { eigenvalues, otherVariance, covariance } = modesIn(spectrum);
  return {
    eigenvalues: Array.from(eigenvalues),
    absCorrelation: Array.from(correlation),
    otherVariance: Array.from(otherVariance),
    covariance: Array.from(covariance),
  };
}

/** @param {Answer<"spectrum"> | undefined} spectrum */
function summary(spectrum) {
  const { trace = 0, effectiveRank = 0, participationRatio = 0 } = spectrum ?? {};
  return { trace, effectiveRank, participationRatio };
}

/** Why a quantity that needs one width is not there. @param {Results} known */
function whyMissing({ pairs: { images, texts } }) {
  return images.cols === texts.cols
    ? pending
    : unavailable(`the images are ${images.cols} wide, the texts ${texts.cols}: this needs one width`);
}

/** @param {Results} known @returns {Audit["metrics"]} */
export function metricsOf(known) {
  const missing = whyMissing(known);
  const { within, mmdSeries, mmdTiles, mmdUnbiased, finished } = known;
  const bySeries =
    mmdTiles === undefined && mmdSeries && mmdSeries.bound <= (known.sampling ? SAMPLED_MMD_BOUND : MMD_BOUND) ? mmdSeries : null;
  const noMmd =
    finished && missing === pending
      ? unavailable("the rows are too far from unit length for the series, and too many for the exact sum")
      : missing;
  /** @type {Quantity} */
  const noScale =
    finished && missing === pending ? unavailable("more than half of the rows are equal, so there is no median distance") : missing;
  /** @type {Record<string, Quantity>} What does not come with the core's metrics of sums. */
  const own = {
    mmd: mmdTiles?.value ?? bySeries?.value ?? noMmd,
    mmdBound: mmdTiles?.bound ?? bySeries?.bound ?? noMmd,
    mmdUnbiased: mmdUnbiased?.value ?? noScale,
    mmdMedianSigma: mmdUnbiased?.sigma ?? noScale,
    mutualKnn: within?.mutualKnn ?? pending,
  };
  const stored = quantities(isStored).map(({ key }) => [key, own[key] ?? known.metrics?.[key] ?? pending]);
  return {
    .../** @type {Omit<Audit["metrics"], "uniformity">} */ (Object.fromEntries(stored)),
    uniformity: { image: within?.uniformity.image ?? pending, text: within?.uniformity.text ?? pending },
  };
}

/** @param {ArrayLike<number>} curve */
const recall = (curve) =>
  /** @type {Record<"1" | "5" | "10", number>} */ (Object.fromEntries(DEPTHS.map((k) => [k, recallAt(curve, Number(k))])));

/** @param {Answer<"retrieval">} r @returns {Exclude<Audit["retrieval"], Unavailable>} */
function retrieval(r) {
  const direction = (/** @type {RetrievalDirection} */ d) => ({
    recall: recall(d.curve),
    curve: Array.from(/** @type {Float64Array} */ (d.curve)),
    medianRank: d.medianRank,
    mrr: d.mrr,
  });
  const sum = (/** @type {RetrievalDirection} */ d) => 100 * Object.values(recall(d.curve)).reduce((a, b) => a + b, 0);
  const rSumImageToText = sum(r.imageToText);
  const rSumTextToImage = sum(r.textToImage);
  return {
    imageToText: { ...direction(r.imageToText), captionRecall: recall(r.imageToText.captionCurve) },
    textToImage: direction(r.textToImage),
    rSumImageToText,
    rSumTextToImage,
    rSum: rSumImageToText + rSumTextToImage,
    chance: { imageToText: Array.from(r.imageToText.chance), textToImage: Array.from(r.textToImage.chance) },
    duplicates: {
      identicalTexts: r.identicalTexts,
      imageToText: recall(r.imageToText.identicalCurve),
      textToImage: recall(r.textToImage.identicalCurve),
    },
  };
}

/** @param {Float64Array} cosines of matched pairs @param {Float64Array} unmatched counts @param {Results} known */
function cosine(cosines, unmatched, known) {
  const matched = new Array(COSINE_BINS).fill(0);
  let sum = 0;
  for (const c of cosines) {
    matched[Math.min(COSINE_BINS - 1, Math.max(0, Math.floor(((c + 1) * COSINE_BINS) / 2)))]++;
    sum += c;
  }
  const { matchedCosine, deltaCosine } = /** @type {Record<string, number>} */ (known.metrics);
  return { matched, unmatched: Array.from(unmatched), matchedMean: sum / cosines.length, unmatchedMean: matchedCosine - deltaCosine };
}
