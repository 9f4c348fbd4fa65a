/** Every table of an audit, with its numbers at full precision: the report shows the short ones, CSV has all. */

import { listed, quantityAt } from "../metrics.js";
import { aggregateMethod, siteRows, WITHIN_COLUMNS, withinSiteRows } from "../report/aggregate.js";
import { besideScore, cutName } from "../report/alternatives.js";
import { withValues } from "../report/amounts.js";
import { count, isUnavailable } from "../report/numbers.js";
import { intervalHeads, scoreIntervals } from "../report/range-words.js";
import { togetherInWords } from "../report/together.js";
import { HALVES } from "../resampling.js";
import { gapTables, longGapTables } from "./gap-table.js";
import { groupTables, longGroupTables } from "./group-tables.js";
import { hubTables } from "./hub-table.js";
import { labelTables } from "./label-table.js";
import { longTables } from "./long-tables.js";
import { metricTable } from "./metric-table.js";
import { retrievalTables } from "./retrieval-table.js";
import { inNumbers } from "./typed-table.js";

/** @import { Aggregate, Audit, AuditInput, Chance, ScoreName, ScorePair, Unavailable } from "../types.d.ts" */
/** @import { Stated } from "../moments/promise.js" */
/** @import { Table, TypedTable } from "./types.d.ts" */

/** @param {Audit} audit @returns {Table} */
export function scoreTable(audit) {
  const levels = isUnavailable(audit.chance) ? undefined : audit.chance;
  const intervals = scoreIntervals(audit);
  const permuted = listed(({ permuted }) => permuted);
  const rows = permuted.map(({ key, name, at }) => {
    const level = levels?.[/** @type {keyof Omit<Chance, "permutations" | "rows" | "all">} */ (key)];
    return [name, quantityAt(audit, at), intervals[key], level?.mean, level?.p95, level?.p, level?.calibrated];
  });
  return inNumbers({
    id: "scores",
    digits: 3,
    caption: "Scores, their ranges or 95 % intervals, and their chance levels",
    columns: [
      { title: "Quantity" },
      { title: "Value" },
      intervalHeads(permuted.map(({ key }) => intervals[key])),
      ...["Shuffled: mean", "Shuffled: 95 %", "p", "Beyond chance"].map((title) => ({ title })),
    ],
    rows,
  });
}

/** @param {ScorePair} pair */
const three = ({ imageToText, textToImage, imbalance }) => [imageToText, textToImage, imbalance];

/** @param {Audit} audit @returns {Table[]} */
function cutTable({ alternatives }) {
  if (isUnavailable(alternatives)) return [];
  const [{ modesKept: kept }] = alternatives.choices;
  const columns = ["Directions", "Kept, images", "Kept, texts", "Image → text", "Text → image", "Imbalance"];
  return [
    {
      id: "cuts",
      digits: 3,
      caption: "Scores under other choices of the directions that count (ε*: scale-free), and values that stand beside the score",
      columns: [...columns, "Image → text, ε*", "Text → image, ε*"],
      rows: [
        ...alternatives.choices.map(({ cut, modesKept: { image, text }, scaleFree, ...pair }) => {
          return [cutName(cut), image, text, ...three(pair), scaleFree.imageToText, scaleFree.textToImage];
        }),
        ...besideScore(alternatives).map(({ name, ...pair }) => [name, kept.image, kept.text, ...three(pair), null, null]),
      ],
    },
  ];
}

/** @param {Audit} audit @returns {Table[]} */
function findingTable({ inputs }) {
  if (inputs.findings.length === 0) return [];
  return [
    {
      id: "findings",
      caption: "What was found in the data",
      columns: ["Finding", "Level", "Count", "First rows, counted from 0", "In words"],
      rows: inputs.findings.map(({ code, level, count, rows, message }) => [code, level, count, rows.join(" "), message]),
    },
  ];
}

/** @param {Audit} audit @returns {Table} */
export function inputTable({ inputs }) {
  const row = (/** @type {string} */ side, /** @type {AuditInput} */ { file, array, rows, cols, dtype, sha256 }) => [
    side,
    array ? `${file} · ${array}` : file,
    rows,
    cols,
    dtype,
    isUnavailable(sha256) ? `not available: ${sha256.reason}` : sha256,
  ];
  return {
    id: "inputs",
    caption: "The files",
    columns: ["Side", "File", "Rows used", "Columns", "Type", "SHA-256"],
    rows: [row("Images", inputs.images), row("Texts", inputs.texts)],
  };
}

/** How intervals were made. @param {Pick<Audit, "options" | "aggregate">} audit */
export function intervalSetting({ options: { bootstrap, intervals }, aggregate }) {
  if (aggregate) return isUnavailable(aggregate.intervals) ? "no intervals" : aggregateMethod(aggregate);
  if (bootstrap === 0) return "no intervals";
  return intervals === "half-samples" ? `${HALVES} half-samples` : `${bootstrap} bootstrap resamples`;
}

/** @param {Audit} audit @returns {Table} */
export function settingTable(audit) {
  const { options, tool, inputs, aggregate } = audit;
  const { captionsPerImage, pairing, pairs } = inputs;
  return {
    id: "settings",
    caption: "Settings and tool",
    columns: ["Setting", "Value"],
    rows: [
      ["Directions kept, q", options.topQ],
      ["ε under the root", options.epsilon],
      ["Seed", options.seed],
      ["Neighbours", options.neighbours],
      ["Intervals", intervalSetting(audit)],
      ["Permutations", options.permutations],
      ["Queries where not all pairs are compared", options.queries],
      ["Pairs up to which all are compared", options.exactPairs],
      ["Pairs", pairs],
      ["Texts an image", Array.isArray(captionsPerImage) ? captionsPerImage.join(" to ") : captionsPerImage],
      ["How they were paired", pairing?.says ?? (aggregate ? "at each site, before the sums were made" : "by a program")],
      ...(inputs.clusters || inputs.within ? [["Pairs that belong together", togetherInWords(inputs).join(" ")]] : []),
      ["Tool", `Askew ${tool.version}`],
      ["SHA-256 of its core (wasm)", tool.wasmSha256],
    ],
  };
}

/** Each site, and what protects its pairs. @param {Stated} stated @returns {TypedTable} */
export const siteTable = (stated) => ({
  id: "sites",
  caption: "The sites",
  columns: [{ title: "Site" }, { title: "Pairs", words: count }, { title: "What was done to the rows" }, { title: "Protection" }],
  rows: siteRows(stated),
});

/** Recall within each site, for page and terminal. @param {Exclude<Aggregate["withinSite"], Unavailable>} within */
export const withinTable = (within) =>
  withValues({ caption: "Recall within each site, over all queries", columns: WITHIN_COLUMNS, rows: withinSiteRows(within) });

/** @param {Audit} audit @returns {Table[]} */
function siteTables({ aggregate }) {
  if (!aggregate) return [];
  const { withinSite } = aggregate;
  const within = isUnavailable(withinSite) ? [] : [{ id: "within-sites", ...withinTable(withinSite) }];
  return [inNumbers(siteTable(aggregate)), ...within];
}

/** What fits on a page. @param {Audit} audit @returns {Table[]} */
export const shortTables = (audit) => [
  scoreTable(audit),
  ...cutTable(audit),
  inNumbers(metricTable(audit)),
  ...retrievalTables(audit).map(inNumbers),
  ...hubTables(audit).map(inNumbers),
  ...labelTables(audit).map(inNumbers),
  ...gapTables(audit).map(inNumbers),
  ...groupTables(audit),
  ...findingTable(audit),
  ...siteTables(audit),
  inputTable(audit),
  settingTable(audit),
];

/** @param {Audit} audit @returns {Table[]} */
export const allTables = (audit) => [...shortTables(audit), ...longGapTables(audit), ...longGroupTables(audit), ...longTables(audit)];
