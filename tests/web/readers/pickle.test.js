import { describe, expect, test } from "vitest";
import { unpickle } from "../../../web/src/readers/pickle.js";
import { commonName, NumpyArray } from "../../../web/src/readers/pickle-names.js";
import { bytesOf, joined, little } from "../../fixtures/build/values.js";

/** @param {Uint8Array} bytes */
const read = (bytes) => unpickle(bytes, "x.pkl", commonName);
/** A pickle from its instructions. @param {(string | number[])[]} parts */
const program = (...parts) => joined([...parts.map((part) => (typeof part === "string" ? part : Uint8Array.from(part))), "."]);

describe("values", () => {
  // Each pair: what pickletools shows for the value, and the value.
  test.each([
    ["protocol 0 integer", program("I-12\n"), -12],
    ["protocol 0 truth", program("I01\n"), true],
    ["protocol 0 long", program("L-70000000000L\n"), -7e10],
    ["protocol 0 fraction", program("F-2.5\n"), -2.5],
    ["protocol 0 infinity", program("F-inf\n"), Number.NEGATIVE_INFINITY],
    ["protocol 0 string with escapes", program("S'a\\x41\\n\\'\\\\'\n"), "aA\n'\\"],
    ["protocol 0 unicode with escapes", program("Vx\\u00e9\\U0001f600\n"), "x\u00e9\u{1f600}"],
    ["protocol 1 one-byte integer", program("K", [255]), 255],
    ["protocol 1 two-byte integer", program("M", [0, 1]), 256],
    ["protocol 1 four-byte negative integer", program("J", [255, 255, 255, 255]), -1],
    ["protocol 1 fraction", program("G", [0x40, 4, 0, 0, 0, 0, 0, 0]), 2.5],
    ["protocol 1 string", program("U", [2], "hi"), "hi"],
    ["protocol 2 long of no bytes", program([0x8a, 0]), 0],
    ["protocol 2 negative long", program([0x8a, 1, 0x80]), -128],
    ["protocol 2 long whose sign byte is only a sign", program([0x8a, 2, 0x80, 0]), 128],
    ["protocol 2 long beyond 2^53", program([0x8a, 8], [1, 0, 0, 0, 0, 0, 0, 0x40]), 2n ** 62n + 1n],
    ["protocol 3 bytes", program("C", [2, 0, 255]), Uint8Array.of(0, 255)],
    ["protocol 4 short text", program([0x8c, 2], [0xc3, 0xa9]), "\u00e9"],
    ["protocol 4 set", program([0x8f], "(K", [1], "K", [2], [0x90]), new Set([1, 2])],
    ["protocol 4 frozen set", program("(K", [1], [0x91]), new Set([1])],
    ["protocol 5 byte array", program([0x96], [...little(2, 8)], [7, 8]), Uint8Array.of(7, 8)],
    ["None", program("N"), null],
    [
      "tuples of one to three",
      program("K", [1], [0x85], "K", [1], "K", [2], [0x86], "NNN", [0x87], [0x87]),
      [[1], [1, 2], [null, null, null]],
    ],
    ["list built at once", program("(K", [1], "K", [2], "l"), [1, 2]],
    ["dictionary built at once", program("(K", [1], "K", [2], "d"), new Map([[1, 2]])],
    ["dictionary filled one by one", program("}K", [1], "K", [2], "s"), new Map([[1, 2]])],
    ["value kept and recalled by text", program("K", [5], "p3\n0g3\n"), 5],
    ["value kept by protocol 4", program("K", [5], [0x94], "0h", [0]), 5],
    ["value doubled", program("](K", [5], "2e"), [5, 5]],
    ["values dropped to a mark", program("K", [5], "(NN1"), 5],
  ])("reads a %s", (_title, bytes, value) => {
    expect(read(bytes)).toEqual(value);
  });

  test("keeps one object one: a list that is named twice is the same list", () => {
    const [first, second] = /** @type {unknown[]} */ (read(program("](]q", [1], "h", [1], "e")));
    expect(first).toBe(second);
  });
});

describe("NumPy", () => {
  const array = (/** @type {string} */ core) =>
    program(
      `c${core}.multiarray\n_reconstruct\n(cnumpy\nndarray\n(K`,
      [0],
      "tU",
      [1],
      "btR(K",
      [1],
      "(K",
      [2],
      "K",
      [2],
      "tcnumpy\ndtype\n(U",
      [2],
      "f4K",
      [0],
      "K",
      [1],
      "tR(K",
      [3],
      "U",
      [1],
      "<NNNJ",
      [255, 255, 255, 255],
      "J",
      [255, 255, 255, 255],
      "K",
      [0],
      "tb",
      [0x89],
      "C",
      [16],
      [...bytesOf([1, 2, 3, 4], "float32")],
      "tb",
    );

  test.each(["numpy.core", "numpy._core"])("reads an array of %s", (core) => {
    const found = read(array(core));
    expect(found).toBeInstanceOf(NumpyArray);
    expect(found).toMatchObject({ shape: [2, 2], descr: "<f4", fortran: false, bytes: bytesOf([1, 2, 3, 4], "float32") });
  });

  /** A number of eight bytes, as NumPy pickles it. @param {number[]} bytes */
  const scalar = (bytes) =>
    program("cnumpy.core.multiarray\nscalar\n(cnumpy\ndtype\n(U", [2], "f8K", [0], "K", [1], "tRC", [bytes.length], bytes, "tR");

  test("reads a single number", () => {
    expect(read(scalar([...bytesOf([2.5], "float64")]))).toBe(2.5);
  });

  test("refuses a number whose bytes do not fit its type", () => {
    for (const length of [4, 16])
      expect(() => read(scalar(new Array(length).fill(65)))).toThrow(/describes a number of 8 bytes \(.?f8\) wrongly/);
  });
});

describe("what is not data", () => {
  test.each([
    ["os", "system"],
    ["posix", "system"],
    ["nt", "system"],
    ["subprocess", "Popen"],
    ["builtins", "eval"],
    ["builtins", "exec"],
    ["builtins", "getattr"],
    ["builtins", "__import__"],
    ["__builtin__", "apply"],
    ["operator", "attrgetter"],
    ["functools", "partial"],
    ["numpy", "load"],
    ["numpy.core.multiarray", "__class__"],
    ["collections", "constructor"],
    ["argparse", "Namespace"],
    ["copyreg", "_reconstructor"],
    ["", ""],
    ["__proto__", "x"],
  ])("%s.%s is refused by its name, in every way to ask for it", (module, name) => {
    const refused = expect.objectContaining({ code: "FORBIDDEN_GLOBAL", message: expect.stringContaining(`"${module}.${name}"`) });
    const text = (/** @type {string} */ value) => ["X", [...little(value.length, 4)], value];
    expect(() => read(program(`c${module}\n${name}\n`))).toThrow(refused);
    expect(() => read(program(...text(module), ...text(name), [0x93]))).toThrow(refused);
    expect(() => read(program(`(i${module}\n${name}\n`))).toThrow(refused);
  });

  test("a name that is built of other values than text is refused", () => {
    expect(() => read(program("NK", [1], [0x93]))).toThrow(expect.objectContaining({ code: "FORBIDDEN_GLOBAL" }));
  });

  // A list that names the one before it ten times, forty times over: 10^40 items if it were written out.
  const bomb = [
    "]q\0",
    ...Array.from({ length: 39 }, (_, i) => `0]q${String.fromCharCode(i + 1)}(${`h${String.fromCharCode(i)}`.repeat(10)}e`),
  ].join("");

  test.each([
    ["str", `cbuiltins\nstr\n(${bomb}tR`],
    ["int", `cbuiltins\nint\n(${bomb}tR`],
    ["numpy.dtype", `cnumpy\ndtype\n(${bomb}tR`],
    ["bytes", `cbuiltins\nbytes\n(${bomb}tR`],
    ["an array's shape", `cnumpy\nndarray\n)R(K\x01(${bomb}tcnumpy\ndtype\n(U\x02f4tR\x89U\x00tb`],
  ])("lists that hold each other many times over are not written out for %s", (_title, instructions) => {
    const bytes = new Uint8Array(Buffer.from(`${instructions}.`, "latin1"));
    expect(() => read(bytes)).toThrow(expect.objectContaining({ code: "CORRUPT" }));
  });

  test("a name that is such a list is refused without being written out", () => {
    expect(() => read(program(bomb, bomb, [0x93]))).toThrow(expect.objectContaining({ code: "FORBIDDEN_GLOBAL" }));
  });

  test("a pointer to data outside the file is refused", () => {
    expect(() => read(program("P7\n"))).toThrow(expect.objectContaining({ code: "CORRUPT" }));
  });

  test("a number of a million digits is refused, not computed", () => {
    expect(() => read(program(`L${"9".repeat(1e6)}L\n`))).toThrow(expect.objectContaining({ code: "CORRUPT" }));
  });

  test("a length beyond the file is TRUNCATED before anything is allocated", () => {
    expect(() => read(program([0x8e], [...little(2 ** 40, 8)]))).toThrow(expect.objectContaining({ code: "TRUNCATED" }));
  });
});
