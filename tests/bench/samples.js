/** Pairs of any size for measuring, as .npy files: shared factors, noise, unit rows; the same sizes give the same numbers. */
import { closeSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";

const FACTORS = 16;
const NOISE = 0.3;

/** Sums of four uniform numbers: near enough to normal for measuring, and fast. @param {number} seed */
function rough(seed) {
  let state = seed >>> 0;
  // A 32-bit linear congruence (Numerical Recipes): measuring needs spread, not quality.
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32 - 0.5;
  };
  return () => 1.73 * (next() + next() + next() + next());
}

/** @param {number} rows @param {number} cols */
function header(rows, cols) {
  const text = `{'descr': '<f4', 'fortran_order': False, 'shape': (${rows}, ${cols}), }`.padEnd(117);
  const bytes = Buffer.alloc(128);
  bytes.write("\x93NUMPY\x01\x00", "latin1");
  bytes.writeUInt16LE(118, 8);
  bytes.write(`${text}\n`, 10);
  return bytes;
}

/**
 * @param {string} folder
 * @param {{ pairs: number, width: number, captions?: number }} shape
 * @returns {{ images: string, texts: string }} paths
 */
export function sampleFiles(folder, { pairs, width, captions = 1 }) {
  const next = rough(pairs + width);
  const loadings = [0, 1].map(() => Float32Array.from({ length: FACTORS * width }, () => next()));
  const paths = [`${pairs}x${width}.images.npy`, `${pairs}x${captions}x${width}.texts.npy`].map((name) => join(folder, name));
  const files = paths.map((path) => openSync(path, "w"));
  writeSync(files[0], header(pairs, width));
  writeSync(files[1], header(pairs * captions, width));
  const factors = new Float32Array(FACTORS);
  const row = new Float32Array(width);
  const write = (/** @type {number} */ side) => {
    for (let c = 0; c < width; c++) row[c] = NOISE * next() + 0.4 * loadings[side][c];
    for (let k = 0; k < FACTORS; k++) for (let c = 0; c < width; c++) row[c] += factors[k] * loadings[side][k * width + c];
    let square = 0;
    for (let c = 0; c < width; c++) square += row[c] * row[c];
    const scale = 1 / Math.sqrt(square);
    for (let c = 0; c < width; c++) row[c] *= scale;
    writeSync(files[side], new Uint8Array(row.buffer));
  };
  for (let r = 0; r < pairs; r++) {
    for (let k = 0; k < FACTORS; k++) factors[k] = next() * 10 ** (-k / 24);
    write(0);
    for (let c = 0; c < captions; c++) write(1);
  }
  for (const file of files) closeSync(file);
  return { images: paths[0], texts: paths[1] };
}
