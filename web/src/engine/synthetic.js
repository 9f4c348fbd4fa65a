/** Pairs that the core's generator makes, and the built-in examples. */
import { memorySource } from "../readers/plain-rows.js";

/** @import { Pairs, SyntheticSpec } from "../types.d.ts" */

/** @param {{ title: string, spec: SyntheticSpec }} what @param {{ images: Float32Array, texts: Float32Array }} rows @returns {Pairs} */
export function syntheticPairs({ title, spec }, { images, texts }) {
  const { pairs, width, captions = 1 } = spec;
  return {
    images: memorySource("images", pairs, width, "float32", images),
    texts: memorySource("texts", pairs * captions, width, "float32", texts),
    imageOf: Int32Array.from({ length: pairs * captions }, (_, j) => Math.floor(j / captions)),
    origin: { images: { file: title, array: "images" }, texts: { file: title, array: "texts" } },
    findings: [],
  };
}

/** The built-in examples: settings of the generator. */
export const EXAMPLES = Object.freeze({
  balanced: {
    title: "balanced",
    spec: { pairs: 1000, width: 128, shared: 24, seed: 7 },
  },
  imagePrivate: {
    title: "images with private structure",
    spec: { pairs: 1000, width: 128, shared: 24, imageOnly: 8, seed: 7 },
  },
  textPrivate: {
    title: "texts with private structure",
    spec: { pairs: 1000, width: 128, shared: 24, textOnly: 8, seed: 7 },
  },
});
