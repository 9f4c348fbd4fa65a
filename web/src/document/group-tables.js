/** The groups of an audit as tables, numbers at full precision. */
import { groupInterval, groupValue, randomLevel, shuffledLevel } from "../report/subgroups.js";
import { cell } from "./cells.js";

/** @import { Audit, Subgroup, Subgroups } from "../types.d.ts" */
/** @import { GroupScore } from "../report/subgroups.js" */
/** @import { Cell, Table } from "./tables.js" */

/** @type {readonly [GroupScore, string][]} */
const SCORES = [
  ["sasImageToText", "SAS image → text"],
  ["sasTextToImage", "SAS text → image"],
  ["sasImbalance", "Imbalance"],
  ["recallImageToText1", "R@1 image → text"],
  ["recallTextToImage1", "R@1 text → image"],
];

/** @param {{ low: number, high: number } | undefined} range @returns {Cell[]} */
const ends = (range) => [range?.low ?? null, range?.high ?? null];

/** @param {Subgroups} subgroups @returns {Table} */
function scoresOf({ column, groups }) {
  return {
    id: "groups",
    digits: 3,
    caption: `Groups by ${column}: scores, and the imbalance beside that of random groups of the same size`,
    columns: [
      "Group",
      "Pairs",
      "Image → text",
      "Text → image",
      "Imbalance",
      "95 % low",
      "95 % high",
      "Random low",
      "Random high",
      "p (Holm)",
    ],
    rows: groups.map((group) => [
      group.value,
      group.n,
      cell(groupValue(group, "sasImageToText")),
      cell(groupValue(group, "sasTextToImage")),
      group.reason ? "too few" : cell(groupValue(group, "sasImbalance")),
      ...ends(groupInterval(group, "sasImbalance")),
      ...ends(randomLevel(group, "sasImbalance")),
      group.pHolm === undefined ? null : cell(group.pHolm),
    ]),
  };
}

/** @param {Subgroup["recall"]} recall @returns {Cell[]} */
function recallCells(recall) {
  if (!recall || "status" in recall) return new Array(6).fill(null);
  return [recall.imageToText, recall.textToImage].flatMap((of) => [of[1], of[5], of[10]]);
}

/** @param {Subgroups} subgroups @returns {Table[]} */
function retrievalOf({ column, groups }) {
  const scored = groups.filter(({ reason }) => !reason);
  if (scored.length === 0) return [];
  return [
    {
      id: "groups-retrieval",
      digits: 3,
      caption: `Groups by ${column}: what 95 % of shufflings stay below, and retrieval within the group`,
      columns: [
        "Group",
        "Shuffled image → text",
        "Shuffled text → image",
        "Image → text R@1",
        "R@5",
        "R@10",
        "Text → image R@1",
        "R@5",
        "R@10",
      ],
      rows: scored.map((group) => [
        group.value,
        shuffledLevel(group, "sasImageToText") ?? null,
        shuffledLevel(group, "sasTextToImage") ?? null,
        ...recallCells(group.recall),
      ]),
    },
  ];
}

/** What fits on a page. @param {Audit} audit @returns {Table[]} */
export const groupTables = ({ subgroups }) => (subgroups ? [scoresOf(subgroups), ...retrievalOf(subgroups)] : []);

/** Every score of every group with its interval and what random groups score. @param {Audit} audit @returns {Table[]} */
export function longGroupTables({ subgroups }) {
  if (!subgroups) return [];
  const rows = subgroups.groups
    .filter(({ reason }) => !reason)
    .flatMap((group) =>
      SCORES.map(([score, name]) => {
        const [own, random] = [groupInterval(group, score), randomLevel(group, score)];
        const p = score === "sasImbalance" ? [cell(group.p), cell(group.pHolm)] : [null, null];
        return [`${group.value}: ${name}`, cell(groupValue(group, score)), ...ends(own), random?.mean ?? null, ...ends(random), ...p];
      }),
    );
  return [
    {
      id: "groups-scores",
      caption: `Groups by ${subgroups.column}: every score`,
      columns: ["Group and score", "Value", "95 % low", "95 % high", "Random mean", "Random low", "Random high", "p", "p (Holm)"],
      rows,
    },
  ];
}
