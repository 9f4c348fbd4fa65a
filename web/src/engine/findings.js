/** What the row pass shows about the data, in words. */
import { count, SHOWN } from "./row-checks.js";

/** @import { Finding, Pairs, Role } from "../types.d.ts" */
/** @import { RowClasses, RowFacts, Shifted } from "./types.d.ts" */

/** Norms this near 1 count as unit norm: float16 rounding of unit rows. */
const UNIT_TOLERANCE = 2e-3;

/**
 * @param {Role} side @param {RowFacts} facts @param {RowClasses} groups @param {(position: number) => number} rowOf row of the file
 * @returns {Finding[]}
 */
export function rowFindings(side, facts, groups, rowOf) {
  /** @type {Finding[]} */
  const findings = [];
  let min = Number.POSITIVE_INFINITY;
  let max = 0;
  const off = [];
  for (let i = 0; i < facts.norms.length; i++) {
    const norm = facts.norms[i];
    min = Math.min(min, norm);
    max = Math.max(max, norm);
    if (Math.abs(norm - 1) > UNIT_TOLERANCE) off.push(rowOf(i));
  }
  if (off.length > 0)
    findings.push({
      code: "NOT_UNIT_NORM",
      level: "note",
      message: `The ${side} are not of unit length: lengths run from ${min.toPrecision(3)} to ${max.toPrecision(3)}. Cosines are not affected; SAS, CKA, CORAL and MMD use the rows as they are.`,
      count: off.length,
      rows: off.slice(0, SHOWN),
      side,
    });
  const copies = [];
  for (let i = 0; i < groups.of.length; i++) if (groups.firsts[groups.of[i]] !== i) copies.push(rowOf(i));
  if (copies.length > 0)
    findings.push({
      code: side === "images" ? "IDENTICAL_IMAGES" : "IDENTICAL_TEXTS",
      level: side === "images" ? "warning" : "note",
      message:
        side === "images"
          ? `${count(copies.length, "image row")} repeat${copies.length === 1 ? "s" : ""} an earlier one exactly. If they are one image with several texts, give the texts an image: the flat pairing makes ties in retrieval.`
          : `${count(copies.length, "text")} equal${copies.length === 1 ? "s" : ""} an earlier one exactly, so even a perfect model cannot tell them apart. Retrieval is also given with identical texts accepted.`,
      count: copies.length,
      rows: copies.slice(0, SHOWN),
      side,
    });
  return findings;
}

/** @param {number} n @param {number} d @returns {Finding[]} */
export function sizeFindings(n, d) {
  if (n > d) return [];
  return [
    {
      code: "FEW_ROWS",
      level: "warning",
      message: `${n} pairs are few for ${d} dimensions: the spectrum cannot be told from noise beyond ${n - 1} directions, and chance alone lifts the scores.`,
      count: n,
      rows: [],
    },
  ];
}

/** A row shift counts where it lifts the mean cosine by this much, and by this many standard errors. */
const SHIFT_GAIN = 0.02;
const SHIFT_ERRORS = 6;

/** Where the neighbours' rows fit better than a pair's own. @param {Shifted[]} looked of every block @returns {Finding[]} */
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
  return [
    {
      code: "SHIFTED_ROWS",
      level: "warning",
      message: `The pairs are probably shifted: an image fits the text ${rows} ${best.shift > 0 ? "further down" : "further up"} better than its own (mean cosine ${(best.matched + best.gain).toFixed(3)} against ${best.matched.toFixed(3)}). Check that both files list the same items in the same order, for example that no header or first item was lost on one side.`,
      count: best.count,
      rows: [],
    },
  ];
}

/** Sides that are stored in whole numbers. @param {Pairs} pairs @returns {Finding[]} */
export function typeFindings(pairs) {
  return /** @type {Role[]} */ (["images", "texts"])
    .filter((side) => !pairs[side].dtype.includes("float"))
    .map((side) => ({
      code: "WHOLE_NUMBERS",
      level: "warning",
      message: `The ${side} are stored as ${pairs[side].dtype}, in whole numbers: labels, counts or quantised embeddings. The scores are those of these numbers; export the embeddings as float32 if there are any.`,
      count: pairs[side].rows,
      rows: [],
      side,
    }));
}

/** Columns with one value in every row. @param {Role} side @param {number[]} columns @param {number} of @returns {Finding[]} */
export function constantFindings(side, columns, of) {
  if (columns.length === 0) return [];
  const one = columns.length === 1;
  const dimensions = columns.slice(0, SHOWN);
  return [
    {
      code: "CONSTANT_DIMENSIONS",
      level: "warning",
      message: `${columns.length} of ${of} dimensions of the ${side} ${one ? "has" : "have"} one value in every row (${one ? "number" : "numbers"} ${dimensions.join(", ")}${columns.length > SHOWN ? ", …" : ""}, counted from 0). Nothing varies there, yet ${one ? "it counts" : "they count"} among the directions of which the scores keep a share: check the export, or leave ${one ? "it" : "them"} out on both sides.`,
      count: columns.length,
      rows: [],
      side,
      dimensions,
    },
  ];
}

/** Directions that this sample cannot tell apart move a score by more than its standard error. @param {("image" | "text")[]} sides whose directions @param {number} n @param {boolean} ranged the score has a range @returns {Finding[]} */
export function alikeFindings(sides, n, ranged) {
  if (sides.length === 0) return [];
  const of = sides.map((side) => `${side}s`).join(" and of the ");
  return [
    {
      code: "DIRECTIONS_TOO_ALIKE",
      level: "warning",
      message: `Neighbouring directions are too alike to tell apart here; another sample may choose others. They are directions of the ${of}${ranged ? "; the score's range takes this in" : ""}.`,
      count: n,
      rows: [],
    },
  ];
}
