/** The worker's side in a page: one question, one answer, and then the page ends the worker with all its memory. */
import { Failure } from "../../failure.js";

/** Buffers that can be moved instead of copied. @param {any} value @returns {ArrayBuffer[]} */
function buffers(value) {
  if (value instanceof Float32Array) return [/** @type {ArrayBuffer} */ (value.buffer)];
  return (value?.arrays ?? []).map((/** @type {{ values: Float32Array }} */ { values }) => values.buffer);
}

/** @param {Record<string, (...args: any[]) => Promise<unknown>>} jobs */
export function serve(jobs) {
  self.onmessage = async ({ data: { job, args } }) => {
    try {
      const value = await jobs[job](...args);
      self.postMessage({ value }, { transfer: buffers(value) });
    } catch (error) {
      const { code, message, details } = Failure.from(error);
      self.postMessage({ error: { code, message, details } });
    }
  };
}
