/** Points of Student's t as audits with options.intervals "bootstrap" were made: to verify these to the last digit. All else has the core's. */
import { Z } from "../quantiles.js";

/** 97.5 % points for 1 … 15 degrees of freedom. */
const T = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131];

/** Beyond the table by two terms of Cornish and Fisher (1938), right to 0.0006. @param {number} freedom */
export const earlierStudentPoint = (freedom) =>
  T[freedom - 1] ?? Z + (Z ** 3 + Z) / (4 * freedom) + (5 * Z ** 5 + 16 * Z ** 3 + 3 * Z) / (96 * freedom ** 2);
