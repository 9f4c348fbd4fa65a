/** What the order checks read: nearest strangers across the sides, chosen cosines, likeness within a side. */
import { gatherRows } from "../readers/gather.js";
import { blockStore, firstTextRows, firstTexts, tiles, using } from "./audit-state.js";
import { blocks, range, TILE_ROWS } from "./plan.js";
import { readTiles } from "./prefetch.js";
import { apart, bandRuns, reversedRuns, shiftedRuns } from "./shuffle-scan.js";

/** @import { Role } from "../types.d.ts" */
/** @import { AuditState, Band, Seen, Segment, Slices } from "./types.d.ts" */

/** Norms of images, or of their first texts. @param {AuditState} state @param {Role} side @param {Int32Array} ids images */
function normsOf(state, side, ids) {
  const { imageNorms, textNorms } = tiles(state);
  const { start } = state.context;
  return Float64Array.from(ids, (i) => (side === "images" ? imageNorms[i] : textNorms[start[i]]));
}

/**
 * The nearest of the other side's rows begin … end; texts are first texts, numbered as their images.
 * @param {AuditState} state @param {{ side: Role, name: string, ids: Int32Array, rows: Float32Array, nearest: number, begin: number, end: number }} message name: of these ids; side of the ids, which are ascending, TILE_ROWS at most, and their rows
 * @param {Slices} slices
 */
export async function strangers(state, { side, name, ids, rows, nearest, begin, end }, slices) {
  const { core, images } = state;
  const queries = state.handle(`strangers ${side} ${name}`, () => blockStore(state, images.cols, 0));
  if (!queries.has(0)) queries.choose(0, ids, rows, normsOf(state, side, ids));
  const candidates = state.handle("strangers", () => blockStore(state, images.cols, 0));
  return using(core.neighbourPass(images.rows, nearest, new Float64Array(0)), async (pass) => {
    pass.beginSample(queries, 0);
    const other = side === "images" ? "texts" : "images";
    const read = (/** @type {number} */ from, /** @type {number} */ to) =>
      other === "texts" ? firstTexts(state, from, to) : images.readRows(from, to);
    for await (const [tile, values] of readTiles(blocks(begin, end, TILE_ROWS), images.cols, read)) {
      candidates.put(0, tile.begin, values, normsOf(state, other, range(tile.begin, tile.end)));
      pass.add(queries, 0, candidates, 0);
      await slices.next((tile.end - begin) / (end - begin));
    }
    const { cosines, rows: nearestRows } = pass.result();
    return { cosines, rows: nearestRows };
  });
}

/**
 * Cosines of texts with chosen images, one text to one, and that for several choices. A row that is named more than once is read once.
 * @param {AuditState} state @param {{ textRows: Int32Array, imageRows: Int32Array[] }} message rows of the pairs @returns {Promise<Float64Array[]>} one list per choice
 */
export async function chosenCosines({ core, images, texts }, { textRows, imageRows }) {
  const distinct = Int32Array.from(new Set(imageRows.flatMap((rows) => Array.from(rows)))).sort();
  const place = new Map(Array.from(distinct, (row, at) => [row, at]));
  const [x, y] = await Promise.all([gatherRows(images, distinct), gatherRows(texts, textRows)]);
  const [xNorms, yNorms] = [x, y].map((rows) => core.rowFacts(rows, rows.length / images.cols, images.cols).norms);
  return imageRows.map((rows) => {
    const imageOf = rows.map((row) => /** @type {number} */ (place.get(row)));
    return core.matchedCosines(x, xNorms, y, yNorms, imageOf, images.cols);
  });
}

/** Rows whose band is computed at once: they stay in a cache. */
const BAND_ROWS = 128;
/**
 * How alike rows a[k] and b[k] of one side are: the share of the rows at some steps from b[k] that are less like a[k] than b[k]
 * is; ties count half. A half on average if neighbours in the file are no more alike than others.
 * @param {AuditState} state @param {{ side: Role, a: Int32Array, b: Int32Array, steps: number[] }} message images, or images whose first texts are meant @returns {Promise<Float64Array>}
 */
export async function likeness(state, { side, a, b, steps }) {
  const { core, images, texts, context } = state;
  const source = side === "images" ? images : texts;
  const out = new Float64Array(a.length);
  for (let k = 0; k < a.length; k++) {
    const others = steps.map((step) => b[k] + step).filter((row) => row >= 0 && row < images.rows && row !== a[k]);
    const ids = Int32Array.from([a[k], b[k], ...others]);
    const rows = await gatherRows(source, side === "images" ? ids : firstTextRows(context, ids));
    const { norms } = core.rowFacts(rows, ids.length, source.cols);
    const own = rows.slice(0, source.cols);
    const imageOf = new Int32Array(ids.length - 1);
    const [mine, ...cosines] = core.matchedCosines(own, norms.slice(0, 1), rows.slice(source.cols), norms.slice(1), imageOf, source.cols);
    const below = cosines.reduce((sum, cosine) => sum + (cosine < mine ? 1 : cosine === mine ? 0.5 : 0), 0);
    out[k] = others.length > 0 ? below / others.length : 1;
  }
  return out;
}

/**
 * Cosines of images begin … end with the first texts of the images -reach … reach away, a row of 2 reach + 1 each; NaN beyond
 * the ends.
 * @param {AuditState} state @param {{ begin: number, end: number, reach: number }} message @param {Slices} slices @returns {Promise<Float64Array>}
 */
export async function band(state, { begin, end, reach }, slices) {
  const { core, images } = state;
  const { cols } = images;
  const width = 2 * reach + 1;
  const out = new Float64Array((end - begin) * width).fill(Number.NaN);
  const { imageNorms } = tiles(state);
  for (const piece of blocks(begin, end, BAND_ROWS)) {
    const from = Math.max(0, piece.begin - reach);
    const to = Math.min(images.rows, piece.end + reach);
    const [x, y] = await Promise.all([images.readRows(piece.begin, piece.end), firstTexts(state, from, to)]);
    const yNorms = normsOf(state, "texts", range(from, to));
    for (let offset = -reach; offset <= reach; offset++) {
      const a = Math.max(piece.begin, from - offset);
      const b = Math.min(piece.end, to - offset);
      if (b <= a) continue;
      const [first, last] = [a + offset - from, b + offset - from];
      const own = x.subarray((a - piece.begin) * cols, (b - piece.begin) * cols);
      const others = y.subarray(first * cols, last * cols);
      const cosines = core.matchedCosines(own, imageNorms.slice(a, b), others, yNorms.slice(first, last), range(0, b - a), cols);
      for (let k = 0; k < cosines.length; k++) out[(a + k - begin) * width + offset + reach] = cosines[k];
    }
    await slices.next((piece.end - begin) / (end - begin));
  }
  return out;
}

/** Runs of rows whose texts lie along one line, the best first. @param {AuditState} _state @param {{ seen: readonly Seen[], bands: readonly Band[], n: number }} message @param {Slices} slices @returns {Promise<Segment[]>} */
export async function orderRuns(_state, { seen, bands, n }, slices) {
  const shifted = shiftedRuns(seen, n);
  await slices.next(1 / 3);
  const rows = bands.flatMap(({ begin, end, cosines }) => {
    const width = cosines.length / (end - begin);
    return Array.from(range(begin, end), (image, k) => ({ image, band: cosines.subarray(k * width, (k + 1) * width) }));
  });
  const near = bandRuns(rows, n);
  await slices.next(2 / 3);
  return apart([...shifted, ...near, ...reversedRuns(seen, n)]);
}
