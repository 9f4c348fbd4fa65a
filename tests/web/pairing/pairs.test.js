import { describe, expect, test } from "vitest";
import { pair } from "../../../web/src/pairing/index.js";
import { opened, ref, rowNumbers } from "./refs.js";

/** @param {Parameters<typeof pair>[0]} choice */
function refusal(choice) {
  try {
    pair(choice);
  } catch (error) {
    return /** @type {import("../../../web/src/failure.js").Failure} */ (error);
  }
  throw new Error("accepted");
}

describe("pair", () => {
  test("joins equal numbers of rows one to one", () => {
    const pairs = pair({ images: ref("i.npy", 3), texts: ref("t.npy", 3) });
    expect(pairs).toMatchObject({
      imageOf: Int32Array.of(0, 1, 2),
      findings: [],
      origin: { images: { file: "i.npy", array: "" }, texts: { file: "t.npy", array: "" } },
    });
    expect(pairs.captions).toBeUndefined();
  });

  test("gives C texts to each image, in order, where the counts say so", () => {
    expect(pair({ images: ref("i.npy", 2), texts: ref("t.npy", 6) }).imageOf).toEqual(Int32Array.of(0, 0, 0, 1, 1, 1));
    expect(pair({ images: ref("i.npy", 2), texts: ref("t.npy", 6), captionsPerImage: 3 }).imageOf).toEqual(Int32Array.of(0, 0, 0, 1, 1, 1));
  });

  test("takes a map in any order", () => {
    const imageOf = Int32Array.of(1, 0, 1);
    expect(pair({ images: ref("i.npy", 2), texts: ref("t.npy", 3), imageOf }).imageOf).toEqual(imageOf);
  });

  test("takes the map that the file states, unless a number of texts is given", () => {
    const imageOf = Int32Array.of(0, 1, 1, 1);
    const file = opened("f.pt", { image: [2, 4], text: [4, 4] }, { map: { images: "image", texts: "text", imageOf } });
    const [images, texts] = file.arrays.map((array) => ({ file, array }));
    expect(pair({ images, texts }).imageOf).toEqual(imageOf);
    expect(pair({ images, texts, captionsPerImage: "map" }).imageOf).toEqual(imageOf);
    expect(pair({ images, texts, captionsPerImage: 2 }).imageOf).toEqual(Int32Array.of(0, 0, 1, 1));
    expect(refusal({ images: texts, texts: images, captionsPerImage: "map" }).code).toBe("BAD_MAP");
  });

  test("leaves out images that no text belongs to, and says which", async () => {
    const pairs = pair({ images: ref("i.npy", 4), texts: ref("t.npy", 3), imageOf: Int32Array.of(3, 1, 3) });
    expect(pairs.imageOf).toEqual(Int32Array.of(1, 0, 1));
    expect(await rowNumbers(pairs.images)).toEqual([1, 3]);
    expect(pairs.findings).toMatchObject([{ code: "ROWS_LEFT_OUT", level: "warning", side: "images", count: 2, rows: [0, 2] }]);
  });

  test("does not refuse unequal widths: it warns, with both", () => {
    const { findings } = pair({ images: ref("i.npy", 3, 512), texts: ref("t.npy", 3, 768) });
    expect(findings).toMatchObject([
      { code: "WIDTHS_DIFFER", level: "warning", message: expect.stringMatching(/i\.npy is 512 wide and t\.npy is 768 wide/) },
    ]);
  });

  test("carries captions, one a text", () => {
    expect(pair({ images: ref("i.npy", 2), texts: ref("t.npy", 2), captions: ["a", "b"] }).captions).toEqual(["a", "b"]);
    expect(refusal({ images: ref("i.npy", 2), texts: ref("t.npy", 2), captions: ["a"] }).code).toBe("SHAPE");
  });
});

describe("what does not fit is refused", () => {
  const images = ref("i.npy", 500);

  test("one side alone: ONE_SIDE, naming the missing one", () => {
    expect(refusal({ images })).toMatchObject({ code: "ONE_SIDE", message: expect.stringContaining("Add the texts") });
    expect(refusal({ texts: images })).toMatchObject({ code: "ONE_SIDE", message: expect.stringContaining("Add the images") });
    expect(refusal({}).code).toBe("ONE_SIDE");
    expect(refusal({ images, texts: { ...images } })).toMatchObject({ code: "ONE_SIDE", message: expect.stringContaining("both sides") });
  });

  test.each([
    [500, 499, undefined, /500 images.*499 texts, 1 fewer.*map/s],
    [500, 501, undefined, /500 images.*501 texts, 1 more/s],
    [3, 7, undefined, /3 images.*7 texts.*no whole number.*map/s],
    [500, 100, undefined, /500 images.*100 texts: more images than texts.*Swap/s],
    [3, 7, 2, /3 images.*7 texts; with 2 texts an image there would be 6/s],
  ])("%d images and %d texts (%s each asked for): PAIR_COUNT with both numbers and what to do", (n, m, captionsPerImage, sentence) => {
    const failure = refusal({ images: ref("i.npy", n), texts: ref("t.npy", m), captionsPerImage });
    expect(failure.code).toBe("PAIR_COUNT");
    expect(failure.message).toMatch(sentence);
    expect(failure.details).toMatchObject({ images: n, texts: m });
  });

  test.each([0, -1, 1.5])("%d texts an image: OUT_OF_RANGE", (captionsPerImage) => {
    expect(refusal({ images, texts: ref("t.npy", 500), captionsPerImage }).code).toBe("OUT_OF_RANGE");
  });

  test.each([
    [[0, 1], /2 texts.*3 rows/],
    [[0, 1, 2], /text 2 the image 2.*rows 0 to 1/],
    [[-1, 1, 0], /text 0 the image -1/],
  ])("the map %j for 2 images and 3 texts: BAD_MAP, saying where", (map, sentence) => {
    const failure = refusal({ images: ref("i.npy", 2), texts: ref("t.npy", 3), imageOf: Int32Array.from(map) });
    expect(failure.code).toBe("BAD_MAP");
    expect(failure.message).toMatch(sentence);
  });

  test("a map that nobody gave: BAD_MAP", () => {
    expect(refusal({ images: ref("i.npy", 2), texts: ref("t.npy", 2), captionsPerImage: "map" }).code).toBe("BAD_MAP");
  });
});
