/** Values that charts follow without being rendered anew: the cut and the chosen direction. */

/** @import { Cut, Pick, Place } from "../charts/types.d.ts" */

function createListeners() {
  /** @type {Set<() => unknown>} */
  const listeners = new Set();
  return {
    /** A listener that returns false is forgotten. */
    call() {
      for (const listener of listeners) if (listener() === false) listeners.delete(listener);
    },
    follow: (/** @type {() => unknown} */ listener) => void listeners.add(listener),
  };
}

/** @param {number} q (0, 1] @returns {Cut} */
export function createCut(q) {
  const { call, follow } = createListeners();
  const cut = {
    q,
    set(/** @type {number} */ next) {
      cut.q = next;
      call();
    },
    follow,
  };
  return cut;
}

/** @returns {Pick} */
export function createPick() {
  const { call, follow } = createListeners();
  const pick = {
    place: /** @type {Place | null} */ (null),
    set(/** @type {Place} */ next) {
      pick.place = next;
      call();
    },
    follow,
  };
  return pick;
}
