/** PyTorch's two layouts, and pickles of NumPy's arrays. */
import { legacyTorch } from "../../fixtures/build/legacy-torch.js";
import { array } from "../../fixtures/build/numpy-pickle.js";
import { pickle, Tuple, tensor, torch } from "../../fixtures/build/torch.js";
import { exactNumbers, Fixed, Matrix, Wholes, Words } from "../forms.js";
import { pickle4 } from "./pickle4.js";

/** @import { Form, FormName, Tree } from "../forms.js" */

/** @type {FormName[]} */
const FORMS = ["vector", "side", "blocks", "sides", "keyed", "nested", "batches", "records", "mapped", "tuples"];

/**
 * @param {Tree} tree
 * @param {{ matrix: (values: readonly number[], shape: number[]) => unknown, list: (values: number[], dtype: "int64" | "float64") => unknown }} arrays
 * @returns {unknown}
 */
function treeValue(tree, arrays) {
  if (tree instanceof Matrix) return arrays.matrix(tree.values, tree.shape);
  if (tree instanceof Wholes) return arrays.list(tree.values, "int64");
  if (tree instanceof Words) {
    if (!tree.areNumbers && !tree.areFloats) return tree.values;
    return tree.areFloats ? arrays.list(tree.values.map(Number), "float64") : arrays.list(exactNumbers(tree.values), "int64");
  }
  if (tree instanceof Fixed) return new Tuple(tree.items.map((item) => treeValue(item, arrays)));
  if (Array.isArray(tree)) return tree.map((item) => treeValue(item, arrays));
  if (tree instanceof Map) return new Map([...tree].map(([key, value]) => [key, treeValue(value, arrays)]));
  return tree;
}

/** @param {Form} form */
const asTensors = ({ tree }) =>
  treeValue(/** @type {Tree} */ (tree), {
    matrix: (values, shape) => tensor(values, shape),
    list: (values, dtype) => tensor(values, [values.length], dtype),
  });

/** @param {Form} form */
const asArrays = ({ tree }) =>
  treeValue(/** @type {Tree} */ (tree), {
    matrix: (values, shape) => array(values, shape),
    list: (values, dtype) => array(values, [values.length], { dtype }),
  });

export const TORCH = {
  pt: { extension: "pt", forms: FORMS, write: (/** @type {Form} */ form) => torch(asTensors(form)) },
  "pt, legacy": { extension: "pt", forms: FORMS, write: (/** @type {Form} */ form) => legacyTorch(asTensors(form)) },
  "pkl, protocol 2": { extension: "pkl", forms: FORMS, write: (/** @type {Form} */ form) => pickle(asArrays(form)) },
  "pkl, protocol 4": { extension: "pkl", forms: FORMS, write: (/** @type {Form} */ { tree }) => pickle4(/** @type {Tree} */ (tree)) },
};
