/**
 * How often a membership test picks the member of a member and a stranger: the table of docs/aggregates.md.
 * node tests/slow/membership.js [columns …]   (some minutes; default 64 256 1024 2304)
 * Rows: normal; "unit": images and texts scaled to length 1 each; "heavy": normal rows times one t-like factor (5 degrees of
 * freedom); "twice": the member and the stranger twice as far out as all others. Up to 256 columns, and at 1,024 and 50 pairs a
 * dimension, the rows are added up by the product itself; else the sums of normal rows are drawn (Bartlett 1933). About 1,200
 * members and as many strangers in 12 to 100 files, 300 in one file from 1,024 columns on: a standard error of 1 to 2 in 100.
 */

import { createEngine } from "../../web/src/engine/index.js";
import { nodePlatform } from "../../web/src/engine/platform-node.js";
import { riskOf } from "../../web/src/moments/risk.js";
import { memorySource } from "../../web/src/readers/plain-rows.js";
import { fileAlone, informed, pickedRight, riskOfFileAlone, riskWithReference, sumsOf } from "./membership-tests.js";

/** @typedef {import("./membership-tests.js").Sums} Sums */

/** Normal numbers from a seed (SplitMix32, Box and Muller). @param {number} seed */
export function dice(seed) {
  let state = seed >>> 0;
  const uniform = () => {
    state = (state + 0x9e3779b9) >>> 0;
    let z = state;
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return (((z ^ (z >>> 15)) >>> 0) + 0.5) / 4294967296;
  };
  let spare = Number.NaN;
  return () => {
    if (!Number.isNaN(spare)) {
      const value = spare;
      spare = Number.NaN;
      return value;
    }
    const [radius, angle] = [Math.sqrt(-2 * Math.log(uniform())), 2 * Math.PI * uniform()];
    spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };
}

export const KINDS = /** @type {const} */ (["normal", "unit", "heavy", "twice"]);
/** @typedef {(typeof KINDS)[number]} Kind */

/** One row of covariance I. @param {Kind} kind @param {number} D @param {() => number} normal @param {boolean} candidate */
export function rowOf(kind, D, normal, candidate) {
  const z = Float64Array.from({ length: D }, normal);
  if (kind === "twice" && candidate) return z.map((value) => 2 * value);
  if (kind === "heavy") {
    let square = 0;
    for (let k = 0; k < 5; k++) square += normal() ** 2;
    const factor = Math.sqrt(3 / square);
    return z.map((value) => factor * value);
  }
  if (kind === "unit") {
    const half = D / 2;
    for (const begin of [0, half]) {
      const part = z.subarray(begin, begin + half);
      const length = Math.hypot(...part);
      // Length 1 times sqrt(half): the same rows in units of their spread.
      for (let k = 0; k < half; k++) part[k] *= Math.sqrt(half) / length;
    }
  }
  return z;
}

/** Rows through the product. @param {ReturnType<typeof createEngine>} engine @param {Float64Array[]} rows @param {number} D */
export async function summed(engine, rows, D) {
  const [n, half] = [rows.length, D / 2];
  const side = (/** @type {number} */ begin) => {
    const values = new Float32Array(n * half);
    rows.forEach((row, i) => {
      values.set(row.subarray(begin, begin + half), i * half);
    });
    return memorySource(begin ? "texts" : "images", n, half, "float32", values);
  };
  const origin = { file: "membership", array: "", dtype: /** @type {const} */ ("float32"), format: "membership" };
  const pairs = {
    images: side(0),
    texts: side(half),
    imageOf: Int32Array.from({ length: n }, (_, i) => i),
    origin: { images: origin, texts: origin },
    findings: [],
  };
  return sumsOf((await engine.moments(/** @type {any} */ (pairs))).blocks[0], half, half);
}

/** Sums of n normal rows, without the rows. @param {number} n @param {number} D @param {() => number} normal @param {Float64Array[]} more rows that are added @returns {Sums} */
function drawn(n, D, normal, more) {
  const rest = n - more.length;
  const lower = new Float64Array(D * D);
  for (let i = 0; i < D; i++) {
    for (let j = 0; j < i; j++) lower[i * D + j] = normal();
    // Chi of rest - 1 - i degrees of freedom, by Wilson and Hilferty (1931); they are hundreds or more.
    const degrees = rest - 1 - i;
    lower[i * D + i] = Math.sqrt(degrees * (1 - 2 / (9 * degrees) + normal() * Math.sqrt(2 / (9 * degrees))) ** 3);
  }
  const sum = Float64Array.from({ length: D }, () => Math.sqrt(rest) * normal());
  const second = new Float64Array(D * D);
  for (let i = 0; i < D; i++)
    for (let j = 0; j <= i; j++) {
      let product = (sum[i] * sum[j]) / rest;
      for (let k = 0; k <= j; k++) product += lower[i * D + k] * lower[j * D + k];
      second[i * D + j] = product;
    }
  const mean = Float64Array.from(sum);
  for (const row of more)
    for (let i = 0; i < D; i++) {
      mean[i] += row[i];
      for (let j = 0; j <= i; j++) second[i * D + j] += row[i] * row[j];
    }
  for (let i = 0; i < D; i++) {
    mean[i] /= n;
    for (let j = 0; j <= i; j++) second[j * D + i] = second[i * D + j] /= n;
  }
  return { n, mean, second };
}

/**
 * @param {ReturnType<typeof createEngine>} engine
 * @param {{ kind: Kind, D: number, n: number, candidates: number, seed: number, byProduct: boolean }} what
 * @returns {Promise<Record<"alone" | "known" | "reference", { members: number[], strangers: number[] }>>}
 */
export async function scores(engine, { kind, D, n, candidates, seed, byProduct }) {
  const normal = dice(seed);
  const rows = (/** @type {number} */ count, /** @type {boolean} */ candidate) =>
    Array.from({ length: count }, () => rowOf(kind, D, normal, candidate));
  const [members, strangers] = [rows(candidates, true), rows(candidates, true)];
  const sums = async (/** @type {Float64Array[]} */ own) =>
    byProduct ? summed(engine, [...own, ...rows(n - own.length, false)], D) : drawn(n, D, normal, own);
  const [file, reference] = [await sums(members), await sums([])];
  const tests = { alone: fileAlone(file), known: informed(file), reference: informed(file, reference) };
  return /** @type {any} */ (
    Object.fromEntries(Object.entries(tests).map(([name, test]) => [name, { members: members.map(test), strangers: strangers.map(test) }]))
  );
}

/** Shares picked right over several files. @param {ReturnType<typeof createEngine>} engine @param {{ kind: Kind, D: number, n: number, byProduct: boolean, files: number, candidates: number, seed: number }} what */
export async function measured(engine, { files, ...what }) {
  /** @type {Record<string, number>} */
  const shares = { alone: 0, known: 0, reference: 0 };
  for (let file = 0; file < files; file++)
    for (const [name, { members, strangers }] of Object.entries(await scores(engine, { ...what, seed: what.seed + 7919 * file })))
      shares[name] += pickedRight(members, strangers) / files;
  return shares;
}

async function main() {
  const widths = process.argv.slice(2).map(Number);
  const engine = createEngine({ platform: await nodePlatform() });
  const share = (/** @type {number} */ value) => (100 * value).toFixed(1).padStart(5);
  process.stdout.write("columns  pairs a dimension  rows    alone  theory  reference  theory  known  theory  (picked right, %)\n");
  for (const D of widths.length > 0 ? widths : [64, 256, 1024, 2304])
    for (const m of [5, 10, 50, 200])
      for (const kind of KINDS) {
        const n = (m * D) / 2;
        const wide = D >= 1024;
        const byProduct = wide ? D === 1024 && m === 50 : D * n <= 3e7;
        if (!byProduct && kind !== "normal") continue;
        // Few enough rows of another kind that the sums are those of the others.
        const candidates =
          kind === "twice" ? (wide ? 30 : Math.max(4, Math.floor(n / 100))) : wide ? 300 : Math.min(100, Math.floor(n / 4));
        const files = wide ? 1 : Math.min(100, Math.ceil(1200 / candidates));
        const got = await measured(engine, { kind, D, n, byProduct, candidates, files, seed: D + m });
        const theory = [riskOfFileAlone(D, n), riskWithReference(D, n, n), riskOf(D, n)].map(share);
        process.stdout.write(
          `${String(D).padStart(7)}  ${String(m).padStart(17)}  ${kind.padEnd(6)}  ${share(got.alone)}  ${theory[0]}   ${share(got.reference)}     ${theory[1]}  ${share(got.known)}  ${theory[2]}\n`,
        );
      }
  engine.dispose();
}

if (import.meta.url === `file://${process.argv[1]}`) await main();
