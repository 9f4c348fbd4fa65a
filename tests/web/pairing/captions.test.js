import { describe, expect, it } from "vitest";
import { captionFindings } from "../../../web/src/pairing/captions.js";
import { pair } from "../../../web/src/pairing/index.js";
import { random } from "../engine/pairs.js";
import { ref } from "./refs.js";

const WORDS = "the heart is mildly enlarged lungs are clear without effusion bone marrow shows small left lower lobe opacity".split(" ");

/** Sentences of 8 to 25 words. @param {number} count @param {number} seed */
function sentences(count, seed) {
  const next = random(seed);
  const word = () => WORDS[Math.floor((next() + 0.5) * WORDS.length)];
  return Array.from({ length: count }, () => `${Array.from({ length: 8 + Math.floor((next() + 0.5) * 18) }, word).join(" ")}.`);
}

/** @param {string[]} captions */
const codes = (captions) => captionFindings(captions).map(({ code, count }) => [code, count]);

describe("captions that were cut", () => {
  it("are told by many that stop at one length in the middle of a sentence", () => {
    const whole = sentences(300, 3);
    const cut = whole.map((caption) => caption.slice(0, 100));
    const rows = whole.flatMap((caption, row) => (caption.length >= 100 ? [row] : []));
    const [finding] = captionFindings(cut);
    expect(finding).toMatchObject({ code: "TRUNCATED_TEXTS", count: rows.length, rows: rows.slice(0, 10), side: "texts" });
    expect(finding.message).toContain(`${rows.length} stop at exactly 100 characters`);
  });

  it("are told where every one of them was cut", () => {
    const cut = sentences(80, 4).map((caption) => caption.repeat(3).slice(0, 60));
    expect(codes(cut)).toEqual([["TRUNCATED_TEXTS", 80]]);
  });

  it("are told by their ellipsis", () => {
    const [finding] = captionFindings(["A dog on a lawn.", "A cat that sees a …", "Two men and a..."]);
    expect(finding).toMatchObject({ code: "TRUNCATED_TEXTS", count: 2, rows: [1, 2] });
    expect(finding.message).toContain("2 end in an ellipsis");
  });

  it.each([
    ["whole sentences of all lengths", sentences(500, 5)],
    ["sentences without a full stop", sentences(500, 6).map((caption) => caption.slice(0, -1))],
    ["a template with numbers", Array.from({ length: 50 }, (_, i) => `chest radiograph of the patient with number ${1000 + i}`)],
    ["a template that ends alike", Array.from({ length: 50 }, (_, i) => `case ${1000 + i}, chest radiograph in frontal projection view`)],
    ["names of classes", ["dog", "cat", "cow", "pig", "fox", "owl"]],
    ["one caption many times", Array.from({ length: 50 }, () => "the lungs are clear and the heart is of normal size")],
    ["none", []],
  ])("are not seen in %s", (_, captions) => {
    expect(codes(captions)).toEqual([]);
  });
});

describe("captions longer than CLIP reads", () => {
  it("are counted from 76 words on, with the longest", () => {
    const [finding, ...others] = captionFindings(["word ".repeat(75), `${"word ".repeat(76)}.`.replace(" .", "."), "short"]);
    expect(finding).toMatchObject({ code: "LONG_TEXTS", level: "note", count: 1, rows: [1] });
    expect(finding.message).toContain("up to 76");
    expect(others).toEqual([]);
  });
});

describe("pairs", () => {
  it("carry what their captions show", () => {
    const { findings } = pair({ images: ref("i.npy", 2), texts: ref("t.npy", 2), captions: ["One.", "Two and..."] });
    expect(findings).toMatchObject([{ code: "TRUNCATED_TEXTS", rows: [1] }]);
  });

  it("say so where the names suggest the other way round, and not where they agree or say nothing", () => {
    const found = (/** @type {string} */ images, /** @type {string} */ texts) =>
      pair({ images: ref(images, 3), texts: ref(texts, 3) }).findings.map(({ code }) => code);
    expect(found("captions.npy", "images.npy")).toEqual(["SIDES_SWAPPED"]);
    expect(found("images.npy", "captions.npy")).toEqual([]);
    expect(found("a.npy", "images.npy")).toEqual([]);
    expect(found("captions.npy", "b.npy")).toEqual([]);
  });
});
