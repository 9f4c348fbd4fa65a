import { hubTables } from "../document/hub-table.js";
import { inWords } from "../document/typed-table.js";
import { hubsInWords, lookalikesInWords } from "../report/hubs.js";
import { count, fixed, isUnavailable } from "../report/numbers.js";
import { capital, singular } from "../report/sentences.js";
import { h, list } from "./element.js";
import { missing } from "./notice.js";
import { dataTable } from "./table.js";

/** @import { Audit, Hubs, Lookalike } from "../types.d.ts" */
/** @import { ViewOptions } from "./types.d.ts" */

/** Which items come up too often, which never, and wrong pairs that look right: sentences, the table, and lists to be opened. @param {Element} container @param {Audit} audit @param {ViewOptions} options */
export function render(container, audit, { word }) {
  const { hubs } = audit;
  if (!hubs || isUnavailable(hubs))
    return missing(container, hubs ?? { status: "unavailable", reason: "an earlier version made this audit" });
  container.append(
    list("ul.limits", [...hubsInWords(audit, word), lookalikesInWords(hubs, word)]),
    ...hubTables(audit, word).map((table) => dataTable(inWords(table), { classes: "sparse", sortable: false })),
    h("details.reading", h("summary", "The items found most often"), mostFound(hubs, word)),
  );
  if (hubs.lookalikes.pairs.length > 0) container.append(lookalikes(hubs.lookalikes.pairs, word));
}

/** Both ways beside each other. @param {Hubs} hubs @param {ViewOptions["word"]} word */
function mostFound({ k, imageToText, textToImage }, word) {
  const ways = [imageToText.hubs, textToImage.hubs];
  const places = Array.from({ length: Math.max(...ways.map(({ length }) => length)) }, (_, place) => ways.map((hubs) => hubs[place]));
  const table = {
    caption: `The items on most lists of the ${k} nearest; rows are counted from 0, as they stand in the files`,
    columns: [`${capital(singular(word))} row`, "On lists of images", "Image row", `On lists of ${word}`],
    rows: places.map((both) => both.flatMap((hub) => (hub ? [count(hub.row), count(hub.count)] : ["", ""]))),
    values: places.map((both) => both.flatMap((hub) => (hub ? [hub.row, hub.count] : [undefined, undefined]))),
  };
  return dataTable(table, { classes: "sparse", sortable: false });
}

/** @param {Lookalike[]} pairs @param {ViewOptions["word"]} word */
function lookalikes(pairs, word) {
  const table = {
    caption: "Wrong pairs nearer than the image’s own, the nearest first; rows are counted from 0",
    columns: ["Image row", `${capital(singular(word))} row`, "Cosine", `With its own ${singular(word)}`],
    rows: pairs.map(({ imageRow, textRow, cosine, own }) => [count(imageRow), count(textRow), fixed(cosine, 4), fixed(own, 4)]),
    values: pairs.map(({ imageRow, textRow, cosine, own }) => [imageRow, textRow, cosine, own]),
  };
  return h("details.reading", h("summary", "Pairs to review"), dataTable(table, { classes: "sparse" }));
}
