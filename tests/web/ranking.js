/** Retrieval by sorting nothing and counting everything, in float64: the definition, slow and plain. */

/**
 * @param {Float32Array} values
 * @param {number} cols
 */
function unitRows(values, cols) {
  const rows = values.length / cols;
  const unit = Float64Array.from(values);
  for (let r = 0; r < rows; r++) {
    const row = unit.subarray(r * cols, (r + 1) * cols);
    const length = Math.sqrt(row.reduce((sum, value) => sum + value * value, 0));
    for (let c = 0; c < cols; c++) row[c] /= length;
  }
  return unit;
}

/**
 * Recall at k with its least and most under any order of ties, and its expectation under a random one.
 * @param {Float64Array} queries unit rows
 * @param {Float64Array} candidates unit rows
 * @param {number} cols
 * @param {(query: number, candidate: number) => boolean} isRight
 * @param {number[]} ks
 */
function recalls(queries, candidates, cols, isRight, ks) {
  const [n, m] = [queries.length / cols, candidates.length / cols];
  const totals = ks.map(() => ({ least: 0, expected: 0, most: 0 }));
  const similarity = new Float64Array(m);
  for (let q = 0; q < n; q++) {
    let best = -Infinity;
    for (let c = 0; c < m; c++) {
      let sum = 0;
      for (let i = 0; i < cols; i++) sum += queries[q * cols + i] * candidates[c * cols + i];
      similarity[c] = sum;
      if (isRight(q, c) && sum > best) best = sum;
    }
    // Equal rows give equal sums; anything else differs by far more than this.
    const above = similarity.filter((value) => value > best + 1e-12).length;
    const tied = similarity.filter((value, c) => Math.abs(value - best) <= 1e-12 && !isRight(q, c)).length;
    ks.forEach((k, index) => {
      totals[index].most += above < k ? 1 : 0;
      totals[index].least += above + tied < k ? 1 : 0;
      totals[index].expected += Math.min(1, Math.max(0, (k - above) / (tied + 1)));
    });
  }
  return totals.map(({ least, expected, most }) => ({ least: least / n, expected: expected / n, most: most / n }));
}

/**
 * By the names of expected.json: "I→T R@1" … and rSum, each `{ least, expected, most }`.
 * @param {Float32Array} images
 * @param {Float32Array} texts
 * @param {number} cols
 * @param {number} captions texts an image, in the images' order
 */
export function rankedByDefinition(images, texts, cols, captions) {
  const [x, y] = [unitRows(images, cols), unitRows(texts, cols)];
  const ks = [1, 5, 10];
  const sides = {
    "I→T": recalls(x, y, cols, (image, text) => Math.floor(text / captions) === image, ks),
    "T→I": recalls(y, x, cols, (text, image) => Math.floor(text / captions) === image, ks),
  };
  /** @type {Record<string, { least: number, expected: number, most: number }>} */
  const named = {};
  const rSum = { least: 0, expected: 0, most: 0 };
  for (const [sign, values] of Object.entries(sides)) {
    ks.forEach((k, index) => {
      named[`${sign} R@${k}`] = values[index];
      for (const key of /** @type {const} */ (["least", "expected", "most"])) rSum[key] += 100 * values[index][key];
    });
  }
  return { ...named, rSum };
}
