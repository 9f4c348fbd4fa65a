/** Coordinates of the pairs along modes, from the bases that the eigenproblems left. */
import { Failure } from "../failure.js";
import { mean } from "../quantiles.js";
import { blocks } from "./plan.js";

/** @import { AnchorBasis, AnchorModes, Bases, Coordinates, Matrix, ModePlace, RunTasks, Spectrum } from "./types.d.ts" */

/** Of sides that have one width. @param {Spectrum | undefined} spectrum */
export const modesIn = (spectrum) => /** @type {AnchorModes} */ (spectrum?.modes);

/** Of all modes. @param {Spectrum} spectrum */
export const basisIn = ({ basis }) => /** @type {AnchorBasis} */ (basis);

/** Pairs of one task. */
const TASK_ROWS = 4096;

/** @param {Matrix} matrix @param {number} column */
const columnOf = ({ rows, values }, column) => values.subarray(column * rows, (column + 1) * rows);

/** The strongest modes alone. @param {AnchorBasis} basis @param {number} count @returns {AnchorBasis} */
export function strongest({ vectors, own, other }, count) {
  const part = (/** @type {Matrix} */ { rows, cols, values }) => {
    const kept = Math.min(cols, count);
    return { rows, cols: kept, values: values.slice(0, rows * kept) };
  };
  return { vectors: part(vectors), own: part(own), other: part(other) };
}

/** How many modes of a side can be looked at. @param {AnchorBasis} basis */
export const modesOf = ({ vectors, own }) => Math.max(vectors.cols, own.cols);

/** @param {Float64Array} values */
function withoutMean(values) {
  const centre = mean(values);
  return values.map((value) => value - centre);
}

/** @param {Bases} bases @param {ModePlace[]} places @param {Int32Array} rows @returns {Coordinates} */
function fromPairs(bases, places, rows) {
  const of = (/** @type {"image" | "text"} */ of) =>
    places.map(({ side, mode }) => {
      const column = columnOf(side === of ? bases[side].own : bases[side].other, mode);
      return withoutMean(Float64Array.from(rows, (row) => column[row]));
    });
  return { images: of("image"), texts: of("text") };
}

/** @param {Bases} bases @param {ModePlace[]} places @returns {Matrix} */
function vectorsOf(bases, places) {
  const { rows } = bases[places[0].side].vectors;
  const values = new Float64Array(rows * places.length);
  for (const [k, { side, mode }] of places.entries()) values.set(columnOf(bases[side].vectors, mode), k * rows);
  return { rows, cols: places.length, values };
}

/**
 * @param {Bases} bases @param {ModePlace[]} places @param {Int32Array} rows images @param {RunTasks} run
 * @returns {Promise<Coordinates>}
 */
export async function coordinatesAlong(bases, places, rows, run) {
  for (const { side, mode } of places) {
    const most = modesOf(bases[side]);
    if (!(mode >= 0 && mode < most))
      throw new Failure(
        "OUT_OF_RANGE",
        `Direction ${mode + 1} of the ${side}s cannot be looked at: there are ${most} with variance and vectors. Choose a stronger one.`,
        { mode, most },
      );
  }
  if (bases.image.vectors.cols === 0) return fromPairs(bases, places, rows);
  const parts = blocks(0, rows.length, TASK_ROWS);
  const basis = vectorsOf(bases, places);
  const answers = await run(parts.map(({ begin, end }) => ({ rows: rows.slice(begin, end), basis })));
  const of = (/** @type {"images" | "texts"} */ side) =>
    places.map((_, k) => {
      const out = new Float64Array(rows.length);
      for (const [part, { begin, end }] of parts.entries()) {
        const count = end - begin;
        out.set(answers[part][side].subarray(k * count, (k + 1) * count), begin);
      }
      return withoutMean(out);
    });
  return { images: of("images"), texts: of("texts") };
}
