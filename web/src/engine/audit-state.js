/** One worker's view of one audit: what all its tasks share. */
import { gatherRows } from "../readers/gather.js";
import { rowSource } from "./sources.js";

/** @import { BlobLike, Role } from "../types.d.ts" */
/** @import { BlockStore, Context, Core, Handle, TileContext } from "./types.d.ts" */

/** One worker's view of one audit. */
export class AuditState {
  /**
   * @param {Core} core
   * @param {Context} context
   * @param {(side: Role, begin: number, end: number) => Promise<Float32Array>} ask
   * @param {(blob: BlobLike, file: number) => BlobLike} revive
   * @param {(array: ArrayBufferView) => void} [release]
   */
  constructor(core, context, ask, revive, release = () => {}) {
    this.core = core;
    this.release = release;
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
    const handle = /** @type {H | undefined} */ (this.handles.get(name)) ?? (await make());
    return this.handle(name, () => handle);
  }

  /** @param {string} name */
  drop(name) {
    this.handles.get(name)?.delete();
    this.handles.delete(name);
  }

  free() {
    for (const handle of this.handles.values()) handle.delete();
    this.handles.clear();
  }
}

/** Work with a handle of the core, which ends with it. @template {Handle} H, T @param {H} handle @param {(handle: H) => Promise<T>} work @returns {Promise<T>} */
export async function using(handle, work) {
  try {
    return await work(handle);
  } finally {
    handle.delete();
  }
}

/** The pairs' sums and second-order structure; the arrays that it is made of are large, and are let go. @param {AuditState} state */
export function structureOf(state) {
  const { core, context } = state;
  return state.handle("structure", () => {
    const { moments, structure } = context;
    const made = core.structure(/** @type {Float64Array} */ (moments), structure ?? null);
    delete context.moments;
    delete context.structure;
    for (const array of [moments, structure]) if (array) state.release(array);
    return made;
  });
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

/** Rows of images begin … end - 1 and of their first texts. @param {AuditState} state @param {number} begin @param {number} end */
export const pairRows = (state, begin, end) => Promise.all([state.images.readRows(begin, end), firstTexts(state, begin, end)]);

/** The same of chosen images. @param {AuditState} state @param {Int32Array} chosen */
export const chosenRows = ({ images, texts, context }, chosen) =>
  Promise.all([gatherRows(images, chosen), gatherRows(texts, firstTextRows(context, chosen))]);

/** Packed rows of one side. @param {AuditState} state @param {number} cols @param {number} budget bytes; 0 keeps the last block only @returns {BlockStore} */
export function blockStore(state, cols, budget) {
  return state.core.blockStore(cols, budget, tiles(state).fine);
}

/** @param {AuditState} state @returns {TileContext} */
export function tiles({ context }) {
  return /** @type {TileContext} */ (context.tiles);
}
