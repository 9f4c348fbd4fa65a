/** The groups of an audit as tables. */
import { groupScores } from "../metrics.js";
import { count, fixed, percent, signed } from "../report/numbers.js";
import { asksRange, intervalHeads } from "../report/range-words.js";
import { pCell } from "../report/sentences.js";
import { groupInterval, groupValue, randomLevel, shuffledLevel } from "../report/subgroups.js";
import { inNumbers } from "./typed-table.js";

/** @import { Audit, GroupScore, Subgroup, Subgroups } from "../types.d.ts" */
/** @import { Table, TypedCell, TypedTable } from "./types.d.ts" */

const share = (/** @type {number} */ value) => percent(value, 1);
const score = (/** @type {number} */ value) => fixed(value);
const difference = (/** @type {number} */ value) => signed(value);
const RANDOM = { title: "Random groups", ends: /** @type {const} */ (["Random low", "Random high"]) };

/** @param {Subgroups} subgroups @returns {TypedTable} */
export function groupScoreTable({ column, groups, options }) {
  const own = groups.flatMap((group) => groupInterval(group, "sasImbalance") ?? []);
  return {
    id: "groups",
    digits: 3,
    caption: `Groups by ${column}: scores, and the imbalance beside that of random groups of the same size`,
    short: `Scores by ${column}`,
    columns: [
      { title: "Group" },
      { title: "Pairs", words: count },
      { title: "image → text", full: "Image → text", words: score },
      { title: "text → image", full: "Text → image", words: score },
      { title: "Imbalance", words: difference },
      { ...intervalHeads(own, own.length > 0 ? [] : [asksRange("sasImbalance", options)]), words: difference },
      { ...RANDOM, words: difference },
      { title: "p (Holm)", words: pCell },
    ],
    rows: groups.map((group) => [
      group.value,
      group.n,
      groupValue(group, "sasImageToText"),
      groupValue(group, "sasTextToImage"),
      group.reason ? "too few" : groupValue(group, "sasImbalance"),
      groupInterval(group, "sasImbalance"),
      randomLevel(group, "sasImbalance"),
      group.pHolm,
    ]),
  };
}

/** @param {Subgroup["recall"]} recall @returns {TypedCell[]} */
function recallCells(recall) {
  if (!recall || "status" in recall) return new Array(6).fill(undefined);
  return [recall.imageToText, recall.textToImage].flatMap((of) => [of[1], of[5], of[10]]);
}

/** What 95 % of shufflings of the group's pairs stay below, and its retrieval; none if no group has scores. @param {Subgroups} subgroups @returns {TypedTable[]} */
export function groupRetrievalTables({ column, groups }) {
  const scored = groups.filter(({ reason }) => !reason);
  const [five, ten] = ["R@5", "R@10"].map((title) => ({ title, words: share }));
  if (scored.length === 0) return [];
  return [
    {
      id: "groups-retrieval",
      digits: 3,
      caption: `Groups by ${column}: what 95 % of shufflings stay below, and retrieval within the group`,
      short: `Chance level and retrieval by ${column}`,
      columns: [
        { title: "Group" },
        { title: "Shuffled image → text", words: score },
        { title: "text → image", full: "Shuffled text → image", words: score },
        { title: "R@1 image → text", full: "Image → text R@1", words: share },
        five,
        ten,
        { title: "R@1 text → image", full: "Text → image R@1", words: share },
        five,
        ten,
      ],
      rows: scored.map((group) => [
        group.value,
        shuffledLevel(group, "sasImageToText"),
        shuffledLevel(group, "sasTextToImage"),
        ...recallCells(group.recall),
      ]),
    },
  ];
}

/** What fits on a page. @param {Audit} audit @returns {Table[]} */
export const groupTables = ({ subgroups }) =>
  subgroups ? [groupScoreTable(subgroups), ...groupRetrievalTables(subgroups)].map(inNumbers) : [];

/** Every score of every group with its interval and what random groups score. @param {Audit} audit @returns {Table[]} */
export function longGroupTables({ subgroups }) {
  if (!subgroups) return [];
  const scored = subgroups.groups.filter(({ reason }) => !reason);
  const scores = groupScores().map(({ key, name }) => ({ score: /** @type {GroupScore} */ (key), name }));
  const rows = scored.flatMap((group) =>
    scores.map(({ score, name }) => {
      const [own, random] = [groupInterval(group, score), randomLevel(group, score)];
      const p = score === "sasImbalance" ? [group.p, group.pHolm] : [undefined, undefined];
      return [`${group.value}: ${name}`, groupValue(group, score), own, random?.mean, random, ...p];
    }),
  );
  return [
    inNumbers({
      id: "groups-scores",
      caption: `Groups by ${subgroups.column}: every score`,
      columns: [
        { title: "Group and score" },
        { title: "Value" },
        intervalHeads(scored.flatMap((group) => scores.map(({ score }) => groupInterval(group, score)))),
        { title: "Random mean" },
        RANDOM,
        { title: "p" },
        { title: "p (Holm)" },
      ],
      rows,
    }),
  ];
}
