/** The audits of a tab: which were saved, when each was done, and how many the tab holds. */

/** @import { Audit } from "../types.d.ts" */

/** Audits that a tab holds: each is at most some hundred kilobytes of numbers. */
export const MOST_KEPT = 60;

export function createKept() {
  /** @type {WeakSet<object>} */
  const kept = new WeakSet();
  /** @type {WeakMap<Audit, Date>} */
  const times = new WeakMap();

  return {
    /** Saved, or made again by a click. @param {object} result */
    has: (result) => kept.has(result),

    /** @param {...(object | undefined)} results */
    add(...results) {
      for (const result of results) if (result) kept.add(result);
    },

    /** When it was done in this tab; undefined of one that was opened. @param {Audit} audit */
    timeOf: (audit) => times.get(audit),

    /** It is done now. @param {Audit} audit */
    stamp: (audit) => void times.set(audit, new Date()),

    /** It takes the place of another, as the same with more. @param {Audit} audit @param {Audit} before @param {boolean} saved all of it */
    replace(audit, before, saved) {
      const time = times.get(before);
      if (time) times.set(audit, time);
      if (saved) kept.add(audit);
    },

    /** One more; beyond what a tab holds the oldest that was saved leaves, else the oldest. @param {readonly Audit[]} made @param {Audit} audit */
    with(made, audit) {
      const all = [...made, audit];
      if (all.length <= MOST_KEPT) return all;
      const leaving = Math.max(
        0,
        made.findIndex((one) => kept.has(one)),
      );
      return all.filter((_, k) => k !== leaving);
    },
  };
}
