/** Which pairs are not independent, and what follows from it, in words: one place for the page, the command and the saved reports. */
import { count, countOf } from "./numbers.js";

/** @import { Audit } from "../types.d.ts" */

/** @param {Pick<Audit["inputs"], "clusters">} inputs */
const clustersInWords = ({ clusters }) =>
  clusters &&
  `Pairs with one value of ${clusters.column} belong together (${countOf(clusters.count, "value")}, at most ${countOf(clusters.largest, "pair")} each): intervals and chance levels take them whole, and in search another item of the same value is neither a hit nor a miss.`;

/** @param {Pick<Audit["inputs"], "within">} inputs */
const withinInWords = ({ within }) =>
  within && `Chance exchanges texts within the ${count(within.count)} values of ${within.column} alone.`;

/** Nothing if every pair counts by itself, and all are exchanged. @param {Pick<Audit["inputs"], "clusters" | "within">} inputs */
export const togetherInWords = (inputs) => [clustersInWords(inputs), withinInWords(inputs)].filter((text) => text !== undefined);

/** The command's options for them. @param {Pick<Audit["inputs"], "clusters" | "within">} inputs */
export const togetherOptions = ({ clusters, within }) => [
  ...(clusters ? ["--cluster", clusters.column] : []),
  ...(within ? ["--within", within.column] : []),
];
