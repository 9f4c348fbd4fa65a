/** Items by a key, in their order: Map.groupBy, which Node 20 lacks. @template T, K @param {Iterable<T>} items @param {(item: T) => K} keyOf @returns {Map<K, T[]>} */
export function grouped(items, keyOf) {
  const groups = new Map();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

/** Computed once per object and variant, as long as the object is there. @template {object} K, R @param {(key: K, variant: number) => R} compute @returns {(key: K, variant?: number) => R} */
export function memoized(compute) {
  /** @type {WeakMap<K, Map<number, R>>} */
  const results = new WeakMap();
  return (key, variant = 0) => {
    const own = results.get(key) ?? new Map();
    results.set(key, own);
    if (!own.has(variant)) own.set(variant, compute(key, variant));
    return own.get(variant);
  };
}
