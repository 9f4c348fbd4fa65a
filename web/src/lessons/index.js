/** The lessons in their order. */
import { chance } from "./lesson-chance.js";
import { directions } from "./lesson-directions.js";
import { gap } from "./lesson-gap.js";
import { retrieval } from "./lesson-retrieval.js";
import { sas } from "./lesson-sas.js";
import { sign } from "./lesson-sign.js";

/** @import { Lesson } from "./types.d.ts" */

/** @type {readonly Lesson[]} */
export const LESSONS = [directions, sas, sign, chance, gap, retrieval];
