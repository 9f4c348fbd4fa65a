/** Captions whose end is missing, as far as their words tell. */
import { FEW } from "./map.js";

/** @import { Finding } from "../types.d.ts" */

/** Characters; what is equally long and shorter is a name or a code. */
const SHORTEST_LIMIT = 40;
/** So many different captions at the limit are no chance. */
const AT_LIMIT = 5;
/** The limit has more captions than this many times those of any of the lengths just below it. */
const PILE = 3;
const JUST_BELOW = 10;
/** Tokens that CLIP's text encoder reads, of 77 two are marks; a word is at least one. */
const CLIP_WORDS = 75;

const ELLIPSIS = /(…|\.{3})\s*$/;
const LAST_WORD = /\s(\p{L}+)$/u;

/** @param {string[]} captions @param {(caption: string) => boolean} test */
function rowsWhere(captions, test) {
  return captions.flatMap((caption, row) => (test(caption) ? [row] : []));
}

/** The length at which captions were cut: many end there, in the middle of a sentence, at all sorts of words. @param {string[]} captions */
function limitOf(captions) {
  /** @type {Map<number, Set<string>>} */
  const byLength = new Map();
  for (const caption of captions) byLength.set(caption.length, (byLength.get(caption.length) ?? new Set()).add(caption));
  const longest = [...byLength.keys()].reduce((a, b) => Math.max(a, b), 0);
  const there = [...(byLength.get(longest) ?? [])];
  const below = Array.from({ length: JUST_BELOW }, (_, k) => byLength.get(longest - 1 - k)?.size ?? 0);
  if (longest < SHORTEST_LIMIT || there.length < AT_LIMIT || there.length <= PILE * Math.max(...below)) return undefined;
  const words = there.flatMap((caption) => LAST_WORD.exec(caption)?.[1] ?? []);
  // A template ends in the same words, a code in digits, a sentence in a full stop.
  return words.length * 2 > there.length && new Set(words).size >= AT_LIMIT ? longest : undefined;
}

/** @param {string} code @param {Finding["level"]} level @param {string} message @param {number[]} rows @returns {Finding[]} */
function finding(code, level, message, rows) {
  return rows.length === 0 ? [] : [{ code, level, message, count: rows.length, rows: rows.slice(0, FEW), side: "texts" }];
}

/** @param {number} n @param {string} one @param {string} several */
const some = (n, one, several) => `${n} ${n === 1 ? one : several}`;

/** @param {string[]} captions one a text row @returns {Finding[]} */
export function captionFindings(captions) {
  const limit = limitOf(captions);
  const cut = rowsWhere(captions, (caption) => ELLIPSIS.test(caption) || caption.length === limit);
  const dots = rowsWhere(captions, (caption) => ELLIPSIS.test(caption)).length;
  const signs = [
    limit !== undefined && `${captions.filter(({ length }) => length === limit).length} stop at exactly ${limit} characters`,
    dots > 0 && `${dots} end${dots === 1 ? "s" : ""} in an ellipsis`,
  ].filter(Boolean);
  const words = captions.map((caption) => caption.split(/\s+/).filter(Boolean).length);
  const long = rowsWhere(captions, (caption) => caption.length > 2 * CLIP_WORDS).filter((row) => words[row] > CLIP_WORDS);
  const most = words.reduce((a, b) => Math.max(a, b), 0);
  return [
    ...finding(
      "TRUNCATED_TEXTS",
      "warning",
      `${some(cut.length, "text seems", "texts seem")} to have lost the end: ${signs.join(", ")}. If they were embedded like this, the embeddings lack what was cut.`,
      cut,
    ),
    ...finding(
      "LONG_TEXTS",
      "note",
      `${some(long.length, "text has", "texts have")} more than ${CLIP_WORDS} words, up to ${most}. CLIP’s text encoder reads ${CLIP_WORDS + 2} tokens, at least one a word: with it, the ends of these texts are not in the embeddings.`,
      long,
    ),
  ];
}
