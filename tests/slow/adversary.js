/**
 * What does the best distinguisher measure of a pair, way out by way out? node tests/slow/adversary.js [runs]
 * runs on each of two neighbouring data sets, 2,000 unless told. Fails if more is measured than is stated.
 */
import { createEngine } from "../../web/src/engine/index.js";
import { nodePlatform } from "../../web/src/engine/platform-node.js";
import { momentsBytes } from "../../web/src/moments/file.js";
import { promiseOf } from "../../web/src/moments/promise.js";
import { openFile } from "../../web/src/readers/index.js";
import { certainEpsilon, factsOf, neighbours, noiseEpsilon, noisyFile, siteWith, sumsOf, tells } from "../web/privacy/adversary.js";

/** @import { MomentsFile, Pairs } from "../../web/src/types.d.ts" */

const RUNS = Number(process.argv[2] ?? 2000);
const DELTA = 1e-5;
const engine = createEngine({ platform: await nodePlatform(), workers: 1 });
const both = neighbours();
const exact = await Promise.all(both.map((pairs) => engine.moments(pairs)));
const difference = sumsOf(exact[0]).map((value, k) => value - sumsOf(exact[1])[k]);
const other = siteWith({ n: 80, seed: 7, x: [0, 1], y: [0, 1] });

/** @param {Pairs} pairs @param {number} epsilon */
const noisy = (pairs, epsilon) => noisyFile(engine, pairs, { epsilon, delta: DELTA });

/** @param {MomentsFile} moments */
async function received(moments) {
  const { moments: read } = await openFile(new File([momentsBytes(moments)], "a.moments.safetensors"));
  return /** @type {MomentsFile} */ (read);
}

/** Without the other site's sums, which the adversary has. @param {MomentsFile} known @returns {(pool: MomentsFile) => number[]} */
function without(known) {
  const rest = sumsOf(known);
  return (pool) => sumsOf(pool).map((value, k) => value - rest[k]);
}

/** @type {{ name: string, make: (pairs: Pairs) => Promise<MomentsFile>, sums: (file: MomentsFile) => number[], data?: Pairs[] }[]} */
const WAYS = [];
for (const epsilon of [1, 4, 8])
  WAYS.push({ name: `a file with noise, ε ${epsilon}`, make: (pairs) => noisy(pairs, epsilon), sums: sumsOf });
const known = await noisy(other, 1);
WAYS.push({
  name: "pool of ε 4 (the pair's site) and ε 1, --overlap none; the other file is known",
  make: async (pairs) => engine.mergeMoments([await noisy(pairs, 4), known], { overlap: "none" }),
  sums: without(known),
});
WAYS.push({
  name: "pool of two files of the same pairs, ε 4 each, --overlap all",
  make: async (pairs) => engine.mergeMoments([await noisy(pairs, 4), await noisy(pairs, 4)], { overlap: "all" }),
  sums: sumsOf,
});
const known4 = await engine.moments(other);
WAYS.push({
  name: "the noisy site's pair in a pool with an exact site, --mix-exact; the exact file is known",
  make: async (pairs) => engine.mergeMoments([await noisy(pairs, 4), known4], { mixExact: true }),
  sums: without(known4),
});
WAYS.push({
  name: "the exact site's pair in the same kind of pool",
  make: async (pairs) => engine.mergeMoments([await engine.moments(pairs), known], { mixExact: true }),
  sums: without(known),
  data: [both[0], siteWith({ x: [2, 0], y: [1, 0] })],
});

let good = true;
process.stdout.write(
  `| way out | stated ε, δ ${DELTA} | told for certain | ε of the likelihood ratio, at least (four standard errors) |\n| --- | --: | --- | --: |\n`,
);
for (const { name, make, sums, data = both } of WAYS) {
  /** @type {MomentsFile[][]} */
  const files = [];
  for (const pairs of data) {
    const own = [];
    for (let run = 0; run < RUNS; run++) own.push(await received(await make(pairs)));
    files.push(own);
  }
  const [a, b] = files;
  const certain = tells(a.map(factsOf), b.map(factsOf));
  const stated = promiseOf(a[0])?.epsilon ?? Number.POSITIVE_INFINITY;
  const measured = certain.length > 0 ? undefined : noiseEpsilon(a.map(sums), b.map(sums), difference, DELTA);
  const least = certain.length > 0 ? certainEpsilon(RUNS, DELTA) : Number(measured?.least);
  good &&= least <= stated;
  const shown = measured ? `${measured.about.toFixed(2)}, ${measured.least.toFixed(2)}` : `–, ${least.toFixed(2)}`;
  process.stdout.write(
    `| ${name} | ${stated === Number.POSITIVE_INFINITY ? "none" : stated} | ${certain.length > 0 ? `yes, by ${certain.length} numbers` : "no"} | ${shown} |\n`,
  );
}
engine.dispose();
process.exitCode = good ? 0 : 1;
