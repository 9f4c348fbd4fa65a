import { beforeAll, describe, expect, it } from "vitest";
import { createEngine } from "../../../web/src/engine/index.js";
import { METHODS } from "../../../web/src/engine/interval-methods.js";
import { nodePlatform } from "../../../web/src/engine/platform-node.js";
import { intervalsIn, labelOf, namedValues, pOfModels } from "../../slow/experiments.js";
import { binomialBelow, Held, pooledOf } from "../../slow/held.js";
import { KIND_NAMES, modelOf, twinsOf } from "../../slow/models.js";
import { pairsOf } from "../../slow/order-data.js";
import { populationOf } from "../../slow/population.js";

/** Few pairs and columns, so that hundreds of samples take half a minute; `./dev slow` has the sizes that are documented. */
const SIZE = { n: 110, d: 16, topQ: 0.2 };
const KINDS = ["factors", "power law", "five captions", "independent"];
const TRIALS = 60;
const ALL = KINDS.length * TRIALS;
/** Intervals and p values looked at, at most: each may fail right code with 1e-4 over this. */
const LOOKED_AT = 60;
const RISK = 1e-4 / LOOKED_AT;
/** What each interval is to hold, and each p value's rate below .05. */
const HELD = 0.93;
const RATE = 0.05;

/** The smallest count that right code reaches but with RISK. @param {number} trials */
function leastHeld(trials) {
  let count = 0;
  while (binomialBelow(count, trials, HELD) <= RISK) count++;
  return count;
}

/** @param {number} trials */
function mostBelow(trials) {
  let count = trials;
  while (1 - binomialBelow(count - 1, trials, RATE) <= RISK) count--;
  return count;
}

const held = new Held();

beforeAll(async () => {
  const engine = createEngine({ platform: await nodePlatform(), workers: 1 });
  for (const kind of KINDS) {
    const model = modelOf(KIND_NAMES.indexOf(kind) + 1, SIZE);
    const { values: population } = populationOf(model, 20_000);
    const label = labelOf(model);
    const samples = [];
    for (let trial = 0; trial < TRIALS; trial++) {
      const [a, b] = twinsOf(model, 40_009 + 613 * trial).map((rows) => pairsOf(rows));
      const made = await engine.compare(a, b, { hashes: false, permutations: 0, topQ: model.topQ, seed: trial });
      samples.push({ audit: made.a, values: namedValues(made.a), others: namedValues(made.b) });
      for (const interval of intervalsIn(made.differences)) held.interval(`difference of ${interval.path}`, label, interval, 0);
      for (const { path, p } of pOfModels(made)) held.p(path, label, p);
    }
    for (const [trial, { audit }] of samples.entries())
      for (const interval of intervalsIn(audit.uncertainty)) {
        const name = interval.path;
        const ofPopulation = METHODS[name.split(".")[0]]?.of === "population";
        // Other samples of the same size: those of the other trials.
        const rest = samples.filter((_, other) => other !== trial).flatMap(({ values, others }) => [values[name], others[name]]);
        const truth = ofPopulation ? population[name] : rest.reduce((sum, value) => sum + value, 0) / rest.length;
        expect(truth, name).toBeTypeOf("number");
        held.interval(name, label, interval, truth);
      }
  }
  engine.dispose();
}, 900_000);

describe("in samples of a known population", () => {
  it("every interval holds what it is of, in 93 of 100 or more as far as so few samples tell", () => {
    const counts = [...held.intervals].map(([name, models]) => ({ name, ...pooledOf(models.values()) }));
    expect(counts.length).toBeGreaterThan(25);
    expect(counts.length + held.tests.size).toBeLessThanOrEqual(LOOKED_AT);
    for (const { name, trials, below, above } of counts)
      expect(trials - below - above, `${name}: ${below} below and ${above} above of ${trials}`).toBeGreaterThanOrEqual(leastHeld(trials));
  });

  it("every quantity with a method has an interval, and none without", () => {
    const found = new Set([...held.intervals.keys()].filter((name) => !name.startsWith("difference")).map((name) => name.split(".")[0]));
    for (const [name, { by }] of Object.entries(METHODS)) {
      if (by === "none") expect(found.has(name), name).toBe(false);
      // The MMD of rows far from unit length is summed exactly, which halves do not have; ranks are in audits from sums alone.
      else if (name !== "mmd") expect(found.has(name), name).toBe(true);
    }
  });

  it("p values of two models that differ by chance alone are below .05 in about 5 of 100", () => {
    expect(held.tests.size).toBeGreaterThan(10);
    for (const [name, models] of held.tests) {
      const { trials, below } = pooledOf(models.values());
      expect(below, `${name}: ${below} of ${trials}`).toBeLessThanOrEqual(mostBelow(trials));
    }
  });

  it("an interval that holds 80 of 100 would be found, and a p value that is below .05 in 20 of 100", () => {
    expect(1 - binomialBelow(leastHeld(ALL) - 1, ALL, 0.8)).toBeLessThan(0.1);
    expect(binomialBelow(mostBelow(ALL), ALL, 0.2)).toBeLessThan(0.1);
  });
});
