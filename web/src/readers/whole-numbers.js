/** Whole numbers as text, every digit of them. */

/** @import { DType } from "../types.d.ts" */

/** @type {Readonly<Partial<Record<DType, (view: DataView, at: number, littleEndian: boolean) => number | bigint>>>} */
const READ = Object.freeze({
  float32: (view, at, little) => view.getFloat32(at, little),
  float64: (view, at, little) => view.getFloat64(at, little),
  int8: (view, at) => view.getInt8(at),
  uint8: (view, at) => view.getUint8(at),
  bool: (view, at) => view.getUint8(at),
  int16: (view, at, little) => view.getInt16(at, little),
  uint16: (view, at, little) => view.getUint16(at, little),
  int32: (view, at, little) => view.getInt32(at, little),
  uint32: (view, at, little) => view.getUint32(at, little),
  int64: (view, at, little) => view.getBigInt64(at, little),
  uint64: (view, at, little) => view.getBigUint64(at, little),
});

/** @param {ArrayBuffer} bytes @param {DType} dtype @param {boolean} bigEndian @param {number} size of a value, in bytes @returns {(number | bigint)[]} */
function valuesIn(bytes, dtype, bigEndian, size) {
  const view = new DataView(bytes);
  const read = READ[dtype];
  return read ? Array.from({ length: Math.floor(bytes.byteLength / size) }, (_, i) => read(view, i * size, !bigEndian)) : [];
}

/** @param {ArrayBuffer} bytes @param {DType} dtype @param {boolean} bigEndian @param {number} size of a value, in bytes */
export function numbersIn(bytes, dtype, bigEndian, size) {
  return valuesIn(bytes, dtype, bigEndian, size).map(Number);
}

/** @param {ArrayBuffer} bytes @param {DType} dtype @param {boolean} bigEndian @param {number} size of a value, in bytes @returns {string[] | null} null where a value is no whole number */
export function wholeNumbers(bytes, dtype, bigEndian, size) {
  const values = valuesIn(bytes, dtype, bigEndian, size);
  if (values.length === 0 || values.some((value) => typeof value === "number" && !Number.isInteger(value))) return null;
  return values.map((value) => BigInt(value).toString());
}
