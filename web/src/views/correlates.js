import { amount, NONE, withValues } from "../report/amounts.js";
import { companyInWords, sideWord, traitName } from "../report/directions.js";
import { count, fixed, isUnavailable, signed } from "../report/numbers.js";
import { capital } from "../report/sentences.js";
import { h, list } from "./element.js";
import { dataTable } from "./table.js";

/** @import { Audit, Correlates, Quantity } from "../types.d.ts" */
/** @import { ViewOptions } from "./types.d.ts" */

/** From here a cell is set in bold. */
const STRONG = 0.3;

/** What the leading directions go with: sentences, and every correlation to be opened. @param {Element} container @param {Audit} audit @param {ViewOptions} options */
export function render(container, audit, options) {
  const { word } = options;
  const { correlates } = audit;
  if (isUnavailable(correlates)) return;
  if (!correlates.traits.some(({ of }) => of === "metadata"))
    container.append(
      h(
        "p.how",
        `What do directions go with? Drop a table of metadata (sex, site, view …) together with the files: one row per image or ${word.slice(0, -1)}, or with ids.`,
      ),
    );
  if (correlates.traits.length === 0) return;
  const sentences = companyInWords(audit, word);
  container.append(
    sentences.length > 0
      ? list("ul.company", sentences)
      : h("p", "None of the strongest directions goes clearly with anything that is known of the items."),
    all(correlates, options),
  );
}

/** @param {Correlates} correlates @param {ViewOptions} options */
function all(correlates, options) {
  return h(
    "details.reading",
    h("summary", "All correlations of the strongest directions"),
    h("div.correlates", sideTable(correlates, "image", options), sideTable(correlates, "text", options)),
    h(
      "p.how",
      `Of the side’s own coordinates, over ${count(correlates.pairs)} pairs. Numbers: Pearson’s r. Groups: the correlation ratio η, from 0 to 1, freed from what chance adds. ` +
        "Pale: within what one shuffled column exceeds in 1 of 20 directions.",
    ),
  );
}

/** @param {Correlates} correlates @param {"image" | "text"} side @param {ViewOptions} options */
function sideTable({ traits, ...tables }, side, { word, pick }) {
  const caption = `Directions of the ${sideWord(side, word)}`;
  const { anchor } = tables[side === "image" ? "imageAnchor" : "textAnchor"];
  const words = (/** @type {Quantity} */ value, /** @type {number} */ t) => {
    if (isUnavailable(value)) return amount(NONE);
    return amount(traits[t].kind === "groups" ? fixed(value, 2) : signed(value, 2), value);
  };
  const table = withValues({
    caption,
    columns: ["Direction", ...traits.map((trait) => capital(traitName(trait, word)))],
    rows: anchor.map((row, mode) => [mode + 1, ...row.map(words)]),
  });
  const cell = (/** @type {number} */ r, /** @type {number} */ k) => {
    const size = Math.abs(Number(table.values[r][k]));
    if (k === 0 || (size > traits[k - 1].chance95 && size < STRONG)) return undefined;
    return h("span", { class: size >= STRONG ? "strong" : "muted" }, table.rows[r][k]);
  };
  const shown = dataTable(table, { captionVisible: true, cell });
  const rows = [...shown.querySelectorAll("tbody tr")];
  const mark = () => {
    const { place } = pick;
    for (const [mode, row] of rows.entries()) row.classList.toggle("marked", place?.side === side && place.mode === mode);
    return shown.isConnected;
  };
  mark();
  pick.follow(mark);
  return shown;
}
