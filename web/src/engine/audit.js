/** One audit from beginning to end: row pass, eigenmodes, tiles, what belongs together; partial audits on the way. */
import { Failure } from "../failure.js";
import { cutsFor, signFindings } from "./alternatives.js";
import { assemble, MMD_BOUND } from "./assemble.js";
import { allAcross, allWithin, sampled } from "./comparisons.js";
import { constantInAll } from "./constant-columns.js";
import { correlatesOf } from "./correlates.js";
import { constantFindings, rowFindings, shiftFindings, sizeFindings, typeFindings } from "./findings.js";
import { auditOptions } from "./options.js";
import { orderFindings } from "./order.js";
import { FINE_PAIRS, momentBlocks, textOrder } from "./plan.js";
import { ProgressMeter } from "./progress.js";
import { inFile, joinColumns, joined, refuseBadRows, repeated } from "./row-facts.js";
import { unavailable } from "./unavailable.js";
import { chance, permutedRows, resampled } from "./uncertainty.js";
import { unitsOf } from "./units.js";
import { withPairs } from "./with-pairs.js";

/** @import { Audit, AuditOptions, Pairs } from "../types.d.ts" */
/** @import { AuditHooks } from "./index.js" */
/** @import { Bases } from "./mode-space.js" */
/** @import { Job, Pool } from "./pool.js" */
/** @import { Plan, Trace } from "./with-pairs.js" */
/** @typedef {Job["needs"]} Needs */

/** Directions of SVCCA (kSvccaDirections). */
const SVCCA_DIRECTIONS = 10;
/** SVCCA from the rows themselves is one long call; above this much work it is not made. */
const SVCCA_ROWS_WORK = 4e9;
/** Seconds still to go: with less, a partial audit is not shown by itself. */
const WORTH_SHOWING = 2;
/** Length scale of the paper's MMD. */
const MMD_SIGMA = 10;

/**
 * @param {Pool} pool @param {Pairs} pairs @param {AuditOptions} given @param {AuditHooks} hooks
 * @returns {Promise<{ audit: Audit, trace: Trace | undefined, hits: Run["hits"] }>} trace: none where the sides differ in width
 */
export async function audit(pool, pairs, given, hooks) {
  const { seed } = auditOptions(given);
  return withRun(pool, pairs, given, hooks, async (run) => {
    const done = await run.audit();
    const { plan, bases, hits } = run;
    return { audit: done, trace: bases && { pairs, plan, bases, seed }, hits };
  });
}

/** Only what the paper's code has: no neighbours, no chance levels, no intervals. @param {Pool} pool @param {Pairs} pairs @param {AuditOptions} given @param {AuditHooks} hooks @returns {Promise<Audit>} */
export async function paperAudit(pool, pairs, given, hooks) {
  return withRun(pool, pairs, given, hooks, async (run) => {
    await run.paper();
    return assemble(run.known, run.seconds());
  });
}

/**
 * @template T
 * @param {Pool} pool @param {Pairs} pairs @param {AuditOptions} given @param {AuditHooks} hooks @param {(run: Run) => Promise<T>} work
 * @returns {Promise<T>}
 */
async function withRun(pool, pairs, given, hooks, work) {
  const options = auditOptions(given);
  const n = pairs.images.rows;
  if (n < 2)
    throw new Failure(
      "TOO_FEW_ROWS",
      `There ${n === 1 ? "is one pair" : `are ${n} pairs`} of image and text; a score needs at least 2, and says little below some hundred. Add more pairs.`,
      { rows: n },
    );
  const { start, order } = textOrder(pairs);
  const plan = { start, order, products: n >= Math.min(pairs.images.cols, pairs.texts.cols) };
  return withPairs(pool, pairs, plan, hooks.signal, (id) => work(new Run(pool, id, pairs, options, plan, hooks)));
}

/** The state of one audit while it is made. */
export class Run {
  /**
   * @param {Pool} pool @param {number} id @param {Pairs} pairs @param {Required<AuditOptions>} options
   * @param {Plan} plan
   * @param {AuditHooks} hooks
   */
  constructor(pool, id, pairs, options, plan, { enough, units, onProgress, onPartial, onReplicates }) {
    this.pool = pool;
    this.id = id;
    this.pairs = pairs;
    this.options = options;
    this.plan = plan;
    this.onPartial = onPartial;
    this.onReplicates = onReplicates;
    this.enough = enough;
    this.units = units;
    this.n = pairs.images.rows;
    this.m = pairs.texts.rows;
    this.oneWidth = pairs.images.cols === pairs.texts.cols;
    this.meter = new ProgressMeter(this.#weights(), onProgress ?? (() => {}));
    this.begun = performance.now();
    /** @type {Record<string, number>} */
    this.timings = {};
    /** Of all modes, once they are known. @type {Bases | undefined} */
    this.bases = undefined;
    /** What is known so far; assemble() turns it into the audit. @type {import("./assemble.js").Known} */
    this.known = { pairs, options, plan, wasmSha256: pool.platform.wasmSha256, timings: this.timings };
  }

  /** Work of the stages in multiply-adds, roughly. @returns {Record<string, number>} */
  #weights() {
    const { images, texts } = this.pairs;
    const d = Math.max(images.cols, texts.cols);
    const side = this.plan.products ? d : this.n;
    return {
      rows: 2 * this.n * d * side + 40 * (this.n + this.m) * d,
      modes: 8 * side ** 3,
      spectrum: 20 * side ** 3,
      directions: 80 * Math.min(this.n, 20_000) * d,
      ...this.#comparisons(d),
      ...this.#uncertainty(d),
    };
  }

  /** @param {number} d @returns {Record<string, number>} */
  #uncertainty(d) {
    const { bootstrap, permutations } = this.options;
    const { of, count } = unitsOf(this.n, d, d);
    const drawn = (of === "images" ? 4 : 1) * count * d * d;
    return { chance: permutations * permutedRows(this.n, d) * d * 2, intervals: bootstrap * (24 * d ** 3 + drawn) };
  }

  /** @param {number} d @returns {Record<string, number>} */
  #comparisons(d) {
    const { n, m, oneWidth } = this;
    const { exactPairs, queries } = this.options;
    if (n * m > exactPairs && queries < n) return { similarities: queries * (n + m) * 2 * (d + 60) };
    return { similarities: oneWidth ? n * m * (d + 60) : 0, neighbours: n * n * (d + 120) };
  }

  /**
   * Tasks of one kind of work. near: tasks of one name profit from running on one worker.
   * @param {string} stage @param {{ kind: string, message: object, near?: string, needs?: Needs }[]} list @returns {Promise<any[]>} in the order of the list
   */
  async stage(stage, list) {
    const before = performance.now();
    const report = this.meter.stage(stage, list.length);
    const out = await Promise.all(
      list.map(async ({ kind, message, near, needs }, task) => {
        const value = await this.pool.run(kind, this.id, message, { progress: report(task), near, needs });
        report(task)(1);
        return value;
      }),
    );
    this.timings[stage] = (performance.now() - before) / 1000;
    return out;
  }

  /**
   * A short task: others wait for it, so it goes first.
   * @param {string} kind @param {object} message @param {{ transfer?: ArrayBuffer[], needs?: Needs }} [more]
   */
  run(kind, message, more) {
    return this.pool.run(kind, this.id, message, { ...more, first: true });
  }

  /** The values that hold the pairs' second-order structure. @returns {Needs} */
  get structure() {
    return [this.plan.products ? "moments" : "structure"];
  }

  seconds() {
    return (performance.now() - this.begun) / 1000;
  }

  partial() {
    this.onPartial?.(assemble(this.known, this.seconds()));
  }

  /** Drawing takes the workers' time: what is soon followed by more is not shown by itself. */
  early() {
    if (this.meter.remaining() > WORTH_SHOWING) this.partial();
  }

  /** Of each query among its 1, 5 and 10 nearest, texts in the order of their images; none where queries were sampled. */
  get hits() {
    const { across, sampling } = this.known;
    if (!across || sampling) return undefined;
    const { imageToText, textToImage } = across.retrieval;
    return { imageToText: /** @type {Float64Array} */ (imageToText.hits), textToImage: /** @type {Float64Array} */ (textToImage.hits) };
  }

  /** Every quantity of the paper's code. */
  async paper() {
    const facts = await this.rowPass();
    // Modes are few long tasks, tiles many short ones: together they leave no worker idle.
    await Promise.all([this.modes(facts).then(() => this.early()), this.tiles(facts)]);
    this.timings.scores = this.seconds();
    return facts;
  }

  async audit() {
    // This thread is idle while the workers work.
    const hashing = this.hashes();
    // Awaited later; an audit that stops before must not leave it unheard.
    hashing.catch(() => {});
    const facts = await this.paper();
    this.partial();
    const [, , hashes, order] = await Promise.all([
      this.allModes(facts).then(() => this.early()),
      this.neighbours(),
      hashing,
      orderFindings(this),
    ]);
    this.known.hashes = hashes;
    this.known.findings?.unshift(...order);
    this.known.finished = true;
    await this.uncertainty();
    return assemble(this.known, this.seconds());
  }

  /** Chance levels and intervals, while the rest is already shown; `enough` ends them and keeps the audit. */
  async uncertainty() {
    const { permutations, bootstrap } = this.options;
    if (permutations + bootstrap > 0) this.partial();
    const stop = () => this.pool.close(this.id);
    this.enough?.addEventListener("abort", stop);
    if (this.enough?.aborted) stop();
    try {
      this.known.chance = await chance(this);
      if (bootstrap > 0) this.early();
      this.known.uncertainty = await resampled(this);
    } catch (error) {
      if (!this.enough?.aborted) throw error;
      const reason = unavailable("stopped before it was computed");
      this.known.chance ??= reason;
      this.known.uncertainty = reason;
    } finally {
      this.enough?.removeEventListener("abort", stop);
    }
  }

  /** Facts of all rows and the pairs' second-order structure. */
  async rowPass() {
    const { images: x, texts: y } = this.pairs;
    const answers = await this.stage(
      "rows",
      momentBlocks(this.n, x.cols, y.cols).map((message) => ({ kind: "rows", message })),
    );
    refuseBadRows(answers, this.pairs);
    const sample = (/** @type {"images" | "texts"} */ side) => joined(answers.map((a) => a.sample[side]));
    const medianSigma = this.oneWidth ? this.run("median", { images: sample("images"), texts: sample("texts") }) : Promise.resolve(0);
    // Awaited later; an audit that stops before must not leave it unheard.
    medianSigma.catch(() => {});
    const parts = answers.map((a) => a.moments);
    const moments = await this.run("merge", { parts }, { transfer: parts.map((p) => p.buffer) });
    const images = joinColumns(answers.map((a) => a.images));
    const texts = joinColumns(answers.map((a) => a.texts));
    const [imageClasses, textClasses] = await Promise.all([
      this.run("classes", { low: images.low, high: images.high }),
      this.run("classes", { low: texts.low, high: texts.high }),
    ]);
    this.pool.share(this.id, { moments, ...(this.plan.products ? {} : { structure: await this.run("gram", {}) }) });
    const [imageRow, textRow] = [inFile(this.pairs, "images"), inFile(this.pairs, "texts")];
    const { order } = this.plan;
    this.known.findings = [
      ...rowFindings("images", images, imageClasses, imageRow),
      ...rowFindings("texts", texts, textClasses, (p) => textRow(order ? order[p] : p)),
      ...constantFindings("images", constantInAll(answers.map((a) => a.constant.images)), x.cols),
      ...constantFindings("texts", constantInAll(answers.map((a) => a.constant.texts)), y.cols),
      ...typeFindings(this.pairs),
      ...shiftFindings(answers.flatMap((a) => a.shifted)),
      ...sizeFindings(this.n, Math.max(this.pairs.images.cols, this.pairs.texts.cols)),
    ];
    return {
      medianSigma,
      images,
      texts,
      cosines: this.oneWidth ? joined(answers.map((a) => a.cosines)) : null,
      textClass: textClasses.of,
      dropped: await this.droppedPairs(imageClasses),
    };
  }

  /** Pairs of equal images that the paper's code drops from its RMG. @param {import("./row-facts.js").RowClasses} groups */
  async droppedPairs(groups) {
    const { sizes, firsts } = repeated(groups);
    if (sizes.length === 0) return 0;
    const flags = await this.run("selfIsOne", { indices: firsts });
    return sizes.reduce((sum, size, c) => sum + (flags[c] * size * (size - 1)) / 2, 0);
  }

  /** @param {Awaited<ReturnType<Run["rowPass"]>>} facts */
  async modes({ dropped }) {
    const needs = this.structure;
    const { topQ, epsilon } = this.options;
    const [image, text, imageBasis, textBasis] = await this.stage("modes", [
      { kind: "spectrum", message: { side: "image", topQ }, near: "image modes", needs },
      { kind: "spectrum", message: { side: "text", topQ }, near: "text modes", needs },
      { kind: "basis", message: { side: "image" }, needs },
      { kind: "basis", message: { side: "text" }, needs },
    ]);
    this.known.spectra = { image, text };
    if (this.oneWidth) this.known.scores = await this.run("scores", { image: image.modes, text: text.modes, topQ, epsilon });
    const values = await this.run("metrics", { imageBasis, textBasis, dropped }, { needs: ["moments", ...needs] });
    this.known.metrics = { ...values, svcca: await this.svcca(values.svcca, imageBasis, textBasis) };
  }

  /** What the headline did not need: the modes below the cut, and with them the sweep. @param {Awaited<ReturnType<Run["rowPass"]>>} facts */
  async allModes({ images: imageFacts, texts: textFacts }) {
    if (!this.oneWidth) return;
    const needs = this.structure;
    const [image, text] = await this.stage("spectrum", [
      { kind: "spectrum", message: { side: "image", topQ: null }, near: "image modes", needs },
      { kind: "spectrum", message: { side: "text", topQ: null }, near: "text modes", needs },
    ]);
    this.known.spectra = { image, text };
    const bases = { image: image.basis, text: text.basis };
    this.bases = bases;
    const { topQ, epsilon } = this.options;
    const cuts = cutsFor(topQ, this.pairs.images.cols);
    const side = (/** @type {any} */ { modes, trace }) => ({ modes, trace });
    const alternatives = await this.run("alternatives", { image: side(image), text: side(text), cuts, epsilon });
    this.known.alternatives = alternatives;
    this.known.findings?.push(...signFindings(alternatives.choices, this.n));
    this.known.sweep = await this.run("sweep", { image: image.modes, text: text.modes, epsilon });
    const norms = { images: imageFacts.norms, texts: textFacts.norms };
    this.known.correlates = await correlatesOf(this.pairs, this.plan, bases, norms, (messages) =>
      this.stage(
        "directions",
        messages.map((message) => ({ kind: "coordinates", message })),
      ),
    );
  }

  /** @param {import("../types.d.ts").Quantity} value @param {{ cols: number }} imageBasis @param {{ cols: number }} textBasis */
  async svcca(value, imageBasis, textBasis) {
    const { images, texts } = this.pairs;
    const short = (/** @type {{ cols: number }} */ basis, /** @type {number} */ cols) =>
      basis.cols > 0 && basis.cols < Math.min(SVCCA_DIRECTIONS, this.n, cols);
    if (!short(imageBasis, images.cols) && !short(textBasis, texts.cols)) return value;
    if (this.n * (images.cols ** 2 + texts.cols ** 2) > SVCCA_ROWS_WORK)
      return unavailable("a side has fewer than 10 directions above rounding, and there are too many rows to resolve the rest");
    return this.run("svccaRows", {});
  }

  /** Retrieval; where the rows are sampled or the paper's MMD needs it, each side against itself as well. @param {Awaited<ReturnType<Run["rowPass"]>>} facts */
  async tiles({ images, texts, cosines, textClass, medianSigma }) {
    const k = Math.min(this.options.neighbours, this.n - 1);
    const series = this.oneWidth && this.plan.products ? await this.run("series", {}, { needs: ["moments"] }) : null;
    this.known.mmdSeries = series;
    const sigma = await medianSigma;
    const { queries: count, seed, exactPairs } = this.options;
    const sample = this.n * this.m > exactPairs && count < this.n;
    const byTiles = this.oneWidth && !(series && series.bound <= MMD_BOUND) && !sample;
    // A zero median (more than half of the rows equal) leaves no length scale.
    const sigmas = this.oneWidth ? [...(sigma > 0 ? [sigma] : []), ...(byTiles ? [MMD_SIGMA] : [])] : [];
    // The paper's MMD is a small difference of sums near 1, times 100.
    const fine = byTiles || this.n * this.m <= FINE_PAIRS;
    const queries = sample ? await this.run("choose", { cosines: cosines ?? new Float64Array(this.m), textClass, count, seed }) : null;
    this.kernel = { medianSigma: sigma, sigmas, byTiles, k };
    this.pool.extend(this.id, {
      tiles: { imageNorms: images.norms, textNorms: texts.norms, cosines, sigmas, neighbours: k, queries, fine },
    });
    if (queries) {
      const { across, within, sampling } = await sampled(this, k, queries, cosines, textClass);
      this.known.sampling = sampling;
      this.known.across = across ?? undefined;
      await this.takeWithin(within);
    } else if (cosines) {
      this.known.across = await allAcross(this, cosines, textClass);
    }
    this.known.cosines = cosines;
    if (byTiles) await this.neighbours();
  }

  async neighbours() {
    if (this.known.within) return;
    await this.takeWithin(await allWithin(this, /** @type {NonNullable<Run["kernel"]>} */ (this.kernel).k));
  }

  /** @param {import("./comparisons.js").Within} within */
  async takeWithin(within) {
    this.known.within = within;
    const { n } = this;
    const { across } = this.known;
    const { medianSigma, sigmas, byTiles } = /** @type {NonNullable<Run["kernel"]>} */ (this.kernel);
    if (!across) return;
    const { image, text } = within.kernel;
    // Each row with itself adds exp(0) = 1.
    const mmd = (/** @type {number} */ s) => this.run("mmd", { sums: Float64Array.of(image[s] + n, text[s] + n, across.kernel[s]), n });
    if (medianSigma > 0) this.known.mmdUnbiased = { value: (await mmd(0)).unbiased, sigma: medianSigma };
    if (byTiles) this.known.mmdTiles = (await mmd(sigmas.length - 1)).biased;
  }

  async hashes() {
    const { sha256 } = this.pool.platform;
    const { images, texts } = this.pairs.origin;
    const hash = async (/** @type {import("../types.d.ts").InputOrigin} */ { blob }) => {
      if (!this.options.hashes) return unavailable("not asked for");
      if (!blob) return unavailable("generated, not from a file");
      return sha256(blob, () => this.pool.turn(this.id));
    };
    const image = hash(images);
    return { images: await image, texts: texts.blob && texts.blob === images.blob ? await image : await hash(texts) };
  }
}
