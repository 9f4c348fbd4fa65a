/** Factor models of paired embeddings, drawn at random from a seed: what the coverage of intervals and the rates of p values are measured on. */
import { chanceOf } from "./order-data.js";

/** @import { Chance, Rows } from "./order-data.js" */

/**
 * One side: row = mean + scores of the shared factors * shared + scores of its own * own + noise (a standard deviation a column).
 * ratios: its own factors are the shared ones' directions times these, so that both are added at once.
 * @typedef {{ mean: Float64Array, shared: Float64Array, own: Float64Array, noise: Float64Array, ratios?: Float64Array }} Side
 */
/**
 * each: texts an image. heavy: degrees of freedom of a multivariate t, else 0. together: images of a cluster, which share half of the
 * variance of the shared factors, else 1. independent: the texts' factors are not the images'. tied: eigenvalues are equal across the cut.
 * @typedef {{ seed: number, kind: string, n: number, d: number, each: number, topQ: number, heavy: number, together: number, independent: boolean, tied: boolean, image: Side, text: Side }} Model
 */

/** Shares of the variance that images of one cluster have in common. */
const COMMON = 0.5;

/** Rows of normal deviates. @param {Chance} chance @param {number} count @param {number} d @param {(k: number) => number} length of row k */
function directions(chance, count, d, length) {
  const out = new Float64Array(count * d);
  for (let k = 0; k < count; k++) for (let c = 0; c < d; c++) out[k * d + c] = (length(k) * chance.normal()) / Math.sqrt(d);
  return out;
}

/** Rows made orthonormal, in their order. @param {Float64Array} rows @param {number} d */
function orthonormal(rows, d) {
  const out = rows.slice();
  for (let k = 0; k < out.length; k += d)
    // Twice is enough.
    for (let turn = 0; turn < 2; turn++) {
      for (let before = 0; before < k; before += d) {
        let along = 0;
        for (let c = 0; c < d; c++) along += out[k + c] * out[before + c];
        for (let c = 0; c < d; c++) out[k + c] -= along * out[before + c];
      }
      let square = 0;
      for (let c = 0; c < d; c++) square += out[k + c] ** 2;
      for (let c = 0; c < d; c++) out[k + c] /= Math.sqrt(square);
    }
  return out;
}

/** Row k times factor(k). @param {Float64Array} rows @param {number} d @param {(k: number) => number} factor */
const scaled = (rows, d, factor) => rows.map((value, at) => value * factor(Math.floor(at / d)));

/** @param {Chance} chance @param {number} low @param {number} high */
const between = (chance, low, high) => low + (high - low) * chance.uniform();

/** Both sides of unit mean length at most, and of about half the variance of unit rows. @param {Chance} chance @param {number} d @param {Pick<Side, "shared" | "own" | "noise">} given @returns {Side} */
function placed(chance, d, { shared, own, noise }) {
  const squares = (/** @type {Float64Array} */ values) => values.reduce((sum, value) => sum + value * value, 0);
  const size = Math.sqrt(between(chance, 0.3, 0.7) / (squares(shared) + squares(own) + squares(noise)));
  const mean = directions(chance, 1, d, () => between(chance, 0.2, 0.8));
  return { mean, shared: shared.map((v) => size * v), own: own.map((v) => size * v), noise: noise.map((v) => size * v) };
}

/** Noise that is no tie of eigenvalues. @param {Chance} chance @param {number} d @param {number} level */
const uneven = (chance, d, level) => Float64Array.from({ length: d }, () => (level * between(chance, 0.6, 1.4)) / Math.sqrt(d));

/** Factors of falling strength in any directions; the texts have them with gains of their own, a little turned. @param {Chance} chance @param {number} d @returns {{ image: Side, text: Side }} */
function fallingFactors(chance, d) {
  const count = Math.min(Math.floor(d / 2), 6 + chance.below(35));
  const decay = between(chance, 0.01, 0.1);
  const shared = directions(chance, count, d, (k) => 10 ** (-decay * k));
  const gains = Array.from({ length: count }, () => between(chance, 0.3, 1.2));
  const turned = directions(chance, count, d, (k) => between(chance, 0, 0.5) * 10 ** (-decay * k));
  const own = () => {
    const strength = between(chance, 0.2, 1.2);
    return directions(chance, 1 + chance.below(4), d, () => strength);
  };
  const level = between(chance, 0.1, 1.2);
  return {
    image: placed(chance, d, { shared, own: own(), noise: uneven(chance, d, level) }),
    text: placed(chance, d, {
      shared: scaled(shared, d, (k) => gains[k]).map((v, at) => v + turned[at]),
      own: own(),
      noise: uneven(chance, d, level * between(chance, 0.5, 2)),
    }),
  };
}

/** Eigenvalues given; correlations of their own; the texts' directions turned and in another order. @param {Chance} chance @param {number} d @param {number[]} values @param {number} turn @returns {{ image: Side, text: Side }} */
function spectral(chance, d, values, turn) {
  const count = values.length;
  const basis = orthonormal(
    directions(chance, count, d, () => 1),
    d,
  );
  const other = orthonormal(
    directions(chance, count, d, () => turn).map((v, at) => v + basis[at]),
    d,
  );
  const rho = Array.from({ length: count }, () => between(chance, 0.1, 0.95));
  // Neighbours change places.
  const place = values.map((_, k) => k);
  for (let k = 0; k + 1 < count; k++) if (turn > 0 && chance.uniform() < 0.4) [place[k], place[k + 1]] = [place[k + 1], place[k]];
  const kept = 0.9;
  const least = Math.sqrt(values[count - 1]) / 4;
  const noise = () => new Float64Array(d).fill(count < d ? least : 0);
  const side = (/** @type {Float64Array} */ shared, /** @type {Float64Array} */ ratios) => ({
    ...placed(chance, d, { shared, own: scaled(shared, d, (k) => ratios[k]), noise: noise() }),
    ratios,
  });
  return {
    image: side(
      scaled(basis, d, (k) => Math.sqrt(kept * values[k])),
      new Float64Array(count).fill(Math.sqrt((1 - kept) / kept)),
    ),
    text: side(
      scaled(other, d, (k) => Math.sqrt(values[place[k]]) * rho[k]),
      Float64Array.from(rho, (r) => Math.sqrt(1 - r * r) / r),
    ),
  };
}

/** @param {Chance} chance @param {number} d */
function powerLaw(chance, d) {
  const slope = between(chance, 0.5, 1.6);
  return spectral(
    chance,
    d,
    Array.from({ length: d }, (_, k) => (k + 1) ** -slope),
    between(chance, 0.05, 0.6) / Math.sqrt(d),
  );
}

/** Eigenvalues in groups of `many`, within a group apart by a share `gap`. @param {Chance} chance @param {number} d @param {number} many @param {number} gap */
function grouped(chance, d, many, gap) {
  const count = Math.min(d - 1, Math.max(12, Math.floor(d / 2)));
  const fall = between(chance, 0.05, 0.2);
  const values = Array.from({ length: count }, (_, k) => 10 ** (-fall * Math.floor(k / many)) * (1 - gap * (k % many)));
  return spectral(chance, d, values, 0);
}

const WIDTHS = [32, 32, 48, 48, 64, 64, 96, 96, 128, 192, 256, 512];

/** @param {Chance} chance @param {number} low @param {number} high */
const logBetween = (chance, low, high) => Math.round(low * (high / low) ** chance.uniform());

/** @typedef {Partial<Pick<Model, "n" | "d" | "each" | "heavy" | "together" | "independent" | "tied">> & { sides: { image: Side, text: Side } }} Drawn */

/** The kinds, in the order in which the seeds take them. @type {Record<string, (chance: Chance, n: number, d: number) => Drawn>} */
const KINDS = {
  factors: (chance, _, d) => ({ sides: fallingFactors(chance, d) }),
  "power law": (chance, _, d) => ({ sides: powerLaw(chance, Math.min(d, 128)), d: Math.min(d, 128) }),
  "near ties": (chance, _, d) => ({ sides: grouped(chance, d, 2 + chance.below(2), between(chance, 0.005, 0.05)) }),
  "exact ties": (chance, _, d) => ({ sides: grouped(chance, Math.min(d, 64), 3, 0), d: Math.min(d, 64), tied: true }),
  "five captions": (chance, n, d) => ({ sides: fallingFactors(chance, d), each: 5, n: Math.min(n, 800) }),
  "heavy tails": (chance, _, d) => ({ sides: fallingFactors(chance, d), heavy: 5 }),
  clustered: (chance, _, d) => ({ sides: fallingFactors(chance, d), together: 4 }),
  independent: (chance, _, d) => ({ sides: fallingFactors(chance, d), independent: true }),
  "fewer pairs than columns": (chance) => {
    const d = chance.pick([128, 192, 256, 384, 512]);
    return { sides: fallingFactors(chance, d), d, n: logBetween(chance, 100, d - 1) };
  },
  "power law, few pairs": (chance, _, d) => ({
    sides: powerLaw(chance, Math.min(d, 128)),
    d: Math.min(d, 128),
    n: logBetween(chance, 100, 200),
  }),
  wide: (chance) => {
    const d = chance.pick([384, 512]);
    return { sides: fallingFactors(chance, d), d, n: logBetween(chance, 500, 2000) };
  },
};

export const KIND_NAMES = Object.keys(KINDS);

/** @param {number} seed 1 or more @param {{ n?: number, d?: number, topQ?: number }} [size] instead of what is drawn @returns {Model} */
export function modelOf(seed, size = {}) {
  const chance = chanceOf(0x9e3779b9 ^ (seed * 7919));
  const kind = KIND_NAMES[(seed - 1) % KIND_NAMES.length];
  const drawn = { n: logBetween(chance, 100, 2000), d: chance.pick(WIDTHS), topQ: chance.pick([0.1, 0.1, 0.1, 0.2, 0.05]) };
  const { n, d, topQ } = { ...drawn, ...size };
  const { sides, ...own } = KINDS[kind](chance, n, d);
  return { seed, kind, n, d, each: 1, topQ, heavy: 0, together: 1, independent: false, tied: false, ...sides, ...own };
}

/** Scores of factors, a row an item; clusters are items next to each other. @param {Chance} chance @param {number} n @param {number} count @param {number} together */
function scores(chance, n, count, together) {
  const out = new Float64Array(n * count);
  const centre = new Float64Array(count);
  const [shared, single] = together > 1 ? [Math.sqrt(COMMON), Math.sqrt(1 - COMMON)] : [0, 1];
  for (let i = 0; i < n; i++) {
    if (together > 1 && i % together === 0) for (let k = 0; k < count; k++) centre[k] = chance.normal();
    for (let k = 0; k < count; k++) out[i * count + k] = shared * centre[k] + single * chance.normal();
  }
  return out;
}

/** @param {Chance} chance @param {Side} side @param {number} d @param {Float64Array} factors @param {Float64Array} tails @param {number} each */
function sideRows(chance, { mean, shared, own, noise, ratios }, d, factors, tails, each) {
  const n = tails.length;
  const [count, owns] = [shared.length / d, own.length / d];
  const out = new Float32Array(n * each * d);
  const row = new Float64Array(d);
  const common = new Float64Array(d);
  const add = (
    /** @type {Float64Array} */ into,
    /** @type {number} */ score,
    /** @type {Float64Array} */ loadings,
    /** @type {number} */ k,
  ) => {
    for (let c = 0; c < d; c++) into[c] += score * loadings[k * d + c];
  };
  for (let i = 0; i < n; i++) {
    common.fill(0);
    for (let k = 0; k < count; k++) add(common, factors[i * count + k] + (ratios ? ratios[k] * chance.normal() : 0), shared, k);
    for (let t = 0; t < each; t++) {
      row.set(common);
      if (!ratios) for (let k = 0; k < owns; k++) add(row, chance.normal(), own, k);
      const begin = (i * each + t) * d;
      for (let c = 0; c < d; c++) out[begin + c] = mean[c] + tails[i] * (row[c] + noise[c] * chance.normal());
    }
  }
  return out;
}

/** Models of the same pairs: they share the factors, and each has noise and factors of its own. @param {Model} model @param {number} seed @param {number} count @param {number} n @returns {Rows[]} */
function drawnTogether(model, seed, count, n) {
  const { d, each, heavy, together, independent, image, text } = model;
  const chance = chanceOf(seed);
  const factors = scores(chance, n, image.shared.length / d, together);
  const others = independent ? scores(chance, n, text.shared.length / d, together) : factors;
  const scales = () =>
    Float64Array.from({ length: n }, () => {
      let square = 0;
      for (let k = 0; k < heavy; k++) square += chance.normal() ** 2;
      return heavy > 0 ? Math.sqrt(heavy / square) : 1;
    });
  const tails = scales();
  // A scale in common would tie the sides together, though nothing correlates.
  const otherTails = independent ? scales() : tails;
  return Array.from({ length: count }, () => ({
    n,
    d,
    each,
    x: sideRows(chance, image, d, factors, tails, 1),
    y: sideRows(chance, text, d, others, otherTails, each),
  }));
}

/** @param {Model} model @param {number} seed @param {number} [n] @returns {Rows} */
export const sampleOf = (model, seed, n = model.n) => drawnTogether(model, seed, 1, n)[0];

/** Two models of the same pairs that differ by chance alone. @param {Model} model @param {number} seed @param {number} [n] */
export const twinsOf = (model, seed, n = model.n) => drawnTogether(model, seed, 2, n);

/** The model with texts that have nothing to do with the images. @param {Model} model @returns {Model} */
export const unpaired = (model) => ({ ...model, independent: true });
