import { expect, it } from "vitest";
import { summary } from "../../../web/src/views/retrieval.js";
import { sampleAudit } from "./sample-audit.js";

const retrieval = () => /** @type {import("../../../web/src/charts/types.d.ts").Retrieval} */ (structuredClone(sampleAudit().retrieval));
const names = (/** @type {ReturnType<typeof retrieval>} */ given) => summary(given, "reports").rows.map(([name]) => name);

it("the small table has both directions and one chance row where both chances are the same", () => {
  expect(names(retrieval())).toEqual(["image → text", "text → image", "by chance"]);
  expect(summary(retrieval(), "reports").rows[0].slice(1)).toEqual(["1.0 %", "2.6 %", "4.6 %", "12.5", "0.250"]);
});

it("it has a chance row for each direction where they differ", () => {
  const given = retrieval();
  given.chance.imageToText = given.chance.imageToText.map((value) => Math.min(1, 5 * value));
  expect(names(given).slice(2)).toEqual(["image → text, by chance", "text → image, by chance"]);
});

it("the recall that accepts identical texts stands there exactly where texts repeat", () => {
  const given = retrieval();
  expect(names(given).join()).not.toContain("identical");
  given.duplicates.identicalTexts = 57;
  expect(names(given)).toEqual([
    "image → text",
    "image → text, any identical report accepted",
    "text → image",
    "text → image, any identical report accepted",
    "by chance",
  ]);
});

it("the share of captions found stands there exactly where it differs from recall", () => {
  const given = retrieval();
  given.imageToText.captionRecall = { ...given.imageToText.recall };
  expect(names(given).join()).not.toContain("share");
  given.imageToText.captionRecall = { 1: 0.002, 5: 0.01, 10: 0.02 };
  expect(names(given)).toContain("image → text, share of an image’s reports found");
});

it("recalls from sampled queries have their intervals beneath them", () => {
  const within = { 1: { low: 0.005, high: 0.02 }, 5: { low: 0.02, high: 0.03 }, 10: { low: 0.04, high: 0.05 } };
  const { rows } = summary(retrieval(), "texts", { imageToText: within, textToImage: within });
  expect(rows[2].slice(0, 2)).toEqual(["image → text, 95 % interval", "0.5 – 2.0 %"]);
  expect(rows[3][0]).toBe("text → image, 95 % interval");
});
