import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { CACHE_BYTES, CachedBlob, FileCache } from "../../../web/src/engine/file-cache.js";

const MB = 1024 ** 2;

/** A file whose byte at position p is p / 65,536 modulo 251, and which parts of it were read. @param {number} size */
function file(size) {
  /** @type {string[]} */
  const reads = [];
  const part = (/** @type {number} */ begin, /** @type {number} */ end) => ({
    size: end - begin,
    slice: (/** @type {number} */ from, /** @type {number} */ to) => part(begin + from, begin + to),
    arrayBuffer: async () => {
      reads.push(`${begin / MB}-${end / MB}`);
      return Uint8Array.from({ length: end - begin }, (_, k) => ((begin + k) >> 16) % 251).buffer;
    },
  });
  return { blob: part(0, size), reads };
}

/** First and last byte. @param {ArrayBuffer | null} bytes */
const ends = (bytes) => [new Uint8Array(bytes ?? [])[0], new Uint8Array(bytes ?? []).at(-1)];

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("held files", () => {
  it("are read once, whoever asks, and only where they are asked for", async () => {
    const files = new FileCache();
    const { blob, reads } = file(20 * MB);
    const [a, b] = await Promise.all([files.bytes(1, blob, 0, MB), files.bytes(1, blob, 7 * MB, 9 * MB)]);
    expect([a?.byteLength, ...ends(a)]).toEqual([MB, 0, 15]);
    expect([b?.byteLength, ...ends(b)]).toEqual([2 * MB, 112, 143]);
    expect(ends(await files.bytes(1, blob, 2 * MB, 3 * MB))).toEqual([32, 47]);
    expect(reads).toEqual(["0-8", "8-16"]);
    expect(ends(await files.bytes(1, blob, 15 * MB, 20 * MB))).toEqual([240, 319 % 251]);
    expect(reads).toEqual(["0-8", "8-16", "16-20"]);
  });

  it("that are expected are there when they are asked for", async () => {
    const files = new FileCache();
    const { blob, reads } = file(9 * MB);
    await files.expect(1, blob);
    expect(reads).toEqual(["0-8", "8-9"]);
    await files.bytes(1, blob, 0, 9 * MB);
    expect(reads).toHaveLength(2);
  });

  it("are forgotten when nobody asks for a while, and read again then", async () => {
    const files = new FileCache();
    const { blob, reads } = file(MB);
    await files.bytes(1, blob, 0, 10);
    vi.advanceTimersByTime(2000);
    await files.bytes(1, blob, 0, 10);
    vi.advanceTimersByTime(2000);
    await files.bytes(1, blob, 0, 10);
    expect(reads).toHaveLength(1);
    vi.advanceTimersByTime(4000);
    await files.bytes(1, blob, 0, 10);
    expect(reads).toHaveLength(2);
  });

  it("are not held where there is no room, until there is", async () => {
    const files = new FileCache();
    const small = file(MB);
    const large = { size: CACHE_BYTES, slice: () => small.blob, arrayBuffer: small.blob.arrayBuffer };
    await files.bytes(1, small.blob, 0, 10);
    expect(await files.bytes(2, large, 0, 10)).toBeNull();
    await files.expect(2, large);
    expect(small.reads).toHaveLength(1);
    vi.advanceTimersByTime(4000);
    expect(await files.bytes(2, large, 0, 10)).not.toBeNull();
  });
});

describe("a file as a worker sees it", () => {
  it("is asked for, slices of slices too, and read by itself where that gives nothing", async () => {
    const { blob, reads } = file(MB);
    /** @type {[number, number][]} */
    const asked = [];
    const held = new CachedBlob(blob, async (begin, end) => {
      asked.push([begin, end]);
      return begin === 0 ? new ArrayBuffer(end) : null;
    });
    expect(held.size).toBe(MB);
    expect((await held.slice(0, 100).arrayBuffer()).byteLength).toBe(100);
    expect(reads).toEqual([]);
    const inner = held.slice(MB / 2, MB).slice(MB / 4, 2 * MB);
    expect(inner.size).toBe(MB / 4);
    expect(ends(await inner.arrayBuffer())).toEqual([12, 15]);
    expect(asked).toEqual([
      [0, 100],
      [0.75 * MB, MB],
    ]);
    expect(reads).toEqual(["0.75-1"]);
  });
});
