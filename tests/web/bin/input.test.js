import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openInputs, openPath, splitArgument } from "../../../web/bin/input.js";
import { sidesOf } from "../../../web/bin/sides.js";
import { npy } from "../../fixtures/build/npy.js";
import { bytesOf, quarters } from "../../fixtures/build/values.js";
import { zip } from "../../fixtures/build/zip.js";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "askew-given-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const matrix = (/** @type {number} */ rows, cols = 3, from = 0) =>
  npy({ descr: "<f4", shape: `(${rows}, ${cols})`, data: bytesOf(quarters(rows * cols, from), "float32") });

/** @param {string} name @param {Record<string, Uint8Array | string>} files */
function filled(name, files) {
  for (const [path, data] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name, path)), { recursive: true });
    writeFileSync(join(folder, name, path), data);
  }
  return join(folder, name);
}

const shards = {
  "img_emb/img_emb_0.npy": matrix(4),
  "img_emb/img_emb_1.npy": matrix(4, 3, 12),
  "text_emb/text_emb_0.npy": matrix(4, 3, 5),
  "text_emb/text_emb_1.npy": matrix(4, 3, 17),
};

/** @param {string[]} args */
const inputs = async (...args) => {
  const { choice, notes } = await sidesOf(args);
  return { sides: [choice.images, choice.texts].map((ref) => [ref?.file.file, ref?.array.rows]), notes };
};

describe("a folder", () => {
  test("of shards is a side; two folders, the folder above them and its zip are the same two sides", async () => {
    const emb = filled("emb", shards);
    const sides = [
      [`${emb}/img_emb/img_emb_{0..1}.npy`, 8],
      [`${emb}/text_emb/text_emb_{0..1}.npy`, 8],
    ];
    expect((await inputs(emb)).sides).toEqual(sides);
    expect((await inputs(`${emb}/`)).sides).toEqual(sides);
    const two = await inputs(`${emb}/img_emb`, `${emb}/text_emb/`);
    expect(two.sides).toEqual(sides);
    expect(two.notes).toContain(`${emb}/img_emb/img_emb_{0..1}.npy: 2 files read as one, 8 rows x 3 columns.`);
    const archive = join(folder, "emb.zip");
    writeFileSync(
      archive,
      zip(Object.entries(shards).map(([name, data]) => ({ name: `emb/${name}`, data, deflated: name.endsWith("0.npy") }))),
    );
    const packed = await sidesOf([archive]);
    expect(packed.choice.images?.file.file).toBe(`${archive}/emb/img_emb/img_emb_{0..1}.npy`);
    const [{ single }] = await openInputs([{ path: archive }]);
    const apart = await Promise.all(single.slice(0, 2).map(({ arrays }) => arrays[0].readRows(0, 4)));
    expect([...((await packed.choice.images?.array.readRows(0, 8)) ?? [])]).toEqual(apart.flatMap((rows) => [...rows]));
  });

  test("that lacks a shard is refused with its name, unless other arrays are named", async () => {
    const { "img_emb/img_emb_1.npy": _gone, ...rest } = {
      ...shards,
      "img_emb/img_emb_2.npy": matrix(4),
      "text_emb/text_emb_2.npy": matrix(4),
    };
    const holed = filled("holed", rest);
    for (const args of [[holed], [`${holed}/img_emb`, `${holed}/text_emb`]])
      await expect(sidesOf(args)).rejects.toMatchObject({
        code: "MISSING_PART",
        message: expect.stringMatching(/img_emb_1\.npy is not there/),
      });
    const named = await inputs(`${holed}::img_emb/img_emb_0.npy`, `${holed}::text_emb/text_emb_0.npy`);
    expect(named.sides.map(([, rows]) => rows)).toEqual([4, 4]);
  });

  test("whose shard does not open is refused with the reason", async () => {
    const cut = filled("cut", { ...shards, "text_emb/text_emb_1.npy": matrix(4).slice(0, 140) });
    await expect(sidesOf([cut])).rejects.toMatchObject({
      code: "MISSING_PART",
      message: expect.stringMatching(/text_emb_1\.npy does not open \(TRUNCATED: /),
    });
  });

  test("of two numbered files a side is asked about, and as a side of its own it is joined", async () => {
    const run = filled(
      "run",
      Object.fromEntries(["images", "texts"].flatMap((side) => [1, 2].map((k) => [`${side}/a_${k}.npy`, matrix(3, 3, k)]))),
    );
    await expect(sidesOf([run])).rejects.toMatchObject({
      code: "ROWS_UNCLEAR",
      message: expect.stringContaining("two models or data sets"),
    });
    expect((await inputs(`${run}/images`, `${run}/texts`)).sides.map(([, rows]) => rows)).toEqual([6, 6]);
  });

  test("of one file an image has the names as keys; hidden files, letters and files of other formats are left aside", async () => {
    const many = filled(
      "single",
      Object.fromEntries([
        ...["images", "texts"].flatMap((side) => ["2.jpg", "10.jpg", "1.jpg"].map((id, k) => [`${side}/${id}.npy`, matrix(1, 3, k)])),
        ["images/.1.npy", "hidden"],
        ["images/1.jpg", "a picture"],
        ["README.txt", "A letter, of\ntwo, or, three lines."],
      ]),
    );
    const [{ files, notes }] = await openInputs([{ path: many }]);
    expect(files.map(({ file, columns }) => [file, columns[0].values])).toEqual([
      [`${many}/images/*.npy`, ["1.jpg", "2.jpg", "10.jpg"]],
      [`${many}/texts/*.npy`, ["1.jpg", "2.jpg", "10.jpg"]],
    ]);
    expect(notes.filter((note) => note.startsWith("Left aside"))).toEqual([]);
  });

  test("keeps what opens beside what does not, and says what was left aside, a few of many by name", async () => {
    const bad = Object.fromEntries(Array.from({ length: 9 }, (_, k) => [`bad/${"abcdefghi"[k]}.npy`, "junk"]));
    const some = filled("some", { "images.npy": matrix(3), "texts.npy": matrix(3), ...bad, "short.npy": matrix(9).slice(0, 150) });
    const { sides, notes } = await inputs(some);
    expect(sides.map(([, rows]) => rows)).toEqual([3, 3]);
    expect(notes).toContainEqual(expect.stringMatching(/^Left aside, TRUNCATED: .*short\.npy/));
    const none = filled("none", bad);
    await expect(openInputs([{ path: none }])).rejects.toMatchObject({
      message: expect.stringMatching(/^None of the 9 files in .*none can be used\. The first: .*a\.npy/),
    });
  });

  test("of several arrays of a side asks which, and names them", async () => {
    const several = filled("several", { "images_train.npy": matrix(3), "images_test.npy": matrix(3), "texts.npy": matrix(3) });
    await expect(sidesOf([several, join(several, "texts.npy")])).rejects.toMatchObject({
      code: "BAD_USE",
      message: expect.stringContaining(`${several}::images_test.npy`),
    });
  });

  test("without a file that is read is refused with FOLDER; one that cannot be looked into is UNREADABLE", async () => {
    await expect(openPath(filled("pictures", { "a.png": "x" }))).rejects.toMatchObject({
      code: "FOLDER",
      message: expect.stringContaining("pictures"),
    });
    await expect(openPath(join(folder, "nowhere"))).rejects.toMatchObject({ code: "UNREADABLE" });
  });

  test("is named as it was written", async () => {
    const here = filled("here", { "inner/images.npy": matrix(3) });
    const written = relative(process.cwd(), here);
    for (const path of [written, `./${written}`, `${written}/.`])
      expect((await openPath(path)).map(({ name }) => name)).toEqual([`${path}/inner/images.npy`]);
  });

  test("is followed through links to files, not to folders", async () => {
    const real = filled("real", { "images.npy": matrix(3) });
    const links = filled("links", { "texts.npy": matrix(3) });
    symlinkSync(join(real, "images.npy"), join(links, "images.npy"));
    symlinkSync(links, join(links, "again"));
    expect((await openPath(links)).map(({ name }) => name)).toEqual([`${links}/images.npy`, `${links}/texts.npy`]);
  });
});

describe("an argument", () => {
  test("that names one part of a stated total is read alone, and that is said", async () => {
    const parts = filled("stated", { "img-00000-of-00002.npy": matrix(3), "txt-00000-of-00002.npy": matrix(3) });
    const { sides, notes } = await inputs(join(parts, "img-00000-of-00002.npy"), join(parts, "txt-00000-of-00002.npy"));
    expect(sides.map(([, rows]) => rows)).toEqual([3, 3]);
    expect(notes.filter((note) => note.includes("one of 2 parts"))).toHaveLength(2);
    await expect(sidesOf([parts])).rejects.toMatchObject({ code: "MISSING_PART" });
  });

  test("splits after a folder or an archive that is there", async () => {
    const split = filled("split", { "images.npy": matrix(3) });
    expect(await splitArgument(`${split}/::images.npy`)).toEqual({ path: split, array: "images.npy" });
    expect(await splitArgument(`${split}/`)).toEqual({ path: split });
    expect(await splitArgument("no::such::file")).toEqual({ path: "no::such", array: "file" });
  });
});
