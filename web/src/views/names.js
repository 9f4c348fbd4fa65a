/** @import { Federation, ModeDetail } from "../types.d.ts" */
/** @import { ChartOptions, Cut, Pick, Place } from "../charts/types.d.ts" */
/** @import { ComparisonPart, GroupsPart } from "./types.d.ts" */

/** Where the report has a definition. @param {string} id */
export const inReport = (id) => `#define-${id}`;
