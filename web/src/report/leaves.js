/** Every value of two results, compared place by place. */

/** @import { Disagreement } from "../types.d.ts" */

/** @param {unknown} value */
export const shown = (value) => (value === undefined ? "nothing" : typeof value === "string" ? value : JSON.stringify(value));

/** @param {Disagreement["kind"]} kind @param {string} path @param {unknown} recorded @param {unknown} now @param {string} message @returns {Disagreement} */
export const difference = (kind, path, recorded, now, message) => ({ kind, path, recorded: shown(recorded), now: shown(now), message });

/** None if both are alike. @param {Disagreement["kind"]} kind @param {string} path @param {unknown} recorded @param {unknown} now @param {string} message */
export const differing = (kind, path, recorded, now, message) =>
  JSON.stringify(recorded) === JSON.stringify(now) ? [] : [difference(kind, path, recorded, now, message)];

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

/** @param {object} result @param {ReadonlySet<string>} [aside] fields that are left out @returns {Map<string, unknown>} values by their places */
export function leavesOf(result, aside = new Set()) {
  /** @type {Map<string, unknown>} */
  const leaves = new Map();
  // As JSON has it: what a file cannot hold is not compared.
  const plain = JSON.parse(JSON.stringify(result));
  for (const [key, value] of Object.entries(plain)) if (!aside.has(key)) collect(value, key, leaves);
  return leaves;
}

/**
 * @param {object} recorded @param {object} now @param {ReadonlySet<string>} aside fields that are not compared here
 * @param {(path: string) => boolean} [isNewer] what an earlier version did not say: compared only if it is recorded
 * @param {(path: string) => boolean} [isMissing] what the recorded one was stopped before
 * @returns {{ differences: Disagreement[], compared: number }}
 */
export function compareValues(recorded, now, aside, isNewer = () => false, isMissing = () => false) {
  const [before, after] = [recorded, now].map((result) => new Map([...leavesOf(result, aside)].filter(([path]) => !isMissing(path))));
  const differences = [];
  for (const path of new Set([...before.keys(), ...after.keys()])) {
    const [then, today] = [before.get(path), after.get(path)];
    if (Object.is(then, today) || (!before.has(path) && isNewer(path))) continue;
    differences.push(difference("value", path, then, today, `${path} was ${shown(then)}, and is ${shown(today)} now.`));
  }
  return { differences, compared: before.size };
}
