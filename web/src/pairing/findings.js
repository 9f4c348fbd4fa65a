/** Findings and questions of the pairing. */
import { FEW } from "./map.js";

/** @import { Question } from "../types.d.ts" */

/** A warning on one thing, unless more says otherwise. @param {string} code @param {string} message @param {Partial<Question>} [more] @returns {Question} */
export const warning = (code, message, more) => ({ code, level: "warning", message, count: 1, rows: [], ...more });

/** On rows, of which the first few are named. @param {string} code @param {string} message @param {readonly number[]} rows @param {Partial<Question>} [more] */
export const onRows = (code, message, rows, more) => warning(code, message, { count: rows.length, rows: rows.slice(0, FEW), ...more });
