/** Hubs and leaks of a search, in words: one place for the page, the command and the saved reports. */
import { hubCount } from "../metrics.js";
import { count, countOf, fixed, isUnavailable, percent } from "./numbers.js";
import { singular } from "./sentences.js";

/** @import { TextWord } from "./sentences.js" */
/** @import { Audit, Hubs, HubsOneWay } from "../types.d.ts" */

/** A share that is not 0, however small. @param {number} share */
export const atRandom = (share) => (share > 0 && share < 0.0005 ? "below 0.1 %" : percent(share, 1));

/** @param {HubsOneWay} way @param {number} k @param {{ items: number, name: string, one: string }} found @param {{ name: string, one: string }} asking */
function oneWay({ hubShare, never, chance }, k, { items, name, one }, asking) {
  const hubs = hubCount(items);
  const which =
    hubs === 1
      ? `The ${one} that is found most often, of ${count(items)}, comes`
      : `The ${count(hubs)} ${name} that are found most often, of ${count(items)}, come`;
  return (
    `${which} first for ${percent(hubShare, 1)} of the ${asking.name} (${atRandom(chance.hubShare)} if lists were drawn at random). ` +
    `${percent(never, 1)} of the ${name} are among the ${k} nearest of no ${asking.one} (${atRandom(chance.never)} at random).`
  );
}

/** Nothing without hubs. @param {Pick<Audit, "hubs" | "inputs">} audit @param {TextWord} word @returns {string[]} */
export function hubsInWords({ hubs, inputs }, word) {
  if (!hubs || isUnavailable(hubs)) return [];
  const { k, imageToText, textToImage } = hubs;
  const texts = { items: inputs.texts.rows, name: word, one: singular(word) };
  const images = { items: inputs.pairs, name: "images", one: "image" };
  return [oneWay(imageToText, k, texts, images), oneWay(textToImage, k, images, texts)];
}

/** A cosine that is not 1. @param {number} cosine */
const closeTo = (cosine) => (cosine > 0.99995 ? "above 0.9999" : `of ${fixed(cosine, 4)}`);

/** Which items of a side are nearly the same, and how to read it; nothing without them. @param {Pick<Audit, "alike">} audit @param {TextWord} word @returns {string[]} */
export function alikeInWords({ alike }, word) {
  if (!alike || isUnavailable(alike)) return [];
  return /** @type {const} */ (["images", "texts"]).flatMap((side) => {
    const { usual, pairs } = alike[side];
    const name = side === "images" ? "images" : word;
    if (pairs.length === 0) return [];
    return [
      `The two ${name} that are most alike, and not equal, have a cosine ${closeTo(pairs[0].cosine)}; ${side === "images" ? "an image" : `a ${singular(word)}`} and its nearest usually have ${fixed(usual, 4)}.`,
    ];
  });
}

/** Wrong pairs that are nearer than right ones. @param {Hubs} hubs @param {TextWord} word @param {string} [where] they stand */
export const lookalikesInWords = ({ lookalikes: { images, pairs } }, word, where = "") =>
  images === 0
    ? `No image has a wrong ${singular(word)} nearer than its own.`
    : `${countOf(images, `image has a wrong ${singular(word)} nearer than its own`, `images have a wrong ${singular(word)} nearer than their own`)}. Review the nearest of these pairs (${count(pairs.length)} are listed${where}): one that does belong together is the same item twice, such as a ${singular(word)} copied from another study.`;
