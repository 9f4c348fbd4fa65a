import { gzipSync } from "node:zlib";
import { build } from "vite";

const MARK = "?packed";

/**
 * `import script from "./worker.js?packed"` gives base64 of gzip of that worker with all that it imports, as one classic script.
 * A page that never needs the worker holds a text, and never parses it.
 * @returns {import("vite").Plugin}
 */
export function packedWorker() {
  return {
    name: "askew-packed-worker",
    enforce: "pre",
    async resolveId(id, importer) {
      if (!id.endsWith(MARK)) return undefined;
      const resolved = await this.resolve(id.slice(0, -MARK.length), importer);
      return resolved ? `\0${resolved.id}${MARK}` : undefined;
    },
    async load(id) {
      if (!id.startsWith("\0") || !id.endsWith(MARK)) return undefined;
      const code = await scriptOf(id.slice(1, -MARK.length), (file) => this.addWatchFile(file));
      return `export default ${JSON.stringify(gzipSync(code, { level: 9 }).toString("base64"))};`;
    },
  };
}

/** @param {string} entry @param {(file: string) => void} watch */
async function scriptOf(entry, watch) {
  const result = await build({
    configFile: false,
    logLevel: "warn",
    build: {
      write: false,
      target: "es2022",
      modulePreload: false,
      // One script: what is imported lazily on Node is inside, and runs when it is asked for.
      rolldownOptions: {
        input: entry,
        output: { format: "iife", codeSplitting: false },
        // A classic script has none, and nothing is found by its address.
        transform: { define: { "import.meta": "{}" } },
        checks: { pluginTimings: false },
      },
    },
  });
  const { output } = /** @type {{ output: import("vite").Rolldown.OutputChunk[] }} */ (result);
  if (output.length !== 1) throw new Error(`${entry} became ${output.length} files; a packed worker is one.`);
  for (const file of output[0].moduleIds) if (!file.startsWith("\0")) watch(file);
  return output[0].code;
}
