/** The types of numbers that are read, and what files call them. */

/** @import { DType } from "../types.d.ts" */

/** @type {readonly { dtype: DType, numpy?: string, safetensors?: string, torch?: string }[]} */
const NAMES = [
  { dtype: "float64", numpy: "f8", safetensors: "F64", torch: "DoubleStorage" },
  { dtype: "float32", numpy: "f4", safetensors: "F32", torch: "FloatStorage" },
  { dtype: "float16", numpy: "f2", safetensors: "F16", torch: "HalfStorage" },
  { dtype: "bfloat16", safetensors: "BF16", torch: "BFloat16Storage" },
  { dtype: "int64", numpy: "i8", safetensors: "I64", torch: "LongStorage" },
  { dtype: "int32", numpy: "i4", safetensors: "I32", torch: "IntStorage" },
  { dtype: "int16", numpy: "i2", safetensors: "I16", torch: "ShortStorage" },
  { dtype: "int8", numpy: "i1", safetensors: "I8", torch: "CharStorage" },
  { dtype: "uint64", numpy: "u8", safetensors: "U64" },
  { dtype: "uint32", numpy: "u4", safetensors: "U32" },
  { dtype: "uint16", numpy: "u2", safetensors: "U16" },
  { dtype: "uint8", numpy: "u1", safetensors: "U8", torch: "ByteStorage" },
  { dtype: "bool", numpy: "b1", safetensors: "BOOL", torch: "BoolStorage" },
];

/** The types by their names in one kind of file. @param {"numpy" | "safetensors" | "torch"} kind @returns {ReadonlyMap<string, DType>} */
export function dtypesOf(kind) {
  return new Map(NAMES.flatMap(({ dtype, [kind]: name }) => (name ? [[name, dtype]] : [])));
}
