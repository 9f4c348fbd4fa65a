/** Tasks that compare every row with every row, a tile at a time. */

import { sum } from "../quantiles.js";
import { gatherRows } from "../readers/gather.js";
import { blockStore, firstTextRows, firstTexts, pairRows, structureOf, tiles, using } from "./audit-state.js";
import { hubsOneWay, lookalikesOf } from "./hubs.js";
import { addSums, doubled } from "./kernels.js";
import { searchByLabel } from "./labels.js";
import { commonNearest, mergedEntries, mergedNearest, mostAlike, mutualWithoutEach, ownAmong } from "./nearest.js";
import { blocks, COUNTS, imageOfTexts, ownTexts, range, TILE_ROWS } from "./plan.js";
import { readAhead } from "./prefetch.js";
import { textRows } from "./sources.js";

/** @import { AuditState, Block, BlockKind, BlockStore, CentredSums, Labels, Nearest, NearestLists, NearestPart, RetrievalCounts, Slices } from "./types.d.ts" */

/** @import { Hubs, SearchByLabel } from "../types.d.ts" */

/** Pairs of items of one side that are listed as most alike, at most. */
const ALIKE = 20;
/** Bytes of packed blocks that a worker keeps, per side. */
const STORE_BYTES = 128 * 1024 * 1024;

/** @param {AuditState} state @param {BlockKind} kind @param {number} index @returns {Promise<Block>} */
async function readBlock(state, kind, index) {
  const { images, texts, context } = state;
  const { start, order } = context;
  const { imageNorms, textNorms } = tiles(state);
  const begin = index * TILE_ROWS;
  const end = Math.min(kind === "texts" ? texts.rows : images.rows, begin + TILE_ROWS);
  if (kind === "images") return { begin, rows: await images.readRows(begin, end), norms: imageNorms.slice(begin, end) };
  if (kind === "texts") return { begin, rows: await textRows(texts, order, begin, end), norms: textNorms.slice(begin, end) };
  const norms = Float64Array.from(start.subarray(begin, end), (p) => textNorms[p]);
  return { begin, rows: await firstTexts(state, begin, end), norms };
}

/**
 * A store of blocks of a side, and how block `index` comes into it.
 * @param {AuditState} state @param {BlockKind} side @param {number} budget bytes; 0 keeps the last block only
 */
function blocksOf(state, side, budget) {
  const { images, texts } = state;
  // With one text an image, the first texts are the texts.
  const kind = side === "firsts" && texts.rows === images.rows ? "texts" : side;
  const cols = kind === "images" ? images.cols : texts.cols;
  const store = state.handle(budget > 0 ? kind : `own ${kind}`, () => blockStore(state, cols, budget));
  return {
    store,
    /** Nothing if it is there. @param {number} index */
    read: async (index) => (store.has(index) ? undefined : readBlock(state, kind, index)),
    /** What was there may have left since. @param {number} index @param {Block | undefined} block */
    async put(index, block) {
      if (store.has(index)) return;
      const { begin, rows, norms } = block ?? (await readBlock(state, kind, index));
      store.put(index, begin, rows, norms);
    },
  };
}

/**
 * One block of a side, then one after another those it is compared with.
 * @param {AuditState} state @param {[kind: BlockKind, block: number]} own @param {[kind: BlockKind, first: number, count: number]} others
 * @returns {AsyncGenerator<{ own: BlockStore, others: BlockStore, block: number }, void, void>} stores that hold them
 */
async function* against(state, [kind, block], [otherKind, first, count]) {
  const own = blocksOf(state, kind, 0);
  const others = blocksOf(state, otherKind, STORE_BYTES);
  const mine = own.read(block);
  // Awaited later, or never if the other side cannot be read.
  mine.catch(() => {});
  for await (const [index, rows] of readAhead([...range(first, count)], others.read)) {
    if (index === first) await own.put(block, await mine);
    await others.put(index, rows);
    yield { own: own.store, others: others.store, block: index };
  }
}

/** One block of images against all texts; nearest: of each way. @param {AuditState} state @param {{ block: number, nearest: number }} message @param {Slices} slices */
export async function cross(state, { block, nearest }, slices) {
  const { core, context, texts } = state;
  const { cosines, sigmas } = tiles(state);
  const matched = /** @type {Float64Array} */ (cosines);
  const pass = state.handle("retrieval", () => core.retrievalPass(context.start, matched, Float64Array.from(sigmas), nearest));
  const count = Math.ceil(texts.rows / TILE_ROWS);
  pass.begin();
  for await (const { own, others, block: k } of against(state, ["images", block], ["texts", 0, count])) {
    pass.add(own, block, others, k, true, true);
    await slices.next((k + 1) / count);
  }
  return { ...pass.result(null), nearest: pass.nearest() };
}

/**
 * Counts of each query among its own cluster alone, which are no candidates where pairs belong together.
 * @param {AuditState} state @param {{ begin: Uint32Array, images: Int32Array }} message images of each cluster, one after another, and where each begins @param {Slices} slices
 * @returns {Promise<{ positions: Int32Array, counts: RetrievalCounts }>} positions: the texts'
 */
export async function clusterCounts(state, { begin, images }, slices) {
  const { start } = state.context;
  const positions = ownTexts(start, images);
  const counts = /** @type {RetrievalCounts} */ ({
    aboveImageToText: new Uint32Array(positions.length),
    tiedImageToText: new Uint32Array(positions.length),
    aboveTextToImage: new Uint32Array(positions.length),
    tiedTextToImage: new Uint32Array(positions.length),
  });
  let at = 0;
  for (let c = 0; c + 1 < begin.length; c++) {
    const own = images.subarray(begin[c], begin[c + 1]);
    const found = await countsAmong(state, own);
    for (const name of COUNTS) counts[name].set(found[name], at);
    at += found.aboveImageToText.length;
    await slices.next((c + 1) / (begin.length - 1));
  }
  return { positions, counts };
}

/** Of a few images and their texts by themselves. @param {AuditState} state @param {Int32Array} images ascending @returns {Promise<RetrievalCounts>} */
async function countsAmong(state, images) {
  const { core, context } = state;
  const { start, order } = context;
  const { imageNorms, textNorms, cosines } = tiles(state);
  const positions = ownTexts(start, images);
  const begins = new Int32Array(images.length + 1);
  images.forEach((image, i) => {
    begins[i + 1] = begins[i] + start[image + 1] - start[image];
  });
  const matched = Float64Array.from(positions, (p) => /** @type {Float64Array} */ (cosines)[p]);
  return using(core.retrievalPass(begins, matched, new Float64Array(0), 0), (pass) =>
    using(blockStore(state, state.images.cols, 0), (mine) =>
      using(blockStore(state, state.images.cols, 0), async (theirs) => {
        pass.begin();
        for (const { begin, end } of blocks(0, images.length, TILE_ROWS)) {
          const rows = images.subarray(begin, end);
          mine.put(
            begin,
            begin,
            await gatherRows(state.images, rows),
            Float64Array.from(rows, (i) => imageNorms[i]),
          );
          for (const part of blocks(0, positions.length, TILE_ROWS)) {
            const some = positions.subarray(part.begin, part.end);
            const texts = await gatherRows(state.texts, order ? some.map((p) => order[p]) : some);
            theirs.put(
              part.begin,
              part.begin,
              texts,
              Float64Array.from(some, (p) => textNorms[p]),
            );
            pass.add(mine, begin, theirs, part.begin, true, true);
          }
        }
        return pass.result(null).counts;
      }),
    ),
  );
}

/**
 * Which items are found too often or never, and search by label, from the nearest of all blocks.
 * @param {AuditState} state @param {{ parts: NearestPart[], depth: number, k: number, cosines: Float64Array, missing: Int32Array, clusterOf: Int32Array, imageRows: Int32Array | null, textRows: Int32Array | null, labels: Labels | null }} message depth: of the lists; k: of them that count for hubs; missing: images whose nearest text is wrong; clusterOf: of each image, or empty; rows of the files, null if they are the pairs' own
 * @returns {Promise<{ hubs: Hubs, byLabel: SearchByLabel | undefined }>} byLabel undefined if no item has a label
 */
export async function found({ context, images, texts }, { parts, depth, k, cosines, missing, clusterOf, imageRows, textRows, labels }) {
  const { start, order } = context;
  const ofImages = mergedNearest(parts, images.rows, depth);
  const ofTexts = mergedEntries(parts, texts.rows, depth);
  const rowOf = {
    image: (/** @type {number} */ i) => imageRows?.[i] ?? i,
    text: (/** @type {number} */ p) => {
      const row = order ? order[p] : p;
      return textRows?.[row] ?? row;
    },
  };
  return {
    hubs: {
      k,
      imageToText: hubsOneWay(firstOf(ofImages, k), k, texts.rows, rowOf.text),
      textToImage: hubsOneWay(firstOf(ofTexts, k), k, images.rows, rowOf.image),
      lookalikes: lookalikesOf({ k: depth, ...ofImages }, cosines, { imageOf: imageOfTexts(start), start, missing, clusterOf }, rowOf),
    },
    byLabel: labels ? searchByLabel(labels, start, { k: depth, ...ofImages }, { k: depth, ...ofTexts }) : undefined,
  };
}

/** The first k of each list. @param {Nearest} nearest @param {number} k */
const firstOf = ({ depth, rows }, k) =>
  depth === k ? rows : Int32Array.from({ length: (rows.length / depth) * k }, (_, at) => rows[Math.floor(at / k) * depth + (at % k)]);

/** One block of rows against itself and all later rows of its own side, for both sides. @param {AuditState} state @param {{ block: number }} message @param {Slices} slices */
export async function neighbours(state, { block }, slices) {
  const { core, images } = state;
  const { sigmas, neighbours: k } = tiles(state);
  const count = Math.ceil(images.rows / TILE_ROWS);
  const side = async (/** @type {BlockKind} */ kind, /** @type {number} */ before) => {
    const pass = state.handle(`neighbours ${kind}`, () => core.neighbourPass(images.rows, k, Float64Array.from(sigmas)));
    for await (const { own, others, block: other } of against(state, [kind, block], [kind, block, count])) {
      if (other === block) pass.begin(own, block);
      pass.add(own, block, others, other);
      await slices.next(before + (other + 1 - block) / (count - block) / 2);
    }
    return pass.result();
  };
  return { image: await side("images", 0), text: await side("firsts", 0.5) };
}

/** Mean of both sides' rows. @param {AuditState} state @returns {Promise<Float64Array>} */
export async function pooledMean(state) {
  return state.core.pooledMean(structureOf(state));
}

/**
 * A block of images against the images and the first texts, and its first texts against those, itself and later blocks of its own side.
 * @param {AuditState} state @param {{ block: number, centre: Float64Array, sigmas: number[], exact: boolean }} message @param {Slices} slices
 * @returns {Promise<CentredSums>}
 */
export async function kernels(state, { block, centre, sigmas, exact }, slices) {
  const { core, images } = state;
  const parts = blocks(0, images.rows, TILE_ROWS);
  const none = () => ({ values: new Float64Array(sigmas.length), bounds: new Float64Array(sigmas.length) });
  const out = { xx: none(), yy: none(), xy: none() };
  const read = (/** @type {{ begin: number, end: number }} */ { begin, end }) => pairRows(state, begin, end);
  const rows = ({ begin, end } = parts[block]) => end - begin;
  return using(core.kernelPass(centre, Float64Array.from(sigmas), exact), async (pass) => {
    const [x, y] = await read(parts[block]);
    for await (const [part, [u, v]] of readAhead(parts, read)) {
      const at = parts.indexOf(part);
      const twice = (/** @type {Float32Array} */ own, /** @type {Float32Array} */ other) =>
        at === block ? pass.sums(own, rows(), null, 0) : doubled(pass.sums(own, rows(), other, rows(part)));
      if (at >= block) {
        addSums(out.xx, twice(x, u));
        addSums(out.yy, twice(y, v));
      }
      addSums(out.xy, pass.sums(x, rows(), v, rows(part)));
      await slices.next((at + 1) / parts.length);
    }
    return out;
  });
}

/**
 * The mutual k-NN, the common neighbours of each row, and, if the lists are deeper than k, the same without each row.
 * @param {AuditState} _state @param {{ images: NearestLists[], texts: NearestLists[], n: number, depth: number, k: number, clusterOf: Int32Array }} message lists of each side's neighbours, by block; clusterOf: of each item, or empty
 */
export async function mutual(_state, { images, texts, n, depth, k, clusterOf }) {
  const [image, text] = [mergedNearest(images, n, depth), mergedNearest(texts, n, depth)];
  const common = commonNearest(image, text, k);
  return {
    mutualKnn: sum(common) / (n * k),
    common,
    alike: { images: mostAlike(image, clusterOf, ALIKE), texts: mostAlike(text, clusterOf, ALIKE) },
    nearest: { image: firstOf(image, k), text: firstOf(text, k) },
    ...(depth > k && { withoutEach: mutualWithoutEach(image, text, common) }),
  };
}

/**
 * Of each item of one index of images and texts, how many of the k nearest are of its own side, as a share; the own side's first of equals.
 * @param {AuditState} state @param {{ own: Awaited<ReturnType<typeof neighbours>>[], depth: number, across: NearestPart[], acrossDepth: number, k: number }} message lists of each block, within the sides and across
 */
export async function ownSide({ images }, { own, depth, across, acrossDepth, k }) {
  const n = images.rows;
  const share = (/** @type {Nearest} */ within, /** @type {Nearest} */ others) =>
    sum(Array.from({ length: n }, (_, i) => ownAmong(within, others, i, k))) / (n * k);
  const lists = (/** @type {"image" | "text"} */ side) =>
    mergedNearest(
      own.map((block) => block[side]),
      n,
      depth,
    );
  return {
    images: share(lists("image"), mergedNearest(across, n, acrossDepth)),
    texts: share(lists("text"), mergedEntries(across, n, acrossDepth)),
  };
}

/** Cosines of pairs of items on one side, by the numbers of their images; of texts the first. @param {AuditState} state @param {{ side: "images" | "texts", a: Int32Array, b: Int32Array }} message */
export async function alikeCosines(state, { side, a, b }) {
  const { core } = state;
  const { cols } = state[side];
  const of = (/** @type {Int32Array} */ images) =>
    gatherRows(state[side], side === "images" ? images : firstTextRows(state.context, images));
  const [x, y] = await Promise.all([of(a), of(b)]);
  const norms = (/** @type {Float32Array} */ rows) => core.rowFacts(rows, a.length, cols).norms;
  return core.matchedCosines(x, norms(x), y, norms(y), range(0, a.length), cols);
}
