/** One score of every site, of all together, and of all but each. */
import { quantities, quantityAt } from "../metrics.js";
import { isUnavailable } from "../report/numbers.js";
import { chanceLevel } from "../report/sentences.js";
import { estimate, drawing as forest } from "./forest.js";

/** @import { Audit, Federation, QuantityOfTable } from "../types.d.ts" */
/** @import { Drawing } from "./types.d.ts" */

/** The imbalance first. */
export const COMPARED = quantities(({ headline }) => headline).sort((a, b) => Math.abs(a.better ?? 0) - Math.abs(b.better ?? 0));

/** @param {Audit} audit @param {string} key */
function intervalOf({ aggregate }, key) {
  return aggregate && !isUnavailable(aggregate.intervals) ? aggregate.intervals[key] : undefined;
}

/** Whether a range or interval is drawn at all. @param {Federation} federation */
export const hasLines = ({ pooled, sites, without }) =>
  COMPARED.some(({ key }) => [pooled, ...sites, ...without].some((one) => intervalOf(one, key)));

/** @param {Federation} federation @param {QuantityOfTable} compared @param {string} name @returns {Drawing} */
export function drawing({ pooled, sites, without }, { key, at, name: title, better, side }, name) {
  const differences = better === 0;
  const row = (/** @type {Audit} */ audit) => {
    const n = audit.inputs.pairs;
    return { label: audit.inputs.images.file, n, chance: chanceLevel(n), ...estimate(quantityAt(audit, at), intervalOf(audit, key)) };
  };
  const whole = quantityAt(pooled, at);
  return forest({
    name: `${name}-sites-${at.replace("sas.", "")}`,
    title: `${title} by site`,
    of: "Site",
    axis: differences ? "imbalance" : `${title}, 0 to 1`,
    colour: side ?? "ink",
    signed: differences,
    reference: isUnavailable(whole) ? undefined : whole,
    rows: [
      ...sites.map(row),
      { ...row(pooled), label: "All sites", total: true },
      ...without.map((audit) => ({ ...row(audit), chance: undefined, muted: true })),
    ],
    ...(differences && { ends: /** @type {[string, string]} */ (["texts ahead", "images ahead"]) }),
  });
}
