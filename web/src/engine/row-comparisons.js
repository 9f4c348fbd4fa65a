/** Rows against rows, in two ways that give the same shape of answer: every pair, or seeded queries against every row. */
import { Failure } from "../failure.js";
import { DEPTHS } from "../metrics.js";
import { sum, wilson, Z } from "../quantiles.js";
import { firstTextRows } from "./audit-state.js";
import { imagesByCluster } from "./clusters.js";
import { blocks, COUNTS, imageOfTexts, ownTexts, range, SAMPLE_ROWS, TILE_ROWS } from "./plan.js";
import { task } from "./run.js";
import { unavailable } from "./unavailable.js";

/** @import { Interval, Sampling } from "../types.d.ts" */
/** @import { Across, Answer, ImageAnswer, NearestLists, Placement, Queries, QueryRows, RetrievalCounts, Run, TextAnswer, Within } from "./types.d.ts" */

/** Neighbours that are looked for, one more than counted if there are as many: it takes the place of one that is left out. @param {number} k @param {number} n */
export const neighbourDepth = (k, n) => Math.min(k + 1, n - 1);

/** Sum of vectors. @template {Uint32Array | Float64Array} T @param {T[]} parts @returns {T} */
function added([first, ...others]) {
  const total = /** @type {T} */ (first.slice());
  for (const part of others) for (let k = 0; k < total.length; k++) total[k] += part[k];
  return total;
}

/** Every image against every text. @param {Run} run @param {Float64Array} cosines @param {Int32Array} textClass @returns {Promise<Across>} */
export async function allAcross(run, cosines, textClass) {
  const { depth } = run;
  const answers = await run.stage(
    "similarities",
    blocks(0, run.n, TILE_ROWS).map((_, block) => task("cross", { block, nearest: depth })),
  );
  if (depth > 0) run.nearest = { parts: answers.map((answer) => answer.nearest), depth };
  const counts = /** @type {RetrievalCounts} */ ({});
  for (const name of COUNTS) counts[name] = added(answers.map((a) => a.counts[name]));
  const clusterOf = await withoutOwnClusters(run, counts, null);
  return {
    retrieval: await run.run("retrieval", { cosines, counts, textClass, queries: null, clusterOf }),
    unmatched: added(answers.map((a) => a.histogram)),
    kernel: added(answers.map((a) => a.kernel)),
  };
}

/** Items found too often or never, and search by label, from what the comparison of every image with every text left. @param {Run} run */
export async function foundItems(run) {
  const { across, sampling, cosines } = run.results;
  const left = run.nearest;
  if (!across || !left || !cosines) {
    const why = unavailable(
      sampling ? "queries were sampled, and the nearest of all of them are not known" : "a search needs images and texts of one width",
    );
    Object.assign(run.results, { hubs: why, byLabel: why });
    return;
  }
  const { fileRows } = run.pairs;
  const rows = { imageRows: fileRows?.images ?? null, textRows: fileRows?.texts ?? null };
  const labels = run.clusters ? null : (run.labels ?? null);
  const { hits } = across.retrieval.imageToText;
  const missing = range(0, run.n).filter((image) => hits[DEPTHS.length * image] === 0);
  const message = {
    ...left,
    k: run.options.neighbours,
    cosines,
    missing,
    clusterOf: run.clusters?.of ?? new Int32Array(0),
    ...rows,
    labels,
  };
  const transfer = left.parts.flatMap((part) => [part.rows, part.cosines, part.texts, part.images, part.imageCosines]);
  run.nearest = undefined;
  const { hubs, byLabel } = await run.run("found", message, { transfer });
  run.results.hubs = hubs;
  run.results.byLabel = byLabel ?? noLabels(run);
}

/** Items that are nearly the same on one side, with how alike their partners are: for review. @param {Run} run */
export async function alikeItems(run) {
  const { within, sampling } = run.results;
  if (!within?.alike) {
    run.results.alike = unavailable(
      sampling ? "queries were sampled, and the nearest of all rows are not known" : "neighbours were not looked for",
    );
    return;
  }
  const { images, texts } = within.alike;
  const first = firstTextRows(run.plan, range(0, run.n));
  const { fileRows } = run.pairs;
  const places = {
    images: (/** @type {number} */ image) => fileRows?.images?.[image] ?? image,
    texts: (/** @type {number} */ image) => fileRows?.texts?.[first[image]] ?? first[image],
  };
  const side = async (/** @type {"images" | "texts"} */ name, /** @type {typeof images} */ { usual, pairs }) => {
    const [a, b] = [Int32Array.from(pairs, (pair) => pair.a), Int32Array.from(pairs, (pair) => pair.b)];
    const partners = pairs.length > 0 ? await run.run("alikeCosines", { side: name === "images" ? "texts" : "images", a, b }) : [];
    return {
      usual,
      pairs: pairs.map((pair, k) => ({
        row: places[name](pair.a),
        other: places[name](pair.b),
        cosine: pair.cosine,
        partners: partners[k],
      })),
    };
  };
  const [ofImages, ofTexts] = await Promise.all([side("images", images), side("texts", texts)]);
  run.results.alike = { images: ofImages, texts: ofTexts };
}

/**
 * Images and texts in one index: the share of each item's nearest that are of its own side. Of one text an image; takes what the comparison across left.
 * @param {Run} run @returns {Promise<{ images: number, texts: number }>}
 */
export async function ownSideShare(run) {
  const { nearest, n } = run;
  if (!nearest) throw new Failure("INTERNAL", "The nearest across the sides were not looked for.");
  const own = await run.stage(
    "neighbours",
    blocks(0, n, TILE_ROWS).map((_, block) => task("neighbours", { block })),
  );
  const { k } = /** @type {NonNullable<Run["kernel"]>} */ (run.kernel);
  run.nearest = undefined;
  return run.run("ownSide", { own, depth: neighbourDepth(k, n), across: nearest.parts, acrossDepth: nearest.depth, k });
}

/** @param {Run} run */
const noLabels = ({ clusters }) =>
  unavailable(
    clusters
      ? `another item of one value of ${clusters.column} is neither a hit nor a miss, and the lists of the nearest are too short to leave these out`
      : "no pair has a label",
  );

/** Images of one task, about. */
const CLUSTERED = 4 * TILE_ROWS;

/**
 * Takes away what of a query's own cluster (a patient) is not its answer: neither a hit nor a miss.
 * @param {Run} run @param {RetrievalCounts} counts of all texts, changed in place @param {Queries | null} queries null for all
 * @returns {Promise<Int32Array>} the cluster of each image; empty if no pairs belong together
 */
async function withoutOwnClusters(run, counts, queries) {
  const { clusters, plan } = run;
  if (!clusters) return new Int32Array(0);
  const imageOf = imageOfTexts(plan.start);
  const asked = queries && new Set([...queries.images, ...queries.counted.map((text) => imageOf[text])]);
  const several = imagesByCluster(clusters).filter((images) => images.length > 1 && (!asked || images.some((image) => asked.has(image))));
  const answers = await Promise.all(inParts(several).map((message) => run.run("clusterCounts", message)));
  const wanted = queries && { ImageToText: new Set(ownTexts(plan.start, queries.images)), TextToImage: new Set(queries.counted) };
  for (const { positions, counts: own } of answers)
    for (const name of COUNTS) {
      const some = wanted?.[name.endsWith("ImageToText") ? "ImageToText" : "TextToImage"];
      for (const [k, position] of positions.entries()) if (!some || some.has(position)) counts[name][position] -= own[name][k];
    }
  return clusters.of;
}

/** @param {number[][]} clusters @returns {{ begin: Uint32Array, images: Int32Array }[]} */
function inParts(clusters) {
  /** @type {number[][][]} */
  const parts = [];
  let size = Infinity;
  for (const images of clusters) {
    if (size >= CLUSTERED) {
      parts.push([]);
      size = 0;
    }
    parts[parts.length - 1].push(images);
    size += images.length;
  }
  return parts.map((part) => {
    let end = 0;
    return { images: Int32Array.from(part.flat()), begin: Uint32Array.from([0, ...part.map(({ length }) => (end += length))]) };
  });
}

/** Common neighbours of both sides. @param {Run} run @param {NearestLists[]} images @param {NearestLists[]} texts @param {number} depth @param {number} k */
function mutual(run, images, texts, depth, k) {
  const nearest = (/** @type {NearestLists[]} */ lists) => lists.map(({ first, cosines, rows }) => ({ first, cosines, rows }));
  const clusterOf = run.clusters?.of ?? new Int32Array(0);
  const message = { images: nearest(images), texts: nearest(texts), n: run.n, depth, k, clusterOf };
  const transfer = [...images, ...texts].flatMap(({ cosines, rows }) => [/** @type {Float64Array} */ (cosines), rows]);
  return run.run("mutual", message, { transfer });
}

/** Every row of a side against every other. @param {Run} run @param {number} k @returns {Promise<Within>} */
export async function allWithin(run, k) {
  const answers = await run.stage(
    "neighbours",
    blocks(0, run.n, TILE_ROWS).map((_, block) => task("neighbours", { block })),
  );
  const depth = neighbourDepth(k, run.n);
  const [images, texts] = [answers.map((a) => a.image), answers.map((a) => a.text)];
  const [ofImages, ofTexts] = [images, texts].map((lists) => sum(lists.map(({ uniformity }) => uniformity)));
  return {
    ...(await mutual(run, images, texts, depth, k)),
    uniformity: await run.run("uniformity", { image: ofImages, text: ofTexts, n: run.n }),
    kernel: { image: added(images.map(({ kernel }) => kernel)), text: added(texts.map(({ kernel }) => kernel)) },
  };
}

/**
 * The chosen queries against every row; each row is read once for all of it.
 * @param {Run} run @param {number} k @param {Queries} queries @param {Float64Array | null} cosines @param {Int32Array} textClass
 * @returns {Promise<{ across: Across | null, within: Within, sampling: Sampling }>}
 */
export async function sampled(run, k, queries, cosines, textClass) {
  const ranges = blocks(0, run.n, SAMPLE_ROWS);
  run.pool.share(run.id, { queryRows: await queryRows(run, queries) });
  /** @type {Placement} */
  const placement = { shared: ["queryRows"] };
  const answers = await run.stage("similarities", [
    ...ranges.map((range) => task("sampleImages", range, placement)),
    ...ranges.map((range) => task("sampleTexts", range, placement)),
  ]);
  const image = /** @type {ImageAnswer[]} */ (answers.slice(0, ranges.length));
  const text = /** @type {TextAnswer[]} */ (answers.slice(ranges.length));
  const within = await sampledWithin(run, k, queries, image, text);
  const across = cosines ? await sampledAcross(run, queries, cosines, textClass, image, text) : null;
  const { mutualKnn, uniformity } = /** @type {NonNullable<Within["sampling"]>} */ (within.sampling);
  const recall = across ? recallIntervals(across.retrieval, queries) : unavailable("retrieval needs images and texts of one width");
  return { across, within, sampling: { queries: queries.images.length, recall, mutualKnn, uniformity } };
}

/** The rows of all queries, in blocks. @param {Run} run @param {Queries} queries @returns {Promise<QueryRows>} */
async function queryRows(run, { images, counted }) {
  const { order } = run.plan;
  const gathered = (/** @type {"images" | "texts"} */ side, /** @type {Int32Array} */ rows) =>
    Promise.all(blocks(0, rows.length, TILE_ROWS).map(({ begin, end }) => run.run("gathered", { side, rows: rows.slice(begin, end) })));
  const [own, firsts, texts] = await Promise.all([
    gathered("images", images),
    gathered("texts", firstTextRows(run.plan, images)),
    run.oneWidth ? gathered("texts", order ? counted.map((p) => order[p]) : counted) : [],
  ]);
  return { images: own, firsts, texts };
}

/** @param {Run} run @param {Queries} queries @param {Float64Array} cosines @param {Int32Array} textClass @param {ImageAnswer[]} image @param {TextAnswer[]} text @returns {Promise<Across>} */
async function sampledAcross(run, queries, cosines, textClass, image, text) {
  const counts = /** @type {RetrievalCounts} */ ({});
  for (const name of COUNTS) {
    const [answers, positions] = name.endsWith("ImageToText") ? [text, ownTexts(run.plan.start, queries.images)] : [image, queries.counted];
    const values = added(answers.map((a) => a.counts[name]));
    counts[name] = new Uint32Array(cosines.length);
    for (const [at, position] of positions.entries()) counts[name][position] = values[at];
  }
  const scale = run.n / queries.images.length;
  const clusterOf = await withoutOwnClusters(run, counts, queries);
  return {
    retrieval: await run.run("retrieval", { cosines, counts, textClass, queries, clusterOf }),
    unmatched: added([...text, ...image].map((a) => a.histogram)),
    kernel: added(/** @type {Float64Array[]} */ (text.map((a) => a.crossKernel))).map((sum) => sum * scale),
  };
}

/** @param {Run} run @param {number} k @param {Queries} queries @param {ImageAnswer[]} image @param {TextAnswer[]} text @returns {Promise<Within>} */
async function sampledWithin(run, k, queries, image, text) {
  const count = queries.images.length;
  const n = run.n;
  const [imageLists, textLists] = [image.flatMap((a) => a.lists), text.flatMap((a) => a.lists)];
  const arrays = [...imageLists, ...textLists].flatMap(({ cosines, rows }) => [cosines, rows]);
  const common = await run.call("commonNeighbours", [imageLists, textLists, count, k], arrays);
  const share = meanInterval(Float64Array.from(common), k, n);
  const [closeImages, closeTexts] = [image, text].map((answers) => meanInterval(added(answers.map((a) => a.rowUniformity)), n - 1, n));
  // The core takes the sum over all ordered pairs.
  const uniformity = (/** @type {"mean" | "low" | "high"} */ of) =>
    run.run("uniformity", { image: closeImages[of] * n * (n - 1), text: closeTexts[of] * n * (n - 1), n });
  const [at, low, high] = await Promise.all([uniformity("mean"), uniformity("low"), uniformity("high")]);
  const kernel = (/** @type {{ kernel: Float64Array }[]} */ answers) =>
    added(/** @type {Float64Array[]} */ (answers.map((a) => a.kernel))).map((sum) => (sum * n) / count);
  return {
    mutualKnn: share.mean,
    uniformity: at,
    kernel: { image: kernel(image), text: kernel(text) },
    sampling: {
      mutualKnn: { low: share.low, high: share.high },
      uniformity: { image: { low: low.image, high: high.image }, text: { low: low.text, high: high.text } },
    },
  };
}

/** Mean of a sample of n rows drawn without repetition, with its 95 % interval. @param {Float64Array} sums of each row @param {number} count of what a sum adds @param {number} n */
function meanInterval(sums, count, n) {
  const values = sums.map((one) => one / count);
  const mean = sum(values) / values.length;
  const variance = sum(values.map((v) => (v - mean) ** 2)) / Math.max(1, values.length - 1);
  const half = Z * Math.sqrt((variance / values.length) * (1 - values.length / n));
  // A mean of exponentials is positive; its lower end must be too, for the logarithm.
  return { mean, low: Math.max(mean - half, mean * 1e-3), high: mean + half };
}

/** @param {Answer<"retrieval">} retrieval @param {Queries} queries */
function recallIntervals(retrieval, queries) {
  const direction = (/** @type {Float64Array} */ curve, /** @type {number} */ count) =>
    /** @type {Record<"1" | "5" | "10", Interval>} */ (Object.fromEntries(DEPTHS.map((k) => [k, wilson(curve[Number(k) - 1], count)])));
  return {
    imageToText: direction(retrieval.imageToText.curve, queries.images.length),
    textToImage: direction(retrieval.textToImage.curve, queries.texts.length),
  };
}
