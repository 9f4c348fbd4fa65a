import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { packedWorker } from "./scripts/packed-worker.js";
import { singleFile } from "./scripts/single-file.js";
import { wasmModule } from "./scripts/wasm-module.js";
import { version } from "./src/engine/version.js";

/** @param {string} path */
const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const core = at("../build/wasm-release/");

export default defineConfig({
  base: "./",
  resolve: { alias: { "askew-core": `${core}askew-core.js` } },
  plugins: [wasmModule(`${core}askew-core.wasm`), packedWorker(), singleFile(version)],
  worker: {
    // Chromium refuses module workers from a blob on file://; classic ones run everywhere.
    format: "iife",
    plugins: () => [wasmModule(`${core}askew-core.wasm`)],
  },
  build: {
    outDir: at("../dist"),
    emptyOutDir: true,
    target: "es2022",
    modulePreload: false,
    cssCodeSplit: false,
    assetsInlineLimit: Number.MAX_SAFE_INTEGER,
    chunkSizeWarningLimit: 8192,
    reportCompressedSize: false,
    rolldownOptions: { output: { codeSplitting: false } },
  },
  preview: { host: "127.0.0.1", port: 4173, strictPort: false },
  server: { host: "127.0.0.1" },
});
