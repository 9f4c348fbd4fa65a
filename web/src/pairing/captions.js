/** Captions whose end is missing, as far as their words tell. */
import { onRows } from "./findings.js";

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
const rowsWith = (captions, test) => captions.flatMap((caption, row) => (test(caption) ? [row] : []));

/** The length at which captions were cut: many end there, in the middle of a sentence, at all sorts of words. @param {string[]} captions */
function limitOf(captions) {
  const distinct = [...new Set(captions)];
  const longest = distinct.reduce((most, { length }) => Math.max(most, length), 0);
  const there = distinct.filter(({ length }) => length === longest);
  const below = Array.from({ length: JUST_BELOW }, (_, k) => distinct.filter(({ length }) => length === longest - 1 - k).length);
  if (longest < SHORTEST_LIMIT || there.length < AT_LIMIT || there.length <= PILE * Math.max(...below)) return undefined;
  const words = there.flatMap((caption) => LAST_WORD.exec(caption)?.[1] ?? []);
  // A template ends in the same words, a code in digits, a sentence in a full stop.
  return words.length * 2 > there.length && new Set(words).size >= AT_LIMIT ? longest : undefined;
}

/** @param {string} code @param {Finding["level"]} level @param {string} message @param {number[]} rows @returns {Finding[]} */
const finding = (code, level, message, rows) => (rows.length === 0 ? [] : [onRows(code, message, rows, { level, side: "texts" })]);

/** @param {number} n @param {string} one @param {string} several */
const some = (n, one, several) => `${n} ${n === 1 ? one : several}`;

/** @param {string[]} captions one per text row @returns {Finding[]} */
export function captionFindings(captions) {
  const limit = limitOf(captions);
  const cut = rowsWith(captions, (caption) => ELLIPSIS.test(caption) || caption.length === limit);
  const dots = captions.filter((caption) => ELLIPSIS.test(caption)).length;
  const signs = [
    limit !== undefined && `${captions.filter(({ length }) => length === limit).length} stop at exactly ${limit} characters`,
    dots > 0 && `${dots} end${dots === 1 ? "s" : ""} in an ellipsis`,
  ].filter(Boolean);
  const words = captions.map((caption) => caption.split(/\s+/).filter(Boolean).length);
  const long = rowsWith(captions, (caption) => caption.length > 2 * CLIP_WORDS).filter((row) => words[row] > CLIP_WORDS);
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
