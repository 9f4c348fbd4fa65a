import { describe, expect, test } from "vitest";
import { decodeRows, loadedSource, memorySource, plainSource, readPlainRows, VALUE_BYTES } from "../../../web/src/readers/plain-rows.js";
import { bytesOf, quarters, wholes } from "../../fixtures/build/values.js";

/** @import { DType, PlainRows } from "../../../web/src/types.d.ts" */

const DTYPES = /** @type {DType[]} */ (Object.keys(VALUE_BYTES));

/** @param {Uint8Array} bytes */
const bufferOf = (bytes) => /** @type {ArrayBuffer} */ (bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));

/** @param {DType} dtype */
function valuesFor(dtype) {
  if (dtype.includes("float")) return quarters(24);
  return dtype === "bool" ? wholes(24).map((value) => (value ? 1 : 0)) : wholes(24);
}

describe("decodeRows", () => {
  test.each(
    DTYPES.flatMap((dtype) =>
      [
        [dtype, false],
        [dtype, true],
      ].map(([type, big]) => ({ dtype: /** @type {DType} */ (type), big: big === true })),
    ),
  )("reads $dtype, big-endian $big", ({ dtype, big }) => {
    const values = valuesFor(dtype);
    expect([...decodeRows(bufferOf(bytesOf(values, dtype, big)), dtype, big, values.length)]).toEqual(values);
  });

  test("leaves out what lies between rows", () => {
    const bytes = bufferOf(bytesOf(quarters(15), "float16"));
    const rows = decodeRows(bytes, "float16", false, { rows: 3, cols: 3, rowBytes: 10 });
    expect([...rows]).toEqual([0, 5, 10].flatMap((from) => quarters(3, from)));
  });

  test("uses the bytes of little-endian float32 as they are, without copying", () => {
    const bytes = bufferOf(bytesOf(quarters(6), "float32"));
    expect(decodeRows(bytes, "float32", false, 6).buffer).toBe(bytes);
  });

  test("fails with SHAPE where the bytes are too few", () => {
    expect(() => decodeRows(new ArrayBuffer(23), "float32", false, 6)).toThrow(expect.objectContaining({ code: "SHAPE" }));
  });

  test.each([
    [0x0001, 2 ** -24],
    [0x03ff, 1023 * 2 ** -24],
    [0x0400, 2 ** -14],
    [0x7bff, 65504],
    [0xfbff, -65504],
    [0x3555, 1365 * 2 ** -12],
    [0x7c00, Number.POSITIVE_INFINITY],
    [0xfc00, Number.NEGATIVE_INFINITY],
    [0x7e01, Number.NaN],
    [0x8000, -0],
  ])("reads the float16 0x%s exactly", (bits, value) => {
    expect(decodeRows(Uint16Array.of(bits).buffer, "float16", false, 1)[0]).toBe(value);
  });

  test("reads 64-bit integers beyond 32 bits, negative ones too", () => {
    const wide = BigInt64Array.of(-(2n ** 40n), 2n ** 33n + 2n ** 32n, -1n);
    expect([...decodeRows(wide.buffer, "int64", false, 3)]).toEqual([-(2 ** 40), 2 ** 33 + 2 ** 32, -1]);
    expect(decodeRows(BigUint64Array.of(2n ** 63n).buffer, "uint64", false, 1)[0]).toBe(2 ** 63);
  });
});

describe("rows of a file", () => {
  /** @type {PlainRows} */
  const plain = { blob: new Blob([bytesOf(quarters(12), "float32")]), dtype: "float32", bigEndian: false, rows: 4, cols: 3, rowBytes: 12 };

  test("are read where they lie", async () => {
    expect([...(await readPlainRows(plain, 1, 3))]).toEqual(quarters(6, 3));
    expect((await readPlainRows(plain, 2, 2)).length).toBe(0);
  });

  test.each([
    [-1, 2],
    [0, 5],
    [3, 2],
    [0.5, 1],
  ])("%d to %d are refused with OUT_OF_RANGE", async (begin, end) => {
    await expect(readPlainRows(plain, begin, end)).rejects.toMatchObject({ code: "OUT_OF_RANGE" });
  });

  test("fail with TRUNCATED where the file has become shorter", async () => {
    const short = { ...plain, blob: new Blob([new Uint8Array(40)]) };
    await expect(readPlainRows(short, 0, 4)).rejects.toMatchObject({ code: "TRUNCATED" });
  });

  test("fail with UNREADABLE where the file has gone", async () => {
    const gone = { size: 48, slice: () => gone, arrayBuffer: () => Promise.reject(new DOMException("gone", "NotReadableError")) };
    await expect(plainSource("x", { ...plain, blob: gone }, "x.npy").readRows(0, 4)).rejects.toMatchObject({
      code: "UNREADABLE",
      message: expect.stringContaining("x.npy"),
    });
  });

  test("fail with OUT_OF_MEMORY where there is none left", async () => {
    const full = { size: 48, slice: () => full, arrayBuffer: () => Promise.reject(new RangeError("Array buffer allocation failed")) };
    await expect(readPlainRows({ ...plain, blob: full }, 0, 4)).rejects.toMatchObject({ code: "OUT_OF_MEMORY" });
  });
});

describe("rows in memory", () => {
  test("are given as copies, so that nobody changes the source", async () => {
    const source = memorySource("x", 4, 3, "float32", Float32Array.from(quarters(12)));
    (await source.readRows(0, 4)).fill(9);
    expect([...(await source.readRows(1, 2))]).toEqual(quarters(3, 3));
  });

  test("must be as many as rows x columns", () => {
    expect(() => memorySource("x", 4, 3, "float32", new Float32Array(11))).toThrow(expect.objectContaining({ code: "SHAPE" }));
  });

  test("are loaded once, and again only after a failure", async () => {
    let calls = 0;
    const source = loadedSource("x", 2, 1, "float32", async () => {
      calls++;
      if (calls === 1) throw new Error("not yet");
      return Float32Array.of(1, 2);
    });
    await expect(source.readRows(0, 1)).rejects.toThrow("not yet");
    expect([...(await source.readRows(0, 2)), ...(await source.readRows(1, 2))]).toEqual([1, 2, 2]);
    expect(calls).toBe(2);
  });
});
