/** The metrics of the paper's tables, in its order; page, command and JSON show these rows. */

/** @import { Audit, BenchmarkMetric, Quantity, RSum } from "../types.d.ts" */

/**
 * @typedef {object} MetricColumn
 * @property {BenchmarkMetric} key
 * @property {string} name
 * @property {1 | -1 | 0} better 1: higher is better aligned
 * @property {(audit: Audit) => Quantity} value
 * @property {string} [variantOf] the metric of which the paper's code has a variant: counted once in a family of tests
 */

/** @type {readonly MetricColumn[]} */
export const METRICS = [
  { key: "cka", name: "CKA", better: 1, value: ({ metrics }) => metrics.cka },
  { key: "coral", name: "CORAL", better: -1, value: ({ metrics }) => metrics.coral },
  { key: "rmg", name: "RMG", better: -1, value: ({ metrics }) => metrics.rmg },
  { key: "rmgReference", name: "RMG, paper's code", better: -1, value: ({ metrics }) => metrics.rmgReference, variantOf: "rmg" },
  { key: "deltaCosine", name: "Δ cosine", better: 1, value: ({ metrics }) => metrics.deltaCosine },
  { key: "mmd", name: "MMD × 100", better: -1, value: ({ metrics }) => metrics.mmd },
  { key: "svcca", name: "SVCCA", better: 1, value: ({ metrics }) => metrics.svcca },
  { key: "sasImageToText", name: "SAS image → text", better: 1, value: ({ sas }) => sas.imageToText },
  { key: "sasTextToImage", name: "SAS text → image", better: 1, value: ({ sas }) => sas.textToImage },
  { key: "sasSymmetric", name: "SAS, symmetric", better: 1, value: ({ sas }) => sas.symmetric },
  { key: "sasImbalance", name: "SAS imbalance", better: 0, value: ({ sas }) => sas.imbalance },
];

/** What retrieval is summed up in. @type {readonly { key: RSum, name: string }[]} */
export const RSUMS = [
  { key: "rSum", name: "rSum" },
  { key: "rSumImageToText", name: "rSum image → text" },
  { key: "rSumTextToImage", name: "rSum text → image" },
];
