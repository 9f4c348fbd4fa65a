/** Charts that follow one made-up set while it changes: drawn in place, never built anew. */
import * as arrows from "../charts/arrows.js";
import * as chance from "../charts/chance.js";
import * as cosine from "../charts/cosine.js";
import * as planted from "../charts/planted.js";
import * as retrieval from "../charts/retrieval.js";
import * as spectra from "../charts/spectra.js";
import * as sweep from "../charts/sweep.js";
import { definedAs } from "../views/definitions.js";
import { h } from "../views/element.js";
import { figure } from "../views/figure.js";
import { createCut, createPick } from "../views/followed.js";
import * as metrics from "../views/metrics.js";
import { cardWords } from "../views/report.js";

/** @import { Audit, Measured } from "../types.d.ts" */
/** @import { ChartId } from "./types.d.ts" */
/** @import { Drawing } from "../charts/types.d.ts" */
/** @import { ViewOptions } from "../views/types.d.ts" */

/** The set that is on show. @param {Measured} first */
export function createStage(first) {
  let measured = first;
  const cut = createCut(first.audit.options.topQ);
  return {
    cut,
    get measured() {
      return measured;
    },
    /** @param {Measured} next */
    show(next) {
      measured = next;
      cut.set(next.audit.options.topQ);
    },
  };
}

/** @param {string} id */
const inGlossary = (id) => `#glossary?term=${id}`;

/** @typedef {ReturnType<typeof createStage>} Stage */

/** @type {Record<Exclude<ChartId, "metrics" | "planted">, { drawing: (audit: () => Audit, options: ViewOptions) => Drawing }>} */
const OF_AUDITS = { scores: arrows, spectra, sweep, "above-chance": chance, retrieval, cosines: cosine };

/** All of them, in the order of the page. @type {readonly ChartId[]} */
export const CHARTS = ["planted", "scores", "spectra", "sweep", "above-chance", "retrieval", "cosines", "metrics"];

/** @param {ChartId} id @param {Measured} measured */
function wordsOf(id, { audit }) {
  if (id !== "planted") return cardWords(id, audit, "texts");
  return {
    title: "What is planted, and what is measured of it?",
    defines: ["sas", "imbalance"],
    how: "Planted: what infinitely many pairs of this make would score before rows are scaled to length 1. The distance to the dot is chance, and that scaling.",
  };
}

/**
 * One chart of the audit as a card. `put` places its body once the card is on the page: a chart is drawn as wide as its place.
 * @param {ChartId} id @param {Stage} stage @param {{ heading?: "h2" | "h3" }} [options]
 */
export function chartCard(id, stage, { heading = "h2" } = {}) {
  const { title, how, defines } = wordsOf(id, stage.measured);
  const body = h("div", { class: "card-body" });
  const card = h(
    "section",
    { class: `card chart-${id}`, "aria-labelledby": `chart-${id}` },
    h(heading, { id: `chart-${id}` }, title),
    h("p", { class: "how" }, how),
    body,
    defines.length > 0 && definedAs(defines, inGlossary),
  );
  const options = { word: /** @type {const} */ ("texts"), cut: stage.cut, pick: createPick(), name: "playground", address: inGlossary };
  const put = () => {
    if (id !== "metrics") {
      const drawing =
        id === "planted" ? planted.drawing(() => stage.measured, options) : OF_AUDITS[id].drawing(() => stage.measured.audit, options);
      figure(body, { ...drawing, cut: stage.cut });
      return;
    }
    const write = () => {
      if (!body.isConnected) return false;
      body.replaceChildren();
      metrics.render(body, stage.measured.audit, options);
      return true;
    };
    write();
    stage.cut.follow(write);
  };
  return { card, put };
}
