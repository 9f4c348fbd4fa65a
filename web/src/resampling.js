/** Numbers behind intervals and chance levels, for the engine that makes them and the reports that say how. Imports nothing. */

/** Blocks that images are dealt to; a half-sample takes 16 of them. */
export const BLOCKS = 32;
/** Halves and their complements. */
export const PAIRS_OF_HALVES = 31;
export const HALVES = 2 * PAIRS_OF_HALVES;

/** Below so many pairs no range for a population's score was seen to hold. */
export const LEAST_PAIRS = 100;

/** 97.5 % point of the normal distribution. */
export const Z = 1.959963984540054;
/** 97.5 % points of Student's t for 1 … 15 degrees of freedom. */
const POINTS = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131];

/** 97.5 % point; beyond the table by two terms of Cornish and Fisher (1938), right to 0.0005. @param {number} freedom */
export const studentT = (freedom) =>
  POINTS[freedom - 1] ?? Z + (Z ** 3 + Z) / (4 * freedom) + (5 * Z ** 5 + 16 * Z ** 3 + 3 * Z) / (96 * freedom ** 2);

/** 2.04: of 31 degrees of freedom, which half-samples have. */
export const T = studentT(BLOCKS - 1);

/** Mean |correlation| that so many shuffled pairs show. @param {number} pairs */
export const chanceLevel = (pairs) => Math.min(1, Math.sqrt(2 / (Math.PI * pairs)));

/** An imbalance within this has no side, whatever its interval. */
export const SMALL_IMBALANCE = 0.02;
