import { describe, expect, it } from "vitest";
import { domainOf, isReference } from "../../../web/src/benchmark/domains.js";
import { runName } from "../../../web/src/benchmark/names.js";

const knows = (/** @type {string} */ dataset) => domainOf(dataset) !== "other";
const told = (/** @type {string} */ path) => {
  const { model, dataset, split, side, sure } = runName(path, knows);
  return [model, dataset, split, side, sure];
};

describe("the name of a run", () => {
  it.each([
    ["bench/clip-base/ROCO_test_features.pt", "clip-base", "ROCO", "test", "", true],
    ["clip-base/MIMIC-CXR_val_features.pt", "clip-base", "MIMIC-CXR", "val", "", true],
    ["a/b/siglip2-large/My_Data_train_embeddings.npz", "siglip2-large", "My_Data", "train", "", true],
    ["clip/ROCO_test_images.npy", "clip", "ROCO", "test", "images", false],
    ["clip/ROCO_captions_test.npy", "clip", "ROCO", "test", "texts", false],
    ["ROCO/clip-base_features.pt", "clip-base", "ROCO", "", "", false],
    ["out/clip/ROCO/test_features.pt", "clip", "ROCO", "test", "", false],
    ["clip-base__ROCO.safetensors", "clip-base", "ROCO", "", "", false],
    ["clip_b32_ROCO.safetensors", "clip_b32", "ROCO", "", "", false],
    ["clip.safetensors", "clip", "", "", "", false],
  ])("%s", (path, ...parts) => expect(told(path)).toEqual(parts));
});

describe("domains and reference models", () => {
  it("are those of the paper unless told otherwise", () => {
    expect(["MSCOCO2014", "Flickr30k", "ROCO", "MIMIC-CXR", "mimic_cxr", "mine"].map(domainOf)).toEqual([
      "natural",
      "natural",
      "medical",
      "medical",
      "medical",
      "other",
    ]);
    expect(["plip", "PLIP", "pubmed-clip-base", "PubMedCLIP", "clip-base", "siglip"].map(isReference)).toEqual([
      true,
      true,
      true,
      true,
      false,
      false,
    ]);
  });
});
