/**
 * How often do the order checks doubt right pairs, and how often do they find displaced ones? node tests/slow/order.js [sets] [trials]
 * sets: right data sets, 1,000 unless told; trials of each displacement, 40 unless told. Fails if a right set is doubted.
 */
import { createEngine } from "../../web/src/engine/index.js";
import { nodePlatform } from "../../web/src/engine/platform-node.js";
import { chanceOf, DISPLACED, factorRows, pairsOf, reordered } from "./order-data.js";
import { RIGHT } from "./order-right.js";

const SETS = Number(process.argv[2] ?? 1000);
const TRIALS = Number(process.argv[3] ?? 40);
const FINDINGS = /PERMUTED|ORDER|ROUND|SHIFT/;

const engine = createEngine({ platform: await nodePlatform() });
/** @param {import("../../web/src/types.d.ts").Pairs} pairs */
async function suspicions(pairs) {
  const { inputs, retrieval } = await engine.audit(pairs, { hashes: false, permutations: 0, bootstrap: 0 });
  const recall = "imageToText" in retrieval ? retrieval.imageToText.curve[0] : 0;
  return { found: inputs.findings.filter(({ code }) => FINDINGS.test(code)), recall };
}

let good = true;
const kinds = Object.entries(RIGHT);
/** @type {Map<string, { sets: number, doubted: number, recall: number[] }>} */
const tally = new Map(kinds.map(([kind]) => [kind, { sets: 0, doubted: 0, recall: [] }]));
for (let set = 0; set < SETS; set++) {
  const [kind, make] = kinds[set % kinds.length];
  const { found, recall } = await suspicions(make(chanceOf(1000 + set)));
  const row = /** @type {NonNullable<ReturnType<typeof tally.get>>} */ (tally.get(kind));
  row.sets++;
  row.recall.push(recall);
  if (found.length === 0) continue;
  row.doubted++;
  good = false;
  process.stdout.write(`set ${set}, ${kind}: ${found.map(({ code, message }) => `${code} ${message}`).join(" | ")}\n`);
}
process.stdout.write("\n| right data | sets | R@1 from … to | doubted |\n| --- | --: | --- | --: |\n");
for (const [kind, { sets, doubted, recall }] of tally)
  if (sets > 0)
    process.stdout.write(`| ${kind} | ${sets} | ${Math.min(...recall).toFixed(2)} … ${Math.max(...recall).toFixed(2)} | ${doubted} |\n`);

/** Pairs, width, noise: R@1 of right pairs is printed. */
const DATA = [
  { n: 60, d: 12, noise: 0.15, own: 0.05 },
  { n: 60, d: 12, noise: 0.4, own: 0.05 },
  { n: 1126, d: 64, noise: 0.2, own: 0.05 },
  { n: 1126, d: 64, noise: 0.5, own: 0.05 },
  { n: 1126, d: 64, noise: 0.9, own: 0.05 },
  { n: 5000, d: 128, noise: 0.5, own: 0.05 },
];
/** Codes that name the fault. @type {Record<string, RegExp>} */
const EXPECTED = {
  "shifted by 1": /SHIFTED/,
  "shifted by 3": /SHIFTED|BLOCKS/,
  reversed: /REVERSED/,
  shuffled: /PERMUTED/,
  "halves swapped": /BLOCKS|SHIFTED/,
  "one text added before the rest": /SHIFTED/,
  "one text missing before the rest": /SHIFTED/,
};
const LENGTHS = [10, 20, 40, 200];
if (TRIALS > 0)
  process.stdout.write(
    "\n| displaced | pairs x width | R@1 of right pairs | rows | found | of another kind |\n| --- | --- | --: | --: | --: | --: |\n",
  );
for (const spec of TRIALS > 0 ? DATA : []) {
  const { recall } = await suspicions(pairsOf(factorRows(chanceOf(1), spec)));
  const { n, d } = spec;
  for (const [kind, order] of Object.entries(DISPLACED))
    for (const length of LENGTHS.filter((rows) => rows < n / 2)) {
      const trials = n > 2000 ? Math.ceil(TRIALS / 4) : TRIALS;
      let [found, other] = [0, 0];
      for (let trial = 0; trial < trials; trial++) {
        const chance = chanceOf(77 * trial + length);
        const rows = factorRows(chance, spec);
        const begin = /rest/.test(kind) ? n - length : chance.below(n - length);
        const codes = (await suspicions(pairsOf(reordered(rows, order(chance, n, begin, length))))).found.map(({ code }) => code);
        if (codes.length > 0) found++;
        if (codes.length > 0 && !codes.some((code) => EXPECTED[kind].test(code))) other++;
      }
      process.stdout.write(`| ${kind} | ${n} x ${d} | ${recall.toFixed(2)} | ${length} | ${found} of ${trials} | ${other} |\n`);
    }
}
engine.dispose();
process.exitCode = good ? 0 : 1;
