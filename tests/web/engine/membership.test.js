/** What docs/aggregates.md tells a data-protection officer: who has a pair's rows can test, by the sums alone, whether it is among the pairs. */
import { describe, expect, it } from "vitest";
import { FLAT_HEADER, fieldsOf, sizeOf } from "../../../web/src/readers/moments-form.js";
import { testEngine } from "./engine.js";
import { pairsOf, somePairs } from "./pairs.js";

const { engine } = await testEngine();
const WIDTH = 32;
const D = 2 * WIDTH;

/** Centre and products about it of (image, text) rows, as the file states them. @param {Float64Array} flat */
function stated(flat) {
  let at = FLAT_HEADER;
  /** @type {Record<string, Float64Array>} */
  const parts = {};
  for (const { name, shape } of fieldsOf(WIDTH, WIDTH)) {
    parts[name] = flat.subarray(at, at + sizeOf(shape));
    at += sizeOf(shape);
  }
  const n = parts.pairs[0];
  const centre = [...parts["image.sum"], ...parts["text.sum"]].map((sum) => sum / n);
  const block = (/** @type {string} */ name, /** @type {number} */ i, /** @type {number} */ j) => parts[name][i * WIDTH + j];
  const products = Array.from({ length: D }, (_, i) =>
    Array.from({ length: D }, (_, j) => {
      if (i < WIDTH && j < WIDTH) return block("image.products", i, j);
      if (i >= WIDTH && j >= WIDTH) return block("text.products", i - WIDTH, j - WIDTH);
      return i < WIDTH ? block("text_image.products", j - WIDTH, i) : block("text_image.products", i - WIDTH, j);
    }),
  );
  return { centre, products };
}

/** Lower triangle L with LL' = products. @param {number[][]} products */
function cholesky(products) {
  const lower = products.map((row) => row.map(() => 0));
  for (let i = 0; i < D; i++)
    for (let j = 0; j <= i; j++) {
      const rest = products[i][j] - lower[i].slice(0, j).reduce((sum, value, k) => sum + value * lower[j][k], 0);
      lower[i][j] = i === j ? Math.sqrt(rest) : rest / lower[j][j];
    }
  return lower;
}

/** Squared distance of a pair from the centre, in units of what was summed. @param {number[][]} lower @param {number[]} centre @param {number[]} pair */
function distance(lower, centre, pair) {
  const solved = /** @type {number[]} */ ([]);
  for (let i = 0; i < D; i++)
    solved.push((pair[i] - centre[i] - solved.reduce((sum, value, k) => sum + lower[i][k] * value, 0)) / lower[i][i]);
  return solved.reduce((sum, value) => sum + value * value, 0);
}

/** How often the test picks the member of a member and a stranger. @param {number} n pairs that are summed */
async function picked(n) {
  const all = somePairs({ n: n + 200, d: WIDTH });
  const [x, y] = await Promise.all([all.images.readRows(0, n + 200), all.texts.readRows(0, n + 200)]);
  const summed = pairsOf(x.slice(0, n * WIDTH), n, WIDTH, y.slice(0, n * WIDTH), [...Array(n).keys()]);
  const { centre, products } = stated((await engine.moments(summed)).blocks[0]);
  const lower = cholesky(products);
  const distances = (/** @type {number} */ begin, /** @type {number} */ end) =>
    Array.from({ length: end - begin }, (_, k) => {
      const row = (/** @type {Float32Array} */ of) => [...of.subarray((begin + k) * WIDTH, (begin + k + 1) * WIDTH)];
      return distance(lower, centre, [...row(x), ...row(y)]);
    });
  const [members, strangers] = [distances(0, Math.min(n, 200)), distances(n, n + 200)];
  const right = members.flatMap((member) => strangers.map((stranger) => Number(member < stranger)));
  return right.reduce((sum, one) => sum + one, 0) / right.length;
}

// 200 of each: a standard error of at most 0.03 (Hanley and McNeil 1982).
describe("of a member and a stranger, who has both rows and the sums picks the member", () => {
  it("nearly always at the default floor of 5 pairs a dimension: the floor does not hide who is in", async () => {
    expect(await picked(5 * WIDTH)).toBeGreaterThan(0.9);
  });

  it("little more often than a coin at 50 pairs a dimension", async () => {
    expect(await picked(50 * WIDTH)).toBeLessThan(0.62);
  });
});
