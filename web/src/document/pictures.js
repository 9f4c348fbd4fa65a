/** The charts of a saved report, in its order. */

import * as arrows from "../charts/arrows.js";
import * as chance from "../charts/chance.js";
import * as comparison from "../charts/comparison.js";
import * as cosine from "../charts/cosine.js";
import * as groups from "../charts/groups.js";
import * as retrieval from "../charts/retrieval.js";
import * as sites from "../charts/sites.js";
import * as spectra from "../charts/spectra.js";
import * as sweep from "../charts/sweep.js";
import { metricOf } from "../metrics.js";
import { FOREST_LINES, FOREST_MARKS, heterogeneityWords } from "../report/aggregate.js";
import { DRAWN_FIRST } from "../report/comparison.js";
import { isUnavailable } from "../report/numbers.js";
import { mixedLinesInWords } from "../report/range-words.js";
import { scoresOf } from "../report/sentences.js";
import { CAPTIONS } from "./captions.js";
import { MODELS } from "./comparison-report.js";

/** @import { Audit, Comparison, GroupScore, HeadlineScore, Subgroups } from "../types.d.ts" */
/** @import { TextWord } from "../report/sentences.js" */
/** @import { Figure } from "./types.d.ts" */

/** The figures of an audit: id, card of the page, chart, and whether there are numbers for it. */
const AUDIT_CHARTS =
  /** @type {const} @satisfies {readonly (readonly [string, keyof typeof CAPTIONS, { drawing: typeof cosine.drawing }, (audit: Audit) => unknown])[]} */ ([
    ["scores", "scores", arrows, scoresOf],
    ["chance", "above-chance", chance, (/** @type {Audit} */ audit) => chance.chanceRows(audit, audit.options.topQ).length > 0],
    ["spectra", "spectra", spectra, (/** @type {Audit} */ audit) => !isUnavailable(audit.modes)],
    ["sweep", "sweep", sweep, (/** @type {Audit} */ audit) => !isUnavailable(audit.sweep)],
    ["retrieval", "retrieval", retrieval, (/** @type {Audit} */ audit) => !isUnavailable(audit.retrieval)],
    ["cosines", "cosines", cosine, (/** @type {Audit} */ audit) => !isUnavailable(audit.cosine)],
  ]);

const nothing = () => {};

/** Drawn wider and set smaller, so that three fit on a page of A4. */
const WIDER = 1.18;

/** @param {Figure} figure @param {number} factor @returns {Figure} */
export const widened = ({ draw, ...one }, factor) => ({ ...one, draw: (host, width) => draw(host, factor * width) });

/** @param {Audit} audit @param {TextWord} word @returns {Figure[]} */
export const auditPictures = (audit, word) => asDrawn(audit, word).map((figure) => widened(figure, WIDER));

/** @param {Audit} audit @param {TextWord} word @returns {Figure[]} */
function asDrawn(audit, word) {
  const options = { word, name: "", cut: { q: audit.options.topQ, set: nothing, follow: nothing } };
  return [
    ...AUDIT_CHARTS.map(([id, card, chart, has]) => ({
      id,
      title: CAPTIONS[card].title,
      how: CAPTIONS[card].how(audit, word, true),
      draw: has(audit) ? chart.drawing(() => audit, options).draw : nothing,
    })),
    ...groupPictures(audit.subgroups),
    ...sitePictures(audit),
  ];
}

/** Of several sites' files. @param {Audit} audit @returns {Figure[]} */
function sitePictures(audit) {
  const { federation } = audit.aggregate ?? {};
  if (!federation) return [];
  const marks = [FOREST_MARKS, ...(sites.hasLines(audit) ? [FOREST_LINES] : [])];
  return sites.COMPARED.map((compared, k) => ({
    id: `sites-${compared.at.replace("sas.", "")}`,
    title: k === 0 ? `Do the sites agree? ${compared.name}` : `${compared.name} by site`,
    // How to read them is said once.
    how: [heterogeneityWords(federation, /** @type {HeadlineScore} */ (compared.key)), ...(k === 0 ? marks : [])].join(" "),
    draw: sites.drawing(audit, compared, "").draw,
  }));
}

/** The charts that a comparison has of each model. */
const OF_EACH_MODEL = ["scores", "spectra", "retrieval"];

/** @param {Subgroups} subgroups */
const groupsHow = ({ draws, options }) =>
  `One row a group, with its number of pairs. Thin lines: ${mixedLinesInWords(options)}. Grey bands: where 95 % of random groups of the same size fall (${draws} draws).`;

/** "groups-image-to-text" of sasImageToText. @param {GroupScore} score */
const groupFigure = (score) => `groups${score.replace("sas", "").replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

/** @param {Subgroups | undefined} subgroups @returns {Figure[]} */
function groupPictures(subgroups) {
  if (!subgroups) return [];
  const { column } = subgroups;
  const scored = subgroups.groups.some(({ sas }) => sas);
  return groups.SHOWN.filter(({ score }) => metricOf(score)?.headline).map((shown) => ({
    id: groupFigure(shown.score),
    title: shown.differences ? `Do groups of the pairs differ? The imbalance by ${column}` : `${shown.title} by ${column}`,
    how: groupsHow(subgroups),
    draw: scored ? groups.drawing(subgroups, shown, "").draw : nothing,
  }));
}

/** So that what differs and both models' scores fit on a page. */
const WIDER_OF_TWO = 1.25;

/** @param {Audit} audit @param {TextWord} word @param {string} wanted @param {{ key: string, title: string }} model @returns {Figure[]} */
const ofModel = (audit, word, wanted, { key, title }) =>
  asDrawn(audit, word)
    .filter(({ id }) => id === wanted)
    .map((picture) => ({
      ...widened(picture, WIDER_OF_TWO),
      id: `${picture.id}-${key}`,
      title: `${title}: ${picture.title}`,
      // Said of the first model's, just before.
      how: key === MODELS[0].key ? picture.how : "",
    }));

/** What differs, then both models' scores, spectra and retrieval. @param {Comparison} compared @param {TextWord} word @returns {Figure[]} */
export const comparisonPictures = (compared, word) => [
  {
    id: "differences",
    title: "Where do the two models differ?",
    how: `Right of the line the first model is better; ↓: lower is better, so the difference is turned. Thin lines: ${mixedLinesInWords(compared.a.options)}; both models resampled alike.`,
    draw: comparison.drawing(compared, "", DRAWN_FIRST).draw,
  },
  ...OF_EACH_MODEL.flatMap((wanted) => MODELS.flatMap(({ key, title }) => ofModel(compared[key], word, wanted, { key, title }))),
];
