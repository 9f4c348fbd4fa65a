/** Tasks that read rows: facts, moments, Gram matrices, what is computed from the rows themselves. */
import { gatherRows } from "../readers/gather.js";
import { chosenRows, pairRows, using } from "./audit-state.js";
import { blocks, LONGEST, range, SHORTEST, SLICE_ROWS } from "./plan.js";
import { readAhead, rowsTogether } from "./prefetch.js";
import { ConstantColumns } from "./row-checks.js";
import { textRows } from "./sources.js";

/** @import { AuditState, BadRows, Core, Matrix, MomentsPass, RowFacts, RowSource, Shifted, Slice, Slices } from "./types.d.ts" */

/** Rows that are read at once: whole slices. @param {number} cols */
const readStep = (cols) => SLICE_ROWS * Math.ceil(rowsTogether(cols) / SLICE_ROWS);

/** Slices of a block of images, whose rows are read ahead. @param {AuditState} state @param {number} begin @param {number} end @returns {AsyncGenerator<Slice, void, void>} */
async function* slicesOf({ core, images, texts, context: { start, order } }, begin, end) {
  const step = readStep(Math.max(images.cols, (texts.cols * (start[end] - start[begin])) / (end - begin)));
  const read = (/** @type {{ begin: number, end: number }} */ chunk) =>
    Promise.all([images.readRows(chunk.begin, chunk.end), textRows(texts, order, start[chunk.begin], start[chunk.end])]);
  for await (const [chunk, [imageRows, textsRows]] of readAhead(blocks(begin, end, step), read))
    for (const { begin: a, end: b } of blocks(chunk.begin, chunk.end, SLICE_ROWS)) {
      const x = imageRows.subarray((a - chunk.begin) * images.cols, (b - chunk.begin) * images.cols);
      const y = textsRows.subarray((start[a] - start[chunk.begin]) * texts.cols, (start[b] - start[chunk.begin]) * texts.cols);
      const xFacts = core.rowFacts(x, b - a, images.cols);
      yield { begin: a, end: b, x, y, xFacts, yFacts: core.rowFacts(y, start[b] - start[a], texts.cols) };
    }
}

/**
 * Every row's facts, matched cosines, and the block's moments (unless a row is unusable).
 * @param {AuditState} state @param {{ begin: number, end: number, sample?: Int32Array }} block images; sample: those whose rows are handed back
 * @param {Slices} slices
 */
export async function rows(state, { begin, end, sample = new Int32Array(0) }, slices) {
  const { core, images, texts, context } = state;
  const { start, order, products, arithmetic = "float32" } = context;
  const one = images.cols === texts.cols;
  const firstText = start[begin];
  const textCount = start[end] - firstText;
  const out = {
    images: columns(end - begin),
    texts: columns(textCount),
    cosines: one ? new Float64Array(textCount) : null,
    bad: { images: noRows(), texts: noRows() },
    /** @type {Float64Array | null} */
    moments: null,
    sample: sampled(sample, images, texts),
    /** @type {Shifted[]} */
    shifted: [],
  };
  const constant = { images: new ConstantColumns(images.cols), texts: new ConstantColumns(texts.cols) };
  await using(core.momentsPass(images.cols, texts.cols, products ? arithmetic : "none"), async (pass) => {
    let clean = true;
    for await (const slice of slicesOf(state, begin, end)) {
      const { begin: a, end: b, x, y, xFacts, yFacts } = slice;
      keep(out.images, xFacts, a - begin);
      keep(out.texts, yFacts, start[a] - firstText);
      constant.images.add(x);
      constant.texts.add(y);
      keepSample(state, out.sample, slice);
      const unusable = badRows(xFacts.norms, a, null, out.bad.images) + badRows(yFacts.norms, start[a], order, out.bad.texts);
      clean &&= unusable === 0;
      if (clean) {
        if (a === begin && one && textCount === end - begin) out.shifted = shiftedPairs(core, slice);
        addSlice(state, pass, slice, out.cosines?.subarray(start[a] - firstText));
      }
      await slices.next((b - begin) / (end - begin));
    }
    if (clean) out.moments = pass.finish();
  });
  return { ...out, constant: { images: constant.images.result(), texts: constant.texts.result() } };
}

/** Shifts of rows that are looked for. */
const SHIFTS = [-2, -1, 1, 2];

/** @param {Core} core @param {Slice} slice @returns {Shifted[]} */
function shiftedPairs(core, { x, y, xFacts: { norms: xNorms }, yFacts: { norms: yNorms } }) {
  const n = xNorms.length;
  const cols = x.length / n;
  const cosines = (/** @type {number} */ shift) => {
    const begin = Math.max(0, shift);
    const end = n + Math.min(0, shift);
    const imageOf = range(begin - shift, end - shift);
    return core.matchedCosines(x, xNorms, y.subarray(begin * cols, end * cols), yNorms.slice(begin, end), imageOf, cols);
  };
  const own = cosines(0);
  return SHIFTS.filter((shift) => Math.abs(shift) < n).map((shift) => {
    const other = cosines(shift);
    const first = Math.max(0, -shift);
    const out = { shift, count: other.length, sum: 0, squares: 0, matched: 0 };
    for (let k = 0; k < other.length; k++) {
      const difference = other[k] - own[first + k];
      out.sum += difference;
      out.squares += difference * difference;
      out.matched += own[first + k];
    }
    return out;
  });
}

/** Room for the block's share of the rows whose distances give the median. @param {Int32Array} ids @param {RowSource} images @param {RowSource} texts */
function sampled(ids, images, texts) {
  return { ids, taken: 0, images: new Float32Array(ids.length * images.cols), texts: new Float32Array(ids.length * texts.cols) };
}

/** Copies the slice's share of them. @param {AuditState} state @param {ReturnType<typeof sampled>} sample @param {Slice} slice */
function keepSample({ images, texts, context: { start } }, sample, { begin, end, x, y }) {
  for (const i of sample.ids) {
    if (i < begin || i >= end) continue;
    const text = start[i] - start[begin];
    sample.images.set(x.subarray((i - begin) * images.cols, (i - begin + 1) * images.cols), sample.taken * images.cols);
    sample.texts.set(y.subarray(text * texts.cols, (text + 1) * texts.cols), sample.taken * texts.cols);
    sample.taken++;
  }
}

/** @returns {BadRows} */
const noRows = () => ({ notFinite: [], zero: [], extreme: [] });

/** @param {number} count @returns {RowFacts} */
const columns = (count) => ({ norms: new Float64Array(count), low: new Uint32Array(count), high: new Uint32Array(count) });

/** @param {RowFacts} to @param {RowFacts} facts @param {number} at */
function keep(to, facts, at) {
  for (const name of /** @type {const} */ (["norms", "low", "high"])) to[name].set(facts[name], at);
}

/** @param {number} norm @param {BadRows} bad */
function kindOf(norm, bad) {
  if (!Number.isFinite(norm)) return bad.notFinite;
  if (norm === 0) return bad.zero;
  // Products of float32 rows beyond these lengths overflow or vanish.
  return norm < SHORTEST || norm > LONGEST ? bad.extreme : null;
}

/** @param {Float64Array} norms @param {number} first @param {Int32Array | null} order @param {BadRows} bad @returns {number} how many */
function badRows(norms, first, order, bad) {
  let count = 0;
  for (let i = 0; i < norms.length; i++) {
    const kind = kindOf(norms[i], bad);
    if (!kind) continue;
    kind.push(order ? order[first + i] : first + i);
    count++;
  }
  return count;
}

/**
 * Matched cosines of a slice, and its images with their first texts into the moments.
 * @param {AuditState} state @param {MomentsPass} pass @param {Slice} slice @param {Float64Array | undefined} cosinesOut
 */
function addSlice({ core, images, texts, context: { start } }, pass, { begin, end, x, y, xFacts, yFacts }, cosinesOut) {
  const count = end - begin;
  const textCount = start[end] - start[begin];
  const imageOf = new Int32Array(textCount);
  for (let i = begin; i < end; i++) imageOf.fill(i - begin, start[i] - start[begin], start[i + 1] - start[begin]);
  const cosines = cosinesOut ? core.matchedCosines(x, xFacts.norms, y, yFacts.norms, imageOf, images.cols) : null;
  if (cosines) cosinesOut?.set(cosines);
  if (textCount === count) return pass.add(x, y, count, xFacts.norms, yFacts.norms, cosines);
  const firsts = Array.from({ length: count }, (_, i) => start[begin + i] - start[begin]);
  const firstRows = new Float32Array(count * texts.cols);
  for (const [i, text] of firsts.entries()) firstRows.set(y.subarray(text * texts.cols, (text + 1) * texts.cols), i * texts.cols);
  const firstOf = (/** @type {Float64Array} */ values) => Float64Array.from(firsts, (p) => values[p]);
  pass.add(x, firstRows, count, xFacts.norms, firstOf(yFacts.norms), cosines && firstOf(cosines));
}

/** Moments of all blocks, which are given away, and whether their products cancel. @param {AuditState} state @param {{ parts: Float64Array[] }} message */
export async function mergedMoments({ core, context: { products }, release }, { parts }) {
  const moments = core.mergeMoments(parts, release);
  return { moments, cancels: products && core.cancels(moments) };
}

/** @param {AuditState} state @param {{ side: "images" | "texts", rows: Int32Array }} message */
export async function gathered(state, { side, rows }) {
  return gatherRows(state[side], rows);
}

/** Which of these image rows have similarity exactly 1 with themselves in the paper's arithmetic. @param {AuditState} state @param {{ indices: Int32Array }} message */
export async function selfIsOne({ core, images }, { indices }) {
  return core.selfIsOne(await gatherRows(images, indices), indices.length, images.cols);
}

/** Moments of the block in float64 throughout. @param {AuditState} state @param {{ begin: number, end: number, norms: { images: Float64Array, texts: Float64Array }, cosines: Float64Array | null }} block of each image and its first text @param {Slices} slices */
export async function exactMoments(state, { begin, end, norms, cosines }, slices) {
  const { core, images, texts } = state;
  return using(core.momentsPass(images.cols, texts.cols, "exact"), async (pass) => {
    for (const { begin: a, end: b } of blocks(begin, end, SLICE_ROWS)) {
      const part = (/** @type {Float64Array} */ values) => values.slice(a - begin, b - begin);
      const [x, y] = await pairRows(state, a, b);
      pass.add(x, y, b - a, part(norms.images), part(norms.texts), cosines && part(cosines));
      await slices.next((b - begin) / (end - begin));
    }
    return pass.finish();
  });
}

/** All pairs at once, n < d. @param {AuditState} state @param {{ exact: boolean }} message @param {Slices} slices */
export async function gram(state, { exact }, slices) {
  const { core, images, texts } = state;
  const n = images.rows;
  return using(core.gramPass(n, images.cols, texts.cols, exact ? "exact" : "float32"), async (pass) => {
    for (const { begin, end } of blocks(0, n, readStep(Math.max(images.cols, texts.cols)))) {
      pass.add(...(await pairRows(state, begin, end)), end - begin);
    }
    while (pass.step()) await slices.next(0.5);
    return pass.finish();
  });
}

/** Both sides of chosen pairs along the columns of a basis. @param {AuditState} state @param {{ rows: Int32Array, basis: Matrix }} message images */
export async function coordinates(state, { rows: chosen, basis }) {
  const [images, texts] = (await chosenRows(state, chosen)).map((values) => state.core.coordinates(values, chosen.length, basis).values);
  return { images, texts };
}

/** @param {AuditState} state */
export async function svccaRows(state) {
  const { core, images, texts } = state;
  const [x, y] = await pairRows(state, 0, images.rows);
  return core.svccaRows(x, images.cols, y, texts.cols, images.rows);
}
