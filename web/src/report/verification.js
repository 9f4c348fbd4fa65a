/** A saved audit beside one computed again: does every digit agree, and if not, what differs. */
import { withoutNames } from "./document/nameless.js";
import { count, countOf } from "./numbers.js";

/** @import { Audit, Disagreement, Verification } from "../types.d.ts" */

/** Not part of what an audit claims. */
const ASIDE = new Set(["timings", "tool", "inputs", "options", "namesLeftOut", "schema"]);

/** Differences that are listed; the rest is counted. */
const LISTED = 20;

/** @param {unknown} value */
const shown = (value) => (value === undefined ? "nothing" : typeof value === "string" ? value : JSON.stringify(value));

/** @param {Disagreement["kind"]} kind @param {string} path @param {unknown} recorded @param {unknown} now @param {string} message @returns {Disagreement} */
const difference = (kind, path, recorded, now, message) => ({ kind, path, recorded: shown(recorded), now: shown(now), message });

/** @param {Audit} recorded @param {Audit} now @returns {{ differences: Disagreement[], notes: string[] }} */
function compareData(recorded, now) {
  const differences = [];
  const notes = [];
  for (const side of /** @type {const} */ (["images", "texts"])) {
    const [before, after] = [recorded.inputs[side], now.inputs[side]];
    const path = `inputs.${side}`;
    if (typeof before.sha256 !== "string" || typeof after.sha256 !== "string")
      notes.push(`The ${side}’ file could not be compared by its SHA-256: one of the two audits has none.`);
    else if (before.sha256 !== after.sha256)
      differences.push(
        difference(
          "data",
          `${path}.sha256`,
          before.sha256,
          after.sha256,
          `The ${side}’ file is not the one that was audited: its SHA-256 differs, so at least one bit of it does.`,
        ),
      );
    for (const key of /** @type {const} */ (["rows", "cols", "dtype", "array"]))
      if (before[key] !== after[key])
        differences.push(
          difference(
            "data",
            `${path}.${key}`,
            before[key],
            after[key],
            `The ${side} had ${key} ${shown(before[key])}, and have ${shown(after[key])} now.`,
          ),
        );
    if (before.file !== after.file)
      notes.push(`The ${side}’ file was called ${before.file}, and is called ${after.file} now; a name changes no number.`);
  }
  return { differences, notes };
}

/** @param {Audit} recorded @param {Audit} now @returns {Disagreement[]} */
function comparePairing({ inputs: before }, { inputs: after }) {
  const differences = [];
  if (before.pairs !== after.pairs)
    differences.push(
      difference(
        "pairing",
        "inputs.pairs",
        before.pairs,
        after.pairs,
        `There were ${count(before.pairs)} pairs, and there are ${count(after.pairs)} now.`,
      ),
    );
  if (JSON.stringify(before.captionsPerImage) !== JSON.stringify(after.captionsPerImage))
    differences.push(
      difference(
        "pairing",
        "inputs.captionsPerImage",
        before.captionsPerImage,
        after.captionsPerImage,
        `An image had ${shown(before.captionsPerImage)} texts, and has ${shown(after.captionsPerImage)} now.`,
      ),
    );
  if (before.pairing?.by !== after.pairing?.by)
    differences.push(
      difference(
        "pairing",
        "inputs.pairing.by",
        before.pairing?.by,
        after.pairing?.by,
        `The rows were paired otherwise. Then: ${before.pairing?.says ?? "by a program."} Now: ${after.pairing?.says ?? "by a program."} Choose the pairing of then; the command takes --pairs, --captions or --repeated.`,
      ),
    );
  const codes = (/** @type {Audit["inputs"]} */ inputs) => inputs.findings.map(({ code, count: n }) => `${code} ${n}`).sort();
  if (codes(before).join() !== codes(after).join())
    differences.push(
      difference(
        "data",
        "inputs.findings",
        codes(before).join(", "),
        codes(after).join(", "),
        "Other things were found in the data than then.",
      ),
    );
  return differences;
}

/** @param {Audit} recorded @param {Audit} now @returns {Disagreement[]} */
function compareOptions({ options: before }, { options: after }) {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const value = (/** @type {object} */ options, /** @type {string} */ name) => /** @type {Record<string, unknown>} */ (options)[name];
  return names.flatMap((name) => {
    const [then, today] = [value(before, name), value(after, name)];
    if (then === today) return [];
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

/** Every leaf below value, by its path. @param {unknown} value @param {string} path @param {Map<string, unknown>} leaves */
function collect(value, path, leaves) {
  if (typeof value !== "object" || value === null) {
    leaves.set(path, value);
    return;
  }
  const entries = Object.entries(value);
  if (entries.length === 0) leaves.set(path, Array.isArray(value) ? "[]" : "{}");
  for (const [key, one] of entries) collect(one, Array.isArray(value) ? `${path}[${key}]` : path ? `${path}.${key}` : key, leaves);
}

/** @param {Audit} audit */
function leavesOf(audit) {
  /** @type {Map<string, unknown>} */
  const leaves = new Map();
  // As JSON has it: what a file cannot hold is not compared.
  const plain = JSON.parse(JSON.stringify(audit));
  for (const [key, value] of Object.entries(plain)) if (!ASIDE.has(key)) collect(value, key, leaves);
  return leaves;
}

/** @param {Audit} recorded @param {Audit} now @returns {{ differences: Disagreement[], compared: number }} */
function compareValues(recorded, now) {
  const [before, after] = [leavesOf(recorded), leavesOf(now)];
  const differences = [];
  for (const path of new Set([...before.keys(), ...after.keys()])) {
    const [then, today] = [before.get(path), after.get(path)];
    if (Object.is(then, today)) continue;
    differences.push(difference("value", path, then, today, `${path} was ${shown(then)}, and is ${shown(today)} now.`));
  }
  return { differences, compared: before.size };
}

/** @param {Audit} recorded as it was saved @param {Audit} made from the data at hand, with its options @returns {Verification} */
export function verify(recorded, made) {
  const now = recorded.namesLeftOut ? withoutNames(made) : made;
  const data = compareData(recorded, now);
  const values = compareValues(recorded, now);
  const all = [...data.differences, ...comparePairing(recorded, now), ...compareOptions(recorded, now), ...values.differences];
  const early = !("status" in recorded.uncertainty) && recorded.uncertainty.replicates < recorded.options.bootstrap;
  return {
    agrees: all.length === 0,
    compared: values.compared,
    differing: all.length,
    differences: all.slice(0, LISTED),
    notes: [
      ...data.notes,
      ...toolNotes(recorded, now),
      ...(early
        ? ["The saved audit’s intervals were ended early, after fewer resamples than it asks for; they are expected to differ."]
        : []),
    ],
  };
}

/** @param {Verification} verification */
export function verificationTitle({ agrees, compared, differences, differing }) {
  if (agrees) return `Verified: all ${count(compared)} values agree to the last digit.`;
  const kinds = new Set(differences.map(({ kind }) => kind));
  const what = kinds.has("data")
    ? "the data differ"
    : kinds.has("pairing")
      ? "the pairs differ"
      : kinds.has("options")
        ? "the options differ"
        : "values differ";
  return `Not verified: ${what} (${countOf(differing, "difference")} in all).`;
}

/** @param {Verification} verification @returns {string} */
export function verificationText(verification) {
  const { agrees, differences, differing, notes } = verification;
  const follows = agrees ? ["  The pairing is that of the saved audit, and with its options every value follows from these files."] : [];
  const more = differing > differences.length ? [`  and ${count(differing - differences.length)} more differences`] : [];
  return `${[verificationTitle(verification), ...follows, ...differences.map(({ message }) => `  ${message}`), ...more, ...notes.map((note) => `Note: ${note}`)].join("\n")}\n`;
}
