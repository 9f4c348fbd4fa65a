/** What the leading modes of both sides go with. */
import { firstTextRows } from "./audit-state.js";
import { correlation, traitsOf } from "./covariates.js";
import { coordinatesAlong, modesOf } from "./mode-space.js";
import { spread } from "./plan.js";

/** @import { Correlates, Pairs, TraitCorrelations } from "../types.d.ts" */
/** @import { Bases, ModePlace, RunTasks } from "./types.d.ts" */

/** Modes of a side. */
const LEADING = 10;
/** Above this many pairs evenly spaced ones stand for all: r is then known to 0.007. */
const MOST_PAIRS = 20_000;

/**
 * @param {Pairs} pairs @param {{ start: Int32Array, order: Int32Array | null }} plan
 * @param {Bases} bases @param {{ images: Float64Array, texts: Float64Array }} norms of image rows, and of texts by position
 * @param {{ run: RunTasks, chiSquared95: (freedom: number) => Promise<number> }} core
 * @returns {Promise<Correlates>}
 */
export async function correlatesOf(pairs, plan, bases, norms, { run, chiSquared95 }) {
  const rows = spread(pairs.images.rows, MOST_PAIRS);
  const norm = {
    images: Float64Array.from(rows, (row) => norms.images[row]),
    texts: Float64Array.from(rows, (row) => norms.texts[plan.start[row]]),
  };
  const traits = await traitsOf(pairs, rows, firstTextRows(plan, rows), norm, chiSquared95);
  /** @param {"image" | "text"} side @returns {ModePlace[]} */
  const leading = (side) => Array.from({ length: Math.min(LEADING, modesOf(bases[side])) }, (_, mode) => ({ side, mode }));
  const places = traits.length > 0 ? [...leading("image"), ...leading("text")] : [];
  const along = places.length > 0 ? await coordinatesAlong(bases, places, rows, run) : { images: [], texts: [] };
  /** @param {"image" | "text"} side @returns {TraitCorrelations} */
  const table = (side) => {
    const own = places.flatMap((place, k) => (place.side === side ? [k] : []));
    const against = (/** @type {Float64Array[]} */ values) => own.map((k) => traits.map((trait) => correlation(values[k], trait)));
    const [anchor, other] = side === "image" ? [along.images, along.texts] : [along.texts, along.images];
    return { anchor: against(anchor), other: against(other) };
  };
  return {
    pairs: rows.length,
    traits: traits.map(({ values: _, ...trait }) => trait),
    imageAnchor: table("image"),
    textAnchor: table("text"),
  };
}
