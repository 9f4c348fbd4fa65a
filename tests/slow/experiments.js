/** One trial of each kind: what the engine says of a random sample, beside the truth. Intervals and p values are found by walking its answers. */
import { benchmark } from "../../web/src/benchmark/index.js";
import { METHODS } from "../../web/src/engine/interval-methods.js";
import { wilson } from "../../web/src/quantiles.js";
import { sampleOf, twinsOf, unpaired } from "./models.js";
import { chanceOf, pairsOf, shuffled } from "./order-data.js";
import { populationOf } from "./population.js";

/** @import { Audit, BenchmarkRun, Comparison, Predictivity } from "../../web/src/types.d.ts" */
/** @import { Held } from "./held.js" */
/** @import { Model } from "./models.js" */
/** @typedef {ReturnType<typeof import("../../web/src/engine/index.js").createEngine>} Engine */
/** Of a model: its population's values by name, and the mean of other samples of the same size. @typedef {{ population: Record<string, number>, sameSize: Record<string, number> }} Truth */
/** @typedef {{ engine: Engine, held: Held, model: Model, label: string, truth: Truth, trial: number, options: import("../../web/src/types.d.ts").AuditOptions }} Trial */

/** Nothing but the values. */
const VALUES = { hashes: false, bootstrap: 0, permutations: 0 };
const FLOOR = 30;
/** Images at most where one trial takes many audits. */
const FEW = 300;
const SITES = 3;
const QUERIES = 50;
/** Models, datasets and replicates of a made-up benchmark. */
const MODELS = 8;
const DATASETS = [
  ["a", "natural"],
  ["b", "natural"],
  ["c", "medical"],
  ["d", "medical"],
];

/** @param {Model} model */
export const labelOf = ({ seed, kind, n, d, topQ }) => `${seed} ${kind}, ${n} x ${d}, q ${topQ}`;

/** Every interval within a value, with its path. @param {unknown} value @param {string} [path] @returns {{ path: string, low: number, high: number }[]} */
export function intervalsIn(value, path = "") {
  if (typeof value !== "object" || value === null) return [];
  const { low, high } = /** @type {Record<string, unknown>} */ (value);
  if (typeof low === "number" && typeof high === "number") return [{ path, low, high }];
  return Object.entries(value).flatMap(([key, inner]) => intervalsIn(inner, path ? `${path}.${key}` : key));
}

/** Every p within a value, with its path. @param {unknown} value @param {string} [path] @returns {{ path: string, p: number }[]} */
export function pIn(value, path = "") {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const at = path ? `${path}.${key}` : key;
    return (key === "p" || key === "pHolm") && typeof inner === "number" ? [{ path: at, p: inner }] : pIn(inner, at);
  });
}

/** Each p of two models, and the smallest after Holm: one statement of the whole family. @param {Pick<Comparison, "differences" | "mcnemar">} comparison */
export function pOfModels({ differences, mcnemar }) {
  const all = pIn({ ...differences, "McNemar, image → text": mcnemar.imageToText, "McNemar, text → image": mcnemar.textToImage });
  const adjusted = all.filter(({ path }) => path.endsWith(".pHolm")).map(({ p }) => p);
  const plain = all.flatMap(({ path, p }) => (path.endsWith(".p") ? [{ path: path.slice(0, -2), p }] : []));
  return [...plain, ...(adjusted.length > 0 ? [{ path: "any difference after Holm", p: Math.min(...adjusted) }] : [])];
}

/** An audit's values by the names that intervals have. @param {Audit} audit @returns {Record<string, number>} */
export function namedValues({ metrics, sas, retrieval, spectrum }) {
  const scores = Object.entries(sas).map(([name, value]) => [`sas${name[0].toUpperCase()}${name.slice(1)}`, value]);
  const recall = /** @type {const} */ (["imageToText", "textToImage"]).flatMap((way) =>
    "status" in retrieval
      ? []
      : Object.entries(retrieval[way].recall).map(([k, value]) => [`recall${way[0].toUpperCase()}${way.slice(1)}.${k}`, value]),
  );
  const { image, text } = metrics.uniformity;
  const all = [
    ...Object.entries(metrics),
    ...scores,
    ...recall,
    ["effectiveRankImage", spectrum.image.effectiveRank],
    ["effectiveRankText", spectrum.text.effectiveRank],
    ["uniformity.image", image],
    ["uniformity.text", text],
  ];
  return Object.fromEntries(all.filter(([, value]) => typeof value === "number"));
}

/** @param {number} trial @param {number} [part] */
const seedOf = (trial, part = 0) => 1_000_003 + 9176 * trial + 7 * part;

/** @param {Engine} engine @param {Model} model @param {number} samples @returns {Promise<Truth>} */
export async function truthOf(engine, model, samples) {
  const { values, turned } = populationOf(model);
  const population = { ...values };
  // Of tied directions any mix is the population's: the middle one stands for them.
  for (const [name, sorted] of Object.entries(turned ?? {})) population[name] = sorted[Math.floor(sorted.length / 2)];
  /** @type {Record<string, number>} */
  const sums = {};
  for (let sample = 0; sample < samples; sample++) {
    const audit = await engine.audit(pairsOf(sampleOf(model, 500_000_003 + 17 * sample + model.seed)), { ...VALUES, topQ: model.topQ });
    for (const [name, value] of Object.entries(namedValues(audit))) sums[name] = (sums[name] ?? 0) + value / samples;
  }
  return { population, sameSize: sums };
}

/** Counts an interval against what it is of; one by the bootstrap against both, because it did not say. @param {Trial} trial @param {string} from @param {{ path: string, low: number, high: number }} interval */
function counted({ held, label, truth, options }, from, interval) {
  const { population, sameSize } = truth;
  const name = interval.path;
  const own = options.intervals === "bootstrap" ? "either" : METHODS[name.split(".")[0]]?.of;
  const targets = Object.entries({ population, "same size": sameSize }).filter(
    ([target, values]) => name in values && (own === "either" || own === target),
  );
  if (targets.length === 0)
    throw new Error(`${from}: nothing is known of "${name}", whose interval is of: ${own ?? "nothing that is said"}`);
  for (const [target, values] of targets) held.interval(`${from} ${name}, ${target}`, label, interval, values[name]);
}

/** @type {Record<string, (trial: Trial) => Promise<void>>} */
export const EXPERIMENTS = {
  /** Intervals of one audit of rows. */
  async intervals(trial) {
    const { engine, model } = trial;
    const pairs = pairsOf(sampleOf(model, seedOf(trial.trial)));
    const audit = await engine.audit(pairs, { ...trial.options, topQ: model.topQ, seed: trial.trial });
    for (const interval of intervalsIn(audit.uncertainty)) counted(trial, "audit", interval);
    const { retrieval } = audit;
    if ("status" in retrieval) return;
    for (const way of /** @type {const} */ (["imageToText", "textToImage"])) {
      const name = `recall${way[0].toUpperCase()}${way.slice(1)}.1`;
      counted(trial, "benchmark", { path: name, ...wilson(retrieval[way].recall[1], model.n) });
    }
  },

  /** Intervals of an audit from sums, in blocks enough for halves and in fewer. */
  async sums(trial) {
    const { engine, model } = trial;
    const pairs = pairsOf(sampleOf(model, seedOf(trial.trial)));
    for (const blocks of [32, 8]) {
      const moments = await engine.moments(pairs, { blocks });
      const { aggregate } = await engine.auditMoments({ name: "", moments }, { topQ: model.topQ });
      for (const interval of intervalsIn(aggregate?.intervals)) counted(trial, `sums in ${blocks} blocks`, interval);
    }
  },

  /** Queries drawn from the pairs, against what all pairs say. */
  async sampling({ engine, model, held, label, trial }) {
    const pairs = pairsOf(sampleOf(model, seedOf(trial)));
    const all = namedValues(await engine.audit(pairs, { ...VALUES, topQ: model.topQ }));
    const { sampling } = await engine.audit(pairs, { ...VALUES, topQ: model.topQ, exactPairs: 0, queries: QUERIES, seed: trial });
    for (const interval of intervalsIn(sampling)) {
      const name = interval.path.replace(/^recall\.(.)/, (_, first) => `recall${first.toUpperCase()}`);
      held.interval(`sampled queries ${interval.path}, all queries of the sample`, label, interval, all[name]);
    }
  },

  /** Two models that differ by chance alone, on the same pairs. */
  async differences({ engine, model, held, label, trial, options }) {
    const [a, b] = twinsOf(model, seedOf(trial)).map((rows) => pairsOf(rows));
    const { differences, mcnemar } = await engine.compare(a, b, { ...options, topQ: model.topQ, seed: trial });
    for (const interval of intervalsIn(differences)) held.interval(`difference ${interval.path}`, label, interval, 0);
    for (const { path, p } of pOfModels({ differences, mcnemar })) held.p(`two models, ${path}`, label, p);
  },

  /** Texts that have nothing to do with the images. */
  async chance({ engine, model, held, label, trial }) {
    const pairs = pairsOf(sampleOf(unpaired(model), seedOf(trial)));
    const { chance } = await engine.audit(pairs, { hashes: false, bootstrap: 0, permutations: 199, topQ: model.topQ, seed: trial });
    for (const { path, p } of pIn(chance)) held.p(`permuted pairing, ${path.replace(/\.p$/, "")}`, label, p);
  },

  /** Groups drawn at random. */
  async groups({ engine, model, held, label, trial }) {
    const n = Math.max(3 * FLOOR + 9, Math.min(model.n, FEW));
    const chance = chanceOf(seedOf(trial, 1));
    const values = shuffled(
      chance,
      Array.from({ length: n }, (_, i) => i % 3),
    ).map((group) => `g${group}`);
    const pairs = { ...pairsOf(sampleOf(model, seedOf(trial), n)), metadata: [{ name: "group", values }] };
    const { groups } = await engine.subgroups(pairs, "group", { bootstrap: 20, permutations: 0, topQ: model.topQ, seed: trial });
    const [first] = groups;
    if (typeof first.p === "number") held.p("one group against random groups, imbalance", label, first.p);
    const adjusted = groups.flatMap(({ pHolm }) => (typeof pHolm === "number" ? [pHolm] : []));
    if (adjusted.length > 0) held.p("any group of the table after Holm, imbalance", label, Math.min(...adjusted));
    const own = { ...first.sas, recall: first.recall };
    for (const interval of intervalsIn(first.random)) {
      const way = interval.path.includes("ImageToText") ? "imageToText" : "textToImage";
      const value = interval.path.startsWith("recall")
        ? /** @type {any} */ (own.recall)[way][1]
        : /** @type {any} */ (own)[interval.path[3].toLowerCase() + interval.path.slice(4)];
      if (typeof value === "number") held.interval(`random groups ${interval.path}, the group's value`, label, interval, value);
    }
  },

  /** Sites of one population. */
  async sites(trial) {
    const { engine, model, held, label } = trial;
    const n = Math.max(100, Math.min(model.n, FEW));
    const sites = [];
    for (let k = 0; k < SITES; k++)
      sites.push({
        name: `site ${k}`,
        moments: await engine.moments(pairsOf(sampleOf(model, seedOf(trial.trial, k), n)), { blocks: 32, label: `site ${k}` }),
      });
    const federation = await engine.auditFederation(sites, { topQ: model.topQ });
    for (const interval of intervalsIn(federation.pooled.aggregate?.intervals)) {
      // The pool is larger than the model's samples: nothing is known of others of its size.
      if (interval.path in trial.truth.population) counted(trial, "pooled sites", interval);
    }
    for (const name of /** @type {const} */ (["sasImageToText", "sasTextToImage", "sasImbalance"])) {
      const found = federation.heterogeneity[name];
      if ("p" in found) held.p(`Cochran's Q of ${SITES} sites, ${name}`, label, found.p);
    }
  },
};

/** Runs of a benchmark whose numbers are chance; effect: share of the variance that is the model's. @param {number} seed @param {number} effect @returns {BenchmarkRun[]} */
function madeUpRuns(seed, effect) {
  const chance = chanceOf(seed);
  const names = ["cka", "coral", "rmg", "rmgReference", "deltaCosine", "mmd", "svcca", "sasImageToText", "sasTextToImage", "sasImbalance"];
  return Array.from({ length: MODELS }, (_, m) => {
    const of = () => {
      const common = chance.normal();
      return () => Math.sqrt(effect) * common + Math.sqrt(1 - effect) * chance.normal();
    };
    const metrics = names.map((name) => [name, of()]);
    const recall = of();
    return DATASETS.map(([dataset, domain]) => {
      const values = Object.fromEntries(metrics.map(([name, draw]) => [name, /** @type {() => number} */ (draw)()]));
      const sums = { rSum: recall(), rSumImageToText: recall(), rSumTextToImage: recall() };
      const none = { 1: 0.5, 5: 0.6, 10: 0.7 };
      return /** @type {any} */ ({
        model: `model ${m}`,
        dataset,
        domain,
        reference: false,
        split: "test",
        source: "",
        pairs: 100,
        metrics: { ...values, sasSymmetric: chance.normal() },
        retrieval: { ...sums, imageToText: none, textToImage: none },
      });
    });
  }).flat();
}

/** Tests between made-up runs; apart from the models. @param {Engine} engine @param {Held} held @param {number} trial */
export async function benchmarkTrial(engine, held, trial) {
  for (const [label, effect] of /** @type {const} */ ([
    ["every run independent", 0],
    ["half of the variance is the model's", 0.5],
  ])) {
    const runs = madeUpRuns(seedOf(trial), effect);
    const made = await benchmark(runs, { statistics: engine.statistics, version: "", replicates: 400, seed: trial });
    const { alignmentProfile: profile, imbalanceSignature: signature, retrievalPredictivity: predictivity } = made;
    const least = (/** @type {unknown[]} */ family) => Math.min(...family.filter((p) => typeof p === "number"));
    const { cka } = profile.metrics;
    for (const { path, p } of pIn(cka)) if (path.endsWith(".p")) held.p(`benchmark, profile ${path.slice(0, -2)}`, label, p);
    const rows = Object.values(profile.metrics);
    held.p("benchmark, profile, any metric after Holm: Mann-Whitney", label, least(rows.map(({ mannWhitney }) => mannWhitney.pHolm)));
    held.p("benchmark, profile, any metric after Holm: t within models", label, least(rows.map(({ withinModel }) => withinModel.t.pHolm)));
    held.p(
      "benchmark, profile, any metric after Holm: Wilcoxon within models",
      label,
      least(rows.map(({ withinModel }) => withinModel.wilcoxon.pHolm)),
    );
    const natural = signature.byDomain.natural;
    if (typeof natural.t.p === "number") held.p("benchmark, imbalance t over runs", label, natural.t.p);
    if (typeof natural.byModel.t.p === "number") held.p("benchmark, imbalance t over models", label, natural.byModel.t.p);
    if (typeof signature.mannWhitneyGreater.p === "number")
      held.p("benchmark, imbalance Mann-Whitney", label, signature.mannWhitneyGreater.p);
    const { pooled, stratified, byDataset } = predictivity.metrics.cka.rSum;
    for (const [name, one] of Object.entries({ pooled, stratified, "one dataset": byDataset.a }))
      if (typeof one.p === "number") held.p(`benchmark, Spearman ${name}`, label, one.p);
    if (typeof stratified.byModel?.p === "number") held.p("benchmark, Spearman stratified, models moved", label, stratified.byModel.p);
    for (const [name, { interval }] of Object.entries({ pooled, stratified }))
      if (!("status" in interval)) held.interval(`benchmark Spearman ${name}, no correlation`, label, interval, 0);
    for (const { metric, interval, stratified: within } of predictivity.matchedDirection) {
      if (!("status" in interval)) held.interval(`benchmark matched direction ${metric}, no difference`, label, interval, 0);
      if (!("status" in within.interval))
        held.interval(`benchmark matched direction ${metric} within, no difference`, label, within.interval, 0);
    }
    for (const [name, of] of /** @type {const} */ ([
      ["", (/** @type {Predictivity["stratified"]} */ { pHolm }) => pHolm],
      [", models moved", (/** @type {Predictivity["stratified"]} */ { byModel }) => byModel?.pHolm],
    ]))
      held.p(
        `benchmark, Spearman stratified with rSum${name}, any metric after Holm`,
        label,
        least(Object.values(predictivity.metrics).map(({ rSum }) => of(rSum.stratified))),
      );
  }
}
