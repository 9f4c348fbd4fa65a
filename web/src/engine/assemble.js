/** The results of a run so far, as an audit: every name of askew-audit/1 is there, what is missing says why. */
import { DEPTHS, isStored, quantities } from "../metrics.js";
import { mean, sum } from "../quantiles.js";
import { CORE } from "./constants.js";
import { finding } from "./findings.js";
import { modesIn } from "./mode-space.js";
import { recallAt } from "./replicates.js";
import { unavailable } from "./unavailable.js";
import { version } from "./version.js";

/** @import { Audit, Finding, Pairs, PairingChoice, Quantity, Unavailable } from "../types.d.ts" */
/** @import { Answer, Results, RetrievalDirection, Spectrum } from "./types.d.ts" */

const COSINE_BINS = CORE.cosineBins;

/** The certified series serves the MMD while its bound is below this; the tiles else. */
export const MMD_BOUND = 1e-5;
/** If there are too many rows for the tiles, a wider bound is told with the value. */
const SAMPLED_MMD_BOUND = 1e-2;

const PENDING = unavailable("still being computed");
const STOPPED = unavailable("stopped before it was computed");

/** Why something that is to be computed is not there. @param {Results} results */
const later = ({ stopped }) => (stopped ? STOPPED : PENDING);

/** Of an audit that was ended before its end. */
const CUT_SHORT = finding(
  "CUT_SHORT",
  "This audit was stopped before its end. What was not computed by then is missing, and says so; the rest is as in a whole audit.",
  1,
);

/** An audit may be filed: what is said of ids stays with the pairs. @param {Finding} finding @returns {Finding} */
const findingWithoutIds = ({ withoutIds, ...rest }) => ({ ...rest, message: withoutIds ?? rest.message });

/** @param {PairingChoice} pairing @returns {PairingChoice} */
const pairingWithoutIds = ({ withoutIds, ...rest }) => ({ ...rest, says: withoutIds ?? rest.says });

/** @param {Results} results @param {number} seconds since the audit began @returns {Audit} */
export function assemble(results, seconds) {
  const { pairs, options, timings } = results;
  const { images } = pairs;
  const missing = whyMissing(results);
  return {
    schema: "askew-audit/1",
    tool: { name: "askew", version, wasmSha256: results.wasmSha256 },
    inputs: {
      images: input(pairs, "images", results),
      texts: input(pairs, "texts", results),
      pairs: images.rows,
      captionsPerImage: captions(results.plan.start),
      pairing: pairs.pairing ? pairingWithoutIds(pairs.pairing) : null,
      ...together(results),
      findings: [...pairs.findings.map(findingWithoutIds), ...(results.findings ?? []), ...(results.stopped ? [CUT_SHORT] : [])],
    },
    options,
    sas: sas(results, missing),
    sweep: results.sweep?.scores ?? missing,
    alternatives: alternatives(results, missing),
    modes: results.sweep
      ? {
          imageAnchor: modes(results.spectra?.image, results.sweep.imageCorrelation),
          textAnchor: modes(results.spectra?.text, results.sweep.textCorrelation),
        }
      : missing,
    correlates: results.correlates ?? missing,
    spectrum: { image: summary(results.spectra?.image), text: summary(results.spectra?.text) },
    metrics: metricsOf(results),
    retrieval: results.across ? retrieval(results.across.retrieval) : missing,
    hubs: results.hubs ?? missing,
    alike: results.alike ?? later(results),
    ...(pairs.labels !== undefined && { byLabel: results.byLabel ?? missing }),
    sampling: results.sampling ?? null,
    medianSample: results.medianSample ?? null,
    uncertainty: results.uncertainty ?? later(results),
    chance: results.chance ?? later(results),
    cosine: results.cosines && results.across ? cosine(results.cosines, results.across.unmatched, results) : missing,
    timings: { ...timings, scores: timings.scores ?? seconds, total: seconds },
  };
}

/** Which pairs are not independent, as the audit states it. @param {Results} results @returns {Pick<Audit["inputs"], "clusters" | "within">} */
function together({ clusters, strata }) {
  return {
    ...(clusters && { clusters: { column: clusters.column, count: clusters.count, largest: clusters.largest } }),
    ...(strata && { within: { column: strata.column, count: strata.count } }),
  };
}

/** @param {Pairs} pairs @param {"images" | "texts"} side @param {Results} results */
function input(pairs, side, results) {
  const { file, array } = pairs.origin[side];
  const { rows, cols, dtype } = pairs[side];
  return { file, sha256: results.hashes?.[side] ?? later(results), array, rows, cols, dtype };
}

/** @param {Int32Array} start @returns {number | [number, number]} */
function captions(start) {
  const each = start.subarray(1).map((end, i) => end - start[i]);
  const [min, max] = [each.reduce((a, b) => Math.min(a, b)), each.reduce((a, b) => Math.max(a, b))];
  return min === max ? min : [min, max];
}

/** @param {Results} results @param {Unavailable} missing @returns {Audit["sas"]} */
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

/** Audits by the bootstrap have no halves that could score each other. @param {Results} results @param {Unavailable} missing @returns {Audit["alternatives"]} */
function alternatives(results, missing) {
  const { alternatives: scores, crossFitted, options } = results;
  if (!scores) return missing;
  return options.intervals === "bootstrap" ? scores : { ...scores, crossFitted: crossFitted ?? later(results) };
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

/** Why a quantity that needs one width is not there. @param {Results} results */
function whyMissing(results) {
  const { images, texts } = results.pairs;
  return images.cols === texts.cols
    ? later(results)
    : unavailable(`the images are ${images.cols} wide, the texts ${texts.cols}: this needs one width`);
}

/** @param {Results} results @returns {Audit["metrics"]} */
export function metricsOf(results) {
  const missing = whyMissing(results);
  const { within, mmdSeries, mmdTiles, mmdUnbiased, finished } = results;
  const bySeries = mmdSeries && mmdSeries.bound <= (results.sampling ? SAMPLED_MMD_BOUND : MMD_BOUND) ? mmdSeries : undefined;
  const paper = mmdTiles ?? bySeries;
  const reason = (/** @type {string} */ words) => (finished && missing === later(results) ? unavailable(words) : missing);
  const noMmd = reason("the rows are too far from unit length for the series, and too many for the exact sum");
  const noScale = reason("more than half of the rows are equal, so there is no median distance");
  /** @type {Record<string, Quantity>} What does not come with the core's metrics of sums. */
  const own = {
    mmd: paper?.value ?? noMmd,
    mmdBound: paper?.bound ?? noMmd,
    mmdUnbiased: mmdUnbiased?.value ?? noScale,
    mmdMedianSigma: mmdUnbiased?.sigma ?? noScale,
    mutualKnn: within?.mutualKnn ?? later(results),
  };
  const stored = quantities(isStored).map(({ key }) => [key, own[key] ?? results.metrics?.[key] ?? later(results)]);
  return {
    .../** @type {Omit<Audit["metrics"], "uniformity">} */ (Object.fromEntries(stored)),
    uniformity: { image: within?.uniformity.image ?? later(results), text: within?.uniformity.text ?? later(results) },
  };
}

/** @param {ArrayLike<number>} curve */
const recall = (curve) =>
  /** @type {Record<"1" | "5" | "10", number>} */ (Object.fromEntries(DEPTHS.map((k) => [k, recallAt(curve, Number(k))])));

/** @param {Answer<"retrieval">} r @returns {Exclude<Audit["retrieval"], Unavailable>} */
function retrieval(r) {
  const direction = (/** @type {RetrievalDirection} */ { curve, medianRank, mrr }) => ({
    recall: recall(curve),
    curve: Array.from(curve),
    medianRank,
    mrr,
  });
  const [rSumImageToText, rSumTextToImage] = [r.imageToText, r.textToImage].map(({ curve }) => 100 * sum(Object.values(recall(curve))));
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

/** @param {Float64Array} cosines of matched pairs @param {Float64Array} unmatched counts @param {Results} results */
function cosine(cosines, unmatched, results) {
  const matched = new Array(COSINE_BINS).fill(0);
  for (const c of cosines) matched[Math.min(COSINE_BINS - 1, Math.max(0, Math.floor(((c + 1) * COSINE_BINS) / 2)))]++;
  const { matchedCosine, deltaCosine } = /** @type {Record<string, number>} */ (results.metrics);
  return { matched, unmatched: Array.from(unmatched), matchedMean: mean(cosines), unmatchedMean: matchedCosine - deltaCosine };
}
