/** What sums determine of an audit, as numbers by their paths, to be compared between audits. */
import { readFileSync } from "node:fs";
import { expect } from "vitest";
import { npy } from "../fixtures/build/npy.js";

/** @import { Audit } from "../../web/src/types.d.ts" */

/** Every number by its path. @param {any} value @param {string} [path] @returns {[string, number][]} */
function numbersOf(value, path = "") {
  if (typeof value === "number") return [[path, value]];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => numbersOf(inner, `${path}.${key}`));
}

/** @param {Audit} audit */
export function fromSums({ sas, sweep, modes, spectrum, metrics }) {
  const eigenvalues = "status" in modes ? [] : [modes.imageAnchor.eigenvalues, modes.textAnchor.eigenvalues];
  return numbersOf({ sas, sweep, eigenvalues, spectrum, metrics });
}

/** Where two audits differ by more than the tolerance, each number beside 1 or itself. @param {Audit} a @param {Audit} b @param {number} tolerance */
export function differences(a, b, tolerance) {
  const right = new Map(fromSums(b));
  const found = fromSums(a);
  expect(found.length).toBeGreaterThan(40);
  expect(found.map(([path]) => path)).toEqual([...right.keys()]);
  return found.filter(([path, value]) => {
    const other = right.get(path) ?? Number.NaN;
    return !(Math.abs(value - other) <= tolerance * Math.max(1, Math.abs(other)));
  });
}

/** Between two eigenvalues nearer to each other, beside the largest, an eigenvector turns by more than 1e-9: rounding, 1e-15, over this. */
const APART = 1e-5;

/** Correlations along single directions that stand apart from their neighbours, by anchor and mode. @param {Audit} audit @returns {Map<string, number>} */
export function modeCorrelations({ modes }) {
  if ("status" in modes) throw new Error(`no modes: ${modes.reason}`);
  const found = /** @type {Map<string, number>} */ (new Map());
  for (const [anchor, { eigenvalues, absCorrelation }] of Object.entries(modes))
    for (const [k, value] of absCorrelation.entries()) {
      const neighbours = [eigenvalues[k - 1], eigenvalues[k + 1] ?? 0].filter((other) => other !== undefined);
      if (neighbours.every((other) => Math.abs(eigenvalues[k] - other) > APART * eigenvalues[0])) found.set(`${anchor} ${k}`, value);
    }
  return found;
}

/** Rows of a real (2, n, d) float32 file between the cuts, each part a file of its own. @param {string} path @param {number[]} cuts @returns {Buffer[]} */
export function cutFeatures(path, cuts) {
  const bytes = readFileSync(path);
  const begin = 10 + bytes.readUInt16LE(8);
  const [, n, d] = /** @type {string[]} */ (/\(2, (\d+), (\d+)\)/.exec(bytes.toString("latin1", 10, begin))).map(Number);
  return cuts.slice(1).map((end, k) => {
    const side = (/** @type {number} */ of) => bytes.subarray(begin + 4 * d * (of * n + cuts[k]), begin + 4 * d * (of * n + end));
    return Buffer.from(npy({ descr: "<f4", shape: `(2, ${end - cuts[k]}, ${d})`, data: Buffer.concat([side(0), side(1)]) }));
  });
}
