/** Sums of kernels, and bounds of their errors: one value a length scale. */

/** @typedef {{ values: Float64Array, bounds: Float64Array }} Sums */
/** Over ordered pairs. @typedef {{ xx: Sums, yy: Sums, xy: Sums }} KernelSums */

/** @param {Sums} to @param {Sums} from */
export function addSums(to, from) {
  for (let s = 0; s < to.values.length; s++) {
    to.values[s] += from.values[s];
    to.bounds[s] += from.bounds[s];
  }
}

/** Each pair counts both ways. @param {Sums} sums @returns {Sums} */
export function doubled({ values, bounds }) {
  return { values: values.map((v) => 2 * v), bounds: bounds.map((b) => 2 * b) };
}

/** As the core takes them. @param {KernelSums} sums @param {number} s the length scale */
export const valuesOf = ({ xx, yy, xy }, s) => Float64Array.of(xx.values[s], yy.values[s], xy.values[s]);

/** Bound of the paper's MMD from these sums: 100 times that of the means. @param {KernelSums} sums @param {number} s @param {number} n */
export const boundOf = ({ xx, yy, xy }, s, n) => (100 * (xx.bounds[s] + yy.bounds[s] + 2 * xy.bounds[s])) / (n * n);
