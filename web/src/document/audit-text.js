/** An audit as plain text for a terminal: scores and how to read them, retrieval, what was found in the data, the metrics. */
import { aggregateMethod, aggregateRangesInWords, intervalRows, poolWords, WITHIN_WORDS } from "../report/aggregate.js";
import { alternativeTable, epsilonInWords, signInWords } from "../report/alternatives.js";
import { companyInWords } from "../report/directions.js";
import { cureInWords, gapHow, gapInWords } from "../report/gap.js";
import { alikeInWords, hubsInWords, lookalikesInWords } from "../report/hubs.js";
import { METRIC_ROWS } from "../report/metric-rows.js";
import { countOf, fixed, isUnavailable, measure, percent, signed } from "../report/numbers.js";
import { intervalName, rangeNote } from "../report/range-words.js";
import { searchInWords } from "../report/search.js";
import { capital, chanceLevel, pairingInWords, pWords, readings, scoresOf, singular, subject, wordOf } from "../report/sentences.js";
import { groupsInWords } from "../report/subgroups.js";
import { togetherInWords } from "../report/together.js";
import { contradiction, nextStep, sideOf, verdict } from "../report/verdict.js";
import { independentPairs } from "../resampling.js";
import { gapTables } from "./gap-table.js";
import { groupRetrievalTables, groupScoreTable } from "./group-tables.js";
import { labelTables } from "./label-table.js";
import { retrievalTables } from "./retrieval-table.js";
import { siteTable, withinTable } from "./tables.js";
import { inWords } from "./typed-table.js";

/** @import { Audit, HeadlineScore, Quantity, ScoreName } from "../types.d.ts" */
/** @import { TextWord } from "../report/sentences.js" */
/** @import { Stated } from "../moments/promise.js" */

const WIDTH = 88;
const LABEL = 28;

/** @param {string} label @param {string} value */
const line = (label, value) => `  ${label.padEnd(LABEL)}${value}`;

/** A quantity, or why there is none. @param {Quantity} quantity @param {(value: number) => string} words */
const quantity = (quantity, words) => (isUnavailable(quantity) ? `unavailable: ${quantity.reason}` : words(quantity));

/** @param {Audit} audit @param {ScoreName} name */
function intervalText({ uncertainty }, name) {
  const interval = isUnavailable(uncertainty) ? undefined : uncertainty[name];
  return interval ? `   ${intervalName(interval)} ${measure(interval.low)} to ${measure(interval.high)}` : "";
}

/** @param {Audit} audit @param {HeadlineScore} name */
function chanceText({ chance, inputs }, name) {
  if (isUnavailable(chance))
    return name === "sasImageToText" ? `   shuffled pairs: about ${fixed(chanceLevel(independentPairs(inputs)))}` : "";
  const { mean, p95, p, low, high, calibrated } = chance[name];
  const usual = low === undefined || high === undefined ? `${fixed(mean)}, 95 % below ${fixed(p95)}` : `${signed(low)} to ${signed(high)}`;
  const beyond = calibrated === undefined ? "" : `; beyond chance ${fixed(calibrated)}`;
  return `   shuffled pairs: ${usual}; ${pWords(p)}${beyond}`;
}

/** Text broken at spaces. @param {string} text @param {string} [first] indent of the first line @param {string} [others] of the lines after it */
export function wrapped(text, first = "", others = `${first}  `) {
  const lines = [first];
  for (const word of text.split(" ")) {
    const last = lines[lines.length - 1];
    if (last.trim() !== "" && last.length + 1 + word.length > WIDTH) lines.push(others + word);
    else lines[lines.length - 1] += last.trim() === "" ? word : ` ${word}`;
  }
  return lines;
}

/** @param {Audit} audit @param {string} label @param {string} value @param {HeadlineScore} name */
function scoreLine(audit, label, value, name) {
  if (isUnavailable(audit.sas.imbalance)) return [line(label, value)];
  const interval = intervalText(audit, name);
  const chance = chanceText(audit, name);
  return interval && chance
    ? [line(label, `${value}${interval}`), line("", chance.trimStart())]
    : [line(label, `${value}${interval}${chance}`)];
}

/** @param {Audit} audit @param {TextWord} word */
function scoreLines(audit, word) {
  const { sas, options } = audit;
  const lines = [
    ...scoreLine(audit, "SAS image \u2192 text", quantity(sas.imageToText, fixed), "sasImageToText"),
    ...scoreLine(audit, "SAS text \u2192 image", quantity(sas.textToImage, fixed), "sasTextToImage"),
    ...scoreLine(audit, "imbalance", quantity(sas.imbalance, signed), "sasImbalance"),
    line("symmetric", `${quantity(sas.symmetric, fixed)}${intervalText(audit, "sasSymmetric")}`),
  ];
  const note = rangeNote(audit);
  if (note) lines.push(...wrapped(note, "  ", "  "));
  const { modesKept } = sas;
  if (!isUnavailable(modesKept)) {
    const [image, text] = [modesKept.image, modesKept.text];
    const kept =
      image === text
        ? countOf(image, "direction")
        : `${countOf(image, "image direction")} and ${countOf(text, `${word.slice(0, -1)} direction`)}`;
    lines.push(line("kept", `${kept} (top ${percent(options.topQ)})`));
  }
  return lines;
}

/** The same scores under other choices. @param {Audit} audit @param {boolean} all */
function alternativeLines(audit, all) {
  const { alternatives } = audit;
  if (isUnavailable(alternatives)) return [];
  const said = [signInWords(audit), epsilonInWords(audit)].flatMap((text) => (text ? wrapped(text, "  ", "  ") : []));
  return ["Other choices of directions", ...(all ? tableLines(alternativeTable(alternatives)) : []), ...said];
}

/** Sentences on the leading directions, at most. */
const SENTENCES = 8;

/** What they go with. @param {Audit} audit @param {TextWord} word */
function directionLines(audit, word) {
  const sentences = companyInWords(audit, word);
  if (sentences.length === 0) return [];
  const more = sentences.length > SENTENCES ? [`  and ${sentences.length - SENTENCES} more in the JSON`] : [];
  return ["Strongest directions", ...sentences.slice(0, SENTENCES).flatMap((text) => wrapped(text, "  ")), ...more];
}

/** A terminal has no spectra to look at. @param {string} text */
const withoutPicture = (text) => text.replace(/ The spectra below.*$/, "");

/** @param {Audit} audit @param {TextWord} word */
function readingLines(audit, word) {
  const { sas, options } = audit;
  const [scores, side] = [scoresOf(audit), sideOf(audit)];
  const first = verdict(audit, word).join(" ");
  if (!scores || !side) return [first];
  const kept = isUnavailable(sas.modesKept) ? 0 : sas.modesKept.image;
  const [, ...rest] = readings(scores, side, { word, q: options.topQ, kept });
  return [first, ...rest.map(({ title, text }) => `${title}: ${withoutPicture(text)}`)];
}

/** Without the intervals, for which a line has no room. @param {Audit} audit @param {TextWord} word */
function retrievalLines(audit, word) {
  if (isUnavailable(audit.retrieval)) return [`Retrieval: unavailable: ${audit.retrieval.reason}`];
  const { identicalTexts } = audit.retrieval.duplicates;
  const lines = retrievalTables(audit, word).flatMap((table) =>
    tableLines(inWords({ ...table, rows: table.rows.filter(([, first]) => typeof first !== "object") })),
  );
  return [
    "Retrieval",
    ...lines,
    ...(identicalTexts > 0 ? [`  ${countOf(identicalTexts, `${singular(word)} repeats`, `${word} repeat`)} an earlier one.`] : []),
  ];
}

/** @param {Audit} audit @param {TextWord} word */
function hubLines(audit, word) {
  const said = hubsInWords(audit, word);
  const { hubs } = audit;
  if (!hubs || isUnavailable(hubs)) return [];
  return [
    "Hubs and leaks",
    ...[...said, lookalikesInWords(hubs, word, " in the JSON"), ...alikeInWords(audit, word)].flatMap((text) => wrapped(text, "  ")),
  ];
}

/** @param {Audit} audit */
function labelLines(audit) {
  const { byLabel } = audit;
  if (!byLabel) return [];
  if (isUnavailable(byLabel)) return [`Search by label: unavailable: ${byLabel.reason}`];
  return labelTables(audit).flatMap((table) => [table.caption, ...tableLines(inWords(table))]);
}

/** @param {Audit} audit @param {TextWord} word */
function gapLines(audit, word) {
  const { gap } = audit;
  if (!gap) return [];
  if (isUnavailable(gap)) return [`The gap: unavailable: ${gap.reason}`];
  const said = (/** @type {string[]} */ sentences) => sentences.flatMap((text) => wrapped(text, "  "));
  return [
    "The gap",
    ...said(gapInWords(gap, word)),
    "What closing it would do",
    ...said(cureInWords(gap, word)),
    ...gapTables(audit, word)
      .map(inWords)
      .flatMap((table) => [table.caption, ...tableLines(table)]),
    ...said([gapHow(gap, word)]),
  ];
}

/** @param {Audit} audit @param {boolean} all */
function metricLines(audit, all) {
  const lines = METRIC_ROWS.filter(({ leading }) => all || leading).flatMap((row) => {
    const value = row.value(audit);
    const shown = line(row.name, isUnavailable(value) ? quantity(value, measure) : `${measure(value).padEnd(12)}${row.meaning}`);
    const code = typeof row.code === "string" ? row.code : row.code(audit);
    return typeof code === "string" ? [shown] : [shown, line("  in the paper\u2019s code", quantity(code, measure))];
  });
  return ["Metrics", ...lines];
}

/** Each site, and what protects its pairs. @param {Stated} stated @returns {string[]} */
export function siteLines(stated) {
  const promise = poolWords(stated);
  return ["Sites", ...tableLines(inWords(siteTable(stated))), ...(promise ? wrapped(promise, "  ", "  ") : [])];
}

/** @param {Parameters<typeof withinTable>[0]} within */
function withinLines(within) {
  const { columns, rows } = withinTable(within);
  return [columns[0], ...tableLines({ columns: ["", ...columns.slice(1)], rows })];
}

/** What an audit from sums has beside: intervals, and recall within the sites. @param {Audit} audit */
function aggregateLines({ aggregate }) {
  if (!aggregate) return [];
  const { intervals, withinSite } = aggregate;
  const within = isUnavailable(withinSite)
    ? [`Recall within each site: unavailable: ${withinSite.reason}`]
    : [...withinLines(withinSite), ...wrapped(WITHIN_WORDS, "  ", "  ")];
  const known = isUnavailable(intervals)
    ? wrapped(`Intervals: unavailable: ${intervals.reason}`)
    : [
        `95 % intervals (${aggregateMethod(aggregate)})`,
        ...wrapped(aggregateRangesInWords(aggregate), "  ", "  "),
        ...intervalRows(aggregate).map(([name, { words }]) => line(name, words)),
      ];
  return [...siteLines(aggregate), ...known, ...within];
}

/** Columns set apart by spaces. @param {{ columns: readonly string[], rows: readonly string[][] }} table @returns {string[]} */
export function tableLines({ columns, rows }) {
  const widths = columns.map((title, k) => Math.max(title.length, ...rows.map((row) => row[k].length)));
  return [columns, ...rows].map(
    (row) => `  ${row.map((text, k) => (k === 0 ? text.padEnd(widths[k]) : text.padStart(widths[k]))).join("  ")}`,
  );
}

/** @param {Audit} audit */
function groupLines({ subgroups }) {
  if (!subgroups) return [];
  return [
    `Groups by ${subgroups.column}`,
    ...[groupScoreTable(subgroups), ...groupRetrievalTables(subgroups)].flatMap((table) => tableLines(inWords(table))),
    ...groupsInWords(subgroups).flatMap((text) => wrapped(text, "  ", "  ")),
  ];
}

/** @param {Audit["inputs"]} inputs */
function dataLines(inputs) {
  const { pairing, findings } = inputs;
  const lines = findings.flatMap(({ level, message }) => wrapped(`${capital(level)}: ${message}`, "  "));
  if (pairing) {
    const { says, remark, options } = pairingInWords(pairing);
    lines.unshift(...wrapped(`Pairs: ${says} ${remark}${options ? ` ${options}` : ""}`, "  "));
  }
  lines.unshift(...togetherInWords(inputs).flatMap((text) => wrapped(text, "  ")));
  return lines.length > 0 ? ["The data", ...lines] : [];
}

/** @param {Audit} audit @param {{ metrics?: boolean }} [options] metrics: every one of them @returns {string} */
export function textReport(audit, { metrics = false } = {}) {
  const word = wordOf(audit);
  const [title, ...reading] = readingLines(audit, word);
  const next = nextStep(audit, word);
  const said = [...searchInWords(audit, word), contradiction(audit), next && `Next: ${next}`].flatMap((text) => text ?? []);
  const parts = [
    wrapped(subject(audit, word).join(", ")),
    [...wrapped(title, "", ""), ...said.flatMap((text) => wrapped(text, "  ", "  "))],
    scoreLines(audit, word),
    reading.flatMap((text) => wrapped(text)),
    alternativeLines(audit, metrics),
    directionLines(audit, word),
    retrievalLines(audit, word),
    hubLines(audit, word),
    labelLines(audit),
    gapLines(audit, word),
    aggregateLines(audit),
    groupLines(audit),
    metricLines(audit, metrics),
    dataLines(audit.inputs),
  ];
  return `${parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.map((text) => text.trimEnd()).join("\n"))
    .join("\n\n")}\n`;
}
