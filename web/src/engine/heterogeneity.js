/** Do sites differ by more than their intervals explain? */
import { listed, valueAt } from "../metrics.js";
import { sum } from "../quantiles.js";
import { T } from "../resampling.js";
import { unavailable } from "./unavailable.js";

/** @import { Audit, Federation, Heterogeneity, IntervalOf } from "../types.d.ts" */
/** @import { Statistics } from "./types.d.ts" */

/**
 * Cochran's Q with fixed-effect weights, its degrees of freedom, and I² (Higgins and Thompson 2002), the share of the spread that is not sampling.
 * @param {{ value: number, standardError: number }[]} sites
 */
export function cochransQ(sites) {
  const weights = sites.map(({ standardError }) => 1 / standardError ** 2);
  const mean = sum(sites.map(({ value }, k) => weights[k] * value)) / sum(weights);
  const q = sum(sites.map(({ value }, k) => weights[k] * (value - mean) ** 2));
  const degrees = sites.length - 1;
  return { q, degrees, i2: q > 0 ? Math.max(0, (q - degrees) / q) : 0 };
}

/** What stands for the standard error of a site: of a range, what its half width would be the 95 % interval of. @param {IntervalOf} interval */
const errorOf = (interval) =>
  "rotation" in interval ? Math.max(interval.standardError, (interval.high - interval.low) / (2 * T)) : interval.standardError;

/** @param {Statistics} statistics @param {readonly Audit[]} sites @returns {Promise<Federation["heterogeneity"]>} of every headline score */
export async function heterogeneity(statistics, sites) {
  const of = async (/** @type {{ key: string, at: string }} */ { key, at }) => {
    const measured = sites.flatMap((site) => {
      const value = valueAt(site, at);
      const intervals = site.aggregate?.intervals;
      const interval = intervals && !("status" in intervals) ? intervals[key] : undefined;
      return typeof value === "number" && interval && interval.standardError > 0 ? [{ value, standardError: errorOf(interval) }] : [];
    });
    if (measured.length < 2) return [key, unavailable("too few sites’ files give this score an interval")];
    const { q, degrees, i2 } = cochransQ(measured);
    const p = await statistics.upperTail({ distribution: "chi-squared", x: q, freedom: degrees });
    return [key, /** @type {Heterogeneity} */ ({ q, degrees, p, i2 })];
  };
  return Object.fromEntries(await Promise.all(listed(({ headline }) => headline).map(of)));
}
