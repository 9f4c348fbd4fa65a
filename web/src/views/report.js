import { shownScores } from "../charts/arrows.js";
import * as chance from "../charts/chance.js";
import * as cosine from "../charts/cosine.js";
import { modesKept } from "../charts/score.js";
import { CAPTIONS } from "../document/captions.js";
import { FOREST_MARKS } from "../report/aggregate.js";
import { knownAnswer } from "../report/examples.js";
import { isUnavailable, percent } from "../report/numbers.js";
import { rangeNote } from "../report/range-words.js";
import { searchInWords } from "../report/search.js";
import { readings, scoresOf, singular, subject } from "../report/sentences.js";
import { nextStep, sideOf, verdict, warnings } from "../report/verdict.js";
import * as comparison from "./comparison.js";
import * as contents from "./contents.js";
import * as definitions from "./definitions.js";
import * as details from "./details.js";
import { fill, h, list } from "./element.js";
import { chartOf } from "./figure.js";
import * as findings from "./findings.js";
import * as gap from "./gap.js";
import * as groups from "./groups.js";
import * as hubs from "./hubs.js";
import * as labels from "./labels.js";
import * as metrics from "./metrics.js";
import * as modes from "./modes.js";
import { missing } from "./notice.js";
import * as retrieval from "./retrieval.js";
import * as scores from "./scores.js";
import * as sites from "./sites.js";
import * as spectra from "./spectra.js";
import { summaryFacts } from "./summary-facts.js";
import * as sweep from "./sweep.js";

/** @import { Audit } from "../types.d.ts" */
/** @import { Card, ReportDrawing, ViewOptions } from "./types.d.ts" */

/** @param {Audit} audit */
const neighboursOf = ({ options }) => options.neighbours;

/** Both sides have one width. @param {Audit} audit */
const hasScores = ({ inputs }) => inputs.images.cols === inputs.texts.cols;

/** The report, top to bottom. @type {readonly Card[]} */
const CARDS = [
  {
    id: "scores",
    name: "Both scores",
    section: "Answer",
    defines: ["sas", "imbalance", "range"],
    ...CAPTIONS.scores,
    parts: (audit) => [audit.sas, audit.modes, audit.inputs.pairs, audit.chance, audit.uncertainty],
    render: (container, audit, options) => {
      scores.render(container, audit, options);
      const note = scoresOf(audit) && rangeNote(audit);
      if (note) container.append(h("p.how", note));
      reading(container, audit, options);
    },
  },
  {
    id: "above-chance",
    name: "Above chance",
    section: "Answer",
    defines: ["chance", "beyond-chance", "range", "interval", "retrieval"],
    ...CAPTIONS["above-chance"],
    // Without one width there is no score to compare with chance.
    when: hasScores,
    parts: (audit) => [audit.sas, audit.modes, audit.metrics.cka, audit.retrieval, audit.sampling, audit.chance, audit.uncertainty],
    render: (container, audit, options) =>
      chartOr(
        container,
        chance.chanceRows(audit, options.cut.q).length > 0,
        chance,
        audit,
        options,
        audit.sas.imageToText,
        audit.retrieval,
      ),
  },
  {
    id: "sites",
    name: "Sites",
    section: "Answer",
    title: "Do the sites agree?",
    how: () => `From sums over each site's pairs. ${FOREST_MARKS}`,
    when: (audit) => audit.aggregate !== undefined,
    parts: (audit) => [audit.aggregate, audit.sas],
    render: sites.render,
  },
  {
    id: "spectra",
    name: "Spectrum",
    section: "Directions",
    defines: ["rho"],
    ...CAPTIONS.spectra,
    parts: (audit) => [audit.modes],
    render: spectra.render,
  },
  {
    id: "modes",
    name: "One direction",
    section: "Directions",
    title: "What lies along a direction?",
    how: () =>
      "A direction is one way in which the items of a side differ. Choose one here or by its bar above. The items that this card names are neither saved nor printed.",
    parts: (audit, { detail }) => [audit.modes, audit.correlates, detail !== undefined],
    render: modes.render,
  },
  {
    id: "sweep",
    name: "Other cuts",
    section: "Directions",
    defines: ["sas", "trace", "cross-fitted"],
    ...CAPTIONS.sweep,
    parts: (audit) => [audit.sweep, audit.modes, audit.alternatives, audit.inputs.findings],
    render: sweep.render,
  },
  {
    id: "retrieval",
    name: "Retrieval",
    section: "Search",
    defines: ["retrieval"],
    ...CAPTIONS.retrieval,
    parts: (audit) => [audit.retrieval, audit.sampling, audit.uncertainty],
    render: retrieval.render,
  },
  {
    id: "hubs",
    name: "Hubs",
    section: "Search",
    title: "Do a few items answer everything?",
    how: (audit, word) =>
      `Each image’s ${neighboursOf(audit)} nearest ${word} are a list, and each ${singular(word)}’s nearest images. A good search spreads over all items.`,
    defines: ["hubness"],
    // Without one width there is no search.
    when: (audit) => hasScores(audit) && audit.hubs !== undefined,
    parts: (audit, options) => [audit.hubs, audit.alike, options.named !== undefined],
    render: hubs.render,
  },
  {
    id: "labels",
    name: "Labels",
    section: "Search",
    title: "Does search find items of the same label?",
    how: () => "Equal findings count as misses in the usual search. Here any item that shares a label with the query is right.",
    defines: ["by-label"],
    when: (audit, options) => audit.byLabel !== undefined || (hasScores(audit) && options.labels !== undefined),
    parts: (audit, options) => [audit.byLabel, options.labels?.columns],
    render: labels.render,
  },
  {
    id: "gap",
    name: "The gap",
    section: "Search",
    title: "What is the gap, and would closing it help?",
    defines: ["gap", "closing-the-gap"],
    when: (audit, options) => hasScores(audit) && options.gap !== undefined,
    parts: (_, options) => gap.shown(options.gap),
    render: gap.render,
  },
  {
    id: "metrics",
    name: "Symmetric metrics",
    section: "Other metrics",
    title: "Symmetric metrics",
    how: () => "These treat both sides alike and cannot say which is out of step. Each name shows its definition.",
    parts: (audit) => [audit.metrics, audit.spectrum, audit.sas, audit.sampling, audit.uncertainty],
    render: metrics.render,
  },
  {
    id: "cosines",
    name: "Cosines",
    section: "Other metrics",
    defines: ["delta-cosine"],
    ...CAPTIONS.cosines,
    parts: (audit) => [audit.cosine],
    render: (container, audit, options) => chartOr(container, !isUnavailable(audit.cosine), cosine, audit, options, audit.cosine),
  },
  {
    id: "findings",
    name: "Findings",
    section: "Data",
    title: "What was found in the data",
    parts: (audit, { leftAside, named }) => [
      audit.inputs.findings,
      named !== undefined,
      audit.retrieval,
      audit.sas,
      audit.alternatives,
      audit.metrics.cka,
      audit.metrics.ckaDebiased,
      leftAside,
    ],
    render: findings.render,
  },
  {
    id: "groups",
    name: "Groups",
    section: "Data",
    title: "Do groups of the pairs differ?",
    when: (_, options) => options.groups !== undefined || groups.unfitting(options).length > 0,
    parts: (_, options) => [...groups.shown(options.groups), groups.unfitting(options)],
    render: (container, _, options) => groups.render(container, options),
  },
  {
    id: "comparison",
    name: "Another model",
    section: "Data",
    title: "Is another model better on the same pairs?",
    how: () => "Both models are audited and halved alike.",
    when: (_, options) => options.comparison !== undefined,
    parts: (_, { comparison: part }) => comparison.partsOf(part),
    render: (container, _, { comparison: part, name, word }) => part && comparison.render(container, part, name, word),
  },
  {
    id: "details",
    name: "This audit",
    section: "Details",
    title: "Details",
    how: () => "What is needed to repeat this audit.",
    parts: (audit) => [audit.inputs, audit.options, audit.timings, audit.tool],
    render: details.render,
  },
  {
    id: "definitions",
    name: "Definitions",
    section: "Details",
    title: "Definitions",
    how: (_, word) =>
      `X: images, Y: ${word}, one row per pair. Where an image has several ${word}, the first counts; for retrieval all do.`,
    parts: () => [],
    render: (container, _audit, _options, then) => definitions.render(container, then),
  },
];

/** A chart, or why there are no numbers for it. @param {Element} container @param {boolean} has @param {{ drawing: typeof cosine.drawing }} chart @param {Audit} audit @param {ViewOptions} options @param {...unknown} quantities */
function chartOr(container, has, chart, audit, options, ...quantities) {
  if (has) chartOf(container, chart, audit, options);
  else missing(container, ...quantities);
}

/** A chart's title and how to read it, for other places that show it. @param {string} id @param {Audit} audit @param {ViewOptions["word"]} word */
export function cardWords(id, audit, word) {
  const card = /** @type {Card} */ (CARDS.find((one) => one.id === id));
  return { title: card.title, how: card.how?.(audit, word) ?? "", defines: card.defines ?? [] };
}

/** @param {Audit} audit @param {ViewOptions} options */
const cardsOf = (audit, options) => CARDS.filter(({ when }) => when?.(audit, options) ?? true);

/** @type {WeakMap<Element, ReportDrawing>} */
const reports = new WeakMap();

/**
 * The whole report. Called again with a fuller audit it redraws only the cards whose numbers have changed.
 * @param {Element} container @param {Audit} audit @param {ViewOptions} options
 * @param {(work: () => void) => void} [later] where drawing all at once would hold up the page: the cards go there, a few at a time
 * @param {() => void} [whole] called once every card is drawn
 */
export function render(container, audit, options, later, whole) {
  let report = reports.get(container);
  if (!report || report.key !== options.word || !container.firstChild) {
    report = { key: options.word, drawn: new Map(), pieces: [], waiting: [], busy: false };
    reports.set(container, report);
    fill(container, h("header.report-head"), options.tools, contents.empty(), h("div.cards"));
  }
  container.classList.toggle("no-scores", !hasScores(audit));
  head(/** @type {Element} */ (container.querySelector(".report-head")), audit, options);
  const places = () => placeCards(/** @type {Element} */ (container.querySelector(".cards")), audit, options);
  const waiting = [places, () => contents.render(container), ...drawings(container, report, audit, options)];
  Object.assign(report, { waiting, later, whole });
  if (!later) while (left(report) > 0) drawNext(report);
  drawLater(container, report);
}

/** Cards that are not there yet, each in its place: some come only once the audit is done. @param {Element} host @param {Audit} audit @param {ViewOptions} options */
function placeCards(host, audit, options) {
  /** @type {Element | null} */
  let next = host.firstElementChild;
  for (const card of cardsOf(audit, options)) {
    if (next?.id === `card-${card.id}`) next = next.nextElementSibling;
    else host.insertBefore(shell(card, audit, options), next);
  }
}

/** What draws each card if its numbers have changed. @param {Element} container @param {ReportDrawing} report @param {Audit} audit @param {ViewOptions} options @returns {(() => void)[]} */
function drawings(container, report, audit, options) {
  const { drawn } = report;
  /** Several cards show the same long lists. @type {Map<unknown, string>} */
  const texts = new Map();
  const textOf = (/** @type {unknown} */ part) => {
    const text = texts.get(part) ?? JSON.stringify(part);
    texts.set(part, text);
    return text;
  };
  return cardsOf(audit, options).map((card) => () => {
    const parts = card.parts(audit, options).map(textOf).join();
    if (drawn.get(card.id) === parts) return;
    drawn.set(card.id, parts);
    const body = /** @type {Element} */ (container.querySelector(`#card-${card.id} .card-body`));
    body.replaceChildren();
    const how = container.querySelector(`#card-${card.id} > .how`);
    // Marks come and go with the cut, and the caption with them.
    const write = () => {
      if (!how || drawn.get(card.id) !== parts) return false;
      how.textContent = card.how?.(audit, options.word, false, options.cut.q) ?? "";
      return how.isConnected;
    };
    if (write()) options.cut.follow(write);
    // Now rather than with the next frame, where all of a turn's would hold up the page.
    const layOut = () => void body.getBoundingClientRect();
    if (report.later) report.pieces.push(layOut);
    card.render(body, audit, options, (piece) => {
      // The card may have been drawn anew since.
      report.pieces.push(() => drawn.get(card.id) === parts && piece(), layOut);
    });
    const missing = body.childElementCount > 0 && [...body.children].every((child) => child.matches(".unavailable"));
    body.parentElement?.classList.toggle("missing", missing);
  });
}

/** Milliseconds of drawing after which the page gets a turn. */
const TURN = 8;

/** @param {ReportDrawing} report */
const left = ({ pieces, waiting }) => pieces.length + waiting.length;

/** The rest of the card begun last, or the next one. @param {ReportDrawing} report */
const drawNext = ({ pieces, waiting }) => (pieces.shift() ?? waiting.shift())?.();

/** @param {Element} container @param {ReportDrawing} report */
function drawLater(container, report) {
  const { later, whole } = report;
  if (!later || left(report) === 0) {
    report.whole = undefined;
    whole?.();
    return;
  }
  if (report.busy) return;
  report.busy = true;
  later(() => {
    report.busy = false;
    // Another audit may have taken the place meanwhile.
    if (reports.get(container) !== report || !container.firstChild) return;
    const until = performance.now() + TURN;
    do drawNext(report);
    while (left(report) > 0 && performance.now() < until);
    drawLater(container, report);
  });
}

/** @param {Card} card @param {Audit} audit @param {ViewOptions} options */
function shell(card, audit, { word }) {
  return h(
    "section.card",
    { id: `card-${card.id}`, "aria-labelledby": `title-${card.id}`, "data-name": card.name, "data-section": card.section },
    contents.cardTitle(card.id, card.title),
    card.how && h("p.how", card.how(audit, word)),
    h("div.card-body"),
    card.defines && definitions.definedAs(card.defines, definitions.inReport),
  );
}

/** Under the headline; the others stand in their card. */
const SHOWN_WARNINGS = 3;

/** @param {Element} head @param {Audit} audit @param {ViewOptions} options */
function head(head, audit, options) {
  const { word, cut } = options;
  const title = h("h1#headline", { tabindex: -1 });
  const note = h("p.cut-note", { role: "status" });
  const write = () => {
    if (title.parentElement && !title.isConnected) return false;
    const scores = shownScores(audit, cut.q);
    title.textContent = verdict(audit, word, scores, cut.q).join(" ");
    if (!scores || cut.q === audit.options.topQ) note.replaceChildren();
    else if (!note.firstChild)
      note.append(h("span"), " ", h("button.link", { click: () => cut.set(audit.options.topQ) }, `Back to ${percent(audit.options.topQ)}`));
    const said = note.firstElementChild;
    if (said)
      said.textContent = `Shown for the top ${percent(cut.q)} of the directions; the saved audit uses ${percent(audit.options.topQ)}.`;
    return true;
  };
  write();
  cut.follow(write);
  const [pressing, said] = [[...warnings(audit), ...groups.unfitting(options)], searchInWords(audit, word)];
  const [next, known] = [nextStep(audit, word), knownAnswer(audit)];
  const more =
    pressing.length > SHOWN_WARNINGS && h("p", h("a", { href: "#card-findings" }, `${pressing.length - SHOWN_WARNINGS} more below`));
  fill(
    head,
    h("p.subject", subject(audit, word).join(" · ")),
    title,
    note,
    said.length > 0 && h("p.search", said.join(" ")),
    known && h("p#known-answer.how", known),
    pressing.length > 0 && list("ul.warnings", pressing.slice(0, SHOWN_WARNINGS)),
    more,
    next && h("p.next", h("strong", "Next: "), next),
    summaryFacts(audit, options),
  );
}

/** The exact wording, both readings of the sign and the caveat, to be opened. @param {Element} container @param {Audit} audit @param {ViewOptions} options */
function reading(container, audit, { word, cut }) {
  if (!scoresOf(audit)) return;
  const body = h("div");
  const write = () => {
    if (body.parentElement && !body.isConnected) return false;
    const scores = shownScores(audit, cut.q);
    if (!scores) return false;
    const kept = isUnavailable(audit.modes) ? 0 : modesKept(audit.modes.imageAnchor, cut.q);
    const side = sideOf(audit, scores, cut.q) ?? "unsure";
    const entries = readings(scores, side, { word, q: cut.q, kept });
    body.replaceChildren(...entries.flatMap(({ title, text }) => [h("h3", title), h("p", text)]));
    return true;
  };
  write();
  cut.follow(write);
  container.append(h("details.reading", h("summary", "What this does and does not say"), body));
}
