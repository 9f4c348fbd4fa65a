/** Pairs for a file with noise: their number and widths are public, so nothing in the rows may decide them. */
import { Failure } from "../failure.js";

/** @import { Pairs, Role } from "../types.d.ts" */

/** Refuses pairs whose number or widths follow from the rows; noise hides neither. @param {Pick<Pairs, "origin" | "fileRows">} pairs */
export function refuseDecidedByRows({ origin, fileRows }) {
  for (const side of /** @type {Role[]} */ (["images", "texts"]))
    if (origin[side].shapeFrom === "values")
      throw new Failure("BAD_USE", `${origin[side].file} ${SHAPE_FROM_VALUES}`, { file: origin[side].file });
  if (fileRows) throw new Failure("PAIRS_UNCLEAR", ROWS_CHOSEN);
}

const SHAPE_FROM_VALUES =
  "is of a kind whose values say how many rows or columns there are (which line is a header, which column holds ids, how long a list is), so one pair could change that, and noise hides neither number. Save the rows as .npy, .npz, .safetensors or HDF5, and nothing else in them.";
const ROWS_CHOSEN =
  "Rows were joined or left out, as ids or the rows themselves say, so one pair could change the number of pairs; that number is public, and noise does not hide it. Save files that hold just the pairs that are meant, chosen without a look at the rows.";

/** Refusals that the rows decide. @type {ReadonlySet<string>} */
const OF_ROWS = new Set(["NOT_FINITE", "ZERO_ROW", "OUT_OF_RANGE", "ROWS_UNCLEAR", "PAIRS_UNCLEAR", "BAD_MAP"]);

/** A refusal that itself tells of the rows, with a word on whom it is for. @param {unknown} error @returns {Failure} */
export function forYourEyes(error) {
  const { code, message, details } = Failure.from(error);
  const tells = OF_ROWS.has(code) && !message.includes(EYES);
  return new Failure(code, tells ? `${message} ${EYES}` : message, details);
}

const EYES =
  "Nothing was written. This refusal follows from the rows, and no noise covers it: keep it to yourself, and do not mend single rows until a file comes out. Leave pairs out by a rule that was fixed before, or export all of them again.";

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
