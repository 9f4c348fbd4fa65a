/** Tasks on what the rows left: modes, scores, metrics, retrieval from counts. */

import { structureOf, using } from "./audit-state.js";

/** @import { Cut } from "../types.d.ts" */
/** @import { AnchorModes, AnchorOfSide, AuditState, Matrix, Queries, RetrievalCounts, Side, Slices } from "./types.d.ts" */

/**
 * Eigenvalues of one side and the modes that top q keeps, or all modes with their basis.
 * @param {AuditState} state @param {{ side: Side, topQ: number | null }} message @param {Slices} slices
 */
export async function spectrum(state, { side, topQ }, slices) {
  const pass = state.handle(`anchor ${side}`, () => state.core.anchorPass(structureOf(state), side));
  const share = topQ === null ? 1 : 0.5;
  for (let step = pass.step(0); step.more; step = pass.step(0)) await slices.next(step.done * share);
  const count = pass.kept(topQ ?? 1);
  for (let step = pass.step(count); step.more; step = pass.step(count)) await slices.next(step.done);
  const found = pass.finish();
  if (topQ !== null) return found;
  const all = { ...found, basis: pass.basis() };
  state.drop(`anchor ${side}`);
  return all;
}

/** @param {AuditState} state @param {{ side: Side }} message @param {Slices} slices */
export async function basis(state, { side }, slices) {
  return using(state.core.svccaBasis(structureOf(state), side), async (pass) => {
    for (let step = pass.step(); step.more; step = pass.step()) await slices.next(step.done);
    return pass.finish();
  });
}

/** @param {AuditState} state @param {{ image: AnchorModes, text: AnchorModes, topQ: number, epsilon: number }} message */
export async function scores({ core }, { image, text, topQ, epsilon }) {
  const at = (/** @type {number} */ e) => ({ image: core.spectralAlignment(image, topQ, e), text: core.spectralAlignment(text, topQ, e) });
  return { score: at(epsilon), exact: at(0) };
}

/** |tr V'C_xy V| / sqrt(tr V'C_xx V tr V'C_yy V) over the kept modes; 0 if a side does not vary along them. @param {AnchorModes} modes @param {number} kept */
function traceOf({ eigenvalues, covariance, otherVariance }, kept) {
  const sum = (/** @type {Float64Array} */ values) => values.subarray(0, kept).reduce((a, b) => a + b, 0);
  const root = Math.sqrt(sum(eigenvalues) * sum(otherVariance));
  return root > 0 ? Math.min(1, Math.abs(sum(covariance)) / root) : 0;
}

/** From all modes. @param {AuditState} state @param {{ image: AnchorOfSide, text: AnchorOfSide, cuts: Cut[], epsilon: number, trace: boolean }} message each side with modes and trace; trace: the trace alignment as well */
export async function alternatives({ core }, { image, text, cuts, epsilon, trace }) {
  const kept = (/** @type {AnchorModes} */ modes, /** @type {Cut} */ { by, value }) =>
    by === "directions"
      ? core.spectralAlignment(modes, value, 0).modesKept
      : by === "variance"
        ? core.modesOfVariance(modes.eigenvalues, value)
        : value;
  const free = {
    image: core.scaleFreeEpsilon(image.modes.eigenvalues, text.trace),
    text: core.scaleFreeEpsilon(text.modes.eigenvalues, image.trace),
  };
  const choices = cuts.map((cut) => {
    const modesKept = { image: kept(image.modes, cut), text: kept(text.modes, cut) };
    const scores = (/** @type {{ image: number, text: number }} */ e) => {
      const imageToText = core.leadingAlignment(image.modes, modesKept.image, e.image);
      const textToImage = core.leadingAlignment(text.modes, modesKept.text, e.text);
      return { imageToText, textToImage, imbalance: imageToText - textToImage };
    };
    return { cut, modesKept, ...scores({ image: epsilon, text: epsilon }), scaleFree: scores(free) };
  });
  const [{ modesKept }] = choices;
  return {
    scaleFreeEpsilon: { imageToText: free.image, textToImage: free.text },
    choices,
    ...(trace && {
      traceAlignment: { imageToText: traceOf(image.modes, modesKept.image), textToImage: traceOf(text.modes, modesKept.text) },
    }),
  };
}

/** From all modes. @param {AuditState} state @param {{ image: AnchorModes, text: AnchorModes, epsilon: number }} message */
export async function sweep({ core }, { image, text, epsilon }) {
  const at = (/** @type {number} */ q) => ({
    q,
    imageToText: core.spectralAlignment(image, q, epsilon).value,
    textToImage: core.spectralAlignment(text, q, epsilon).value,
  });
  return {
    scores: Array.from({ length: 10 }, (_, k) => at((k + 1) / 10)),
    imageCorrelation: core.absCorrelation(image, epsilon),
    textCorrelation: core.absCorrelation(text, epsilon),
  };
}

/** @param {AuditState} state @param {{ imageBasis: Matrix, textBasis: Matrix, dropped: number }} message */
export async function metrics(state, { imageBasis, textBasis, dropped }) {
  return state.core.symmetricMetrics(structureOf(state), imageBasis, textBasis, dropped);
}

/** @param {AuditState} state */
export async function slowMetrics(state) {
  return state.core.slowMetrics(structureOf(state));
}

/** @param {AuditState} state */
export async function series(state) {
  return state.core.mmdSeries(structureOf(state));
}

/** queries: null for all; clusterOf: of each image, or empty. @param {AuditState} state @param {{ cosines: Float64Array, counts: RetrievalCounts, textClass: Int32Array, queries: Queries | null, clusterOf: Int32Array }} message */
export async function retrieval({ core, context }, { cosines, counts, textClass, queries, clusterOf }) {
  return core.retrievalScores(context.start, cosines, counts, textClass, queries?.images ?? null, queries?.texts ?? null, clusterOf);
}

/** @param {AuditState} state @param {{ image: number, text: number, n: number }} message */
export async function uniformity({ core }, { image, text, n }) {
  return { image: core.uniformity(image, n), text: core.uniformity(text, n) };
}
