/** What the pairs' coordinates may go with: text length, norms, metadata; and how strongly they do. */
import { chiSquared95 } from "../quantiles.js";
import { unavailable } from "./unavailable.js";

/** @import { Pairs, Quantity, Trait } from "../types.d.ts" */
/** @import { MeasuredTrait } from "./types.d.ts" */

/** Columns of more values are no groups; integers of more values are no codes. */
const MOST_GROUPS = 50;
const MOST_CODES = 10;
/** Pairs that a group has on average, at least. */
const GROUP_PAIRS = 5;
const MOST_COLUMNS = 30;
/** Norms this near 1 are those of unit rows. */
const UNIT_TOLERANCE = 2e-3;
const MISSING = /^(|na|n\/a|nan|none|null|missing|-)$/i;

/** The correlation ratio without what chance adds. @param {number} square eta^2 @param {number} n @param {number} groups */
function adjusted(square, n, groups) {
  return Math.sqrt(Math.max(0, 1 - ((1 - square) * (n - 1)) / (n - groups)));
}

/** @param {Trait["of"]} of @param {string} name @param {Float64Array} values @returns {MeasuredTrait | undefined} */
function numberTrait(of, name, values) {
  const known = values.filter((value) => !Number.isNaN(value));
  if (known.length < 3 || known.every((value) => value === known[0])) return undefined;
  return { of, name, kind: "number", groups: 0, pairs: known.length, chance95: Math.min(1, 1.96 / Math.sqrt(known.length - 1)), values };
}

/** @param {string} name @param {string[]} words @returns {MeasuredTrait | undefined} */
function groupTrait(name, words) {
  /** @type {Map<string, number>} */
  const numbers = new Map();
  const values = Int32Array.from(words, (word) => {
    if (MISSING.test(word)) return -1;
    const known = numbers.get(word) ?? numbers.size;
    numbers.set(word, known);
    return known;
  });
  const pairs = values.filter((group) => group >= 0).length;
  const groups = numbers.size;
  if (groups < 2 || groups > MOST_GROUPS || groups * GROUP_PAIRS > pairs) return undefined;
  const chance95 = adjusted(Math.min(1, chiSquared95(groups - 1) / (pairs - 1)), pairs, groups);
  return { of: "metadata", name, kind: "groups", groups, pairs, chance95, values };
}

/** A column as numbers or as groups; neither for names, prose and row numbers. @param {string} name @param {string[]} column */
function columnTrait(name, column) {
  const words = column.map((value) => value.trim());
  const numbers = Float64Array.from(words, (word) => (MISSING.test(word) ? Number.NaN : Number(word)));
  const numeric = words.every((word, row) => MISSING.test(word) || Number.isFinite(numbers[row]));
  if (!numeric) return groupTrait(name, words);
  const counted = numbers.length > 2 && numbers.every((value, row) => value === numbers[0] + row);
  const distinct = new Set(numbers.filter((value) => !Number.isNaN(value)));
  const codes = distinct.size > 2 && distinct.size <= MOST_CODES && [...distinct].every(Number.isInteger);
  if (counted) return undefined;
  return codes ? groupTrait(name, words) : numberTrait("metadata", name, numbers);
}

/** @param {Trait["of"]} of @param {Float64Array} norms */
function normTrait(of, norms) {
  return norms.every((norm) => Math.abs(norm - 1) <= UNIT_TOLERANCE) ? undefined : numberTrait(of, "", norms);
}

/**
 * @param {Pairs} pairs @param {Int32Array} images rows looked at @param {Int32Array} firstTexts rows of their first texts
 * @param {{ images: Float64Array, texts: Float64Array }} norms of those
 */
export function traitsOf({ captions, metadata = [] }, images, firstTexts, norms) {
  const lengths =
    captions &&
    numberTrait(
      "textLength",
      "",
      Float64Array.from(firstTexts, (row) => captions[row].length),
    );
  const columns = metadata.map(({ name, values }) =>
    columnTrait(
      name,
      Array.from(images, (row) => values[row]),
    ),
  );
  const found = [lengths, normTrait("imageNorm", norms.images), normTrait("textNorm", norms.texts), ...columns];
  return found.filter((trait) => trait !== undefined).slice(0, MOST_COLUMNS);
}

/** Pearson's r. @param {Float64Array} a @param {ArrayLike<number>} b NaN where there is none */
function pearson(a, b) {
  let n = 0;
  let meanA = 0;
  let meanB = 0;
  for (let i = 0; i < a.length; i++) {
    if (Number.isNaN(b[i])) continue;
    n++;
    meanA += a[i];
    meanB += b[i];
  }
  meanA /= n;
  meanB /= n;
  let aa = 0;
  let bb = 0;
  let ab = 0;
  for (let i = 0; i < a.length; i++) {
    if (Number.isNaN(b[i])) continue;
    aa += (a[i] - meanA) ** 2;
    bb += (b[i] - meanB) ** 2;
    ab += (a[i] - meanA) * (b[i] - meanB);
  }
  return aa > 0 && bb > 0 ? Math.max(-1, Math.min(1, ab / Math.sqrt(aa * bb))) : undefined;
}

/** @param {Float64Array} a @param {ArrayLike<number>} group @param {number} groups */
function correlationRatio(a, group, groups) {
  const counts = new Float64Array(groups);
  const sums = new Float64Array(groups);
  let n = 0;
  let sum = 0;
  for (let i = 0; i < a.length; i++) {
    if (group[i] < 0) continue;
    counts[group[i]]++;
    sums[group[i]] += a[i];
    sum += a[i];
    n++;
  }
  const mean = sum / n;
  let total = 0;
  for (let i = 0; i < a.length; i++) if (group[i] >= 0) total += (a[i] - mean) ** 2;
  let between = 0;
  for (let g = 0; g < groups; g++) between += counts[g] * (sums[g] / counts[g] - mean) ** 2;
  return total > 0 ? adjusted(Math.min(1, between / total), n, groups) : undefined;
}

/** How strongly coordinates go with a trait. @param {Float64Array} coordinates @param {MeasuredTrait} trait @returns {Quantity} */
export function correlation(coordinates, { kind, values, groups }) {
  const found = kind === "number" ? pearson(coordinates, values) : correlationRatio(coordinates, values, groups);
  return found ?? unavailable("no variance among the pairs that have a value");
}
