/**
 * What every view of a result is given beside the audit.
 * @typedef {object} MoreOptions
 * @property {Cut} cut
 * @property {Pick} pick
 * @property {(place: Place) => Promise<ModeDetail>} [detail] looks at a direction in every pair; none while the audit runs
 * @property {Federation} [federation] where several sites' moments were given
 * @property {GroupsPart} [groups] groups of a column, where the pairs have such columns; none while the audit runs
 * @property {ComparisonPart} [comparison] another model on the same pairs; none while the audit runs
 * @property {(id: string) => string} [address] where a definition stands; in the report itself unless told
 * @typedef {ChartOptions & MoreOptions} ViewOptions
 */

/** @import { ChartOptions, Cut, Pick, Place } from "../charts/chart.js" */
/** @import { Federation, ModeDetail } from "../types.d.ts" */
/** @import { GroupsPart } from "./groups.js" */
/** @import { ComparisonPart } from "./comparison.js" */

/** Where the report has a definition. @param {string} id */
export const inReport = (id) => `#define-${id}`;
