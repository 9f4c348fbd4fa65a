/** A moments file's bytes. */
import { fieldsOf, placesOf, RETRIEVAL, SCHEMA, sizeOf } from "../readers/moments-form.js";
import { safetensorsBytes } from "./safetensors.js";

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

/** @param {MomentsFile} moments */
export const momentsBytes = (moments) => safetensorsBytes(metadataOf(moments), tensorsOf(moments));
