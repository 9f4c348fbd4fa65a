/** The moments file: which tensor holds which part of the core's flat form. Writer and reader both follow this table. */
import { sizeOf } from "./layout.js";

export { sizeOf } from "./layout.js";

/** @import { MomentsField } from "./types.d.ts" */

export const SCHEMA = "askew-moments/1";

/** How the noise of a private file was calibrated; files without a name are older, and are by zero-concentrated privacy. */
export const CALIBRATION = "gaussian-grid/1";

/** Version of the core's flat form and its header: version, image width, text width, 1 for products. */
export const FLAT_VERSION = 1;
export const FLAT_HEADER = 4;

const NUMBERS = "square_fourth_weight_shortest_longest";

/** @param {"image" | "text"} side @param {number} d @returns {MomentsField[]} */
const sideFields = (side, d) => [
  { name: `${side}.sum`, shape: [d] },
  { name: `${side}.unit_sum`, shape: [d] },
  { name: `${side}.weighted_sum`, shape: [d] },
  { name: `${side}.own_square_sum`, shape: [d] },
  { name: `${side}.other_square_sum`, shape: [d] },
  { name: `${side}.${NUMBERS}`, shape: [5] },
];

/** In the order of the core's flat form. @param {number} dx @param {number} dy @returns {MomentsField[]} */
export function fieldsOf(dx, dy) {
  return [
    { name: "pairs", shape: [] },
    ...sideFields("image", dx),
    ...sideFields("text", dy),
    { name: "square_product_sum", shape: [] },
    { name: "cosine_sum", shape: [] },
    { name: "image.products", shape: [dx, dx] },
    { name: "text.products", shape: [dy, dy] },
    // The core keeps columns together, so that its image x text matrix is this one row by row.
    { name: "text_image.products", shape: [dy, dx] },
  ];
}

/** Of one side: the sum of its squared lengths, and its shortest and longest length. @param {Float64Array} flat @param {"image" | "text"} side @param {Record<string, number>} places */
export function lengthsIn(flat, side, places) {
  const at = places[`${side}.${NUMBERS}`];
  return { square: flat[at], shortest: flat[at + 3], longest: flat[at + 4] };
}

/** Where each field begins in the core's flat form. @param {number} dx @param {number} dy @returns {Record<string, number>} */
export function placesOf(dx, dy) {
  let at = FLAT_HEADER;
  return Object.fromEntries(
    fieldsOf(dx, dy).map(({ name, shape }) => {
      const begin = at;
      at += sizeOf(shape);
      return [name, begin];
    }),
  );
}

/** Beside the moments: sums of the sites' own retrieval. */
export const RETRIEVAL = {
  /** image -> text, then text -> image: queries; hits among the 1, 5, 10 nearest; the same expected under random ranking */
  counts: { name: "retrieval.queries_hits_expected", shape: [2, 7] },
  /** candidates: of the smallest and of the largest site */
  galleries: { name: "retrieval.galleries", shape: [2, 2] },
};
