/** A comparison of two models as a report: what differs first, then each model as its own audit has it. */
import { favourWords } from "../report/better.js";
import { citation, methods } from "../report/citing.js";
import { adjustedInWords, comparisonInWords, DRAWN_FIRST, directionalInWords, modelNames, SCORE_NAMES } from "../report/comparison.js";
import { isUnavailable, measure, percent, signed } from "../report/numbers.js";
import { intervalHeads, methodInWords } from "../report/range-words.js";
import { searchInWords } from "../report/search.js";
import { pCell, subject } from "../report/sentences.js";
import { verdict, warnings } from "../report/verdict.js";
import { hashesInWords, placed, settingsInWords, toolInWords } from "./audit-report.js";
import { allTables, inputTable, settingTable, shortTables } from "./tables.js";
import { cell, inNumbers } from "./typed-table.js";
import { limits, threeThings } from "./words.js";

/** @import { Audit, Comparison } from "../types.d.ts" */
/** @import { TextWord } from "../report/sentences.js" */
/** @import { Report, Table, TypedTable } from "./types.d.ts" */

/** @type {readonly { key: "a" | "b", title: string }[]} */
export const MODELS = [
  { key: "a", title: "First model" },
  { key: "b", title: "Second model" },
];

/** Recalls are shares. @param {number} value @param {string} score */
const number = (value, score) => (score.startsWith("R@") ? percent(value, 1) : measure(value));

/** A difference, with its sign; of shares in percentage points. @param {number} value @param {string} score */
function change(value, score) {
  if (score.startsWith("R@")) return `${signed(100 * value, 1)} pts`;
  return value > 0 ? `+${measure(value)}` : measure(value);
}

/** @param {Comparison} comparison @param {string} [id] @param {readonly string[]} [wanted] @returns {TypedTable} */
export function differenceTable(comparison, id = "differences", wanted = Object.keys(SCORE_NAMES)) {
  const shown = wanted.filter((score) => comparison.differences[score]);
  const drawn = shown.map((score) => comparison.differences[score]).filter(({ low }) => low !== undefined);
  return {
    id,
    digits: 3,
    caption: "Scores of the two models, first minus second; recalls are shares",
    short: "Scores of two models",
    columns: [
      { title: "Score" },
      { title: "First", words: number },
      { title: "Second", words: number },
      { title: "Difference", words: change },
      { ...intervalHeads(drawn), words: change },
      { title: "p", words: pCell },
      { title: "p, Holm", words: pCell },
      { title: "Which is better" },
    ],
    rows: shown.map((score) => {
      const one = comparison.differences[score];
      return [SCORE_NAMES[score], one.a, one.b, one.difference, one, one.p, one.pHolm, favourWords(comparison, score)];
    }),
  };
}

/** @param {Comparison} comparison @returns {Table} */
function firstHitsTable({ mcnemar }) {
  const row = (/** @type {string} */ name, /** @type {Comparison["mcnemar"]["imageToText"]} */ hits) => {
    if ("status" in hits) return [name, `not available: ${hits.reason}`, null, null, null, null, null];
    return [name, hits.both, hits.onlyFirst, hits.onlySecond, hits.neither, cell(hits.p), cell(hits.pHolm)];
  };
  return {
    id: "first-hits",
    caption: "Queries whose nearest is right, in which model (McNemar)",
    columns: ["Direction", "Both", "Only the first", "Only the second", "Neither", "p", "p, Holm"],
    rows: [row("Image → text", mcnemar.imageToText), row("Text → image", mcnemar.textToImage)],
  };
}

/** The tables that are of neither model alone. */
export const OWN_TABLES = new Set(["differences", "first-hits", "warnings"]);

/** A model's tables, told apart from the other's. @param {(audit: Audit) => Table[]} tables @param {Comparison} comparison @returns {Table[]} */
const ofBoth = (tables, comparison) =>
  MODELS.flatMap(({ key, title }) =>
    tables(comparison[key]).map((table) => ({ ...table, id: `${table.id}-${key}`, caption: `${title}: ${table.caption}` })),
  );

/** What changes the reading of a model, said once if it holds for all. @param {readonly { title: string, audit: Audit }[]} models @param {string} together */
export function warningsOf(models, together) {
  const each = models.map(({ audit }) => warnings(audit));
  const all = each[0].filter((text) => each.every((texts) => texts.includes(text)));
  const own = models.flatMap(({ title }, k) => each[k].filter((text) => !all.includes(text)).map((text) => `${title}: ${text}`));
  return [...all.map((text) => `${together}: ${text}`), ...own];
}

/** @param {Comparison} comparison @param {TextWord} word */
function things(comparison, word) {
  const rest = MODELS.flatMap(({ key, title }) => threeThings(comparison[key], word).map((text) => `${title}: ${text}`));
  return [directionalInWords(comparison), ...rest].slice(0, 3);
}

/** @param {Comparison} comparison @param {TextWord} word @param {string} [family] of McNemar's p */
function comparisonLimits(comparison, word, family) {
  const { intervals } = comparison;
  const [own, ...others] = limits(comparison.a, word);
  const drawn = isUnavailable(intervals)
    ? `The differences have no intervals: ${intervals.reason}.`
    : `Intervals and p values: ${methodInWords(intervals)}, the same for both models.`;
  return [
    own,
    "A difference between two models on these pairs is none on other pairs, and a model with higher scores is not for that better for a patient.",
    adjustedInWords(comparison, family),
    drawn,
    ...others,
  ];
}

/** @param {Comparison} comparison @param {TextWord} word @param {string} [family] of McNemar's p, if it is not of this comparison alone @returns {Report} */
export function comparisonReport(comparison, word, family) {
  const { a, b } = comparison;
  const [first, second] = modelNames(comparison);
  const [, ...about] = subject(a, word);
  /** @type {(audit: Audit) => Table[]} */
  const data = (audit) => [inputTable(audit), settingTable(audit)];
  const known = new Set(data(a).map(({ id }) => id));
  const [finding, across] = comparisonInWords(comparison, word);
  const rest = ofBoth((audit) => shortTables(audit).filter(({ id }) => !known.has(id)), comparison);
  const warned = placed(
    warningsOf(
      MODELS.map(({ key, title }) => ({ title, audit: comparison[key] })),
      "Both models",
    ),
  );
  const own = [inNumbers(differenceTable(comparison)), firstHitsTable(comparison)];
  return {
    kind: "Comparison of two vision-language models on the same pairs",
    verdict: finding,
    search: MODELS.flatMap(({ key, title }) => {
      const [there, back] = searchInWords(comparison[key], word);
      return there ? [`${title}: ${there} ${back}`] : [];
    }),
    warnings: warned.first,
    numbers: [across, ...MODELS.map(({ key, title }) => `${title}: ${verdict(comparison[key], word).join(" ")}`)],
    facts: [
      ["First model", first],
      ["Second model", second],
      ["On", about.join(" · ")],
      ["Settings", settingsInWords(a)],
      ["SHA-256, first", hashesInWords(a)],
      ["SHA-256, second", hashesInWords(b)],
      ["Tool", toolInWords(a.tool)],
    ],
    scores: [inNumbers(differenceTable(comparison, "scores", DRAWN_FIRST))],
    things: things(comparison, word),
    limits: comparisonLimits(comparison, word, family),
    tables: [...own, ...warned.tables, ...ofBoth(data, comparison), ...rest],
    all: [...own, ...ofBoth(allTables, comparison)],
    repeat:
      "“askew verify COMPARISON.json IMAGES TEXTS --compare IMAGES,TEXTS”, or the JSON dropped on the page’s card of the two models together with the other model’s files, computes everything again and compares every digit.",
    cite: [`Cite: ${citation(a.tool)}`, `Methods: ${methods(a)}`],
  };
}
