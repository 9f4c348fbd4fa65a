/**
 * What both sides of `ask` say where a library does not end by itself: with the file's name, and what to do.
 * Answers any file (tests/web/readers/libraries.test.js hurries one).
 */
import { Failure } from "../../../failure.js";

/** @import { Limits } from "../../../types.d.ts" */

/** A file of a few kilobytes takes a library some hundredths of a second; a slow machine must never meet this. */
const SECONDS = 20;
const SECONDS_A_MEGABYTE = 1;
const REMEDY = "Copy or save it again, or save it as .npy.";

/** @param {number} size of the file, in bytes @param {Limits} limits */
export function secondsFor(size, { seconds = SECONDS }) {
  return seconds + (size / 1e6) * SECONDS_A_MEGABYTE;
}

/** @param {string} file @param {number} seconds */
export function tooSlow(file, seconds) {
  return new Failure(
    "CORRUPT",
    `${file} was not read after ${Math.round(seconds)} s, many times what a file of its size needs, and reading it was stopped. It is damaged, or this machine is very busy. ${REMEDY}`,
    { file, stoppedAfter: seconds },
  );
}

/** @param {string} file @param {string} [cause] */
export function died(file, cause = "it could not start") {
  return new Failure(
    "WORKER_DIED",
    `The reader of ${file} ended unexpectedly (${cause}). There may be too little memory: close other programs, or save it as .npy.`,
    { file, cause },
  );
}
