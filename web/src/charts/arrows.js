import { amount, ends, NONE, withValues } from "../report/amounts.js";
import { IMAGE_TO_TEXT, TEXT_TO_IMAGE } from "../report/directions.js";
import { fixed, isUnavailable, signed } from "../report/numbers.js";
import { intervalHead, linesInWords } from "../report/range-words.js";
import { capital, chanceLevel, headlineWithoutScores, leaning, pCell, scoresOf, standing, sureness } from "../report/sentences.js";
import { independentPairs } from "../resampling.js";
import { box, canvas, dot, label, line, path, textWidth } from "./chart.js";
import { scoresAt } from "./score.js";
import { linesOf } from "./spots.js";

/** @import { Audit, IntervalOf } from "../types.d.ts" */
/** @import { Scores } from "../report/sentences.js" */
/** @import { ChartOptions, Drawing, Group, Spot, Table } from "./types.d.ts" */

/** Scores at the reader's cut; undefined if there are none. @param {Audit} audit @param {number} q */
export function shownScores(audit, q) {
  const own = scoresOf(audit);
  return !own || isUnavailable(audit.modes) || q === audit.options.topQ ? own : scoresAt(audit.modes, q);
}

/** The picture to remember: two arrows, as long as their scores, and the imbalance. @param {() => Audit} current with scores @param {ChartOptions} options @returns {Drawing} */
export function drawing(current, { word, cut, name }) {
  const scores = () => /** @type {Scores} */ (shownScores(current(), cut.q));
  const table = () => tableOf(scores(), bounds(current(), cut.q));
  return {
    name: `${name}-scores`,
    title: "the two directional scores",
    cut,
    draw: (host, width) => draw(host, width, scores(), bounds(current(), cut.q), word, table),
    table,
  };
}

/** @param {Scores} scores @param {ReturnType<typeof bounds>} bound @returns {Table} */
function tableOf(scores, { image, text, imbalance, sure }) {
  /** @param {string} name @param {number} value @param {typeof fixed} words @param {Bound} bound @param {number | undefined} p */
  const row = (name, value, words, bound, p) => [
    name,
    amount(words(value, 4), value),
    bound.interval ? amount(`${signed(bound.interval.low, 4)} to ${signed(bound.interval.high, 4)}`, ends(bound.interval)) : NONE,
    bound.low < 0 ? amount(`${signed(bound.low, 4)} to ${signed(bound.high, 4)}`, ends(bound)) : amount(fixed(bound.high, 4), bound.high),
    p === undefined ? NONE : amount(pCell(p), p),
  ];
  const shuffled = sure ? "95 % of shuffled pairs within" : "Chance level (approximate)";
  return withValues({
    caption: "Directional scores",
    columns: ["Quantity", "Value", intervalHead(image.interval), shuffled, "p"],
    rows: [
      row(`SAS ${IMAGE_TO_TEXT}`, scores.imageToText, fixed, image, sure?.chance.sasImageToText.p),
      row(`SAS ${TEXT_TO_IMAGE}`, scores.textToImage, fixed, text, sure?.chance.sasTextToImage.p),
      row("Imbalance", scores.imbalance, signed, imbalance, sure?.chance.sasImbalance.p),
    ],
  });
}

/** What the thin lines are; "" where none is drawn. @param {Audit} audit @param {number} q */
export function linesDrawn(audit, q) {
  const { sasImageToText, sasTextToImage, sasImbalance } = standing(audit, q)?.intervals ?? {};
  return sasImageToText || sasTextToImage || sasImbalance ? ` Thin lines with ends: ${linesInWords(audit.options)}.` : "";
}

/** Where shuffled pairs lie, and the score's own interval. @typedef {{ low: number, high: number, interval?: IntervalOf }} Bound */

/** @param {Audit} audit @param {number} q */
function bounds(audit, q) {
  const sure = sureness(audit, q);
  const level = chanceLevel(independentPairs(audit.inputs));
  const rests = standing(audit, q);
  const { sasImageToText, sasTextToImage, sasImbalance } = rests?.intervals ?? {};
  const random = sure?.chance.sasImbalance;
  return {
    sure,
    rests,
    pairs: independentPairs(audit.inputs),
    /** @type {Bound} */
    image: { low: 0, high: sure?.chance.sasImageToText.p95 ?? level, interval: sasImageToText },
    /** @type {Bound} */
    text: { low: 0, high: sure?.chance.sasTextToImage.p95 ?? level, interval: sasTextToImage },
    /** @type {Bound} */
    imbalance: { low: random?.low ?? -level, high: random?.high ?? level, interval: sasImbalance },
  };
}

/** @param {Element} host @param {number} width @param {Scores} scores @param {ReturnType<typeof bounds>} bound @param {ChartOptions["word"]} word @param {() => Table} table @returns {Spot[]} */
function draw(host, width, scores, bound, word, table) {
  const wide = width >= 500;
  const said = `SAS ${IMAGE_TO_TEXT} ${fixed(scores.imageToText)}, SAS ${TEXT_TO_IMAGE} ${fixed(scores.textToImage)}, imbalance ${signed(scores.imbalance)}.`;
  const height = wide ? 278 : 296;
  const g = canvas(host, width, height, said);
  const radius = 46;
  const from = wide ? 2 * radius + 18 : 0;
  const to = width - from;
  if (wide) {
    circle(g, "images", radius, 83, "Images");
    circle(g, "texts", width - radius, 83, capital(word));
  }
  const follows = {
    images: `${word} following the images’ directions`,
    texts: `images following the ${word}’ directions`,
  };
  arrow(g, { classes: "images", from, to, y: 66, share: scores.imageToText, bound: bound.image });
  caption(g, "images", from, to, 18, `SAS ${IMAGE_TO_TEXT}`, follows.images, scores.imageToText);
  arrow(g, { classes: "texts", from: to, to: from, y: wide ? 100 : 150, share: scores.textToImage, bound: bound.text });
  caption(g, "texts", from, to, wide ? 136 : 102, `SAS ${TEXT_TO_IMAGE}`, follows.texts, scores.textToImage);
  const middle = balance(g, width, wide ? 218 : 226, scores, bound, word);
  const tips = [from + (to - from) * scores.imageToText, to - (to - from) * scores.textToImage, middle];
  const [first, second, third] = wide ? [66, 100, 218] : [66, 150, 226];
  const edges = [0, (first + second) / 2, (second + third) / 2, height];
  return [first, second, third].map((y, r) => ({
    x: tips[r],
    y,
    box: [0, edges[r], width, edges[r + 1]],
    name: String(table().rows[r][0]),
    lines: () => linesOf(table(), r),
  }));
}

/** @param {Group} g @param {string} classes @param {number} x @param {number} y @param {string} name */
function circle(g, classes, x, y, name) {
  dot(g, `side ${classes}`, x, y, 45);
  label(g, `direct ${classes}`, x, y + 4, name, "middle");
}

/** @param {Group} g @param {string} classes @param {number} from @param {number} to @param {number} y @param {string} name @param {string} meaning @param {number} score */
function caption(g, classes, from, to, y, name, meaning, score) {
  label(g, `direct ${classes}`, from, y, name);
  label(g, "note", from, y + 18, meaning);
  label(g, `figure-number ${classes}`, to, y + (to - from < 330 ? 2 : 8), fixed(score), "end");
}

/** An arrow on a track as long as the score 1. @param {Group} g @param {{ classes: string, from: number, to: number, y: number, share: number, bound: Bound }} options */
function arrow(g, { classes, from, to, y, share, bound }) {
  const way = Math.sign(to - from);
  const length = Math.abs(to - from);
  const reach = length * bound.high;
  box(g, "chance-mark", Math.min(from, from + way * reach), y - 14, reach, 28);
  box(g, "track", Math.min(from, to), y - 8, length, 16);
  const tip = from + way * length * share;
  const neck = tip - way * Math.min(15, length * share);
  path(
    g,
    `fill ${classes}`,
    `M${from},${y - 8}L${neck},${y - 8}L${neck},${y - 14}L${tip},${y}L${neck},${y + 14}L${neck},${y + 8}L${from},${y + 8}Z`,
  );
  line(g, "axis", to, y - 8, to, y + 8);
  if (bound.interval) range(g, from + way * length * bound.interval.low, from + way * length * bound.interval.high, y + 19);
}

/** A range or interval as a line with ends. @param {Group} g @param {number} from @param {number} to @param {number} y */
function range(g, from, to, y) {
  line(g, "interval", from, y, to, y);
  for (const end of [from, to]) line(g, "interval", end, y - 3, end, y + 3);
}

/** @param {Group} g @param {number} width @param {number} y @param {Scores} scores @param {ReturnType<typeof bounds>} bound @param {ChartOptions["word"]} word @returns {number} where the imbalance stands */
function balance(g, width, y, scores, { rests, pairs, imbalance }, word) {
  const side = leaning(scores, pairs, rests);
  const { low, high, interval } = imbalance;
  const reach = Math.max(-low, high, Math.abs(scores.imbalance), -(interval?.low ?? 0), interval?.high ?? 0) > 0.48 ? 1 : 0.5;
  const pad = 14;
  const x = (/** @type {number} */ value) => pad + ((value + reach) / (2 * reach)) * (width - 2 * pad);
  const classes = side === "images" || side === "texts" ? side : "ink";
  box(g, "track", x(-reach), y - 3, x(reach) - x(-reach), 6);
  box(g, "chance-mark", x(low), y - 8, x(high) - x(low), 16);
  if (interval) range(g, x(interval.low), x(interval.high), y);
  dot(g, `dot ${classes}`, x(scores.imbalance), y, 7);
  const text = `imbalance ${signed(scores.imbalance)}`;
  const half = textWidth(text, 14, true) / 2;
  label(g, `direct large ${classes}`, Math.min(width - half, Math.max(half, x(scores.imbalance))), y - 17, text, "middle");
  for (const tick of [-reach, 0, reach]) {
    line(g, "axis", x(tick), y + 9, x(tick), y + 14);
    label(g, "tick", x(tick), y + 27, signed(tick, tick === 0 ? 0 : 1), "middle");
  }
  label(g, "note", 0, y + 48, `← ${word} ahead`);
  label(g, "note", width, y + 48, "images ahead →", "end");
  return x(scores.imbalance);
}

/** How wide each side is: all there is to draw where the widths differ. @param {Element} host @param {number} width @param {Audit} audit @param {ChartOptions["word"]} word */
export function widths(host, width, audit, word) {
  const { images, texts } = audit.inputs;
  const g = canvas(host, width, 110, headlineWithoutScores(audit, word));
  const names = { images: "Images", texts: capital(word) };
  const widest = Math.max(images.cols, texts.cols);
  const start = Math.max(textWidth(names.images, 12, true), textWidth(names.texts, 12, true)) + 12;
  const room = width - start - textWidth("10,000 wide");
  for (const [row, [classes, title, cols]] of /** @type {[string, string, number][]} */ ([
    ["images", names.images, images.cols],
    ["texts", names.texts, texts.cols],
  ]).entries()) {
    const y = 14 + row * 48;
    label(g, `direct ${classes}`, 0, y + 20, title);
    box(g, `fill ${classes}`, start, y, (room * cols) / widest, 30);
    label(g, "value", start + (room * cols) / widest + 8, y + 20, `${cols} wide`);
  }
}
