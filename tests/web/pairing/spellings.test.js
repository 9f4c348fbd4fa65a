import { describe, expect, test } from "vitest";
import { factsOf, isUnique } from "../../../web/src/pairing/column-facts.js";
import { isWhole, meetingOf, ruleInWords } from "../../../web/src/pairing/meeting.js";
import { baseName, plainId, SPELLINGS } from "../../../web/src/pairing/spellings.js";

/** @param {string[]} values @param {number[]} [rowOf] */
const side = (values, rowOf) => ({
  values,
  rows: rowOf ? Math.max(...rowOf) + 1 : values.length,
  ...(rowOf && { rowOf: Int32Array.from(rowOf) }),
});
/** @param {string[]} texts @param {string[]} images */
function met(texts, images) {
  const meeting = meetingOf(side(texts), side(images));
  return meeting && { says: SPELLINGS[meeting.rule].says, imageOf: [...meeting.imageOf], words: ruleInWords(meeting) };
}

describe("an id is one id however its number is written", () => {
  test.each([
    [" 7 ", "7"],
    ["7.0", "7"],
    ["-3.00", "-3"],
    ["3.91895E+05", "391895"],
    ["7e+00", "7"],
    ["1.50E+01", "15"],
  ])("%j is %j", (value, id) => expect(plainId(value)).toBe(id));

  test.each(["7.5", "007", "1.23457E+03", "1e5.jpg", "v1.0.0", "e10", "1.2.0"])("%j stays as it is", (value) =>
    expect(plainId(value)).toBe(value),
  );

  test.each([
    ["../images/a.jpg", "a"],
    ["C:\\scans\\B.dcm", "B"],
    ["x/scan.nii.gz", "scan"],
    ["study.1.2", "study.1.2"],
    ["a", "a"],
  ])("without folder and extension %j is %j", (value, name) => expect(baseName(value)).toBe(name));
});

describe("two columns meet by the plainest rule that lets them", () => {
  test.each([
    ["as written", ["b", "a"], ["a", "b"]],
    ["blanks around them aside", [" b", "a "], ["a", "b"]],
    ["the way numbers are written aside", ["12.0", "11.0"], ["11", "12"]],
    ["capitals aside", ["IMG_B", "IMG_A"], ["img_a", "img_b"]],
    ["leading zeros aside", ["000000391896", "000000391895"], ["391895", "391896"]],
    ["folder and extension aside", ["../x/b.jpg", "../x/a.jpg"], ["a.png", "b.png"]],
    ["folder, extension and the caption’s number (#0) aside", ["b.jpg#0", "a.jpg#0"], ["a.jpg", "b.jpg"]],
    ["by the number at their end", ["COCO_val2014_000000391896.jpg", "COCO_val2014_000000391895.jpg"], ["391895", "391896"]],
  ])("%s", (says, texts, images) => {
    expect(met(texts, images)).toMatchObject({ says, imageOf: [1, 0] });
    // Only texts are numbered within an image.
    if (!says.includes("#0")) expect(met(images, texts)).toMatchObject({ imageOf: [1, 0] });
  });

  test("and the rule is said with an example of it, unless ids meet as written", () => {
    expect(met(["b", "a"], ["a", "b"])?.words).toBe("");
    expect(met(["007", "008"], ["8", "7"])?.words).toBe("leading zeros aside: 007 is 7");
    const long = "x".repeat(200);
    expect(met([`${long}A`], [`${long}a`])?.words.length).toBeLessThan(160);
  });

  test("rows without an id meet nothing", () => {
    expect(met(["", "a", " "], ["", "a", "  "])?.imageOf).toEqual([-1, 1, -1]);
    expect(met(["", " "], ["", " "])).toBeUndefined();
    expect(met(["a"], ["b"])).toBeUndefined();
  });

  test("long numbers that a spreadsheet rounded meet nothing", () => {
    expect(met(["1.23457E+11", "9.87654E+11"], ["123456789012", "987654321098"])).toBeUndefined();
    expect(met(["3.91895E+05", "7E+00"], ["7", "391895"])?.imageOf).toEqual([1, 0]);
  });
});

describe("a rule never joins what one side keeps apart", () => {
  test.each([
    ["capitals", ["A", "a"], ["a", "A"]],
    ["leading zeros", ["7", "07"], ["07", "7"]],
    ["folders", ["train/1.jpg", "val/1.jpg"], ["val/1.jpg", "train/1.jpg"]],
    ["extensions", ["1.jpg", "1.png"], ["1.png", "1.jpg"]],
    ["numbers at their end", ["front_1", "side_1"], ["side_1", "front_1"]],
  ])("%s", (_, texts, images) => expect(met(texts, images)?.imageOf).toEqual([1, 0]));

  test.each([
    ["folders", ["train/1.jpg", "val/1.jpg"], ["1", "2"]],
    ["numbers at their end", ["front_1", "side_1"], ["1", "2"]],
    ["numbers at their end, of the images", ["1", "2"], ["front_1", "side_1"]],
    ["capitals, of the images", ["q", "r"], ["Q", "q2", "Q2", "R"].slice(1, 3)],
  ])("%s, though nothing else would meet", (_, texts, images) => expect(met(texts, images)).toBeUndefined());

  test("captions of one image become one id by their number, and images do not", () => {
    const found = met(["a.jpg#0", "a.jpg#1", "b.jpg#0", "b.jpg#1"], ["b.jpg", "a.jpg"]);
    expect(found).toMatchObject({ says: expect.stringContaining("#0"), imageOf: [1, 1, 0, 0] });
    expect(met(["train/a.jpg#0", "val/a.jpg#0"], ["a", "b"])).toBeUndefined();
  });

  test("of any two columns under any spelling: one image of one text stays so", () => {
    const ids = Array.from({ length: 40 }, (_, k) => `${k % 2 ? "x" : "y"}/${k >> 1}.jpg`);
    const images = [...ids].reverse();
    expect(met(ids, images)?.imageOf).toEqual(ids.map((id) => images.indexOf(id)));
    expect(
      met(
        ids.map((id) => id.toUpperCase()),
        images,
      )?.imageOf,
    ).toEqual(ids.map((id) => images.indexOf(id)));
  });
});

describe("a meeting", () => {
  test("counts rows and ids of both sides, and tells which side shares an id", () => {
    expect(meetingOf(side(["a", "a", "b", "q"]), side(["a", "b", "c"]))).toMatchObject({
      texts: 3,
      images: 2,
      ids: 2,
      sharedImage: true,
      sharedText: false,
    });
    expect(meetingOf(side(["a", "b"]), side(["a", "a", "b"]))).toMatchObject({
      images: 3,
      sharedImage: false,
      sharedText: true,
      repeated: Int32Array.of(1),
      sameAs: Int32Array.of(0),
    });
  });

  test("is whole where nine in ten of both sides find each other", () => {
    const ids = Array.from({ length: 10 }, (_, k) => `id${k}`);
    const whole = (/** @type {string[]} */ texts, /** @type {string[]} */ images) => {
      const image = side(images);
      const meeting = meetingOf(side(texts), image);
      return meeting && isWhole(meeting, image);
    };
    expect(whole([...ids.slice(0, 9), "q"], ids)).toBe(true);
    expect(whole([...ids.slice(0, 8), "q", "r"], ids)).toBe(false);
    expect(whole(ids, [...ids, "q", "r"])).toBe(false);
  });

  test("of lists gives a text its first image and counts texts that name several", () => {
    const meeting = meetingOf(side(["b", "a", "c"], [0, 1, 1]), side(["a", "b", "c"]));
    expect(meeting).toMatchObject({ imageOf: Int32Array.of(1, 0), severalImages: 1, texts: 2, images: 3 });
    expect(meetingOf(side(["a", "b"]), side(["b", "a", "a"], [0, 1, 1]))).toMatchObject({ imageOf: Int32Array.of(1, 0), images: 2 });
  });
});

describe("a column is known by its values", () => {
  test.each([
    [["0", "1", "2"], { countsUp: true, countsFrom: 0, whole: true }],
    [["1.0", "2.0", "3.0"], { countsUp: true, countsFrom: 1, whole: true }],
    [["2", "0", "1", "0"], { countsUp: false, countsFrom: 0, distinct: 3 }],
    [["5", "6", "7"], { countsUp: false, countsFrom: null, whole: true }],
    [["0", "", "2"], { countsUp: false, countsFrom: null, filled: 2 }],
    [["0.5", "1", "x"], { fractional: true, whole: false }],
    [["1.5e-3", "2"], { fractional: true }],
    [["a dog runs on grass", "two men in a boat"], { prose: true }],
    [["a dog", "IM 0001"], { prose: false, fractional: false }],
    [["", ""], { filled: 0, distinct: 0, whole: false, countsUp: false, prose: false }],
  ])("%j", (values, facts) => expect(factsOf(values)).toMatchObject(facts));

  test("names rows one by one where nearly all values differ, those left empty aside", () => {
    expect(isUnique(["a", "b", "", "c"])).toBe(true);
    expect(isUnique(["a", "a", "b", "b"])).toBe(false);
    expect(isUnique(["a"])).toBe(false);
  });
});
