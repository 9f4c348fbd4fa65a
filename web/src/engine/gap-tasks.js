/** Tasks of the modality gap: sums of unit rows, what is learnt from them, rows as a linear map leaves them. */
import { mean } from "../quantiles.js";
import { chosenRows, using } from "./audit-state.js";
import { blocks, range, SLICE_ROWS } from "./plan.js";

/** @import { AuditState, Core, Matrix, Slices } from "./types.d.ts" */

/** (x / |x| - mean) M of rows. @param {Core} core @param {Float32Array} x @param {number} rows @param {number} cols @param {Float64Array} mean @param {Matrix | null} map */
const mapped = (core, x, rows, cols, mean, map) => core.transformedRows(x, rows, cols, core.rowFacts(x, rows, cols).norms, mean, map);

/** Moments of the chosen pairs' unit rows, products in float64. @param {AuditState} state @param {{ chosen: Int32Array }} message images @param {Slices} slices @returns {Promise<Float64Array>} */
export async function unitMoments(state, { chosen }, slices) {
  const { core, images } = state;
  const { cols } = images;
  const none = new Float64Array(cols);
  return using(core.momentsPass(cols, cols, "exact"), async (pass) => {
    for (const { begin, end } of blocks(0, chosen.length, SLICE_ROWS)) {
      const count = end - begin;
      const rows = await chosenRows(state, chosen.subarray(begin, end));
      const [u, v] = rows.map((values) => mapped(core, values, count, cols, none, null));
      const [uNorms, vNorms] = [u, v].map((values) => core.rowFacts(values, count, cols).norms);
      pass.add(u, v, count, uNorms, vNorms, core.matchedCosines(u, uNorms, v, vNorms, range(0, count), cols));
      await slices.next(end / chosen.length);
    }
    return pass.finish();
  });
}

/** What the gap of all of them consists of. @param {AuditState} state @param {{ parts: Float64Array[] }} message moments */
export async function gapAnatomy({ core }, { parts }) {
  return core.gapAnatomy(core.mergeMoments(parts, null));
}

/** Unit rows of both sides of chosen pairs along a direction. @param {AuditState} state @param {{ chosen: Int32Array, direction: Float64Array }} message */
export async function alongDirection(state, { chosen, direction }) {
  const { core, images } = state;
  const { cols } = images;
  const none = new Float64Array(cols);
  const [x, y] = (await chosenRows(state, chosen)).map(
    (rows) =>
      core.coordinates(mapped(core, rows, chosen.length, cols, none, null), chosen.length, { rows: cols, cols: 1, values: direction })
        .values,
  );
  return { images: x, texts: y };
}

/** Rows shorter than this beside the mean length have no direction left. */
const VANISHED = 1e-6;

/** Both sides of chosen pairs after the maps, and whether some row has no direction left. @param {AuditState} state @param {{ chosen: Int32Array, imageMean: Float64Array, textMean: Float64Array, imageMap: Matrix | null, textMap: Matrix | null }} message */
export async function mappedRows(state, { chosen, imageMean, textMean, imageMap, textMap }) {
  const { core } = state;
  const { cols } = state.images;
  const [x, y] = await chosenRows(state, chosen);
  const images = mapped(core, x, chosen.length, cols, imageMean, imageMap);
  const texts = mapped(core, y, chosen.length, cols, textMean, textMap);
  const vanished = [images, texts].some((rows) => {
    const { norms } = core.rowFacts(rows, chosen.length, cols);
    const least = VANISHED * mean(norms);
    return norms.some((length) => !(length > least));
  });
  return { images, texts, vanished };
}
