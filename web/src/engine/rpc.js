/** Calls through a port, each with its answer. */

/** @import { Call, PortFunctions } from "./types.d.ts" */

/**
 * @template {PortFunctions} F
 * @param {Worker | MessagePort} port where the functions are served
 * @returns {Call<F>}
 */
export function caller(port) {
  /** @type {Map<number, (answer: never) => void>} */
  const waiting = new Map();
  let last = 0;
  port.onmessage = ({ data: { call, answer } }) => {
    waiting.get(call)?.(/** @type {never} */ (answer));
    waiting.delete(call);
  };
  return (kind, about, transfer = []) =>
    new Promise((resolve) => {
      waiting.set(++last, resolve);
      port.postMessage({ call: last, kind, about }, transfer);
    });
}

/** @param {MessagePort | typeof self} port @param {PortFunctions} functions */
export function answerCalls(port, functions) {
  port.onmessage = async (/** @type {MessageEvent} */ { data: { call, kind, about } }) => {
    const answer = await functions[kind](/** @type {never} */ (about)).catch(() => null);
    port.postMessage({ call, answer }, { transfer: answer instanceof ArrayBuffer ? [answer] : [] });
  };
}
