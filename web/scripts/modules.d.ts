/** Modules that the build makes. */

declare module "askew-core" {
  /** Emscripten's factory; the engine names the shape of what it gives. */
  const createCore: (module: { wasmBinary: ArrayBuffer | Uint8Array; [option: string]: unknown }) => Promise<unknown>;
  export default createCore;
}

declare module "virtual:askew-wasm" {
  const wasm: { base64: string; sha256: string };
  export default wasm;
}
