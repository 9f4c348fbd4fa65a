/** Whether the texts are those of the images, but in another order: all of them, or some stretch of rows. */

import { mean, sum } from "../quantiles.js";
import { firstTextRows } from "./audit-state.js";
import { CORE } from "./constants.js";
import { finding } from "./findings.js";
import { range } from "./plan.js";
import { count, inFile, SHOWN } from "./row-checks.js";
import { bandsOf, chosenCosines, nearestStrangers, otherReasons, rowsToLookAt } from "./shuffle-rows.js";
import { apart, bestStretch, crowdedStretches, REACH } from "./shuffle-scan.js";
import { blocksSwapped, permutedPart, reversedRows, shiftedPart, shiftedWhole, usualOrderFinding } from "./shuffle-words.js";
import { usualOrder } from "./usual-orders.js";

/** @import { Finding } from "../types.d.ts" */
/** @import { Match, MovedRows, Run, Seen, Segment, Strangers } from "./types.d.ts" */

/** Fewer pairs leave too few rows for a run that is no chance. */
const FEWEST_PAIRS = 16;
/** If this share of the images finds its own text, the whole is not in another order. */
const WHOLE_RECALL = 0.1;
/** If it is this share, the texts are in none of the usual other orders. */
const USUAL_RECALL = 0.4;
/**
 * Two rows match if each is the other's nearest and stands out: the gap behind it is wider than that from the second to the
 * eleventh. Nearness alone proves nothing: of unrelated rows half are each other's nearest. They match, too, but seldom: a
 * share of 0.048 if cosines fall off exponentially (1,500 x 1,500 of them, 20 times), as the largest of many do; 0.035 of
 * Gaussian rows of 512 columns, 0.02 at most if real sides are paired with other items' texts.
 */
const CHANCE = 0.05;
/** Standard errors above chance at which matches are believed. */
const ERRORS = 5;
/** Fewer matches are not believed. */
const FEWEST_MATCHES = 8;
/** A stretch that covers this share of the rows is the whole. */
const WHOLE = 0.85;
/** Values that are read to find where a stretch ends. */
const AROUND_VALUES = 2 ** 25;
/** Rows of a stretch, at least. */
const FEWEST_ROWS = 4;
/** If each row is like the next, a run counts for one row in so many. */
const SERIES = 8;
/** Most stretches that are followed. */
const STRETCHES = 8;

/** @param {Strangers} nearest */
function standsOut({ cosines }) {
  return cosines.length > 2 && cosines[0] - cosines[1] > cosines[1] - cosines[cosines.length - 1];
}

/** More matches than this are no chance. @param {number} looked */
const mostByChance = (looked) => looked * CHANCE + ERRORS * Math.sqrt(looked * CHANCE * (1 - CHANCE));

/** Cosines of each image with its first text. @param {Run} run @returns {(image: number) => number} */
function ownCosines(run) {
  const { start } = run.plan;
  const cosines = /** @type {Float64Array} */ (run.results.cosines);
  return (image) => cosines[start[image]];
}

/** @param {number} cosine @param {number} other */
const exceeds = (cosine, other) => cosine > other + CORE.tie;

/** @param {Run} run @param {ReadonlyMap<number, Strangers>} strangers @returns {Seen[]} */
function seenOf(run, strangers) {
  const own = ownCosines(run);
  return Array.from(strangers, ([image, { cosines, rows }]) => {
    const ranks = new Map();
    rows.forEach((row, k) => {
      if (exceeds(cosines[k], own(image)) && exceeds(cosines[k], own(row))) ranks.set(row, k + 1);
    });
    return { image, own: !exceeds(cosines[0], own(image)), ranks };
  });
}

/** Images and texts that are each other's nearest and stand out. @param {Run} run @param {ReadonlyMap<number, Strangers>} ofImages @returns {Promise<Match[]>} */
async function matchesOf(run, ofImages) {
  const own = ownCosines(run);
  const candidates = [...ofImages]
    .map(([image, nearest]) => ({ image, nearest, text: nearest.rows[0], cosine: nearest.cosines[0], own: own(image) }))
    .filter(({ nearest, text, cosine, own: mine }) => standsOut(nearest) && exceeds(cosine, mine) && exceeds(cosine, own(text)));
  const texts = Int32Array.from(new Set(candidates.map(({ text }) => text))).sort();
  if (texts.length < FEWEST_MATCHES) return [];
  const ofTexts = await nearestStrangers(run, "texts", "matched", texts);
  return candidates.filter(({ image, text }) => {
    const back = /** @type {Strangers} */ (ofTexts.get(text));
    return back.rows[0] === image && standsOut(back);
  });
}

/** Where a stretch begins and ends, by all cosines along its line. @param {Run} run @param {Segment} segment @returns {Promise<MovedRows[]>} none if the rows' own texts fit better after all */
async function placeOf(run, { kind, line, first, last }) {
  const text = (/** @type {number} */ image) => (kind === "offset" ? image + line : line - image);
  const most = Math.floor(AROUND_VALUES / run.pairs.images.cols);
  // A reversed stretch ends as far from its middle on either side.
  const [begin, end] = kind === "offset" ? [first - most, last + most] : [first, last];
  const images = Array.from(range(Math.max(0, begin), Math.min(run.n, end + 1))).filter(
    (i) => text(i) >= 0 && text(i) < run.n && text(i) !== i,
  );
  const textRows = firstTextRows(run.plan, Int32Array.from(images, text));
  const [others] = await chosenCosines(run, textRows, [Int32Array.from(images)]);
  const own = ownCosines(run);
  const gains = images.map((i, k) => others[k] - own(i));
  // Half of what the run gains is asked of each row, so that rows that fit neither text end it.
  const half = mean(gains.filter((_, k) => images[k] >= first && images[k] <= last)) / 2;
  if (!(half > 0)) return [];
  const best = kind === "offset" ? bestStretch(gains.map((gain) => gain - half)) : { score: 1, first: 0, last: images.length - 1 };
  const chosen = Array.from(range(best.first, best.last + 1));
  const place = {
    first: images[best.first],
    last: images[best.last],
    text,
    offset: kind === "offset" ? line : 0,
    own: mean(chosen.map((k) => own(images[k]))),
    other: mean(chosen.map((k) => others[k])),
  };
  return chosen.length >= FEWEST_ROWS && place.other > place.own ? [place] : [];
}

/** @param {Run} run @param {readonly Segment[]} segments the best first @returns {Promise<MovedRows[]>} */
async function placesOf(run, segments) {
  /** @type {(MovedRows & { score: number })[]} */
  const places = [];
  for (const segment of segments.slice(0, STRETCHES)) {
    const { alike, series } = await otherReasons(run, segment.matches);
    if (alike || (series && segment.score < SERIES * segment.bar)) continue;
    places.push(...(await placeOf(run, segment)).map((place) => ({ ...place, score: segment.score })));
  }
  return apart(places);
}

/** Whether the rows' texts are just these rows' among themselves. @param {readonly MovedRows[]} places */
function exchanged(places) {
  const rows = places.flatMap(({ first, last, text }) => Array.from(range(first, last + 1), (image) => ({ image, text: text(image) })));
  const [images, texts] = [new Set(rows.map(({ image }) => image)), new Set(rows.map(({ text }) => text))];
  const both = [...images].filter((image) => texts.has(image)).length;
  return places.length > 1 && both > 0.8 * Math.max(images.size, texts.size);
}

/** @param {Run} run @param {readonly Seen[]} seen @returns {Promise<Finding[]>} */
async function runFindings(run, seen) {
  const bands = run.n > 3 * REACH ? await bandsOf(run, REACH) : [];
  const check = { run, looked: Math.max(seen.length, sum(bands.map(({ begin, end }) => end - begin))) };
  const segments = await run.run("orderRuns", { seen, bands, n: run.n });
  const [shifts, sums] = [segments.filter(({ kind }) => kind === "offset"), segments.filter(({ kind }) => kind === "sum")];
  const [offsets, turned] = [await placesOf(run, shifts), await placesOf(run, sums)];
  const reversed = turned.length > 0 ? [reversedRows(check, turned)] : [];
  if (offsets.length === 0) return reversed;
  const whole = offsets.find(({ first, last }) => last - first + 1 >= WHOLE * run.n);
  const findings = run.results.findings ?? [];
  if (whole) return findings.some(({ code }) => code === "SHIFTED_ROWS") ? [] : [shiftedWhole(check, whole)];
  run.results.findings = findings.filter(({ code }) => code !== "SHIFTED_ROWS");
  return [exchanged(offsets) ? blocksSwapped(check, offsets) : shiftedPart(check, offsets), ...reversed];
}

/** @param {Run} run @param {Int32Array} looked @param {readonly Match[]} matches @returns {Promise<Finding[]>} */
async function partFindings(run, looked, matches) {
  const matched = new Set(matches.map(({ image }) => image));
  const places = [];
  const counted = [];
  for (const { first, last } of crowdedStretches(Array.from(looked), matched, CHANCE)) {
    const of = matches.filter(({ image }) => image >= first && image <= last);
    if (of.length < FEWEST_MATCHES) continue;
    const { alike, series } = await otherReasons(run, of);
    if (alike || series) continue;
    const slack = Math.ceil((last - first) / 4);
    const within = of.filter(({ text }) => text >= first - slack && text <= last + slack);
    places.push({ first, last, matches: of.length, inside: within.length >= 0.75 * of.length });
    counted.push(...of);
  }
  if (places.length === 0 || places.some(({ first, last }) => last - first + 1 >= WHOLE * run.n)) return [];
  const means = { own: mean(counted.map(({ own }) => own)), other: mean(counted.map(({ cosine }) => cosine)) };
  return [permutedPart({ run, looked: looked.length }, places, means)];
}

/** @param {Run} run @param {number} looked @param {readonly Match[]} matches @returns {Promise<Finding[]>} */
async function wholeFindings(run, looked, matches) {
  const most = mostByChance(looked);
  if (matches.length <= most || matches.length < FEWEST_MATCHES || (await otherReasons(run, matches)).alike) return [];
  const cosine = mean(matches.map(({ cosine }) => cosine)).toFixed(3);
  const own = mean(matches.map(({ own }) => own)).toFixed(3);
  const message = `The two sides are probably in different orders. Of ${count(looked, "image")} looked at, ${matches.length} match another image’s text: each is the other’s nearest by far, with a mean cosine of ${cosine} against ${own} for the pair as given. Chance would give at most about ${Math.floor(most)}. Check that both files list the same items in the same order, for example that neither was shuffled or sorted, and sort one side like the other or pair them by ids.`;
  const rows = matches.slice(0, SHOWN).map(({ image }) => inFile(run.pairs, "images")(image));
  return [finding("PERMUTED_ROWS", message, matches.length, { rows, side: "images" })];
}

/** @param {Run} run once its retrieval is known @returns {Promise<Finding[]>} */
export async function orderFindings(run) {
  const { across, cosines } = run.results;
  if (!across || !cosines || run.n < FEWEST_PAIRS) return [];
  const recall = across.retrieval.imageToText.curve[0];
  if (recall < USUAL_RECALL) {
    const fit = await usualOrder(run);
    if (fit) return [usualOrderFinding(run, fit)];
  }
  const everywhere = recall < WHOLE_RECALL;
  const looked = rowsToLookAt(run, everywhere);
  const strangers = looked.length > 0 ? await nearestStrangers(run, "images", "looked", looked) : new Map();
  const runs = await runFindings(run, seenOf(run, strangers));
  if (runs.length > 0 || run.results.findings?.some(({ code }) => code === "SHIFTED_ROWS")) return runs;
  const matches = await matchesOf(run, strangers);
  const part = await partFindings(run, looked, matches);
  return part.length > 0 || !everywhere ? part : wholeFindings(run, looked.length, matches);
}
