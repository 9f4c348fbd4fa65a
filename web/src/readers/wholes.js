/** Arrays that may be one matrix in parts, and that matrix. */

/** @import { MatrixSource, TextColumn, Whole } from "../types.d.ts" */
/** @import { PartFamily } from "./types.d.ts" */

/** Names of parts: the place in a list, numpy.savez's own names, and numbered batches. */
const IN_A_LIST = /^(.*)\[(\d+)\]$/s;
const NUMBERED = /^((?:.*\.)?(?:arr|batch|chunk|part|shard)[_-]?)(\d+)$/is;
/** img_emb_0: a side and a number, which may count models, layers or sets of captions as well. */
const SIDE_NUMBERED =
  /^((?:.*[^a-z])?(?:image|img|vision|visual|picture|text|txt|caption|report|sentence)s?(?:[_.-]?(?:emb|embs|embeds?|embeddings?|feats?|features?|vecs?|vectors?|parts?|shards?|chunks?|batch))*[_.-]?)(\d+)$/i;

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

/** @param {string} name @returns {{ whole: string, digits: string, isSure: boolean } | undefined} */
function partOf(name) {
  const [, list, place] = IN_A_LIST.exec(name) ?? [];
  if (place !== undefined) return { whole: `${list}[*]`, digits: place, isSure: true };
  const [, stem, digits] = NUMBERED.exec(name) ?? [];
  if (digits !== undefined) return { whole: /(^|\.)arr_$/.test(stem) ? `${stem}*` : `${stem}[*]`, digits, isSure: true };
  const [, side, number] = SIDE_NUMBERED.exec(name) ?? [];
  return number === undefined || number.length > 6 ? undefined : { whole: `${side}*`, digits: number, isSure: false };
}

/** Rows of each part are the same, or the same times one number. @param {PartFamily} a @param {PartFamily} b */
function areSideBySide(a, b) {
  const each = b.parts[0].rows / a.parts[0].rows;
  return String(a.numbers) === String(b.numbers) && a.parts.every(({ rows }, index) => rows * each === b.parts[index].rows);
}

/** Equal parts may be models or sets of captions: only parts that are full but for the last, or that both sides have alike, are parts. @param {PartFamily} family @param {readonly PartFamily[]} others */
function areParts(family, others) {
  const counts = family.parts.map(({ rows }) => rows);
  const full = counts.slice(0, -1);
  const endsShort = full.length > 1 && full.every((count) => count === full[0]) && counts[full.length] < full[0];
  return endsShort || others.some((other) => other !== family && areSideBySide(family, other));
}

/** The other reading of arrays whose names say that they are parts. @param {readonly MatrixSource[]} arrays @returns {Whole[]} */
export function wholesOf(arrays) {
  /** @type {Map<string, { isSure: boolean, found: { number: number, array: MatrixSource }[] }>} */
  const byName = new Map();
  for (const array of arrays) {
    const part = partOf(array.name);
    if (!part) continue;
    const family = byName.get(part.whole) ?? { isSure: part.isSure, found: [] };
    byName.set(part.whole, family);
    family.found.push({ number: Number(part.digits), array });
  }
  /** @type {PartFamily[]} */
  const sure = [];
  /** @type {PartFamily[]} */
  const likely = [];
  for (const [name, { isSure, found }] of byName) {
    found.sort((a, b) => a.number - b.number);
    const numbers = found.map(({ number }) => number);
    const parts = found.map(({ array }) => array);
    const isGapless = numbers[0] <= 1 && numbers.every((number, i) => number === numbers[0] + i);
    if (parts.length < 2 || !isGapless || parts.some(({ cols }) => cols !== parts[0].cols)) continue;
    (isSure ? sure : likely).push({ name, numbers, parts });
  }
  return [...sure, ...likely.filter((family) => areParts(family, likely))].map(({ name, parts }) => ({
    array: joinedSource(name, parts),
    parts: parts.map((part) => part.name),
  }));
}

/** @param {string} name */
const sideOf = (name) =>
  /image|img|vision|visual|picture/i.test(name) ? "images" : /text|txt|caption|report|sentence/i.test(name) ? "texts" : "";

/** @param {string} name @param {string} digits at a place in it @param {number} at */
const around = (name, digits, at) => JSON.stringify([name.slice(0, at), name.slice(at + digits.length)]);

/**
 * Columns of the parts, one after the other: img_ids_0 and img_ids_1 beside img_emb_0 and img_emb_1.
 * @param {readonly Whole[]} wholes @param {readonly MatrixSource[]} arrays @param {readonly TextColumn[]} columns
 * @returns {TextColumn[]}
 */
export function columnsOfWholes(wholes, arrays, columns) {
  const rowsOf = new Map(arrays.map(({ name, rows }) => [name, rows]));
  const places = wholes.map(({ parts }) => new Map(parts.map((name) => [Number(partOf(name)?.digits), rowsOf.get(name)])));
  /** @type {Map<string, Map<number, TextColumn>>} */
  const families = new Map();
  for (const column of columns) {
    if (column.rowOf || column.of !== undefined) continue;
    for (const { 0: digits, index } of column.name.matchAll(/\d+/g)) {
      const key = around(column.name, digits, index);
      const family = families.get(key) ?? new Map();
      families.set(key, family.set(Number(digits), column));
    }
  }
  return [...families].flatMap(([key, family]) => {
    const fitting = wholes.filter(
      (_, whole) =>
        places[whole].size === family.size && [...family].every(([number, { values }]) => places[whole].get(number) === values.length),
    );
    const named = fitting.filter(({ array }) => sideOf(array.name) === sideOf([...family.values()][0].name));
    const meant = named.length > 0 ? named : fitting;
    if (meant.length === 0) return [];
    const inOrder = [...family].sort(([a], [b]) => a - b).map(([, column]) => column);
    const [before, after] = JSON.parse(key);
    const plain = `${before.replace(/[-_. ]+$/, "")}${after}`;
    const values = inOrder.flatMap(({ values }) => values);
    // Under the whole's name: columns of two sides are no table that says which rows belong together.
    const [only] = meant;
    return [meant.length > 1 ? { name: plain, values } : { name: `${only.array.name}.${plain}`, values, of: only.array.name }];
  });
}
