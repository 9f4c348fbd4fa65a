/** What sums over sites say, in words: recall within sites, intervals, how sites differ, what a file holds. */

import { listed } from "../metrics.js";
import { guaranteeWords, kindOf, noisesOf, promiseOf, statedSites } from "../moments/promise.js";
import { sum } from "../quantiles.js";
import { BLOCKS, HALVES } from "../resampling.js";
import { amount, ends } from "./amounts.js";
import { count, countOf, fileSize, fixed, isUnavailable, measure, percent, signed } from "./numbers.js";
import { isRange, RANGE_COVERAGE, RANGE_MEANING } from "./range-words.js";
import { capital, pWords } from "./sentences.js";

/** @import { Aggregate, FederationScores, HeadlineScore, IntervalOf, Noise, RetrievalSum, SiteStatement } from "../types.d.ts" */
/** @import { Stated } from "../moments/promise.js" */
/** @import { Amount } from "./types.d.ts" */

/**
 * @typedef {{ metadata: Record<string, string>, tensors: { name: string, shape: number[] }[], numbers: number, bytes: number }} Preview
 * @typedef {{ name: string, exact: number, low: number, high: number }} EffectRow
 */

/** Names of what audits of sums have intervals of, as sentences have them. @type {ReadonlyMap<string, string>} */
export const INTERVAL_NAMES = new Map(
  listed(({ jackknife }) => jackknife).map(({ key, name }) => [key, name.replace(/^[A-Z](?=[a-z])/, (first) => first.toLowerCase())]),
);

/** Differences carry their sign. @param {string} name @param {number} value */
const shown = (name, value) => (name === "sasImbalance" ? signed(value) : measure(value));

/** @param {Aggregate} aggregate @returns {[string, Amount, Amount][]} name, interval, standard error */
export function intervalRows({ intervals }) {
  if (isUnavailable(intervals)) return [];
  return [...INTERVAL_NAMES].flatMap(([name, words]) => {
    const one = intervals[name];
    if (!one) return [];
    const interval = amount(`${shown(name, one.low)} to ${shown(name, one.high)}`, ends(one));
    return [[words, interval, amount(measure(one.standardError), one.standardError)]];
  });
}

/** @param {Aggregate} aggregate */
export const aggregateMethod = ({ method }) => (method === "half-samples" ? `half-samples of ${BLOCKS} blocks` : "jackknife over blocks");

/** What the intervals are, and why the directional scores have none if they have none. @param {Aggregate} aggregate */
export function aggregateRangesInWords({ intervals, method, withheld, blocks }) {
  const how =
    method === "half-samples"
      ? `From ${HALVES} half-samples of ${BLOCKS} blocks of the pairs.`
      : `Each quantity without each of ${blocks} blocks of the pairs in turn (jackknife).`;
  const reason = withheld?.sasImbalance;
  if (reason) return `${how} The directional scores have no range: ${reason}`;
  return !isUnavailable(intervals) && isRange(intervals.sasImbalance)
    ? `${how} Of the directional scores: ${RANGE_MEANING} ${RANGE_COVERAGE}`
    : how;
}

/** Recall among a query's own site's candidates, beside chance. @param {string} way @param {RetrievalSum} sum @returns {(string | Amount)[]} */
function withinRow(way, { queries, hits, expected, galleries: { smallest, largest } }) {
  const share = (/** @type {number[]} */ of) => of.map((sum) => amount(percent(sum / queries, 1), sum / queries));
  const candidates =
    smallest === largest ? amount(count(largest), largest) : amount(`${count(smallest)} to ${count(largest)}`, { smallest, largest });
  return [way, ...share(hits), ...share(expected.slice(0, 1)), candidates];
}

export const WITHIN_COLUMNS = ["Within each site", "R@1", "R@5", "R@10", "Chance R@1", "Candidates"];

/** @param {Aggregate["withinSite"]} within @returns {(string | Amount)[][]} */
export function withinSiteRows(within) {
  if (isUnavailable(within)) return [];
  return [withinRow("image → text", within.imageToText), withinRow("text → image", within.textToImage)];
}

/** What within-site recall is and is not. */
export const WITHIN_WORDS =
  "Each query was compared with its own site's candidates only, and the hits of all sites were added. Retrieval over the pool would have more candidates and lower recall; only the rows could give it.";

/** What a forest of sites shows. */
export const FOREST_MARKS = "Grey: about what shuffled pairs would give. A dot's area follows the number of pairs.";
/** The same where it has lines. */
export const FOREST_LINES =
  "Lines: ranges for the population’s scores, of files with fewer than 32 blocks none (audits of earlier versions: 95 % intervals).";

/** @param {{ sites: readonly { pairs: number }[], heterogeneity: FederationScores["heterogeneity"] }} federation @param {HeadlineScore} name */
export function heterogeneityWords({ sites, heterogeneity }, name) {
  const found = heterogeneity[name];
  if (isUnavailable(found)) return `Whether the sites differ is not known: ${found.reason}.`;
  const { q, degrees, p, i2 } = found;
  const facts = `(Q = ${fixed(q, 1)}, df = ${degrees}, ${pWords(p)}; I² = ${percent(i2)})`;
  const those = degrees + 1 < sites.length ? `the ${degrees + 1} sites with intervals` : "the sites";
  if (p < 0.05) return `${capital(those)} differ by more than chance explains ${facts}.`;
  const all = sites.map(({ pairs }) => pairs);
  const [least, most] = [Math.min(...all), Math.max(...all)];
  const each = least === most ? count(least) : `${count(least)} to ${count(most)}`;
  return `No difference between ${those} was detected; with ${each} pairs each, one could be missed ${facts}.`;
}

/** @param {SiteStatement["noise"]} noise */
function protectionOf(noise) {
  if (noise === null) return "none: the sums are exact";
  return noise === "not known" ? "not known" : `noise: ${guaranteeWords(noise)}`;
}

/** Each site by itself, and the whole if there are several. @param {Stated} stated @returns {[string, number, string, string][]} */
export function siteRows(stated) {
  const sites = statedSites(stated);
  /** @type {[string, number, string, string][]} */
  const rows = sites.map(({ label, pairs, preprocessing, noise }, place) => [
    label ?? (sites.length > 1 ? `site ${place + 1}, without a name` : "without a name"),
    pairs,
    preprocessing === null ? "not known" : preprocessing || "not stated",
    protectionOf(noise),
  ]);
  if (sites.length === 1) return rows;
  const promise = promiseOf(stated);
  const whole = promise ? `noise: ${guaranteeWords(promise)}` : kindOf(sites) === "exact" ? "none: the sums are exact" : "none";
  return [...rows, ["All sites", sum(sites.map(({ pairs }) => pairs)), "", whole]];
}

/** What a pool in which there is any noise promises as a whole, and why not more. @param {Stated} stated @returns {string | undefined} */
export function poolWords(stated) {
  const sites = statedSites(stated);
  const kind = kindOf(sites);
  const noisy = noisesOf(sites).length;
  if (sites.length < 2 || kind === "exact") return undefined;
  if (kind === "not known")
    return "Nothing is promised of the whole: an earlier version pooled these sites, and which of them have noise is not known.";
  if (kind === "mixed")
    return `Nothing is promised of the whole: ${noisy} of ${sites.length} sites have noise, and the sums of the others are in it as they are. The noisy sites' own files keep their promise for pairs that are at no site without noise.`;
  const { overlap } = stated;
  if (overlap === "none")
    return "The promise of the whole is the weakest of its sites: whoever pooled them states that no pair is at two of them.";
  const why = overlap === "all" ? "Whoever pooled them states that pairs may be" : "Nothing tells whether pairs are";
  return `${why} at several sites; their promises then add up, and the sum is what the whole promises.`;
}

/** What leaves, in full: the command prints it. @param {Preview} preview @param {string} [target] absent if nothing is written */
export function previewText({ metadata, tensors, numbers, bytes }, target) {
  const lines = [
    `${target ? `Written: ${target}` : "Preview; nothing was written."} ${count(numbers)} numbers, ${fileSize(bytes)}.`,
    "Words in the file:",
    ...Object.entries(metadata).map(([name, value]) => `  ${name.padEnd(16)} ${value}`),
    "Numbers in the file (sums over the pairs; no row, no file name):",
    ...tensors.map(({ name, shape }) => `  ${name.padEnd(46)} ${shape.join(" × ") || "1"}`),
  ];
  return `${lines.join("\n")}\n`;
}

export { guaranteeWords };

/** Whom the promise leaves out. @param {Noise} noise */
export const whomWords = ({ pairsPerPatient }) =>
  pairsPerPatient
    ? `A patient of more than ${countOf(pairsPerPatient, "pair")} is protected less.`
    : "The promise is of a pair: a patient with several pairs here is protected less. If the pairs that one patient may have are stated, it is of the patient.";

/** How surely the best test finds the member of two. @param {Noise} noise @param {number} risk */
export const noiseRiskWords = ({ pairsPerPatient }, risk) =>
  `Even who knows all other rows, of two ${pairsPerPatient ? "patients" : "pairs"} of which one is in, picks the right one at most ${Math.ceil(100 * risk)} times in 100, where a coin does 50.`;

/** @param {Noise} noise @param {number} risk */
export const noiseText = (noise, risk) =>
  `Noise of standard deviation ${fixed(noise.sigma, 1)} on every sum: ${guaranteeWords(noise)}. ${whomWords(noise)} ${noiseRiskWords(noise, risk)}\n`;

/** After a draw. */
export const DRAWN_ONCE =
  "The noise was drawn once, and the file holds this draw. Keep it whatever it looks like: choosing among draws tells of the rows, and every further file of the same pairs adds to the loss.";

/** What the range is, and for whom. */
export const EFFECT_WORDS =
  "For this site's eyes only: these numbers are of the rows, and passing them on undoes the noise. The file holds none of them; it is drawn when it is written, once.";

/** What noise does, before anything is drawn for the file. @param {EffectRow[]} effect */
export function effectText(effect) {
  const lines = [
    `${"".padEnd(24)}${"exact".padStart(10)}${"95 % of draws".padStart(30)}`,
    ...effect.map(({ name, exact, low, high }) => {
      const words = INTERVAL_NAMES.get(name) ?? name;
      return `  ${words.padEnd(22)}${shown(name, exact).padStart(10)}${`${shown(name, low)} to ${shown(name, high)}`.padStart(30)}`;
    }),
    EFFECT_WORDS,
  ];
  return `${lines.join("\n")}\n`;
}
