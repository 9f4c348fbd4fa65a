import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

const NAME = "virtual:askew-wasm";
/** Where Emscripten's module would look for the bytes: whoever bundles it takes a file named so into the bundle. */
const OWN = 'new URL("askew-core.wasm",import.meta.url).toString()';

/**
 * `import wasm from "virtual:askew-wasm"` gives the core's bytes: `{ base64, sha256 }`. They are in the page this once: workers are given them.
 * @param {string} file the built askew-core.wasm
 * @returns {import("vite").Plugin}
 */
export function wasmModule(file) {
  return {
    name: "askew-wasm",
    transform(code, id) {
      if (!id.endsWith("/askew-core.js")) return undefined;
      if (!code.includes(OWN)) this.error(`${id} looks for its bytes in another way than ${OWN}: the page would hold them twice.`);
      return { code: code.replace(OWN, '"askew-core.wasm"'), map: null };
    },
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
