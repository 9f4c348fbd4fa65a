/** Retrieval as one table for page, terminal and documents. */
import { recallIntervals } from "../charts/chance.js";
import { WAYS } from "../charts/chart.js";
import { DEPTHS } from "../metrics.js";
import { count, fixed, isUnavailable, percent } from "../report/numbers.js";
import { capital, singular } from "../report/sentences.js";

/** @import { TextWord } from "../report/sentences.js" */
/** @import { Audit, RetrievalDirection } from "../types.d.ts" */
/** @import { TypedCell, TypedTable } from "./types.d.ts" */

const share = (/** @type {number} */ value) => percent(value, 1);
export const R_SUM = "rSum, of 600";

/**
 * @param {Audit} audit
 * @param {TextWord} [word] on page and terminal: what the user calls the texts; there one row says both levels of chance if they are the same
 * @returns {TypedTable[]} none without retrieval
 */
export function retrievalTables(audit, word) {
  const { retrieval } = audit;
  if (isUnavailable(retrieval)) return [];
  const { duplicates, rSum, imageToText } = retrieval;
  const intervals = recallIntervals(audit);
  const none = [undefined, undefined];
  const shares = (/** @type {RetrievalDirection["recall"]} */ recall) => DEPTHS.map((k) => recall[k]);
  const chance = WAYS.map(({ key }) => DEPTHS.map((k) => retrieval.chance[key][Number(k) - 1] ?? 1));
  const sameChance = word !== undefined && chance[0].map(share).join() === chance[1].map(share).join();
  const { captionRecall } = imageToText;
  const hasCaptions = captionRecall && DEPTHS.some((k) => captionRecall[k] !== imageToText.recall[k]);
  /** @type {TypedCell[][]} */
  const rows = WAYS.flatMap(({ key, name: way }, k) => {
    const name = capital(way);
    const { recall, medianRank, mrr } = retrieval[key];
    const [given, same] = [intervals?.[key], `${name}, any identical ${singular(word ?? "texts")} accepted`];
    return [
      [name, ...shares(recall), medianRank, mrr],
      ...(given ? [[`${name}, 95 % interval`, ...DEPTHS.map((depth) => given[depth]), ...none]] : []),
      ...(duplicates.identicalTexts > 0 ? [[same, ...shares(duplicates[key]), ...none]] : []),
      ...(sameChance ? [] : [[`${name}, by chance`, ...chance[k], ...none]]),
      ...(word && hasCaptions && key === "imageToText"
        ? [[`${name}, share of an image’s ${word} found`, ...shares(captionRecall), ...none]]
        : []),
    ];
  });
  if (sameChance) rows.push(["By chance", ...chance[0], ...none]);
  rows.push([R_SUM, rSum, undefined, undefined, ...none]);
  return [
    {
      id: "retrieval",
      digits: 4,
      caption: "Retrieval: share of queries with a right candidate among the k nearest",
      short: "Retrieval",
      columns: [
        { title: "Search" },
        ...DEPTHS.map((k) => ({
          title: `R@${k}`,
          words: (/** @type {number} */ value, /** @type {string} */ row) => (row === R_SUM ? fixed(value, 1) : share(value)),
        })),
        // Ranks may lie halfway.
        { title: "Median rank", words: (value) => (Number.isInteger(value) ? count(value) : fixed(value, 1)) },
        { title: "MRR", words: (value) => fixed(value) },
      ],
      rows,
    },
  ];
}
