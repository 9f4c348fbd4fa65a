/** What would be lost if what is shown were left. */

/** @import { Audit } from "../types.d.ts" */
/** @import { BenchmarkState, State } from "./session-types.d.ts" */

/** An audit that runs and has shown scores, one that was not saved, a comparison beside it, a benchmark. @typedef {"running" | "audit" | "comparison" | "benchmark"} Stake */
/** @typedef {(result: object) => boolean} IsKept saved, or made up on the spot and so made again by a click */

/** Of what the audits' screen shows. @param {Pick<State, "phase" | "audit" | "files" | "asides">} state @param {IsKept} isKept @returns {Stake | undefined} */
export function atStake({ phase, audit, files, asides }, isKept) {
  if (phase === "running") return audit && files.length > 0 ? "running" : undefined;
  if (phase !== "done" || !audit) return undefined;
  if (unsavedBeside({ asides }, isKept)) return "comparison";
  const groups = asides?.groups?.found;
  return isKept(audit) && (!groups || isKept(groups)) ? undefined : "audit";
}

/** A comparison is in no list: it ends with the screen that shows it. @param {Pick<State, "asides">} state @param {IsKept} isKept */
export function unsavedBeside({ asides }, isKept) {
  const compared = asides?.comparison?.found;
  return compared !== undefined && !compared.verification?.agrees && !isKept(compared.comparison);
}

/** @param {Pick<BenchmarkState, "phase" | "runs" | "benchmark">} state @param {IsKept} isKept @returns {Stake | undefined} */
export function benchmarkAtStake({ phase, runs, benchmark }, isKept) {
  if (phase === "running") return runs.length > 0 ? "benchmark" : undefined;
  return phase === "done" && benchmark && !isKept(benchmark) ? "benchmark" : undefined;
}

/** Audits of the tab that were not saved. @param {readonly Audit[]} made @param {IsKept} isKept */
export const unsaved = (made, isKept) => made.filter((audit) => !isKept(audit));
