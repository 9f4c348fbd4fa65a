import { expect, it } from "vitest";
import { retrievalTables } from "../../../web/src/document/retrieval-table.js";
import { inNumbers, inWords } from "../../../web/src/document/typed-table.js";
import { sampleAudit } from "./sample-audit.js";

/** @import { Audit } from "../../../web/src/types.d.ts" */
/** @import { Retrieval } from "../../../web/src/charts/types.d.ts" */

/** @returns {Audit & { retrieval: Retrieval }} */
const sample = () => structuredClone(/** @type {Audit & { retrieval: Retrieval }} */ (sampleAudit()));
const shown = (/** @type {Audit} */ audit) => inWords(retrievalTables(audit, "reports")[0]).rows;
const names = (/** @type {Audit} */ audit) => shown(audit).map(([name]) => name);

it("the small table has both directions, one chance row if both chances are the same, and rSum", () => {
  expect(names(sample())).toEqual(["Image → text", "Text → image", "By chance", "rSum, of 600"]);
  expect(shown(sample())[0].slice(1)).toEqual(["1.0 %", "2.6 %", "4.6 %", "12.5", "0.250"]);
});

it("it has a chance row for each direction if they differ, and always in documents", () => {
  const audit = sample();
  const documentNames = inNumbers(retrievalTables(audit)[0]).rows.map(([name]) => name);
  expect(documentNames).toEqual(["Image → text", "Image → text, by chance", "Text → image", "Text → image, by chance", "rSum, of 600"]);
  audit.retrieval.chance.imageToText = audit.retrieval.chance.imageToText.map((value) => Math.min(1, 5 * value));
  expect(names(audit)).toEqual(documentNames);
});

it("the recall that accepts identical texts stands there exactly if texts repeat", () => {
  const audit = sample();
  expect(names(audit).join()).not.toContain("identical");
  audit.retrieval.duplicates.identicalTexts = 57;
  expect(names(audit)).toEqual([
    "Image → text",
    "Image → text, any identical report accepted",
    "Text → image",
    "Text → image, any identical report accepted",
    "By chance",
    "rSum, of 600",
  ]);
});

it("the share of captions found stands there exactly if it differs from recall", () => {
  const audit = sample();
  audit.retrieval.imageToText.captionRecall = { ...audit.retrieval.imageToText.recall };
  expect(names(audit).join()).not.toContain("share");
  audit.retrieval.imageToText.captionRecall = { 1: 0.002, 5: 0.01, 10: 0.02 };
  expect(names(audit)).toContain("Image → text, share of an image’s reports found");
});

it("recalls from sampled queries have their intervals beneath them, in documents a row for each end", () => {
  const within = { 1: { low: 0.005, high: 0.02 }, 5: { low: 0.02, high: 0.03 }, 10: { low: 0.04, high: 0.05 } };
  const audit = /** @type {Audit} */ ({ ...sample(), sampling: { recall: { imageToText: within, textToImage: within } } });
  const rows = shown(audit);
  expect(rows[1].slice(0, 2)).toEqual(["Image → text, 95 % interval", "0.5 % to 2.0 %"]);
  expect(rows[3][0]).toBe("Text → image, 95 % interval");
  const { rows: numbers } = inNumbers(retrievalTables(audit)[0]);
  expect(numbers.slice(1, 3)).toEqual([
    ["Image → text, 95 % low", 0.005, 0.02, 0.04, null, null],
    ["Image → text, 95 % high", 0.02, 0.03, 0.05, null, null],
  ]);
});
