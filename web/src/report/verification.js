/** A saved audit beside one computed again: does every digit agree, and if not, what differs. */

import { quantities } from "../metrics.js";
import { optionsLine } from "../pairing/command-line.js";
import { compareValues, difference, differing, leavesOf, shown } from "./leaves.js";
import { comparisonsWithoutNames, comparisonWithoutNames, withoutNames } from "./nameless.js";
import { count, countOf } from "./numbers.js";
import { togetherInWords, togetherOptions } from "./together.js";

/** @import { Audit, Comparison, Comparisons, Disagreement, Verification } from "../types.d.ts" */

/** Not part of what an audit claims. */
const ASIDE = new Set(["timings", "tool", "inputs", "options", "namesLeftOut", "schema", "word"]);

/** Compared as audits. */
const BESIDE_AUDITS = new Set(["a", "b", "schema", "namesLeftOut"]);

/** Quantities that earlier versions did not have. */
const NEWER = quantities(({ since }) => since).map(({ at }) => at);
const NEWER_PARTS = [...NEWER, "aggregate.federation", "hubs", "alike", "byLabel", "gap"];
const isNewer = (/** @type {string} */ path) =>
  NEWER_PARTS.some((at) => path === at || path.startsWith(`${at}.`)) ||
  /^chance\.(\w+\.(threshold|calibrated)|(svcca|mutualKnn|rmg)\.\w+)$/.test(path);

/** What a site's file is called where it has no label; no more a claim than the names of other files. @param {string} path */
const isSiteName = (path) => /^aggregate\.federation\.sites\[\d+\]\.name$/.test(path);

/** Comparisons of earlier versions have no adjusted p values. @param {string} path */
const isAdjusted = (path) => path.endsWith(".pHolm");

/** @param {Pick<Audit, "inputs">} audit */
const isCutShort = ({ inputs }) => inputs.findings.some(({ code }) => code === "CUT_SHORT");

/** Places of audits that were stopped before they had them. @param {Audit[]} audits @returns {(path: string) => boolean} */
function missingIn(audits) {
  const reason = ".reason";
  const gaps = audits
    .filter(isCutShort)
    .flatMap((audit) => [
      ...(audit.subgroups ? [] : ["subgroups"]),
      ...(audit.gap ? [] : ["gap"]),
      ...[...leavesOf(audit)].flatMap(([path, value]) =>
        path.endsWith(reason) && /^stopped before/.test(String(value)) ? [path.slice(0, -reason.length)] : [],
      ),
    ]);
  return (path) => gaps.some((gap) => path === gap || path.startsWith(`${gap}.`) || path.startsWith(`${gap}[`));
}

/** Differences that are listed; the rest is counted. */
const LISTED = 20;

/** @param {Audit} recorded @param {Audit} now @returns {{ differences: Disagreement[], notes: string[] }} */
function compareData(recorded, now) {
  const differences = [];
  const notes = [];
  for (const side of /** @type {const} */ (["images", "texts"])) {
    const [before, after] = [recorded.inputs[side], now.inputs[side]];
    const path = `inputs.${side}`;
    const other = `The ${side}’ file is not the one that was audited: its SHA-256 differs, so at least one bit of it does.`;
    if (typeof before.sha256 !== "string" || typeof after.sha256 !== "string")
      notes.push(`The ${side}’ file could not be compared by its SHA-256: one of the two audits has none.`);
    else differences.push(...differing("data", `${path}.sha256`, before.sha256, after.sha256, other));
    for (const key of /** @type {const} */ (["rows", "cols", "dtype", "array"])) {
      const message = `The ${side} had ${key} ${shown(before[key])}, and have ${shown(after[key])} now.`;
      differences.push(...differing("data", `${path}.${key}`, before[key], after[key], message));
    }
    if (before.file !== after.file) notes.push(`The ${side}’ file was called ${before.file}, and is called ${after.file} now.`);
  }
  return { differences, notes };
}

/** Codes and counts of what was found. An audit that was stopped may not have made every check: of the other one only what both found counts. @param {Audit["inputs"]} inputs @param {Audit["inputs"]} other */
function findingsBeside({ findings }, other) {
  const codes = new Set(other.findings.map(({ code }) => code));
  const missed = isCutShort({ inputs: other });
  const counted = findings.filter(({ code }) => code !== "CUT_SHORT" && (!missed || codes.has(code)));
  return counted
    .map(({ code, count: n }) => `${code} ${n}`)
    .sort()
    .join(", ");
}

/** @param {Audit["inputs"]} inputs of then */
function togetherRemedy(inputs) {
  const options = optionsLine(togetherOptions(inputs));
  return options === "" ? "Choose no column." : `Choose the columns of then (the command: ${options}).`;
}

/** @param {Audit} recorded @param {Audit} now @returns {Disagreement[]} */
function comparePairing({ inputs: before }, { inputs: after }) {
  const each = `An image had ${shown(before.captionsPerImage)} texts, and has ${shown(after.captionsPerImage)} now.`;
  const otherwise = `The rows were paired in another way. Then: ${before.pairing?.says ?? "by a program."} Now: ${after.pairing?.says ?? "by a program."} Choose the pairing of then.`;
  const pairs = `There were ${count(before.pairs)} pairs, and there are ${count(after.pairs)} now.`;
  const found = differing(
    "data",
    "inputs.findings",
    findingsBeside(before, after),
    findingsBeside(after, before),
    "The findings differ from the saved ones.",
  );
  const [then, today] = [before, after].map(({ clusters, within }) => `${clusters?.count ?? 0} / ${within?.count ?? 0}`);
  const together = `Which pairs belong together was said otherwise. Then: ${togetherInWords(before).join(" ") || "every pair by itself."} Now: ${togetherInWords(after).join(" ") || "every pair by itself."} ${togetherRemedy(before)}`;
  return [
    ...differing("pairing", "inputs.clusters", then, today, together),
    ...differing("pairing", "inputs.pairs", before.pairs, after.pairs, pairs),
    ...differing("pairing", "inputs.captionsPerImage", before.captionsPerImage, after.captionsPerImage, each),
    ...differing("pairing", "inputs.pairing.by", before.pairing?.by, after.pairing?.by, otherwise),
    ...found,
  ];
}

/** @param {Audit} recorded @param {Audit} now @returns {Disagreement[]} */
function compareOptions({ options: before }, { options: after }) {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const value = (/** @type {object} */ options, /** @type {string} */ name) => /** @type {Record<string, unknown>} */ (options)[name];
  return names.flatMap((name) => {
    const [then, today] = [value(before, name), value(after, name)];
    // An audit that names no method of its intervals was made before there was a choice.
    if (then === today || (name === "intervals" && then === undefined && today === "bootstrap")) return [];
    const message =
      today === undefined
        ? `The option ${name} is not known to this version of Askew.`
        : `The option ${name} was ${shown(then)}, and is ${shown(today)} now.`;
    return [difference("options", `options.${name}`, then, today, message)];
  });
}

/** @param {Audit} recorded @param {Audit} now @returns {string[]} */
function toolNotes({ tool: before }, { tool: after }) {
  if (before.wasmSha256 === after.wasmSha256 && before.version === after.version) return [];
  const build = before.wasmSha256 === after.wasmSha256 ? "the same core" : "another build of the core";
  return [`It was made by Askew ${before.version}, and is checked by ${after.version}, with ${build}.`];
}

/** @param {Audit} recorded @param {Audit} now @returns {Disagreement[]} groups that were not made again are one difference, not one a number */
function compareGroups({ subgroups: before }, now) {
  const { subgroups: after } = now;
  if (!before || after || isCutShort(now)) return [];
  const { column, groups } = before;
  const message = `The saved audit has ${countOf(groups.length, "group")} by ${column}, and no column of the files at hand divides the pairs so. Add the table that has this column.`;
  return [difference("data", "subgroups", `${countOf(groups.length, "group")} by ${column}`, undefined, message)];
}

/** @typedef {{ differences: Disagreement[], compared: number, notes: string[], partial?: boolean }} Found partial: the audit of now was stopped */

/** Two audits of the same names. @param {Audit} recorded @param {Audit} now @returns {Found} */
function compareAudits(recorded, now) {
  const data = compareData(recorded, now);
  const groups = compareGroups(recorded, now);
  const isMissing = missingIn([recorded, now]);
  const values = compareValues(
    recorded,
    now,
    groups.length > 0 ? new Set([...ASIDE, "subgroups"]) : ASIDE,
    isNewer,
    (path) => isMissing(path) || isSiteName(path),
  );
  const { uncertainty, options } = recorded;
  const early = !("status" in uncertainty) && !uncertainty.method && uncertainty.replicates < options.bootstrap;
  const inputs = [...data.differences, ...comparePairing(recorded, now), ...compareOptions(recorded, now)];
  const notes = [...data.notes, ...toolNotes(recorded, now)];
  if (isCutShort(recorded)) notes.push("The saved audit was stopped before its end; what it lacks is not compared.");
  if (isCutShort(now)) notes.push("The audit beside the saved one was stopped before its end; what it lacks is not compared.");
  if (early)
    notes.push("The saved audit’s intervals were ended early, after fewer resamples than it asks for; they are expected to differ.");
  return { differences: [...inputs, ...groups, ...values.differences], compared: values.compared, notes, partial: isCutShort(now) };
}

/** @param {Found} found @returns {Verification} */
export const verification = ({ differences, compared, notes, partial }) => ({
  agrees: differences.length === 0 && !partial,
  ...(partial && { partial: true }),
  compared,
  differing: differences.length,
  differences: differences.slice(0, LISTED),
  notes: [...new Set(notes)],
});

/** Without what earlier versions did not say of each site, if the saved audit has none of it. @param {Audit} repeated @param {Audit} recorded @returns {Audit} */
function statedAs(repeated, { aggregate: before }) {
  const { aggregate } = repeated;
  const told = before?.sites.some((site) => "noise" in site || "preprocessing" in site);
  if (!aggregate || told) return repeated;
  return { ...repeated, aggregate: { ...aggregate, sites: aggregate.sites.map(({ label, pairs }) => ({ label, pairs })) } };
}

/** @param {Audit} recorded as it was saved @param {Audit} repeated from the data at hand, with its options @returns {Verification} */
export function verify(recorded, repeated) {
  const now = statedAs(repeated, recorded);
  return verification(compareAudits(recorded, recorded.namesLeftOut ? withoutNames(now) : now));
}

/** What was found of one part, told apart from the others'. @param {Found} found @param {string} key its place @param {string} title @returns {Found} */
function ofPart({ differences, compared, notes, partial }, key, title) {
  return {
    compared,
    partial,
    differences: differences.map((one) => ({ ...one, path: `${key}.${one.path}`, message: `${title}: ${one.message}` })),
    notes: notes.map((note) => `${title}: ${note}`),
  };
}

/** @param {readonly Found[]} parts @returns {Found} */
const together = (parts) => ({
  differences: parts.flatMap(({ differences }) => differences),
  compared: parts.reduce((sum, { compared }) => sum + compared, 0),
  notes: parts.flatMap(({ notes }) => notes),
  partial: parts.some(({ partial }) => partial),
});

/** Of the same names: what each model's audit has, and what stands beside them. @param {Comparison} recorded @param {Comparison} now */
const compareTwo = (recorded, now) => ({
  a: compareAudits(recorded.a, now.a),
  b: compareAudits(recorded.b, now.b),
  beside: { ...compareValues(recorded, now, BESIDE_AUDITS, isAdjusted), notes: [] },
});

/** @param {Comparison} recorded as it was saved @param {Comparison} repeated of the same files, with its options @returns {Verification} */
export function verifyComparison(recorded, repeated) {
  const now = recorded.namesLeftOut ? comparisonWithoutNames(repeated) : repeated;
  const { a, b, beside } = compareTwo(recorded, now);
  return verification(together([ofPart(a, "a", "First model"), ofPart(b, "b", "Second model"), beside]));
}

/** @param {Comparisons} recorded as it was saved @param {Comparisons} repeated of as many models' files, with its options @returns {Verification} */
export function verifyComparisons(recorded, repeated) {
  const now = recorded.namesLeftOut ? comparisonsWithoutNames(repeated) : repeated;
  const parts = recorded.comparisons.flatMap((one, k) => {
    const { a, b, beside } = compareTwo(one, now.comparisons[k]);
    const at = `comparisons[${k}]`;
    const model = `Model ${k + 2}`;
    return [ofPart(a, `${at}.a`, "Baseline"), ofPart(b, `${at}.b`, model), ofPart(beside, at, `Baseline and ${model.toLowerCase()}`)];
  });
  const family = compareValues({ family: recorded.family }, { family: now.family }, new Set());
  return verification(together([...parts, { ...family, notes: [] }]));
}

/** What differs, the first of these that does; values may differ because of them. */
const CAUSES = { data: "the data", pairing: "the pairs", options: "the options" };

/** @param {Verification} verification */
export function verificationTitle({ agrees, partial, compared, differences, differing }) {
  if (agrees) return `Verified: all ${count(compared)} values agree to the last digit.`;
  if (partial && differing === 0)
    return `Verified in part only: the audit was stopped, and the ${count(compared)} values that it had by then agree to the last digit.`;
  const kinds = new Set(differences.map(({ kind }) => kind));
  const what = Object.entries(CAUSES).find(([kind]) => kinds.has(/** @type {Disagreement["kind"]} */ (kind)))?.[1] ?? "values";
  return `Not verified: ${what} differ (${countOf(differing, "difference")} in all).`;
}

/** @param {Verification} verification @returns {string} */
export function verificationText(verification) {
  const { agrees, differences, differing, notes } = verification;
  const follows = agrees ? ["  The pairing is that of the saved audit, and with its options every value follows from these files."] : [];
  const kinds = new Set(differences.map(({ kind }) => kind));
  const hints = [
    kinds.has("pairing") && "  The options --pairs, --captions and --repeated choose a pairing.",
    differences.some(({ path }) => path.endsWith("subgroups")) &&
      "  The options --metadata FILE and --by COLUMN name the table and its column.",
  ].filter((hint) => hint !== false);
  const more = differing > differences.length ? [`  and ${count(differing - differences.length)} more differences`] : [];
  return `${[verificationTitle(verification), ...follows, ...differences.map(({ message }) => `  ${message}`), ...more, ...hints, ...notes.map((note) => `Note: ${note}`)].join("\n")}\n`;
}
