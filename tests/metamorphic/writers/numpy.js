/** .npy with its ids in a second file, and .npz. */
import { zip } from "../../fixtures/build/zip.js";
import { Matrix } from "../forms.js";
import { listNpy, matrixNpy } from "./words.js";

/** @import { Form, FormName } from "../forms.js" */

/** @param {Form} form */
const entriesOf = ({ tree }) => [.../** @type {Map<string, any>} */ (tree)];
/** @param {any} value */
const bytesOfValue = (value) => (value instanceof Matrix ? matrixNpy(value) : listNpy(value));

/** @param {boolean} deflated */
function npz(deflated) {
  return {
    extension: "npz",
    forms: /** @type {FormName[]} */ (["vector", "side", "blocks", "sides", "keyed", "mapped"]),
    write: (/** @type {Form} */ form) =>
      zip(
        (form.tree instanceof Matrix ? [["arr_0", form.tree]] : entriesOf(form)).map(([name, value]) => ({
          name: `${name}.npy`,
          data: bytesOfValue(value),
          deflated,
        })),
      ),
  };
}

export const NUMPY = {
  npy: {
    extension: "npy",
    forms: /** @type {FormName[]} */ (["vector", "side", "blocks"]),
    /** A file for each array: the vectors' own name, and one beside it for each column. @param {Form} form */
    write: (form) =>
      form.tree instanceof Matrix
        ? matrixNpy(form.tree)
        : entriesOf(form).map(([name, value], index) => ({ suffix: index === 0 ? "" : `_${name}`, bytes: bytesOfValue(value) })),
  },
  npz: npz(false),
  "npz, deflated": npz(true),
};
