/** Three membership tests on published sums: who has a pair's row asks whether the pair is among those that were summed. */
import { normalBelow } from "../../web/src/moments/risk.js";
import { FLAT_HEADER, fieldsOf, sizeOf } from "../../web/src/readers/moments-form.js";

/**
 * Mean and second moments about zero of the rows z = (x, y), divided by n; row-major, D x D.
 * @typedef {{ n: number, mean: Float64Array, second: Float64Array }} Sums
 */

/** Of one block as the file states it. @param {Float64Array} flat @param {number} dx @param {number} dy @returns {Sums} */
export function sumsOf(flat, dx, dy) {
  let at = FLAT_HEADER;
  /** @type {Record<string, Float64Array>} */
  const parts = {};
  for (const { name, shape } of fieldsOf(dx, dy)) {
    parts[name] = flat.subarray(at, at + sizeOf(shape));
    at += sizeOf(shape);
  }
  const n = parts.pairs[0];
  const D = dx + dy;
  const mean = Float64Array.from([...parts["image.sum"], ...parts["text.sum"]], (sum) => sum / n);
  const second = new Float64Array(D * D);
  for (let i = 0; i < D; i++)
    for (let j = 0; j < D; j++) {
      const [a, b] = [Math.max(i, j), Math.min(i, j)];
      let product;
      if (a < dx) product = parts["image.products"][a * dx + b];
      else if (b >= dx) product = parts["text.products"][(a - dx) * dy + b - dx];
      else product = parts["text_image.products"][(a - dx) * dx + b];
      second[i * D + j] = product / n + mean[i] * mean[j];
    }
  return { n, mean, second };
}

/** Lower triangle L with LL' = a. @param {Float64Array} a @param {number} D */
export function cholesky(a, D) {
  const lower = new Float64Array(D * D);
  for (let i = 0; i < D; i++)
    for (let j = 0; j <= i; j++) {
      let rest = a[i * D + j];
      const [p, q] = [i * D, j * D];
      for (let k = 0; k < j; k++) rest -= lower[p + k] * lower[q + k];
      lower[p + j] = i === j ? Math.sqrt(rest) : rest / lower[q + j];
    }
  return lower;
}

/** The u with L u = z. @param {Float64Array} lower @param {Float64Array} z */
function forward(lower, z) {
  const D = z.length;
  const u = new Float64Array(D);
  for (let i = 0; i < D; i++) {
    let rest = z[i];
    for (let k = 0; k < i; k++) rest -= lower[i * D + k] * u[k];
    u[i] = rest / lower[i * D + i];
  }
  return u;
}

/** The v with L'v = u. @param {Float64Array} lower @param {Float64Array} u */
function backward(lower, u) {
  const D = u.length;
  const v = Float64Array.from(u);
  for (let i = D - 1; i >= 0; i--) {
    v[i] /= lower[i * D + i];
    for (let k = 0; k < i; k++) v[k] -= lower[i * D + k] * v[i];
  }
  return v;
}

const dot = (/** @type {Float64Array} */ a, /** @type {Float64Array} */ b) => {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k] * b[k];
  return sum;
};

/** z'Az. @param {Float64Array} a @param {Float64Array} z */
function form(a, z) {
  const D = z.length;
  let sum = 0;
  for (let i = 0; i < D; i++) sum += z[i] * dot(a.subarray(i * D, (i + 1) * D), z);
  return sum;
}

/** The file alone: minus the squared distance from its centre in units of its own spread (the leverage). @param {Sums} file */
export function fileAlone({ mean, second }) {
  const D = mean.length;
  const lower = cholesky(
    second.map((value, k) => value - mean[Math.floor(k / D)] * mean[k % D]),
    D,
  );
  return (/** @type {Float64Array} */ z) => {
    const u = forward(
      lower,
      z.map((value, k) => value - mean[k]),
    );
    return -dot(u, u);
  };
}

/**
 * The likelihood ratio of normal rows whose population is known: mean 0 and the identity, or another file's in their place.
 * phi(z) = (z, svec(zz' - I) / sqrt(2)); the score is phi(z)'(file's mean of phi - population's) - |phi(z)|^2 / 2n.
 * @param {Sums} file @param {Sums} [reference] of other rows of the population
 */
export function informed({ n, mean, second }, reference) {
  const D = mean.length;
  const pooled =
    reference &&
    cholesky(
      second.map(
        (value, k) =>
          (value +
            reference.second[k] -
            mean[Math.floor(k / D)] * mean[k % D] -
            reference.mean[Math.floor(k / D)] * reference.mean[k % D]) /
          2,
      ),
      D,
    );
  const centre = reference && mean.map((value, k) => (value + reference.mean[k]) / 2);
  const apart = reference ? mean.map((value, k) => value - reference.mean[k]) : mean;
  // Second moments about the common centre: the file's minus the population's.
  const more = second.map((value, k) => {
    const [i, j] = [Math.floor(k / D), k % D];
    if (!reference || !centre) return value - Number(i === j);
    return value - reference.second[k] - centre[i] * apart[j] - centre[j] * apart[i];
  });
  return (/** @type {Float64Array} */ given) => {
    const z = centre ? given.map((value, k) => value - centre[k]) : given;
    const u = pooled ? forward(pooled, z) : z;
    const v = pooled ? backward(pooled, u) : z;
    const square = dot(u, u);
    const length = square + (square * square - 2 * square + D) / 2;
    return dot(v, apart) + form(more, v) / 2 - length / (2 * n);
  };
}

/** How often a member's score is above a stranger's. @param {number[]} members @param {number[]} strangers */
export function pickedRight(members, strangers) {
  const sorted = [...strangers].sort((a, b) => a - b);
  let below = 0;
  for (const score of members) {
    let [low, high] = [0, sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sorted[middle] < score) low = middle + 1;
      else high = middle;
    }
    below += low;
  }
  return below / (members.length * strangers.length);
}

/** Sums of N other rows of the population are known, another site's for instance. @param {number} D @param {number} n @param {number} N */
export const riskWithReference = (D, n, N) => normalBelow(Math.sqrt((D * (D + 3)) / (4 * n * (1 + n / N))));

/** Nothing but the file is known. @param {number} D @param {number} n */
export const riskOfFileAlone = (D, n) => (n > D ? normalBelow(D ** 1.5 / (2 * n)) : 1);
