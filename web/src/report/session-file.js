/** The audits of a tab in one file: what was computed, never what it was computed from. */
import { Failure } from "../failure.js";
import { withoutNames } from "./nameless.js";
import { parsedJson, savedAudit } from "./saved-audit.js";

/** @import { Audit, Filing, Untrusted } from "../types.d.ts" */

const SESSION = "askew-session/1";

/** @param {readonly Audit[]} audits @param {Pick<Filing, "names">} filing @param {string} version */
export function sessionText(audits, { names }, version) {
  return JSON.stringify({ schema: SESSION, tool: { name: "askew", version }, audits: names ? audits : audits.map(withoutNames) }, null, 2);
}

/** @param {string} json @param {string} name of the file @returns {Audit[]} at least one */
export function parsedSession(json, name) {
  const value = /** @type {Untrusted} */ (parsedJson(json, name, "the session"));
  if (value?.schema !== SESSION || !Array.isArray(value.audits) || value.audits.length === 0)
    throw new Failure(
      "CORRUPT",
      `${name} is no session with audits: its schema must be "${SESSION}" and its audits a list. Save the session again.`,
      { file: name },
    );
  return value.audits.map((/** @type {unknown} */ audit, /** @type {number} */ k) => savedAudit(audit, `Audit ${k + 1} of ${name}`));
}
