import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { inspectFile } from "../../web/bin/inspect.js";
import { extensions } from "../../web/src/readers/index.js";
import { agreement } from "../oracle/agreement.js";
import { sharedPath, sharedTitle } from "./shared-folder.js";

/** @type {Record<string, import("../oracle/agreement.js").Answer>} */
const answers = JSON.parse(readFileSync(new URL("../oracle/answers.json", import.meta.url), "utf8"));
const readable = Object.keys(answers).filter((file) => extensions().includes(file.slice(file.lastIndexOf(".") + 1)));

describe.skipIf(!sharedPath("formats"))(sharedTitle("real files beside the libraries that wrote them", "formats"), () => {
  test.each(readable)("%s reads as its own library reads it, or is refused where it must be", async (file) => {
    const [seen] = await inspectFile(/** @type {string} */ (sharedPath(`formats/${file}`)));
    const { agrees, why } = agreement(seen, answers[file], file);
    expect(agrees, why).not.toBe(false);
  });
});

describe("agreement", () => {
  const told = { name: "a", rows: 2, cols: 2, dtype: "float32", sum: 1, scale: 4, first: [1, 2, null, 0] };
  const seen = { format: "npy", arrays: [{ ...told, first: [1, 2, Number.NaN, 0] }] };

  test("is there where shape, type, sum and first values are the same", () => {
    expect(agreement(seen, { library: "x", arrays: [told] }).agrees).toBe(true);
  });

  test("is not there where one of them differs, where an array is missing, or where a file that must be refused opens", () => {
    for (const other of [{ rows: 3 }, { dtype: "float64" }, { sum: 1.001 }, { first: [1, 2, 3, 0] }])
      expect(agreement(seen, { library: "x", arrays: [{ ...told, ...other }] }).agrees).toBe(false);
    expect(agreement(seen, { library: "x", arrays: [told, { ...told, name: "b" }] }).agrees).toBe(false);
    expect(agreement(seen, { library: "x", refuse: "it is evil" }).agrees).toBe(false);
    expect(agreement({ error: { code: "CORRUPT" } }, { library: "x", arrays: [told] }).agrees).toBe(false);
  });
});
