/** Which pairs are of one patient, and no more of them than was promised. */
import { Failure } from "../failure.js";

/**
 * Pairs beyond the first `most` of each patient, in the files' order. Which pairs are left out follows from the column and the
 * order alone, never from a row: data sets that differ in one patient's rows leave out the same pairs.
 * @param {string} column @param {readonly string[]} patients one an image @param {number} most
 * @returns {number[]} images to leave out
 */
export function beyondBound(column, patients, most) {
  const nameless = patients.filter((patient) => patient.trim() === "").length;
  if (nameless > 0)
    throw new Failure(
      "BAD_USE",
      `${nameless} of ${patients.length} pairs have no value of ${column}, so how many of them are one patient's is not known. Give every pair its patient, or leave these pairs out.`,
      { column, pairs: nameless },
    );
  /** @type {Map<string, number>} */
  const seen = new Map();
  return patients.flatMap((patient, image) => {
    const count = (seen.get(patient) ?? 0) + 1;
    seen.set(patient, count);
    return count > most ? [image] : [];
  });
}
