/** What lessons read off a measured set. Every number in a lesson's text comes through here from the audit. */
import { fixed, isUnavailable, percent, signed } from "../report/numbers.js";

/** @import { Measured, Modes, Quantity, StoredMetric } from "../types.d.ts" */

/** A made-up set always has its quantities; should one be missing, the lesson says so instead of a wrong number. @param {Quantity} quantity */
const number = (quantity) => (isUnavailable(quantity) ? Number.NaN : quantity);

/** @param {Measured} m */
export const forth = (m) => number(m.audit.sas.imageToText);
/** @param {Measured} m */
export const back = (m) => number(m.audit.sas.textToImage);
/** @param {Measured} m */
export const imbalance = (m) => number(m.audit.sas.imbalance);
/** @param {Measured} m @param {StoredMetric} name */
export const metric = (m, name) => number(m.audit.metrics[name]);
/** @param {Measured} m @param {"imageToText" | "textToImage"} way */
export const recall1 = (m, way) => (isUnavailable(m.audit.retrieval) ? Number.NaN : m.audit.retrieval[way].recall["1"]);
/** R@1 if any identical text counts as right. @param {Measured} m @param {"imageToText" | "textToImage"} way */
export const recallIdentical = (m, way) => (isUnavailable(m.audit.retrieval) ? Number.NaN : m.audit.retrieval.duplicates[way]["1"]);
/** @param {Measured} m @param {"imageAnchor" | "textAnchor"} anchor @returns {Modes} */
export const modes = (m, anchor) =>
  isUnavailable(m.audit.modes) ? { eigenvalues: [], absCorrelation: [], covariance: [], otherVariance: [] } : m.audit.modes[anchor];
/** @param {Measured} m */
export const kept = (m) => (isUnavailable(m.audit.sas.modesKept) ? Number.NaN : m.audit.sas.modesKept.image);

/** @param {number[]} values */
export const total = (values) => values.reduce((sum, value) => sum + value, 0);

/** Shares of variance, strongest first. @param {Modes} of */
export function shares({ eigenvalues }) {
  const sum = total(eigenvalues);
  return eigenvalues.map((value) => value / sum);
}

/** How many modes have more than ten times the middle one's variance. @param {Modes} of */
export function tall({ eigenvalues }) {
  const middle = eigenvalues[Math.floor(eigenvalues.length / 2)];
  return eigenvalues.filter((value) => value > 10 * middle).length;
}

/** "SAS image → text 0.998, text → image 0.997" @param {Measured} m */
export const both = (m) => `SAS image → text ${fixed(forth(m))}, text → image ${fixed(back(m))}`;
/** @param {number} before @param {number} after */
export const change = (before, after) => `from ${fixed(before)} to ${fixed(after)}`;
/** @param {number} before @param {number} after shares */
export const changeOfShare = (before, after) => `from ${percent(before)} to ${percent(after)}`;
/** @param {Measured} m */
export const leans = (m) => signed(imbalance(m));
