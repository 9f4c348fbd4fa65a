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
    // Awaited later, or never if the work before it fails.
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

/** Bytes of a side that are read at once: a file answers one long question far sooner than many short ones. */
const READ_BYTES = 2 ** 22;

/** Rows that are read at once. @param {number} cols */
export function rowsTogether(cols) {
  return Math.ceil(READ_BYTES / (4 * cols));
}

/**
 * The rows of tiles that lie one after another, some tiles read at once.
 * @template {{ begin: number, end: number }} T
 * @param {readonly T[]} tiles @param {number} cols @param {(begin: number, end: number) => Promise<Float32Array>} read
 * @returns {AsyncGenerator<[tile: T, rows: Float32Array], void, void>}
 */
export async function* readTiles(tiles, cols, read) {
  /** @type {T[][]} */
  const groups = [];
  for (const tile of tiles) {
    const group = groups.at(-1);
    if (group && tile.end - group[0].begin <= rowsTogether(cols)) group.push(tile);
    else groups.push([tile]);
  }
  const readGroup = (/** @type {T[]} */ group) => read(group[0].begin, group[group.length - 1].end);
  for await (const [group, rows] of readAhead(groups, readGroup)) {
    const first = group[0].begin;
    for (const tile of group) yield [tile, rows.subarray((tile.begin - first) * cols, (tile.end - first) * cols)];
  }
}
