/** Bytes of a .safetensors file: float64, the same bytes for the same values. */

/**
 * @param {Record<string, string>} metadata what stands in the file in words
 * @param {readonly { name: string, shape: readonly number[], parts: readonly Float64Array[] }[]} tensors row-major; parts: one after another
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function safetensorsBytes(metadata, tensors) {
  let offset = 0;
  const entries = tensors.map(({ name, shape }) => {
    const begin = offset;
    offset += 8 * shape.reduce((size, length) => size * length, 1);
    return [name, { dtype: "F64", shape, data_offsets: [begin, offset] }];
  });
  const text = new TextEncoder().encode(JSON.stringify({ __metadata__: metadata, ...Object.fromEntries(entries) }));
  // The values begin at a multiple of 8.
  const padded = Math.ceil(text.length / 8) * 8;
  const bytes = new Uint8Array(8 + padded + offset).fill(0x20, 8, 8 + padded);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(padded), true);
  bytes.set(text, 8);
  let at = 8 + padded;
  for (const { parts } of tensors)
    for (const part of parts) {
      bytes.set(new Uint8Array(part.buffer, part.byteOffset, part.byteLength), at);
      at += part.byteLength;
    }
  return bytes;
}
