import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { npy } from "../fixtures/build/npy.js";
import { bytesOf } from "../fixtures/build/values.js";
import { departures, retrievalDepartures, scoreDepartures } from "./agreement.js";
import { auditByCommand } from "./command.js";
import { ROOT } from "./project.js";
import { rankedByDefinition } from "./ranking.js";

/** @typedef {Record<string, import("./agreement.js").Expected>} Table */

/** Larger references that lie beside a working copy, where there are any. */
const BESIDE = join(ROOT, "../shared");

/** Columns of every real embedding here. */
const WIDTH = 512;

/** Python writes NaN if a direction has no variance. @param {string} folder */
function cases(folder) {
  const file = join(folder, "expected.json");
  if (!existsSync(file)) return [];
  return Object.entries(/** @type {Table} */ (JSON.parse(readFileSync(file, "utf8").replace(/\bNaN\b/g, "null"))));
}

const temporary = mkdtempSync(join(tmpdir(), "askew-reference-"));
afterAll(() => rmSync(temporary, { recursive: true, force: true }));

/** The images of a file that repeats each of them: one row of every `step`. @param {string} file @param {number} step @param {number} cols */
function everyRow(file, step, cols) {
  const values = npyValues(file);
  const rows = values.length / cols / step;
  const kept = new Float32Array(rows * cols);
  for (let r = 0; r < rows; r++) kept.set(values.subarray(r * step * cols, (r * step + 1) * cols), r * cols);
  const to = join(temporary, "images.npy");
  writeFileSync(to, npy({ descr: "<f4", shape: `(${rows}, ${cols})`, data: bytesOf([...kept], "float32") }));
  return to;
}

/** The values of a version 1 file of float32. @param {string} file */
function npyValues(file) {
  const bytes = readFileSync(file);
  const begin = 10 + bytes.readUInt16LE(8);
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset + begin, bytes.byteOffset + bytes.length));
}

/** Arguments of the audit. @param {string} folder @param {string} name @param {import("./agreement.js").Expected} expected */
const referenceInputs = (folder, name, { captions_per_image: captions }) => [
  join(folder, `${name}.images.npy`),
  join(folder, `${name}.texts.npy`),
  ...(captions > 1 ? ["--captions", String(captions)] : []),
];

/** Files and captions an image of a case of the real embeddings. @param {string} name */
function realInputs(name) {
  const [set, variant] = name.split("/");
  if (set === "liang") return { files: [join(BESIDE, `realdata/liang-modality-gap/features_${variant}.npy`)], captions: 1 };
  const folder = join(BESIDE, "realdata/chia213-flickr8k");
  const [images, texts] = [join(folder, "image_embeddings.npy"), join(folder, "text_embeddings.npy")];
  if (variant === "flat_pairs") return { files: [images, texts], captions: 1 };
  return { files: [everyRow(images, 5, WIDTH), texts], captions: 5 };
}

/** Both sides' values: one file of (2, n, d), or two files. @param {string[]} files */
function bothSides(files) {
  const [first, second] = files.map((file) => npyValues(file));
  return second ? [first, second] : [first.subarray(0, first.length / 2), first.subarray(first.length / 2)];
}

/** Findings that doubt the pairs: all of these are rightly paired, random ones included. @param {import("../../web/src/types.d.ts").Audit} audit */
function suspicions({ inputs }) {
  return inputs.findings.filter(
    ({ code }) => /PERMUTED|ORDER|ROUND|SHIFT/.test(code) || ["SIDES_SWAPPED", "TRUNCATED_TEXTS"].includes(code),
  );
}

const small = cases(join(ROOT, "tests/reference"));
describe("the command agrees with float64 values of the small reference cases", () => {
  it.each(small)("%s", async (name, expected) => {
    const audit = await auditByCommand(...referenceInputs(join(ROOT, "tests/reference"), name, expected));
    expect(departures(audit, expected)).toEqual([]);
    expect(suspicions(audit)).toEqual([]);
  });
});

const all = cases(join(BESIDE, "reference")).filter(([name]) => !small.some(([known]) => known === name));
describe.skipIf(all.length === 0)("the command agrees with float64 values of the large reference cases", () => {
  it.each(all.length ? all : small)("%s", async (name, expected) => {
    const audit = await auditByCommand(...referenceInputs(join(BESIDE, "reference"), name, expected));
    expect(departures(audit, expected)).toEqual([]);
    expect(suspicions(audit)).toEqual([]);
  });
});

const real = cases(join(BESIDE, "realdata"));
describe.skipIf(real.length === 0)("the command agrees with float64 values of real embeddings, ties included", () => {
  it.each(real.length ? real : small)("%s", async (name, expected) => {
    const { files, captions } = realInputs(name);
    const audit = await auditByCommand(...files, "--captions", String(captions));
    expect(scoreDepartures(audit, expected)).toEqual([]);
    expect(suspicions(audit)).toEqual([]);
    const [images, texts] = bothSides(files);
    const ranked = rankedByDefinition(images, texts, WIDTH, captions);
    const expectation = Object.fromEntries(Object.entries(ranked).map(([key, value]) => [key, value.expected]));
    expect(retrievalDepartures(audit, expectation, 1e-9)).toEqual([]);
    // The reference broke its ties one way: its recall lies between the worst and the best of them.
    for (const [key, { least, most }] of Object.entries(ranked)) {
      expect(expected.retrieval[key], key).toBeGreaterThanOrEqual(least - 1e-9);
      expect(expected.retrieval[key], key).toBeLessThanOrEqual(most + 1e-9);
    }
  });
});

describe("the comparison itself", () => {
  it("finds a value that is off by two millionths, and a quantity that is missing", async () => {
    const [name, expected] = small[0];
    const audit = await auditByCommand(...referenceInputs(join(ROOT, "tests/reference"), name, expected));
    audit.metrics.cka = expected.float64.CKA + 2e-6;
    audit.metrics.svcca = { status: "unavailable", reason: "test" };
    expect(departures(audit, expected).map((text) => text.split(":")[0])).toEqual(["cka", "svcca"]);
  });
});
