import { readFileSync } from "node:fs";
import { Worker } from "node:worker_threads";
import { ready } from "h5wasm";
import { DEFAULT_PARSERS } from "hyparquet/src/convert.js";
import { describe, expect, test, vi } from "vitest";
import { Failure } from "../../../web/src/failure.js";
import { Budget } from "../../../web/src/readers/budget.js";
import { Cursor } from "../../../web/src/readers/bytes.js";
import { DEFAULT_LIMITS, openFile } from "../../../web/src/readers/index.js";
import { secondsFor } from "../../../web/src/readers/libraries/guards/fence.js";
import { heapWasRefused, limitHeap } from "../../../web/src/readers/libraries/guards/h5wasm-heap.js";
import { readRuns } from "../../../web/src/readers/libraries/guards/parquet-runs.js";
import { checkStruct } from "../../../web/src/readers/libraries/guards/parquet-thrift.js";
import { pageValues } from "../../../web/src/readers/libraries/guards/parquet-values.js";
import { unpackZstd } from "../../../web/src/readers/libraries/guards/zstd.js";

/** @param {string} name */
const written = (name) => new File([readFileSync(new URL(`../../fixtures/written/${name}`, import.meta.url))], name);
const HURRIED = { ...DEFAULT_LIMITS, seconds: 0 };

describe("a format's library on Node", () => {
  // First of the file: a thread that is not yet there cannot answer within a millisecond.
  test("is stopped at its time limit with the file's name and CORRUPT, and the next file opens", async () => {
    const stopped = openFile(written("lists-zstd.parquet"), HURRIED);
    await expect(stopped).rejects.toMatchObject({ code: "CORRUPT", details: { file: "lists-zstd.parquet" } });
    await expect(stopped).rejects.toThrow("reading it was stopped");
    expect((await openFile(written("lists-zstd.parquet"))).arrays[0].rows).toBe(6);
  });

  test("that dies is WORKER_DIED with the file's name and a remedy, and the next file opens in a new thread", async () => {
    const post = vi.spyOn(Worker.prototype, "postMessage").mockImplementationOnce(
      /** @this {Worker} */ function () {
        void this.terminate();
      },
    );
    const asked = openFile(written("columns.parquet"));
    await expect(asked).rejects.toMatchObject({ code: "WORKER_DIED", details: { file: "columns.parquet" } });
    await expect(asked).rejects.toThrow("save it as .npy");
    post.mockRestore();
    expect((await openFile(written("columns.parquet"))).format).toBe("parquet");
  });

  test("gets twenty seconds and one a megabyte, unless told otherwise", () => {
    expect(secondsFor(0, DEFAULT_LIMITS)).toBe(20);
    expect(secondsFor(3e6, DEFAULT_LIMITS)).toBe(23);
    expect(secondsFor(3e6, { ...DEFAULT_LIMITS, seconds: 1 })).toBe(4);
  });

  test("answers many questions at once, each its own", async () => {
    const names = ["columns.parquet", "lists-zstd.arrow", "missing.parquet", "columns.arrow"];
    const opened = await Promise.all(names.map((name) => openFile(written(name))));
    expect(opened.map(({ file }) => file)).toEqual(names);
    expect(opened.map(({ format }) => format)).toEqual(["parquet", "arrow", "parquet", "arrow"]);
  });

  test("passes on why a file's bytes could not be read", async () => {
    const file = written("columns.parquet");
    const gone = async () => {
      throw new Failure("UNREADABLE", "columns.parquet was moved.");
    };
    const moved = {
      name: file.name,
      size: file.size,
      slice: (/** @type {number} */ begin, /** @type {number} */ end) =>
        begin === 0 ? file.slice(begin, end) : { size: end - begin, slice: file.slice, arrayBuffer: gone },
      arrayBuffer: gone,
    };
    await expect(openFile(moved)).rejects.toMatchObject({ code: "UNREADABLE", message: "columns.parquet was moved." });
  });
});

test("the HDF5 library's heap does not grow beyond what a file may take", async () => {
  const library = /** @type {any} */ (await ready);
  limitHeap(0);
  expect(library._malloc(200e6)).toBe(0);
  expect(heapWasRefused()).toBe(true);
  limitHeap(300e6);
  const at = library._malloc(200e6);
  expect(at).toBeGreaterThan(0);
  expect(heapWasRefused()).toBe(false);
  library._free(at);
});

/** Values packed bit by bit, the slow way. @param {number[]} values @param {number} width */
function packed(values, width) {
  const bits = values.flatMap((value) => Array.from({ length: width }, (_, i) => Math.floor(value / 2 ** i) % 2));
  const bytes = Array.from({ length: Math.ceil(bits.length / 8) }, (_, i) =>
    bits.slice(8 * i, 8 * i + 8).reduce((sum, bit, at) => sum + bit * 2 ** at, 0),
  );
  return bytes;
}

describe("parquet's runs", () => {
  test.each(Array.from({ length: 32 }, (_, i) => i + 1))("of %i bits come back as they were, packed and repeated", (width) => {
    const values = Array.from({ length: 16 }, (_, i) => Math.floor((((i + 1) * 0.6180339887) % 1) * 2 ** width));
    const last = 2 ** width - 1;
    const repeated = Array.from({ length: Math.ceil(width / 8) }, (_, i) => Math.floor(last / 2 ** (8 * i)) % 256);
    const bytes = Uint8Array.from([(2 << 1) | 1, ...packed(values, width), 3 << 1, ...repeated]);
    expect([...readRuns(new Cursor(bytes, "x"), width, 19)]).toEqual([...values, last, last, last]);
  });

  test("that hold fewer values than are stated, or more than a run may, are CORRUPT, before room is made for them", () => {
    const run = (/** @type {number[]} */ bytes, /** @type {number} */ count) => () =>
      readRuns(new Cursor(Uint8Array.from(bytes), "x"), 1, count);
    expect(run([4 << 1, 1], 5)).toThrow("4 values in its runs, and 5 are stated");
    expect(run([(2 << 1) | 1, 0], 16)).toThrow("3 bytes are promised and 2 are there");
    expect(run([0xff, 0xff, 0xff, 0xff, 0x0f, 1], 5)).toThrow(/are stated/);
    expect(run([0xfe, 0xff, 0xff, 0xff, 0x1f, 1], 5)).toThrow(/are stated/);
  });

  test("that are filled beyond the values stated, to 8, 32 or 256, give the values stated", () => {
    for (const groups of [2, 4, 32]) {
      const bytes = Uint8Array.from([...(groups < 32 ? [(groups << 1) | 1] : [0x41]), 0b10110, ...new Uint8Array(groups - 1).fill(255)]);
      expect([...readRuns(new Cursor(bytes, "x"), 1, 5)]).toEqual([0, 1, 1, 0, 1]);
    }
    expect([...readRuns(new Cursor(Uint8Array.of(200, 1, 1), "x"), 1, 5)]).toEqual([1, 1, 1, 1, 1]);
  });
});

test("texts that repeat the beginning of the one before come back whole; a beginning longer than that is CORRUPT", () => {
  const budget = new Budget("x", DEFAULT_LIMITS);
  // Blocks of 128 in 4 pieces; three values: the first, then differences above the smallest. Beginnings of 0, 2, 3; then lengths of 3, 1, 1.
  const beginnings = [0x80, 1, 4, 3, 0, 2, 1, 0, 0, 0, 1, 0, 0, 0];
  const lengths = [0x80, 1, 4, 3, 6, 3, 2, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0];
  const decoder = /** @type {any} */ ({ type: "BYTE_ARRAY", element: { converted_type: "UTF8" }, parsers: DEFAULT_PARSERS });
  const read = (/** @type {number[]} */ head) => {
    const bytes = Uint8Array.from([...head, ...lengths, ...new TextEncoder().encode("abcde")]);
    return pageValues(new Cursor(bytes, "x"), 3, "DELTA_BYTE_ARRAY", decoder, undefined, budget);
  };
  expect(read(beginnings)).toEqual(["abc", "abd", "abde"]);
  expect(() => read(beginnings.with(4, 2))).toThrow("repeats 1 bytes of a value, and it has 0");
  expect(() => read(beginnings.with(2, 0))).toThrow("in 0 pieces");
});

test("a header that states more entries than it has bytes is CORRUPT before the library makes room for them", () => {
  // Field 1, a list of 2^28 structures.
  const bytes = Uint8Array.of(0x19, 0xfc, 0x80, 0x80, 0x80, 0x80, 0x01, 0, 0);
  expect(() => checkStruct(bytes, 0, "x")).toThrow("a list of 268435456 entries in 2 bytes");
  expect(() => checkStruct(Uint8Array.of(0x19, 0x2c, 0, 0, 0), 0, "x")).not.toThrow();
  expect(() => checkStruct(new Uint8Array(200).fill(0x1c), 0, "x")).toThrow("more than 64 deep");
});

test("a zstd frame whose table of weights names one weight alone is refused; the library would read it without an end", () => {
  // Found by the fuzzer: 86 bytes packed by DuckDB; bytes changed.
  const frame = Buffer.from(
    "28b52ffd20566d01002245090e10e6ff4f0d9b3b389aff910cdfc96aba18b1ad010000c043d943b98f6c29477edc7871e2c3850707de",
    "hex",
  );
  expect(() => unpackZstd(frame, new Uint8Array(86))).toThrow("has no end");
  const skipped = Buffer.concat([Buffer.from("502a4d1803000000616263", "hex"), frame]);
  expect(() => unpackZstd(skipped, new Uint8Array(86))).toThrow("has no end");
});
