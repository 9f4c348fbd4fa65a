/** One score of every site, of all together, and of all but each. */
import { quantities, quantityAt, valueAt } from "../metrics.js";
import { isUnavailable } from "../report/numbers.js";
import { chanceLevel } from "../report/sentences.js";
import { estimate, drawing as forest } from "./forest.js";

/** @import { Audit, QuantityOfTable, SiteScores } from "../types.d.ts" */
/** @import { Drawing } from "./types.d.ts" */
/** @typedef {{ name: string, part: "site" | "all" | "rest", scores: SiteScores }} SiteRow */

/** The imbalance first. */
export const COMPARED = quantities(({ headline }) => headline).sort((a, b) => Math.abs(a.better ?? 0) - Math.abs(b.better ?? 0));

/** All of an audit's pairs. @param {Audit} audit @returns {SiteScores} */
function whole({ inputs, sas, aggregate }) {
  const { intervals } = aggregate ?? {};
  return { pairs: inputs.pairs, sas, ...(intervals && !isUnavailable(intervals) && { intervals }) };
}

/** In the order in which they are drawn: each site, all of them, the whole without each. @param {Audit} audit @returns {SiteRow[]} */
export function siteScores(audit) {
  const { federation } = audit.aggregate ?? {};
  if (!federation) return [];
  const { sites, without } = federation;
  return [
    ...sites.map(({ name, ...scores }) => ({ name, part: /** @type {const} */ ("site"), scores })),
    { name: "All sites", part: "all", scores: whole(audit) },
    ...without.map((scores, k) => ({ name: `without ${sites[k].name}`, part: /** @type {const} */ ("rest"), scores })),
  ];
}

/** Whether a range or interval is drawn at all. @param {Audit} audit */
export const hasLines = (audit) => siteScores(audit).some(({ scores }) => COMPARED.some(({ key }) => scores.intervals?.[key]));

/** @param {Audit} audit of several sites @param {QuantityOfTable} compared @param {string} name @returns {Drawing} */
export function drawing(audit, { key, at, name: title, better, side }, name) {
  const differences = better === 0;
  const all = quantityAt(audit, at);
  return forest({
    name: `${name}-sites-${at.replace("sas.", "")}`,
    title: `${title} by site`,
    of: "Site",
    axis: differences ? "imbalance" : `${title}, 0 to 1`,
    colour: side ?? "ink",
    signed: differences,
    reference: isUnavailable(all) ? undefined : all,
    rows: siteScores(audit).map(({ name: label, part, scores }) => ({
      label,
      n: scores.pairs,
      ...(part === "all" && { total: true }),
      ...(part === "rest" ? { muted: true } : { chance: chanceLevel(scores.pairs) }),
      ...estimate(valueAt(scores, at), scores.intervals?.[key]),
    })),
    ...(differences && { ends: /** @type {[string, string]} */ (["texts ahead", "images ahead"]) }),
  });
}
