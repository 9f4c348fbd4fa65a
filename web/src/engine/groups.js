/** Which images belong to which group of a column. */
import { Failure } from "../failure.js";
import { quantile } from "../quantiles.js";
import { spread } from "./plan.js";

/** @import { Audit, Pairs, TextColumn } from "../types.d.ts" */
/** @import { Group } from "./types.d.ts" */

/** More distinct numbers than this are cut into quarters. */
const DISTINCT = 12;
/** More groups than this are not looked at. */
const MOST = 40;
/** Pairs of a column that are looked at to tell whether it groups them. */
const LOOKED_AT = 50_000;
/** Groups of fewer pairs are named, not scored, unless told otherwise. */
export const MINIMUM = 30;

/** Images by value; those without one are left out. @param {string[]} values */
function byValue(values) {
  /** @type {Map<string, number[]>} */
  const groups = new Map();
  for (const [image, value] of values.entries())
    if (value !== "")
      groups
        .set(value, groups.get(value) ?? [])
        .get(value)
        ?.push(image);
  return groups;
}

/** @param {string} value */
const isNumber = (value) => value.trim() !== "" && Number.isFinite(Number(value));

/** Quarters of the images by a number; equal numbers stay together, so that quarters may be uneven or fewer. @param {Map<string, number[]>} imagesOf @returns {Group[]} */
function quarters(imagesOf) {
  const sorted = [...imagesOf].map(([value, images]) => ({ number: Number(value), value, images })).sort((a, b) => a.number - b.number);
  const all = sorted.flatMap(({ number, images }) => images.map(() => number));
  const ends = [0.25, 0.5, 0.75].map((share) => quantile(all, share));
  return [0, 1, 2, 3].flatMap((quarter) => {
    const inside = sorted.filter(({ number }) => ends.filter((end) => number > end).length === quarter);
    if (inside.length === 0) return [];
    const [first, last] = [inside[0].value, inside[inside.length - 1].value];
    const images = inside.flatMap((one) => one.images).sort((a, b) => a - b);
    return [{ value: first === last ? first : `${first} to ${last}`, images }];
  });
}

/** @param {string[]} values one per image @returns {{ groups: Group[], notes: string[] }} numbers in their order, words with the largest group first */
export function groupsOf(values) {
  const imagesOf = byValue(values);
  const notes = [];
  const without = values.filter((value) => value === "").length;
  if (without > 0)
    notes.push(`${without} of ${values.length} pairs have no value and belong to no group; the random groups are drawn from all pairs.`);
  const numeric = [...imagesOf.keys()].every(isNumber);
  if (numeric && imagesOf.size > DISTINCT) {
    notes.push(`${imagesOf.size} different numbers were cut into quarters of the pairs.`);
    return { groups: quarters(imagesOf), notes };
  }
  const bySize = [...imagesOf].map(([value, images]) => ({ value, images })).sort((a, b) => b.images.length - a.images.length);
  if (bySize.length > MOST) notes.push(`Of ${bySize.length} groups the ${MOST} largest are shown.`);
  const groups = bySize.slice(0, MOST);
  return { groups: numeric ? groups.sort((a, b) => Number(a.value) - Number(b.value)) : groups, notes };
}

/** Columns that divide the pairs into at least two groups of enough pairs. @param {TextColumn[]} [columns] @param {number} [minimum] */
export function groupingColumns(columns = [], minimum = MINIMUM) {
  return columns.flatMap(({ name, values }) => {
    const looked = Array.from(spread(values.length, LOOKED_AT), (image) => values[image]);
    const enough = groupsOf(looked).groups.filter(({ images }) => images.length >= minimum);
    return enough.length >= 2 ? [name] : [];
  });
}

/** Values of a column, one per image. @param {Pairs} pairs @param {string} column */
export function columnNamed({ metadata = [] }, column) {
  const named = metadata.find(({ name }) => name === column);
  if (named) return named.values;
  const hint =
    metadata.length > 0
      ? `Known: ${metadata.map(({ name }) => name).join(", ")}.`
      : "The files have no columns that describe the pairs: give a table of them.";
  throw new Failure("BAD_USE", `There is no column "${column}" to group the pairs by. ${hint}`, { column });
}

/**
 * Columns that may have given the groups of a saved audit: the one of its name or, if its names were left out, those that
 * divide the pairs into groups of the same sizes.
 * @param {Pairs} pairs @param {Pick<Audit, "subgroups" | "namesLeftOut">} saved
 */
export function columnsLike({ metadata = [] }, { subgroups, namesLeftOut }) {
  if (!subgroups) return [];
  if (!namesLeftOut) return metadata.flatMap(({ name }) => (name === subgroups.column ? [name] : []));
  const sizes = subgroups.groups.map(({ n }) => n).join();
  const sizesOf = (/** @type {string[]} */ values) => groupsOf(values).groups.map(({ images }) => images.length);
  return metadata.filter(({ values }) => sizesOf(values).join() === sizes).map(({ name }) => name);
}
