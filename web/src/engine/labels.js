/** Search that accepts any item of the same label: precision, recall and nDCG from the nearest across the sides. Pure functions of lists. */
import { DEPTHS } from "../metrics.js";
import { mean, sum } from "../quantiles.js";
import { columnNamed } from "./groups.js";

/** @import { LabelFacts, LabelsOneWay, Pairs, SearchByLabel } from "../types.d.ts" */
/** @import { Labels } from "./types.d.ts" */

/** Items looked at: the depth of nDCG, and the deepest of precision and recall. */
export const LABEL_DEPTH = 10;
/** Labels with a row of their own, at most. */
const CLASSES = 40;
/** What separates several labels of one item. */
const SEPARATORS = /[|;]/;

/** Labels of each image; none where there is no value. @param {Pairs} pairs @returns {Labels | undefined} no column was named */
export function labelsOf(pairs) {
  if (pairs.labels === undefined) return undefined;
  /** @type {Map<string, number>} */
  const numbers = new Map();
  const of = columnNamed(pairs, pairs.labels).map((value) => {
    const names = [...new Set(value.split(SEPARATORS).map((name) => name.trim()))].filter(Boolean);
    return names.map((name) => {
      if (!numbers.has(name)) numbers.set(name, numbers.size);
      return /** @type {number} */ (numbers.get(name));
    });
  });
  return { column: pairs.labels, names: [...numbers.keys()], of };
}

/** How many of the candidates share a label with a query, counted once per set of labels. @param {number[][]} candidates labels of each */
function relevantCounts(candidates) {
  /** @type {Map<string, { labels: number[], count: number }>} */
  const sets = new Map();
  for (const labels of candidates) {
    const key = [...labels].sort((a, b) => a - b).join();
    const known = sets.get(key);
    if (known) known.count++;
    else sets.set(key, { labels, count: 1 });
  }
  /** @type {Map<string, number>} */
  const counts = new Map();
  return (/** @type {number[]} */ query) => {
    const key = query.join();
    const known = counts.get(key);
    if (known !== undefined) return known;
    const count = sum([...sets.values()].map((set) => (set.labels.some((label) => query.includes(label)) ? set.count : 0)));
    counts.set(key, count);
    return count;
  };
}

/** Gain of the place-th answer, from 1. @param {number} place */
const gain = (place) => 1 / Math.log2(place + 1);

/** Expected numbers of one query if its list were drawn at random. @param {number} relevant @param {number} candidates */
function byChance(relevant, candidates) {
  const share = relevant / candidates;
  const recall = DEPTHS.map((depth) => {
    let none = 1;
    for (let a = 0; a < Math.min(Number(depth), candidates); a++) none *= Math.max(0, candidates - relevant - a) / (candidates - a);
    return 1 - none;
  });
  const length = Math.min(LABEL_DEPTH, candidates);
  const gains = (/** @type {number} */ count) => sum(Array.from({ length: count }, (_, k) => gain(k + 1)));
  return { precision: DEPTHS.map(() => share), recall, ndcg: (share * gains(length)) / gains(Math.min(length, relevant)) };
}

/** @param {{ precision: number[], recall: number[], ndcg: number }[]} queries @returns {LabelFacts} */
function meanOf(queries) {
  const by = (/** @type {"precision" | "recall"} */ name) =>
    /** @type {LabelFacts["recall"]} */ (
      Object.fromEntries(DEPTHS.map((depth, k) => [depth, mean(queries.map((query) => query[name][k]))]))
    );
  return { precision: by("precision"), recall: by("recall"), ndcg: mean(queries.map(({ ndcg }) => ndcg)) };
}

/**
 * One way of the search; undefined if no query has a label.
 * @param {{ k: number, rows: Int32Array }} nearest candidates of each query, nearest first, LABEL_DEPTH at least or as many as there are
 * @param {number[][]} queries labels of each @param {number[][]} candidates labels of each @param {readonly string[]} names of the labels
 * @returns {LabelsOneWay | undefined}
 */
function labelsOneWay({ k, rows }, queries, candidates, names) {
  const relevantTo = relevantCounts(candidates);
  const length = Math.min(LABEL_DEPTH, candidates.length);
  const asked = queries.flatMap((labels, query) => {
    if (labels.length === 0) return [];
    const right = Array.from(
      rows.subarray(query * k, query * k + length),
      (row) => row >= 0 && candidates[row].some((label) => labels.includes(label)),
    );
    const within = (/** @type {string} */ depth) => right.slice(0, Number(depth));
    const relevant = relevantTo(labels);
    const best = sum(Array.from({ length: Math.min(length, relevant) }, (_, at) => gain(at + 1)));
    const found = {
      precision: DEPTHS.map((depth) => within(depth).filter(Boolean).length / within(depth).length),
      recall: DEPTHS.map((depth) => (within(depth).includes(true) ? 1 : 0)),
      ndcg: sum(right.map((is, at) => (is ? gain(at + 1) : 0))) / best,
    };
    return [{ labels, found, chance: byChance(relevant, candidates.length) }];
  });
  if (asked.length === 0) return undefined;
  const classes = names
    .map((name, label) => ({ name, of: asked.filter(({ labels }) => labels.includes(label)) }))
    .filter(({ of }) => of.length > 0);
  return {
    queries: asked.length,
    ...meanOf(asked.map(({ found }) => found)),
    chance: meanOf(asked.map(({ chance }) => chance)),
    classes: classes
      .sort((a, b) => b.of.length - a.of.length || (a.name < b.name ? -1 : 1))
      .slice(0, CLASSES)
      .map(({ name, of }) => {
        const { precision, recall, ndcg } = meanOf(of.map(({ found }) => found));
        return { label: name, queries: of.length, precision: precision[10], recall: recall[1], ndcg };
      }),
  };
}

/**
 * Both ways; a text has the labels of its image. Undefined if no item has a label.
 * @param {Labels} labels @param {Int32Array} start where each image's texts begin
 * @param {{ k: number, rows: Int32Array }} ofImages @param {{ k: number, rows: Int32Array }} ofTexts
 * @returns {SearchByLabel | undefined}
 */
export function searchByLabel({ column, names, of }, start, ofImages, ofTexts) {
  const texts = of.flatMap((labels, image) => Array.from({ length: start[image + 1] - start[image] }, () => labels));
  const imageToText = labelsOneWay(ofImages, of, texts, names);
  const textToImage = labelsOneWay(ofTexts, texts, of, names);
  const unlabelled = of.filter(({ length }) => length === 0).length;
  return imageToText && textToImage && { column, labels: names.length, unlabelled, imageToText, textToImage };
}
