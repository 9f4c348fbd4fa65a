/** The workers' views of some pairs, for an audit and for what is asked of it afterwards. */
import { detailOf } from "./mode-detail.js";
import { reference } from "./sources.js";

/** @import { ModeDetail, Pairs } from "../types.d.ts" */
/** @import { Context, ModePlace, Plan, Pool, Trace } from "./types.d.ts" */

/** Bytes of rows that all workers together keep, per side: small files are read once. */
const ROWS_KEPT = 128 * 1024 * 1024;

/**
 * Work on the workers' views of some pairs, which end with it.
 * @template T
 * @param {Pool} pool @param {Pick<Pairs, "images" | "texts">} pairs @param {Plan & Partial<Context>} plan and what of the context is not as usual @param {AbortSignal | undefined} signal
 * @param {(id: number) => Promise<T>} work @returns {Promise<T>}
 */
export async function withPairs(pool, pairs, plan, signal, work) {
  const context = {
    images: reference(pairs.images, "images"),
    texts: reference(pairs.texts, "texts"),
    memory: ROWS_KEPT / pool.size,
    ...plan,
  };
  const id = pool.open(context, { images: pairs.images, texts: pairs.texts });
  const stop = () => pool.close(id);
  if (signal?.aborted) stop();
  signal?.addEventListener("abort", stop);
  try {
    return await work(id);
  } finally {
    signal?.removeEventListener("abort", stop);
    pool.close(id);
  }
}

/** The same for sums over pairs of these widths, whose rows are not to be had. @template T @param {Pool} pool @param {number} imageCols @param {number} textCols @param {(id: number) => Promise<T>} work */
export function withSums(pool, imageCols, textCols, work) {
  const side = (/** @type {number} */ cols) => ({
    name: "",
    rows: 0,
    cols,
    dtype: /** @type {const} */ ("float64"),
    readRows: () => Promise.reject(),
  });
  const pairs = { images: side(imageCols), texts: side(textCols) };
  return withPairs(pool, pairs, { start: new Int32Array(1), order: null, products: true, memory: 0 }, undefined, work);
}

/** @param {Pool} pool @param {Trace} trace @param {ModePlace} place @param {AbortSignal} [signal] @returns {Promise<ModeDetail>} */
export function modeDetail(pool, { pairs, plan, bases, seed }, place, signal) {
  return withPairs(pool, pairs, plan, signal, (id) =>
    detailOf(pairs, plan, bases, place, seed, (messages) =>
      Promise.all(messages.map((message) => pool.run("coordinates", id, message, { first: true }))),
    ),
  );
}
