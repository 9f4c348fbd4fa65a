import { drawing, estimate } from "../charts/forest.js";
import { siteTable, withinTable } from "../document/tables.js";
import { inWords } from "../document/typed-table.js";
import { sentence } from "../document/words.js";
import { quantities, quantityAt } from "../metrics.js";
import { aggregateRangesInWords, heterogeneityWords, intervalRows, poolWords, WITHIN_WORDS } from "../report/aggregate.js";
import { withValues } from "../report/amounts.js";
import { isUnavailable } from "../report/numbers.js";
import { chanceLevel } from "../report/sentences.js";
import { h } from "./element.js";
import { figure } from "./figure.js";
import { dataTable } from "./table.js";

/** @import { Aggregate, Audit, Federation, HeadlineScore } from "../types.d.ts" */
/** @import { ViewOptions } from "./types.d.ts" */

/** The imbalance first. */
const COMPARED = quantities(({ headline }) => headline).sort((a, b) => Math.abs(a.better ?? 0) - Math.abs(b.better ?? 0));

/** What the forests show; no lines if no file has them. @param {Audit} audit */
export function how({ aggregate }) {
  const lines =
    aggregate && !isUnavailable(aggregate.intervals)
      ? "; the lines are ranges for the population’s scores, of files with fewer than 32 blocks none (audits of earlier versions: 95 % intervals)"
      : "";
  return `From sums over each site's pairs. Grey: about what shuffled pairs would give. A dot's area follows the number of pairs${lines}.`;
}

/** What an audit from sums has beside: the sites, intervals, recall within each. @param {Element} container @param {Audit} audit @param {ViewOptions} options */
export function render(container, audit, { federation, name }) {
  const { aggregate } = audit;
  if (!aggregate) return;
  container.append(...siteList(aggregate));
  if (federation) for (const compared of COMPARED) siteForest(container, federation, compared, name);
  container.append(...recall(aggregate.withinSite), ...intervals(aggregate, federation));
}

/** Every site with what protects its pairs. @param {Aggregate} aggregate */
function siteList(aggregate) {
  const promise = poolWords(aggregate);
  return [dataTable(inWords(siteTable(aggregate))), ...(promise ? [h("p#pool-promise.notice", promise)] : [])];
}

/** @param {Element} container @param {Federation} federation @param {import("../types.d.ts").QuantityOfTable} compared @param {string} name */
function siteForest(container, federation, { key, at, name: title, better, side }, name) {
  const { pooled, sites, without } = federation;
  const differences = better === 0;
  const row = (/** @type {Audit} */ audit) => {
    const intervals = audit.aggregate?.intervals;
    const known = intervals && !isUnavailable(intervals) ? intervals[key] : undefined;
    const n = audit.inputs.pairs;
    return { label: audit.inputs.images.file, n, chance: chanceLevel(n), ...estimate(quantityAt(audit, at), known) };
  };
  container.append(h("h3", title), h("p.how", heterogeneityWords(federation, /** @type {HeadlineScore} */ (key))));
  const whole = quantityAt(pooled, at);
  const forest = drawing({
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
  figure(container, forest);
}

/** @param {Aggregate["withinSite"]} within */
function recall(within) {
  if (isUnavailable(within)) return [h("p.unavailable", sentence(`Recall within each site: ${within.reason}`))];
  return [h("h3", "Retrieval within each site"), h("p.how", WITHIN_WORDS), dataTable(withinTable(within))];
}

/** @param {Audit} site */
const withoutInterval = ({ aggregate }) => aggregate && isUnavailable(aggregate.intervals);

/** @param {Aggregate} aggregate @param {Federation} [federation] */
function intervals(aggregate, federation) {
  const rows = intervalRows(aggregate);
  if (isUnavailable(aggregate.intervals)) {
    const those = federation?.sites.filter(withoutInterval).map(({ inputs }) => inputs.images.file) ?? [];
    const named = those.length > 0 ? ` Without intervals: ${those.join(", ")}.` : "";
    return [h("p.unavailable", `${sentence(`Intervals of the whole: ${aggregate.intervals.reason}`)}${named}`)];
  }
  return [
    h("h3", "Ranges and 95 % intervals"),
    h("p.how", aggregateRangesInWords(aggregate)),
    dataTable(withValues({ caption: "Ranges and 95 % intervals from blocks", columns: ["Quantity", "Interval", "Standard error"], rows })),
  ];
}
