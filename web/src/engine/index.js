/** The engine: pairs and options in, an audit out. It owns the workers and every handle of the core. */
import { Failure } from "../failure.js";
import { memorySource } from "../readers/plain-rows.js";
import { audit } from "./audit.js";
import { EXAMPLES } from "./examples.js";
import { Pool } from "./pool.js";

/** @import { Audit, AuditOptions, Pairs, Progress } from "../types.d.ts" */
/** @import { Platform } from "./pool.js" */

/**
 * @typedef {object} AuditHooks
 * @property {AbortSignal} [signal]
 * @property {(progress: Progress) => void} [onProgress]
 * @property {(audit: Audit) => void} [onPartial] an audit whose later quantities say "still being computed"
 */

/** @param {{ platform: Platform, workers?: number }} parts */
export function createEngine({ platform, workers }) {
  const pool = new Pool(platform, workers);
  return {
    /** @param {Pairs} pairs @param {AuditOptions} [options] @param {AuditHooks} [hooks] @returns {Promise<Audit>} */
    audit: (pairs, options = {}, hooks = {}) => audit(pool, pairs, options, hooks),

    /** Pairs of a built-in example. @param {keyof typeof EXAMPLES} name @returns {Promise<Pairs>} */
    async synthetic(name) {
      const example = EXAMPLES[name];
      if (!example) throw new Failure("BAD_USE", `There is no example "${name}". Known: ${Object.keys(EXAMPLES).join(", ")}.`);
      const { pairs, width } = example.spec;
      const { images, texts } = await pool.run("synthetic", 0, { spec: example.spec });
      return {
        images: memorySource("images", pairs, width, "float32", images),
        texts: memorySource("texts", pairs, width, "float32", texts),
        imageOf: Int32Array.from({ length: pairs }, (_, i) => i),
        origin: {
          images: { file: `Example: ${example.title}`, array: "images" },
          texts: { file: `Example: ${example.title}`, array: "texts" },
        },
        findings: [],
      };
    },

    /** Starts the workers and lets their engines optimise the kernel. */
    async warmUp() {
      pool.start();
      await Promise.all(pool.members.map(() => pool.run("speed", 0, { steps: 1e6, rows: 128, cols: 128, repeats: 20 })));
    },

    /** Operations a second: of the engine's 128-bit multiply and add, and of the product kernel. @returns {Promise<{ peak: number, kernel: number }>} */
    speed: () => pool.run("speed", 0, { steps: 5e7, rows: 512, cols: 512, repeats: 20 }),

    dispose: () => pool.dispose(),
  };
}
