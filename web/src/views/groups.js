import { drawing, SHOWN } from "../charts/groups.js";
import { groupRetrievalTables, groupScoreTable } from "../document/group-tables.js";
import { inWords } from "../document/typed-table.js";
import { groupsInWords } from "../report/subgroups.js";
import { h } from "./element.js";
import { failureBox } from "./failure.js";
import { figure } from "./figure.js";
import { markRows } from "./marked-rows.js";
import { dataTable } from "./table.js";
import { taskBar } from "./task.js";
import { segments, select } from "./wish.js";

/** @import { Subgroups } from "../types.d.ts" */
/** @import { GroupsAsk, GroupsPart, ViewOptions } from "./types.d.ts" */

const HOW = "Each group is audited by itself, among its own candidates.";

const MARKS =
  "A dot’s area follows the number of pairs; lines: ranges for the population’s directional scores (audits of earlier versions: 95 % intervals), 95 % intervals of recall. Grey around a dot: where 95 % of random groups of that size fall; grey from 0, shown where scores come near it: the group’s pairs shuffled.";

/** Tables that were given and describe other rows, in words. @param {Pick<ViewOptions, "leftAside">} options */
export const unfitting = ({ leftAside = [] }) => leftAside.flatMap(({ code, message }) => (code === "METADATA_UNUSED" ? [message] : []));

/** What the card is drawn from. @param {GroupsPart} [part] */
export const shown = (part) => [part?.ask?.columns, part?.running ?? false, part?.failure?.message ?? "", part?.found ?? null];

/** @param {Element} container @param {ViewOptions} options */
export function render(container, options) {
  const { groups: part = {}, name } = options;
  const { ask, found, failure, running } = part;
  for (const message of unfitting(options)) container.append(h("p.notice.unfitting", message));
  if (ask || found) container.append(h("p.how", found ? `${HOW} ${MARKS}` : HOW));
  if (ask) container.append(chooser(ask, part));
  if (ask && running) container.append(taskBar("Groups", ask.cancel));
  if (failure) container.append(failureBox(failure));
  if (!found) return;
  const [finding, ...others] = groupsInWords(found);
  container.append(h("p.group-finding", finding));
  if (found.groups.some(({ sas }) => sas)) {
    const both = h("div", chart(found, name), tables(found));
    markRows(both);
    container.append(both);
  }
  for (const text of others) container.append(h("p.how", text));
}

/** @param {GroupsAsk} ask @param {GroupsPart} part */
function chooser({ columns, make }, { about, running }) {
  const columnSelect = select(
    "group-column",
    columns.map((column) => [column, column]),
    about,
  );
  return h(
    "div.controls",
    h("label", { for: "group-column" }, "Groups by"),
    columnSelect,
    h("button#group-run", { disabled: running, click: () => make(columnSelect.value) }, "Audit each group"),
  );
}

/** @param {Subgroups} found @param {string} name */
function chart(found, name) {
  const host = h("div");
  const scores = segments(
    "Which score",
    SHOWN.map(({ title }) => title),
    draw,
  );
  /** @param {number} k */
  function draw(k) {
    host.replaceChildren();
    figure(host, drawing(found, SHOWN[k], name));
    scores.press(k);
  }
  draw(0);
  return h("div.group-chart", scores.element, host);
}

/** @param {Subgroups} found */
const tables = (found) =>
  h(
    "details.reading",
    h("summary", "Every group’s numbers"),
    [groupScoreTable(found), ...groupRetrievalTables(found)].map((table) => dataTable(inWords(table))),
  );
