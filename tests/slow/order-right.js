/** Right pairs of many kinds, by name: what the order checks must not doubt. */
import { clustered, factorRows, pairsOf, reordered, smooth, wandering } from "./order-data.js";

/** @import { Pairs } from "../../web/src/types.d.ts" */
/** @import { Chance, Rows } from "./order-data.js" */

/** Any size: many more small ones, so that many sets can be looked at. @param {Chance} chance */
function size(chance) {
  const n = chance.pick([40, 60, 60, 100, 100, 200, 300, 400, 600, 1000, 2000]);
  return { n, d: chance.pick(n > 600 ? [12, 32, 64, 128] : [12, 24, 48, 96, 256, 512]) };
}

/** @param {Chance} chance */
const noiseOf = (chance) => chance.pick([0.03, 0.1, 0.2, 0.4, 0.7, 1, 1.6, 2.5]);

/** A share of the rows repeats another row's on a side. @param {Rows} rows @param {"x" | "y"} side @param {(i: number) => number} from */
function repeating(rows, side, from) {
  const values = rows[side].slice();
  const { n, d } = rows;
  for (let i = 0; i < n; i++) values.set(rows[side].subarray(from(i) * d, (from(i) + 1) * d), i * d);
  return { ...rows, [side]: values };
}

/** @type {Record<string, (chance: Chance) => Pairs>} */
export const RIGHT = {
  "factors, any noise": (chance) => pairsOf(factorRows(chance, { ...size(chance), noise: noiseOf(chance) })),
  "few factors, steep": (chance) =>
    pairsOf(factorRows(chance, { ...size(chance), noise: noiseOf(chance), factors: chance.pick([2, 3, 5]), decay: 0.3 })),
  "heavy tails": (chance) =>
    pairsOf(
      factorRows(chance, {
        ...size(chance),
        noise: noiseOf(chance),
        draw: () => chance.normal() / Math.sqrt(-Math.log(1 - chance.uniform()) + 0.02),
      }),
    ),
  "weakly aligned": (chance) =>
    pairsOf(factorRows(chance, { ...size(chance), noise: chance.pick([4, 6, 10]), own: chance.pick([0, 1, 3]) })),
  "two independent sides": (chance) => pairsOf(factorRows(chance, { ...size(chance), noise: 1e4, own: 0 })),
  "independent sides, both in classes by row": (chance) => {
    const one = size(chance);
    const classes = chance.pick([3, 10]);
    const item = () => clustered(chance, (i) => Math.floor((i * classes) / one.n), 0.4);
    const [a, b] = [0, 1].map(() => factorRows(chance, { ...one, noise: 0.3, item: item() }));
    return pairsOf({ ...a, y: b.y });
  },
  "independent sides, both wandering": (chance) => {
    const one = size(chance);
    const [a, b] = [0, 1].map(() => factorRows(chance, { ...one, noise: 0.3, item: wandering(chance, 0.2) }));
    return pairsOf({ ...a, y: b.y });
  },
  "classes in any order": (chance) => {
    const classes = chance.pick([5, 20, 50]);
    const of = new Map();
    const item = clustered(
      chance,
      (i) => {
        if (!of.has(i)) of.set(i, chance.below(classes));
        return of.get(i);
      },
      chance.pick([0.05, 0.2, 0.5]),
    );
    return pairsOf(factorRows(chance, { ...size(chance), noise: noiseOf(chance), item }));
  },
  "sorted by class": (chance) => {
    const rows = chance.pick([5, 8, 12, 20, 50]);
    const item = clustered(chance, (i) => Math.floor(i / rows), chance.pick([0.02, 0.1, 0.3]));
    return pairsOf(factorRows(chance, { ...size(chance), noise: noiseOf(chance), item }));
  },
  "a class of its own that is hard": (chance) => {
    const one = size(chance);
    const [begin, end] = [Math.floor(one.n / 3), Math.floor(one.n / 2)];
    const item = clustered(chance, (i) => (i >= begin && i < end ? 0 : i), 0.03);
    return pairsOf(factorRows(chance, { ...one, noise: chance.pick([0.1, 0.3, 0.6]), item }));
  },
  "near copies side by side": (chance) => {
    const copies = chance.pick([2, 2, 3, 4]);
    const item = clustered(chance, (i) => Math.floor(i / copies), chance.pick([0.001, 0.03, 0.1]));
    return pairsOf(factorRows(chance, { ...size(chance), noise: noiseOf(chance), item }));
  },
  "the list twice over, augmented": (chance) => {
    const one = size(chance);
    const item = clustered(chance, (i) => i % Math.ceil(one.n / chance.pick([2, 2, 3, 5])), 0.01);
    return pairsOf(factorRows(chance, { ...one, noise: noiseOf(chance), item }));
  },
  "images repeated in rounds": (chance) => {
    const one = size(chance);
    const unique = Math.ceil(one.n / chance.pick([2, 5]));
    const item = clustered(chance, (i) => i % unique, 0.01);
    return pairsOf(repeating(factorRows(chance, { ...one, noise: noiseOf(chance), item }), "x", (i) => i % unique));
  },
  "images repeated side by side": (chance) => {
    const each = chance.pick([2, 5]);
    const item = clustered(chance, (i) => Math.floor(i / each), 0.1);
    return pairsOf(repeating(factorRows(chance, { ...size(chance), noise: noiseOf(chance), item }), "x", (i) => i - (i % each)));
  },
  "reports repeated word for word": (chance) => {
    const kept = chance.pick([3, 20]);
    return pairsOf(
      repeating(factorRows(chance, { ...size(chance), noise: noiseOf(chance) }), "y", (i) => (i % 3 === 0 ? (i * 7) % kept : i)),
    );
  },
  "frames, wandering": (chance) =>
    pairsOf(
      factorRows(chance, { ...size(chance), noise: chance.pick([0.1, 0.3, 1]), item: wandering(chance, chance.pick([0.05, 0.2, 0.5])) }),
    ),
  "frames, smooth": (chance) =>
    pairsOf(
      factorRows(chance, { ...size(chance), noise: chance.pick([0.02, 0.1, 0.3]), item: smooth(chance, chance.pick([20, 60, 300])) }),
    ),
  "frames whose noise is smooth too": (chance) => {
    const one = size(chance);
    const shared = smooth(chance, 40);
    const seen = new Map();
    const item = (/** @type {number} */ i, /** @type {number} */ factors) => {
      if (!seen.has(i)) seen.set(i, shared(i, factors));
      return seen.get(i);
    };
    const base = factorRows(chance, { ...one, noise: 0.05, item });
    const [a, b] = [0, 1].map(() => factorRows(chance, { ...one, noise: 0.05, own: 0, item: smooth(chance, 25) }));
    const much = chance.pick([0.2, 0.5, 1]);
    return pairsOf({ ...base, x: base.x.map((v, k) => v + much * a.x[k]), y: base.y.map((v, k) => v + much * b.y[k]) });
  },
  "five texts an image": (chance) => {
    const { n, d } = size(chance);
    return pairsOf(factorRows(chance, { n: Math.min(n, 400), d: Math.min(d, 128), each: 5, noise: noiseOf(chance) }));
  },
  "five texts an image in rounds, by a map": (chance) => {
    const { n, d } = size(chance);
    const rows = factorRows(chance, { n: Math.min(n, 400), d: Math.min(d, 128), each: 5, noise: noiseOf(chance) });
    const order = Array.from({ length: rows.n * 5 }, (_, j) => 5 * (j % rows.n) + Math.floor(j / rows.n));
    return pairsOf(
      reordered(rows, order),
      Int32Array.from(order, (row) => Math.floor(row / 5)),
    );
  },
};
