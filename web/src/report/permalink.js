/** An audit's options as the end of an address; no data, no name. */
import { OPTION_WORDS } from "./option-words.js";

/** @import { AuditOptions } from "../types.d.ts" */

const BEGINS = "#audit?";

/** @param {Required<AuditOptions>} options */
export const fragmentOf = (options) => `${BEGINS}${OPTION_WORDS.map(({ name }) => `${name}=${options[name]}`).join("&")}`;

/** What a link says, not yet checked; undefined if the address ends otherwise. @param {string} fragment @returns {Record<string, number> | undefined} */
export function optionsIn(fragment) {
  if (!fragment.startsWith(BEGINS)) return undefined;
  return Object.fromEntries(
    [...new URLSearchParams(fragment.slice(BEGINS.length))].map(([name, value]) => [
      name,
      value.trim() === "" ? Number.NaN : Number(value),
    ]),
  );
}
