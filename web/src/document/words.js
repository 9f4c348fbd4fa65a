/** The first page in words: the verdict with its numbers, three things to know, and what the audit cannot say. */

import { aggregateMethod, guaranteeWords, poolWords } from "../report/aggregate.js";
import { signInWords } from "../report/alternatives.js";
import { companyInWords } from "../report/directions.js";
import { cureInWords, gapHow, gapOf } from "../report/gap.js";
import { count, countOf, fixed, isUnavailable, percent, signed } from "../report/numbers.js";
import { intervalName, methodInWords, rangeNote, scoreIntervals } from "../report/range-words.js";
import { capital, chanceLevel, isPending, pWords, readings, scoresOf } from "../report/sentences.js";
import { groupsInWords } from "../report/subgroups.js";
import { sideOf, warnings } from "../report/verdict.js";
import { independentPairs } from "../resampling.js";

/** @import { Aggregate, Audit, HeadlineScore, Quantity, Subgroups } from "../types.d.ts" */
/** @import { TextWord } from "../report/sentences.js" */

/** A reason or message as a sentence. @param {string} text */
export const sentence = (text) => (/[.!?]$/.test(text.trim()) ? capital(text.trim()) : `${capital(text.trim())}.`);

/** @param {string} text */
const withoutStop = (text) => text.replace(/\.$/, "");

/** @param {Audit} audit @param {HeadlineScore} name */
function around(audit, name) {
  const { chance, inputs } = audit;
  const interval = scoreIntervals(audit)[name];
  const write = name === "sasImbalance" ? signed : fixed;
  const parts = interval ? [`${intervalName(interval)} ${write(interval.low)} to ${write(interval.high)}`] : [];
  if (isUnavailable(chance)) {
    if (name !== "sasImbalance") parts.push(`shuffled pairs give about ${fixed(chanceLevel(independentPairs(inputs)))}`);
  } else {
    const { p95, p, low, high, calibrated } = chance[name];
    const usual =
      low === undefined || high === undefined
        ? `95 % of shuffled pairs stay below ${fixed(p95)}`
        : `95 % of shuffled pairs lie between ${signed(low)} and ${signed(high)}`;
    parts.push(`${usual}, ${pWords(p)}`);
    if (calibrated !== undefined) parts.push(`${fixed(calibrated)} of 1 is left beyond chance`);
  }
  return parts.length > 0 ? ` (${parts.join("; ")})` : "";
}

/** The verdict's numbers, each with its interval and chance level. @param {Audit} audit @param {TextWord} word @returns {string[]} */
export function verdictNumbers(audit, word) {
  const scores = scoresOf(audit);
  if (!scores) {
    const reason = [audit.sas.imageToText, audit.sas.textToImage].find(isUnavailable)?.reason;
    return reason ? [sentence(reason)] : [];
  }
  return [
    `Along the images’ strongest directions the ${word} follow with a score of ${fixed(scores.imageToText)} of 1${around(audit, "sasImageToText")}.`,
    `Along the ${word}’ strongest directions the images follow with ${fixed(scores.textToImage)}${around(audit, "sasTextToImage")}.`,
    `The difference, the imbalance, is ${signed(scores.imbalance)}${around(audit, "sasImbalance")}.`,
  ];
}

/** @param {Audit} audit @param {TextWord} word */
function retrievalInWords({ retrieval }, word) {
  if (isUnavailable(retrieval) || retrieval.chance.imageToText.length < 10 || retrieval.chance.textToImage.length < 10) return undefined;
  const { imageToText, textToImage, chance } = retrieval;
  const share = (/** @type {number} */ value) => percent(value, 1);
  return (
    `Among the ten nearest, ${share(imageToText.recall["10"])} of the images find one of their ${word} (by chance ${share(chance.imageToText[9])}), ` +
    `and ${share(textToImage.recall["10"])} of the ${word} find their image (by chance ${share(chance.textToImage[9])}).`
  );
}

/** @param {Audit} audit @param {TextWord} word */
function readingInWords(audit, word) {
  const scores = scoresOf(audit);
  const side = sideOf(audit);
  if (!scores || !side) return undefined;
  const said = readings(scores, side, { word, q: audit.options.topQ, kept: 0 });
  return said.find(({ title }) => title === "The other reading" || title === "How to read it")?.text;
}

/** What a reader must know beside the warnings: groups, whether the answer holds, what it means in use. @param {Audit} audit @param {TextWord} word @returns {string[]} */
export function threeThings(audit, word) {
  const told = new Set(warnings(audit));
  const gap = gapOf(audit);
  const sign = signInWords(audit)
    ?.replace("of these choices", "other choice of directions that was tried")
    .replace("these choices", "the choices of directions");
  return [
    audit.subgroups && groupsInWords(audit.subgroups)[0],
    gap && cureInWords(gap, word)[0],
    sign && !told.has(sign) ? sign : undefined,
    retrievalInWords(audit, word),
    companyInWords(audit, word)[0],
    readingInWords(audit, word),
  ]
    .flatMap((text) => text ?? [])
    .slice(0, 3);
}

/** @param {Audit} audit */
function missingInWords({ sas, metrics, retrieval, modes }) {
  /** @type {Record<string, Quantity | object>} */
  const asked = { "directional scores": sas.imageToText, ...metrics, retrieval, modes };
  /** @type {Map<string, number>} */
  const reasons = new Map();
  for (const value of Object.values(asked))
    if (isUnavailable(value) && !isPending(value.reason)) reasons.set(value.reason, (reasons.get(value.reason) ?? 0) + 1);
  return [...reasons].map(([reason, times]) => `${countOf(times, "quantity is", "quantities are")} not available: ${reason}.`);
}

/** @param {Audit} audit */
function intervalsInWords(audit) {
  const { uncertainty, sampling, aggregate } = audit;
  const sampled =
    sampling &&
    `Retrieval, mutual k-NN, uniformity and the unbiased MMD come from ${count(sampling.queries)} sampled queries each way, with intervals.`;
  if (aggregate && !isUnavailable(aggregate.intervals))
    return [
      rangeNote(audit),
      `Intervals hold for other pairs drawn like these (${aggregateMethod(aggregate)}); other sites may lie outside them.`,
    ];
  if (isUnavailable(uncertainty)) {
    const { reason } = aggregate && isUnavailable(aggregate.intervals) ? aggregate.intervals : uncertainty;
    return [`Intervals are not available: ${withoutStop(reason)}.`, sampled];
  }
  const drawn = `Intervals hold for other pairs drawn like these (${methodInWords(uncertainty)}); pairs from elsewhere may lie outside them.`;
  return [rangeNote(audit), drawn, sampled];
}

/** @param {Subgroups} subgroups */
function groupLimits(subgroups) {
  const about = groupsInWords(subgroups).slice(1, -1);
  return [...about, "Small groups score higher by chance alone: read each beside the random groups of its size, not beside the whole."];
}

/** @param {Audit} audit */
function namesInWords({ namesLeftOut, subgroups }) {
  if (!namesLeftOut) return [];
  const numbered = subgroups ? "; groups are numbered in the order in which the audit found them" : "";
  return [
    `The names of files, arrays, columns, sites and groups are left out${numbered}. The SHA-256 still tell which files were audited.`,
  ];
}

/** @param {Aggregate} aggregate */
function noiseInWords(aggregate) {
  const { noise } = aggregate;
  const promise = poolWords(aggregate);
  const added = noise ? [`Noise was added to the sums (${guaranteeWords(noise)}); it moves every score.`] : [];
  return promise ? [...added, promise] : added;
}

/** Of audits and benchmarks. */
export const SIGN_ALONE =
  "The side of the imbalance alone does not tell its cause: something of its own on one side and richer structure on the other look alike.";

/** The sentences that apply. @param {readonly (string | false | null | undefined)[]} sentences @returns {string[]} */
export const applying = (sentences) => sentences.filter((one) => typeof one === "string");

/** What the audit does not say. @param {Audit} audit @param {TextWord} word @returns {string[]} */
export function limits(audit, word) {
  const { aggregate, retrieval, subgroups, inputs } = audit;
  const gap = gapOf(audit);
  const { pairs } = inputs;
  const independent = independentPairs(inputs);
  const repeats = isUnavailable(retrieval) ? 0 : retrieval.duplicates.identicalTexts;
  return applying([
    `The audit describes the embeddings of these ${count(pairs)} pairs. It does not say whether the model is right, safe or useful for any patient.`,
    scoresOf(audit) && SIGN_ALONE,
    ...intervalsInWords(audit),
    independent < 500 &&
      `${capital(inputs.clusters ? `${count(independent)} values of ${inputs.clusters.column}` : countOf(pairs, "pair"))} are few: a good part of a score may be its chance level (about ${fixed(chanceLevel(independent))}).`,
    ...(aggregate ? noiseInWords(aggregate) : []),
    repeats > 0 &&
      `${countOf(repeats, `${word.slice(0, -1)} has`, `${word} have`)} the same embedding as an earlier one: no search can tell them apart.`,
    ...(subgroups ? groupLimits(subgroups) : []),
    gap && `Closing the gap: ${gapHow(gap, word)}`,
    ...missingInWords(audit),
    ...namesInWords(audit),
  ]);
}
