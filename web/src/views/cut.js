/**
 * The share of directions that the reader looks at now. Charts follow it without being rendered anew.
 * @typedef {{ readonly q: number, set(q: number): void, follow(listener: () => boolean | void): void }} Cut
 */

/** @param {number} q (0, 1] @returns {Cut} */
export function createCut(q) {
  /** @type {Set<() => boolean | void>} */
  const listeners = new Set();
  let now = q;
  return {
    get q() {
      return now;
    },
    set(next) {
      now = next;
      for (const listener of listeners) if (listener() === false) listeners.delete(listener);
    },
    /** A listener that returns false is forgotten. */
    follow(listener) {
      listeners.add(listener);
    },
  };
}
