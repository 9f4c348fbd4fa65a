/** One plain object of state and those who watch it. @template {object} S @param {S} initial */
export function createStore(initial) {
  let state = initial;
  /** @type {Set<(state: S, before: S) => void>} */
  const watchers = new Set();
  /** @param {S} next */
  function replace(next) {
    const before = state;
    state = next;
    for (const watcher of watchers) watcher(state, before);
  }
  return {
    get: () => state,
    replace,
    /** @param {Partial<S>} change */
    set: (change) => replace({ ...state, ...change }),
    /** @param {(state: S, before: S) => void} watcher */
    watch(watcher) {
      watchers.add(watcher);
    },
  };
}
