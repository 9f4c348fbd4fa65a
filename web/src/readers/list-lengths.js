/** Lists of several lengths in words: which row has another length than the others. */

/** @param {number} count */
const numbers = (count) => `${count.toLocaleString("en")} number${count === 1 ? "" : "s"}`;

/**
 * The length that most lists have, and the first row of another; lists that are missing do not count.
 * @param {Int32Array} lengths -1 if a list is missing
 * @returns {{ usual: number, share: number, odd: number, row: number, length: number }} share of the lists that have it; odd: how many do not
 */
export function usualLength(lengths) {
  /** @type {Map<number, number>} */
  const counts = new Map();
  let lists = 0;
  for (const length of lengths) {
    if (length < 0) continue;
    lists++;
    counts.set(length, (counts.get(length) ?? 0) + 1);
  }
  let [usual, most] = [0, 0];
  for (const [length, count] of counts) if (count > most) [usual, most] = [length, count];
  const row = lengths.findIndex((length) => length >= 0 && length !== usual);
  return { usual, share: lists > 0 ? most / lists : 0, odd: lists - most, row, length: lengths[row] };
}

/** "Row 7 (counted from 0) of x in y holds 0 numbers, and the others 12." @param {Int32Array} lengths @param {string} where */
export function lengthsInWords(lengths, where) {
  const { usual, share, odd, row, length } = usualLength(lengths);
  const holds = `Row ${row} (counted from 0) of ${where} holds ${numbers(length)}`;
  if (odd === 1) return `${holds}, and the others ${usual.toLocaleString("en")}.`;
  if (share > 0.5)
    return `${holds}, and most rows ${usual.toLocaleString("en")}; ${odd.toLocaleString("en")} rows have another length than these.`;
  const other = lengths.findIndex((found) => found >= 0 && found !== length);
  return `${holds}, and row ${other} ${lengths[other].toLocaleString("en")}: its lists are of many lengths.`;
}
