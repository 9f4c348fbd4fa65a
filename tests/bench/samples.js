/** Pairs of any size for measuring: shared factors, noise, unit rows; the same seed gives the same numbers. */

/** Uniform numbers in (0, 1). @param {number} seed */
function uniform(seed) {
  let state = seed >>> 0;
  return () => {
    // A 32-bit linear congruence (Numerical Recipes): measuring needs spread, not quality.
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state + 0.5) / 2 ** 32;
  };
}

/** @param {() => number} next */
const normal = (next) => Math.sqrt(-2 * Math.log(next())) * Math.cos(2 * Math.PI * next());

const FACTORS = 32;
const NOISE = 0.3;

/**
 * @param {number} pairs
 * @param {number} width
 * @param {number} seed
 */
export function samplePairs(pairs, width, seed) {
  const next = uniform(seed);
  const loadings = [0, 1].map(() => Float32Array.from({ length: FACTORS * width }, () => normal(next)));
  const sides = [0, 1].map(() => new Float32Array(pairs * width));
  const factors = new Float32Array(FACTORS);
  for (let r = 0; r < pairs; r++) {
    for (let k = 0; k < FACTORS; k++) factors[k] = normal(next) * 10 ** (-k / 24);
    sides.forEach((values, side) => {
      const row = values.subarray(r * width, (r + 1) * width);
      for (let k = 0; k < FACTORS; k++) for (let c = 0; c < width; c++) row[c] += factors[k] * loadings[side][k * width + c];
      for (let c = 0; c < width; c++) row[c] += NOISE * normal(next);
      const length = Math.sqrt(row.reduce((sum, value) => sum + value * value, 0));
      for (let c = 0; c < width; c++) row[c] /= length;
    });
  }
  return { images: sides[0], texts: sides[1] };
}
