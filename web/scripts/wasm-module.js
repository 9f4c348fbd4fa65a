import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

const NAME = "virtual:askew-wasm";

/**
 * `import wasm from "virtual:askew-wasm"` gives the core's bytes: `{ base64, sha256 }`.
 * @param {string} file the built askew-core.wasm
 * @returns {import("vite").Plugin}
 */
export function wasmModule(file) {
  return {
    name: "askew-wasm",
    resolveId: (id) => (id === NAME ? `\0${NAME}` : undefined),
    load(id) {
      if (id !== `\0${NAME}`) return undefined;
      const bytes = readFileSync(file);
      this.addWatchFile(file);
      const sha256 = createHash("sha256").update(bytes).digest("hex");
      return `export default ${JSON.stringify({ base64: bytes.toString("base64"), sha256 })};`;
    },
  };
}
