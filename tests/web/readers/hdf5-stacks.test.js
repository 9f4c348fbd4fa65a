import { describe, expect, it } from "vitest";
import { keysOf, stacksOf } from "../../../web/src/readers/hdf5-stacks.js";

/** @import { FoundDataset } from "../../../web/src/types.d.ts" */

/** @param {string} name @param {number[]} [shape] @param {string} [dtype] @returns {FoundDataset} */
const dataset = (name, shape = [4], dtype = "float32") => ({ name, shape, dtype, numbers: true, bigEndian: false });
const named = (/** @type {string[]} */ names) => names.map((name) => dataset(name));
const upTo = (/** @type {number} */ count) => Array.from({ length: count }, (_, i) => i);
/** Names and keys of the stacks. @param {FoundDataset[]} datasets */
const stacksIn = (datasets) => stacksOf(datasets, "x.h5").stacks.map((stack) => [stack.name, keysOf(stack).values]);

describe("datasets under ids with folders", () => {
  it.each([
    ["folders of splits", ["train/i0", "train/i1", "val/i0", "val/i1"], ""],
    ["folders of one item each", ["p10/s1", "p11/s2", "p12/s3"], ""],
    ["several folders deep, and unlike", ["p1/s1/v1", "p1/s1/v2", "p2/s3/v1", "p2/s3/v3", "p2/s4/v4"], ""],
    ["some ids without a folder", ["a", "b", "x/c", "y/d"], ""],
  ])("are rows of one array: %s", (_title, keys, name) => expect(stacksIn(named(keys))).toEqual([[name, keys]]));

  it("are rows of their side, with the folder in the key", () => {
    const keys = ["train/i0", "train/i1", "val/i0", "val/i1"];
    const found = stacksIn(named(["imgfeats", "textfeats"].flatMap((side) => keys.map((key) => `${side}/${key}`))));
    expect(found).toEqual([
      ["imgfeats", keys],
      ["textfeats", keys],
    ]);
  });

  it.each([
    ["sides of each item", upTo(4).flatMap((i) => [`i${i}/image`, `i${i}/text`]), ["image", "text"]],
    ["models", ["clip", "siglip"].flatMap((model) => upTo(4).map((i) => `${model}/i${i}`)), ["clip", "siglip"]],
    ["models of each side", ["b32_image", "b32_text"].flatMap((model) => upTo(4).map((i) => `${model}/i${i}`)), ["b32_image", "b32_text"]],
  ])("are no folders where groups are %s", (_title, names, arrays) => {
    expect(stacksIn(named(names)).map(([name]) => name)).toEqual(arrays);
  });
});

describe("an item of another width among others", () => {
  it.each([
    ["narrower", [3]],
    ["empty", [0]],
  ])("is refused by its name: %s", (_title, shape) => {
    const { stacks, refused } = stacksOf([...named(upTo(9).map((i) => `i${i}`)), dataset("bad", shape)], "x.h5");
    expect(stacks).toEqual([]);
    expect(refused[0]).toMatchObject({
      code: "SHAPE",
      message: expect.stringMatching(/^bad in x\.h5 has the shape \(\d,\), and 9 datasets beside it/),
    });
  });

  it("is none where its name is that of a field", () => {
    const { stacks, refused } = stacksOf([...named(upTo(9).map((i) => `i${i}`)), dataset("logit_scale", [1])], "x.h5");
    expect(refused).toEqual([]);
    expect(stacks[0].items.length).toBe(9);
  });
});

it("groups of which only some could be read as rows are refused", () => {
  const names = [...upTo(5).map((i) => `p1/s${i}/v`), "p2/s8/v", "p2/s8/w"];
  const { refused } = stacksOf(named(names), "x.h5");
  expect(refused[0]).toMatchObject({ code: "ROWS_UNCLEAR", message: expect.stringContaining("2 more such as p2/s8/v") });
});
