import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { openFile } from "../../../web/src/readers/index.js";

const FIXTURES = new URL("../../fixtures/", import.meta.url);
/** @type {{ good: Omit<import("../../fixtures/facts.js").Good, "bytes">[], bad: Omit<import("../../fixtures/bad.js").Bad, "bytes">[] }} */
const manifest = JSON.parse(readFileSync(new URL("manifest.json", FIXTURES), "utf8"));

/** @param {string} folder @param {string} name */
function fileOf(folder, name) {
  return new File([readFileSync(new URL(`${folder}/${name}`, FIXTURES))], name);
}

/** Opens a file and reads every row of every array. @param {File} file */
async function readAll(file) {
  const opened = await openFile(file);
  const arrays = [];
  for (const array of opened.arrays) arrays.push({ array, values: await array.readRows(0, array.rows) });
  return { opened, arrays };
}

describe("every good fixture", () => {
  test.each(manifest.good)("$file reads as the manifest says", async ({ file, format, arrays: expected }) => {
    const { opened, arrays } = await readAll(fileOf("good", file));
    expect(opened.format).toBe(format);
    const found = arrays.map(({ array: { name, rows, cols, dtype }, values }) => ({
      name,
      rows,
      cols,
      dtype,
      sum: values.reduce((a, b) => a + b, 0),
      first: [...values.subarray(0, 4)],
    }));
    expect(found).toEqual(expected);
  });

  test.each(manifest.good)("$file gives the same rows in pieces as at once", async ({ file }) => {
    for (const { array, values } of (await readAll(fileOf("good", file))).arrays) {
      const pieces = [];
      for (let row = 0; row < array.rows; row += 2) pieces.push(...(await array.readRows(row, Math.min(row + 2, array.rows))));
      expect(pieces).toEqual([...values]);
    }
  });
});

describe("every bad fixture", () => {
  test.each(manifest.bad)("$file is refused with $code and says why", async ({ file, code, says }) => {
    const failure = await readAll(fileOf("bad", file)).then(
      () => undefined,
      (error) => error,
    );
    expect(failure?.code).toBe(code);
    for (const words of says) expect(failure.message).toContain(words);
    expect(failure.message).toContain(file);
  });
});

test.each(/** @type {const} */ (["good", "bad"]))("the manifest names every file of %s/ and no other", (folder) => {
  const named = manifest[folder].map(({ file }) => file);
  expect(readdirSync(new URL(`${folder}/`, FIXTURES)).sort()).toEqual(named.sort());
});
