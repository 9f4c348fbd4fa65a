/** safetensors, MATLAB's version 5 and HDF5. */
import { File, FS, ready } from "h5wasm";
import * as mat from "../../fixtures/build/mat.js";
import { safetensors as written } from "../../fixtures/build/safetensors.js";
import { bytesOf } from "../../fixtures/build/values.js";
import { exactNumbers, Matrix, Wholes, Words } from "../forms.js";
import { Skip } from "../scene.js";
import { longest, numbersOf } from "./words.js";

/** @import { Form, FormName } from "../forms.js" */

/** @param {Form} form @returns {[string, Matrix | Words | Wholes][]} */
const entriesOf = ({ tree }) => (tree instanceof Matrix ? [["features", tree]] : [.../** @type {Map<string, any>} */ (tree)]);

/** @param {Words | Wholes} list */
const wholesOf = (list) => (list instanceof Wholes ? list.values : exactNumbers(list.values));

/** Holds numbers alone. @param {Form} form */
function safetensors(form) {
  const tensors = entriesOf(form).map(([name, value]) => {
    if (value instanceof Matrix) return [name, { dtype: "F32", shape: value.shape, data: bytesOf(value.values, "float32") }];
    if (value instanceof Words && value.areFloats)
      return [name, { dtype: "F64", shape: [value.values.length], data: bytesOf(numbersOf(value.values), "float64") }];
    if (value instanceof Words && !value.areNumbers) throw new Skip("numbers alone");
    return [name, { dtype: "I64", shape: [value.values.length], data: bytesOf(wholesOf(value), "int64") }];
  });
  return written(Object.fromEntries(tensors));
}

/** @param {Form} form */
function matlab(form) {
  return mat.mat5(
    entriesOf(form).map(([name, value]) => {
      if (value instanceof Matrix) {
        if (value.shape.length > 2) throw new Skip("two dimensions");
        return mat.numbers(name, value.values, value.shape.length === 1 ? 1 : value.shape[0], { dtype: "float32" });
      }
      if (value instanceof Wholes) return mat.numbers(name, value.values, value.values.length);
      if (value.areFloats) return mat.numbers(name, numbersOf(value.values), value.values.length);
      if (value.areNumbers) return mat.numbers(name, wholesOf(value), value.values.length, { dtype: "int64" });
      return mat.cell(
        name,
        value.values.map((text) => mat.text("", [text === "" ? " " : text])),
      );
    }),
    { deflated: true },
  );
}

let count = 0;

/** @param {Form} form */
async function hdf5(form) {
  await ready;
  const path = `/written-${count++}.h5`;
  const file = new File(path, "w");
  /** Folders in a name are groups. @param {{ create_dataset: Function, create_group: Function, get: Function }} outer @param {Iterable<[string, any]>} entries */
  const fill = (outer, entries) => {
    for (const [path, value] of entries) {
      const folders = path.split("/");
      const name = folders.pop();
      const group = folders.reduce((inner, folder) => inner.get(folder) ?? inner.create_group(folder), outer);
      if (value instanceof Map) fill(group.create_group(name), value);
      else if (value instanceof Matrix) group.create_dataset({ name, data: Float32Array.from(value.values), shape: value.shape });
      else if (value instanceof Wholes || value.areNumbers)
        group.create_dataset({ name, data: BigInt64Array.from(value.values.map(BigInt)), shape: [value.values.length] });
      else if (value.areFloats)
        group.create_dataset({ name, data: Float64Array.from(numbersOf(value.values)), shape: [value.values.length] });
      else group.create_dataset({ name, data: value.values, dtype: `S${longest(value.values)}` });
    }
  };
  fill(file, entriesOf(form));
  file.close();
  const files = /** @type {NonNullable<typeof FS>} */ (FS);
  const bytes = files.readFile(path);
  files.unlink(path);
  return bytes;
}

export const BINARY = {
  safetensors: {
    extension: "safetensors",
    forms: /** @type {FormName[]} */ (["vector", "side", "blocks", "sides", "keyed", "mapped"]),
    write: safetensors,
  },
  mat: { extension: "mat", forms: /** @type {FormName[]} */ (["vector", "side", "sides", "mapped"]), write: matlab },
  h5: {
    extension: "h5",
    forms: /** @type {FormName[]} */ (["vector", "side", "blocks", "sides", "keyed", "nested", "mapped"]),
    write: hdf5,
  },
};
