/** One case from its files to its verdict. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createEngine } from "../../web/src/engine/index.js";
import { nodePlatform } from "../../web/src/engine/platform-node.js";
import { build } from "./cases.js";
import { CHANGES } from "./changes.js";
import { judge } from "./judge.js";

/** @import { Pairs } from "../../web/src/types.d.ts" */
/** @import { Case } from "./cases.js" */
/** @import { Verdict } from "./judge.js" */

/** @typedef {Case & Verdict} Result */

/** Runs cases one after the other; the engine starts when it is first asked. */
export class Runner {
  #folder = mkdtempSync(join(tmpdir(), "askew-"));
  /** @type {ReturnType<typeof createEngine> | undefined} */
  #engine;
  #count = 0;

  /** @param {Case} of @returns {Promise<Result | undefined>} undefined if it cannot be written */
  async run(of) {
    const folder = join(this.#folder, String(this.#count++));
    try {
      const built = await build(of, folder);
      if (!built) return undefined;
      const { expects } = CHANGES[of.change];
      const { outcome, detail } = await judge(built, { route: of.route, expects, warnsOfOrder: (pairs) => this.#warnsOfOrder(pairs) });
      return { ...of, outcome, detail: detail.replaceAll(`${folder}/`, "") };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  /** @param {Pairs} pairs */
  async #warnsOfOrder(pairs) {
    this.#engine ??= createEngine({ platform: await nodePlatform(), workers: 1 });
    const audit = await this.#engine.audit(pairs, { bootstrap: 0, permutations: 0, hashes: false });
    return audit.inputs.findings.some(({ code }) => code === "PERMUTED_ROWS");
  }

  dispose() {
    this.#engine?.dispose();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
