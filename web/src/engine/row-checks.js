/** What the row pass finds, put together over all blocks: columns of facts, classes of equal rows, rows that cannot be used, constant columns. */
import { Failure } from "../failure.js";
import { LONGEST, SHORTEST } from "./plan.js";

/** @import { Pairs, Role } from "../types.d.ts" */
/** @import { Answer, Constants, RowClasses, RowFacts } from "./types.d.ts" */

/** Row numbers shown with a finding. */
export const SHOWN = 10;

/** @template {Float64Array | Float32Array | Uint32Array} T @param {T[]} parts @returns {T} */
export function joined(parts) {
  const total = parts.reduce((sum, part) => sum + part.length, 0);
  const out = new /** @type {new (length: number) => T} */ (parts[0].constructor)(total);
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** @param {RowFacts[]} parts @returns {RowFacts} */
export function joinColumns(parts) {
  const [norms, low, high] = [parts.map((p) => p.norms), parts.map((p) => p.low), parts.map((p) => p.high)];
  return { norms: joined(norms), low: joined(low), high: joined(high) };
}

const LIMITS = `${SHORTEST} to ${LONGEST}`;

/** Why a row cannot be used: code and words for one row and for several. @type {{ kind: "notFinite" | "zero" | "extreme", code: "NOT_FINITE" | "ZERO_ROW" | "OUT_OF_RANGE", one: string, several: string }[]} */
const UNUSABLE = [
  { kind: "notFinite", code: "NOT_FINITE", one: "holds NaN or infinite values", several: "hold NaN or infinite values" },
  { kind: "zero", code: "ZERO_ROW", one: "is zero and has no direction", several: "are zero and have no direction" },
  { kind: "extreme", code: "OUT_OF_RANGE", one: `has a length outside ${LIMITS}`, several: `have lengths outside ${LIMITS}` },
];

/**
 * Moments of all blocks. Rows that cannot be used stop the audit; the sentence has the file's row numbers, the details those of the pairs.
 * @param {readonly Answer<"rows">[]} blocks of the row pass @param {Pairs} pairs @returns {Float64Array[]}
 */
export function momentsOf(blocks, pairs) {
  /** @type {{ images: number[], texts: number[] }} */
  const all = { images: [], texts: [] };
  const parts = [];
  /** @type {typeof UNUSABLE} */
  const met = [];
  for (const reason of UNUSABLE) {
    for (const side of /** @type {Role[]} */ (["images", "texts"])) {
      const rows = blocks.flatMap((b) => b.bad[side][reason.kind]);
      if (rows.length === 0) continue;
      all[side].push(...rows);
      met.push(reason);
      parts.push(
        `${count(rows.length, "row")} of ${named(pairs, side)} ${rows.length === 1 ? reason.one : reason.several} (${shown(rows.map(inFile(pairs, side)))})`,
      );
    }
  }
  if (met.length === 0) return blocks.flatMap(({ moments }) => moments ?? []);
  throw new Failure(met[0].code, `${parts.join("; ")}. Leave these pairs out, or export the embeddings again.`, all);
}

/** @param {Pairs} pairs @param {Role} side */
function named(pairs, side) {
  const { file, array } = pairs.origin[side];
  return `the ${side} (${file}${array ? ` ${array}` : ""})`;
}

/** A row of the pairs, as its file numbers it. @param {Pairs} pairs @param {Role} side @returns {(row: number) => number} */
export function inFile({ fileRows }, side) {
  const rows = fileRows?.[side];
  return (row) => rows?.[row] ?? row;
}

/** @param {number} n @param {string} noun */
export function count(n, noun) {
  return `${n} ${noun}${n === 1 ? "" : "s"}`;
}

/** @param {number[]} rows */
function shown(rows) {
  return `row${rows.length === 1 ? "" : "s"} ${rows.slice(0, SHOWN).join(", ")}${rows.length > SHOWN ? ", …" : ""}`;
}

/** Classes of more than one row. @param {RowClasses} groups */
export function repeated({ sizes, firsts }) {
  return { sizes: sizes.filter((size) => size > 1), firsts: firsts.filter((_, c) => sizes[c] > 1) };
}

/** Columns that have one value in every row. Looks at rows as they come; after the first few rows of real embeddings no column is left to look at. */
export class ConstantColumns {
  /** @param {number} cols */
  constructor(cols) {
    this.cols = cols;
    this.columns = Int32Array.from({ length: cols }, (_, column) => column);
    /** The first row. @type {Float32Array | null} */
    this.first = null;
  }

  /** @param {Float32Array} rows row-major */
  add(rows) {
    this.first ??= rows.slice(0, this.cols);
    const { first } = this;
    for (let at = 0; at < rows.length && this.columns.length > 0; at += this.cols)
      if (this.columns.some((column) => rows[at + column] !== first[column]))
        this.columns = this.columns.filter((column) => rows[at + column] === first[column]);
  }

  /** @returns {Constants} */
  result() {
    const { columns, first } = this;
    return { columns, values: Float32Array.from(columns, (column) => first?.[column] ?? 0) };
  }
}

/** Columns that are constant in all parts, with one value. @param {Constants[]} parts @returns {number[]} */
export function constantInAll([head, ...others]) {
  const values = others.map((part) => new Map(Array.from(part.columns, (column, k) => [column, part.values[k]])));
  return Array.from(head.columns).filter((column, k) => values.every((of) => of.get(column) === head.values[k]));
}
