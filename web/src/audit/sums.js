/** What a site's pairs add up to: which pairs count, in how many blocks, and what noise promises. */
import { columnNamed } from "../engine/groups.js";
import { blocksFor, deltaWords, floorOf } from "../moments/disclosure.js";
import { beyondBound } from "../moments/private-pairs.js";
import { riskOfNoise } from "../moments/risk.js";
import { withoutRows } from "../pairing/index.js";

/** @import { AuditHooks, Engine } from "../engine/types.d.ts" */
/** @import { AuditOptions, Pairs } from "../types.d.ts" */

/** @param {Pairs} pairs */
export const widthsOf = ({ images, texts }) => ({ imageCols: images.cols, textCols: texts.cols });

/** Noise is added once, so that its pairs stay in one block. @param {Pairs} pairs @param {{ floor?: number, risk?: number }} agreed @param {boolean} noise */
export const blocksOf = (pairs, agreed, noise) => (noise ? 1 : blocksFor(pairs.images.rows, floorOf(widthsOf(pairs), agreed)));

/** Of each patient the first pairs, as many as is promised. @param {Pairs} pairs @param {string} [patients] their column @param {number} [most] */
export function pairsOfPatients(pairs, patients, most) {
  if (patients === undefined || most === undefined) return { pairs, leftOut: 0 };
  const images = beyondBound(patients, columnNamed(pairs, patients), most);
  return { pairs: images.length > 0 ? withoutRows(pairs, { images }) : pairs, leftOut: images.length };
}

/**
 * A file with noise before the noise is drawn, and what it promises.
 * @param {Pick<Engine, "privateMoments">} engine @param {Pairs} pairs @param {Parameters<Engine["privateMoments"]>[1]} settings @param {AuditOptions} options
 * @param {AuditHooks} hooks
 */
export async function draftWithNoise(engine, pairs, settings, options, hooks) {
  const draft = await engine.privateMoments(pairs, settings, options, hooks);
  return { ...draft, risk: riskOfNoise(draft.mu), doubt: deltaWords(draft.noise.delta, pairs.images.rows) };
}
