/** The wasm core with its results unwrapped: a function returns its value or throws a Failure. */
import { Failure } from "../failure.js";

/** @import { Core } from "./core-types.d.ts" */

/** @param {{ value?: unknown, error?: { code: any, message: string, details: Record<string, unknown> } }} result */
export function unwrap(result) {
  if (result.error) throw new Failure(result.error.code, result.error.message, result.error.details);
  return result.value;
}

/** Where a wrapped handle keeps the one that the core knows. */
const RAW = Symbol("handle");

/** Methods of a handle likewise. @param {any} handle */
function unwrapHandle(handle) {
  return new Proxy(handle, {
    get(target, name) {
      if (name === RAW) return target;
      const member = target[name];
      if (typeof member !== "function") return member;
      return (/** @type {unknown[]} */ ...values) => {
        const result = member.apply(
          target,
          values.map((value) => /** @type {any} */ (value)?.[RAW] ?? value),
        );
        return result && typeof result === "object" && ("value" in result || "error" in result) ? unwrap(result) : result;
      };
    },
  });
}

/**
 * @param {(options: object) => Promise<any>} createModule Emscripten's factory
 * @param {ArrayBuffer | Uint8Array} wasmBinary
 * @returns {Promise<Core>}
 */
export async function loadCore(createModule, wasmBinary) {
  const module = await createModule({ wasmBinary });
  return new Proxy(module, {
    get(target, name) {
      const member = target[name];
      if (typeof name !== "string" || typeof member !== "function" || name === "then") return name === "then" ? undefined : member;
      return (/** @type {unknown[]} */ ...values) => {
        const result = /** @type {any} */ (unwrap(member(...values)));
        // Handles are what can be deleted.
        return typeof result?.delete === "function" ? unwrapHandle(result) : result;
      };
    },
  });
}
