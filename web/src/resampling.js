/** Numbers behind intervals and chance levels, for the engine that makes them and the reports that say how. */

/** Blocks that images are dealt to; a half-sample takes 16 of them. */
export const BLOCKS = 32;
/** Halves and their complements. */
export const PAIRS_OF_HALVES = 31;
export const HALVES = 2 * PAIRS_OF_HALVES;

/** Below so many pairs no range for a population's score was seen to hold. */
export const LEAST_PAIRS = 100;

/** 97.5 % point of Student's t of 31 degrees of freedom, which half-samples have; a test compares it with the core's. */
export const T = 2.0395134463964086;

/** Mean |correlation| that so many shuffled pairs show. @param {number} pairs */
export const chanceLevel = (pairs) => Math.min(1, Math.sqrt(2 / (Math.PI * pairs)));

/** Independent pairs that a chance level may count on: one a cluster where pairs belong together. @param {{ pairs: number, clusters?: { count: number } }} inputs */
export const independentPairs = ({ pairs, clusters }) => clusters?.count ?? pairs;

/** An imbalance within this has no side, whatever its interval. */
export const SMALL_IMBALANCE = 0.02;
