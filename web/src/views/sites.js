import * as forest from "../charts/sites.js";
import { siteTable, withinTable } from "../document/tables.js";
import { inWords } from "../document/typed-table.js";
import { sentence } from "../document/words.js";
import { aggregateRangesInWords, FOREST_LINES, heterogeneityWords, intervalRows, poolWords, WITHIN_WORDS } from "../report/aggregate.js";
import { withValues } from "../report/amounts.js";
import { isUnavailable } from "../report/numbers.js";
import { h } from "./element.js";
import { figure } from "./figure.js";
import { dataTable } from "./table.js";

/** @import { Aggregate, Audit, HeadlineScore } from "../types.d.ts" */
/** @import { ViewOptions } from "./types.d.ts" */

/** What an audit from sums has beside: the sites, intervals, recall within each. @param {Element} container @param {Audit} audit @param {ViewOptions} options */
export function render(container, audit, { name }) {
  const { aggregate } = audit;
  if (!aggregate) return;
  container.append(...siteList(aggregate));
  if (forest.hasLines(audit)) container.append(h("p.how", FOREST_LINES));
  if (aggregate.federation)
    for (const compared of forest.COMPARED) {
      const said = heterogeneityWords(aggregate.federation, /** @type {HeadlineScore} */ (compared.key));
      container.append(h("h3", compared.name), h("p.how", said));
      figure(container, forest.drawing(audit, compared, name));
    }
  container.append(...recall(aggregate.withinSite), ...intervals(aggregate));
}

/** Every site with what protects its pairs. @param {Aggregate} aggregate */
function siteList(aggregate) {
  const promise = poolWords(aggregate);
  return [dataTable(inWords(siteTable(aggregate))), ...(promise ? [h("p#pool-promise.notice", promise)] : [])];
}

/** @param {Aggregate["withinSite"]} within */
function recall(within) {
  if (isUnavailable(within)) return [h("p.unavailable", sentence(`Recall within each site: ${within.reason}`))];
  return [h("h3", "Retrieval within each site"), h("p.how", WITHIN_WORDS), dataTable(withinTable(within))];
}

/** @param {Aggregate} aggregate */
function intervals(aggregate) {
  const rows = intervalRows(aggregate);
  if (isUnavailable(aggregate.intervals)) {
    const those = aggregate.federation?.sites.flatMap((site) => (site.intervals ? [] : [site.name])) ?? [];
    const named = those.length > 0 ? ` Without intervals: ${those.join(", ")}.` : "";
    return [h("p.unavailable", `${sentence(`Intervals of the whole: ${aggregate.intervals.reason}`)}${named}`)];
  }
  return [
    h("h3", "Ranges and 95 % intervals"),
    h("p.how", aggregateRangesInWords(aggregate)),
    dataTable(withValues({ caption: "Ranges and 95 % intervals from blocks", columns: ["Quantity", "Interval", "Standard error"], rows })),
  ];
}
