import { describe, expect, test } from "vitest";
import { openFile } from "../../../web/src/readers/index.js";

const D = 12;
const N = 6;
const fraction = (/** @type {number} */ row, /** @type {number} */ col) => (row * D + col) / 64 + 1 / 128;
const rowOf = (/** @type {number} */ row, order = Array.from({ length: D }, (_, col) => col)) => order.map((col) => fraction(row, col));
const VALUES = Array.from({ length: N }, (_, row) => rowOf(row)).flat();
const NAMES = Array.from({ length: N }, (_, row) => `img_00${row}.jpg`);
const each = (/** @type {(row: number) => string} */ line) => Array.from({ length: N }, (_, row) => line(row));
const counted = (/** @type {string} */ prefix, from = 0) => Array.from({ length: D }, (_, col) => `${prefix}${col + from}`);
/** As a program sorts them that takes them for words. */
const AS_WORDS = [0, 1, 10, 11, 2, 3, 4, 5, 6, 7, 8, 9];

/** @param {string[]} lines @param {string} [name] */
const open = (lines, name = "x.csv") => openFile(new File([`${lines.join("\n")}\n`], name));
/** @param {string[]} lines @param {string} [name] */
async function read(lines, name) {
  const { arrays, columns } = await open(lines, name);
  expect(arrays).toHaveLength(1);
  return { values: [...(await arrays[0].readRows(0, arrays[0].rows))], dimensions: arrays[0].dimensions, columns };
}

describe("numbers as names of columns, as pandas writes them,", () => {
  test.each([
    ["beside a column of words", `${counted("")},image_id`, each((row) => `${rowOf(row)},${NAMES[row]}`), [["image_id", NAMES]]],
    [
      "behind an index",
      `,${counted("")},image_id`,
      each((row) => `${row},${rowOf(row)},${NAMES[row]}`),
      [
        ["column 1", ["0", "1", "2", "3", "4", "5"]],
        ["image_id", NAMES],
      ],
    ],
    [
      "behind an index that was written twice",
      `Unnamed: 0,${counted("")}`,
      each((row) => `${row},${rowOf(row)}`),
      [["Unnamed: 0", ["0", "1", "2", "3", "4", "5"]]],
    ],
    ["from 1 on", `${counted("", 1)}`, each((row) => `${rowOf(row)}`), []],
    ["sorted as words", `${AS_WORDS},image_id`, each((row) => `${rowOf(row, AS_WORDS)},${NAMES[row]}`), [["image_id", NAMES]]],
  ])("%s are a header", async (_title, header, lines, expected) => {
    const { values, columns } = await read([header, ...lines]);
    expect(values).toEqual(VALUES);
    expect(columns.map(({ name, values }) => [name, values])).toEqual(expected);
  });

  test("are data where a word beside them is like the words below", async () => {
    const { values, columns } = await read([`${counted("")},a_0.jpg`, ...each((row) => `${rowOf(row)},a_${row + 1}.jpg`)]);
    expect(values).toEqual([...Array.from({ length: D }, (_, col) => col), ...VALUES]);
    expect(columns[0].values).toHaveLength(N + 1);
  });
});

describe("names of dimensions", () => {
  test("are kept, and numbered ones stand in the order of their numbers", async () => {
    const lines = each((row) => `${rowOf(row, AS_WORDS)},${NAMES[row]}`);
    const { values, dimensions } = await read([`${AS_WORDS.map((col) => `dim_${col}`)},image_id`, ...lines]);
    expect(values).toEqual(VALUES);
    expect(dimensions).toEqual(counted("dim_"));
  });

  test("without numbers, or with gaps, keep the file's order", async () => {
    const words = [..."lkjihgfedcba"];
    expect(await read([`${words}`, ...each((row) => `${rowOf(row)}`)])).toMatchObject({ values: VALUES, dimensions: words });
    const gaps = AS_WORDS.map((col) => `dim_${2 * col}`);
    expect(await read([`${gaps}`, ...each((row) => `${rowOf(row)}`)])).toMatchObject({ values: VALUES, dimensions: gaps });
  });

  test("are absent where the file has no header", async () => {
    expect((await read(each((row) => `${rowOf(row)}`))).dimensions).toBeUndefined();
  });
});

describe("comments above the data", () => {
  const comma = each((row) => `${rowOf(row)}`);
  test.each([
    ["the names, as numpy.savetxt writes them", [`# ${counted("d")}`, ...comma], counted("d")],
    ["the names between blanks", [`# ${counted("d").join(" ")}`, ...each((row) => rowOf(row).join(" "))], counted("d")],
    ["more before them", ["# CLIP, of today", "#", `# ${counted("d")}`, ...comma], counted("d")],
    ["no names", ["# CLIP, of today", ...comma], undefined],
  ])("with %s lose no column", async (_title, lines, dimensions) => {
    expect(await read(lines)).toMatchObject({ values: VALUES, dimensions });
  });

  test("give the name without the mark", async () => {
    const { columns } = await open(["#image_id,caption", ...each((row) => `${NAMES[row]},a dog`)]);
    expect(columns.map(({ name, values }) => [name, values.length])).toEqual([
      ["image_id", N],
      ["caption", N],
    ]);
  });

  test("are data where they are texts like those below", async () => {
    const { columns } = await open(["#1 film of the chest", "the film of a chest", "a film of the heart"]);
    expect(columns[0].values).toHaveLength(3);
  });

  test("below the data are reported by their row", async () => {
    await expect(open([`# ${counted("d")}`, ...comma, "# end"])).rejects.toMatchObject({
      code: "CORRUPT",
      message: expect.stringMatching(/row 6 .*begins with #/),
    });
  });
});

describe("ids without a header", () => {
  const ids = each((row) => String(391895 + 17 * row));
  test.each([
    ["words in front", each((row) => `${NAMES[row]},${rowOf(row)}`), "column 1", NAMES],
    ["words behind", each((row) => `${rowOf(row)},${NAMES[row]}`), `column ${D + 1}`, NAMES],
    ["whole numbers in front", each((row) => `${ids[row]},${rowOf(row)}`), "column 1", ids],
    ["whole numbers among fractions", each((row) => `${rowOf(row).slice(0, 5)},${ids[row]},${rowOf(row).slice(5)}`), "column 6", ids],
    [
      "whole numbers as NumPy writes them",
      each((row) => [Number(ids[row]), ...rowOf(row)].map((x) => x.toExponential(18)).join()),
      "column 1",
      ids,
    ],
    ["whole numbers that come again", each((row) => `${ids[row >> 1]},${rowOf(row)}`), "column 1", ids.map((_, row) => ids[row >> 1])],
    ["numbers with leading zeros", each((row) => `000${ids[row]},${rowOf(row)}`), "column 1", ids.map((id) => `000${id}`)],
  ])("(%s) are a column, not a dimension", async (_title, lines, name, expected) => {
    const { values, columns } = await read(lines);
    expect(values).toEqual(VALUES);
    expect(columns).toEqual([{ name, values: expected }]);
  });

  test("are not seen in a dimension that is zero throughout, or among whole numbers", async () => {
    expect((await open(each((row) => `0,${rowOf(row)}`))).arrays[0].cols).toBe(D + 1);
    expect((await open(["5,1,2", "7,2,3", "9,3,4"])).arrays[0].cols).toBe(3);
  });
});

describe("names of rows", () => {
  test.each([
    ["with blanks", (/** @type {string[]} */ cells) => cells.join(" ")],
    ["with commas", (/** @type {string[]} */ cells) => cells.join()],
  ])("as R writes them (%s) are a column, though the header is one field shorter", async (_title, join) => {
    const lines = [join(counted("V", 1).map((name) => `"${name}"`)), ...each((row) => join([`"case ${row}"`, ...rowOf(row).map(String)]))];
    const { values, columns, dimensions } = await read(lines);
    expect(values).toEqual(VALUES);
    expect(dimensions).toEqual(counted("V", 1));
    expect(columns[0].values).toEqual(each((row) => `case ${row}`));
  });

  test("are not seen in a stray separator", async () => {
    await expect(open(["id,caption", ...each((row) => `${row},A scan, normal.`)])).rejects.toMatchObject({ code: "CORRUPT" });
    await expect(open(["id,embedding", ...each((row) => `${row},${fraction(row, 0)},0.5`)])).rejects.toMatchObject({ code: "CORRUPT" });
    const { values } = await read(["a,b,c", ...each((row) => `${rowOf(row).slice(0, 3)},`)]);
    expect(values.slice(0, 3)).toEqual(rowOf(0).slice(0, 3));
  });
});

describe("vectors of words", () => {
  const words = ["the", "e.g.", "2003", '"', "na", "12"];
  test.each([
    ["as word2vec writes them", [`${N} ${D}`, ...each((row) => `${words[row]} ${rowOf(row).join(" ")} `)], words],
    ["as GloVe writes them", each((row) => `${words[row]} ${rowOf(row).join(" ")}`), words],
    ["of several parts", each((row) => `${row === 3 ? ". . ." : words[row]} ${rowOf(row).join(" ")}`), words.with(3, ". . .")],
    [
      "that all look like numbers",
      [`${N} ${D}`, ...each((row) => `${2000 + row}.5 ${rowOf(row).join(" ")}`)],
      each((row) => `${2000 + row}.5`),
    ],
  ])("%s keep their words", async (_title, lines, expected) => {
    const { values, columns } = await read(lines, "x.txt");
    expect(values).toEqual(VALUES);
    expect(columns[0].values).toEqual(expected);
  });

  test("that are fewer than the first line states are refused", async () => {
    await expect(open([`${N + 1} ${D}`, ...each((row) => `w${row} ${rowOf(row).join(" ")}`)])).rejects.toMatchObject({
      code: "TRUNCATED",
      message: expect.stringMatching(/states 7 rows.*6 rows follow/),
    });
  });

  test("with a number too many are refused, not read as a longer word", async () => {
    const lines = [`${N} ${D}`, ...each((row) => `w${row} ${row === 4 ? "0.5 " : ""}${rowOf(row).join(" ")}`)];
    await expect(open(lines)).rejects.toMatchObject({ code: "CORRUPT", message: expect.stringContaining("row 4") });
  });
});

describe("the first line of a table of words", () => {
  test.each([
    ["names of files, in one column", NAMES, N],
    ["sentences", each((row) => `A child in a pink dress, ${["one", "two", "six", "ten", "red", "shy"][row]}`.replace(",", "")), N],
    ["classes", ["dog", "cat", "hot dog"], 3],
    ["hashes and texts", each((row) => `10002${row}8201_693b08cb${row}e.jpg#${row}\tA child in a dress .`), N],
    ["paths and texts", each((row) => `train/a${row}/x.png\tno finding`), N],
  ])("is data where it is one of them: %s", async (_title, lines, rows) => {
    const { columns } = await open(lines, "metadata.tsv");
    expect(columns.map(({ name, values }) => [name, values.length])).toEqual(columns.map((_, column) => [`column ${column + 1}`, rows]));
  });

  test.each([
    ["a usual name", ["image_id", ...NAMES], ["image_id"]],
    ["a name above sentences", ["radiology_text", ...each((row) => `No acute finding, in ${row}`.replace(",", ""))], ["radiology_text"]],
    ["names above two columns", ["label\tindex", ...each((row) => `dog\t${row}`)], ["label", "index"]],
    ["names above files and texts", ["picture\tsays", ...each((row) => `${NAMES[row]}\ta dog`)], ["picture", "says"]],
  ])("is a header where it is clearly one: %s", async (_title, lines, names) => {
    const { columns } = await open(lines, "metadata.tsv");
    expect(columns.map(({ name, values }) => [name, values.length])).toEqual(names.map((name) => [name, N]));
  });
});

describe("lists printed into cells", () => {
  const list = (/** @type {number} */ row) => rowOf(row).join(", ");
  test.each([
    ["tensor([…], device)", (/** @type {number} */ row) => `tensor([${list(row)}], device='cuda:0')`],
    [
      "tensor([[…]], dtype, grad_fn)",
      (/** @type {number} */ row) => `tensor([[${list(row)}]], dtype=torch.float16,\n       grad_fn=<DivBackward0>)`,
    ],
    ["tensor([…], requires_grad)", (/** @type {number} */ row) => `tensor([${list(row)}], requires_grad=True)`],
    ["array([…], dtype)", (/** @type {number} */ row) => `array([${list(row)}], dtype=float32)`],
    [
      "[np.float32(…), …]",
      (/** @type {number} */ row) =>
        `[${rowOf(row)
          .map((x) => `np.float32(${x})`)
          .join(", ")}]`,
    ],
    [
      "[tensor(…, device), …]",
      (/** @type {number} */ row) =>
        `[${rowOf(row)
          .map((x) => `tensor(${x}, device='cuda:0')`)
          .join(", ")}]`,
    ],
    [
      "['…', '…']",
      (/** @type {number} */ row) =>
        `[${rowOf(row)
          .map((x) => `'${x}'`)
          .join(", ")}]`,
    ],
    ["[[… …]]", (/** @type {number} */ row) => `[[${rowOf(row).join(" ")}]]`],
    [
      "<tf.Tensor: …>",
      (/** @type {number} */ row) => `<tf.Tensor: shape=(12,), dtype=float32, numpy=array([${list(row)}], dtype=float32)>`,
    ],
  ])("%s are read", async (_title, cell) => {
    const { values, columns } = await read(["id,embedding", ...each((row) => `${NAMES[row]},"${cell(row)}"`)]);
    expect(values).toEqual(VALUES);
    expect(columns).toEqual([{ name: "id", values: NAMES }]);
  });

  test.each([
    ["abbreviated", "tensor([0.1, 0.2, ..., 0.3], device='cuda:0')", /abbreviated.*numpy\.save/],
    ["of two rows", `[[${list(0)}], [${list(1)}]]`, /holds 2 lists of numbers/],
    ["that cannot be read", "[1.0.0, 2]", /cannot be read: it begins with "\[1\.0\.0/],
  ])("%s are refused with column and row", async (_title, cell, says) => {
    const failure = open(["id,embedding", ...each((row) => `${NAMES[row]},"${cell}"`)]);
    await expect(failure).rejects.toMatchObject({ code: "CORRUPT", message: expect.stringMatching(says) });
    await expect(failure).rejects.toMatchObject({ message: expect.stringMatching(/column "embedding", row 0 /) });
  });

  test("of words, or of ids, are one value an item", async () => {
    const { arrays, columns } = await open(["text_id,files,image_ids", `1,"['a.jpg', 'b, c.jpg']","[12, 007]"`, `2,"['d.jpg']","[14]"`]);
    expect(arrays).toEqual([]);
    expect(columns.slice(1)).toEqual([
      { name: "files", values: ["a.jpg", "b, c.jpg", "d.jpg"], rowOf: Int32Array.of(0, 0, 1) },
      { name: "image_ids", values: ["12", "007", "14"], rowOf: Int32Array.of(0, 0, 1) },
    ]);
  });
});

test("row 0 that is wrong itself is not measured by rows above it", async () => {
  const lines = ["id,d0,d1,d2", "a,oops,0.5,0.25", "b,1.5,0.5,0.25", "c,2.5,0.5,0.25"];
  await expect(open(lines)).rejects.toMatchObject({
    message: expect.stringMatching(/"oops" in column "d0", row 0 .*most rows below hold numbers/),
  });
});

test("leading zeros and dates stay as they are written", async () => {
  const { columns } = await open(["image_id,date,embedding", `000391895,20240105,"[0.5, 1.5]"`, `000391896,2024-01-06,"[0.5, 1.5]"`]);
  expect(columns.map(({ values }) => values)).toEqual([
    ["000391895", "000391896"],
    ["20240105", "2024-01-06"],
  ]);
});
