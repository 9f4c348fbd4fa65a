/** What a change works on and a layout writes down. */

/** @import { IdKind, Row } from "./data.js" */

/** @typedef {"images" | "texts"} Side */

/**
 * @typedef {object} Scene
 * @property {Row[]} images
 * @property {Row[]} texts
 * @property {IdKind} idKind
 * @property {number} captions texts an image, as the data were made
 * @property {Record<Side, string>} idNames names of the columns of ids
 * @property {Record<Side, boolean>} hasIds
 * @property {boolean} backwards shards are listed from the last to the first
 * @property {number} shards a side
 * @property {Side} side the one that is changed
 */

/** A combination that cannot be written. */
export class Skip extends Error {}

/** @param {import("./data.js").Data} data @param {Partial<Scene>} [options] @returns {Scene} */
export function sceneOf({ images, texts, idKind, captions }, options = {}) {
  return {
    images: images.map((row) => ({ ...row })),
    texts: texts.map((row) => ({ ...row })),
    idKind,
    captions,
    idNames: { images: "image_id", texts: "image_id" },
    hasIds: { images: true, texts: true },
    backwards: false,
    shards: 3,
    side: "texts",
    ...options,
  };
}

/** Texts that must be paired: their id and that of an image of theirs are as they were. @param {Scene} scene */
export function joinableTexts({ images, texts }) {
  const there = new Set(images.filter(({ joinable }) => joinable).map(({ item }) => item));
  return texts.filter(({ item, joinable }) => joinable && there.has(item));
}
