/** Columns named by the number of a dimension: dim_0, dim_1, dim_10, dim_2 are four of one vector, and not in its order. */

const NUMBERED = /^(.*?)(\d+)[\])]?$/s;

/** What stands before a name's number; null where it ends in none. @param {string} name */
export function stemOf(name) {
  return NUMBERED.exec(name.trim())?.[1] ?? null;
}

/**
 * The places of the names in the order of their numbers, where all have one stem and count 0 … d - 1 or 1 … d.
 * @param {readonly string[]} names
 * @returns {number[] | undefined}
 */
export function orderOfNumbers(names) {
  const found = names.map((name) => NUMBERED.exec(name.trim()));
  const stem = found[0]?.[1];
  if (stem === undefined || found.some((parts) => parts?.[1] !== stem)) return undefined;
  const numbers = found.map((parts) => Number(parts?.[2]));
  const first = Math.min(...numbers);
  if (first > 1) return undefined;
  /** @type {number[]} */
  const order = [];
  for (const [place, number] of numbers.entries()) {
    const at = number - first;
    if (at >= names.length || order[at] !== undefined) return undefined;
    order[at] = place;
  }
  return order;
}
