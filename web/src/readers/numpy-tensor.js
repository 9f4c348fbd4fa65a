/** An array of a .npy as a tensor over its bytes. */
import { Failure } from "../failure.js";
import { Storage, Tensor } from "./tensor.js";

/** @import { readNpyHeader } from "./npy-header.js" */

/** @param {Awaited<ReturnType<typeof readNpyHeader>>} header */
export function numpyTensor({ type, text, shape, strides, stated }) {
  const dtype = type instanceof Failure ? null : type.dtype;
  const count = dtype || text ? shape.reduce((product, extent) => product * extent, 1) : 0;
  const storage = new Storage("", dtype ?? stated, count, dtype);
  storage.text = text;
  if (type instanceof Failure) storage.failure = type;
  else storage.bigEndian = type.bigEndian;
  return new Tensor(storage, 0, shape, strides);
}
