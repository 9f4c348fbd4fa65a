/** The worker's side of the bridge, for any host (browser, Node, the pool's own thread): messages in, answers out. */
import { Failure } from "../failure.js";
import { AuditState } from "./audit-state.js";
import { Slices } from "./yielding.js";

/** @import { FailureShape, Role } from "../types.d.ts" */
/** @import { Core, Host, TaskName, Tasks, ToWorker } from "./types.d.ts" */

/** Every ArrayBuffer inside a result, so that it is moved and not copied. @param {unknown} value @param {Set<ArrayBuffer>} all */
function buffers(value, all = new Set()) {
  if (ArrayBuffer.isView(value)) all.add(/** @type {ArrayBuffer} */ (value.buffer));
  else if (value && typeof value === "object") for (const member of Object.values(value)) buffers(member, all);
  return all;
}

/** @param {unknown} error @returns {FailureShape} */
export function shapeOf(error) {
  const { code, message, details } = Failure.from(error);
  return { code, message, details };
}

/** @param {Host} host @param {Tasks} tasks @returns {(message: ToWorker) => void} what to do with each message */
export function serve(host, tasks) {
  const taskOf = /** @type {Record<TaskName, (state: object, message: unknown, slices: Slices) => Promise<unknown>>} */ (tasks);
  /** @type {Promise<Core> | undefined} */
  let core;
  /** @type {Map<number, AuditState>} */
  const audits = new Map();
  const cancelled = new Set();
  /** @type {Map<number, { resolve: (rows: Float32Array) => void, reject: (error: unknown) => void }>} */
  const asked = new Map();
  let question = 0;

  /** @param {number} audit @returns {(side: Role, begin: number, end: number) => Promise<Float32Array>} */
  const asker = (audit) => (side, begin, end) =>
    new Promise((resolve, reject) => {
      asked.set(++question, { resolve, reject });
      host.post({ question, audit, side, begin, end }, []);
    });

  /** @param {Core} ready @param {Extract<ToWorker, { id: number }>} task */
  async function run(ready, { id, kind, audit, message }) {
    try {
      const slices = new Slices(
        () => cancelled.has(audit),
        (done) => host.post({ id, progress: done }, []),
        host.turn,
      );
      const value = await taskOf[kind](audits.get(audit) ?? { core: ready }, message, slices);
      host.post({ id, value }, [...buffers(value)]);
    } catch (error) {
      host.post({ id, error: shapeOf(error) }, []);
    }
  }

  /** @param {Core} ready @param {ToWorker} message */
  function carryOut(ready, message) {
    if ("open" in message) {
      audits.set(message.open, new AuditState(ready, message.context, asker(message.open), host.revive, host.release));
    } else if ("extend" in message) {
      Object.assign(audits.get(message.extend)?.context ?? {}, message.context);
    } else if ("close" in message) {
      audits.get(message.close)?.free();
      audits.delete(message.close);
      cancelled.delete(message.close);
    } else if ("id" in message) run(ready, message);
  }

  return (message) => {
    if ("wasm" in message) {
      core = host.load(message.wasm);
      core.catch(() => {});
    } else if ("cancel" in message) {
      cancelled.add(message.cancel);
    } else if ("answer" in message) {
      const waiting = asked.get(message.answer);
      asked.delete(message.answer);
      if ("error" in message) waiting?.reject(Failure.from(message.error));
      else waiting?.resolve(message.rows);
    } else {
      core?.then(
        (ready) => carryOut(ready, message),
        ({ message: reason }) => {
          if ("id" in message)
            host.post({ id: message.id, error: { code: "INTERNAL", message: `The core did not start: ${reason}`, details: {} } }, []);
        },
      );
    }
  };
}
