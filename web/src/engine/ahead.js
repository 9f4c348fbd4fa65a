/** Reading beside work: a file answers only after a while, and a worker that waits for it does nothing. */

/**
 * What is read of each item, one after another; the next one is read while the one before is worked on.
 * @template T, V
 * @param {readonly T[]} items @param {(item: T) => Promise<V>} read
 * @returns {AsyncGenerator<[item: T, value: V], void, void>}
 */
export async function* readAhead(items, read) {
  const begin = (/** @type {number} */ at) => {
    const reading = read(items[at]);
    // Awaited later, or never where the work before it fails.
    reading.catch(() => {});
    return reading;
  };
  let next = items.length > 0 ? begin(0) : undefined;
  for (let at = 0; next; at++) {
    const value = await next;
    next = at + 1 < items.length ? begin(at + 1) : undefined;
    yield [items[at], value];
  }
}
