/** askew audit: files in, an audit out. The only place of the command that knows the engine. */
import { pair } from "../src/pairing/index.js";
import { sidesOf } from "./sides.js";

/** @import { Audit, Finding, Pairs, Progress } from "../src/types.d.ts" */

/** @param {Record<string, unknown>} options as the command line gives them */
function auditOptions(options) {
  const { "top-q": topQ, epsilon, neighbours, seed } = /** @type {Record<string, number | undefined>} */ (options);
  return Object.fromEntries(Object.entries({ topQ, epsilon, neighbours, seed }).filter(([, value]) => value !== undefined));
}

/** @param {Pairs} pairs @param {Record<string, unknown>} options @param {(progress: Progress) => void} onProgress @returns {Promise<Audit>} */
async function runEngine(pairs, options, onProgress) {
  const [{ createEngine }, { nodePlatform }] = await Promise.all([
    import("../src/engine/index.js"),
    import("../src/engine/platform-node.js"),
  ]);
  const engine = createEngine({ platform: await nodePlatform(), workers: /** @type {number | undefined} */ (options.workers) });
  try {
    return await engine.audit(pairs, auditOptions(options), { onProgress });
  } finally {
    engine.dispose();
  }
}

/**
 * @param {readonly string[]} files one or two arguments
 * @param {Record<string, unknown>} options
 * @param {{ note: (text: string) => void, progress: (progress: Progress) => void }} listener
 * @returns {Promise<Audit>}
 */
export async function auditFiles(files, options, listener) {
  const { captions, pairs: table, repeated, metadata } = /** @type {import("./sides.js").Wishes} */ (options);
  const { choice, notes } = await sidesOf(files, { captions, pairs: table, repeated, metadata });
  for (const note of notes) listener.note(note);
  const pairs = pair(choice);
  return runEngine(pairs, options, listener.progress);
}

/** @param {Finding} finding */
export function findingText({ level, message }) {
  return level === "note" ? `Note: ${message}` : `${level === "error" ? "Error" : "Warning"}: ${message}`;
}
