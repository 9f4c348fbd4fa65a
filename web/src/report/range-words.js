/** What the intervals of the directional scores are, in words: one place for the page, the command and the saved reports. */

import { METRICS } from "../metrics.js";
import { LEAST_PAIRS } from "../resampling.js";
import { isUnavailable } from "./numbers.js";

/** @import { Audit, AuditOptions, IntervalOf, RangeOf, Unavailable, Uncertainty } from "../types.d.ts" */

/** Of a directional score by half-samples. */
const RANGE = "range for the population";
const INTERVAL = "95 % interval";

export const RANGE_MEANING =
  "Range for the population’s score: sampling error, the bias of small samples, and directions that this sample cannot tell apart.";
export const RANGE_COVERAGE =
  "In simulations with normal data and at least 100 pairs it held the true score in 89 to 100 % of samples, depending on the model. It is lopsided because small samples usually score too high.";

/** @param {object | undefined} one @returns {one is RangeOf} */
export const isRange = (one) => one !== undefined && "rotation" in one;

/** How an interval is called. @param {IntervalOf | undefined} one */
export const intervalName = (one) => (isRange(one) ? RANGE : INTERVAL);

/** Of one interval among others. @param {object} one */
export const intervalKind = (one) => (isRange(one) ? "range" : INTERVAL);

/** Whether a score's interval is a range, or would be if it were not withheld. @param {string} score @param {Pick<AuditOptions, "intervals">} options */
export const asksRange = (score, { intervals }) =>
  intervals === "half-samples" && /** @type {Record<string, { interval?: string }>} */ (METRICS)[score]?.interval === "rotation";

/** The heads of a column of intervals; `kind` if it holds both. @param {readonly (object | undefined)[]} intervals @param {readonly boolean[]} [withheld] of each that is: whether it would be a range */
export function intervalHeads(intervals, withheld = []) {
  const kinds = new Set([...intervals.filter((one) => one !== undefined).map(isRange), ...withheld]);
  if (!kinds.has(true)) return { title: INTERVAL, ends: /** @type {const} */ (["95 % low", "95 % high"]) };
  if (!kinds.has(false)) return { title: "Range", ends: /** @type {const} */ (["Range, low", "Range, high"]) };
  return { title: `Range or ${INTERVAL}`, ends: /** @type {const} */ (["Low", "High"]), kind: "Low to high is" };
}

/** The same over a column. @param {IntervalOf | undefined} one */
export const intervalHead = (one) => (isRange(one) ? "Range for the population" : INTERVAL);

/** What the lines of a chart of directional scores are. @param {AuditOptions} options */
export const linesInWords = ({ intervals }) => (intervals === "half-samples" ? "ranges for the population’s scores" : "95 % intervals");

/** The same if other quantities stand beside them. @param {AuditOptions} options */
export const mixedLinesInWords = ({ intervals }) =>
  intervals === "half-samples" ? "ranges for the population’s directional scores, 95 % intervals of the others" : "95 % intervals";

/**
 * Why the directional scores have no range although ranges were asked for; undefined if they have one, or may have one yet.
 * @param {Pick<Audit, "inputs" | "options" | "uncertainty" | "aggregate">} audit @returns {string | undefined}
 */
export function noRange({ inputs, options, uncertainty, aggregate }) {
  if (aggregate && options.intervals === "half-samples")
    return isUnavailable(aggregate.intervals) ? aggregate.intervals.reason : aggregate.withheld?.sasImbalance;
  if (options.intervals !== "half-samples" || options.bootstrap === 0) return undefined;
  if (inputs.pairs < LEAST_PAIRS && "status" in uncertainty) return uncertainty.reason;
  return whyWithheld({ uncertainty }, "sasImbalance");
}

/** Intervals by score, of an audit of rows or of sums. @param {Pick<Audit, "uncertainty" | "aggregate">} audit @returns {Partial<Record<string, IntervalOf>>} */
export function scoreIntervals({ uncertainty, aggregate }) {
  if (aggregate) return isUnavailable(aggregate.intervals) ? {} : aggregate.intervals;
  return "status" in uncertainty ? {} : /** @type {Partial<Record<string, IntervalOf>>} */ (/** @type {unknown} */ (uncertainty));
}

/** What stands under the picture of the scores. @param {Audit} audit @returns {string | undefined} */
export function rangeNote(audit) {
  const reason = noRange(audit);
  if (reason !== undefined) return `No range for the population’s score: ${reason}${/[.!?]$/.test(reason) ? "" : "."}`;
  return isRange(scoreIntervals(audit).sasImbalance) ? `${RANGE_MEANING} ${RANGE_COVERAGE}` : undefined;
}

/** Why a score has no interval, if its audit of rows or of sums says so. @param {Pick<Audit, "uncertainty" | "aggregate">} audit @param {string} name @returns {string | undefined} */
export function whyWithheld({ uncertainty, aggregate }, name) {
  if (aggregate) return aggregate.withheld?.[name];
  return "status" in uncertainty ? undefined : uncertainty.withheld?.[/** @type {keyof typeof uncertainty.withheld} */ (name)];
}

/** How intervals were made. @param {{ method?: string, replicates: number, units: { of: string, count: number } }} uncertainty */
export function methodInWords({ method, replicates, units }) {
  if (method === "half-samples") return `${replicates} half-samples of ${units.count} blocks of images`;
  return `${replicates} resamples of ${units.count} ${units.of === "blocks" ? "blocks of images" : "images"}`;
}
