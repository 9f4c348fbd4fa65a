/** Hubs as a table, for page and documents. */
import { atRandom } from "../report/hubs.js";
import { fixed, isUnavailable, percent } from "../report/numbers.js";
import { capital } from "../report/sentences.js";

/** @import { TextWord } from "../report/sentences.js" */
/** @import { Audit } from "../types.d.ts" */
/** @import { TypedTable } from "./types.d.ts" */

const share = (/** @type {number} */ value) => percent(value, 1);
const skewness = (/** @type {number} */ value) => fixed(value, 2);

/** None without hubs. @param {Pick<Audit, "hubs">} audit @param {TextWord} [word] @returns {TypedTable[]} */
export function hubTables({ hubs }, word = "texts") {
  if (!hubs || isUnavailable(hubs)) return [];
  const { imageToText, textToImage } = hubs;
  const rows = /** @type {const} */ ([
    [capital(word), imageToText],
    ["Images", textToImage],
  ]);
  return [
    {
      id: "hubs",
      digits: 4,
      caption: "Hubs: items that are found too often, or never",
      short: "Hubs",
      columns: [
        { title: "Found" },
        { title: "Hubness", words: skewness },
        { title: "at random", words: skewness },
        { title: "First answers that are hubs", words: share },
        { title: "at random", words: atRandom },
        { title: "On no list", words: share },
        { title: "at random", words: atRandom },
      ],
      rows: rows.map(([name, { chance, ...facts }]) => [
        name,
        facts.skewness,
        chance.skewness,
        facts.hubShare,
        chance.hubShare,
        facts.never,
        chance.never,
      ]),
    },
  ];
}
