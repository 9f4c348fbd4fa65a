/** askew verify: a saved audit and its data in, whether every digit agrees out. */
import { readFile } from "node:fs/promises";
import { knownOptions } from "../src/engine/options.js";
import { Failure } from "../src/failure.js";
import { parsedAudit } from "../src/report/saved-audit.js";
import { verify } from "../src/report/verification.js";
import { auditFiles } from "./audit.js";

/** @import { Audit, Verification } from "../src/types.d.ts" */

/** What the audit's own pairing asks for. A table that it names is not opened: the audit may come from anybody. @param {Audit} audit @param {Record<string, unknown>} options */
function pairingOptions({ inputs }, options) {
  if (["captions", "pairs", "repeated"].some((name) => options[name] !== undefined)) return {};
  const [name, value] = inputs.pairing?.options ?? [];
  if (name === "--captions" && /^\d+$/.test(value ?? "")) return { captions: Number(value) };
  if (name === "--repeated" && (value === "join" || value === "keep")) return { repeated: value };
  return {};
}

/**
 * @param {readonly string[]} files the saved audit first
 * @param {Record<string, unknown>} options
 * @param {Parameters<typeof auditFiles>[2]} listener
 * @returns {Promise<Verification>}
 */
export async function verifyFiles([saved, ...data], options, listener) {
  const json = await readFile(saved, "utf8").catch((cause) => {
    throw new Failure("UNREADABLE", `${saved} cannot be read: ${cause.message}. Name the JSON that the audit saved.`, { file: saved });
  });
  const recorded = parsedAudit(json, saved);
  const made = await auditFiles(data, { ...options, ...pairingOptions(recorded, options) }, listener, knownOptions(recorded.options));
  return verify(recorded, /** @type {Audit} */ (made));
}
