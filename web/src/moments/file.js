/** A moments file's bytes: safetensors, float64, the same bytes for the same moments. */
import { fieldsOf, placesOf, RETRIEVAL, SCHEMA, sizeOf } from "../readers/moments-form.js";

/** @import { MomentsFile, RetrievalSums } from "../types.d.ts" */

/** @param {RetrievalSums} retrieval @returns {{ name: string, shape: number[], parts: Float64Array[] }[]} */
function retrievalTensors({ imageToText, textToImage }) {
  const both = [imageToText, textToImage];
  return [
    { ...RETRIEVAL.counts, parts: [Float64Array.from(both.flatMap(({ queries, hits, expected }) => [queries, ...hits, ...expected]))] },
    { ...RETRIEVAL.galleries, parts: [Float64Array.from(both.flatMap(({ galleries }) => [galleries.smallest, galleries.largest]))] },
  ];
}

/** @param {MomentsFile} moments */
function tensorsOf({ imageCols, textCols, blocks, retrieval }) {
  const places = placesOf(imageCols, textCols);
  const sums = fieldsOf(imageCols, textCols).map(({ name, shape }) => ({
    name,
    shape: [blocks.length, ...shape],
    parts: blocks.map((block) => block.subarray(places[name], places[name] + sizeOf(shape))),
  }));
  return [...sums, ...(retrieval ? retrievalTensors(retrieval) : [])];
}

/** What stands in the file in words. @param {MomentsFile} moments @returns {Record<string, string>} */
export function metadataOf({ tool, sites, preprocessing, noise, overlap }) {
  return {
    askew: SCHEMA,
    tool,
    sites: JSON.stringify(sites),
    ...(preprocessing && { preprocessing }),
    ...(noise && { noise: JSON.stringify(noise) }),
    ...(overlap && { overlap }),
  };
}

/** Every tensor that leaves, with its shape. @param {MomentsFile} moments */
export function contentsOf(moments) {
  return tensorsOf(moments).map(({ name, shape }) => ({ name, shape }));
}

/** @param {MomentsFile} moments @returns {Uint8Array<ArrayBuffer>} */
export function momentsBytes(moments) {
  const tensors = tensorsOf(moments);
  let offset = 0;
  const entries = tensors.map(({ name, shape }) => {
    const begin = offset;
    offset += 8 * sizeOf(shape);
    return [name, { dtype: "F64", shape, data_offsets: [begin, offset] }];
  });
  const text = new TextEncoder().encode(JSON.stringify({ __metadata__: metadataOf(moments), ...Object.fromEntries(entries) }));
  // The values begin at a multiple of 8.
  const padded = Math.ceil(text.length / 8) * 8;
  const bytes = new Uint8Array(8 + padded + offset).fill(0x20, 8, 8 + padded);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(padded), true);
  bytes.set(text, 8);
  let at = 8 + padded;
  for (const { parts } of tensors)
    for (const part of parts) {
      bytes.set(new Uint8Array(part.buffer, part.byteOffset, part.byteLength), at);
      at += part.byteLength;
    }
  return bytes;
}
