/** Subgroups: each group of a metadata column is an audit of its own, beside random groups of its size. */

import { Failure } from "../failure.js";
import { groupScores, valueAt } from "../metrics.js";
import { ofImages } from "../pairing/subset.js";
import { mean, sum } from "../quantiles.js";
import { memorySource } from "../readers/plain-rows.js";
import { audit as auditOf, referenceAudit } from "./audit.js";
import { clustersOf, imagesByCluster } from "./clusters.js";
import { earlierStudentPoint } from "./earlier-points.js";
import { columnNamed, groupsOf, MINIMUM } from "./groups.js";
import { drawn, shuffled } from "./mode-detail.js";
import { auditOptions } from "./options.js";
import { around, deviation } from "./replicates.js";
import { adjust, createStatistics, studentP, studentPoint } from "./statistics.js";
import { unavailable } from "./unavailable.js";

/** @import { Audit, AuditOptions, MatrixSource, Pairs, RandomGroups, Subgroup, SubgroupOptions, Subgroups, Unavailable } from "../types.d.ts" */
/** @import { AuditHooks, Group, Pool, Statistics } from "./types.d.ts" */

/** Random groups of each size. */
const DRAWS = 20;
/** Replicates of a group's intervals, so that many groups are done in minutes: the standard error is right to 10 and 16 %. */
const REPLICATES = 50;
const REPLICATES_OF_MANY = 20;
const MANY = 12;
/** Bytes of a side up to which it is read once for all groups. */
const HELD = 128 * 1024 * 1024;

/** @param {MatrixSource} source @returns {Promise<MatrixSource>} */
async function held(source) {
  const { name, rows, cols, dtype } = source;
  if (rows * cols * 4 > HELD) return source;
  return memorySource(name, rows, cols, dtype, await source.readRows(0, rows));
}

/** @param {SubgroupOptions} options @param {number} count of groups @returns {{ minimum: number, audit: AuditOptions }} */
function optionsOf({ minimum = MINIMUM, ...options }, count) {
  if (!Number.isInteger(minimum) || minimum < 20)
    throw new Failure("OUT_OF_RANGE", `minimum is ${minimum}, but must be a whole number, 20 or more.`, {
      option: "minimum",
      value: minimum,
    });
  const bootstrap = options.bootstrap ?? (count > MANY ? REPLICATES_OF_MANY : REPLICATES);
  return { minimum, audit: { ...options, bootstrap, hashes: false } };
}

/**
 * @param {Pool} pool @param {Pairs} given @param {string} column @param {SubgroupOptions} [options] @param {AuditHooks} [hooks]
 * @returns {Promise<Subgroups>}
 */
export async function subgroups(pool, given, column, options = {}, hooks = {}) {
  const statistics = createStatistics(pool);
  const { groups, notes } = groupsOf(columnNamed(given, column));
  const { minimum, audit } = optionsOf(options, groups.length);
  const pairs = { ...given, images: await held(given.images), texts: await held(given.texts) };
  const progress = progressOf(groups, minimum, hooks);
  const t = audit.intervals === "bootstrap" ? earlierStudentPoint(DRAWS - 1) : await studentPoint(statistics, DRAWS - 1);
  /** @type {Map<number, RandomGroups>} */
  const levels = new Map();
  /** @type {Subgroup[]} */
  const out = [];
  for (const group of groups) {
    const n = group.images.length;
    if (n < minimum) {
      out.push({ value: group.value, n, reason: `${n} ${n === 1 ? "pair" : "pairs"}, fewer than ${minimum}` });
      continue;
    }
    const step = progress(n);
    const own = await auditOf(pool, ofImages(pairs, group.images), audit, { signal: hooks.signal, onProgress: step.group });
    const random = levels.get(n) ?? (await randomGroups(pool, pairs, n, audit, hooks.signal, step.draw, t));
    levels.set(n, random);
    step.end();
    out.push(await compared(statistics, group, own.audit, random));
  }
  if (groups.every(({ images }) => images.length < minimum)) notes.push(`No value of ${column} is that of ${minimum} pairs.`);
  // The family: every group of the table that has a p.
  await adjust(statistics, out);
  return { column, minimum, draws: DRAWS, options: auditOptions(audit), groups: out, notes };
}

/** Share of the work that is done: a group's audit counts as much as its random groups. @param {Group[]} groups @param {number} minimum @param {AuditHooks} hooks */
function progressOf(groups, minimum, { onProgress }) {
  const sizes = groups.map(({ images }) => images.length).filter((n) => n >= minimum);
  const weight = (/** @type {number} */ n) => n + 500;
  const total = sum(sizes.map(weight));
  let before = 0;
  let at = 0;
  return (/** @type {number} */ n) => {
    const stage = `group ${++at} of ${sizes.length}`;
    const tell = (/** @type {number} */ share) => onProgress?.({ stage, done: (before + share * weight(n)) / total });
    return {
      group: (/** @type {{ done: number }} */ { done }) => tell(done / 2),
      draw: (/** @type {number} */ share) => tell(0.5 + share / 2),
      end: () => {
        tell(1);
        before += weight(n);
      },
    };
  };
}

/** Images of a random group: whole clusters where pairs belong together, the last one in part. @param {Pairs} pairs @param {number} n @param {number} seed */
function drawnGroup(pairs, n, seed) {
  const clusters = clustersOf(pairs);
  if (!clusters) return drawn(pairs.images.rows, n, seed);
  const order = shuffled(clusters.count, seed);
  const images = imagesByCluster(clusters);
  return order.flatMap((cluster) => images[cluster]).slice(0, n);
}

/**
 * What a random group of this size scores: mean, and the range in which 95 % of further ones fall, scores taken as normal.
 * @param {Pool} pool @param {Pairs} pairs @param {number} n @param {AuditOptions} options @param {AbortSignal | undefined} signal @param {(share: number) => void} tell @param {number} t Student's point of that range
 * @returns {Promise<RandomGroups>}
 */
async function randomGroups(pool, pairs, n, options, signal, tell, t) {
  const { seed = 0 } = options;
  if (n === pairs.images.rows) return unavailable("this group is all pairs: nothing else could be drawn");
  /** @type {Audit[]} */
  const audits = [];
  for (let k = 0; k < DRAWS; k++) {
    audits.push(await referenceAudit(pool, ofImages(pairs, drawnGroup(pairs, n, seed * DRAWS + k)), options, { signal }));
    tell((k + 1) / DRAWS);
  }
  return Object.fromEntries(
    groupScores().flatMap(({ key, at, range }) => {
      const values = audits.map((audit) => valueAt(audit, at));
      return values.every((value) => typeof value === "number") ? [[key, levelOf(values, t, range)]] : [];
    }),
  );
}

/** @param {number[]} values @param {number} t @param {readonly [number, number]} [range] */
function levelOf(values, t, range = [0, 1]) {
  const centre = mean(values);
  return { mean: centre, ...around(centre, deviation(values) * Math.sqrt(1 + 1 / DRAWS), t, range) };
}

/** @param {Statistics} statistics @param {Group} group @param {Audit} audit @param {RandomGroups} random @returns {Promise<Subgroup>} */
async function compared(statistics, { value, images }, { sas, retrieval, chance, uncertainty }, random) {
  const { imageToText, textToImage, symmetric, imbalance } = sas;
  const recall =
    "status" in retrieval ? retrieval : { imageToText: retrieval.imageToText.recall, textToImage: retrieval.textToImage.recall };
  const p = await pOf(statistics, imbalance, random);
  return { value, n: images.length, sas: { imageToText, textToImage, symmetric, imbalance }, recall, chance, uncertainty, random, p };
}

/** That a random group of this size has an imbalance as far from the random groups' mean. @param {Statistics} statistics @param {unknown} imbalance @param {RandomGroups} random */
async function pOf(statistics, imbalance, random) {
  if ("status" in random) return /** @type {Unavailable} */ (random);
  const level = random.sasImbalance;
  if (typeof imbalance !== "number" || !level) return unavailable("there is no imbalance to compare");
  if (level.standardError === 0) return unavailable("the random groups do not differ");
  return studentP(statistics, imbalance - level.mean, level.standardError, DRAWS - 1);
}
