/** askew verify: a saved audit, comparison or benchmark and its data in, whether every digit agrees out. */
import { verificationOf } from "../src/audit/audit.js";
import { wishesThen } from "../src/audit/wishes.js";
import { verifyBenchmark } from "../src/benchmark/verification.js";
import { Failure } from "../src/failure.js";
import { firstOf, othersIn } from "../src/report/several.js";
import { auditFiles } from "./audit.js";
import { benchmarkFiles } from "./benchmark.js";
import { savedResult } from "./saved-report.js";

/** @import { Audit, Comparison, Comparisons, Verification } from "../src/types.d.ts" */

/** As many other models as were compared. @param {Audit | Comparison | Comparisons} recorded @param {number} given @param {string} name of its file */
function checkOthers(recorded, given, name) {
  const others = othersIn(recorded);
  if (given === others) return;
  if (others === 0) throw new Failure("BAD_USE", `${name} is an audit of one model, and --compare names another. Leave --compare out.`);
  if (others === 1 && given === 0)
    throw new Failure("BAD_USE", "A comparison has two models. Give the second model’s files as well: --compare FILE[,FILE].");
  throw new Failure(
    "BAD_USE",
    `${name} is a comparison of ${others + 1} models, and --compare names ${given} beside the first. Give --compare FILE[,FILE] ${others === 1 ? "once" : `${others} times, in the order of the models`}.`,
  );
}

/**
 * @param {readonly string[]} files the saved audit first
 * @param {Record<string, unknown>} options
 * @param {Parameters<typeof auditFiles>[2]} listener
 * @returns {Promise<Verification>}
 */
export async function verifyFiles([saved, ...data], options, listener) {
  const recorded = await savedResult(saved);
  if (recorded.schema === "askew-benchmark/1")
    return verifyBenchmark(recorded, await benchmarkFiles(data, options, { ...listener, progress: () => {} }, recorded));
  checkOthers(recorded, /** @type {unknown[]} */ (options.compare ?? []).length, saved);
  const settled = ["captions", "pairs", "repeated", "rounds", "views"].some((name) => options[name] !== undefined);
  const { cluster, within, labels, ...paired } = wishesThen(firstOf(recorded));
  const together = { cluster: options.cluster ?? cluster, within: options.within ?? within, labels: options.labels ?? labels };
  const wishes = { ...options, ...(!settled && paired), ...together };
  return verificationOf(recorded, await auditFiles(data, wishes, listener, recorded));
}
