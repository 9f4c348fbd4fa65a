/** The wasm core with its results unwrapped: a function returns its value or throws a Failure. */
import { Failure } from "../failure.js";

/** @import { Core } from "./types.d.ts" */

/** Where a wrapped handle keeps the one that the core knows. */
const RAW = Symbol("handle");

/** What the core says; its own functions alone say nothing, as delete. @param {{ value?: any, error?: { code: ConstructorParameters<typeof Failure>[0], message: string, details: Record<string, unknown> } } | undefined} result */
function unwrap(result) {
  if (result?.error) throw new Failure(result.error.code, result.error.message, result.error.details);
  return result?.value;
}

/** The module, or a handle, whose functions return values. @param {any} target */
function unwrapped(target) {
  return new Proxy(target, {
    get(_, name) {
      if (name === RAW) return target;
      // A promise of the module must not wait for it.
      const member = name === "then" ? undefined : target[name];
      if (typeof member !== "function") return member;
      return (/** @type {any[]} */ ...values) => {
        const raw = values.map((one) => one?.[RAW] ?? one);
        const value = unwrap(member.apply(target, raw));
        // Handles are what can be deleted.
        return typeof value?.delete === "function" ? unwrapped(value) : value;
      };
    },
  });
}

/**
 * @param {(options: object) => Promise<unknown>} createModule Emscripten's factory
 * @param {ArrayBuffer | Uint8Array} wasmBinary
 * @returns {Promise<Core>}
 */
export async function loadCore(createModule, wasmBinary) {
  return unwrapped(await createModule({ wasmBinary }));
}
