/** Reads small files for the core's workers and for their hashes; in a worker of its own, so that no answer waits for the page. */
import { HeldFiles } from "./held-files.js";

const files = new HeldFiles();

/** @type {Record<string, (about: any) => Promise<ArrayBuffer | null | void>>} */
const answers = {
  bytes: ({ file, blob, begin, end }) => files.bytes(file, blob, begin, end),
  expect: ({ file, blob }) => files.expect(file, blob),
  sha256: async (blob) => crypto.subtle.digest("SHA-256", await blob.arrayBuffer()),
  port: async (port) => answer(port),
};

/** Null where something went wrong: who asked then does it and says what it was. @param {MessagePort | typeof self} port */
function answer(port) {
  port.onmessage = async (/** @type {MessageEvent} */ { data: { question, kind, about } }) => {
    const found = await answers[kind](about).catch(() => null);
    port.postMessage({ question, answer: found }, { transfer: found ? [found] : [] });
  };
}

answer(self);
