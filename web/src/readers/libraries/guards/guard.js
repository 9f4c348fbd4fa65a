/**
 * What a library throws, as a Failure that names the file.
 * Answers cut.h5 of tests/fixtures/bad, and parquet-chunk-without-path.parquet of the fuzzer's corpus.
 */
import { Failure } from "../../../failure.js";

/** @param {string} where @param {string} fault that no sound file has */
export const corrupt = (where, fault) => new Failure("CORRUPT", `${where} ${fault}. The file is damaged; save it again.`);

/** @param {unknown} error @param {string} where @returns {Failure} */
export function damaged(error, where) {
  const failure = Failure.from(error);
  if (error instanceof Failure || (failure.code !== "INTERNAL" && failure.code !== "OUT_OF_MEMORY")) return failure;
  const cause = error instanceof Error ? error.message : String(error);
  // A library that trusts a damaged length asks for an array that no machine has; only the browser's own refusal is about memory.
  if (/allocation failed|out of memory|cannot enlarge memory/i.test(cause))
    return new Failure("OUT_OF_MEMORY", `There is not enough memory for ${where} on this machine. Close other tabs, or save fewer rows.`);
  return new Failure("CORRUPT", `${where} cannot be decoded (${cause}). The file is damaged; copy or save it again.`);
}

/** @template T @param {string} where @param {() => T} work @returns {T} */
export function guarded(where, work) {
  try {
    return work();
  } catch (error) {
    throw damaged(error, where);
  }
}
