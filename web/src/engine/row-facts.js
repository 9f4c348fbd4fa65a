/** What the row pass found, put together over all blocks: columns of facts, classes of equal rows, findings. */
import { Failure } from "../failure.js";
import { LONGEST, SHORTEST } from "./plan.js";

/** @import { Finding, Pairs, Role } from "../types.d.ts" */

/** Row numbers shown with a finding. */
const SHOWN = 10;
/** Norms this near 1 count as unit norm: float16 rounding of unit rows. */
const UNIT_TOLERANCE = 2e-3;

/** @typedef {{ norms: Float64Array, low: Uint32Array, high: Uint32Array }} Columns */

/** @template {Float64Array | Float32Array | Uint32Array} T @param {T[]} parts @returns {T} */
export function joined(parts) {
  const total = parts.reduce((sum, part) => sum + part.length, 0);
  const out = new /** @type {any} */ (parts[0].constructor)(total);
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** @param {Columns[]} parts @returns {Columns} */
export function joinColumns(parts) {
  return {
    norms: joined(parts.map((p) => p.norms)),
    low: joined(parts.map((p) => p.low)),
    high: joined(parts.map((p) => p.high)),
  };
}

/** Why a row cannot be used: code and words for one row and for several. @type {{ kind: "notFinite" | "zero" | "extreme", code: "NOT_FINITE" | "ZERO_ROW" | "OUT_OF_RANGE", one: string, several: string }[]} */
const UNUSABLE = [
  { kind: "notFinite", code: "NOT_FINITE", one: "holds NaN or infinite values", several: "hold NaN or infinite values" },
  { kind: "zero", code: "ZERO_ROW", one: "is zero and has no direction", several: "are zero and have no direction" },
  {
    kind: "extreme",
    code: "OUT_OF_RANGE",
    one: `has a length outside ${SHORTEST} to ${LONGEST}`,
    several: `have lengths outside ${SHORTEST} to ${LONGEST}`,
  },
];

/** Stops the audit where rows cannot be used. @param {any[]} blocks answers of the row pass @param {Pairs} pairs */
export function refuseBadRows(blocks, pairs) {
  /** @type {{ images: number[], texts: number[] }} */
  const all = { images: [], texts: [] };
  const parts = [];
  /** @type {typeof UNUSABLE} */
  const met = [];
  for (const reason of UNUSABLE) {
    for (const side of /** @type {Role[]} */ (["images", "texts"])) {
      const rows = /** @type {number[]} */ (blocks.flatMap((b) => b.bad[side][reason.kind]));
      if (rows.length === 0) continue;
      all[side].push(...rows);
      met.push(reason);
      parts.push(
        `${count(rows.length, "row")} of ${named(pairs, side)} ${rows.length === 1 ? reason.one : reason.several} (${shown(rows)})`,
      );
    }
  }
  if (met.length === 0) return;
  throw new Failure(met[0].code, `${parts.join("; ")}. Leave these pairs out, or export the embeddings again.`, all);
}

/** @param {Pairs} pairs @param {Role} side */
function named(pairs, side) {
  const { file, array } = pairs.origin[side];
  return `the ${side} (${file}${array ? ` ${array}` : ""})`;
}

/** @param {number} n @param {string} noun */
function count(n, noun) {
  return `${n} ${noun}${n === 1 ? "" : "s"}`;
}

/** @param {number[]} rows */
function shown(rows) {
  return `row${rows.length === 1 ? "" : "s"} ${rows.slice(0, SHOWN).join(", ")}${rows.length > SHOWN ? ", …" : ""}`;
}

/** Classes of equal rows, as the core gives them. @typedef {{ of: Int32Array, sizes: Int32Array, firsts: Int32Array }} RowClasses */

/** Classes of more than one row. @param {RowClasses} groups */
export function repeated({ sizes, firsts }) {
  const found = Array.from(sizes.keys())
    .filter((c) => sizes[c] > 1)
    .map((c) => ({ size: sizes[c], first: firsts[c] }));
  return { sizes: found.map((c) => c.size), firsts: Int32Array.from(found, (c) => c.first) };
}

/**
 * @param {Role} side @param {Columns} facts @param {RowClasses} groups @param {Int32Array | null} order
 * @returns {Finding[]}
 */
export function rowFindings(side, facts, groups, order) {
  /** @type {Finding[]} */
  const findings = [];
  const rowOf = (/** @type {number} */ p) => (order ? order[p] : p);
  let min = Number.POSITIVE_INFINITY;
  let max = 0;
  const off = [];
  for (let i = 0; i < facts.norms.length; i++) {
    const norm = facts.norms[i];
    min = Math.min(min, norm);
    max = Math.max(max, norm);
    if (Math.abs(norm - 1) > UNIT_TOLERANCE) off.push(rowOf(i));
  }
  if (off.length > 0)
    findings.push({
      code: "NOT_UNIT_NORM",
      level: "note",
      message: `The ${side} are not of unit length: lengths run from ${min.toPrecision(3)} to ${max.toPrecision(3)}. Cosines are not affected; SAS, CKA, CORAL and MMD use the rows as they are.`,
      count: off.length,
      rows: off.slice(0, SHOWN),
      side,
    });
  const copies = [];
  for (let i = 0; i < groups.of.length; i++) if (groups.firsts[groups.of[i]] !== i) copies.push(rowOf(i));
  if (copies.length > 0)
    findings.push({
      code: side === "images" ? "IDENTICAL_IMAGES" : "IDENTICAL_TEXTS",
      level: side === "images" ? "warning" : "note",
      message:
        side === "images"
          ? `${count(copies.length, "image row")} repeat${copies.length === 1 ? "s" : ""} an earlier one exactly. If they are one image with several texts, give the texts an image: the flat pairing makes ties in retrieval.`
          : `${count(copies.length, "text")} equal${copies.length === 1 ? "s" : ""} an earlier one exactly, so even a perfect model cannot tell them apart. Retrieval is also given with identical texts accepted.`,
      count: copies.length,
      rows: copies.slice(0, SHOWN),
      side,
    });
  return findings;
}

/** @param {number} n @param {number} d @returns {Finding[]} */
export function sizeFindings(n, d) {
  if (n > d) return [];
  return [
    {
      code: "FEW_ROWS",
      level: "warning",
      message: `${n} pairs are few for ${d} dimensions: the spectrum cannot be told from noise beyond ${n - 1} directions, and chance alone lifts the scores.`,
      count: n,
      rows: [],
    },
  ];
}

/** A row shift counts where it lifts the mean cosine by this much, and by this many standard errors. */
const SHIFT_GAIN = 0.02;
const SHIFT_ERRORS = 6;

/** Where the neighbours' rows fit better than a pair's own. @param {import("./row-tasks.js").Shifted[]} looked of every block @returns {Finding[]} */
export function shiftFindings(looked) {
  const best = [...new Set(looked.map(({ shift }) => shift))]
    .map((shift) => {
      const parts = looked.filter((part) => part.shift === shift);
      const total = (/** @type {"count" | "sum" | "squares" | "matched"} */ of) => parts.reduce((sum, part) => sum + part[of], 0);
      const count = total("count");
      const gain = total("sum") / count;
      const error = Math.sqrt(Math.max(0, total("squares") / count - gain * gain) / count);
      return { shift, count, gain, matched: total("matched") / count, sure: gain > SHIFT_GAIN && gain > SHIFT_ERRORS * error };
    })
    .filter(({ sure }) => sure)
    .sort((a, b) => b.gain - a.gain)[0];
  if (!best) return [];
  const rows = count(Math.abs(best.shift), "row");
  return [
    {
      code: "SHIFTED_ROWS",
      level: "warning",
      message: `The pairs are probably shifted: an image fits the text ${rows} ${best.shift > 0 ? "further down" : "further up"} better than its own (mean cosine ${(best.matched + best.gain).toFixed(3)} against ${best.matched.toFixed(3)}). Check that both files list the same items in the same order, for example that no header or first item was lost on one side.`,
      count: best.count,
      rows: [],
    },
  ];
}

/** Sides that are stored in whole numbers. @param {Pairs} pairs @returns {Finding[]} */
export function typeFindings(pairs) {
  return /** @type {Role[]} */ (["images", "texts"])
    .filter((side) => !pairs[side].dtype.includes("float"))
    .map((side) => ({
      code: "WHOLE_NUMBERS",
      level: "warning",
      message: `The ${side} are stored as ${pairs[side].dtype}, in whole numbers: labels, counts or quantised embeddings. The scores are those of these numbers; export the embeddings as float32 if there are any.`,
      count: pairs[side].rows,
      rows: [],
      side,
    }));
}
