/** Dictionaries whose keys are ids: of vectors, of lists of vectors, of records. */
import { Failure } from "../failure.js";
import { isNumberList } from "./tensor.js";
import { kindOfNames } from "./tensor-keys.js";
import { addStack, areLabelTensors } from "./tensor-lists.js";
import { areAlike, samples } from "./tensor-records.js";
import { isOfOneType, rowShape, stack, unequal, vectors } from "./tensor-rows.js";
import { keyed, keyWord } from "./tensor-words.js";
import { onceARow } from "./text-columns.js";

/** @import { Stack, Tree } from "./types.d.ts" */

/** Fewer names may be names of anything. */
const FEWEST = 3;

/** A few lists of whole numbers are labels and ids rather than vectors. @param {readonly unknown[]} values */
const areLabels = (values) => values.every((value) => isNumberList(value) && value.every(Number.isInteger)) || areLabelTensors(values);

/** @param {ReadonlyMap<unknown, unknown>} map @param {string} name @returns {{ stacked: Stack, keys: string[] | null, kind: "ids" | "parts" } | null} */
function vectorsByKey(map, name) {
  if (map.size < FEWEST) return null;
  const values = [...map.values()];
  if (!values.some(vectors) || areLabels(values)) return null;
  const stacked = stack(name, values);
  if (!stacked || !isOfOneType(stacked)) return null;
  if (stacked.counts.includes(0) && !stacked.counts.some((count) => count > 1)) return null;
  const words = [...map.keys()].map(keyWord);
  const keys = words.every((word) => word !== null) ? words : null;
  const kind = keys ? kindOfNames(keys, stacked.counts) : "ids";
  return kind && { stacked, keys, kind };
}

/** A dictionary from ids to vectors. @param {ReadonlyMap<unknown, unknown>} map @param {string} name @param {Tree} tree @param {string} where */
export function rowsByKey(map, name, tree, where) {
  const vectorsOf = vectorsByKey(map, name);
  if (!vectorsOf) {
    tree.refused.push(...oddWidth(map, name, where));
    return false;
  }
  const { stacked, keys, kind } = vectorsOf;
  // Keys that stand for several rows each say more than the blocks do.
  delete stacked.block;
  addStack(stacked, [], tree);
  if (keys && kind === "ids")
    tree.columns.push({ name: keyed(name, "key"), values: onceARow(keys, stacked.counts), of: stacked.name, keys: true });
  return true;
}

/** Ids of vectors, all but a few of one width. @param {ReadonlyMap<unknown, unknown>} map @param {string} name @param {string} where @returns {Failure[]} */
function oddWidth(map, name, where) {
  if (map.size < FEWEST) return [];
  const [first] = map.values();
  const values = [...map.values()];
  if (!vectors(first) || areLabels(values)) return [];
  const keys = [...map.keys()].map((key) => keyWord(key) ?? "");
  if (kindOfNames(keys, [1]) !== "ids") return [];
  /** @type {Map<number, number>} */
  const widths = new Map();
  for (const value of values) {
    const list = vectors(value);
    if (!list && !(Array.isArray(value) && value.length === 0)) return [];
    if (list && list.length === 1 && rowShape(list[0])?.shape[0] !== 1) return [];
    const width = (list?.[0] && rowShape(list[0])?.shape[1]) ?? 0;
    widths.set(width, (widths.get(width) ?? 0) + 1);
  }
  if (widths.size < 2 || Math.max(...widths.values()) < 0.8 * values.length) return [];
  return [unequal(name || "The vector", values, where, (index) => `the key ${keys[index]}`)];
}

/** Batches of a dictionary, each under ids of its own, as one; null for any other list. @param {readonly unknown[]} list @returns {Map<unknown, unknown> | null} */
export function unitedDictionaries(list) {
  const [first] = list;
  if (list.length < 2 || !(first instanceof Map) || first.size === 0 || !list.every((item) => item instanceof Map)) return null;
  const [key] = first.keys();
  const maps = /** @type {Map<unknown, unknown>[]} */ (list);
  if (maps.slice(1).every((map) => map.has(key))) return null;
  /** @type {Map<unknown, unknown>} */
  const united = new Map(maps.flatMap((map) => [...map]));
  return united.size === maps.reduce((sum, { size }) => sum + size, 0) ? united : null;
}

/** Several dictionaries of the same ids are sides, not samples. @param {readonly unknown[]} list */
export function areDictionariesOfIds(list) {
  const [first] = list;
  return (
    list.length > 1 &&
    first instanceof Map &&
    list.length < first.size &&
    list.every((item) => item instanceof Map && vectorsByKey(item, "")?.kind === "ids")
  );
}

/** A dictionary from ids to records. @param {ReadonlyMap<unknown, unknown>} map @param {string} name @param {Tree} tree @param {string} where */
export function recordsByKey(map, name, tree, where) {
  const records = [...map.values()];
  if (map.size < FEWEST || !areAlike(records) || map.size <= records[0].size) return false;
  const keys = [...map.keys()].map(keyWord);
  if (!keys.every((key) => key !== null)) return false;
  // Layers of a model are records of parameters.
  const words = [...records[0].keys()].map((field) => keyWord(field) ?? "");
  if (kindOfNames([...keys, ...words.filter((word) => /weight|bias|gamma|beta|running/i.test(word))], [1]) === null) return false;
  const before = tree.stacks.length;
  if (!samples(records, name, tree, where)) return false;
  const stacks = tree.stacks.slice(before);
  for (const { name: of, counts } of stacks)
    tree.columns.push({ name: keyed(name, "key"), values: onceARow(keys, counts), of, keys: true });
  if (stacks.length === 0) tree.columns.push({ name: keyed(name, "key"), values: keys });
  return true;
}
