/** Tasks that read rows: facts, moments, Gram matrices, what is computed from the rows themselves. */
import { gatherRows } from "../readers/gather.js";
import { readAhead, rowsTogether } from "./ahead.js";
import { firstTextRows, firstTexts } from "./audit-state.js";
import { ConstantColumns } from "./constant-columns.js";
import { blocks, LONGEST, SHORTEST, SLICE_ROWS } from "./plan.js";
import { textRows } from "./sources.js";

/** @import { AuditState } from "./audit-state.js" */
/** @import { Core, Matrix, MomentsPass } from "./core-types.d.ts" */
/** @import { Slices } from "./slices.js" */
/** @import { RowSource } from "./sources.js" */

/** Rows that are read at once: whole slices. @param {number} cols */
function readStep(cols) {
  return SLICE_ROWS * Math.ceil(rowsTogether(cols) / SLICE_ROWS);
}

/**
 * Every row's facts, matched cosines, and the block's moments (unless a row is unusable).
 * @param {AuditState} state @param {{ begin: number, end: number, sample?: Int32Array }} block images; sample: those whose rows are handed back
 * @param {Slices} slices
 */
export async function rows(state, { begin, end, sample = new Int32Array(0) }, slices) {
  const { core, images, texts, context } = state;
  const { start, order } = context;
  const one = images.cols === texts.cols;
  const firstText = start[begin];
  const count = end - begin;
  const textCount = start[end] - firstText;
  const out = {
    images: columns(count),
    texts: columns(textCount),
    cosines: one ? new Float64Array(textCount) : null,
    bad: { images: { notFinite: list(), zero: list(), extreme: list() }, texts: { notFinite: list(), zero: list(), extreme: list() } },
    /** @type {Float64Array | null} */
    moments: null,
    sample: sampled(sample, images, texts),
    /** @type {Shifted[]} */
    shifted: [],
  };
  const constant = { images: new ConstantColumns(images.cols), texts: new ConstantColumns(texts.cols) };
  const pass = core.momentsPass(images.cols, texts.cols, context.products ? (context.arithmetic ?? "float32") : "none");
  try {
    let clean = true;
    const step = readStep(Math.max(images.cols, (texts.cols * textCount) / count));
    const read = (/** @type {{ begin: number, end: number }} */ chunk) =>
      Promise.all([images.readRows(chunk.begin, chunk.end), textRows(texts, order, start[chunk.begin], start[chunk.end])]);
    for await (const [{ begin: chunk, end: chunkEnd }, [x, y]] of readAhead(blocks(begin, end, step), read)) {
      for (let a = chunk; a < chunkEnd; a += SLICE_ROWS) {
        const b = Math.min(chunkEnd, a + SLICE_ROWS);
        const imageRows = x.subarray((a - chunk) * images.cols, (b - chunk) * images.cols);
        const textSlice = y.subarray((start[a] - start[chunk]) * texts.cols, (start[b] - start[chunk]) * texts.cols);
        const imageFacts = core.rowFacts(imageRows, b - a, images.cols);
        const textFacts = core.rowFacts(textSlice, start[b] - start[a], texts.cols);
        keep(out.images, imageFacts, a - begin);
        keep(out.texts, textFacts, start[a] - firstText);
        constant.images.add(imageRows);
        constant.texts.add(textSlice);
        for (const i of out.sample.ids) {
          if (i < a || i >= b) continue;
          out.sample.images.set(imageRows.subarray((i - a) * images.cols, (i - a + 1) * images.cols), out.sample.taken * images.cols);
          const first = (start[i] - start[a]) * texts.cols;
          out.sample.texts.set(textSlice.subarray(first, first + texts.cols), out.sample.taken * texts.cols);
          out.sample.taken++;
        }
        const badBefore = badRows(imageFacts.norms, a, null, out.bad.images) + badRows(textFacts.norms, start[a], order, out.bad.texts);
        if (badBefore > 0) clean = false;
        if (clean && a === begin && one && textCount === count)
          out.shifted = shiftedPairs(core, imageRows, imageFacts.norms, textSlice, textFacts.norms);
        if (clean)
          addSlice(state, pass, a, b, imageRows, textSlice, imageFacts.norms, textFacts.norms, out.cosines?.subarray(start[a] - firstText));
        await slices.next((b - begin) / count);
      }
    }
    if (clean) out.moments = pass.finish();
  } finally {
    pass.delete();
  }
  return { ...out, constant: { images: constant.images.result(), texts: constant.texts.result() } };
}

/** Cosines of image i with text i + shift, less that with its own text: sums over the pairs looked at. @typedef {{ shift: number, count: number, sum: number, squares: number, matched: number }} Shifted */

/** Shifts of rows that are looked for. */
const SHIFTS = [-2, -1, 1, 2];

/** @param {Core} core @param {Float32Array} x @param {Float64Array} xNorms @param {Float32Array} y @param {Float64Array} yNorms @returns {Shifted[]} */
function shiftedPairs(core, x, xNorms, y, yNorms) {
  const n = xNorms.length;
  const cols = x.length / n;
  const cosines = (/** @type {number} */ shift) => {
    const begin = Math.max(0, shift);
    const end = n + Math.min(0, shift);
    const imageOf = Int32Array.from({ length: end - begin }, (_, k) => begin + k - shift);
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

/** @returns {number[]} */
function list() {
  return [];
}

/** @param {number} count */
function columns(count) {
  return { norms: new Float64Array(count), low: new Uint32Array(count), high: new Uint32Array(count) };
}

/** @param {ReturnType<typeof columns>} to @param {ReturnType<Core["rowFacts"]>} facts @param {number} at */
function keep(to, facts, at) {
  to.norms.set(facts.norms, at);
  to.low.set(facts.low, at);
  to.high.set(facts.high, at);
}

/** @template T @param {number} norm @param {{ notFinite: T, zero: T, extreme: T }} bad @returns {T | null} */
function kindOf(norm, bad) {
  if (!Number.isFinite(norm)) return bad.notFinite;
  if (norm === 0) return bad.zero;
  // Products of float32 rows beyond these lengths overflow or vanish.
  return norm < SHORTEST || norm > LONGEST ? bad.extreme : null;
}

/** @param {Float64Array} norms @param {number} first @param {Int32Array | null} order @param {{ notFinite: number[], zero: number[], extreme: number[] }} bad */
function badRows(norms, first, order, bad) {
  let found = 0;
  for (let i = 0; i < norms.length; i++) {
    const kind = kindOf(norms[i], bad);
    if (!kind) continue;
    kind.push(order ? order[first + i] : first + i);
    found++;
  }
  return found;
}

/**
 * @param {AuditState} state @param {MomentsPass} pass @param {number} a @param {number} b
 * @param {Float32Array} imageRows @param {Float32Array} textSlice @param {Float64Array} imageNorms @param {Float64Array} textNorms
 * @param {Float64Array | undefined} cosinesOut
 */
function addSlice(state, pass, a, b, imageRows, textSlice, imageNorms, textNorms, cosinesOut) {
  const { core, images, texts, context } = state;
  const { start } = context;
  const count = b - a;
  const textCount = start[b] - start[a];
  let firstRows = textSlice;
  let firstNorms = textNorms;
  const imageOf = new Int32Array(textCount);
  for (let i = a; i < b; i++) imageOf.fill(i - a, start[i] - start[a], start[i + 1] - start[a]);
  const cosines = cosinesOut ? core.matchedCosines(imageRows, imageNorms, textSlice, textNorms, imageOf, images.cols) : null;
  if (cosines) cosinesOut?.set(cosines);
  let firstCosines = cosines;
  if (textCount !== count) {
    const firsts = Array.from({ length: count }, (_, i) => start[a + i] - start[a]);
    firstRows = new Float32Array(count * texts.cols);
    for (let i = 0; i < count; i++) firstRows.set(textSlice.subarray(firsts[i] * texts.cols, (firsts[i] + 1) * texts.cols), i * texts.cols);
    firstNorms = Float64Array.from(firsts, (p) => textNorms[p]);
    firstCosines = cosines ? Float64Array.from(firsts, (p) => cosines[p]) : null;
  }
  pass.add(imageRows, firstRows, count, imageNorms, firstNorms, firstCosines);
}

/** `count` of n rows, drawn at random. @param {{ core: Core }} state @param {{ n: number, count: number, seed: number, purpose: "median distance" | "chance levels" }} message @returns {Promise<Int32Array>} */
export async function sampleRows({ core }, { n, count, seed, purpose }) {
  return core.sampleRows(n, count, seed, purpose);
}

/** @param {AuditState} state @param {{ parts: Float64Array[] }} message */
export async function merge({ core }, { parts }) {
  return core.mergeMoments(parts);
}

/** Classes of equal rows, from their fingerprints. @param {{ core: Core }} state @param {{ low: Uint32Array, high: Uint32Array }} message */
export async function classes({ core }, { low, high }) {
  return core.rowClasses(low, high);
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
  const pass = core.momentsPass(images.cols, texts.cols, "exact");
  try {
    for (const { begin: a, end: b } of blocks(begin, end, SLICE_ROWS)) {
      const part = (/** @type {Float64Array} */ values) => values.slice(a - begin, b - begin);
      const [x, y] = await Promise.all([images.readRows(a, b), firstTexts(state, a, b)]);
      pass.add(x, y, b - a, part(norms.images), part(norms.texts), cosines && part(cosines));
      await slices.next((b - begin) / (end - begin));
    }
    return pass.finish();
  } finally {
    pass.delete();
  }
}

/** Whether what is left where products cancel needs them in float64. @param {{ core: Core }} state @param {{ structure: Float64Array }} message */
export async function cancels({ core }, { structure }) {
  return core.cancels(structure);
}

/** All pairs at once, n < d. @param {AuditState} state @param {{ exact: boolean }} message @param {Slices} slices */
export async function gram(state, { exact }, slices) {
  const { core, images, texts } = state;
  const n = images.rows;
  const pass = core.gramPass(n, images.cols, texts.cols, exact ? "exact" : "float32");
  try {
    for (const { begin, end } of blocks(0, n, readStep(Math.max(images.cols, texts.cols)))) {
      const [x, y] = await Promise.all([images.readRows(begin, end), firstTexts(state, begin, end)]);
      pass.add(x, y, end - begin);
    }
    while (pass.step()) await slices.next(0.5);
    return pass.finish();
  } finally {
    pass.delete();
  }
}

/** Both sides of chosen pairs along the columns of a basis. @param {AuditState} state @param {{ rows: Int32Array, basis: Matrix }} message images */
export async function coordinates({ core, images, texts, context }, { rows: chosen, basis }) {
  const [x, y] = await Promise.all([gatherRows(images, chosen), gatherRows(texts, firstTextRows(context, chosen))]);
  return { images: core.coordinates(x, chosen.length, basis).values, texts: core.coordinates(y, chosen.length, basis).values };
}

/** @param {AuditState} state */
export async function svccaRows(state) {
  const { core, images, texts } = state;
  const n = images.rows;
  return core.svccaRows(await images.readRows(0, n), images.cols, await firstTexts(state, 0, n), texts.cols, n);
}

/** Median distance among chosen rows of both sides. @param {AuditState} state @param {{ images: Float32Array, texts: Float32Array }} message */
export async function median({ core, images }, { images: x, texts: y }) {
  const { cols } = images;
  return core.medianDistance(x, x.length / cols, y, y.length / cols, cols);
}
