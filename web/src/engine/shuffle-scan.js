/**
 * Runs of rows whose nearest texts lie along one line: one offset (shifted), one sum of row numbers (reversed), or scattered
 * (shuffled). Scores are logarithms of likelihood ratios. Where the order of the rows tells nothing, the expectation of a
 * ratio's product is 1 at most from any one start on, so that it ever exceeds exp(T) has a probability of exp(-T) at most (Ville);
 * over all starts and lines at most LEVEL in sum.
 */

import { mean, sum } from "../quantiles.js";

/** @import { Seen, Segment } from "./types.d.ts" */

/** All order checks of one audit together: how often right pairs are doubted. */
const LEVEL = 0.001;
const EACH = LEVEL / 8;
/** A stranger is the nearest of an image by chance as often as one of so many: rows beside each other may be alike. */
const LOCAL = 32;
/** Fewer hits are no run. */
const FEWEST = 4;
/** Chances of rank 1, ranks 2 and 3, ranks 4 to 11 on a true line, in clear and in weak data; misses have the rest. */
const STRENGTHS = [
  [0.55, 0.18, 0.12],
  [0.2, 0.1, 0.1],
];
/** Ranks of each class. */
const WIDTHS = [1, 2, 8];
/** A row whose own text is the nearest speaks against a line, by this factor beside any miss. */
const OWN_AGAINST = 0.3;

/** @param {number} rank from 1 */
const classOf = (rank) => (rank === 1 ? 0 : rank <= 3 ? 1 : 2);

/** @param {number[]} strength @param {number} rank 0 if it is none @param {boolean} own @param {number} chance of rank 1 */
function scoreOf(strength, rank, own, chance) {
  const missed = Math.log(1 - sum(strength));
  if (rank === 0) return own ? missed + Math.log(OWN_AGAINST) : missed;
  const k = classOf(rank);
  return Math.log(strength[k] / Math.min(1, WIDTHS[k] * chance));
}

/** The best stretch of a list of scores. @param {number[]} scores @param {number} begin @param {number} end */
export function bestStretch(scores, begin = 0, end = scores.length) {
  let best = { score: Number.NEGATIVE_INFINITY, first: begin, last: begin };
  let [score, first] = [0, begin];
  for (let k = begin; k < end; k++) {
    if (score <= 0) [score, first] = [0, k];
    score += scores[k];
    if (score > best.score) best = { score, first, last: k };
  }
  return best;
}

/** All stretches above a bar that do not overlap. @param {number[]} scores @param {number} bar @param {number} begin @param {number} end @returns {{ score: number, first: number, last: number }[]} */
function stretches(scores, bar, begin = 0, end = scores.length) {
  if (end <= begin) return [];
  const best = bestStretch(scores, begin, end);
  if (best.score < bar) return [];
  return [...stretches(scores, bar, begin, best.first), best, ...stretches(scores, bar, best.last + 1, end)];
}

/** Share of the looked-at images whose nearest lies at each offset. @param {readonly Seen[]} seen @returns {(offset: number) => number} */
function nearestRates(seen) {
  /** @type {Map<number, number>} */
  const counts = new Map();
  for (const { image, ranks } of seen)
    for (const [row, rank] of ranks) if (rank === 1) counts.set(row - image, (counts.get(row - image) ?? 0) + 1);
  return (offset) => (counts.get(offset) ?? 0) / seen.length;
}

/** What the offsets beside show of neighbours that are alike: twice their mean. @param {(offset: number) => number} rate @param {number} distance @param {number[]} beside */
function besides(rate, distance, beside) {
  const offsets = beside
    .flatMap((step) => [distance + step, -(distance + step)])
    .filter((offset) => offset !== 0 && Math.abs(offset) !== distance);
  return (2 * sum(offsets.map(rate))) / Math.max(1, offsets.length);
}

/** Of sums that are added in another order. */
const ROUNDING = 1e-9;

/**
 * Lines whose hits reach the bar if no row between them counts: no other line can have a run.
 * @param {readonly Seen[]} seen @param {(image: number, text: number) => number} lineOf
 * @param {number} least chance of rank 1 @param {(line: number) => number} barOf
 */
function linesWithRuns(seen, lineOf, least, barOf) {
  /** @type {Map<number, number[]>} */
  const lines = new Map();
  for (const { image, ranks } of seen) {
    for (const [text, rank] of ranks) {
      const line = lineOf(image, text);
      const on = lines.get(line);
      if (on) on.push(rank);
      else lines.set(line, [rank]);
    }
  }
  return [...lines].flatMap(([line, ranks]) => {
    if (ranks.length < FEWEST) return [];
    const most = STRENGTHS.map((strength) => sum(ranks.map((rank) => Math.max(0, scoreOf(strength, rank, false, least)))));
    return Math.max(...most) >= barOf(line) - ROUNDING ? [line] : [];
  });
}

/** Near offsets are the likelier faults; the weights of all sum to 1 at most. @param {number} offset @param {number} n */
const weightOf = (offset, n) => 0.5 / (2 * n) + 0.5 * (3 / (Math.PI * offset) ** 2);

/**
 * Stretches of rows whose texts lie at one offset.
 * @template {{ image: number }} Row
 * @param {readonly Row[]} within rows looked at, ascending @param {number[]} scores one per row @param {number} line offset
 * @param {number} bar @param {(row: Row) => boolean} isMatch @returns {Segment[]}
 */
function offsetRuns(within, scores, line, bar, isMatch) {
  return stretches(scores, bar).map(({ score, first, last }) => {
    const matches = within.slice(first, last + 1).filter(isMatch);
    const ends = { first: within[first].image, last: within[last].image };
    return { kind: "offset", line, ...ends, score, bar, matches: matches.map(({ image }) => ({ image, text: image + line })) };
  });
}

/** @param {readonly Seen[]} seen ascending @param {number} n @returns {Segment[]} */
export function shiftedRuns(seen, n) {
  const rate = nearestRates(seen);
  const least = Math.max(1 / (n - 1), 1 / LOCAL);
  const barOf = (/** @type {number} */ line) => Math.log(seen.length / (EACH * weightOf(line, n)));
  return linesWithRuns(seen, (image, text) => text - image, least, barOf).flatMap((line) => {
    const bar = barOf(line);
    const chance = Math.max(least, besides(rate, Math.abs(line), [-3, -2, -1, 1, 2, 3]));
    const within = seen.filter(({ image }) => image + line >= 0 && image + line < n);
    const runs = STRENGTHS.flatMap((strength) => {
      const scores = within.map(({ image, own, ranks }) => scoreOf(strength, ranks.get(image + line) ?? 0, own, chance));
      return offsetRuns(within, scores, line, bar, ({ image, ranks }) => ranks.has(image + line));
    });
    return apart(runs);
  });
}

/** @param {readonly Seen[]} seen ascending @param {number} n @returns {Segment[]} */
export function reversedRuns(seen, n) {
  const rate = nearestRates(seen);
  const byImage = new Map(seen.map((one) => [one.image, one]));
  const bar = Math.log((2 * n) / EACH);
  const least = 2 * Math.max(1 / (n - 1), 1 / (2 * LOCAL));
  const chanceAt = (/** @type {number} */ distance) => Math.max(least, 2 * besides(rate, distance, [-3, -1, 1, 3]));
  const lineOf = (/** @type {number} */ image, /** @type {number} */ text) => image + text;
  return linesWithRuns(seen, lineOf, least, () => bar).flatMap((line) => {
    /** @type {{ distance: number, rank: number, own: boolean, match: { image: number, text: number } }[]} */
    const items = [];
    const most = Math.min(line, 2 * (n - 1) - line);
    for (let distance = 2 - (line % 2); distance <= most; distance += 2) {
      const [a, b] = [(line - distance) / 2, (line + distance) / 2];
      const [one, other] = [byImage.get(a), byImage.get(b)];
      if (!one && !other) continue;
      const [there, back] = [one?.ranks.get(b) ?? 0, other?.ranks.get(a) ?? 0];
      const rank = there === 0 || back === 0 ? there + back : Math.min(there, back);
      const match = there > 0 && there === rank ? { image: a, text: b } : { image: b, text: a };
      items.push({ distance, rank, own: (one?.own ?? true) && (other?.own ?? true), match });
    }
    const runs = STRENGTHS.flatMap((strength) => {
      let score = 0;
      let best = { score: 0, at: -1 };
      items.forEach(({ distance, rank, own }, at) => {
        score += scoreOf(strength, rank, own, chanceAt(distance));
        if (score > best.score) best = { score, at };
      });
      if (best.score < bar) return [];
      const { distance } = items[best.at];
      const matches = items
        .slice(0, best.at + 1)
        .filter(({ rank }) => rank > 0)
        .map(({ match }) => match);
      const [first, last] = [(line - distance) / 2, (line + distance) / 2];
      return [{ kind: /** @type {const} */ ("sum"), line, first, last, score: best.score, bar, matches }];
    });
    return apart(runs);
  });
}

/** The best first; what overlaps a better one by more than half is left out. @template {{ first: number, last: number, score: number }} T @param {readonly T[]} segments @returns {T[]} */
export function apart(segments) {
  /** @type {T[]} */
  const kept = [];
  for (const one of [...segments].sort((a, b) => b.score - a.score || a.first - b.first)) {
    const overlap = (/** @type {T} */ other) => Math.min(one.last, other.last) - Math.max(one.first, other.first) + 1;
    if (kept.every((other) => overlap(other) * 2 <= one.last - one.first + 1)) kept.push(one);
  }
  return kept;
}

/** Where matches that stand out are frequent beyond chance. @param {readonly number[]} images looked at, ascending @param {ReadonlySet<number>} matched @param {number} chance */
export function crowdedStretches(images, matched, chance) {
  const likely = 0.35;
  const [hit, miss] = [Math.log(likely / chance), Math.log((1 - likely) / (1 - chance))];
  const scores = images.map((image) => (matched.has(image) ? hit : miss));
  const crowded = stretches(scores, Math.log(images.length / EACH));
  return crowded.map(({ first, last, score }) => ({ first: images[first], last: images[last], score }));
}

/** How far the band of near offsets reaches. */
export const REACH = 12;
/** How far true texts stand above strangers, in standard deviations of their ranks. */
const SHIFTS = [0.7, 1.5];

/** Normal scores of ranks 1 (the lowest) … count, and the logarithm of their mean exp(shift z). @param {number} count @param {number} shift */
function normalScores(count, shift) {
  const scores = Array.from({ length: count }, (_, k) => probit((k + 0.5) / count));
  return { scores, normaliser: Math.log(mean(scores.map((z) => Math.exp(shift * z)))) };
}

/** Of the logistic that is nearest to the normal: any increasing scores would do. @param {number} p */
const probit = (p) => Math.log(p / (1 - p)) / 1.702;

/**
 * Runs at near offsets, for when single rows say little: the rank of a row's cosine at an offset among all near offsets but 0 is, in
 * an order that tells nothing, as likely any as any other. A row that its own text fits better counts against the offset.
 * @param {readonly { image: number, band: Float64Array }[]} rows ascending; cosines at offsets -REACH … REACH, NaN beyond the ends @param {number} n @returns {Segment[]}
 */
export function bandRuns(rows, n) {
  const offsets = Array.from({ length: 2 * REACH + 1 }, (_, k) => k - REACH).filter((offset) => offset !== 0);
  const tables = SHIFTS.map((shift) => Array.from({ length: offsets.length + 1 }, (_, count) => normalScores(Math.max(1, count), shift)));
  return offsets.flatMap((line) => {
    const bar = Math.log(rows.length / (EACH * weightOf(line, n)));
    const within = rows.filter(({ band }) => !Number.isNaN(band[line + REACH]));
    const ranks = within.map(({ band }) => {
      const value = band[line + REACH];
      let [below, count] = [0, 0];
      for (const offset of offsets) {
        const other = band[offset + REACH];
        if (Number.isNaN(other)) continue;
        count++;
        if (other < value) below++;
      }
      return { below, count, better: value > band[REACH] };
    });
    const runs = SHIFTS.flatMap((shift, s) => {
      const scores = ranks.map(({ below, count, better }) => {
        const table = tables[s][count];
        const score = shift * table.scores[below] - table.normaliser;
        return better ? score : Math.min(score, -shift);
      });
      return offsetRuns(within, scores, line, bar, ({ band }) => band[line + REACH] > band[REACH]);
    });
    return apart(runs);
  });
}
