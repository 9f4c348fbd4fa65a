/**
 * Patients with 1 to 20 studies: how often do 95 % intervals hold the population's score, and how often is p below .05 where the sides have
 * nothing to do with each other, with the patients named and without?
 * node tests/slow/clusters.js [--trials 100] [--from 0] [--patients 120] [--share 0.5] [--columns 32]
 * share: of the variance of images and of texts that studies of one patient have in common. One process; a Markdown table on standard output.
 */
import { parseArgs } from "node:util";
import { createEngine } from "../../web/src/engine/index.js";
import { nodePlatform } from "../../web/src/engine/platform-node.js";
import { patientPairs, truthOfPatients, withPatients } from "./patients.js";

const { values } = parseArgs({
  options: {
    trials: { type: "string", default: "100" },
    from: { type: "string", default: "0" },
    patients: { type: "string", default: "120" },
    share: { type: "string", default: "0.5" },
    columns: { type: "string", default: "32" },
  },
});
const [trials, from, patients, share, d] = [values.trials, values.from, values.patients, values.share, values.columns].map(Number);
const engine = createEngine({ platform: await nodePlatform(), workers: 1 });
const setting = { patients, share, d };
const truth = await truthOfPatients(engine, setting);

/** @type {Record<string, [number, number][]>} hits and trials without and with the patients named */
const rows = {};
/** @param {string} name @param {number} named @param {boolean} hit */
function count(name, named, hit) {
  rows[name] ??= [
    [0, 0],
    [0, 0],
  ];
  rows[name][named][0] += hit ? 1 : 0;
  rows[name][named][1]++;
}

for (let trial = from; trial < from + trials; trial++)
  for (const independent of [false, true])
    for (const named of [0, 1]) {
      const pairs = patientPairs(trial + 1, { ...setting, independent });
      const options = { hashes: false, seed: trial, permutations: independent ? 199 : 0, bootstrap: independent ? 0 : 200 };
      const { chance, uncertainty } = await engine.audit(named === 1 ? withPatients(pairs) : pairs, options);
      if (independent && !("status" in chance))
        for (const [name, level] of Object.entries(chance))
          if (typeof level === "object") {
            count(`p below .05, ${name}`, named, level.p < 0.05);
            if (level.calibrated !== undefined) count(`beyond chance above 0, ${name}`, named, level.calibrated > 0);
          }
      if (!independent && !("status" in uncertainty))
        for (const [name, value] of Object.entries(truth)) {
          const interval = /** @type {Record<string, { low: number, high: number } | undefined>} */ (/** @type {unknown} */ (uncertainty))[
            name
          ];
          if (interval) count(`interval holds the truth, ${name}`, named, interval.low <= value && value <= interval.high);
        }
    }
engine.dispose();

const percent = (/** @type {[number, number]} */ [hits, of]) => `${((100 * hits) / of).toFixed(1)} % of ${of}`;
process.stdout.write(
  `${patients} patients of 1 to 20 studies, ${d} columns, share ${share}\n\n| | every pair by itself | patients named |\n| --- | --: | --: |\n`,
);
for (const [name, [without, named]] of Object.entries(rows).sort())
  process.stdout.write(`| ${name} | ${percent(without)} | ${percent(named)} |\n`);
