/** The modality gap as tables, for page, terminal and documents. */
import { DEPTHS } from "../metrics.js";
import { gapOf, points, TREATMENT_NAMES } from "../report/gap.js";
import { fixed, percent } from "../report/numbers.js";
import { capital, singular } from "../report/sentences.js";
import { inNumbers } from "./typed-table.js";

/** @import { TextWord } from "../report/sentences.js" */
/** @import { Audit, Gap } from "../types.d.ts" */
/** @import { Table, TypedTable } from "./types.d.ts" */

const share = (/** @type {number} */ value) => percent(value, 1);
const score = (/** @type {number} */ value) => fixed(value);
const RANGE = { title: "95 % interval", ends: /** @type {const} */ (["95 % low", "95 % high"]) };

/** One way of the search. @param {Gap} gap @param {"imageToText" | "textToImage"} way @param {string} name @returns {TypedTable} */
const searchTable = ({ treatments }, way, name) => ({
  id: way === "imageToText" ? "gap-image-to-text" : "gap-text-to-image",
  digits: 4,
  caption: `Closing the gap: search ${name} among pairs that nothing was learnt from`,
  short: capital(name),
  columns: [
    { title: "Rows" },
    { title: "R@1", words: share },
    { title: "Change, points", full: "Change of R@1", words: points },
    { ...RANGE, words: points },
    { title: "R@5", words: share },
    { title: "R@10", words: share },
  ],
  rows: treatments.map(({ name: treatment, recall, change }) => [
    TREATMENT_NAMES[treatment],
    recall?.[way][1],
    change?.[way][1].change,
    change?.[way][1],
    recall?.[way][5],
    recall?.[way][10],
  ]),
});

/** None where the gap was not asked for. @param {Pick<Audit, "gap">} audit @param {TextWord} [word] @returns {TypedTable[]} */
export function gapTables(audit, word = "texts") {
  const gap = gapOf(audit);
  if (!gap) return [];
  const { treatments, neighbours } = gap;
  const [there, back] = [`image → ${singular(word)}`, `${singular(word)} → image`];
  return [
    searchTable(gap, "imageToText", there),
    searchTable(gap, "textToImage", back),
    {
      id: "gap-alignment",
      digits: 4,
      caption: `Closing the gap: alignment, and images and ${word} in one index`,
      short: "Alignment, and one index of both",
      columns: [
        { title: "Rows" },
        { title: `SAS ${there}`, words: score },
        { title: `SAS ${back}`, words: score },
        { title: "Δ cosine", words: score },
        { title: `Images’ ${neighbours} nearest that are images`, words: share },
        { title: `${capital(word)}’ ${neighbours} nearest that are ${word}`, words: share },
      ],
      rows: treatments.map(({ name, sas, deltaCosine, ownShare }) => [
        TREATMENT_NAMES[name],
        sas?.imageToText,
        sas?.textToImage,
        deltaCosine,
        ownShare?.images,
        ownShare?.texts,
      ]),
    },
  ];
}

/** R@1, R@5 and R@10 with their changes, and what the gap consists of. @param {Pick<Audit, "gap">} audit @returns {Table[]} */
export function longGapTables(audit) {
  const gap = gapOf(audit);
  if (!gap) return [];
  const { distance, separability, private: own, treatments } = gap;
  const ways = /** @type {const} */ ([
    ["imageToText", "image → text"],
    ["textToImage", "text → image"],
  ]);
  return [
    inNumbers({
      id: "gap-parts",
      caption: "The gap: what it consists of",
      columns: [{ title: "Quantity" }, { title: "Value" }],
      rows: [
        ["Mean squared distance of a pair", distance.meanSquare],
        ["Share of the centres’ distance", distance.centre],
        ["Directions of the rest (participation ratio)", distance.directions],
        ...distance.leading.map((value, k) => [`Share along direction ${k + 1} of the rest`, value]),
        ["Separability (area under the curve)", separability],
        ["Private variance, at least", own.low],
        ["Private variance, at most", own.high],
      ],
    }),
    inNumbers({
      id: "gap-recall",
      caption: "Closing the gap: recall and its change",
      columns: [{ title: "Rows and search" }, { title: "Value" }, { title: "Change" }, RANGE],
      rows: treatments.flatMap((one) =>
        ways.flatMap(([way, name]) =>
          DEPTHS.map((k) => [
            `${TREATMENT_NAMES[one.name]}: R@${k} ${name}`,
            one.recall?.[way][k],
            one.change?.[way][k].change,
            one.change?.[way][k],
          ]),
        ),
      ),
    }),
  ];
}
