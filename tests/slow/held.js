/** Counts of what intervals hold and of p values below .05, over models: shares with exact bounds, as a table. */

/**
 * below: the truth lies below the interval. For p values `held` counts those of .05 and more.
 * @typedef {{ trials: number, below: number, above: number, absent: number }} Count
 */
/** Of one quantity, by the model's name. @typedef {Map<string, Count>} Counts */

/** P(X <= k), X binomial. @param {number} k @param {number} n @param {number} p */
export function binomialBelow(k, n, p) {
  if (k < 0) return 0;
  if (k >= n || p <= 0) return 1;
  if (p >= 1) return 0;
  let term = n * Math.log(1 - p);
  let sum = Math.exp(term);
  for (let i = 1; i <= k; i++) {
    term += Math.log((n - i + 1) / i) + Math.log(p / (1 - p));
    sum += Math.exp(term);
  }
  return Math.min(1, sum);
}

/** Where a falling function of p is `level`. @param {(p: number) => number} of @param {number} level */
function crossing(of, level) {
  let [low, high] = [0, 1];
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (of(middle) > level) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** 95 % bounds of a share (Clopper and Pearson 1934). @param {number} k @param {number} n @returns {[number, number]} */
export const exactBounds = (k, n) => [
  k === 0 ? 0 : crossing((p) => binomialBelow(k - 1, n, p), 0.975),
  k === n ? 1 : crossing((p) => binomialBelow(k, n, p), 0.025),
];

export class Held {
  constructor() {
    /** @type {Map<string, Counts>} */
    this.intervals = new Map();
    /** @type {Map<string, Counts>} */
    this.tests = new Map();
  }

  /** @param {Map<string, Counts>} into @param {string} name @param {string} model @returns {Count} */
  static #count(into, name, model) {
    const counts = into.get(name) ?? new Map();
    into.set(name, counts);
    const count = counts.get(model) ?? { trials: 0, below: 0, above: 0, absent: 0 };
    counts.set(model, count);
    return count;
  }

  /** @param {string} name @param {string} model @param {{ low: number, high: number }} interval @param {number} truth */
  interval(name, model, { low, high }, truth) {
    const count = Held.#count(this.intervals, name, model);
    count.trials++;
    // Sums in another order: an interval of no width at the truth holds it.
    const slack = 1e-9 * (1 + Math.abs(truth));
    if (truth < low - slack) count.below++;
    else if (truth > high + slack) count.above++;
  }

  /** @param {string} name @param {string} model @param {number} p under the null */
  p(name, model, p) {
    const count = Held.#count(this.tests, name, model);
    count.trials++;
    if (p < 0.05) count.below++;
  }

  /** Another run's counts. @param {ReturnType<Held["plain"]>} plain */
  add({ intervals, tests }) {
    for (const [into, from] of /** @type {const} */ ([
      [this.intervals, intervals],
      [this.tests, tests],
    ]))
      for (const [name, counts] of Object.entries(from))
        for (const [model, one] of Object.entries(counts)) {
          const count = Held.#count(into, name, model);
          for (const key of /** @type {const} */ (["trials", "below", "above", "absent"])) count[key] += one[key];
        }
  }

  /** @returns {{ intervals: Record<string, Record<string, Count>>, tests: Record<string, Record<string, Count>> }} */
  plain() {
    const of = (/** @type {Map<string, Counts>} */ map) =>
      Object.fromEntries([...map].map(([name, counts]) => [name, Object.fromEntries(counts)]));
    return { intervals: of(this.intervals), tests: of(this.tests) };
  }
}

/** @param {Iterable<Count>} counts @returns {Count} */
export function pooledOf(counts) {
  const sum = { trials: 0, below: 0, above: 0, absent: 0 };
  for (const one of counts) for (const key of /** @type {const} */ (["trials", "below", "above", "absent"])) sum[key] += one[key];
  return sum;
}

/** @param {number} share */
const percent = (share) => (100 * share).toFixed(1);
/** @param {number} k @param {number} n */
const bounded = (k, n) => {
  const [low, high] = exactBounds(k, n);
  return `${percent(k / n)} (${percent(low)} to ${percent(high)})`;
};

/** @param {Counts} counts @param {(count: Count) => number} share @param {1 | -1} way the worst is the smallest, or the largest */
function worst(counts, share, way) {
  return [...counts].reduce((a, b) => (way * share(b[1]) < way * share(a[1]) ? b : a));
}

/** Pairs of one patient: every method takes pairs as independent, so that these models stand apart. @param {string} model */
const isClustered = (model) => model.includes("clustered");

/** Models whose pairs are independent, and the others' share. @param {Counts} counts @param {(count: Count) => number} hits */
function divided(counts, hits) {
  const usual = new Map([...counts].filter(([model]) => !isClustered(model)));
  const others = pooledOf([...counts].flatMap(([model, count]) => (isClustered(model) ? [count] : [])));
  return { usual, all: pooledOf(usual.values()), clustered: others.trials > 0 ? bounded(hits(others), others.trials) : "–" };
}

/** @param {Held} held @returns {string} Markdown */
export function tables(held) {
  const inside = (/** @type {Count} */ { trials, below, above }) => trials - below - above;
  const lines = [
    "| interval, of | models | trials | % held, pooled (95 % bounds) | truth below / above, % | worst model, % held | clustered pairs, % held |",
    "| --- | --: | --: | --: | --: | --- | --: |",
  ];
  for (const [name, counts] of [...held.intervals].sort()) {
    const { usual, all, clustered } = divided(counts, inside);
    if (all.trials === 0) continue;
    const [model, least] = worst(usual, (count) => inside(count) / count.trials, 1);
    lines.push(
      `| ${name} | ${usual.size} | ${all.trials} | ${bounded(inside(all), all.trials)} | ${percent(all.below / all.trials)} / ${percent(all.above / all.trials)} | ${bounded(inside(least), least.trials)}: ${model} | ${clustered} |`,
    );
  }
  lines.push(
    "",
    "| p value, nothing to find | models | trials | % below .05, pooled (95 % bounds) | worst model, % | clustered pairs, % |",
    "| --- | --: | --: | --: | --- | --: |",
  );
  for (const [name, counts] of [...held.tests].sort()) {
    const { usual, all, clustered } = divided(counts, ({ below }) => below);
    if (all.trials === 0) continue;
    const [model, most] = worst(usual, (count) => count.below / count.trials, -1);
    lines.push(
      `| ${name} | ${usual.size} | ${all.trials} | ${bounded(all.below, all.trials)} | ${bounded(most.below, most.trials)}: ${model} | ${clustered} |`,
    );
  }
  return `${lines.join("\n")}\n`;
}
