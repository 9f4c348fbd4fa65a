/** What closes the gap as a file: means and matrices for use elsewhere. */
import { version } from "../engine/version.js";
import { riskWords } from "../moments/disclosure.js";
import { safetensorsBytes } from "../moments/safetensors.js";
import { countOf } from "../report/numbers.js";

/** @import { GapMaps } from "../engine/types.d.ts" */

/** How the arrays are used; stands in the file. */
const USE =
  "u = row / |row|. Centred: u - mean. Whitened: (u - mean) @ whitening. Without private directions: (u - mean) @ without_private. Images take image_…, texts text_….";

/** @param {GapMaps} maps @returns {Uint8Array<ArrayBuffer>} */
export function gapMapsBytes({ pairs, removed, imageMean, textMean, imageWhitening, textWhitening, withoutPrivate }) {
  const d = imageMean.length;
  const tensor = (/** @type {string} */ name, /** @type {number[]} */ shape, /** @type {Float64Array} */ values) => ({
    name,
    shape,
    parts: [values],
  });
  return safetensorsBytes(
    { askew: "askew-gap-maps/1", tool: `askew ${version}`, pairs: String(pairs), private_directions: String(removed), use: USE },
    [
      tensor("image_mean", [d], imageMean),
      tensor("text_mean", [d], textMean),
      // Symmetric: by rows as by columns.
      tensor("image_whitening", [d, d], imageWhitening.values),
      tensor("text_whitening", [d, d], textWhitening.values),
      tensor("without_private", [d, d], withoutPrivate.values),
    ],
  );
}

/** What the file tells of the pairs. @param {GapMaps} maps */
export function gapMapsWords({ pairs, imageMean }) {
  const cols = imageMean.length;
  return `The file holds means and covariances of ${countOf(pairs, "pair")}, and no row. ${riskWords({ imageCols: cols, textCols: cols }, pairs)}`;
}
