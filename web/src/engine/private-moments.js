/** Moments with calibrated noise, and what the noise does to every score, from draws of their own. */
import { namedValues } from "./jackknife.js";
import { measure } from "./measure.js";
import { collectMoments } from "./moments.js";
import { auditOptions } from "./options.js";
import { unitPairs } from "./unit-rows.js";

/** @import { AuditOptions, MomentsFile, Pairs } from "../types.d.ts" */
/** @import { Pool } from "./pool.js" */
/** @import { Hooks } from "./moments.js" */
/** What noise does to one score. @typedef {{ name: string, exact: number, low: number, high: number, saved: number }} Effect */

/** Draws behind the stated 95 %: the 2nd and the 78th of 79 ordered ones bound 95 % of further draws. */
export const DRAWS = 79;
const OUTSIDE = 2;
const DELTA = 1e-6;

/** Secret, and never the same twice: whoever could repeat the noise could take it away. @param {number} count @returns {Uint32Array} */
function secretWords(count) {
  const words = new Uint32Array(count);
  // The call gives at most 65,536 bytes at once.
  for (let at = 0; at < count; at += 16384) crypto.getRandomValues(words.subarray(at, Math.min(count, at + 16384)));
  return words;
}

/**
 * @param {Pool} pool @param {Pairs} pairs
 * @param {{ epsilon: number, delta?: number, label?: string, preprocessing?: string, draws?: number, words?: (count: number) => Uint32Array }} settings
 * words: uniform random numbers; tests give their own
 * @param {AuditOptions} given @param {Hooks} [hooks]
 * @returns {Promise<{ moments: MomentsFile, effect: Effect[] }>}
 */
export async function privateMoments(
  pool,
  pairs,
  { epsilon, delta = DELTA, label, preprocessing = "", draws = DRAWS, words = secretWords },
  given,
  hooks = {},
) {
  const options = auditOptions(given);
  const scaled = preprocessing ? `${preprocessing}; rows scaled to length 1` : "rows scaled to length 1";
  const exact = await collectMoments(pool, unitPairs(pairs), { label, preprocessing: scaled }, hooks);
  const [flat] = exact.blocks;
  const { sigma, needed } = await pool.run("noise", 0, { epsilon, delta, imageCols: exact.imageCols, textCols: exact.textCols });
  const noisy = () => pool.run("noisy", 0, { moments: flat, sigma, words: words(needed) });
  const named = async (/** @type {Float64Array} */ one) => namedValues(await measure(pool, one, options, false));
  const saved = await noisy();
  const [right, left] = [await named(flat), await named(saved)];
  /** @type {Record<string, number>[]} */
  const others = [];
  for (let draw = 0; draw < draws; draw++) {
    others.push(await named(await noisy()));
    hooks.onProgress?.({ stage: "noise", done: (draw + 1) / draws });
  }
  const moments = { ...exact, blocks: [saved], noise: { epsilon, delta, sigma }, retrieval: null };
  return { moments, effect: effects(right, left, others) };
}

/** @param {Record<string, number>} exact @param {Record<string, number>} saved @param {Record<string, number>[]} draws @returns {Effect[]} */
function effects(exact, saved, draws) {
  return Object.keys(exact)
    .filter((name) => name in saved && draws.every((draw) => name in draw))
    .map((name) => {
      const sorted = draws.map((draw) => draw[name]).sort((a, b) => a - b);
      const low = sorted[Math.min(OUTSIDE, sorted.length) - 1];
      const high = sorted[Math.max(0, sorted.length - OUTSIDE)];
      return { name, exact: exact[name], low, high, saved: saved[name] };
    });
}
