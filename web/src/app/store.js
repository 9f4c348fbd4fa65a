/**
 * One plain object of state and those who watch it.
 * @template {object} S
 * @param {S} initial
 */
export function createStore(initial) {
  let state = initial;
  /** @type {Set<(state: S, before: S) => void>} */
  const watchers = new Set();
  return {
    get: () => state,
    /** @param {Partial<S>} change */
    set(change) {
      const before = state;
      state = { ...state, ...change };
      for (const watcher of watchers) watcher(state, before);
    },
    /** @param {(state: S, before: S) => void} watcher */
    watch(watcher) {
      watchers.add(watcher);
    },
  };
}
