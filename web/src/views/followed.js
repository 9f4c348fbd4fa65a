/**
 * A value that charts follow without being rendered anew.
 * @template T @typedef {{ readonly now: T, set(next: T): void, follow(listener: () => boolean | void): void }} Followed
 */

/** @template T @param {T} first @returns {Followed<T>} */
export function createFollowed(first) {
  /** @type {Set<() => boolean | void>} */
  const listeners = new Set();
  let now = first;
  return {
    get now() {
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
