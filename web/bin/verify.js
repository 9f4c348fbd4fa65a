/** askew verify: a saved audit, comparison or benchmark and its data in, whether every digit agrees out. */
import { readFile } from "node:fs/promises";
import { verificationOf } from "../src/audit/audit.js";
import { schemaOf } from "../src/audit/saved.js";
import { wishesThen } from "../src/audit/wishes.js";
import { parsedBenchmark, verifyBenchmark } from "../src/benchmark/verification.js";
import { Failure } from "../src/failure.js";
import { parsedResult } from "../src/report/saved-audit.js";
import { auditFiles } from "./audit.js";
import { benchmarkFiles } from "./benchmark.js";

/** @import { Verification } from "../src/types.d.ts" */

/** Characters in which the schema stands. */
const HEAD = 200;

/**
 * @param {readonly string[]} files the saved audit first
 * @param {Record<string, unknown>} options
 * @param {Parameters<typeof auditFiles>[2]} listener
 * @returns {Promise<Verification>}
 */
export async function verifyFiles([saved, ...data], options, listener) {
  const json = await readFile(saved, "utf8").catch((cause) => {
    throw new Failure("UNREADABLE", `${saved} cannot be read: ${cause.message}. Name the JSON that the audit saved.`);
  });
  if (schemaOf(json.slice(0, HEAD)) === "benchmark") {
    const recorded = parsedBenchmark(json, saved);
    return verifyBenchmark(recorded, await benchmarkFiles(data, options, { ...listener, progress: () => {} }, recorded));
  }
  const recorded = parsedResult(json, saved);
  const models = "differences" in recorded;
  if (models && options.compare === undefined)
    throw new Failure("BAD_USE", "A comparison has two models. Give the second model’s files as well: --compare FILE[,FILE].");
  if (!models && options.compare !== undefined)
    throw new Failure("BAD_USE", `${saved} is an audit of one model, and --compare names another. Leave --compare out.`);
  const settled = ["captions", "pairs", "repeated", "rounds", "views"].some((name) => options[name] !== undefined);
  const wishes = { ...options, ...(!settled && wishesThen(models ? recorded.a : recorded)) };
  return verificationOf(recorded, await auditFiles(data, wishes, listener, recorded));
}
