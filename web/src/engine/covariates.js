/** What the pairs' coordinates may go with: text length, norms, metadata; and how strongly they do. */
import { mean, sum } from "../quantiles.js";
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

/** @typedef {(freedom: number) => Promise<number>} ChiSquared95 its 95 % point */

/** The correlation ratio without what chance adds. @param {number} square eta^2 @param {number} n @param {number} groups */
function adjusted(square, n, groups) {
  return Math.sqrt(Math.max(0, 1 - ((1 - square) * (n - 1)) / (n - groups)));
}

/** @param {Trait["of"]} of @param {string} name @param {Float64Array} values @returns {MeasuredTrait | undefined} */
function numberTrait(of, name, values) {
  const present = values.filter((value) => !Number.isNaN(value));
  if (present.length < 3 || present.every((value) => value === present[0])) return undefined;
  return {
    of,
    name,
    kind: "number",
    groups: 0,
    pairs: present.length,
    chance95: Math.min(1, 1.96 / Math.sqrt(present.length - 1)),
    values,
  };
}

/** @param {string} name @param {string[]} words @param {ChiSquared95} chiSquared95 @returns {Promise<MeasuredTrait | undefined>} */
async function groupTrait(name, words, chiSquared95) {
  /** @type {Map<string, number>} */
  const numbers = new Map();
  const values = Int32Array.from(words, (word) => {
    if (MISSING.test(word)) return -1;
    const number = numbers.get(word) ?? numbers.size;
    numbers.set(word, number);
    return number;
  });
  const pairs = values.filter((group) => group >= 0).length;
  const groups = numbers.size;
  if (groups < 2 || groups > MOST_GROUPS || groups * GROUP_PAIRS > pairs) return undefined;
  const chance95 = adjusted(Math.min(1, (await chiSquared95(groups - 1)) / (pairs - 1)), pairs, groups);
  return { of: "metadata", name, kind: "groups", groups, pairs, chance95, values };
}

/** A column as numbers or as groups; neither for names, prose and row numbers. @param {string} name @param {string[]} column @param {ChiSquared95} chiSquared95 */
async function columnTrait(name, column, chiSquared95) {
  const words = column.map((value) => value.trim());
  const numbers = Float64Array.from(words, (word) => (MISSING.test(word) ? Number.NaN : Number(word)));
  const numeric = words.every((word, row) => MISSING.test(word) || Number.isFinite(numbers[row]));
  if (!numeric) return groupTrait(name, words, chiSquared95);
  const counted = numbers.length > 2 && numbers.every((value, row) => value === numbers[0] + row);
  const distinct = new Set(numbers.filter((value) => !Number.isNaN(value)));
  const codes = distinct.size > 2 && distinct.size <= MOST_CODES && [...distinct].every(Number.isInteger);
  if (counted) return undefined;
  return codes ? groupTrait(name, words, chiSquared95) : numberTrait("metadata", name, numbers);
}

/** @param {Trait["of"]} of @param {Float64Array} norms */
function normTrait(of, norms) {
  return norms.every((norm) => Math.abs(norm - 1) <= UNIT_TOLERANCE) ? undefined : numberTrait(of, "", norms);
}

/**
 * @param {Pairs} pairs @param {Int32Array} images rows looked at @param {Int32Array} firstTexts rows of their first texts
 * @param {{ images: Float64Array, texts: Float64Array }} norms of those
 * @param {ChiSquared95} chiSquared95
 */
export async function traitsOf({ captions, metadata = [] }, images, firstTexts, norms, chiSquared95) {
  const lengths = captions && Float64Array.from(firstTexts, (row) => captions[row].length);
  const column = (/** @type {string[]} */ values) => Array.from(images, (row) => values[row]);
  const traits = [
    lengths && numberTrait("textLength", "", lengths),
    normTrait("imageNorm", norms.images),
    normTrait("textNorm", norms.texts),
    ...(await Promise.all(metadata.map(({ name, values }) => columnTrait(name, column(values), chiSquared95)))),
  ];
  return traits.filter((trait) => trait !== undefined).slice(0, MOST_COLUMNS);
}

/** Pearson's r. @param {number[]} a @param {number[]} b */
function pearson(a, b) {
  const [meanA, meanB] = [mean(a), mean(b)];
  let [aa, bb, ab] = [0, 0, 0];
  for (let k = 0; k < a.length; k++) {
    aa += (a[k] - meanA) ** 2;
    bb += (b[k] - meanB) ** 2;
    ab += (a[k] - meanA) * (b[k] - meanB);
  }
  return aa > 0 && bb > 0 ? Math.max(-1, Math.min(1, ab / Math.sqrt(aa * bb))) : undefined;
}

/** @param {number[]} a @param {number[]} group of each @param {number} groups */
function correlationRatio(a, group, groups) {
  const counts = new Float64Array(groups);
  const sums = new Float64Array(groups);
  for (const [i, value] of a.entries()) {
    counts[group[i]]++;
    sums[group[i]] += value;
  }
  const centre = mean(a);
  const total = sum(a.map((value) => (value - centre) ** 2));
  const between = sum(counts.map((count, g) => count * (sums[g] / count - centre) ** 2));
  return total > 0 ? adjusted(Math.min(1, between / total), a.length, groups) : undefined;
}

/** How strongly coordinates go with a trait. @param {Float64Array} coordinates @param {MeasuredTrait} trait @returns {Quantity} */
export function correlation(coordinates, { kind, values, groups }) {
  const rows = Array.from(values.keys()).filter((row) => (kind === "number" ? !Number.isNaN(values[row]) : values[row] >= 0));
  const [own, others] = [rows.map((row) => coordinates[row]), rows.map((row) => values[row])];
  return (
    (kind === "number" ? pearson(own, others) : correlationRatio(own, others, groups)) ??
    unavailable("no variance among the pairs that have a value")
  );
}
