import { describe, expect, test } from "vitest";
import { DEFAULT_LIMITS, openFile } from "../../../web/src/readers/index.js";
import { quarters } from "../../fixtures/build/values.js";

/** @param {BlobPart} text @param {string} [name] */
const open = (text, name = "x.csv", limits = DEFAULT_LIMITS) => openFile(new File([text], name), limits);
/** @param {string} text @param {string} [name] */
async function valuesOf(text, name) {
  const { arrays } = await open(text, name);
  return Promise.all(arrays.map(async ({ name, rows, readRows }) => [name, rows, ...(await readRows(0, rows))]));
}

describe("columns that are not vectors", () => {
  test("are kept as text: ids, captions, labels, metadata", async () => {
    const { arrays, columns } = await open('image_id,caption,e0,e1,e2,sex,age\n007,"A scan, normal.",1,2,3,f,61\n008,Another,4,5,6,m,70\n');
    expect(arrays.map(({ name, rows, cols }) => [name, rows, cols])).toEqual([["", 2, 3]]);
    expect(columns).toEqual([
      { name: "image_id", values: ["007", "008"] },
      { name: "caption", values: ["A scan, normal.", "Another"] },
      { name: "sex", values: ["f", "m"] },
      { name: "age", values: ["61", "70"] },
    ]);
  });

  test("make a file of metadata, without any array", async () => {
    const { arrays, columns } = await open("image_id,caption\na,one\na,two\nb,three\n");
    expect(arrays).toEqual([]);
    expect(columns.map(({ name, values }) => [name, values.length])).toEqual([
      ["image_id", 3],
      ["caption", 3],
    ]);
  });

  test("do not hide a lone number column among lists", async () => {
    const { columns } = await open('vector,score\n"[1, 2]",0.5\n"[3, 4]",0.75\n');
    expect(columns).toEqual([{ name: "score", values: ["0.5", "0.75"] }]);
  });
});

describe("numbers", () => {
  test.each([
    ["", "nan", "NaN"],
    ["NA", "null", "None"],
  ])("missing values (%j, %j, %j) are NaN, which is data", async (a, b, c) => {
    expect(await valuesOf(`x,y,z\n1,2,3\n${a},${b},${c}\n4,5,6\n`)).toEqual([
      ["", 3, 1, 2, 3, Number.NaN, Number.NaN, Number.NaN, 4, 5, 6],
    ]);
  });

  test("infinities are read", async () => {
    expect(await valuesOf("1,2\ninf,-Infinity\n3,4\n")).toEqual([["", 3, 1, 2, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 3, 4]]);
  });

  test("decimal commas need another separator", async () => {
    expect(await valuesOf("0,5;1,25\n-0,25;1e-1\n")).toEqual([["", 2, 0.5, 1.25, -0.25, Math.fround(0.1)]]);
    expect(await valuesOf("0,5\n1,25\n")).toEqual([["", 2, 0, 5, 1, 25]]);
  });

  test("a first row of whole numbers is data where it does not count 0, 1, 2", async () => {
    expect(await valuesOf("3,1,2\n1,2,3\n")).toEqual([["", 2, 3, 1, 2, 1, 2, 3]]);
  });
});

describe("text", () => {
  test("in UTF-16, as spreadsheets save it, is read", async () => {
    const text = "id\td0\td1\nä\t1\t2\nö\t3\t4\n";
    const bytes = new Uint8Array(2 + 2 * text.length);
    bytes.set([0xff, 0xfe]);
    for (let i = 0; i < text.length; i++) new DataView(bytes.buffer).setUint16(2 + 2 * i, text.charCodeAt(i), true);
    const { arrays, columns } = await open(bytes, "x.tsv");
    expect([...(await arrays[0].readRows(0, 2))]).toEqual([1, 2, 3, 4]);
    expect(columns).toEqual([{ name: "id", values: ["ä", "ö"] }]);
  });

  test.each(["\n", "\r\n", "\r"])("with lines that end in %j is read", async (end) => {
    expect(await valuesOf(["a,b", "1,2", "", "3,4", ""].join(end))).toEqual([["", 2, 1, 2, 3, 4]]);
  });

  test("without a last line end, with blank lines, is read", async () => {
    expect(await valuesOf("\na,b\n1,2\n\n3,4")).toEqual([["", 2, 1, 2, 3, 4]]);
  });
});

test("a table of 3 MB, whose quoted cells cross every border between reads, gives every value", async () => {
  const lines = ["id,caption,vector"];
  const rows = 9000;
  for (let i = 0; i < rows; i++) lines.push(`${i},"says ""${"é".repeat(i % 97)}"",\n${i}","[${i}, ${i + 0.5}, ${-i}]"`);
  const { arrays, columns } = await open(`${lines.join("\r\n")}\r\n`);
  const values = await arrays[0].readRows(0, rows);
  expect([arrays[0].name, arrays[0].rows, arrays[0].cols]).toEqual(["vector", rows, 3]);
  for (let i = 0; i < rows; i++) {
    expect([...values.subarray(3 * i, 3 * i + 3)]).toEqual([i, i + 0.5, 0 - i]);
    expect(columns[1].values[i]).toBe(`says "${"é".repeat(i % 97)}",\n${i}`);
  }
});

test("a bad cell far down is named by its row", async () => {
  const lines = Array.from({ length: 60000 }, (_, i) => `${i / 2},${i / 3}`);
  lines[54321] = "1,none at all";
  await expect(open(lines.join("\n"))).rejects.toMatchObject({
    code: "CORRUPT",
    details: { row: 54321 },
    message: expect.stringContaining("row 54321"),
  });
});

test("a table above the memory limit is TOO_LARGE", async () => {
  const text = "1,2\n".repeat(10000);
  await expect(open(text, "x.csv", { memory: 20000, header: 1e6 })).rejects.toMatchObject({ code: "TOO_LARGE" });
});

describe("a table that describes items", () => {
  const lines = (/** @type {string} */ header, /** @type {string} */ row) => `${header}\n${Array(4).fill(row).join("\n")}\n`;

  test.each([
    ["one number beside words", lines("image,caption,score", "a.png,a scan of the chest,0.5"), ["image", "caption", "score"]],
    ["a few numbers beside words", lines("path,age,weight,site", "a.png,61,70.5,north"), ["path", "site", "age", "weight"]],
    ["one number beside an id", lines("id,age", "7,61"), ["id", "age"]],
    ["only words", lines("id;caption", "7;a scan, of the chest"), ["id", "caption"]],
  ])("with %s gives columns and no array", async (_title, text, names) => {
    const { arrays, columns } = await open(text);
    expect(arrays).toEqual([]);
    expect(columns.map(({ name }) => name)).toEqual(names);
  });

  test("beside numbers that are many, or numbered, leaves them a vector", async () => {
    const named = lines(`path,${[..."abcdefgh"].join(",")}`, `a.png,${quarters(8).join(",")}`);
    const numbered = lines("caption,e_0,e_1", "a scan of the chest,0.5,0.25");
    expect((await open(named)).arrays.map(({ cols }) => cols)).toEqual([8]);
    expect((await open(numbered)).arrays.map(({ cols }) => cols)).toEqual([2]);
  });
});

test("vectors of images and texts, ids and captions stand in one table, with or without brackets, whatever separates them", async () => {
  const row = (/** @type {number} */ i) => [
    `case ${i}`,
    quarters(8, i).join(" "),
    `[${quarters(8, i + 3).join(", ")}]`,
    'says "no", twice',
  ];
  for (const [delimiter, name] of [",,x.csv", ";;x.csv", "\t\tx.tsv"].map((entry) => [entry[0], entry.slice(2)])) {
    const lines = [0, 1, 2].map((i) =>
      row(i)
        .map((cell) => `"${cell.replaceAll('"', '""')}"`)
        .join(delimiter),
    );
    const { arrays, columns } = await open(
      [["id", "image_embedding", "text_embedding", "caption"].join(delimiter), ...lines].join("\n"),
      name,
    );
    expect(arrays.map(({ name, rows, cols }) => [name, rows, cols])).toEqual([
      ["image_embedding", 3, 8],
      ["text_embedding", 3, 8],
    ]);
    expect([...(await arrays[0].readRows(1, 2))]).toEqual(quarters(8, 1));
    expect([...(await arrays[1].readRows(2, 3))]).toEqual(quarters(8, 5));
    expect(columns).toEqual([
      { name: "id", values: ["case 0", "case 1", "case 2"] },
      { name: "caption", values: Array(3).fill('says "no", twice') },
    ]);
  }
});
