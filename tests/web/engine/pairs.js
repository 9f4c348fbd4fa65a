/** Pairs for tests: random rows from a fixed seed, in memory or with a file's own reading. */
import { DiskFile } from "../../../web/src/readers/disk-file.js";
import { openFile } from "../../../web/src/readers/index.js";
import { memorySource } from "../../../web/src/readers/plain-rows.js";

/** @import { Pairs } from "../../../web/src/types.d.ts" */

/** @param {number} seed @returns {() => number} in [-0.5, 0.5) */
export function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296 - 0.5;
  };
}

/**
 * Texts follow their image's first columns, with noise.
 * @param {{ n: number, d: number, dy?: number, counts?: (image: number) => number, seed?: number }} spec
 * @returns {Pairs}
 */
export function somePairs({ n, d, dy = d, counts = () => 1, seed = 1 }) {
  const next = random(seed);
  const images = Float32Array.from({ length: n * d }, (_, k) => next() * Math.exp(-(k % d) / (d / 3)) + 0.05);
  /** @type {number[]} */
  const imageOf = [];
  for (let i = 0; i < n; i++) for (let c = 0; c < counts(i); c++) imageOf.push(i);
  const texts = new Float32Array(imageOf.length * dy);
  imageOf.forEach((i, j) => {
    for (let k = 0; k < dy; k++) texts[j * dy + k] = (k < d ? images[i * d + k] : 0) + 0.2 * next() + 0.03;
  });
  return pairsOf(images, n, d, texts, imageOf, dy);
}

/** @param {Float32Array} images @param {number} n @param {number} d @param {Float32Array} texts @param {number[]} imageOf @param {number} [dy] @returns {Pairs} */
export function pairsOf(images, n, d, texts, imageOf, dy = d) {
  return {
    images: memorySource("images", n, d, "float32", images),
    texts: memorySource("texts", imageOf.length, dy, "float32", texts),
    imageOf: Int32Array.from(imageOf),
    origin: { images: { file: "images.npy", array: "" }, texts: { file: "texts.npy", array: "" } },
    findings: [],
  };
}

/** Of tests/reference. @param {string} name @returns {Promise<Pairs>} */
export async function referencePairs(name) {
  const side = async (/** @type {string} */ which) => {
    const path = new URL(`../../reference/${name}.${which}.npy`, import.meta.url).pathname;
    return (await openFile(await DiskFile.open(path, path))).arrays[0];
  };
  const [images, texts] = [await side("images"), await side("texts")];
  const each = texts.rows / images.rows;
  return { ...somePairs({ n: 2, d: 2 }), images, texts, imageOf: Int32Array.from({ length: texts.rows }, (_, t) => Math.floor(t / each)) };
}

/** An audit without what differs from run to run. @param {import("../../../web/src/types.d.ts").Audit} audit */
export function digits({ timings, ...rest }) {
  return JSON.stringify(rest);
}
