/** Lines that differ between two texts. */

/** @typedef {{ at: number, out: string[], in: string[] }} Hunk at: line of the first text, from 1 */

/** How long a common subsequence of the rests is, for every pair of places. @param {readonly string[]} a @param {readonly string[]} b */
function commonLengths(a, b) {
  const width = b.length + 1;
  const table = new Uint16Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      table[i * width + j] =
        a[i] === b[j] ? table[(i + 1) * width + j + 1] + 1 : Math.max(table[(i + 1) * width + j], table[i * width + j + 1]);
  return (/** @type {number} */ i, /** @type {number} */ j) => table[i * width + j];
}

/** @param {string} before @param {string} after @returns {Hunk[]} */
function hunks(before, after) {
  const [a, b] = [before.split("\n"), after.split("\n")];
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  const [left, right] = [a.slice(start, a.length - end), b.slice(start, b.length - end)];
  const common = commonLengths(left, right);
  /** @type {Hunk[]} */
  const found = [];
  /** @type {Hunk | undefined} */
  let open;
  let [i, j] = [0, 0];
  while (i < left.length || j < right.length) {
    if (i < left.length && j < right.length && left[i] === right[j]) {
      open = undefined;
      i++;
      j++;
      continue;
    }
    if (!open) {
      open = { at: start + i + 1, out: [], in: [] };
      found.push(open);
    }
    if (j === right.length || (i < left.length && common(i + 1, j) >= common(i, j + 1))) open.out.push(left[i++]);
    else open.in.push(right[j++]);
  }
  return found;
}

/** What a reader needs to see what changed. @param {string} before @param {string} after @returns {string} "" where nothing differs */
export const changedLines = (before, after) =>
  hunks(before, after)
    .map((hunk) => [`line ${hunk.at}`, ...hunk.out.map((line) => `- ${line}`), ...hunk.in.map((line) => `+ ${line}`)].join("\n"))
    .join("\n");

/** What a second text has in place of lines of the first, which is held elsewhere. @param {string} before @param {string} after */
export const otherLines = (before, after) =>
  hunks(before, after)
    .map((hunk) => [`… ${hunk.out.length} out`, ...hunk.in].join("\n"))
    .join("\n");
