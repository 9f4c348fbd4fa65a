/** Whether the texts are those of the images, but in another order. */
import { firstTextRows } from "./audit-state.js";
import { blocks, SAMPLE_ROWS, spread, TILE_ROWS } from "./plan.js";
import { count, inFile, SHOWN } from "./row-facts.js";

/** @import { Finding, Role } from "../types.d.ts" */
/** @import { Run } from "./run.js" */

/** Fewer pairs leave too few matches to tell them from chance. */
const FEWEST_PAIRS = 50;
/** Where this share of the images finds its own text, the order is not looked at. */
const OWN_FOUND = 0.1;
/** The gap behind the nearest is compared with that from the second to this one. */
const NEAREST = 11;
/**
 * Two rows match where each is the other's nearest and stands out: the gap behind it is wider than that from the second to the
 * eleventh. Nearness alone proves nothing: of unrelated rows half are each other's nearest. They match, too, but seldom: a
 * share of 0.048 where cosines fall off exponentially (1,500 x 1,500 of them, 20 times), as the largest of many do; 0.035 of
 * Gaussian rows of 512 columns, 0.02 at most where real sides are paired with other items' texts.
 */
const CHANCE = 0.05;
/** Standard errors above chance at which matches are believed. */
const ERRORS = 5;
/** So many matches are believed where most of them have one distance: chance would spread them over all distances. */
const IN_STEP = 8;

/** Enough tasks to keep several workers at it. @param {number} n */
const rowsOfTask = (n) => Math.min(SAMPLE_ROWS, TILE_ROWS * Math.ceil(n / (8 * TILE_ROWS)));

/** The nearest strangers of one row, nearest first. @typedef {{ cosines: number[], rows: number[] }} Nearest */

/** @param {Run} run @param {Role} side @param {Int32Array} ids @returns {Promise<Map<number, Nearest>>} by id */
async function nearestStrangers(run, side, ids) {
  const rows = await run.run("gathered", { side, rows: side === "images" ? ids : firstTextRows(run.plan, ids) });
  const answers = await Promise.all(
    blocks(0, run.n, rowsOfTask(run.n)).map((range) => run.run("strangers", { side, ids, rows, nearest: NEAREST, ...range })),
  );
  return new Map(
    Array.from(ids, (id, at) => {
      const entries = answers.flatMap(({ cosines, rows }) =>
        Array.from({ length: NEAREST }, (_, k) => ({ cosine: cosines[at * NEAREST + k], row: rows[at * NEAREST + k] })),
      );
      const nearest = entries
        .filter(({ row }) => row >= 0)
        .sort((a, b) => b.cosine - a.cosine || a.row - b.row)
        .slice(0, NEAREST);
      return [id, { cosines: nearest.map(({ cosine }) => cosine), rows: nearest.map(({ row }) => row) }];
    }),
  );
}

/** @param {Nearest} nearest */
export function standsOut({ cosines }) {
  return cosines[0] - cosines[1] > cosines[1] - cosines[cosines.length - 1];
}

/** More matches than this are no chance. @param {number} looked */
export function mostByChance(looked) {
  return looked * CHANCE + ERRORS * Math.sqrt(looked * CHANCE * (1 - CHANCE));
}

/** The distance that most matches have in common, 0 for none. @param {{ image: number, text: number }[]} matches */
function commonOffset(matches) {
  /** @type {Map<number, number>} */
  const counts = new Map();
  for (const { image, text } of matches) counts.set(text - image, (counts.get(text - image) ?? 0) + 1);
  const [offset, most] = [...counts].reduce((a, b) => (b[1] > a[1] ? b : a));
  return most * 2 > matches.length ? offset : 0;
}

/** @param {Run} run @param {Float64Array} cosines of each text with its image */
async function matchesOf(run, cosines) {
  const own = (/** @type {number} */ image) => cosines[run.plan.start[image]];
  const looked = spread(run.n, TILE_ROWS);
  const ofImages = await nearestStrangers(run, "images", looked);
  const candidates = [...ofImages]
    .map(([image, nearest]) => ({ image, nearest, text: nearest.rows[0], cosine: nearest.cosines[0] }))
    .filter(({ image, nearest, text, cosine }) => standsOut(nearest) && cosine > own(image) && cosine > own(text));
  const texts = Int32Array.from(new Set(candidates.map(({ text }) => text))).sort();
  if (texts.length < IN_STEP) return { looked: looked.length, matches: [] };
  const ofTexts = await nearestStrangers(run, "texts", texts);
  const matches = candidates.filter(({ image, text }) => {
    const back = /** @type {Nearest} */ (ofTexts.get(text));
    return back.rows[0] === image && standsOut(back);
  });
  return { looked: looked.length, matches: matches.map((match) => ({ ...match, own: own(match.image) })) };
}

/** @param {Run} run once its retrieval is known @returns {Promise<Finding[]>} */
export async function orderFindings(run) {
  const { across, cosines, findings } = run.known;
  if (!across || !cosines || run.n < FEWEST_PAIRS || across.retrieval.imageToText.curve[0] >= OWN_FOUND) return [];
  if (findings?.some(({ code }) => code === "SHIFTED_ROWS")) return [];
  const { looked, matches } = await matchesOf(run, cosines);
  if (matches.length < IN_STEP) return [];
  const offset = commonOffset(matches);
  if (offset === 0 && matches.length <= mostByChance(looked)) return [];
  const mean = (/** @type {"cosine" | "own"} */ of) => (matches.reduce((sum, match) => sum + match[of], 0) / matches.length).toFixed(3);
  const where = offset ? `, mostly that of the image ${count(Math.abs(offset), "row")} further ${offset > 0 ? "down" : "up"}` : "";
  const remedy = offset
    ? "Check that both files list the same items from the same one on."
    : `Chance would give at most about ${Math.floor(mostByChance(looked))}. Check that both files list the same items in the same order, for example that neither was shuffled or sorted.`;
  return [
    {
      code: "PERMUTED_ROWS",
      level: "warning",
      message: `The two sides are probably in different orders. Of ${looked} images looked at, ${matches.length} match another image’s text${where}: each is the other’s nearest by far, with a mean cosine of ${mean("cosine")} against ${mean("own")} for the pair as given. ${remedy}`,
      count: matches.length,
      rows: matches.slice(0, SHOWN).map(({ image }) => inFile(run.pairs, "images")(image)),
      side: "images",
    },
  ];
}
