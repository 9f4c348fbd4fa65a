/** What would be lost if what is shown were left. */
import { askedIn } from "./session-state.js";

/** @import { Audit, Comparison, Comparisons } from "../types.d.ts" */
/** @import { BenchmarkState, State } from "./session-types.d.ts" */
/** @typedef {import("../audit/models.js").Compared & { verification?: { agrees: boolean } }} Found */

/** Each is kept by itself: another one that is shown is no other result. @param {Comparison | Comparisons} made */
export const comparisonsIn = (made) => (made.schema === "askew-comparisons/1" ? made.comparisons : [made]);

/** @param {Found | undefined} found */
const comparisonsOf = (found) => (found ? comparisonsIn(found.several ?? found.comparison) : []);

/** Of the same two audits, whichever is first: the digits of one are those of the other. @param {Comparison} one @param {Comparison} other */
const ofSameModels = (one, other) => (one.a === other.a && one.b === other.b) || (one.a === other.b && one.b === other.a);

/** Those among the comparisons that stand in a file already, with the other model first. @param {Found} found @param {Found | undefined} before @param {IsKept} isKept */
export function keptBefore(found, before, isKept) {
  const earlier = comparisonsOf(before).filter((one) => before?.verification?.agrees || isKept(one));
  return comparisonsOf(found).filter((one) => earlier.some((other) => ofSameModels(one, other)));
}

/** An audit that runs and has shown scores, one that was not saved, a comparison beside it, a benchmark. @typedef {"running" | "audit" | "comparison" | "benchmark"} Stake */
/** @typedef {(result: object) => boolean} IsKept saved, or made up on the spot and so made again by a click */

/** Of what the audits' screen shows. @param {Pick<State, "phase" | "audit" | "files" | "pairs" | "sites" | "asides">} state @param {IsKept} isKept @returns {Stake | undefined} */
export function atStake({ phase, audit, files, pairs, sites, asides }, isKept) {
  if (phase === "running") return audit && files.length > 0 ? "running" : undefined;
  if (phase !== "done" || !audit) return undefined;
  if (unsavedBeside({ asides }, isKept)) return "comparison";
  // One of the list, without its data, stays there as it is.
  if (!pairs && !sites) return undefined;
  return isKept(audit) && Object.values(askedIn(asides)).every(isKept) ? undefined : "audit";
}

/** A comparison is in no list: it ends with the screen that shows it. @param {Pick<State, "asides">} state @param {IsKept} isKept */
export function unsavedBeside({ asides }, isKept) {
  const compared = asides?.comparison?.found;
  return compared !== undefined && !compared.verification?.agrees && !comparisonsOf(compared).every(isKept);
}

/** @param {Pick<BenchmarkState, "phase" | "runs" | "benchmark">} state @param {IsKept} isKept @returns {Stake | undefined} */
export function benchmarkAtStake({ phase, runs, benchmark }, isKept) {
  if (phase === "running") return runs.length > 0 ? "benchmark" : undefined;
  return phase === "done" && benchmark && !isKept(benchmark) ? "benchmark" : undefined;
}

/** Audits of the tab that were not saved. @param {readonly Audit[]} made @param {IsKept} isKept */
export const unsaved = (made, isKept) => made.filter((audit) => !isKept(audit));
