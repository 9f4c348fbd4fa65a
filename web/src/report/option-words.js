/** The options of an audit that a reader may set: what each is called and means. One table for the address, the panel and the methods. */
import { HALVES } from "../resampling.js";

/** @import { AuditOptions } from "../types.d.ts" */

/** Options that are numbers. @typedef {"topQ" | "seed" | "permutations" | "bootstrap" | "neighbours" | "epsilon" | "queries" | "exactPairs"} OptionName */

/**
 * unit: 100 shows a share in per cent; range: in the words of the panel, if the engine's own are of another unit.
 * @typedef {{ name: OptionName, title: string, means: string, unit?: 100, range?: string }} OptionWords
 */

/** In the order of the panel. @type {readonly OptionWords[]} */
export const OPTION_WORDS = [
  {
    name: "topQ",
    title: "Directions that count, q",
    means: "The share of a side’s directions, strongest first, that the scores are taken over.",
    unit: 100,
    range: "above 0 and at most 100",
  },
  {
    name: "seed",
    title: "Seed",
    means: "Starts everything that is drawn at random. The same seed gives the same digits.",
  },
  {
    name: "permutations",
    title: "Shuffles",
    means: "How often the pairs are shuffled for the chance levels. 0 leaves them out.",
  },
  {
    name: "bootstrap",
    title: "Resamples",
    means: `0 leaves the intervals out. Any other number makes them from ${HALVES} half-samples; the number itself counts only in audits of earlier versions.`,
  },
  {
    name: "neighbours",
    title: "Neighbours",
    means: "How many neighbours of an item mutual k-NN looks at.",
  },
  {
    name: "epsilon",
    title: "ε",
    means: "A small number under the root of each correlation, as in the paper.",
  },
  {
    name: "exactPairs",
    title: "Full comparison up to",
    means: "With more image–text combinations than this, search is measured on a sample of queries.",
  },
  {
    name: "queries",
    title: "Sampled queries",
    means: "How many images, and how many texts, ask in that sample.",
  },
];

/** What the panel's field holds. @param {OptionWords} option @param {number} value */
export const inField = ({ unit }, value) => (unit ? Number((value * unit).toPrecision(12)) : value);

/** What a field's number means; what is no number stays none. @param {OptionWords} option @param {number} shown */
export const fromField = ({ unit }, shown) => (unit ? Number((shown / unit).toPrecision(12)) : shown);

/** "10 %", "1,000", "1e-8" @param {OptionWords} option @param {number} value */
export function optionValue(option, value) {
  const shown = inField(option, value);
  const text = shown !== 0 && Math.abs(shown) < 1e-3 ? String(shown) : shown.toLocaleString("en-US", { maximumFractionDigits: 12 });
  return option.unit ? `${text} %` : text;
}

/** Those that are not as usual. @param {AuditOptions} options @param {Required<AuditOptions>} usual @returns {OptionWords[]} */
const changedOptions = (options, usual) => OPTION_WORDS.filter(({ name }) => (options[name] ?? usual[name]) !== usual[name]);

/** "q 20 %, seed 5" @param {AuditOptions} options @param {Required<AuditOptions>} usual */
export const changesInWords = (options, usual) =>
  changedOptions(options, usual)
    .map((option) => `${option.title} ${optionValue(option, options[option.name] ?? usual[option.name])}`)
    .join(" · ");
