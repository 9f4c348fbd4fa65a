/** What normal noise promises: (epsilon, delta) of a loss, and the loss behind a stated (epsilon, delta). */

/** @import { Noise } from "../types.d.ts" */

/** Sensitivity by which files with ε = ρ + 2 √(ρ ln 1/δ) were calibrated: σ = 3.5356 / √(2ρ) (docs/aggregates.md, Noise). */
const SENSITIVITY = 3.5356;
/** Halvings of an interval: more than the digits of a double. */
const STEPS = 200;

/** Upper tail of the normal distribution over its density, x >= 0. @param {number} x */
function millsRatio(x) {
  if (x < 3) {
    // Φ(x) - 1/2 = φ(x) (x + x³/3 + x⁵/15 + …)
    let term = x;
    let sum = x;
    for (let k = 3; term > 1e-17 * sum; k += 2) {
      term *= (x * x) / k;
      sum += term;
    }
    return 0.5 * Math.sqrt(2 * Math.PI) * Math.exp((x * x) / 2) - sum;
  }
  let fraction = x;
  for (let k = 100; k >= 1; k--) fraction = x + k / fraction;
  return 1 / fraction;
}

/** @param {number} x */
const density = (x) => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);

/**
 * The delta of normal noise whose standard deviation is 1 / loss of the largest change, at a given epsilon:
 * Q(ε/μ − μ/2) − e^ε Q(ε/μ + μ/2) with μ = loss (Balle and Wang 2018, theorem 8); exact.
 * @param {number} epsilon @param {number} loss
 */
export function deltaOf(epsilon, loss) {
  const [a, b] = [epsilon / loss - loss / 2, epsilon / loss + loss / 2];
  // e^ε φ(b) = φ(a)
  const beyond = density(a) * millsRatio(b);
  return (a >= 0 ? density(a) * millsRatio(a) : 1 - density(a) * millsRatio(-a)) - beyond;
}

/** Where a growing function passes a value, from below. @param {(x: number) => number} rise @param {number} value @param {number} low @param {number} high */
export function crossing(rise, value, low, high) {
  for (let step = 0; step < STEPS; step++) {
    const middle = (low + high) / 2;
    if (rise(middle) < value) low = middle;
    else high = middle;
  }
  return high;
}

/** The largest loss that keeps (epsilon, delta). @param {number} epsilon @param {number} delta */
function lossOfPromise(epsilon, delta) {
  return Math.exp(crossing((log) => deltaOf(epsilon, Math.exp(log)), delta, -25, 12));
}

/** The least epsilon of a loss at a delta. @param {number} loss @param {number} delta */
export function epsilonOf(loss, delta) {
  let high = 1;
  while (deltaOf(high, loss) > delta) high *= 2;
  return crossing((epsilon) => -deltaOf(epsilon, loss), -delta, 0, high);
}

/** √ρ of (epsilon, delta) by zero-concentrated privacy (Bun and Steinke 2016). @param {number} epsilon @param {number} delta */
function rootRho(epsilon, delta) {
  const tail = Math.log(1 / delta);
  return epsilon / (Math.sqrt(tail + epsilon) + Math.sqrt(tail));
}

/** Whether σ is what zero-concentrated privacy asks for at the stated (epsilon, delta). @param {Noise} noise */
const isConcentrated = ({ epsilon, delta, sigma }) =>
  Math.abs(Math.SQRT2 * rootRho(epsilon, delta) * sigma - SENSITIVITY) <= 1e-6 * SENSITIVITY;

/** @param {Noise} noise */
const lossOf = (noise) =>
  isConcentrated(noise) ? Math.SQRT2 * rootRho(noise.epsilon, noise.delta) : lossOfPromise(noise.epsilon, noise.delta);

/** Upwards to four decimals: never less than what holds. @param {number} epsilon */
const upwards = (epsilon) => Math.ceil(epsilon * (1 + 1e-7) * 1e4) / 1e4;

/** Of a patient only if all are, and then of one with as few pairs as any promises. @param {Noise[]} noises @returns {Pick<Noise, "pairsPerPatient">} */
function whose(noises) {
  const most = noises.flatMap(({ pairsPerPatient }) => pairsPerPatient ?? []);
  return most.length === noises.length ? { pairsPerPatient: Math.min(...most) } : {};
}

/** Of noises on different pairs: what holds for each pair. @param {Noise[]} noises @returns {Noise} */
export function weakest(noises) {
  return {
    epsilon: Math.max(...noises.map(({ epsilon }) => epsilon)),
    delta: Math.max(...noises.map(({ delta }) => delta)),
    // Engines differ in the last digit of Math.hypot.
    sigma: Math.sqrt(noises.reduce((sum, { sigma }) => sum + sigma * sigma, 0)),
    ...whose(noises),
  };
}

/**
 * Of noises on the same pairs: the squares of the losses add up, and the sum is told at the largest delta, by the formula that
 * calibrated the files (ε = ρ + 2 √(ρ ln 1/δ)) if that is known of all of them, else exactly.
 * @param {Noise[]} noises @returns {Noise}
 */
export function together(noises) {
  if (noises.length === 1) return noises[0];
  const { delta, ...rest } = weakest(noises);
  const square = noises.map(lossOf).reduce((sum, loss) => sum + loss * loss, 0);
  const rho = square / 2;
  const epsilon = noises.every(isConcentrated) ? rho + 2 * Math.sqrt(rho * Math.log(1 / delta)) : epsilonOf(Math.sqrt(square), delta);
  return { ...rest, epsilon: upwards(epsilon), delta };
}
