/** The engine of a command: its options, and its workers, which end with the command. */

/** @import { createEngine } from "../src/engine/index.js" */
/** @import { AuditOptions } from "../src/types.d.ts" */

/** @param {Record<string, unknown>} options as the command line gives them @returns {AuditOptions} */
export function auditOptions(options) {
  const { "top-q": topQ, epsilon, neighbours, seed, bootstrap, permutations } = /** @type {Record<string, number | undefined>} */ (options);
  return Object.fromEntries(
    Object.entries({ topQ, epsilon, neighbours, seed, bootstrap, permutations }).filter(([, value]) => value !== undefined),
  );
}

/** @template T @param {Record<string, unknown>} options @param {(engine: ReturnType<typeof createEngine>) => Promise<T>} use @returns {Promise<T>} */
export async function withEngine(options, use) {
  const modules = await Promise.all([import("../src/engine/index.js"), import("../src/engine/platform-node.js")]);
  const [{ createEngine: create }, { nodePlatform }] = modules;
  const engine = create({ platform: await nodePlatform(), workers: /** @type {number | undefined} */ (options.workers) });
  try {
    return await use(engine);
  } finally {
    engine.dispose();
  }
}
