import { expect, it } from "vitest";
import { gapMapsBytes, gapMapsWords } from "../../../web/src/audit/gap-maps.js";
import { openFile } from "../../../web/src/readers/index.js";
import { testEngine } from "../engine/engine.js";
import { referencePairs, somePairs } from "../engine/pairs.js";

const { engine } = await testEngine();

/** The arrays of the file, as a reader of it has them. @param {Uint8Array<ArrayBuffer>} bytes */
async function arraysOf(bytes) {
  const file = Object.assign(new Blob([bytes]), { name: "maps.safetensors" });
  const { arrays, listing } = await openFile(/** @type {any} */ (file));
  const read = await Promise.all(arrays.map(async (one) => [one.name, await one.readRows(0, one.rows)]));
  return { listing, arrays: /** @type {Record<string, Float32Array>} */ (Object.fromEntries(read)) };
}

it("what closes the gap is a file: means of unit rows, and matrices that whiten them", async () => {
  const pairs = await referencePairs("natural");
  const maps = await engine.gapMaps(pairs);
  const { arrays, listing } = await arraysOf(gapMapsBytes(maps));
  expect(listing.map(({ name }) => name).sort()).toEqual([
    "image_mean",
    "image_whitening",
    "text_mean",
    "text_whitening",
    "without_private",
  ]);
  const { rows, cols } = pairs.texts;
  const values = await pairs.texts.readRows(0, rows);
  const unit = Float64Array.from(values);
  for (let i = 0; i < rows; i++) {
    const length = Math.hypot(...values.subarray(i * cols, (i + 1) * cols));
    for (let k = 0; k < cols; k++) unit[i * cols + k] /= length;
  }
  const mean = Float64Array.from({ length: cols }, (_, k) =>
    unit.reduce((sum, value, at) => (at % cols === k ? sum + value / rows : sum), 0),
  );
  for (let k = 0; k < cols; k++) expect(maps.textMean[k]).toBeCloseTo(mean[k], 7);
  // Whitened rows vary about as much in every direction, and as much in all as before.
  const whitened = Float64Array.from({ length: rows * cols }, (_, at) => {
    const [i, k] = [Math.floor(at / cols), at % cols];
    let sum = 0;
    for (let j = 0; j < cols; j++) sum += (unit[i * cols + j] - mean[j]) * arrays.text_whitening[j * cols + k];
    return sum;
  });
  const variances = Array.from(
    { length: cols },
    (_, k) => whitened.reduce((sum, value, at) => (at % cols === k ? sum + value * value : sum), 0) / rows,
  );
  expect(Math.max(...variances) / Math.min(...variances)).toBeLessThan(1.5);
});

it("says what the file tells of the pairs, and is refused where there is nothing to save", async () => {
  const maps = await engine.gapMaps(somePairs({ n: 60, d: 8 }));
  expect(gapMapsWords(maps)).toMatch(/^The file holds means and covariances of 60 pairs, and no row\. Of a patient who is in these sums/);
  await expect(engine.gapMaps(somePairs({ n: 39, d: 6 }))).rejects.toMatchObject({
    code: "BAD_USE",
    message: "There is nothing to save: 39 pairs: half of them teach nothing; 40 are needed.",
  });
});
