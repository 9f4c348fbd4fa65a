/** Arrays that may be one matrix in parts, and that matrix. */

/** @import { MatrixSource, Whole } from "../types.d.ts" */

/** Names of parts: the place in a list, numpy.savez's own names, and numbered batches. */
const IN_A_LIST = /^(.*)\[(\d+)\]$/s;
const NUMBERED = /^((?:.*\.)?(?:arr|batch|chunk|part|shard)[_-]?)(\d+)$/is;

/** The rows of all sources, one source below the other. @param {string} name @param {readonly MatrixSource[]} sources of one width @returns {MatrixSource} */
export function joinedSource(name, sources) {
  const [{ cols, dtype }] = sources;
  const begins = [0];
  for (const { rows } of sources) begins.push(begins[begins.length - 1] + rows);
  return {
    name,
    rows: begins[sources.length],
    cols,
    dtype: sources.every((source) => source.dtype === dtype) ? dtype : "float32",
    async readRows(begin, end) {
      const out = new Float32Array((end - begin) * cols);
      for (let i = firstPart(begins, begin); i < sources.length && begins[i] < end; i++) {
        const from = Math.max(begin, begins[i]);
        const rows = await sources[i].readRows(from - begins[i], Math.min(end, begins[i + 1]) - begins[i]);
        out.set(rows, (from - begin) * cols);
      }
      return out;
    },
  };
}

/** The part that holds a row. @param {readonly number[]} begins @param {number} row */
function firstPart(begins, row) {
  let [low, high] = [0, begins.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (begins[middle] <= row) low = middle;
    else high = middle;
  }
  return low;
}

/** The other reading of arrays whose names say that they are parts. @param {readonly MatrixSource[]} arrays @returns {Whole[]} */
export function wholesOf(arrays) {
  /** @type {Map<string, { number: number, array: MatrixSource }[]>} */
  const families = new Map();
  for (const array of arrays) {
    const list = IN_A_LIST.exec(array.name);
    const [, stem, digits] = list ?? NUMBERED.exec(array.name) ?? [];
    if (digits === undefined) continue;
    const name = list ? `${stem}[*]` : /(^|\.)arr_$/.test(stem) ? `${stem}*` : `${stem}[*]`;
    const family = families.get(name) ?? [];
    family.push({ number: Number(digits), array });
    families.set(name, family);
  }
  /** @type {Whole[]} */
  const wholes = [];
  for (const [name, family] of families) {
    family.sort((a, b) => a.number - b.number);
    const parts = family.map(({ array }) => array);
    const first = family[0].number;
    const isGapless = first <= 1 && family.every(({ number }, i) => number === first + i);
    if (parts.length < 2 || !isGapless || parts.some(({ cols }) => cols !== parts[0].cols)) continue;
    wholes.push({ array: joinedSource(name, parts), parts: parts.map((part) => part.name) });
  }
  return wholes;
}
