import { groupScores } from "../metrics.js";
import { isUnavailable } from "../report/numbers.js";
import {
  GROUP_COLUMNS,
  GROUP_RECALL_COLUMNS,
  groupInterval,
  groupRecallRows,
  groupRows,
  groupsInWords,
  groupValue,
  randomLevel,
  shuffledLevel,
} from "../report/subgroups.js";
import { h } from "./element.js";
import { failureBox } from "./failure.js";
import { forest, picture as forestPicture } from "./forest.js";
import { dataTable } from "./table.js";
import { taskBar } from "./task.js";

/**
 * @typedef {import("../types.d.ts").Subgroups} Subgroups
 * @typedef {import("../types.d.ts").GroupScore} GroupScore
 * @typedef {{ score: GroupScore, title: string, colour: "images" | "texts" | "ink", differences?: true }} Shown
 *
 * @typedef {object} GroupsAsk what the card may ask for, where the pairs are at hand
 * @property {string[]} columns that divide them
 * @property {(column: string) => void} make
 * @property {() => void} cancel
 *
 * @typedef {object} GroupsPart
 * @property {GroupsAsk} [ask]
 * @property {string} [about] the column that was asked for last
 * @property {import("../failure.js").Failure} [failure]
 * @property {true} [running]
 * @property {Subgroups} [found]
 */

/** The imbalance first. @type {readonly Shown[]} */
const SHOWN = groupScores()
  .sort((a, b) => Math.abs(a.better ?? 0) - Math.abs(b.better ?? 0))
  .map(({ key, name, better, side }) => ({
    score: /** @type {GroupScore} */ (key),
    title: name,
    colour: side ?? "ink",
    ...(better === 0 && { differences: true }),
  }));

/** @param {Element} container @param {GroupsPart} part @param {string} name of saved files */
export function render(container, part, name) {
  const { ask, found, failure, running } = part;
  if (ask) container.append(chooser(ask, part));
  if (ask && running) container.append(taskBar("Groups", ask.cancel));
  if (failure) container.append(failureBox(failure));
  if (!found) return;
  const [finding, ...others] = groupsInWords(found);
  container.append(h("p", { class: "group-finding" }, finding));
  if (found.groups.some(({ sas }) => sas)) container.append(chart(found, name), tables(found));
  for (const text of others) container.append(h("p", { class: "how" }, text));
}

/** @param {GroupsAsk} ask @param {GroupsPart} part */
function chooser({ columns, make }, { about, running }) {
  const select = h(
    "select",
    { id: "group-column" },
    columns.map((column) => h("option", { value: column, selected: column === about }, column)),
  );
  return h(
    "div",
    { class: "controls" },
    h("label", { for: "group-column" }, "Groups by"),
    select,
    h("button", { type: "button", id: "group-run", disabled: running, click: () => make(select.value) }, "Audit each group"),
  );
}

/** @param {Subgroups} found @param {string} name */
function chart(found, name) {
  const host = h("div", {});
  const draw = (/** @type {Shown} */ shown) => {
    host.replaceChildren();
    forest(host, groupForest(found, shown, name));
    for (const [k, button] of buttons.entries()) button.setAttribute("aria-pressed", SHOWN[k] === shown ? "true" : "false");
  };
  const buttons = SHOWN.map((shown) => h("button", { type: "button", class: "segment", click: () => draw(shown) }, shown.title));
  const place = h(
    "div",
    { class: "group-chart" },
    h("div", { class: "segments", role: "group", "aria-label": "Which score" }, buttons),
    host,
  );
  draw(SHOWN[0]);
  return place;
}

/** Chance is drawn where a group comes near it; elsewhere it would only push the groups together. @param {Subgroups["groups"]} groups @param {GroupScore} score */
function nearChance(groups, score) {
  return groups.some((group) => {
    const value = groupValue(group, score);
    return typeof value === "number" && (shuffledLevel(group, score) ?? 0) > value / 2;
  });
}

/** @param {Subgroups} found @param {Shown} shown @param {string} name @returns {import("./forest.js").Forest} */
function groupForest({ groups, column }, { score, title, colour, differences }, name) {
  const near = nearChance(groups, score);
  const rows = groups.map((group) => {
    const value = groupValue(group, score);
    const level = randomLevel(group, score);
    const interval = groupInterval(group, score);
    return {
      label: group.value,
      n: group.n,
      ...(typeof value === "number"
        ? { value }
        : { reason: group.reason ?? (isUnavailable(value) ? value.reason : "not available"), missing: group.reason && "too few pairs" }),
      ...(interval && { low: interval.low, high: interval.high }),
      ...(near && { chance: shuffledLevel(group, score) }),
      ...(level && { band: /** @type {[number, number]} */ ([level.low, level.high]) }),
    };
  });
  return {
    name: `${name}-groups-${score}`,
    title: `${title} by ${column}`,
    axis: differences ? "imbalance" : `${title}, 0 to 1`,
    colour,
    signed: differences,
    rows,
    ...(differences && { ends: /** @type {[string, string]} */ (["text directions followed better", "image directions followed better"]) }),
  };
}

/** One score of every group, for a saved report; nothing where no group has scores. @param {Element} host @param {number} width @param {Subgroups} found @param {GroupScore} score */
export function picture(host, width, found, score) {
  const shown = SHOWN.find((one) => one.score === score);
  if (shown && found.groups.some(({ sas }) => sas)) forestPicture(host, width, groupForest(found, shown, ""));
}

/** @param {Subgroups} found */
function tables(found) {
  const recall = groupRecallRows(found);
  return h(
    "details",
    { class: "reading" },
    h("summary", {}, "Every group’s numbers"),
    dataTable({ caption: `Scores by ${found.column}`, columns: GROUP_COLUMNS, rows: groupRows(found) }),
    recall.length > 0 &&
      dataTable({ caption: `Chance level and retrieval by ${found.column}`, columns: GROUP_RECALL_COLUMNS, rows: recall }),
  );
}
