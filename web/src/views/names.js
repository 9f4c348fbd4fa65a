/**
 * What every view of a result is given beside the audit.
 * @typedef {object} MoreOptions
 * @property {import("../charts/chart.js").Cut} cut
 * @property {import("../charts/chart.js").Pick} pick
 * @property {(place: import("../charts/chart.js").Place) => Promise<import("../types.d.ts").ModeDetail>} [detail] looks at a direction in every pair; none while the audit runs
 * @property {import("../types.d.ts").Federation} [federation] where several sites' moments were given
 * @property {import("./groups.js").GroupsPart} [groups] groups of a column, where the pairs have such columns; none while the audit runs
 * @property {import("./comparison.js").ComparisonPart} [comparison] another model on the same pairs; none while the audit runs
 * @property {(id: string) => string} [address] where a definition stands; in the report itself unless told
 * @typedef {import("../charts/chart.js").ChartOptions & MoreOptions} ViewOptions
 */

/** Where the report has a definition. @param {string} id */
export const inReport = (id) => `#define-${id}`;
