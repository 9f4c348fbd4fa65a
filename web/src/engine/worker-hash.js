/** SHA-256 of one file, read in pieces; in a worker of its own, so that the page stays free. */
import { sha256 } from "@noble/hashes/sha2.js";

const PIECE_BYTES = 4 * 1024 ** 2;

self.onmessage = async ({ data: file }) => {
  try {
    const hash = sha256.create();
    for (let at = 0; at < file.size; at += PIECE_BYTES) {
      hash.update(new Uint8Array(await file.slice(at, Math.min(file.size, at + PIECE_BYTES)).arrayBuffer()));
      self.postMessage({});
    }
    self.postMessage({ digest: hash.digest() });
  } catch (error) {
    self.postMessage({ error });
  }
};
