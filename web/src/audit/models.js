/** Several models on the same pairs: which is the baseline, and each of the others against it. */

import { adjust } from "../engine/statistics.js";

/** @import { AuditHooks, Engine } from "../engine/types.d.ts" */
/** @import { AuditOptions, Comparison, Comparisons, Difference, FirstHits, Pairs, Unavailable } from "../types.d.ts" */
/** @typedef {{ comparison: Comparison, several?: Comparisons }} Compared comparison: the one that is shown */

/** The baseline among them. */
export const MOST_MODELS = 6;

/** 0 - x: no minus before a zero. @param {Difference} one @returns {Difference} */
function turned(one) {
  const { a, b, difference, low, high, bias, rotation } = one;
  return {
    ...one,
    ...{ a: b, b: a, difference: 0 - difference },
    ...(low !== undefined && high !== undefined && { low: 0 - high, high: 0 - low }),
    ...(bias !== undefined && { bias: 0 - bias }),
    ...(rotation && { rotation: { ...rotation, fall: rotation.rise, rise: rotation.fall } }),
  };
}

/** @param {FirstHits | Unavailable} hits @returns {FirstHits | Unavailable} */
const exchanged = (hits) => ("status" in hits ? hits : { ...hits, onlyFirst: hits.onlySecond, onlySecond: hits.onlyFirst });

/** The same comparison with the other model first: the digits of one that was made so. @param {Comparison} comparison @returns {Comparison} */
export function swapped(comparison) {
  const { a, b, differences, mcnemar } = comparison;
  return {
    ...comparison,
    a: b,
    b: a,
    differences: Object.fromEntries(Object.entries(differences).map(([score, one]) => [score, turned(one)])),
    mcnemar: { imageToText: exchanged(mcnemar.imageToText), textToImage: exchanged(mcnemar.textToImage) },
  };
}

/** Against one baseline; McNemar's p values of all of them are one family. @param {Pick<Engine["statistics"], "holm">} statistics @param {Comparison[]} comparisons @returns {Promise<Comparisons>} */
export async function comparisonsOf(statistics, comparisons) {
  const entryOf = (/** @type {FirstHits | Unavailable} */ hits) => {
    const p = "status" in hits ? hits : hits.p;
    return { p, pHolm: p };
  };
  const tests = comparisons.map(({ mcnemar }) => ({
    imageToText: entryOf(mcnemar.imageToText),
    textToImage: entryOf(mcnemar.textToImage),
  }));
  await adjust(
    statistics,
    tests.flatMap((one) => Object.values(one)),
  );
  return {
    schema: "askew-comparisons/1",
    comparisons,
    family: tests.map(({ imageToText, textToImage }) => ({ imageToText: imageToText.pHolm, textToImage: textToImage.pHolm })),
  };
}

/**
 * list: every model, the audit's own first; shown: the one that is shown against the baseline, the last by default.
 * @typedef {{ list: readonly Pairs[], baseline: Pairs, shown?: Pairs }} Choice
 */

/** @param {Choice} choice */
const othersOf = ({ list, baseline }) => list.filter((model) => model !== baseline);

/** What may be done with them; k: one of the others, in their order. */
export const STEPS = {
  add: (/** @type {Choice} */ choice, /** @type {Pairs} */ model) => ({ ...choice, list: [...choice.list, model], shown: model }),
  keep: (/** @type {Choice} */ choice, /** @type {number} */ k) => ({ ...choice, baseline: othersOf(choice)[k], shown: choice.baseline }),
  show: (/** @type {Choice} */ choice, /** @type {number} */ k) => ({ ...choice, shown: othersOf(choice)[k] }),
  drop: (/** @type {Choice} */ choice, /** @type {number} */ k) => ({
    ...choice,
    list: choice.list.filter((model) => model !== othersOf(choice)[k]),
  }),
};

/** The models of one audit's pairs. @param {Pairs} own the audit's @param {AuditOptions} options of every audit */
export function createModels(own, options) {
  /** @type {Choice} */
  let choice = { list: [own], baseline: own };
  /** @type {Map<Pairs, Map<Pairs, Comparison>>} */
  const made = new Map();

  /** @param {Pairs} a @param {Pairs} b */
  function atHand(a, b) {
    const there = made.get(a)?.get(b);
    const other = made.get(b)?.get(a);
    return there ?? (other && swapped(other));
  }

  /** The baseline with each of the others; what is missing is made. @param {Choice} next @param {Pick<Engine, "compare">} engine @param {AuditHooks} hooks */
  async function against({ baseline, ...next }, { compare }, { signal, onProgress }) {
    const others = othersOf({ baseline, ...next });
    const missing = others.filter((other) => !atHand(baseline, other));
    for (const [turn, other] of missing.entries()) {
      const comparison = await compare(baseline, other, options, {
        signal,
        onProgress: ({ stage, done }) => onProgress?.({ stage, done: (turn + done) / missing.length }),
      });
      made.set(baseline, (made.get(baseline) ?? new Map()).set(other, comparison));
    }
    return others.map((other) => /** @type {Comparison} */ (atHand(baseline, other)));
  }

  return {
    full: () => choice.list.length >= MOST_MODELS,

    /**
     * The models stay as they were if it fails or is stopped.
     * @param {(choice: Choice) => Choice} step @param {Pick<Engine, "compare" | "statistics">} engine @param {AuditHooks} [hooks]
     * @returns {Promise<Compared | undefined>} nothing without a second model
     */
    async take(step, engine, hooks = {}) {
      const next = step(choice);
      const comparisons = await against(next, engine, hooks);
      const several = comparisons.length > 1 ? await comparisonsOf(engine.statistics, comparisons) : undefined;
      if (hooks.signal?.aborted) return undefined;
      choice = next;
      if (comparisons.length === 0) return undefined;
      const at = next.shown ? othersOf(next).indexOf(next.shown) : -1;
      return { comparison: comparisons[at < 0 ? comparisons.length - 1 : at], ...(several && { several }) };
    },
  };
}

/**
 * The first of them with each of the others.
 * @param {Pick<Engine, "compare" | "statistics">} engine @param {readonly Pairs[]} models two or more @param {AuditOptions} options @param {AuditHooks} [hooks]
 * @returns {Promise<Comparison | Comparisons>} the latter of more than two
 */
export async function compareModels(engine, [own, ...others], options, hooks) {
  const found = await createModels(own, options).take((choice) => others.reduce(STEPS.add, choice), engine, hooks);
  const { comparison, several } = /** @type {Compared} */ (found);
  return several ?? comparison;
}
