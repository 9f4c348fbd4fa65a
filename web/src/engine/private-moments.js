/** Moments with calibrated noise. What the noise does to every score is told before, from draws of their own; the file is drawn once. */
import { Failure } from "../failure.js";
import { CALIBRATION } from "../moments/promise.js";
import { namedValues } from "./jackknife.js";
import { measure } from "./measure-moments.js";
import { collectMoments } from "./moments.js";
import { auditOptions } from "./options.js";

/** @import { AuditOptions, MatrixSource, MomentsFile, Noise, Pairs } from "../types.d.ts" */
/** @import { PrivateNoise } from "./core-types.d.ts" */
/** @import { Pool } from "./pool.js" */
/** @import { Hooks } from "./moments.js" */
/** What noise does to one score: exact, and where 95 % of draws lie. Both are of the rows. @typedef {{ name: string, exact: number, low: number, high: number }} Effect */
/**
 * @typedef {object} PrivateSettings
 * @property {number} epsilon
 * @property {number} [delta] default usualDelta
 * @property {number} [pairsPerPatient] the promise is of a patient with at most so many pairs; without it, of one pair
 * @property {string} [label]
 * @property {string} [preprocessing]
 * @property {number} [draws] behind the range
 * @property {() => Uint32Array} [key] 256 random bits; tests give their own
 */
/**
 * @typedef {object} PrivateDraft
 * @property {Noise} noise
 * @property {number} mu sensitivity / sigma
 * @property {MomentsFile} outline the file without its numbers
 * @property {() => Promise<Effect[]>} effect what noise of this size does; not of the file's own draw
 * @property {() => Promise<MomentsFile>} draw the file; drawn at the first call, the same ever after
 */

/** Draws behind the stated 95 %: the 2nd and the 78th of 79 ordered ones bound 95 % of further draws. */
export const DRAWS = 79;
const OUTSIDE = 2;

/** Below a tenth of 1 / n: with delta a chance that a pair is given away whole, n pairs make it n delta. @param {number} pairs */
export const usualDelta = (pairs) => Math.min(1e-6, 1 / (10 * pairs));

/** Secret, and never the same twice: whoever could repeat the noise could take it away. */
const secretKey = () => crypto.getRandomValues(new Uint32Array(8));

/** @param {number} delta @param {number} pairs */
function refuseDelta(delta, pairs) {
  if (delta < 1 / pairs) return;
  throw new Failure(
    "OUT_OF_RANGE",
    `delta ${delta} with ${pairs} pairs: a promise with delta of 1 / ${pairs} or more may give one pair away whole. Give ${usualDelta(pairs)} or less.`,
    { delta, pairs },
  );
}

/** @param {Pool} pool @param {Pairs} pairs @param {PrivateSettings} settings @param {AuditOptions} given @param {Hooks} [hooks] @returns {Promise<PrivateDraft>} */
export async function privateMoments(pool, pairs, settings, given, hooks = {}) {
  const options = auditOptions(given);
  const n = pairs.images.rows;
  const { epsilon, delta = usualDelta(n), pairsPerPatient, label, preprocessing = "", draws = DRAWS, key = secretKey } = settings;
  refuseDelta(delta, n);
  const widths = { imageCols: pairs.images.cols, textCols: pairs.texts.cols };
  /** @type {PrivateNoise} */
  const calibrated = await pool.run("noise", 0, { epsilon, delta, pairs: n, pairsPerPatient: pairsPerPatient ?? 1, ...widths });
  const { sigma, sensitivity, spacing, mu } = calibrated;
  const noise = { epsilon, delta, sigma, calibration: CALIBRATION, ...(pairsPerPatient && { pairsPerPatient }), sensitivity, spacing };
  const scaled = preprocessing ? `${preprocessing}; rows scaled to length 1` : "rows scaled to length 1";
  const exact = await collectMoments(pool, unitPairs(pairs), { label, preprocessing: scaled }, hooks);
  const [flat] = exact.blocks;
  const noisy = () => pool.run("noisy", 0, { moments: flat, noise: calibrated, key: key() });
  const named = async (/** @type {Float64Array} */ one) => namedValues(await measure(pool, one, options, false));
  const outline = { ...exact, blocks: [new Float64Array(flat.length)], noise, retrieval: null };
  /** @type {Promise<MomentsFile> | undefined} */
  let drawn;
  return {
    noise,
    mu,
    outline,
    async effect() {
      const right = await named(flat);
      /** @type {Record<string, number>[]} */
      const others = [];
      for (let draw = 0; draw < draws; draw++) {
        others.push(await named(await noisy()));
        hooks.onProgress?.({ stage: "noise", done: (draw + 1) / draws });
      }
      return effects(right, others);
    },
    draw() {
      drawn ??= noisy().then((saved) => ({ ...outline, blocks: [saved] }));
      return drawn;
    },
  };
}

/** @param {Record<string, number>} exact @param {Record<string, number>[]} draws @returns {Effect[]} */
function effects(exact, draws) {
  return Object.keys(exact)
    .filter((name) => draws.every((draw) => name in draw))
    .map((name) => {
      const sorted = draws.map((draw) => draw[name]).sort((a, b) => a - b);
      const low = sorted[Math.min(OUTSIDE, sorted.length) - 1];
      const high = sorted[Math.max(0, sorted.length - OUTSIDE)];
      return { name, exact: exact[name], low, high };
    });
}

/** Rows that have no direction stay as they are; the row pass names and refuses them. @param {Float32Array} values @param {number} cols */
function scaled(values, cols) {
  const out = new Float32Array(values.length);
  for (let row = 0; row < values.length; row += cols) {
    let square = 0;
    for (let k = row; k < row + cols; k++) square += values[k] * values[k];
    const inverse = square > 0 && Number.isFinite(square) ? 1 / Math.sqrt(square) : 1;
    for (let k = row; k < row + cols; k++) out[k] = values[k] * inverse;
  }
  return out;
}

/** @param {MatrixSource} source @returns {MatrixSource} */
function unit({ name, rows, cols, dtype, readRows }) {
  return { name, rows, cols, dtype, readRows: async (begin, end) => scaled(await readRows(begin, end), cols) };
}

/** Pairs with every row scaled to length 1: what the noise is calibrated for. @param {Pairs} pairs @returns {Pairs} */
export function unitPairs(pairs) {
  return { ...pairs, images: unit(pairs.images), texts: unit(pairs.texts) };
}
