/** Names in less room: shortened so that those that differ still do. */

/** What one letter of a name takes at most, in pixels of a chart. */
const LETTER = 6.84;
const FEWEST = 3;

/** In its middle: names of models differ at either end. @param {readonly string[]} letters @param {number} room @param {number} tail letters kept of its end */
function cut(letters, room, tail) {
  if (letters.length <= room) return letters.join("");
  return `${letters.slice(0, room - 1 - tail).join("")}…${letters.slice(letters.length - tail).join("")}`;
}

/**
 * Each name within so many letters; more where names that differ would become equal.
 * @param {Iterable<string>} names @param {number} room letters @returns {Map<string, string>} name -> shortened
 */
export function shortNames(names, room) {
  const distinct = [...new Set(names)];
  const letters = distinct.map((name) => [...name]);
  const longest = Math.max(0, ...letters.map(({ length }) => length));
  for (let size = Math.max(FEWEST, Math.floor(room)); size < longest; size++) {
    const half = Math.floor((size - 1) / 2);
    // All are cut at one place, the nearest to the middle that keeps them apart.
    const tails = Array.from({ length: size }, (_, tail) => tail).sort((a, b) => Math.abs(a - half) - Math.abs(b - half));
    for (const tail of tails) {
      const short = letters.map((name) => cut(name, size, tail));
      if (new Set(short).size === distinct.length) return new Map(distinct.map((name, k) => [name, short[k]]));
    }
  }
  return new Map(distinct.map((name) => [name, name]));
}

/** The same for a chart's labels. @param {Iterable<string>} names @param {number} width in pixels */
export const namesWithin = (names, width) => shortNames(names, width / LETTER);

/** How wide the longest of them is, in pixels. @param {Map<string, string>} short */
export const widest = (short) => Math.max(0, ...[...short.values()].map((name) => [...name].length)) * LETTER;
