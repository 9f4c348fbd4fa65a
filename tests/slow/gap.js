/**
 * Closing the gap: how often do the 95 % intervals of a change of recall hold the mean change of all samples of one make?
 * node tests/slow/gap.js [--trials 150]
 * Each sample is cut from one large made-up set, so that all are of one population. One process; a Markdown table on standard output.
 */
import { parseArgs } from "node:util";
import { createEngine } from "../../web/src/engine/index.js";
import { nodePlatform } from "../../web/src/engine/platform-node.js";
import { mean } from "../../web/src/quantiles.js";
import { memorySource } from "../../web/src/readers/plain-rows.js";

/** @import { GapChange, MatrixSource, Pairs, SyntheticSpec } from "../../web/src/types.d.ts" */

const { values } = parseArgs({ options: { trials: { type: "string", default: "150" } } });
const trials = Number(values.trials);
const engine = createEngine({ platform: await nodePlatform(), workers: 1 });

/** @type {readonly { pairs: number, spec: Omit<SyntheticSpec, "pairs"> }[]} */
const SETTINGS = [
  { pairs: 100, spec: { width: 16, shared: 8, gap: 0.5, imageOnly: 4, privateStrength: 3, seed: 1 } },
  { pairs: 300, spec: { width: 24, shared: 12, gap: 1, noiseImage: 2, noiseText: 2, seed: 1 } },
  { pairs: 1000, spec: { width: 32, shared: 12, gap: 1, noiseImage: 3, noiseText: 3, seed: 1 } },
];

/** @param {Pairs} all @param {number} trial @param {number} n @returns {Promise<Pairs>} */
async function sampleOf(all, trial, n) {
  const part = async (/** @type {MatrixSource} */ { name, cols, readRows }) =>
    memorySource(name, n, cols, "float32", (await readRows(trial * n, (trial + 1) * n)).slice());
  const [images, texts] = await Promise.all([part(all.images), part(all.texts)]);
  return { ...all, images, texts, imageOf: Int32Array.from({ length: n }, (_, i) => i), fileRows: undefined, metadata: undefined };
}

for (const { pairs: n, spec } of SETTINGS) {
  const all = await engine.generated("made up", { ...spec, pairs: n * trials });
  /** @type {Record<string, GapChange[]>} */
  const changes = {};
  for (let trial = 0; trial < trials; trial++) {
    const gap = await engine.gap(await sampleOf(all, trial, n), { seed: trial });
    if ("status" in gap) throw new Error(gap.reason);
    for (const { name, change } of gap.treatments)
      for (const [way, depths] of Object.entries(change ?? {}))
        for (const [k, one] of Object.entries(depths)) {
          const of = `${name}, R@${k} ${way}`;
          changes[of] = [...(changes[of] ?? []), one];
        }
  }
  process.stdout.write(
    `\n${n} pairs of ${spec.width} columns, ${trials} samples\n\n| | mean change | held by % of the intervals |\n| --- | --: | --: |\n`,
  );
  for (const [name, list] of Object.entries(changes)) {
    const truth = mean(list.map(({ change }) => change));
    const held = mean(list.map(({ low, high }) => (low <= truth && truth <= high ? 1 : 0)));
    process.stdout.write(`| ${name} | ${truth.toFixed(3)} | ${(100 * held).toFixed(1)} |\n`);
  }
}
engine.dispose();
