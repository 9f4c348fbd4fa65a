import { describe, expect, it, test } from "vitest";
import { consider } from "../../../web/src/pairing/index.js";
import { joinParts, partNote } from "../../../web/src/pairing/parts.js";
import { naturally, partName } from "../../../web/src/pairing/parts-names.js";
import { memorySource } from "../../../web/src/readers/plain-rows.js";
import { opened } from "./refs.js";

/** @import { OpenedFile, TextColumn } from "../../../web/src/types.d.ts" */

/** A generator of the same numbers every time. @param {number} seed */
function numbers(seed) {
  let state = seed;
  return (/** @type {number} */ below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** @template T @param {readonly T[]} items @param {ReturnType<typeof numbers>} next @returns {T[]} */
function shuffled(items, next) {
  const out = [...items];
  for (let i = out.length - 1; i > 0; i--) {
    const j = next(i + 1);
    [out[i], out[j]] = [out[j], out[i]];
  }
  return out;
}

/** Rows from … of a matrix whose value k of row r is r + k / 8. @param {string} file @param {number} from @param {number} rows @param {{ cols?: number, array?: string, columns?: TextColumn[], format?: string }} [more] @returns {OpenedFile} */
function rowsFrom(file, from, rows, { cols = 4, array = "", columns, format = "npy" } = {}) {
  const values = Float32Array.from({ length: rows * cols }, (_, i) => from + Math.floor(i / cols) + (i % cols) / 8);
  const bytes = Float32Array.from(values);
  return {
    file,
    format,
    size: bytes.byteLength,
    blob: new File([bytes.buffer], file),
    arrays: [memorySource(array, rows, cols, "float32", values)],
    listing: [{ name: array, shape: [rows, cols], dtype: "float32" }],
    columns: columns ?? [{ name: "id", values: Array.from({ length: rows }, (_, row) => `r${from + row}`) }],
  };
}

/** Files that split rows 0 … sum - 1. @param {(part: number) => string} named @param {readonly number[]} counts @param {Parameters<typeof rowsFrom>[3]} [more] */
function split(named, counts, more) {
  let from = 0;
  return counts.map((rows, part) => {
    const file = rowsFrom(named(part), from, rows, more);
    from += rows;
    return file;
  });
}

/** @param {OpenedFile} file */
async function firstValues(file) {
  const [array] = file.arrays;
  const values = await array.readRows(0, array.rows);
  return Array.from({ length: array.rows }, (_, row) => values[row * array.cols]);
}

const upTo = (/** @type {number} */ n) => Array.from({ length: n }, (_, row) => row);
const names = (/** @type {{ files: OpenedFile[] }} */ { files }) => files.map(({ file }) => file);
const codes = (/** @type {ReturnType<typeof joinParts>} */ { wholes }) => wholes.flatMap(({ failure }) => failure?.code ?? []);

const FORMS = /** @type {[string, (part: number, count: number) => string][]} */ ([
  ["clip-retrieval", (part) => `emb/img_emb/img_emb_${part}.npy`],
  ["padded", (part) => `features_${String(part).padStart(5, "0")}.npy`],
  ["counted from one", (part) => `features.part${part + 1}.npy`],
  ["of a total", (part, count) => `image-${String(part).padStart(5, "0")}-of-${String(count).padStart(5, "0")}.safetensors`],
  ["of a total, from one", (part, count) => `image-${String(part + 1).padStart(5, "0")}-of-${String(count).padStart(5, "0")}.safetensors`],
  ["Spark", (part) => `out/part-${String(part).padStart(5, "0")}-1b4e28ba-2fa1-11d2-883f-0016d3cca427-c000.snappy.parquet`],
  [
    "Spark with tasks",
    (part) => `out/part-${String(part).padStart(5, "0")}-tid-77-1b4e28ba-2fa1-11d2-883f-0016d3cca427-${part + 9}-1-c000.parquet`,
  ],
  ["batches", (part) => `images/batch_${part}.pt`],
  ["ranks", (part) => `images_rank${part}.npy`],
  ["chunks in the middle of a name", (part) => `chunk${part}_image.npy`],
]);

describe("shards", () => {
  test.each(FORMS)("%s: any split, listed in any order, gives the rows and columns of the whole", async (_, named) => {
    const next = numbers(7);
    for (let trial = 0; trial < 20; trial++) {
      const counts = Array.from({ length: 3 + next(12) }, () => 1 + next(9));
      const total = counts.reduce((sum, rows) => sum + rows, 0);
      const parts = split((part) => named(part, counts.length), counts);
      const found = joinParts(shuffled(parts, next));
      expect(names(found)).toHaveLength(1);
      const [whole] = found.files;
      expect(await firstValues(whole)).toEqual(upTo(total));
      expect(whole.columns.map(({ name, values }) => [name, values])).toContainEqual(["id", upTo(total).map((row) => `r${row}`)]);
      expect(whole.parts).toEqual(parts);
      const begin = next(total);
      const end = begin + next(total - begin + 1);
      const rows = await whole.arrays[0].readRows(begin, end);
      expect([...rows].filter((_, i) => i % 4 === 0)).toEqual(upTo(total).slice(begin, end));
      await expect(whole.arrays[0].readRows(0, total + 1)).rejects.toMatchObject({ code: "OUT_OF_RANGE" });
    }
  });

  test.each(FORMS)("%s: a part that is missing between others is named, and nothing is joined around the hole", (_, named) => {
    const next = numbers(11);
    for (let trial = 0; trial < 20; trial++) {
      const count = 3 + next(6);
      const parts = split((part) => named(part, count), Array(count).fill(5));
      const gone = 1 + next(count - 2);
      const found = joinParts(
        shuffled(
          parts.filter((_part, part) => part !== gone),
          next,
        ),
      );
      // Two files that are numbered 0 and 2, and no word: nothing is joined, and that is asked about or left.
      if (count === 3 && found.wholes.length === 0) expect(named(0, 3)).toContain("features_");
      else {
        expect(codes(found)).toEqual(["MISSING_PART"]);
        expect(found.wholes[0].failure?.message).toContain(`${named(gone, count)} is not there`.replace(/^.*-tid-.*$/, "is not there"));
        expect(found.files).toEqual([]);
      }
    }
  });

  it("whose total is stated or told by the other side lack the first and the last as well", () => {
    const total = split((part) => `image-0000${part}-of-00004.npy`, [5, 5, 5, 5]);
    for (const gone of [0, 3]) {
      const found = joinParts(total.filter((_, part) => part !== gone));
      expect(codes(found)).toEqual(["MISSING_PART"]);
      expect(found.files).toEqual([]);
    }
    expect(codes(joinParts(total.slice(0, 1)))).toEqual(["MISSING_PART"]);
    const images = split((part) => `img_emb/img_emb_${part}.npy`, [5, 5, 3]);
    const texts = split((part) => `text_emb/text_emb_${part}.npy`, [5, 5, 3]);
    for (const gone of [0, 1, 2]) {
      const found = joinParts([...images, ...texts.filter((_, part) => part !== gone)]);
      expect(codes(found)).toContain("MISSING_PART");
      expect(found.wholes.find(({ failure }) => failure)?.failure?.message).toContain(`text_emb_${gone}.npy`);
    }
    const [only] = texts;
    const found = joinParts([...images, only]);
    expect(found.wholes.find(({ failure }) => failure)?.failure?.message).toMatch(
      /text_emb_1\.npy and text_emb\/text_emb_2\.npy are not there/,
    );
    expect(names(found)).toEqual(["img_emb/img_emb_{0..2}.npy"]);
  });

  it("of which one does not open are not joined, and its failure is the reason", () => {
    const [first, broken, last] = split((part) => `img_emb_${part}.npy`, [5, 5, 5]);
    const failure = { code: "TRUNCATED", message: "img_emb_1.npy ends too early." };
    const found = joinParts([first, last], { failed: [{ name: broken.file, failure }] });
    expect(found.wholes).toMatchObject([
      {
        broken: ["img_emb_1.npy"],
        failure: {
          code: "MISSING_PART",
          message: expect.stringContaining("img_emb_1.npy does not open (TRUNCATED: img_emb_1.npy ends too early)"),
        },
      },
    ]);
    const lastBroken = joinParts([first, broken], { failed: [{ name: last.file, failure }] });
    expect(codes(lastBroken)).toEqual(["MISSING_PART"]);
  });

  it("of both sides and their metadata in one folder are grouped by their names", async () => {
    const table = (/** @type {number} */ part) => ({
      ...rowsFrom(`metadata_${part}.parquet`, 3 * part, 3, { format: "parquet" }),
      arrays: [],
      listing: [],
    });
    const found = joinParts([
      ...split((part) => `img_emb_${part}.npy`, [3, 3]),
      ...split((part) => `text_emb_${part}.npy`, [3, 3]),
      table(1),
      table(0),
    ]);
    expect(names(found)).toEqual(["img_emb_{0..1}.npy", "text_emb_{0..1}.npy", "metadata_{0..1}.parquet"]);
    expect(found.files[2].columns[0].values).toEqual(upTo(6).map((row) => `r${row}`));
    const { images, texts, questions } = await consider(found.files);
    expect([images?.file, texts?.file]).toEqual(found.files.slice(0, 2));
    expect(questions.filter(({ level }) => level === "error")).toEqual([]);
    const lacking = joinParts([...split((part) => `img_emb_${part}.npy`, [3, 3, 3]), table(0), table(2)]);
    expect(lacking.wholes.find(({ failure }) => failure)).toMatchObject({
      name: "metadata_{0..2}.parquet",
      failure: { code: "MISSING_PART" },
    });
  });

  it("may have several captions an image, the same number in every part", async () => {
    const images = split((part) => `img_emb_${part}.npy`, [3, 2]);
    expect(names(joinParts([...images, ...split((part) => `text_emb_${part}.npy`, [15, 10])]))).toHaveLength(2);
    const other = joinParts([...images, ...split((part) => `text_emb_${part}.npy`, [10, 15], { columns: [] })]);
    expect(new Set(codes(other))).toEqual(new Set(["ROWS_UNCLEAR"]));
    expect(other.wholes[0].failure?.message).toMatch(/3 and 2 rows.*10 and 15 rows/);
    // Ids inside the parts tell what the order does not.
    expect(names(joinParts([...images, ...split((part) => `text_emb_${part}.npy`, [10, 15])]))).toHaveLength(2);
  });

  it("of other widths, types or arrays are refused with what they hold", () => {
    const [first] = split((part) => `img_emb_${part}.npy`, [5]);
    for (const [odd, words] of /** @type {const} */ ([
      [rowsFrom("img_emb_1.npy", 5, 5, { cols: 6 }), "5 × 6 float32"],
      [rowsFrom("img_emb_1.npy", 5, 5, { array: "x" }), "x 5 × 4 float32"],
      [opened("img_emb_1.npy", { "": [5, 4, "float16"] }), "5 × 4 float16"],
    ])) {
      const found = joinParts([first, odd]);
      expect(codes(found)).toEqual(["ROWS_UNCLEAR"]);
      expect(found.wholes[0].failure?.message).toContain(words);
    }
  });

  it("drop a column that one of them lacks, with a note; lists and maps are shifted", () => {
    const listed = (/** @type {string} */ file, /** @type {number} */ from) => ({
      ...rowsFrom(file, from, 2, {
        columns: [
          { name: "image_ids", values: ["a", "b", "c"], rowOf: Int32Array.of(0, 0, 1) },
          ...(from === 0 ? [{ name: "note", values: ["x", "y"] }] : []),
        ],
      }),
      map: { images: "", texts: "", imageOf: Int32Array.of(0, 1) },
    });
    const { files, notes } = joinParts([listed("img_emb_0.npy", 0), listed("img_emb_1.npy", 2), listed("img_emb_2.npy", 4)]);
    expect(files[0].columns).toEqual([
      { name: "image_ids", values: ["a", "b", "c", "a", "b", "c", "a", "b", "c"], rowOf: Int32Array.of(0, 0, 1, 2, 2, 3, 4, 4, 5) },
    ]);
    expect(notes).toEqual([expect.stringContaining("not every part has the column note")]);
    expect(files[0].map?.imageOf).toEqual(Int32Array.of(0, 1, 2, 3, 4, 5));
  });

  it("are for a hash and for workers their bytes one after the other", async () => {
    const parts = split((part) => `img_emb_${part}.npy`, [2, 3]);
    const bytes = await Promise.all(parts.map(({ blob }) => /** @type {File} */ (blob).arrayBuffer()));
    const whole = Buffer.concat(bytes.map((one) => Buffer.from(one)));
    const disk = parts.map(({ blob, ...part }) => ({ ...part, blob: onDisk(/** @type {File} */ (blob)) }));
    for (const some of [parts, disk]) {
      const { blob } = joinParts(some).files[0];
      expect(Buffer.from((await blob?.arrayBuffer()) ?? new ArrayBuffer(0))).toEqual(whole);
      expect(Buffer.from((await blob?.slice(20, 50).slice(5, 100).arrayBuffer()) ?? new ArrayBuffer(0))).toEqual(whole.subarray(25, 50));
      expect(blob?.size).toBe(whole.length);
    }
  });
});

/** A file that is no Blob, as Node's. @param {File} file @returns {import("../../../web/src/types.d.ts").FileLike} */
function onDisk(file) {
  const slice = (/** @type {number} */ begin, /** @type {number} */ end) => onDisk(new File([file.slice(begin, end)], file.name));
  return { name: file.name, size: file.size, slice, arrayBuffer: () => file.arrayBuffer() };
}

describe("what is no shard stays apart", () => {
  test.each([
    ["models", ["clip_vit_b_16_image.npy", "clip_vit_b_32_image.npy"]],
    ["models by their last number", ["image_vit_b_16.npy", "image_vit_b_32.npy"]],
    ["layers", ["image_layer_0.npy", "image_layer_1.npy", "image_layer_2.npy"]],
    ["seeds", ["image_seed0.npy", "image_seed1.npy", "image_seed2.npy"]],
    ["folds", ["image_fold_1.npy", "image_fold_2.npy", "image_fold_3.npy"]],
    ["epochs", ["image_epoch_1.npy", "image_epoch_2.npy", "image_epoch_3.npy"]],
    ["versions", ["image_v1.npy", "image_v2.npy", "image_v3.npy"]],
    ["sets of captions", ["caption_0.npy", "caption_1.npy", "caption_2.npy"]],
    ["splits", ["train_image.npy", "test_image.npy", "val_image.npy"]],
    ["batch sizes", ["image_batch_256.npy", "image_batch_512.npy"]],
    ["dates", ["image_20240101.npy", "image_20240102.npy", "image_20240103.npy"]],
    ["formats", ["img_emb_0.npy", "img_emb_1.pt"]],
    ["folders", ["a/img_emb_0.npy", "b/img_emb_1.npy"]],
    ["one shard a side", ["img_emb_0.npy", "text_emb_0.npy"]],
    ["one of one", ["train-00000-of-00001.parquet", "test-00000-of-00001.parquet"]],
  ])("%s", (_, files) => {
    const given = files.map((file) => rowsFrom(file, 0, 5, { format: file.replace(/^.*\./, "") }));
    expect(joinParts(given)).toEqual({ files: given, wholes: [], notes: [], questions: [] });
  });

  it("two files a side, numbered and nothing else: asked about, unless a folder was named as a side or the last is shorter", () => {
    const both = (/** @type {number[]} */ counts, from = 1) => [
      ...split((part) => `run/images/x_${part + from}.npy`, counts),
      ...split((part) => `run/texts/x_${part + from}.npy`, counts),
    ];
    const found = joinParts(both([5, 5]));
    expect(found.wholes).toEqual([]);
    expect(found.questions.map(({ finding }) => finding.code)).toEqual(["ROWS_UNCLEAR", "ROWS_UNCLEAR"]);
    expect(found.files).toHaveLength(4);
    const named = { images: "run/images", texts: "run/texts/" };
    expect(names(joinParts(both([5, 5]), { named }))).toEqual(["run/images/x_{1..2}.npy", "run/texts/x_{1..2}.npy"]);
    expect(names(joinParts(both([5, 3])))).toEqual(["run/images/x_{1..2}.npy", "run/texts/x_{1..2}.npy"]);
  });

  it("files that each have the rows of the other side's one file are sets of texts, and asked about", () => {
    const found = joinParts([rowsFrom("images.npy", 0, 5), ...split((part) => `text_emb_${part}.npy`, [5, 5, 5, 5, 5])]);
    expect(found.wholes).toEqual([]);
    expect(found.questions[0].finding.message).toContain("5 sets of rows for the same items");
    const whole = joinParts([rowsFrom("images.npy", 0, 12), ...split((part) => `text_emb_${part}.npy`, [5, 5, 2])]);
    expect(names(whole)).toEqual(["images.npy", "text_emb_{0..2}.npy"]);
    const ranks = joinParts([rowsFrom("images.npy", 0, 12), ...split((part) => `text_rank${part}.npy`, [4, 8])]);
    expect(ranks.questions[0].finding.message).toContain("take turns");
  });

  it("a part that is named by itself is told from its name", () => {
    expect(partNote("x-00002-of-00008.npy")).toContain("one of 8 parts");
    expect(partNote("images.npy")).toBeUndefined();
    expect(partName("lr-0.1.npy")).toBeUndefined();
  });
});

describe("one file an id", () => {
  const ids = ["10.png", "9.png", "100.png", "a.b"];
  const ordered = ["9.png", "10.png", "100.png", "a.b"];
  /** @param {string} folder @param {(id: string) => number} rows */
  const folder = (folder, rows = () => 1) =>
    ids.map((id, k) => rowsFrom(`${folder}/${id}.pt`, 10 * k, rows(id), { columns: [], format: "pt" }));

  it("is one file of a row each, in the natural order of names, with the names as keys", async () => {
    const { files } = joinParts([...folder("image_embeddings"), ...folder("text_embeddings")]);
    expect(files.map(({ file }) => file)).toEqual(["image_embeddings/*.pt", "text_embeddings/*.pt"]);
    expect(files[0].columns).toEqual([{ name: "file", values: ordered, of: "", keys: true }]);
    expect(await firstValues(files[0])).toEqual([10, 0, 20, 30]);
    const { images, texts, questions } = await consider(files);
    expect([images?.file, texts?.file]).toEqual(files);
    expect(questions.map(({ code }) => code)).not.toContain("ROLES_GUESSED");
  });

  it("may hold the captions of an image, as many or not, and columns of its own", async () => {
    const count = (/** @type {string} */ id) => (id === "a.b" ? 2 : 3);
    const texts = folder("texts", count).map((file, k) => ({ ...file, columns: [{ name: "study", values: [`s${k}`] }] }));
    const { files } = joinParts([...folder("images"), ...texts]);
    expect(files[1].columns.map(({ name, values }) => [name, values])).toEqual([
      ["file", ordered.flatMap((id) => Array(count(id)).fill(id))],
      ["study", ["s1", "s1", "s1", "s0", "s0", "s0", "s2", "s2", "s2", "s3", "s3"]],
    ]);
    expect(files[1].arrays[0].rows).toBe(11);
  });

  it("of both sides in one folder is told apart by what the names say beside the ids", () => {
    const sides = ["image", "text"].flatMap((side) => ["x", "y", "z"].map((id, k) => rowsFrom(`${id}_${side}.npy`, k, 1, { columns: [] })));
    const { files } = joinParts(sides);
    expect(files.map(({ file, columns }) => [file, columns[0].values.length])).toEqual([
      ["*image*.npy", 3],
      ["*text*.npy", 3],
    ]);
    expect(files[0].columns[0].values).toEqual(files[1].columns[0].values);
  });

  it("is not what a few files of some rows are, nor two files, nor a table of means beside the matrices", () => {
    const several = ["a.npy", "b.npy", "c.npy"].map((file) => rowsFrom(file, 0, 5));
    const two = ["images/a.npy", "images/b.npy"].map((file) => rowsFrom(file, 0, 1));
    const mixed = ["image_mean.npy", "text_mean.npy", "label_mean.npy"].map((file) => rowsFrom(file, 0, 1));
    for (const files of [several, two, mixed]) expect(joinParts(files).files).toEqual(files);
  });

  it("of twenty thousand files is read once", async () => {
    let reads = 0;
    const many = Array.from({ length: 20_000 }, (_, k) => {
      const file = rowsFrom(`image/${k}.npy`, k, 1, { columns: [] });
      const [array] = file.arrays;
      const readRows = (/** @type {number} */ begin, /** @type {number} */ end) => {
        reads++;
        return array.readRows(begin, end);
      };
      return { ...file, arrays: [{ ...array, readRows }] };
    });
    const [whole] = joinParts(many).files;
    expect(await firstValues(whole)).toEqual(upTo(20_000));
    await whole.arrays[0].readRows(5, 5000);
    expect(reads).toBe(20_000);
  });
});

describe("natural order", () => {
  it("compares numbers by their value, and is one order", () => {
    const sorted = ["a", "a1", "a01", "a2", "a10", "a10b", "b1", "b1.png", "b1a"];
    const next = numbers(3);
    const again = shuffled(sorted, next).sort(naturally);
    expect(again.indexOf("a2")).toBeLessThan(again.indexOf("a10"));
    for (const a of sorted) for (const b of sorted) expect(Math.sign(naturally(a, b))).toBe(-Math.sign(naturally(b, a)) || 0);
    expect(shuffled(again, next).sort(naturally)).toEqual(again);
  });
});
