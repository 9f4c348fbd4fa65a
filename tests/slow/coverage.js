/**
 * How often do 95 % intervals hold what they are of, and how often are p values below .05 where there is nothing to find?
 * node tests/slow/coverage.js [--trials 60] [--from 0] [--models 22] [--first 1] [--size 110x32] [--only intervals,sums,…] [--method bootstrap] [--replicates 200] [--json file] [--merge file,file]
 * Models are drawn at random by seed (models.js), the first with --first; trials begin with --from, so that runs can be merged. One process; Markdown tables on standard output.
 */
import { readFile, writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { createEngine } from "../../web/src/engine/index.js";
import { nodePlatform } from "../../web/src/engine/platform-node.js";
import { benchmarkTrial, EXPERIMENTS, labelOf, truthOf } from "./experiments.js";
import { Held, tables } from "./held.js";
import { modelOf } from "./models.js";

/** Samples of the same size for their mean, at least. */
const SAME_SIZE = 60;
const LEAST_SAME_SIZE = 20;
/** Trials are shared out so that wide or long models do not take all the time. */
const WORK = 2e7;
const LEAST = 5;

const { values } = parseArgs({
  options: {
    trials: { type: "string", default: "60" },
    from: { type: "string", default: "0" },
    models: { type: "string", default: "22" },
    first: { type: "string", default: "1" },
    only: { type: "string", default: [...Object.keys(EXPERIMENTS), "benchmark"].join() },
    size: { type: "string" },
    method: { type: "string", default: "half-samples" },
    replicates: { type: "string" },
    json: { type: "string" },
    merge: { type: "string" },
  },
});
const [trials, from, models, first] = [values.trials, values.from, values.models, values.first].map(Number);
const only = values.only.split(",");
const unknown = only.filter((name) => !(name in EXPERIMENTS) && name !== "benchmark");
if (unknown.length > 0) throw new Error(`There is no ${unknown.join(", ")}. Known: ${Object.keys(EXPERIMENTS).join(", ")}, benchmark.`);

/** Of the audits. method bootstrap: as audits had intervals before; replicates: fewer than they had, for a quick look. */
const options = {
  hashes: false,
  permutations: 0,
  intervals: /** @type {"half-samples" | "bootstrap"} */ (values.method),
  ...(values.replicates && { bootstrap: Number(values.replicates) }),
};
/** Pairs and columns of every model, instead of what is drawn. */
const [n, d] = values.size?.split("x").map(Number) ?? [];
const size = values.size ? { n, d } : {};
const held = new Held();
if (values.merge) {
  for (const file of values.merge.split(",")) held.add(JSON.parse(await readFile(file, "utf8")));
} else {
  const engine = createEngine({ platform: await nodePlatform(), workers: 1 });
  for (let seed = first; seed < first + models; seed++) {
    const model = modelOf(seed, size);
    const label = labelOf(model);
    const share = Math.min(1, WORK / (model.n * model.each * model.d ** 2 + 20 * model.d ** 3));
    const count = Math.max(LEAST, Math.round(trials * share));
    const own = Object.entries(EXPERIMENTS).filter(([name]) => only.includes(name));
    if (own.length === 0) break;
    const before = performance.now();
    const truth = await truthOf(engine, model, Math.max(count, Math.round(SAME_SIZE * share), LEAST_SAME_SIZE));
    for (const [name, experiment] of own) {
      const begun = performance.now();
      for (let trial = from; trial < from + count; trial++) await experiment({ engine, held, options, model, label, truth, trial });
      process.stderr.write(`${label}: ${count} ${name}, ${((performance.now() - begun) / 1000).toFixed(0)} s\n`);
    }
    process.stderr.write(`${label}: ${((performance.now() - before) / 1000).toFixed(0)} s\n`);
    if (values.json) await writeFile(values.json, JSON.stringify(held.plain()));
  }
  if (only.includes("benchmark"))
    for (let trial = 5 * from; trial < 5 * (from + trials); trial++) await benchmarkTrial(engine, held, trial);
  engine.dispose();
  if (values.json) await writeFile(values.json, JSON.stringify(held.plain()));
}
process.stdout.write(tables(held));
