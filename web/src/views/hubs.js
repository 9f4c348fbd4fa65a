import { hubTables } from "../document/hub-table.js";
import { inWords } from "../document/typed-table.js";
import { alikeInWords, hubsInWords, lookalikesInWords } from "../report/hubs.js";
import { count, fixed, isUnavailable } from "../report/numbers.js";
import { capital, singular } from "../report/sentences.js";
import { h, list } from "./element.js";
import { missing } from "./notice.js";
import { rowWords } from "./row-words.js";
import { dataTable } from "./table.js";

/** @import { Audit, Hubs, Lookalike } from "../types.d.ts" */
/** @import { ViewOptions } from "./types.d.ts" */

/** Which items come up too often, which never, and wrong pairs that look right: sentences, the table, and lists to be opened. @param {Element} container @param {Audit} audit @param {ViewOptions} options */
export function render(container, audit, { word, named }) {
  const { hubs } = audit;
  if (!hubs || isUnavailable(hubs))
    return missing(container, hubs ?? { status: "unavailable", reason: "an earlier version made this audit" });
  container.append(
    list("ul.limits", [...hubsInWords(audit, word), lookalikesInWords(hubs, word)]),
    ...hubTables(audit, word).map((table) => dataTable(inWords(table), { classes: "sparse", sortable: false })),
    h("details.reading", h("summary", "The items found most often"), mostFound(hubs, word, named)),
  );
  if (hubs.lookalikes.pairs.length > 0) container.append(lookalikes(hubs.lookalikes.pairs, word, named));
  container.append(...nearlyTheSame(audit, word, named));
}

/** Items that are nearly the same on one side: two tables, to be opened. @param {Audit} audit @param {ViewOptions["word"]} word @param {ViewOptions["named"]} named */
function nearlyTheSame(audit, word, named) {
  const { alike } = audit;
  const said = alikeInWords(audit, word);
  if (!alike || isUnavailable(alike) || said.length === 0) return [];
  const row = rowWords(named);
  const tables = /** @type {const} */ ([
    ["images", "Image", word],
    ["texts", capital(singular(word)), "images"],
  ]).map(([side, one, others]) => ({
    caption: `${side === "images" ? "Images" : capital(word)} that are most alike, equal ones left out; rows are counted from 0`,
    columns: [`${one} row`, "and row", "Cosine", `Cosine of their ${others}`],
    rows: alike[side].pairs.map((pair) => [row(side, pair.row), row(side, pair.other), fixed(pair.cosine, 4), fixed(pair.partners, 4)]),
    values: alike[side].pairs.map(({ row, other, cosine, partners }) => [row, other, cosine, partners]),
  }));
  return [
    h(
      "details.reading",
      h("summary", "Nearly the same items"),
      [...said, ALIKE_HOW].map((text) => h("p", text)),
      tables.filter(({ rows }) => rows.length > 0).map((table) => dataTable(table, { captionVisible: true, classes: "sparse" })),
    ),
  ];
}

const ALIKE_HOW =
  "Far above the usual, two items may be one and the same, saved twice or cut otherwise. If their partners are then far apart, one of the two may be paired wrongly.";

/** Both ways beside each other. @param {Hubs} hubs @param {ViewOptions["word"]} word @param {ViewOptions["named"]} named */
function mostFound({ k, imageToText, textToImage }, word, named) {
  const row = rowWords(named);
  const sides = /** @type {const} */ (["texts", "images"]);
  const ways = [imageToText.hubs, textToImage.hubs];
  const places = Array.from({ length: Math.max(...ways.map(({ length }) => length)) }, (_, place) => ways.map((hubs) => hubs[place]));
  const table = {
    caption: `The items on most lists of the ${k} nearest; rows are counted from 0, as they stand in the files`,
    columns: [`${capital(singular(word))} row`, "On lists of images", "Image row", `On lists of ${word}`],
    rows: places.map((both) => both.flatMap((hub, way) => (hub ? [row(sides[way], hub.row), count(hub.count)] : ["", ""]))),
    values: places.map((both) => both.flatMap((hub) => (hub ? [hub.row, hub.count] : [undefined, undefined]))),
  };
  return dataTable(table, { classes: "sparse", sortable: false });
}

/** @param {Lookalike[]} pairs @param {ViewOptions["word"]} word @param {ViewOptions["named"]} named */
function lookalikes(pairs, word, named) {
  const row = rowWords(named);
  const table = {
    caption: "Wrong pairs nearer than the image’s own, the nearest first; rows are counted from 0",
    columns: ["Image row", `${capital(singular(word))} row`, "Cosine", `With its own ${singular(word)}`],
    rows: pairs.map(({ imageRow, textRow, cosine, own }) => [
      row("images", imageRow),
      row("texts", textRow),
      fixed(cosine, 4),
      fixed(own, 4),
    ]),
    values: pairs.map(({ imageRow, textRow, cosine, own }) => [imageRow, textRow, cosine, own]),
  };
  return h("details.reading", h("summary", "Pairs to review"), dataTable(table, { classes: "sparse" }));
}
