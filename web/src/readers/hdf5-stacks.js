/** Datasets that hold one item each, named by its id: together they are the rows of one array, and their names its keys. */
import { Failure } from "../failure.js";
import { foldersOf } from "./hdf5-folders.js";
import { shapeInWords } from "./opened-file.js";
import { onceARow } from "./text-columns.js";

/** @import { FoundDataset, TextColumn } from "../types.d.ts" */
/** @import { DatasetItem, DatasetStack } from "./types.d.ts" */

/** Fewer are arrays of their own. */
const FEWEST = 3;
/** So many of one row each are items, whatever stands beside them. */
const MANY = 8;
/** Share of vectors of another width that are mistakes, and no other things. */
const FEW_ODD = 0.2;
const FIELD = /mean|std|var|scale|bias|weight|loss|temperature|histor|center|centre|eigen|singular|spectrum|score|label|index|time/i;
/** Captions of one image, not the rows of a set. */
const MOST_ROWS = 64;

/** @param {string} path @returns {[string, string]} group and name */
function split(path) {
  const at = path.lastIndexOf("/");
  return [path.slice(0, Math.max(0, at)), path.slice(at + 1)];
}

/** @param {string} path @returns {[string, string] | null} group and name of the group that the path's last name is in */
function splitAbove(path) {
  const [group, leaf] = split(path);
  const [above, key] = split(group);
  return group ? [above ? `${above}/${leaf}` : leaf, key] : null;
}

/** (d,), (1, d) or (C, d). @param {FoundDataset} dataset @returns {{ rows: number, cols: number } | null} */
function itemShape({ numbers, shape, dtype }) {
  if (!numbers || shape.length < 1 || shape.length > 2) return null;
  const [rows, cols] = shape.length === 1 ? [1, shape[0]] : shape;
  // Whole numbers, one after the other, are a column.
  if (shape.length === 1 && !dtype.startsWith("float")) return null;
  return rows >= 1 && rows <= MOST_ROWS && cols >= 2 ? { rows, cols } : null;
}

/** @param {DatasetItem[]} items @param {number} cols @param {readonly FoundDataset[]} beside in the same group */
function areItems(items, cols, beside) {
  if (items.length < FEWEST) return false;
  if (items.some(({ rows }) => rows > 1)) return items.length >= MANY && items.every(({ rows }) => rows < items.length);
  // As long as what stands beside them: they are columns of those rows.
  if (beside.some(({ shape }) => shape[0] === cols)) return false;
  return items.length >= MANY || !beside.some(({ numbers, shape }) => numbers && shape.length > 1);
}

/**
 * @param {readonly FoundDataset[]} datasets that can be read
 * @param {string} where the file
 * @returns {{ stacks: DatasetStack[], rest: readonly FoundDataset[], refused: Failure[] }} refused: stacks that an item of another width would be missing from
 */
export function stacksOf(datasets, where) {
  /** @type {DatasetStack[]} */
  const stacks = [];
  /** @type {Failure[]} */
  const refused = [];
  /** @type {Set<FoundDataset>} */
  const used = new Set();
  const inFolders = foldersOf(datasets, itemShape);
  let rest = datasets;
  // images/ID first, then ID/image.
  for (const place of [(/** @type {string} */ path) => inFolders(path) ?? split(path), splitAbove]) {
    for (const { stack, odd } of stacksBy(place, rest)) {
      if (odd) refused.push(oddItem(stack, odd, where));
      else stacks.push(stack);
      for (const { dataset } of stack.items) used.add(dataset);
    }
    rest = datasets.filter((dataset) => !used.has(dataset));
  }
  for (const stack of stacks) {
    const alike = rest.filter((dataset) => isLooseVector(dataset) && isLikeItems(dataset, stack));
    if (alike.length > 0) refused.push(leftOut(stack, alike, where));
  }
  return { stacks, rest, refused };
}

/** One vector of numbers, of any length, whose name is none of a field. @param {FoundDataset} dataset */
const isLooseVector = ({ name, numbers, shape, dtype }) =>
  numbers && shape.length === 1 && dtype.startsWith("float") && !FIELD.test(split(name)[1]);

/** As wide as the items, and as many groups deep. @param {FoundDataset} dataset @param {DatasetStack} stack */
const isLikeItems = ({ name, shape }, { cols, items: [{ dataset }] }) =>
  shape[0] === cols && name.split("/").length === dataset.name.split("/").length && name.includes("/");

/** @param {DatasetStack} stack @param {FoundDataset[]} alike @param {string} where */
function leftOut({ items, cols }, alike, where) {
  const { dataset } = items[0];
  return new Failure(
    "ROWS_UNCLEAR",
    `${where} holds ${items.length} datasets of ${cols} numbers such as ${dataset.name}, and ${alike.length} more such as ${alike[0].name} in other groups: ` +
      "whether these are rows of the same array is not known. Save one dataset a side of shape (items, columns), and the ids in a dataset of their own.",
    { where, dataset: alike[0].name, items: items.length, others: alike.length },
  );
}

/** @param {DatasetStack} stack @param {FoundDataset} odd @param {string} where */
function oddItem({ name, cols, items }, odd, where) {
  const { dataset } = items[0];
  return new Failure(
    "SHAPE",
    `${odd.name} in ${where} has the shape ${shapeInWords(odd.shape)}, and ${items.length} datasets beside it, as ${dataset.name}, hold vectors of ${cols} numbers: one width is needed. ` +
      "Save vectors of one model in one file, and leave out what has none.",
    { where, name, dataset: odd.name, expected: cols },
  );
}

/** @param {(path: string) => [string, string] | null} place @param {readonly FoundDataset[]} datasets @returns {{ stack: DatasetStack, odd?: FoundDataset }[]} odd: an item of another width */
function stacksBy(place, datasets) {
  /** @type {Map<string, Map<number, DatasetItem[]>>} */
  const groups = new Map();
  /** @type {Map<string, FoundDataset[]>} */
  const others = new Map();
  for (const dataset of datasets) {
    const [name, key] = place(dataset.name) ?? [];
    if (name === undefined || key === undefined) continue;
    const shape = itemShape(dataset);
    if (!shape) {
      const beside = others.get(name) ?? [];
      others.set(name, beside);
      beside.push(dataset);
      continue;
    }
    const widths = groups.get(name) ?? new Map();
    groups.set(name, widths);
    const items = widths.get(shape.cols) ?? [];
    widths.set(shape.cols, items);
    items.push({ dataset, key, rows: shape.rows });
  }
  /** @type {{ stack: DatasetStack, odd?: FoundDataset }[]} */
  const stacks = [];
  for (const [name, widths] of groups) {
    const [[cols, items], ...rest] = [...widths].sort(([, a], [, b]) => b.length - a.length);
    const beside = [...(others.get(name) ?? []), ...rest.flatMap(([, of]) => of.map(({ dataset }) => dataset))];
    if (!areItems(items, cols, beside)) continue;
    const odd = beside.filter(isLooseVector);
    const areFew = odd.length > 0 && odd.length <= FEW_ODD * (items.length + odd.length);
    stacks.push({ stack: { name, cols, rows: items.reduce((sum, { rows }) => sum + rows, 0), items }, ...(areFew && { odd: odd[0] }) });
  }
  return stacks;
}

/** @param {DatasetStack} stack @returns {TextColumn} */
export function keysOf({ name, items }) {
  const keys = items.map(({ key }) => key);
  const counts = items.map(({ rows }) => rows);
  return { name: "key", values: onceARow(keys, counts), of: name, keys: true };
}
