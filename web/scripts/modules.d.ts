/** Modules that the build makes. */

declare module "askew-core" {
  /** Emscripten's factory; web/src/engine/core.js gives what it makes its shape. */
  const createCore: (options: object) => Promise<unknown>;
  export default createCore;
}

declare module "*.css?inline" {
  const style: string;
  export default style;
}

declare module "virtual:askew-wasm" {
  const wasm: { base64: string; sha256: string };
  export default wasm;
}
