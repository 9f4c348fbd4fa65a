/** askew verify: a saved audit, comparison or benchmark and its data in, whether every digit agrees out. */
import { readFile } from "node:fs/promises";
import { parsedBenchmark, verifyBenchmark } from "../src/benchmark/verification.js";
import { knownOptions } from "../src/engine/options.js";
import { Failure } from "../src/failure.js";
import { parsedResult } from "../src/report/saved-audit.js";
import { verify, verifyComparison } from "../src/report/verification.js";
import { auditFiles } from "./audit.js";
import { benchmarkFiles } from "./benchmark.js";

/** @import { Audit, Comparison, Verification } from "../src/types.d.ts" */

/** Characters in which the schema stands. */
const HEAD = 200;

/** What the audit's own pairing asks for. A table that it names is not opened: the audit may come from anybody. @param {Audit} audit @param {Record<string, unknown>} options */
function pairingOptions({ inputs }, options) {
  if (["captions", "pairs", "repeated", "rounds", "views"].some((name) => options[name] !== undefined)) return {};
  const [name, value] = inputs.pairing?.options?.slice(-2) ?? [];
  if (name === "--captions" && /^\d+$/.test(value ?? "")) return { captions: Number(value) };
  if (inputs.pairing?.options?.[0] === "--rounds") return { rounds: true };
  if (name === "--views" && (value === "first" || value === "each")) return { views: value };
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
  if (/"schema"\s*:\s*"askew-benchmark\/1"/.test(json.slice(0, HEAD))) {
    const recorded = parsedBenchmark(json, saved);
    return verifyBenchmark(recorded, await benchmarkFiles(data, options, { ...listener, progress: () => {} }, recorded));
  }
  const recorded = parsedResult(json, saved);
  if ("differences" in recorded) return verifyModels(recorded, data, options, listener);
  if (options.compare !== undefined)
    throw new Failure("BAD_USE", `${saved} is an audit of one model, and --compare names another. Leave --compare out.`, { file: saved });
  const asked = knownOptions(recorded.options);
  const made = await auditFiles(data, { ...options, ...pairingOptions(recorded, options) }, listener, asked, recorded);
  return verify(recorded, /** @type {Audit} */ (made));
}

/** @param {Comparison} recorded @param {string[]} data @param {Record<string, unknown>} options @param {Parameters<typeof auditFiles>[2]} listener @returns {Promise<Verification>} */
async function verifyModels(recorded, data, options, listener) {
  if (options.compare === undefined)
    throw new Failure("BAD_USE", "A comparison has two models. Give the second model’s files as well: --compare FILE[,FILE].");
  const wishes = { ...options, ...pairingOptions(recorded.a, options) };
  const made = await auditFiles(data, wishes, listener, knownOptions(recorded.a.options));
  return verifyComparison(recorded, /** @type {Comparison} */ (made));
}
