/** One worker's view of one audit: what all its tasks share. */
import { gatherRows } from "../readers/gather.js";
import { rowSource } from "./sources.js";

/** @import { BlobLike, Role } from "../types.d.ts" */
/** @import { BlockStore, Core } from "./core-types.d.ts" */
/** @import { Bases } from "./mode-space.js" */
/** @import { Queries, QueryRows } from "./sample-tasks.js" */
/** @import { SourceReference } from "./sources.js" */

/**
 * What all tasks of one audit share; sent to a worker once.
 * @typedef {object} Context
 * @property {SourceReference} images
 * @property {SourceReference} texts
 * @property {Int32Array} start
 * @property {Int32Array | null} order
 * @property {number} memory bytes of rows that a worker may keep, a side
 * @property {boolean} products false where n < d: the Gram form is used
 * @property {"float32" | "float64"} [arithmetic] of the moments' products; default float32
 * @property {Float64Array} [moments] of all rows, flat; sent to workers whose task reads them
 * @property {Float64Array} [structure] second-order structure in Gram form, where n < d; else the moments hold it
 * @property {Bases} [bases] of the strongest modes, for permutations
 * @property {QueryRows} [queryRows] where the rows are sampled
 * @property {TileContext} [tiles] there once the rows have been read
 */

/**
 * @typedef {object} TileContext
 * @property {Float64Array} imageNorms
 * @property {Float64Array} textNorms by position
 * @property {Float64Array | null} cosines of each text with its image
 * @property {number[]} sigmas length scales of the kernel sums
 * @property {number} neighbours
 * @property {boolean} fine cosines in float32 instead of 16-bit integers
 * @property {Queries | null} queries null where every row is a query
 */

/** @typedef {{ delete(): void }} Handle */

/** One worker's view of one audit. */
export class AuditState {
  /**
   * @param {Core} core
   * @param {Context} context
   * @param {(side: Role, begin: number, end: number) => Promise<Float32Array>} ask
   * @param {(blob: BlobLike, file: number) => BlobLike} revive
   */
  constructor(core, context, ask, revive) {
    this.core = core;
    // Its own, which grows: in one thread the message is the pool's.
    this.context = { ...context };
    this.images = rowSource(context.images, ask, revive, context.memory);
    this.texts = rowSource(context.texts, ask, revive, context.memory);
    /** What tasks leave for later ones: handles of the core, by name. @type {Map<string, Handle>} */
    this.handles = new Map();
  }

  /** @template {Handle} H @param {string} name @param {() => H} make @returns {H} */
  handle(name, make) {
    if (!this.handles.has(name)) this.handles.set(name, make());
    return /** @type {H} */ (this.handles.get(name));
  }

  /** The same of what takes slices to make. @template {Handle} H @param {string} name @param {() => Promise<H>} make @returns {Promise<H>} */
  async prepared(name, make) {
    const made = /** @type {H | undefined} */ (this.handles.get(name)) ?? (await make());
    return this.handle(name, () => made);
  }

  free() {
    for (const handle of this.handles.values()) handle.delete();
    this.handles.clear();
  }
}

/** The moments of all rows. @param {Context} context */
export const momentsOf = ({ moments }) => /** @type {Float64Array} */ (moments);

/** What holds the pairs' second-order structure. @param {Context} context */
export function structureOf(context) {
  return context.structure ?? momentsOf(context);
}

/** Rows of the first texts of chosen images. @param {{ start: Int32Array, order: Int32Array | null }} plan @param {Int32Array} images */
export function firstTextRows({ start, order }, images) {
  return images.map((i) => (order ? order[start[i]] : start[i]));
}

/** The first text of each image. @param {AuditState} state @param {number} begin @param {number} end images */
export function firstTexts({ texts, context }, begin, end) {
  const { start, order } = context;
  if (!order && texts.rows === start.length - 1) return texts.readRows(begin, end);
  const firsts = start.subarray(begin, end);
  return gatherRows(texts, order ? firsts.map((p) => order[p]) : firsts);
}

/** Packed rows of one side. @param {AuditState} state @param {number} cols @param {number} budget bytes; 0 keeps the last block only @returns {BlockStore} */
export function blockStore(state, cols, budget) {
  return state.core.blockStore(cols, budget, tiles(state).fine);
}

/** @param {AuditState} state @returns {TileContext} */
export function tiles({ context }) {
  return /** @type {TileContext} */ (context.tiles);
}
