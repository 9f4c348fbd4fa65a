/** The core by itself, in this thread. */
import { readFile } from "node:fs/promises";
import { loadCore } from "../../../web/src/engine/core.js";

const BUILT = new URL("../../../build/wasm-release/askew-core", import.meta.url);

export async function testCore() {
  const { default: createModule } = await import(`${BUILT}.js`);
  return loadCore(createModule, await readFile(new URL(`${BUILT}.wasm`)));
}
