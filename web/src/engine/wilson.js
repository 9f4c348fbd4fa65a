import { Z } from "../quantiles.js";

/** @import { Interval } from "../types.d.ts" */

/** Wilson's interval of a share among `count` queries. @param {number} share @param {number} count @param {number} [t] standard errors to either side @returns {Interval} */
export function wilson(share, count, t = Z) {
  const z = (t * t) / count;
  const centre = (share + z / 2) / (1 + z);
  const half = (t * Math.sqrt((share * (1 - share)) / count + (z * z) / (4 * t * t))) / (1 + z);
  return { low: Math.max(0, centre - half), high: Math.min(1, centre + half) };
}
