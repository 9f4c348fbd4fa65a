/** An audit or a comparison read back from its JSON. The file may come from anybody: whatever a report will touch is checked first. */
import { Failure } from "../failure.js";
import { AUDIT, COMPARISON, COMPARISONS } from "./audit-shape.js";

/** @import { Audit, Comparison, Comparisons } from "../types.d.ts" */
/** @import { Check } from "./saved-shape.js" */

/** @type {Record<string, { what: string, shape: Check }>} */
const KINDS = {
  "askew-audit/1": { what: "audit", shape: AUDIT },
  "askew-comparison/1": { what: "comparison", shape: COMPARISON },
  "askew-comparisons/1": { what: "comparison of several models", shape: COMPARISONS },
};

/** @param {unknown} value @param {string} name of the file, for the sentence @param {readonly string[]} schemas that are looked for */
function checked(value, name, schemas) {
  const { schema } = /** @type {{ schema?: unknown }} */ (value ?? {});
  const either = (/** @type {readonly string[]} */ words) => words.join(", ").replace(/, (?=[^,]*$)/, " or ");
  if (typeof schema !== "string" || !schemas.includes(schema))
    throw new Failure(
      "NOT_RECOGNISED",
      `${name} is no saved ${either(schemas.map((one) => KINDS[one].what))}: its schema is ${JSON.stringify(schema) ?? "missing"}, and must be ${either(schemas.map((one) => JSON.stringify(one)))}. Give the JSON that was saved.`,
      { file: name },
    );
  const { what, shape } = KINDS[schema];
  const wrong = shape(value);
  if (wrong === undefined) return;
  throw new Failure(
    "CORRUPT",
    `${name} is a damaged or changed ${what}: ${wrong.replace(/^\./, "") || "the whole"} is missing or of another kind than ${what === "audit" ? "an" : "a"} ${what} has there. Save it again.`,
    { file: name, place: wrong },
  );
}

/** @param {string} json @param {string} name @param {string} [what] to save again @returns {unknown} */
export function parsedJson(json, name, what = "it") {
  try {
    return JSON.parse(json);
  } catch {
    throw new Failure("CORRUPT", `${name} is no complete JSON. Save ${what} again.`, { file: name });
  }
}

/** @param {unknown} value @param {string} name of the file, for the sentence @returns {Audit} */
export function savedAudit(value, name) {
  checked(value, name, ["askew-audit/1"]);
  return /** @type {Audit} */ (value);
}

/** @param {string} json @param {string} name @returns {Audit} */
export const parsedAudit = (json, name) => savedAudit(parsedJson(json, name), name);

/** @param {string} json @param {string} name @returns {Audit | Comparison | Comparisons} */
export function parsedResult(json, name) {
  const value = parsedJson(json, name);
  checked(value, name, Object.keys(KINDS));
  return /** @type {Audit | Comparison | Comparisons} */ (value);
}
