import { expect, it } from "vitest";
import { offendingRows, offer } from "../../../web/src/views/failure.js";

it("the offer counts pairs once where both sides of a pair are bad", () => {
  const rows = offendingRows({ images: [7, 30, 7], texts: [7, 20] });
  expect(
    offer(
      rows,
      Int32Array.from({ length: 40 }, (_, i) => i),
    ),
  ).toBe("Leave these 3 pairs out and audit the rest");
  expect(
    offer(
      { images: [7], texts: [7] },
      Int32Array.from({ length: 40 }, (_, i) => i),
    ),
  ).toBe("Leave this 1 pair out and audit the rest");
});

it("the offer names images and texts where an image has several texts", () => {
  const imageOf = Int32Array.from({ length: 10 }, (_, text) => Math.floor(text / 5));
  expect(offer({ images: [], texts: [3] }, imageOf)).toBe("Leave 1 text out and audit the rest");
  expect(offer({ images: [1], texts: [0, 3] }, imageOf)).toBe("Leave 1 image and 2 texts out and audit the rest");
});

it("rows that are not there are none", () => {
  expect(offendingRows({})).toEqual({ images: [], texts: [] });
});
