/** What a pickle holds, as named tensors: the paper's list of samples, lists and dictionaries of vectors, or any nesting. */
import { Failure } from "../failure.js";
import { NumpyArray } from "./pickle-names.js";
import { asTensor, isNumberList, Tensor, withoutObjects } from "./tensor.js";
import { areDictionariesOfIds, recordsByKey, rowsByKey, unitedDictionaries } from "./tensor-dictionaries.js";
import { ragged, rows, wordLists, words } from "./tensor-lists.js";
import { samples, tuples } from "./tensor-records.js";
import { dictionaryColumns, keyed } from "./tensor-words.js";

/** @import { Budget } from "./budget.js" */
/** @import { Tree } from "./types.d.ts" */

const DEEPEST = 64;

/**
 * @param {unknown} value what the pickle holds
 * @param {Budget} budget
 * @param {string} [name] before all others
 * @returns {Tree}
 */
export function readTree(value, { file, single }, name = "") {
  const walk = new Walk(file, single);
  walk.visit(value, name, 0);
  return walk.tree;
}

class Walk {
  /** @param {string} where @param {boolean} single */
  constructor(where, single) {
    this.where = where;
    this.single = single;
    /** @type {Tree} */
    this.tree = { tensors: [], stacks: [], columns: [], words: [], refused: [] };
    /** a container is read once, however often it is named @type {Set<unknown>} */
    this.seen = new Set();
  }

  /** @param {unknown} value @param {string} name @param {number} depth */
  visit(value, name, depth) {
    const { tree, where, seen } = this;
    if (depth > DEEPEST)
      throw new Failure("UNSUPPORTED_FORMAT", `${where} nests its data more than ${DEEPEST} deep. Save the features alone.`, { where });
    const plain = withoutObjects(value);
    if (plain instanceof Tensor || plain instanceof NumpyArray)
      tree.tensors.push({ name, tensor: /** @type {Tensor} */ (asTensor(plain)) });
    if (!(plain instanceof Map || Array.isArray(plain)) || seen.has(plain)) return;
    seen.add(plain);
    if (plain instanceof Map) this.visitMap(plain, name, depth);
    else this.visitList(plain, name, depth);
  }

  /** @param {Map<unknown, unknown>} map @param {string} name @param {number} depth */
  visitMap(map, name, depth) {
    const { tree, where } = this;
    if (rowsByKey(map, name, tree, where) || recordsByKey(map, name, tree, where)) return;
    const columns = dictionaryColumns(map, name);
    if (columns) tree.columns.push(...columns);
    else for (const [key, item] of map) this.visit(item, keyed(name, key), depth + 1);
  }

  /** @param {unknown[]} list @param {string} name @param {number} depth */
  visitList(list, name, depth) {
    const { tree, where } = this;
    if (this.single && isNumberList(list) && list.length > 1) {
      tree.tensors.push({ name, tensor: /** @type {Tensor} */ (asTensor(list)) });
      return;
    }
    const united = unitedDictionaries(list);
    if (united && rowsByKey(united, name, tree, where)) return;
    if (!areDictionariesOfIds(list) && (samples(list, name, tree, where) || tuples(list, name, tree, where))) return;
    if (rows(list, name, tree) || words(list, name, tree) || wordLists(list, name, tree) || ragged(list, name, tree, where)) return;
    for (const [index, item] of list.entries()) if (typeof item === "object") this.visit(item, `${name}[${index}]`, depth + 1);
  }
}
