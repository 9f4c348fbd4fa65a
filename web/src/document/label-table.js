/** Search by label as tables, for page, terminal and documents. */
import { DEPTHS } from "../metrics.js";
import { count, fixed, isUnavailable, percent } from "../report/numbers.js";

/** @import { Audit, LabelFacts } from "../types.d.ts" */
/** @import { TypedTable } from "./types.d.ts" */

const share = (/** @type {number} */ value) => percent(value, 1);
const WAYS = /** @type {const} */ ([
  ["imageToText", "Image → text"],
  ["textToImage", "Text → image"],
]);

/** @param {LabelFacts} facts */
const cells = ({ precision, recall, ndcg }) => [...DEPTHS.map((k) => precision[k]), ...DEPTHS.map((k) => recall[k]), ndcg];

/** None where no labels were named. @param {Pick<Audit, "byLabel">} audit @returns {TypedTable[]} */
export function labelTables({ byLabel }) {
  if (!byLabel || isUnavailable(byLabel)) return [];
  const { column } = byLabel;
  const [[, there], [, back]] = WAYS;
  const both = byLabel.imageToText.classes.map((one) => [one, byLabel.textToImage.classes.find(({ label }) => label === one.label)]);
  return [
    {
      id: "labels",
      digits: 4,
      caption: `Search that accepts any item of the same ${column}`,
      short: `By ${column}`,
      columns: [
        { title: "Search" },
        ...DEPTHS.map((k) => ({ title: `P@${k}`, words: share })),
        ...DEPTHS.map((k) => ({ title: `R@${k}`, words: share })),
        { title: "nDCG@10", words: (value) => fixed(value) },
      ],
      rows: WAYS.flatMap(([key, name]) => [
        [name, ...cells(byLabel[key])],
        [`${name}, by chance`, ...cells(byLabel[key].chance)],
      ]),
    },
    {
      id: "labels-each",
      digits: 4,
      caption: `Search by ${column}: each label`,
      short: `Each ${column}`,
      columns: [
        { title: "Label" },
        { title: "Images", words: count },
        ...[there, back].flatMap((way) => [
          { title: `${way} P@10`, words: share },
          { title: `${way} R@1`, words: share },
        ]),
      ],
      rows: both.map(([one, other]) => [one?.label, one?.queries, one?.precision, one?.recall, other?.precision, other?.recall]),
    },
  ];
}
