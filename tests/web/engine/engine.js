/** An engine for a test file, which ends with it. */
import { afterAll } from "vitest";
import { createEngine } from "../../../web/src/engine/index.js";
import { nodePlatform } from "../../../web/src/engine/platform-node.js";

/** Two workers. */
export async function testEngine() {
  const platform = await nodePlatform();
  const engine = createEngine({ platform, workers: 2 });
  afterAll(() => engine.dispose());
  return { platform, engine };
}
