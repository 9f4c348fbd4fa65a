/** Options of an audit: defaults, ranges, and a sentence for what is not known. */
import { Failure } from "../failure.js";
import { EXACT_PAIRS } from "./plan.js";

/** @import { AuditOptions } from "../types.d.ts" */

export const DEFAULTS = Object.freeze({
  topQ: 0.1,
  epsilon: 1e-8,
  seed: 0,
  neighbours: 10,
  queries: 2000,
  exactPairs: EXACT_PAIRS,
  hashes: true,
  intervals: "half-samples",
  bootstrap: 200,
  permutations: 1000,
});

/** @type {{ [K in keyof Required<AuditOptions>]: { good: (value: Required<AuditOptions>[K]) => boolean, says: string } }} */
const RANGES = {
  topQ: { good: (q) => q > 0 && q <= 1, says: "a share in (0, 1]" },
  epsilon: { good: (e) => e >= 0 && Number.isFinite(e), says: "0 or a positive number" },
  seed: { good: (s) => Number.isSafeInteger(s) && s >= 0, says: "a whole number, 0 or more" },
  neighbours: { good: (k) => Number.isInteger(k) && k >= 1, says: "a whole number, 1 or more" },
  queries: { good: (q) => Number.isInteger(q) && q >= 1, says: "a whole number, 1 or more" },
  exactPairs: { good: (p) => p >= 0, says: "0 or a positive number" },
  intervals: { good: (how) => how === "half-samples" || how === "bootstrap", says: '"half-samples" or "bootstrap"' },
  bootstrap: { good: (n) => Number.isInteger(n) && (n === 0 || n >= 20) && n <= 100_000, says: "0 or a whole number from 20 to 100,000" },
  permutations: {
    good: (n) => Number.isInteger(n) && (n === 0 || n >= 19) && n <= 1_000_000,
    says: "0 or a whole number from 19 to 1,000,000",
  },
  hashes: { good: (h) => typeof h === "boolean", says: "true or false" },
};

/** What an option may be. @param {keyof AuditOptions} name */
export const rangeOf = (name) => RANGES[name].says;

/** Those of a saved audit that this version knows. One that names no method of its intervals has them by the bootstrap. @param {object} given @returns {AuditOptions} */
export const knownOptions = (given) => ({
  intervals: "bootstrap",
  ...Object.fromEntries(Object.entries(given).filter(([name]) => Object.hasOwn(RANGES, name))),
});

/** @param {AuditOptions} [given] @returns {Required<AuditOptions>} */
export function auditOptions(given = {}) {
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined) continue;
    if (!Object.hasOwn(RANGES, name))
      throw new Failure("BAD_USE", `There is no option "${name}". Known: ${Object.keys(RANGES).join(", ")}.`, { option: name });
    const option = /** @type {keyof AuditOptions} */ (name);
    const { good, says } = RANGES[option];
    if (typeof value !== typeof DEFAULTS[option] || !good(/** @type {never} */ (value)))
      throw new Failure("OUT_OF_RANGE", `${name} is ${value}, but must be ${says}.`, { option: name, value });
  }
  const set = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  return { ...DEFAULTS, ...set };
}
