/** Many small reads as few large ones. */
import { readBytes } from "./bytes.js";

/** @import { BlobLike } from "../types.d.ts" */

/** Bytes between two spans that are cheaper to read along than to ask anew after. */
const GAP = 65536;

/**
 * Gives the bytes of each span, in ascending order: neighbours are read together, up to `most` bytes (a longer span stands alone).
 * @template {{ begin: number, end: number }} Span
 * @param {BlobLike} blob
 * @param {readonly Span[]} spans
 * @param {string} where
 * @param {(bytes: Uint8Array<ArrayBuffer>, span: Span) => void} use
 * @param {{ most?: number, check?: (size: number) => void }} [window] check: fails if so many bytes may not be read at once
 */
export async function readSpans(blob, spans, where, use, { most = 8e6, check } = {}) {
  const sorted = [...spans].sort((a, b) => a.begin - b.begin);
  for (let first = 0, next = 0; first < sorted.length; first = next) {
    const { begin } = sorted[first];
    let { end } = sorted[first];
    for (next = first + 1; next < sorted.length; next++) {
      const span = sorted[next];
      if (span.begin - end > GAP || Math.max(end, span.end) - begin > most) break;
      end = Math.max(end, span.end);
    }
    check?.(end - begin);
    const bytes = new Uint8Array(await readBytes(blob, begin, end, where));
    for (const span of sorted.slice(first, next)) use(bytes.subarray(span.begin - begin, span.end - begin), span);
  }
}
