import { expect, test } from "vitest";
import { commonNearest, deleteOneError, mergedNearest, mutualWithoutEach } from "../../../web/src/engine/nearest.js";

/** Numbers in [0, 1) that repeat. @param {number} seed */
function draws(seed) {
  let state = seed;
  return () => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return state / 2147483648;
  };
}

/** Nearest of points on a line by their distance, in blocks as the engine has them. @param {number[]} points @param {number} depth @param {number} block */
function linesOf(points, depth, block) {
  const n = points.length;
  const near = (/** @type {number} */ i, /** @type {number} */ j) => -Math.abs(points[i] - points[j]);
  const lists = [];
  for (let first = 0; first < n; first += block) {
    // A block and all later rows, each pair met once.
    const rows = new Int32Array((n - first) * depth).fill(-1);
    const cosines = new Float64Array((n - first) * depth).fill(-Infinity);
    for (let i = first; i < n; i++) {
      const candidates = Array.from({ length: n }, (_, j) => j).filter(
        (j) => j !== i && (i < first + block ? j >= first : j >= first && j < first + block),
      );
      candidates.sort((a, b) => near(i, b) - near(i, a) || a - b);
      candidates.slice(0, depth).forEach((j, at) => {
        rows[(i - first) * depth + at] = j;
        cosines[(i - first) * depth + at] = near(i, j);
      });
    }
    lists.push({ first, rows, cosines });
  }
  return lists;
}

/** Mutual k-NN by its definition. @param {number[]} x @param {number[]} y @param {number} k */
function mutualOf(x, y, k) {
  const nearest = (/** @type {number[]} */ of, /** @type {number} */ i) =>
    Array.from(of.keys())
      .filter((j) => j !== i)
      .sort((a, b) => Math.abs(of[a] - of[i]) - Math.abs(of[b] - of[i]) || a - b)
      .slice(0, k);
  const common = x.map((_, i) => nearest(x, i).filter((j) => nearest(y, i).includes(j)).length);
  return common.reduce((a, b) => a + b, 0) / (k * x.length);
}

test("the mutual k-NN without a row is that of the other rows, whatever the blocks and with equal distances", () => {
  const draw = draws(7);
  for (const [n, k, block] of [
    [23, 3, 8],
    [30, 5, 30],
    [17, 10, 4],
  ]) {
    // Whole numbers: many distances are equal.
    const x = Array.from({ length: n }, () => Math.floor(40 * draw()));
    const y = x.map((value) => (draw() < 0.5 ? value : Math.floor(40 * draw())));
    const [image, text] = [x, y].map((points) => mergedNearest(linesOf(points, k + 1, block), n, k + 1));
    const common = commonNearest(image, text, k);
    expect(common.reduce((a, b) => a + b, 0) / (k * n)).toBeCloseTo(mutualOf(x, y, k), 12);
    const without = mutualWithoutEach(image, text, common);
    for (let j = 0; j < n; j++) {
      const rest = (/** @type {number[]} */ of) => of.filter((_, i) => i !== j);
      expect(without[j]).toBeCloseTo(mutualOf(rest(x), rest(y), k), 12);
    }
  }
});

test("the jackknife's standard error of a mean is the standard deviation over the root of n", () => {
  const values = [3, 1, 4, 1, 5, 9, 2, 6];
  const n = values.length;
  const sum = values.reduce((a, b) => a + b, 0);
  const without = values.map((value) => (sum - value) / (n - 1));
  const mean = sum / n;
  const variance = values.reduce((total, value) => total + (value - mean) ** 2, 0) / (n - 1);
  expect(deleteOneError(without)).toBeCloseTo(Math.sqrt(variance / n), 12);
});
