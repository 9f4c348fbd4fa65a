/** One score of every group, beside random groups of its size. */
import { groupScores } from "../metrics.js";
import { isUnavailable } from "../report/numbers.js";
import { groupInterval, groupValue, randomLevel, shuffledLevel } from "../report/subgroups.js";
import { drawing as forest } from "./forest.js";

/** @import { GroupScore, Subgroups } from "../types.d.ts" */
/** @import { Drawing, Shown } from "./types.d.ts" */
/** The imbalance first. @type {readonly Shown[]} */
export const SHOWN = groupScores()
  .sort((a, b) => Math.abs(a.better ?? 0) - Math.abs(b.better ?? 0))
  .map(({ key, name, better, side }) => ({
    score: /** @type {GroupScore} */ (key),
    title: name,
    colour: side ?? "ink",
    ...(better === 0 && { differences: true }),
  }));

/** Chance is drawn where a group comes near it; elsewhere it would only push the groups together. @param {Subgroups["groups"]} groups @param {GroupScore} score */
function nearChance(groups, score) {
  return groups.some((group) => {
    const value = groupValue(group, score);
    return typeof value === "number" && (shuffledLevel(group, score) ?? 0) > value / 2;
  });
}

/** @param {Subgroups} found @param {Shown} shown @param {string} name @returns {Drawing} */
export function drawing({ groups, column }, { score, title, colour, differences }, name) {
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
  return forest({
    name: `${name}-groups-${score}`,
    title: `${title} by ${column}`,
    of: "Group",
    axis: differences ? "imbalance" : `${title}, 0 to 1`,
    colour,
    signed: differences,
    rows,
    ...(differences && { ends: /** @type {[string, string]} */ (["texts ahead", "images ahead"]) }),
  });
}
