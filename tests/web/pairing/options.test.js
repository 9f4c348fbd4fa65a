import { describe, expect, test } from "vitest";
import { consider, linksByTable, pair } from "../../../web/src/pairing/index.js";
import { opened } from "./refs.js";

/** @import { Link, OpenedFile, TextColumn } from "../../../web/src/types.d.ts" */

/** @param {string} name @param {string} values one word a row @returns {TextColumn} */
const column = (name, values) => ({ name, values: values.split(" ") });
/** @param {string} values @returns {TextColumn} */
const keys = (values) => ({ ...column("", values), keys: true });
/** @param {number} rows @param {...TextColumn} columns */
const images = (rows, ...columns) => opened("images.npz", { "": [rows, 4] }, { columns });
/** @param {number} rows @param {...TextColumn} columns */
const texts = (rows, ...columns) => opened("texts.npz", { "": [rows, 4] }, { columns });
/** @param {string} file @param {...TextColumn} columns */
const table = (file, ...columns) => opened(file, {}, { columns });

/** @param {Link | undefined} link */
const rowsOf = (link) => link && { imageOf: [...link.imageOf], ...(link.textOf && { textOf: [...link.textOf] }) };

describe("the option that is named for a link states the same pairs", () => {
  test.each(
    /** @type {[string, OpenedFile[]][]} */ ([
      ["ids of both sides", [images(3, column("foo", "c a b")), texts(3, column("bar", "a b c"))]],
      ["keys", [images(3, keys("a b c")), texts(3, keys("c a b"))]],
      ["keys beside another column", [images(3, column("image_id", "a b c")), texts(3, keys("c a b"), column("tone", "x y x"))]],
      ["ids of images and texts", [images(3, column("image_id", "11 12 13")), texts(3, column("text_id", "13 11 12"))]],
      ["numbers at their end", [images(3, column("image_id", "img3 img1 img2")), texts(3, column("of", "cap1 cap2 cap3"))]],
      ["numbers of the images", [images(4), texts(4, column("perm", "2 0 3 1"))]],
      ["numbers of the texts", [images(4, column("perm", "2 0 3 1")), texts(4)]],
      ["names on one side", [images(3), texts(4, column("pic", "c a b b"))]],
      ["names in a table beside", [images(3), texts(4), table("metadata.csv", column("image_id", "c a b b"))]],
      [
        "ids in tables beside",
        [images(3), texts(3), table("texts_a.csv", column("id", "b c a")), table("images_a.csv", column("id", "a b c"))],
      ],
      ["views of a study", [images(4, column("study", "v v w x")), texts(3, column("study", "x v w"))]],
      [
        "a table between",
        [images(3, column("a", "c b a")), texts(3, column("b", "t z s")), table("m.csv", column("l", "t z s"), column("r", "b c a"))],
      ],
      ["txt2img", [images(3), texts(5, column("txt2img", "2 0 1 0 2"))]],
      ["img2txt", [images(3, column("img2txt", "2 0 1")), texts(3)]],
    ]),
  )("%s", async (_, files) => {
    const { links, images: one, texts: other } = await consider(files);
    if (!one || !other) throw new Error("no sides");
    expect(links.length).toBeGreaterThan(0);
    for (const link of links) {
      const [option, argument, , views] = link.options ?? [];
      const [name, ...rest] = argument.split("::");
      const file = files.find((candidate) => candidate.file === name);
      if (!file) throw new Error(`no file ${name}`);
      const stated = linksByTable(file, files, { images: one, texts: other }, rest.length > 0 ? rest.join("::") : undefined);
      expect([option, rowsOf(stated.find((again) => again.views === views))]).toEqual(["--pairs", rowsOf(link)]);
    }
  });
});

/** Numbers in [0, 1), the same every time. @param {number} seed */
function random(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

describe("whatever ids are called, however they are written and whatever stands beside them", () => {
  const padded = (/** @type {number} */ id) => String(id).padStart(12, "0");
  /** @type {((id: number) => string)[]} */
  const spellings = [
    String,
    padded,
    (id) => `${id}.0`,
    (id) => `${id}.jpg`,
    (id) => `data/x/${padded(id)}.png`,
    (id) => `COCO_val2014_${padded(id)}.jpg`,
  ];

  test.each([1, 2, 3, 4])("pairs are right or a question is asked, never wrong (seed %d)", async (seed) => {
    const next = random(seed);
    const below = (/** @type {number} */ n) => Math.floor(next() * n);
    /** @template T @param {readonly T[]} values */
    const shuffled = (values) =>
      values
        .map((value) => ({ value, at: next() }))
        .sort((a, b) => a.at - b.at)
        .map(({ value }) => value);
    /** @type {Record<string, () => string>} */
    const described = {
      label: () => `${below(3)}`,
      age: () => `${20 + below(60)}`,
      patient_id: () => `p${below(9)}`,
      score: () => next().toFixed(4),
      width: () => `${480 + 160 * below(2)}`,
    };
    const beside = (/** @type {number} */ rows) =>
      shuffled(Object.entries(described))
        .slice(0, below(4))
        .map(([name, value]) => ({ name, values: Array.from({ length: rows }, value) }));
    let right = 0;
    for (let trial = 0; trial < 60; trial++) {
      const each = 1 + below(3);
      const ids = shuffled(Array.from({ length: 900 }, (_, k) => k + 10)).slice(0, 3 + below(18));
      const ofTexts = shuffled(ids.flatMap((id) => Array(each).fill(id)));
      const [one, other] = [spellings[below(spellings.length)], spellings[below(spellings.length)]];
      const [a, b] = [["image_id", "file_name", "id", "foo"][below(4)], ["image_id", "image", "bar", "id"][below(4)]];
      const proposal = await consider([
        images(ids.length, ...shuffled([{ name: a, values: ids.map(one) }, ...beside(ids.length)])),
        texts(ofTexts.length, ...shuffled([{ name: b, values: ofTexts.map(other) }, ...beside(ofTexts.length)])),
      ]);
      if (proposal.questions.some(({ asks, level }) => asks || level === "error")) continue;
      expect([a, b, ...pair(proposal).imageOf]).toEqual([a, b, ...ofTexts.map((id) => ids.indexOf(id))]);
      right++;
    }
    // Asking always would be right as well, and of no use.
    expect(right).toBeGreaterThan(45);
  });
});
