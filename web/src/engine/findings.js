/** What an audit says about its data, in words. */
import { guaranteeWords, kindOf, noisesOf, promiseOf, statedSites } from "../moments/promise.js";
import { count, SHOWN } from "./row-checks.js";

/** @import { Finding, MomentsFile, Noise, Pairs, Role } from "../types.d.ts" */
/** @import { RowClasses, RowFacts, Shifted, Side } from "./types.d.ts" */

/** Norms this near 1 count as unit norm: float16 rounding of unit rows. */
const UNIT_TOLERANCE = 2e-3;

/** @param {string} code @param {string} message @param {number} count @param {Partial<Finding>} [more] @returns {Finding} a warning, unless another level is given */
export const finding = (code, message, count, more) => ({ code, level: "warning", message, count, rows: [], ...more });

/**
 * @param {Role} side @param {RowFacts} facts @param {RowClasses} classes @param {(position: number) => number} rowOf row of the file
 * @returns {Finding[]}
 */
export function rowFindings(side, { norms }, classes, rowOf) {
  const images = side === "images";
  const positions = Array.from(norms.keys());
  const off = positions.filter((i) => Math.abs(norms[i] - 1) > UNIT_TOLERANCE).map(rowOf);
  const [min, max] = [norms.reduce((a, b) => Math.min(a, b), Infinity), norms.reduce((a, b) => Math.max(a, b), 0)];
  const lengths = `The ${side} are not of unit length: lengths run from ${min.toPrecision(3)} to ${max.toPrecision(3)}. Cosines are not affected; SAS, CKA, CORAL and MMD use the rows as they are.`;
  const copies = positions.filter((i) => classes.firsts[classes.of[i]] !== i).map(rowOf);
  const one = copies.length === 1;
  const repeats = images
    ? `${count(copies.length, "image row")} repeat${one ? "s" : ""} an earlier one exactly. If they are one image with several texts, say so in the pairing. As they are, they tie in search.`
    : `${count(copies.length, "text")} equal${one ? "s" : ""} an earlier one exactly, so even a perfect model cannot tell them apart. Retrieval is also given with identical texts accepted.`;
  const ofRows = (
    /** @type {string} */ code,
    /** @type {string} */ message,
    /** @type {number[]} */ rows,
    /** @type {Finding["level"]} */ level,
  ) => (rows.length > 0 ? [finding(code, message, rows.length, { level, rows: rows.slice(0, SHOWN), side })] : []);
  return [
    ...ofRows("NOT_UNIT_NORM", lengths, off, "note"),
    ...ofRows(images ? "IDENTICAL_IMAGES" : "IDENTICAL_TEXTS", repeats, copies, images ? "warning" : "note"),
  ];
}

/** @param {number} n @param {number} d @returns {Finding[]} */
export function sizeFindings(n, d) {
  const message = `Only ${n} pairs for ${d} dimensions. Few pairs raise the scores by chance: read them beside those of shuffled pairs, or audit more pairs.`;
  return n > d ? [] : [finding("FEW_ROWS", message, n)];
}

/** A row shift counts if it lifts the mean cosine by this much, and by this many standard errors. */
const SHIFT_GAIN = 0.02;
const SHIFT_ERRORS = 6;

/** A finding if the neighbours' rows fit better than a pair's own. @param {Shifted[]} looked of every block @returns {Finding[]} */
export function shiftFindings(looked) {
  const best = [...new Set(looked.map(({ shift }) => shift))]
    .map((shift) => {
      const parts = looked.filter((part) => part.shift === shift);
      const total = (/** @type {"count" | "sum" | "squares" | "matched"} */ of) => parts.reduce((sum, part) => sum + part[of], 0);
      const count = total("count");
      const gain = total("sum") / count;
      const error = Math.sqrt(Math.max(0, total("squares") / count - gain * gain) / count);
      return { shift, count, gain, matched: total("matched") / count, sure: gain > SHIFT_GAIN && gain > SHIFT_ERRORS * error };
    })
    .filter(({ sure }) => sure)
    .sort((a, b) => b.gain - a.gain)[0];
  if (!best) return [];
  const rows = count(Math.abs(best.shift), "row");
  const message = `The pairs are probably shifted: an image fits the text ${rows} ${best.shift > 0 ? "further down" : "further up"} better than its own. The mean cosine is ${(best.matched + best.gain).toFixed(3)} there, and ${best.matched.toFixed(3)} as they are paired. Check that both files list the same items in the same order: a header or first item may be lost on one side.`;
  return [finding("SHIFTED_ROWS", message, best.count)];
}

/** Sides that are stored in whole numbers. @param {Pairs} pairs @returns {Finding[]} */
export function typeFindings(pairs) {
  return /** @type {Role[]} */ (["images", "texts"])
    .filter((side) => !pairs[side].dtype.includes("float"))
    .map((side) => {
      const message = `The ${side} are stored as ${pairs[side].dtype}, in whole numbers: labels, counts or quantised embeddings. The scores are those of these numbers; export the embeddings as float32 if there are any.`;
      return finding("WHOLE_NUMBERS", message, pairs[side].rows, { side });
    });
}

/** Columns with one value in every row. @param {Role} side @param {number[]} columns @param {number} of @returns {Finding[]} */
export function constantFindings(side, columns, of) {
  const one = columns.length === 1;
  const dimensions = columns.slice(0, SHOWN);
  const message = `${columns.length} of ${of} dimensions of the ${side} ${one ? "has" : "have"} one value in every row (${one ? "number" : "numbers"} ${dimensions.join(", ")}${columns.length > SHOWN ? ", …" : ""}, counted from 0). Nothing varies there, yet ${one ? "it counts" : "they count"} among the directions of which the scores keep a share. Check the export, or leave ${one ? "it" : "them"} out on both sides.`;
  return columns.length > 0 ? [finding("CONSTANT_DIMENSIONS", message, columns.length, { side, dimensions })] : [];
}

/** Directions that this sample cannot separate move a score by more than its standard error. @param {Side[]} sides whose directions @param {number} n @param {boolean} ranged the score has a range @returns {Finding[]} */
export function alikeFindings(sides, n, ranged) {
  const of = sides.map((side) => `${side}s`).join(" and of the ");
  const message = `Neighbouring directions are too alike to tell apart here; another sample may choose others. They are directions of the ${of}${ranged ? "; the score’s range takes this in" : ""}.`;
  return sides.length > 0 ? [finding("DIRECTIONS_TOO_ALIKE", message, n)] : [];
}

const MOVES = "It moves every score, and lowers correlations of weak directions or makes them up.";

/** What an audit from sums says of the noise in them: whose it is, and what it promises. No finding names a site. @param {Pick<MomentsFile, "pairs" | "sites" | "noise" | "preprocessing" | "overlap">} moments @returns {Finding[]} */
export function promiseFindings(moments) {
  const { pairs, overlap } = moments;
  const sites = statedSites(moments);
  const noises = noisesOf(sites);
  const kind = kindOf(sites);
  const warning = (/** @type {string} */ code, /** @type {string} */ message) => finding(code, message, pairs);
  if (kind === "exact") return [];
  if (kind === "not known")
    return [
      warning(
        "NOISE_ADDED",
        `Noise was added to the sums of some sites before they left. ${MOVES} An earlier version of Askew pooled them, which kept one statement for all: which sites have noise is not known, so nothing is promised as a whole. Ask the sites for their own files.`,
      ),
    ];
  if (kind === "mixed")
    return [
      warning("NOISE_ADDED", `Noise was added to the sums of ${noises.length} of ${sites.length} sites before they left. ${MOVES}`),
      warning(
        "PROMISE_MIXED",
        `${sites.length - noises.length} of ${sites.length} sites have no noise, so nothing is promised as a whole: what is saved of this audit is made of these sites' sums as they are. Treat it as you treat their files. The noisy sites' own files keep their promise for pairs that are at no site without noise.`,
      ),
    ];
  const promise = /** @type {Noise} */ (promiseOf(moments));
  const added = warning(
    "NOISE_ADDED",
    `Noise was added before the sums left their site (${guaranteeWords(promise)}${promise.pairsPerPatient ? "" : ", not for a patient with several"}). ${MOVES}`,
  );
  if (overlap !== "not stated") return [added];
  const alone = /** @type {Noise} */ (promiseOf({ ...moments, overlap: "none" }));
  return [
    added,
    warning(
      "PAIRS_MAY_OVERLAP",
      `Nothing in the files tells whether a pair is at more than one of the ${noises.length} sites with noise. If none is, each pair keeps the promise of its own site (at the weakest ${guaranteeWords(alone)}). If pairs are at several, the promises add up: ${guaranteeWords(promise)}, which is stated here.`,
    ),
  ];
}
