/** Up to six models on the same pairs: each against the baseline, by who finds the right answer first. */
import { ALPHA } from "./better.js";
import { namesOf } from "./comparison.js";
import { count, countOf, isUnavailable } from "./numbers.js";
import { searchOf, whole } from "./search.js";
import { capital, singular } from "./sentences.js";

/** @import { Audit, Comparison, Comparisons, FirstHits, Quantity, Unavailable } from "../types.d.ts" */
/** @import { TextWord } from "./sentences.js" */
/** @typedef {"imageToText" | "textToImage"} Direction */
/** @typedef {"baseline" | "better" | "worse" | "not shown to differ" | "not tested"} Standing */
/** @typedef {{ standing: Standing, pHolm?: Quantity, hits?: number, queries?: number }} Found of one direction of search */
/** at: its place among the comparisons; none: the baseline. @typedef {{ name: string, at?: number, audit: Audit } & Record<Direction, Found>} Row */

/** @param {FirstHits | Unavailable} hits baseline first @param {Quantity} pHolm @returns {Standing} */
function standing(hits, pHolm) {
  if ("status" in hits) return "not tested";
  if (isUnavailable(pHolm)) return hits.onlyFirst + hits.onlySecond === 0 ? "not shown to differ" : "not tested";
  if (!(pHolm < ALPHA)) return "not shown to differ";
  return hits.onlySecond > hits.onlyFirst ? "better" : "worse";
}

/** @param {Audit} audit @param {Direction} direction */
function hitsOf(audit, direction) {
  const search = searchOf(audit)?.[direction];
  return search && { hits: search.hits, queries: search.queries };
}

/** Every model, who finds the right text first most often above. @param {Comparisons} made @returns {Row[]} */
export function rowsOf({ comparisons, family }) {
  const baseline = comparisons[0].a;
  const names = namesOf([baseline, ...comparisons.map(({ b }) => b)]);
  const own = (/** @type {Direction} */ direction) => ({ standing: /** @type {const} */ ("baseline"), ...hitsOf(baseline, direction) });
  const rows = comparisons.map(({ b, mcnemar }, at) => {
    const found = (/** @type {Direction} */ direction) => ({
      standing: standing(mcnemar[direction], family[at][direction]),
      pHolm: family[at][direction],
      ...hitsOf(b, direction),
    });
    return { name: names[at + 1], at, audit: b, imageToText: found("imageToText"), textToImage: found("textToImage") };
  });
  const first = { name: names[0], audit: baseline, imageToText: own("imageToText"), textToImage: own("textToImage") };
  return [first, ...rows].sort((a, b) => (b.imageToText.hits ?? -1) - (a.imageToText.hits ?? -1));
}

/** "a (12) and b (11)" @param {readonly Row[]} rows @param {Direction} direction */
function listed(rows, direction) {
  const words = rows.map((row) => `${row.name} (${whole(row[direction].hits ?? 0)})`);
  return words.length > 1 ? `${words.slice(0, -1).join(", ")} and ${words.at(-1)}` : words[0];
}

/** @param {readonly Row[]} rows @param {Direction} direction @param {TextWord} word */
function directionInWords(rows, direction, word) {
  const baseline = /** @type {Row} */ (rows.find(({ at }) => at === undefined));
  const { hits, queries } = baseline[direction];
  if (hits === undefined || queries === undefined)
    return `Search from ${direction === "imageToText" ? "images" : word} was not compared: ${baseline.name} has no retrieval.`;
  const [answer, asked] = direction === "imageToText" ? [singular(word), "images"] : ["image", word];
  const of = (/** @type {Standing} */ wanted) => rows.filter((row) => row[direction].standing === wanted);
  const parts = /** @type {const} */ ([
    ["better", "better"],
    ["worse", "worse"],
    ["not shown to differ", "not shown to differ"],
    ["not tested", "not tested"],
  ]).flatMap(([wanted, said]) => {
    const some = of(wanted);
    return some.length === 0 ? [] : `${said}: ${listed(some, direction)}`;
  });
  return `The baseline ${baseline.name} finds the right ${answer} first for ${whole(hits)} of ${count(queries)} ${asked}. ${capital(parts.join("; "))}.`;
}

/** How the scores of the table of all models are read. */
const WHICH_IS_BETTER = "Of R@1 and of the directional scores the higher is the better; of the imbalance, the nearer to 0.";

/** The answer first. @param {Comparisons} made @param {TextWord} [word] @returns {string[]} */
export function severalInWords(made, word = "texts") {
  const rows = rowsOf(made);
  const tests = made.family.flatMap((one) => Object.values(one)).filter((p) => typeof p === "number").length;
  return [
    directionInWords(rows, "imageToText", word),
    directionInWords(rows, "textToImage", word),
    WHICH_IS_BETTER,
    `Each model is tested against the baseline alone (McNemar, ${countOf(tests, "p value")}, adjusted by Holm as one family): make another the baseline to test it. Not shown to differ does not show that they are equal.`,
  ];
}

/** A result of one model, or the baseline of several. @param {Audit | Comparison | Comparisons} made @returns {Audit} */
export function firstOf(made) {
  if (made.schema === "askew-comparisons/1") return made.comparisons[0].a;
  return made.schema === "askew-comparison/1" ? made.a : made;
}

/** How many models stand beside the first. @param {Audit | Comparison | Comparisons} made */
export function othersIn(made) {
  if (made.schema === "askew-comparisons/1") return made.comparisons.length;
  return made.schema === "askew-comparison/1" ? 1 : 0;
}

/** A family of more than one comparison, in the sentence on its adjustment. */
export const FAMILY = "over all models and both directions of search";

/** One comparison as it stands among the others: McNemar's p adjusted over all of them. @param {Comparisons} made @param {number} at @returns {Comparison} */
export function inFamily({ comparisons, family }, at) {
  const { mcnemar, ...rest } = comparisons[at];
  const adjusted = (/** @type {Direction} */ direction) => {
    const hits = mcnemar[direction];
    return "status" in hits ? hits : { ...hits, pHolm: family[at][direction] };
  };
  return { ...rest, mcnemar: { imageToText: adjusted("imageToText"), textToImage: adjusted("textToImage") } };
}
