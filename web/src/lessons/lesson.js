/** What a lesson is; its texts are functions of what was measured, so that no number in them is written down. */

/** @import { Measured, Settings } from "../types.d.ts" */
/** @import { ChartId } from "./stage.js" */

/** before: the step's own set; then: the set that its question asks about. @typedef {(before: Measured, then: Measured) => boolean} Holds */

/**
 * @typedef {object} Question
 * @property {string} asks
 * @property {Partial<Settings>} after what changes for the answer
 * @property {{ text: string, holds: Holds }[]} options exactly one holds, by computation
 * @property {(before: Measured, then: Measured) => string[]} says after the answer
 */

/**
 * @typedef {object} Step
 * @property {string} title
 * @property {Partial<Settings>} settings
 * @property {ChartId[]} charts
 * @property {(before: Measured) => string[]} says
 * @property {Question} question
 * @property {{ says: string, holds: Holds }[]} claims what its texts say in words; tests compute them
 */

/** @typedef {{ id: string, title: string, about: string, minutes: number, steps: Step[] }} Lesson */

export {};
