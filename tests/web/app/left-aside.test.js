import { expect, it } from "vitest";
import { leftAside } from "../../../web/src/app/left-aside.js";
import { pair, propose } from "../../../web/src/pairing/index.js";
import { opened } from "../pairing/refs.js";

const sides = opened("features.npz", { image: [5, 4], text: [5, 4] });
const table = opened("meta.csv", {}, { columns: [{ name: "sex", values: ["F", "M", "F"] }] });
const third = opened("other.npy", { "": [7, 3] });

/** What is said of files that were given with the sides. @param {import("../../../web/src/types.d.ts").OpenedFile[]} beside @param {string[]} [closed] */
function said(beside, closed = []) {
  const proposal = propose([sides, ...beside]);
  const failed = closed.map((name, id) => ({
    id,
    name,
    size: 1,
    failure: /** @type {any} */ ({ code: "NOT_RECOGNISED", message: `${name} is of a format that is not read.` }),
  }));
  return leftAside({ files: failed, proposal, pairs: pair(proposal) });
}

it("every file that serves for nothing is named with the reason", () => {
  const [other, meta, notes] = said([table, third], ["README.md"]).sort((a, b) => (a.code < b.code ? 1 : -1));
  expect(other).toMatchObject({ code: "OTHER_ARRAYS", message: expect.stringContaining("other.npy (7 × 3)") });
  expect(meta).toMatchObject({
    code: "METADATA_UNUSED",
    level: "warning",
    message: expect.stringMatching(/meta\.csv has 3 rows for 5 images and 5 texts/),
  });
  expect(notes).toMatchObject({ code: "FILE_UNUSED", level: "note", message: "Left aside: README.md is of a format that is not read." });
});

it("many files that do not open are counted", () => {
  const closed = Array.from({ length: 9 }, (_, k) => `notes${k}.md`);
  expect(
    said([], closed)
      .map(({ message }) => message)
      .at(-1),
  ).toBe("Left aside: 6 more files do not open.");
});

it("nothing is said where all are used, or the pairs are not those of the files", () => {
  expect(said([])).toEqual([]);
  expect(leftAside({ files: [], proposal: propose([sides, table]), pairs: undefined })).toEqual([]);
});
