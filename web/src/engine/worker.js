/** The worker's side of the bridge, for any host (browser, Node): messages in, answers out. */
import { Failure } from "../failure.js";
import { AuditState } from "./audit-state.js";
import { loadCore } from "./core.js";
import { Slices } from "./slices.js";
import { tasks } from "./tasks.js";

/**
 * @typedef {object} Host
 * @property {(message: object, transfer: ArrayBuffer[]) => void} post
 * @property {(wasm: ArrayBuffer) => Promise<(options: object) => Promise<any>>} createModule
 * @property {(blob: any, file: number) => any} revive
 */

/** Every ArrayBuffer inside a result, so that it is moved and not copied. @param {unknown} value @param {Set<ArrayBuffer>} found */
function buffers(value, found = new Set()) {
  if (ArrayBuffer.isView(value)) found.add(/** @type {ArrayBuffer} */ (value.buffer));
  else if (value && typeof value === "object") for (const member of Object.values(value)) buffers(member, found);
  return found;
}

/** @param {Host} host @returns {(message: any) => void} what to do with each message */
export function serve(host) {
  /** @type {Promise<any> | undefined} */
  let core;
  /** @type {Map<number, AuditState>} */
  const audits = new Map();
  const cancelled = new Set();
  /** @type {Map<number, { resolve: (rows: Float32Array) => void, reject: (error: unknown) => void }>} */
  const asked = new Map();
  let question = 0;

  const ask = (/** @type {number} */ audit) => (/** @type {string} */ side, /** @type {number} */ begin, /** @type {number} */ end) =>
    new Promise((resolve, reject) => {
      asked.set(++question, { resolve, reject });
      host.post({ question, audit, side, begin, end }, []);
    });

  const run = async (/** @type {any} */ { id, kind, audit, message }) => {
    try {
      const state = audits.get(audit) ?? { core: await core };
      const slices = new Slices(
        () => cancelled.has(audit),
        (done) => host.post({ id, progress: done }, []),
      );
      const value = await tasks[kind](state, message, slices);
      host.post({ id, value }, [...buffers(value)]);
    } catch (error) {
      const { code, message: text, details } = Failure.from(error);
      host.post({ id, error: { code, message: text, details } }, []);
    }
  };

  const carryOut = (/** @type {any} */ ready, /** @type {any} */ message) => {
    if (message.open) {
      audits.set(message.open, new AuditState(ready, message.context, /** @type {any} */ (ask(message.open)), host.revive));
    } else if (message.extend) {
      const state = audits.get(message.extend);
      if (state) Object.assign(state.context, message.context);
    } else if (message.close) {
      audits.get(message.close)?.free();
      audits.delete(message.close);
      cancelled.delete(message.close);
    } else run(message);
  };

  return (message) => {
    if (message.wasm) {
      core = host.createModule(message.wasm).then((create) => loadCore(create, message.wasm));
      core.catch(() => {});
    } else if (message.cancel) {
      cancelled.add(message.cancel);
    } else if (message.answer) {
      const waiting = asked.get(message.answer);
      asked.delete(message.answer);
      if (message.error) waiting?.reject(Failure.from(message.error));
      else waiting?.resolve(message.rows);
    } else {
      // These wait for the core, and so keep their order.
      core?.then(
        (ready) => carryOut(ready, message),
        (error) =>
          host.post({ id: message.id, error: { code: "INTERNAL", message: `The core did not start: ${error.message}`, details: {} } }, []),
      );
    }
  };
}
