/**
 * Do nominal 95 % intervals hold the population's value in 92 to 98 % of samples? node tests/slow/coverage.js [trials]
 * Model: both sides see 12 factors of falling strength; the images have a strong one of their own; isotropic noise; normal.
 */
import { createEngine } from "../../web/src/engine/index.js";
import { nodePlatform } from "../../web/src/engine/platform-node.js";
import { memorySource } from "../../web/src/readers/plain-rows.js";

const WIDTH = 24;
const FACTORS = 12;
const TRIALS = Number(process.argv[2] ?? 200);
const NAMES = /** @type {const} */ (["imageToText", "textToImage", "imbalance"]);

/** Seeded normal deviates (Box and Muller over mulberry32). @param {number} seed */
function normal(seed) {
  let state = seed >>> 0;
  const uniform = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  return () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
}

const fixed = normal(1);
const LOADINGS = Array.from({ length: FACTORS + 1 }, () => Float64Array.from({ length: WIDTH }, () => fixed() / Math.sqrt(WIDTH)));

/** @param {number} n @param {number} seed @returns {import("../../web/src/types.d.ts").Pairs} */
function sample(n, seed) {
  const next = normal(seed);
  const x = new Float32Array(n * WIDTH);
  const y = new Float32Array(n * WIDTH);
  for (let i = 0; i < n; i++) {
    const shared = Array.from({ length: FACTORS }, (_, k) => next() * 10 ** (-0.08 * k));
    const own = 1.3 * next();
    for (let c = 0; c < WIDTH; c++) {
      let common = 0;
      for (let k = 0; k < FACTORS; k++) common += shared[k] * LOADINGS[k][c];
      x[i * WIDTH + c] = 0.5 + common + own * LOADINGS[FACTORS][c] + 0.06 * next();
      y[i * WIDTH + c] = 0.5 + common + 0.06 * next();
    }
  }
  const origin = { file: "", array: "" };
  return {
    images: memorySource("images", n, WIDTH, "float32", x),
    texts: memorySource("texts", n, WIDTH, "float32", y),
    imageOf: Int32Array.from({ length: n }, (_, i) => i),
    origin: { images: origin, texts: origin },
    findings: [],
  };
}

const engine = createEngine({ platform: await nodePlatform() });
const plain = { hashes: false, permutations: 0, bootstrap: 0, topQ: 0.2, queries: 10, exactPairs: 0 };
const truth = /** @type {any} */ ((await engine.audit(sample(400_000, 2), plain)).sas);
let good = true;
for (const n of [300, 1500]) {
  const held = { imageToText: 0, textToImage: 0, imbalance: 0 };
  for (let trial = 0; trial < TRIALS; trial++) {
    const { uncertainty } = await engine.audit(sample(n, 1000 + trial), { ...plain, bootstrap: 200, seed: trial });
    const intervals = /** @type {any} */ (uncertainty);
    for (const name of NAMES) {
      const { low, high } = intervals[`sas${name[0].toUpperCase()}${name.slice(1)}`];
      if (low <= truth[name] && truth[name] <= high) held[name]++;
    }
  }
  for (const name of NAMES) {
    const share = held[name] / TRIALS;
    if (share < 0.92 || share > 0.98) good = false;
    process.stdout.write(
      `${n} pairs, ${name}: population ${truth[name].toFixed(4)}, held by ${(100 * share).toFixed(1)} % of ${TRIALS} intervals\n`,
    );
  }
}
engine.dispose();
process.exitCode = good ? 0 : 1;
