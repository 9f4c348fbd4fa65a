/** Pickles of protocol 4, framed, with NumPy 2's names: arrays, lists of words, dictionaries, tuples. */
import { bytesOf, joined, little } from "../../fixtures/build/values.js";
import { exactNumbers, Fixed, Matrix, Wholes, Words } from "../forms.js";

/** @import { Tree } from "../forms.js" */

const op = (/** @type {number[]} */ ...codes) => Uint8Array.of(...codes);
const MEMOIZE = op(0x94);
const MARK = op(0x28);

/** @param {string} text */
function word(text) {
  const bytes = joined([text]);
  return bytes.length < 256 ? [op(0x8c, bytes.length), bytes, MEMOIZE] : [op(0x58), little(bytes.length, 4), bytes, MEMOIZE];
}

/** @param {number} value */
const whole = (value) => {
  if (value >= 0 && value < 256) return [op(0x4b, value)];
  if (value >= 0 && value < 65536) return [op(0x4d), little(value, 2)];
  return [op(0x4a), little(value < 0 ? value + 2 ** 32 : value, 4)];
};

/** @param {string} module @param {string} name */
const global = (module, name) => [...word(module), ...word(name), op(0x93), MEMOIZE];

/** @param {readonly (readonly (Uint8Array | string)[])[]} items */
function tuple(items) {
  if (items.length === 0) return [op(0x29)];
  if (items.length <= 3) return [...items.flat(), op(0x84 + items.length), MEMOIZE];
  return [MARK, ...items.flat(), op(0x74), MEMOIZE];
}

const CODES = { float32: "f4", float64: "f8", int64: "i8" };
const NONE = [op(0x4e)];
const FALSE = [op(0x89)];

/** @param {Uint8Array} bytes */
const raw = (bytes) =>
  bytes.length < 256 ? [op(0x43, bytes.length), bytes, MEMOIZE] : [op(0x42), little(bytes.length, 4), bytes, MEMOIZE];

/** @param {readonly number[]} values @param {readonly number[]} shape @param {"float32" | "float64" | "int64"} dtype */
function array(values, shape, dtype) {
  const made = [
    ...global("numpy._core.multiarray", "_reconstruct"),
    ...tuple([global("numpy", "ndarray"), tuple([whole(0)]), raw(op(0x62))]),
    op(0x52),
    MEMOIZE,
  ];
  const type = [
    ...global("numpy", "dtype"),
    ...tuple([word(CODES[dtype]), FALSE, [op(0x88)]]),
    op(0x52),
    MEMOIZE,
    ...tuple([whole(3), word("<"), NONE, NONE, NONE, whole(-1), whole(-1), whole(0)]),
    op(0x62),
  ];
  return [...made, ...tuple([whole(1), tuple(shape.map(whole)), type, FALSE, raw(bytesOf(values, dtype))]), op(0x62)];
}

/** @param {Tree} tree @returns {(Uint8Array | string)[]} */
function pickled(tree) {
  if (tree instanceof Matrix) return array(tree.values, tree.shape, "float32");
  if (tree instanceof Wholes) return array(tree.values, [tree.values.length], "int64");
  if (tree instanceof Words && tree.areNumbers) return array(exactNumbers(tree.values), [tree.values.length], "int64");
  if (tree instanceof Words && tree.areFloats) return array(tree.values.map(Number), [tree.values.length], "float64");
  if (tree instanceof Words) return pickled(tree.values);
  if (tree instanceof Fixed) return tuple(tree.items.map(pickled));
  if (Array.isArray(tree)) return [op(0x5d), MEMOIZE, MARK, ...tree.flatMap(pickled), op(0x65)];
  if (tree instanceof Map)
    return [op(0x7d), MEMOIZE, MARK, ...[...tree].flatMap(([key, value]) => [...word(key), ...pickled(value)]), op(0x75)];
  return word(tree);
}

/** @param {Tree} tree */
export function pickle4(tree) {
  const body = joined([...pickled(tree), "."]);
  return joined([op(0x80, 4, 0x95), little(body.length, 8), body]);
}
