/**
 * The direction that the reader looks at: a side and a mode, counted from 0; null before any was chosen.
 * @typedef {{ side: "image" | "text", mode: number }} Place
 * @typedef {{ readonly place: Place | null, set(place: Place): void, follow(listener: () => boolean | void): void }} Pick
 */

/** @returns {Pick} */
export function createPick() {
  /** @type {Set<() => boolean | void>} */
  const listeners = new Set();
  /** @type {Place | null} */
  let now = null;
  return {
    get place() {
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
