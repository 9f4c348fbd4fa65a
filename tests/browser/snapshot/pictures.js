/** Small pictures of a page: an eighth of its size in few colours, enough to see a hole, an overlap or a wrong colour. */
import { decode, encode } from "./png.js";

/** @import { Page } from "puppeteer-core" */
/** @import { Picture } from "./png.js" */

/** What the browser shrinks by, and what is averaged after it: the browser alone would drop thin lines. */
const SCALE = 1 / 4;
const AVERAGED = 2;
/** Levels of each of red, green and blue that are kept. */
const LEVELS = 9;
const STEP = 255 / (LEVELS - 1);
/** A channel may be this far from what was kept: half a step by rounding, half a step for antialiasing. */
const NEAR = STEP;
/** Pixels of a picture that may be further away: a label's edge. A button has fifty. */
const FEW = 8;

/** @param {Picture} picture @param {number} by @returns {Picture} */
function shrunk({ width: from, height: rows, pixels }, by) {
  const [width, height] = [Math.floor(from / by), Math.floor(rows / by)];
  const means = new Uint8Array(3 * width * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      for (let c = 0; c < 3; c++) {
        let sum = 0;
        for (let j = 0; j < by; j++) for (let i = 0; i < by; i++) sum += pixels[3 * ((y * by + j) * from + x * by + i) + c];
        means[3 * (y * width + x) + c] = Math.round(sum / (by * by));
      }
  return { width, height, pixels: means };
}

/** The page from its top. @param {Page} page @param {{ width: number, height: number }} size */
export async function pictureOf(page, { width, height }) {
  const shot = await page.screenshot({ clip: { x: 0, y: 0, width, height, scale: SCALE }, captureBeyondViewport: true });
  return shrunk(decode(shot), AVERAGED);
}

/** In few colours. @param {Picture} picture */
export const kept = (picture) => encode({ ...picture, pixels: picture.pixels.map((value) => Math.round(Math.round(value / STEP) * STEP)) });

/** Where a picture is another than the one that was kept. @param {Uint8Array} before @param {Picture} now @returns {string} "" if it is not */
export function pictureDifference(before, now) {
  const was = decode(before);
  if (was.width !== now.width || was.height !== now.height)
    return `was ${was.width} × ${was.height} pixels, is ${now.width} × ${now.height} (each for eight of the page)`;
  let [count, top, bottom, left, right] = [0, now.height, 0, now.width, 0];
  for (let k = 0; k < now.width * now.height; k++) {
    if ([0, 1, 2].every((c) => Math.abs(was.pixels[3 * k + c] - now.pixels[3 * k + c]) <= NEAR)) continue;
    const [x, y] = [k % now.width, Math.floor(k / now.width)];
    [count, top, bottom] = [count + 1, Math.min(top, y), Math.max(bottom, y + 1)];
    [left, right] = [Math.min(left, x), Math.max(right, x + 1)];
  }
  if (count <= FEW) return "";
  const shrink = AVERAGED / SCALE;
  return `${count} pixels differ, on the page from ${left * shrink},${top * shrink} to ${right * shrink},${bottom * shrink}`;
}
