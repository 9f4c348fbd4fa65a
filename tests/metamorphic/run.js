/**
 * node tests/metamorphic/run.js [--cases N] [--seed S] [--writer W] [--layout L] [--change C] [--route command|page] [--list-wrong] [--list-asked] [--keep FOLDER]
 * Every combination once, in an order of the seed; with more cases than combinations again with other data.
 */
import { parseArgs } from "node:util";
import { build, combinations } from "./cases.js";
import { CHANGES } from "./changes.js";
import { randomFrom, shuffled } from "./random.js";
import { Runner } from "./run-case.js";
import { kindsOf, tableBy } from "./tally.js";

/** @import { Result } from "./run-case.js" */

const { values } = parseArgs({
  options: {
    cases: { type: "string" },
    seed: { type: "string", default: "1" },
    writer: { type: "string" },
    layout: { type: "string" },
    change: { type: "string" },
    route: { type: "string" },
    "list-wrong": { type: "boolean", default: false },
    "list-asked": { type: "boolean", default: false },
    keep: { type: "string" },
  },
});
const { writer, layout, change, route } = values;
const seed = Number(values.seed);
const all = shuffled(randomFrom(seed), combinations({ writer, layout, change, route }));
const count = values.cases === undefined ? all.length : Number(values.cases);
const cases =
  all.length === 0 ? [] : Array.from({ length: count }, (_, i) => ({ ...all[i % all.length], seed: seed + Math.floor(i / all.length) }));

/** @param {string} text */
const print = (text) => void process.stdout.write(`${text}\n`);

if (values.keep !== undefined) {
  const built = await build(cases[0], values.keep);
  print(built ? `askew audit ${built.args.join(" ")}${built.pairs ? ` --pairs ${built.pairs}` : ""}` : "no ids let this case be written");
  process.exit(0);
}

const runner = new Runner();
/** @type {Result[]} */
const results = [];
const begun = performance.now();
for (const of of cases) {
  const result = await runner.run(of);
  if (result) results.push(result);
}
runner.dispose();
print(tableBy("change", results, Object.keys(CHANGES)));
print(tableBy("writer", results));
print(tableBy("layout", results));
print(tableBy("route", results));
const isDue = (/** @type {Result} */ result) =>
  CHANGES[result.change].expects === "right" && (result.outcome === "asked" || result.outcome === "fewer");
if (values["list-wrong"])
  print(
    kindsOf(
      "wrong",
      results.filter(({ outcome }) => outcome === "wrong"),
    ),
  );
if (values["list-asked"]) print(kindsOf("asked where the ids tell", results.filter(isDue)));
const seconds = (performance.now() - begun) / 1000;
print(`${results.length} cases in ${seconds.toFixed(1)} s; ${cases.length - results.length} cannot be written`);
print(`wrong: ${results.filter(({ outcome }) => outcome === "wrong").length}; asked where the ids tell: ${results.filter(isDue).length}`);
process.exit(results.some(({ outcome }) => outcome === "wrong") ? 1 : 0);
