/** An engine for a test file, which ends with it. */
import { afterAll } from "vitest";
import { createEngine } from "../../../web/src/engine/index.js";
import { nodePlatform } from "../../../web/src/engine/platform-node.js";

/** @param {number} [workers] */
export async function testEngine(workers = 2) {
  const platform = await nodePlatform();
  const engine = createEngine({ platform, workers });
  afterAll(() => engine.dispose());
  return { platform, engine };
}
