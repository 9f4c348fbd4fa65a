import { describe, expect, test } from "vitest";
import { propose } from "../../../web/src/pairing/index.js";
import { DiskFile } from "../../../web/src/readers/disk-file.js";
import { openFile } from "../../../web/src/readers/index.js";
import { sharedPath, sharedTitle } from "../shared-folder.js";
import { opened } from "./refs.js";

/** @param {import("../../../web/src/types.d.ts").Proposal} proposal */
function sides({ images, texts }) {
  return [images, texts].map((ref) => ref && (ref.array.name ? `${ref.file.file}::${ref.array.name}` : ref.file.file));
}
/** @param {import("../../../web/src/types.d.ts").Proposal} proposal */
const codes = ({ questions }) => questions.map(({ code }) => code);

describe("the sides", () => {
  test.each([
    [
      ["image_embeddings.npy", "text_embeddings.npy"],
      [0, 1],
    ],
    [
      ["text_embeddings.npy", "image_embeddings.npy"],
      [1, 0],
    ],
    [
      ["captions.npy", "imgs.npy"],
      [1, 0],
    ],
    [
      ["reports.npy", "xray.npy"],
      [1, 0],
    ],
    [
      ["run/prompt_embeddings.npy", "run/vision.npy"],
      [1, 0],
    ],
    [
      ["y.npy", "x.npy"],
      [1, 0],
    ],
    [
      ["T_te.npy", "I_te.npy"],
      [1, 0],
    ],
    [
      ["clip_training_embeddings.pt", "clip_text_features.pt"],
      [0, 1],
    ],
    [
      ["context.npy", "captions.npy"],
      [0, 1],
    ],
  ])("of %j are told by the files' names", (files, [image, text]) => {
    expect(sides(propose(files.map((file) => opened(file, { "": [10, 4] }))))).toEqual([files[image], files[text]]);
  });

  test.each([
    [
      ["image_embeds", "text_embeds"],
      [0, 1],
    ],
    [
      ["txt", "img"],
      [1, 0],
    ],
    [
      ["[0]", "[1]"],
      [0, 1],
    ],
    [
      ["model.text.proj", "model.visual.proj"],
      [1, 0],
    ],
    [
      ["arr_0", "arr_1"],
      [0, 1],
    ],
    [
      ["x", "y"],
      [0, 1],
    ],
  ])("of %j are told by the arrays' names", (names, [image, text]) => {
    const file = opened("features.npz", { [names[0]]: [10, 4], [names[1]]: [10, 4] });
    expect(sides(propose([file]))).toEqual([`features.npz::${names[image]}`, `features.npz::${names[text]}`]);
  });

  test("are told by the arrays' names before the files'", () => {
    const file = opened("images_and_more.npz", { text: [10, 4], image: [10, 4] });
    expect(sides(propose([file]))).toEqual(["images_and_more.npz::image", "images_and_more.npz::text"]);
  });

  test("that fit each other in number and width are preferred among several", () => {
    const file = opened("all.npz", {
      image_train: [90, 4],
      image_test: [10, 4],
      text_test: [50, 4],
      text_other: [7, 8],
      labels: [10, 1, "int64"],
    });
    const proposal = propose([file]);
    expect(sides(proposal)).toEqual(["all.npz::image_test", "all.npz::text_test"]);
    expect(proposal.captionsPerImage).toBe(5);
    expect(proposal.questions).toMatchObject([{ code: "OTHER_ARRAYS", level: "note", message: expect.stringContaining("3 more") }]);
  });

  test("without any names are guessed from the counts, and asked about", () => {
    const proposal = propose([opened("a.npy", { "": [50, 4] }), opened("b.npy", { "": [10, 4] })]);
    expect(sides(proposal)).toEqual(["b.npy", "a.npy"]);
    expect(proposal.questions).toMatchObject([{ code: "ROLES_GUESSED", level: "warning" }]);
  });

  test("of one kind only are not taken for two: two files of images", () => {
    const proposal = propose([opened("image_a.npy", { "": [10, 4] }), opened("image_b.npy", { "": [10, 4] })]);
    expect(proposal.images).toBeDefined();
    expect(proposal.texts).toBeUndefined();
    expect(proposal.questions).toMatchObject([{ code: "ONE_SIDE", level: "error", message: expect.stringContaining("image_b.npy") }]);
  });

  test.each([
    ["reports.npy", "texts"],
    ["photos.npy", "images"],
    ["features.npy", "images"],
  ])("%s alone is %s, and the other is asked for", (file, role) => {
    const proposal = propose([opened(file, { "": [10, 4] })]);
    expect(proposal[/** @type {"images"} */ (role)]?.file.file).toBe(file);
    expect(codes(proposal)).toEqual(["ONE_SIDE"]);
  });

  test("of no file are asked for", () => {
    expect(propose([]).questions).toMatchObject([{ code: "NO_MATRIX", level: "error" }]);
  });

  test("of a model with a thousand arrays are found at once", () => {
    const arrays = Object.fromEntries(
      Array.from({ length: 1000 }, (_, i) => [`layer${i}.weight`, /** @type {[number, number]} */ ([4, 4])]),
    );
    const proposal = propose([opened("model.pt", { ...arrays, image_embeds: [10, 4], text_embeds: [10, 4] })]);
    expect(sides(proposal)).toEqual(["model.pt::image_embeds", "model.pt::text_embeds"]);
  });
});

describe("the texts of an image", () => {
  const counts = (/** @type {number} */ n, /** @type {number} */ m) =>
    propose([opened("images.npy", { "": [n, 4] }), opened("texts.npy", { "": [m, 4] })]);

  test.each([
    [500, 500, 1],
    [100, 500, 5],
    [3, 6, 2],
  ])("%d images and %d texts make %d each", (n, m, each) => {
    const proposal = counts(n, m);
    expect(proposal.captionsPerImage).toBe(each);
    expect(codes(proposal)).toEqual([]);
  });

  test.each([
    [500, 499],
    [3, 7],
  ])("%d images and %d texts fit no number, and the question names both", (n, m) => {
    const proposal = counts(n, m);
    expect(proposal.captionsPerImage).toBeNull();
    expect(proposal.questions).toMatchObject([
      { code: "PAIR_COUNT", level: "error", message: expect.stringMatching(`${n} images but ${m} texts`) },
    ]);
  });

  test("more images than texts ask whether the sides are swapped", () => {
    expect(counts(500, 100).questions[0].message).toContain("swapped");
  });

  test("above 20 are asked about", () => {
    expect(counts(3, 300).questions).toMatchObject([
      { code: "MANY_CAPTIONS", level: "warning", message: expect.stringContaining("100 texts an image") },
    ]);
  });

  test("are taken from the map that a file states", () => {
    const file = opened(
      "f.pt",
      { image: [3, 4], text: [7, 4] },
      { map: { images: "image", texts: "text", imageOf: Int32Array.of(0, 0, 0, 1, 1, 2, 2) } },
    );
    const proposal = propose([file]);
    expect(proposal.captionsPerImage).toBe("map");
    expect(proposal.why).toContain("states");
    expect(codes(proposal)).toEqual([]);
  });
});

test("captions are taken from a column as long as the texts, from the texts' file or beside it", () => {
  const images = opened("images.npy", { "": [2, 4] });
  const texts = opened("texts.npy", { "": [4, 4] });
  const values = ["a", "b", "c", "d"];
  const table = opened(
    "metadata.csv",
    {},
    {
      columns: [
        { name: "image_id", values: ["1", "1", "2", "2"] },
        { name: "caption", values },
      ],
    },
  );
  expect(propose([images, texts, table]).captions).toEqual(values);
  expect(propose([images, texts]).captions).toBeUndefined();
  const short = opened("metadata.csv", {}, { columns: [{ name: "caption", values: values.slice(1) }] });
  expect(propose([images, texts, short]).captions).toBeUndefined();
});

test("the reason says how each side and the number of texts were found", () => {
  const { why } = propose([opened("images.npy", { "": [2, 4] }), opened("b.npy", { "": [4, 4] })]);
  expect(why).toBe(
    "Images: images.npy, by its name. Texts: b.npy, what is left. Paired by the order of rows: 2 texts an image, because 4 texts are 2 times 2 images.",
  );
});

describe.skipIf(!sharedPath("realdata"))(sharedTitle("real files", "realdata"), () => {
  test.each([
    [["liang-modality-gap/features_clip.npy"], ["[0]", "[1]"], 1],
    [["chia213-flickr8k/image_embeddings.npy", "chia213-flickr8k/text_embeddings.npy"], ["", ""], 1],
    [["varun-mmrag/text_embeddings.pt", "varun-mmrag/image_embeddings.pt"], ["", ""], null],
  ])("%j", async (paths, names, each) => {
    const files = await Promise.all(
      paths.map(async (path) => openFile(await DiskFile.open(/** @type {string} */ (sharedPath(`realdata/${path}`))))),
    );
    const { images, texts, captionsPerImage } = propose(files);
    expect([images?.array.name, texts?.array.name]).toEqual(names);
    if (paths.length > 1)
      expect([images?.file.file, texts?.file.file]).toEqual(
        ["image_embeddings", "text_embeddings"].map((stem) => expect.stringContaining(stem)),
      );
    expect(captionsPerImage).toBe(each);
  });
});
