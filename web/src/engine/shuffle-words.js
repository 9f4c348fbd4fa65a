/** What the order checks found, in sentences: where in the files, how sure, what to do. */
import { sum } from "../quantiles.js";
import { finding } from "./findings.js";
import { count, inFile, SHOWN } from "./row-checks.js";

/** @import { Finding } from "../types.d.ts" */
/** @import { Fit, MovedRows, OrderCheck, Run } from "./types.d.ts" */

/** Places that are named one by one. */
const NAMED = 3;

/** Numbers of the files' rows. @param {Run} run */
function rowsOf({ pairs, plan }) {
  const image = inFile(pairs, "images");
  const text = inFile(pairs, "texts");
  const { start, order } = plan;
  return { image, text: (/** @type {number} */ i) => text(order ? order[start[i]] : start[i]) };
}

/** @param {Run} run @param {number} first @param {number} last */
function imagesNamed(run, first, last) {
  const { image } = rowsOf(run);
  return `image rows ${image(first)} to ${image(last)}`;
}

/** @param {Run} run @param {MovedRows} place */
function placeNamed(run, { first, last, text, own, other }) {
  const rows = rowsOf(run);
  return `${imagesNamed(run, first, last)} fit text rows ${rows.text(text(first))} to ${rows.text(text(last))} better than their own (mean cosine ${other.toFixed(3)} against ${own.toFixed(3)})`;
}

/** @param {Run} run @param {readonly MovedRows[]} places */
function listed(run, places) {
  const more = places.length - NAMED;
  const named = places.slice(0, NAMED).map((place) => placeNamed(run, place));
  return [...named, ...(more > 0 ? [`and ${more} more ${more === 1 ? "stretch" : "stretches"}`] : [])].join("; ");
}

/** @param {OrderCheck} check */
const lookedAt = ({ run, looked }) => (looked < run.n ? ` Of ${run.n} images, ${looked} were looked at.` : "");

/** @param {OrderCheck} check @param {string} code @param {string} message @param {readonly { first: number, last: number }[]} places @returns {Finding} */
function ofPlaces({ run }, code, message, places) {
  const counts = places.map(({ first, last }) => last - first + 1);
  const shown = places.flatMap(({ first }, k) => Array.from({ length: Math.min(SHOWN, counts[k]) }, (_, i) => first + i));
  return finding(code, message, sum(counts), { rows: shown.slice(0, SHOWN).map(rowsOf(run).image), side: "images" });
}

/** @param {number} offset */
const way = (offset) => `${count(Math.abs(offset), "row")} further ${offset > 0 ? "down" : "up"}`;

/** @param {OrderCheck} check @param {MovedRows} place */
export function shiftedWhole(check, place) {
  const message = `The pairs are probably shifted: ${placeNamed(check.run, place)}, the text ${way(place.offset)}.${lookedAt(check)} Check that both files list the same items from the same one on, for example that no header or first item was lost on one side, and export the shorter or later one again.`;
  return ofPlaces(check, "SHIFTED_ROWS", message, [place]);
}

/** @param {OrderCheck} check @param {readonly MovedRows[]} places */
export function shiftedPart(check, places) {
  const { run } = check;
  const rows = rowsOf(run);
  const [{ first, last, offset }] = places;
  const near = `near image row ${rows.image(first)} (text row ${rows.text(first)})`;
  const fault = `${count(Math.abs(offset), "row")} ${offset > 0 ? "too many among the texts or missing among the images" : "missing among the texts or too many among the images"}`;
  const toTheEnd = places.length === 1 && last >= run.n - 2 - Math.abs(offset);
  const remedy =
    places.length > 1
      ? "Compare the order of the items in both files on these rows, and export the side that is wrong again."
      : toTheEnd
        ? `From there to the end all pairs are off: look ${near} for ${fault}, mend it, and export again.`
        : `Look ${near} for ${fault}, and near image row ${rows.image(last)} for what undoes it; mend that part, or leave these rows out.`;
  const message = `Part of the pairs are probably shifted: ${listed(run, places)}${places.length === 1 ? `, the text ${way(offset)}` : ""}.${lookedAt(check)} ${remedy}`;
  return ofPlaces(check, toTheEnd ? "SHIFTED_FROM_ROW" : "SHIFTED_PART", message, places);
}

/** @param {OrderCheck} check @param {readonly MovedRows[]} places */
export function blocksSwapped(check, places) {
  const message = `Blocks of rows are probably swapped: ${listed(check.run, places)}.${lookedAt(check)} Check the order in which batches or parts were put together on each side, for example names of parts sorted as words, and put them together again.`;
  return ofPlaces(check, "BLOCKS_OUT_OF_ORDER", message, places);
}

/** @param {OrderCheck} check @param {readonly MovedRows[]} places */
export function reversedRows(check, places) {
  const message = `Rows are probably in reversed order: ${listed(check.run, places)}, the last first.${lookedAt(check)} Check the order of these rows on each side, for example a list that was sorted downwards or read from its end, and turn one side round.`;
  return ofPlaces(check, "REVERSED_ORDER", message, places);
}

/** @param {OrderCheck} check @param {readonly { first: number, last: number, matches: number, inside: boolean }[]} places @param {{ own: number, other: number }} means */
export function permutedPart(check, places, { own, other }) {
  const from = (/** @type {boolean} */ inside) => (inside ? "of another of these rows" : "from elsewhere");
  const named = places
    .slice(0, NAMED)
    .map(({ first, last, matches, inside }) => `${imagesNamed(check.run, first, last)} (${matches} match a text ${from(inside)})`);
  const message = `Part of the pairs are probably in another order: ${named.join("; ")}. Each is the other’s nearest by far, with a mean cosine of ${other.toFixed(3)} against ${own.toFixed(3)} for the pair as given.${lookedAt(check)} Check how these rows came about on each side, for example a batch that was shuffled or sorted, and put them in one order or leave them out.`;
  return ofPlaces(check, "PERMUTED_PART", message, places);
}

/** @type {Record<Fit["kind"], (fit: Fit) => { code: string, what: string, remedy: string }>} */
const USUAL = {
  rounds: ({ by }) => ({
    code: "ROUND_ROBIN_TEXTS",
    what: "The texts probably come in rounds: the first text of every image, then the second of every image, and so on; text j is of image j mod n",
    remedy: `Say so (--rounds in the command), give the map (text j belongs to image j mod n), or sort the texts by image, ${by} one after another.`,
  }),
  grouped: ({ by }) => ({
    code: "GROUPED_TEXTS_ORDER",
    what: `The texts probably come image by image, ${by} of each one after another, and not as the map says`,
    remedy: `Take the map away and say that there are ${by} texts an image, or mend the map.`,
  }),
  interleaved: ({ by }) => ({
    code: "INTERLEAVED_ORDER",
    what: `The texts are probably interleaved: they seem to list every ${by}th image from the first on, then every ${by}th from the second on, and so on`,
    remedy: `Check how ${by} processes or captions were put together, and put the texts back into the images’ order.`,
  }),
  collected: ({ by }) => ({
    code: "INTERLEAVED_ORDER",
    what: `The images are probably interleaved: they seem to list every ${by}th text from the first on, then every ${by}th from the second on, and so on`,
    remedy: `Check how ${by} processes or captions were put together, and put the images back into the texts’ order.`,
  }),
};

/** @param {Run} run @param {Fit} fit @returns {Finding} */
export function usualOrderFinding(run, fit) {
  const { code, what, remedy } = USUAL[fit.kind](fit);
  const row = inFile(run.pairs, "texts");
  const differ = [];
  for (let text = 0; text < run.m && differ.length < SHOWN; text++)
    if (fit.imageOf(text) !== run.pairs.imageOf[text]) differ.push(row(text));
  const looked = fit.looked < run.m ? `Of ${run.m} texts, ${fit.looked} were looked at: ` : "";
  const message = `${what}. ${looked}${looked ? "m" : "M"}ean cosine ${fit.other.toFixed(3)} that way against ${fit.given.toFixed(3)} as given. ${remedy}`;
  return finding(code, message, fit.looked, { rows: differ, side: "texts" });
}
