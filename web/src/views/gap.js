import { gapTables } from "../document/gap-table.js";
import { inWords } from "../document/typed-table.js";
import { cureInWords, gapHow, gapInWords } from "../report/gap.js";
import { isUnavailable } from "../report/numbers.js";
import { h, list } from "./element.js";
import { failureBox } from "./failure.js";
import { missing } from "./notice.js";
import { dataTable } from "./table.js";
import { taskBar } from "./task.js";

/** @import { Audit } from "../types.d.ts" */
/** @import { GapPart, ViewOptions } from "./types.d.ts" */

const HOW =
  "Splits the pairs into two halves, learns from each what would bring the sides together (subtracting their means, whitening, leaving out what one side alone varies in), and measures search on the other.";

/** @param {() => void} save */
const saving = (save) =>
  h(
    "div.controls",
    h("button#gap-save", { click: save }, "Save what does it (.safetensors)"),
    h(
      "span.how",
      "Means and matrices, learnt from all pairs, for use elsewhere. They hold covariances of these pairs and no row; where pairs are few, these tell much of single ones.",
    ),
  );

/** What the card is drawn from. @param {GapPart} [part] */
export const shown = (part) => [part?.ask !== undefined, part?.running ?? false, part?.failure?.message ?? "", part?.found ?? null];

/** @param {Element} container @param {Audit} audit @param {ViewOptions} options */
export function render(container, audit, { gap: part = {}, word }) {
  const { ask, running, failure, found } = part;
  if (!found) container.append(h("p.how", HOW));
  if (ask && !found && !running) container.append(h("div.controls", h("button#gap-run", { click: ask.make }, "Measure it")));
  if (ask && running) container.append(taskBar("Closing the gap", ask.cancel));
  if (failure) container.append(failureBox(failure));
  if (!found) return;
  if (isUnavailable(found)) return missing(container, found);
  container.append(
    h("h3", "What it consists of"),
    list("ul.limits", gapInWords(found, word)),
    h("h3", "What closing it would do"),
    list("ul.limits", cureInWords(found, word)),
    ...gapTables({ ...audit, gap: found }, word).map((table) =>
      dataTable(inWords(table), { captionVisible: true, classes: "sparse", sortable: false }),
    ),
    h("p.how", gapHow(found, word)),
  );
  if (ask && !running) container.append(saving(ask.save));
}
