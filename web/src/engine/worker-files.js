/** Reads small files for the core's workers and for their hashes; in a worker of its own, so that no answer waits for the page. */
import { FileCache } from "./file-cache.js";
import { answerCalls } from "./rpc.js";

/** @import { BlobLike } from "../types.d.ts" */

const files = new FileCache();

const functions = {
  /** @param {{ file: number, blob: BlobLike, begin: number, end: number }} piece */
  bytes: ({ file, blob, begin, end }) => files.bytes(file, blob, begin, end),
  /** @param {{ file: number, blob: BlobLike }} whole */
  expect: ({ file, blob }) => files.expect(file, blob),
  /** @param {Blob} blob */
  sha256: async (blob) => crypto.subtle.digest("SHA-256", await blob.arrayBuffer()),
  /** Another caller's. @param {MessagePort} port */
  port: async (port) => answerCalls(port, functions),
};

/** @typedef {typeof functions} FileFunctions */

answerCalls(self, functions);
