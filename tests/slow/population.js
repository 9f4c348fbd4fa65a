/** What the scores of a factor model are in its population: from its covariances in closed form, and from many rows where there is none. */
import { crossProduct, eigen, inBasis } from "./eigen.js";
import { sampleOf } from "./models.js";
import { chanceOf } from "./order-data.js";

/** @import { Chance } from "./order-data.js" */
/** @import { Model, Side } from "./models.js" */

const EPSILON = 1e-8;
const SVCCA_MODES = 10;
const MMD_SIGMA = 10;
/** Rows at once, and rows at least, for the means that have no closed form; 20 times the model's pairs make the target's own error small. */
const CHUNK = 1000;
const LEAST_ROWS = 20_000;
/** Turns of tied directions. */
const TURNS = 41;

/** @typedef {{ xx: Float64Array, yy: Float64Array, xy: Float64Array, d: number }} Covariances */

/** @param {Side} side @param {number} d @param {number} factor */
function covariance({ shared, own, noise }, d, factor) {
  const out = crossProduct(shared, shared, shared.length / d);
  crossProduct(own, own, own.length / d).forEach((value, at) => {
    out[at] += value;
  });
  for (let c = 0; c < d; c++) out[c * d + c] += noise[c] ** 2;
  return out.map((value) => factor * value);
}

/** @param {Model} model @returns {Covariances} */
export function covariancesOf({ d, heavy, independent, image, text }) {
  const factor = heavy > 2 ? heavy / (heavy - 2) : 1;
  const xy = crossProduct(image.shared, text.shared, image.shared.length / d).map((value) => (independent ? 0 : factor * value));
  return { xx: covariance(image, d, factor), yy: covariance(text, d, factor), xy, d };
}

/** @param {Covariances} given @returns {Covariances} the texts first */
const swapped = ({ xx, yy, xy, d }) => ({ xx: yy, yy: xx, xy: xy.map((_, at) => xy[(at % d) * d + Math.floor(at / d)]), d });

/** @param {ArrayLike<number>} descending @param {number} q */
function cutAt(descending, q) {
  const at = q * (descending.length - 1);
  const below = Math.floor(at);
  const next = Math.min(descending.length - 1, below + 1);
  return descending[below] + (at - below) * (descending[next] - descending[below]);
}

/** SAS of the first side's directions, from covariances. @param {Covariances} covariances @param {number} topQ @param {import("./eigen.js").Eigen} modes of xx */
export function spectralAlignment({ yy, xy, d }, topQ, { values, vectors }) {
  const cut = cutAt(values, topQ);
  let sum = 0;
  let weights = 0;
  for (let k = 0; k < d && values[k] >= cut; k++) {
    const v = vectors.subarray(k * d, (k + 1) * d);
    const rho = inBasis(v, xy, v, d)[0] / Math.sqrt(values[k] * inBasis(v, yy, v, d)[0] + EPSILON);
    sum += values[k] * Math.abs(rho);
    weights += values[k];
  }
  return Math.min(1, sum / weights);
}

/** Turns directions whose eigenvalues are equal to 1e-9. @param {Float64Array} matrix @param {number} d @param {Chance} chance */
function stirred(matrix, d, chance) {
  let trace = 0;
  for (let c = 0; c < d; c++) trace += matrix[c * d + c];
  const out = matrix.slice();
  for (let a = 0; a < d; a++)
    for (let b = 0; b <= a; b++) {
      const step = (1e-10 * trace * chance.normal()) / d;
      out[a * d + b] += step;
      if (a !== b) out[b * d + a] += step;
    }
  return out;
}

/** @typedef {{ sasImageToText: number, sasTextToImage: number, sasSymmetric: number, sasImbalance: number }} Scores */

/** @param {Covariances} covariances @param {number} topQ @param {{ image: import("./eigen.js").Eigen, text: import("./eigen.js").Eigen }} modes @returns {Scores} */
function scoresOf(covariances, topQ, { image, text }) {
  const forth = spectralAlignment(covariances, topQ, image);
  const back = spectralAlignment(swapped(covariances), topQ, text);
  return { sasImageToText: forth, sasTextToImage: back, sasSymmetric: (forth + back) / 2, sasImbalance: forth - back };
}

/** @param {ArrayLike<number>} a @param {ArrayLike<number>} [b] */
function dot(a, b = a) {
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += a[at] * b[at];
  return sum;
}

/** exp of the entropy of the shares. @param {Float64Array} values */
function effectiveRank(values) {
  const total = values.reduce((a, b) => a + b, 0);
  return Math.exp(-values.reduce((sum, value) => sum + (value > 0 ? (value / total) * Math.log(value / total) : 0), 0));
}

/** Columns standardised, ten leading directions a side, mean of their canonical correlations. @param {Covariances} covariances */
function svcca({ xx, yy, xy, d }) {
  const scale = (/** @type {Float64Array} */ c) => Float64Array.from({ length: d }, (_, k) => 1 / Math.sqrt(c[k * d + k]));
  const [sx, sy] = [scale(xx), scale(yy)];
  const standard = (/** @type {Float64Array} */ c, /** @type {Float64Array} */ a, /** @type {Float64Array} */ b) =>
    c.map((value, at) => value * a[Math.floor(at / d)] * b[at % d]);
  const [x, y] = [eigen({ order: d, values: standard(xx, sx, sx) }), eigen({ order: d, values: standard(yy, sy, sy) })];
  const k = Math.min(SVCCA_MODES, d);
  const m = inBasis(x.vectors.subarray(0, k * d), standard(xy, sx, sy), y.vectors.subarray(0, k * d), d);
  const whitened = m.map((value, at) => value / Math.sqrt(x.values[Math.floor(at / k)] * y.values[at % k]));
  const squares = eigen({ order: k, values: crossProduct(whitened, whitened, k) }).values;
  return squares.reduce((sum, value) => sum + Math.min(1, Math.sqrt(Math.max(0, value))), 0) / k;
}

/** The kernel's mean over independent normal rows whose difference has this mean and these eigenvalues. @param {ArrayLike<number>} values @param {ArrayLike<number>} along the mean in the eigenvectors */
function kernelMean(values, along) {
  let log = 0;
  for (let k = 0; k < values.length; k++) {
    const share = 1 + values[k] / MMD_SIGMA ** 2;
    log -= Math.log(share) / 2 + along[k] ** 2 / (2 * MMD_SIGMA ** 2 * share);
  }
  return Math.exp(log);
}

/** 100 MMD^2 with the paper's kernel, normal rows. @param {Model} model @param {Covariances} covariances @param {ArrayLike<number>} xs @param {ArrayLike<number>} ys eigenvalues */
function mmd({ image, text, d }, { xx, yy }, xs, ys) {
  const none = new Float64Array(d);
  const both = eigen({ order: d, values: xx.map((value, at) => value + yy[at]) });
  const gap = image.mean.map((value, c) => value - text.mean[c]);
  const along = Float64Array.from({ length: d }, (_, k) => dot(both.vectors.subarray(k * d, (k + 1) * d), gap));
  const doubled = (/** @type {ArrayLike<number>} */ values) => Array.from(values, (value) => 2 * value);
  return 100 * (kernelMean(doubled(xs), none) + kernelMean(doubled(ys), none) - 2 * kernelMean(both.values, along));
}

/** Means over pairs of unit rows, from many rows: E u'v, |E u|^2, |E v|^2, E u'E v. @param {Model} model @param {number} count */
function unitMeans(model, count) {
  const { d, each } = model;
  const [sx, sy] = [new Float64Array(d), new Float64Array(d)];
  let matched = 0;
  let rows = 0;
  for (let chunk = 0; rows < count; chunk++) {
    const { n, x, y } = sampleOf(model, 7_000_003 + 31 * model.seed + chunk * 104_729, CHUNK);
    for (let i = 0; i < n; i++) {
      const u = x.subarray(i * d, (i + 1) * d);
      const v = y.subarray(i * each * d, (i * each + 1) * d);
      let [uu, vv, uv] = [0, 0, 0];
      for (let c = 0; c < d; c++) {
        uu += u[c] * u[c];
        vv += v[c] * v[c];
        uv += u[c] * v[c];
      }
      const [a, b] = [1 / Math.sqrt(uu), 1 / Math.sqrt(vv)];
      matched += uv * a * b;
      for (let c = 0; c < d; c++) {
        sx[c] += a * u[c];
        sy[c] += b * v[c];
      }
    }
    rows += n;
  }
  const pairs = rows * (rows - 1);
  return { matched: matched / rows, xx: (dot(sx) - rows) / pairs, yy: (dot(sy) - rows) / pairs, xy: (dot(sx, sy) - matched) / pairs };
}

/**
 * The population's values by the audit's names; for a model with tied eigenvalues the scores in turned directions too, sorted.
 * @param {Model} model @param {number} [rows] for what has no closed form
 * @returns {{ values: Record<string, number>, turned?: Record<keyof Scores, number[]> }}
 */
export function populationOf(model, rows = Math.max(LEAST_ROWS, 20 * model.n)) {
  const { d, topQ, image, text, seed } = model;
  const covariances = covariancesOf(model);
  const { xx, yy, xy } = covariances;
  const modes = { image: eigen({ order: d, values: xx }), text: eigen({ order: d, values: yy }) };
  const scores = scoresOf(covariances, topQ, modes);
  const cka = dot(xy) / Math.sqrt(dot(xx) * dot(yy));
  const coral = Math.sqrt(xx.reduce((sum, value, at) => sum + (value - yy[at]) ** 2, 0));
  const means = unitMeans(model, rows);
  const within = (2 - means.xx - means.yy) / 2;
  const between = 1 - means.matched;
  const [mx, my] = [image.mean, text.mean];
  const gap = mx.map((value, c) => value - my[c]);
  const values = {
    ...scores,
    cka,
    ckaDebiased: cka,
    coral,
    coralNormalised: coral ** 2 / (4 * d * d),
    svcca: svcca(covariances),
    centroidEuclidean: Math.sqrt(dot(gap)),
    centroidCosine: 1 - dot(mx, my) / Math.sqrt(dot(mx) * dot(my)),
    rmg: between / (between + within),
    deltaCosine: means.matched - means.xy,
    alignment: 2 * between,
    effectiveRankImage: effectiveRank(modes.image.values),
    effectiveRankText: effectiveRank(modes.text.values),
    ...(model.heavy === 0 && { mmd: mmd(model, covariances, modes.image.values, modes.text.values) }),
  };
  if (!model.tied) return { values };
  const chance = chanceOf(seed);
  const draws = Array.from({ length: TURNS }, () =>
    scoresOf(covariances, topQ, {
      image: eigen({ order: d, values: stirred(xx, d, chance) }),
      text: eigen({ order: d, values: stirred(yy, d, chance) }),
    }),
  );
  const column = (/** @type {keyof Scores} */ name) => draws.map((draw) => draw[name]).sort((a, b) => a - b);
  return {
    values,
    turned: {
      sasImageToText: column("sasImageToText"),
      sasTextToImage: column("sasTextToImage"),
      sasSymmetric: column("sasSymmetric"),
      sasImbalance: column("sasImbalance"),
    },
  };
}
