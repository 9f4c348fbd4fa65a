import { companyInWords, sideWord, traitName } from "../report/directions.js";
import { count, fixed, isUnavailable, signed } from "../report/numbers.js";
import { capital } from "../report/sentences.js";
import { h, list } from "./element.js";
import { scrolled, table } from "./table.js";

/** @import { Audit, Correlates, Quantity } from "../types.d.ts" */
/** @import { TextWord } from "../report/sentences.js" */

/** From here a cell is set in bold. */
const STRONG = 0.3;

/** What the leading directions go with: sentences, and every correlation to be opened. @param {Element} container @param {Audit} audit @param {TextWord} word */
export function render(container, audit, word) {
  const { correlates } = audit;
  if (isUnavailable(correlates)) return;
  if (!correlates.traits.some(({ of }) => of === "metadata"))
    container.append(
      h(
        "p.how",
        `Drop a table of metadata (sex, site, view, template …; one row per image or ${word.slice(0, -1)}, or with ids) together with the files to see which of it a direction goes with.`,
      ),
    );
  if (correlates.traits.length === 0) return;
  const sentences = companyInWords(audit, word);
  container.append(
    sentences.length > 0
      ? list("ul.company", sentences)
      : h("p", "None of the leading directions goes strongly with anything that is known of the items."),
    all(correlates, word),
  );
}

/** @param {Correlates} correlates @param {TextWord} word */
function all(correlates, word) {
  return h(
    "details.reading",
    h("summary", "All correlations of the leading directions"),
    h("div.correlates", sideTable(correlates, "image", word), sideTable(correlates, "text", word)),
    h(
      "p.how",
      `Of the side’s own coordinates, over ${count(correlates.pairs)} pairs. Numbers: Pearson’s r. Groups: the correlation ratio η, from 0 to 1, freed from what chance adds. ` +
        "Pale: within what one shuffled column exceeds in 1 of 20 directions.",
    ),
  );
}

/** @param {Correlates} correlates @param {"image" | "text"} side @param {TextWord} word */
function sideTable({ traits, ...tables }, side, word) {
  const caption = `Directions of the ${sideWord(side, word)}`;
  const { anchor } = tables[side === "image" ? "imageAnchor" : "textAnchor"];
  const cell = (/** @type {Quantity} */ value, /** @type {number} */ t) => {
    if (isUnavailable(value)) return h("td.muted", "–");
    const size = Math.abs(value);
    const classes = size <= traits[t].chance95 ? "muted" : size >= STRONG ? "strong" : "";
    return h("td", { class: classes }, traits[t].kind === "groups" ? fixed(value, 2) : signed(value, 2));
  };
  const rows = anchor.map((row, mode) => [mode + 1, ...row.map(cell)]);
  const columns = ["Direction", ...traits.map((trait) => capital(traitName(trait, word)))];
  return scrolled(caption, table({ class: "data" }, columns, rows, h("caption.caption", caption)));
}
