/** The playground: sliders on one side, every chart of the audit on the other, both at once. */
import { Failure } from "../failure.js";
import { fixed, signed } from "../report/numbers.js";
import { headline, leaning, scoresOf } from "../report/sentences.js";
import { fill, h } from "../views/element.js";
import { failureBox } from "../views/failure.js";
import { createLive } from "./live.js";
import { learnNav } from "./nav.js";
import { SETTINGS, START } from "./settings.js";
import { sliders } from "./sliders.js";
import { CHARTS, chartCard, createStage } from "./stage.js";

/** @import { Measured, Settings } from "../types.d.ts" */
/** @import { PlaygroundParts, Setting } from "./types.d.ts" */

const SEEDS = /** @type {Setting} */ (SETTINGS.find(({ name }) => name === "seed")).values;

/** @param {Element} container @param {PlaygroundParts} parts */
export function render(container, { settings, problems, replaces, measure, settled, audit, save, present }) {
  const says = h("p", { class: "play-says" });
  const notice = (/** @type {string} */ text) => h("p", { class: "notice" }, text);
  const trouble = h("div", {}, problems.map(notice));
  const now = h("div", { class: "play-now" });
  const cards = h("div", { class: "play-cards" });
  /** @type {ReturnType<typeof createStage> | undefined} */
  let stage;
  /** When each was asked for. @type {WeakMap<Settings, number>} */
  const starts = new WeakMap();

  const fail = (/** @type {unknown} */ error) => trouble.replaceChildren(failureBox(Failure.from(error)));
  const live = createLive(measure, {
    show(measured, of) {
      trouble.replaceChildren(...problems.map(notice));
      if (isStill(measured)) return trouble.append(notice("With these settings a side does not vary at all. Give it factors or noise."));
      write(measured);
      if (stage) stage.show(measured);
      else {
        stage = createStage(measured);
        begin(stage);
      }
      const start = starts.get(of);
      if (start !== undefined) performance.measure("playground update", { start });
      if (of === panel.now) container.setAttribute("data-shown", "");
    },
    fail,
  });

  /** @param {Settings} next */
  const ask = (next) => {
    starts.set(next, performance.now());
    container.removeAttribute("data-shown");
    live.ask(next);
  };

  /** @param {Measured} measured */
  function write({ audit: result }) {
    const scores = scoresOf(result);
    if (!scores) return;
    says.textContent = headline(leaning(scores, result.inputs.pairs), "texts", scores);
    now.replaceChildren(
      score("images", "image → text", fixed(scores.imageToText)),
      score("texts", "text → image", fixed(scores.textToImage)),
      score("ink", "imbalance", signed(scores.imbalance)),
    );
  }

  /** @param {NonNullable<typeof stage>} on */
  function begin(on) {
    const all = CHARTS.map((id) => chartCard(id, on));
    cards.append(...all.map(({ card }) => card));
    for (const { put } of all) put();
  }

  const panel = sliders(settings, { moved: ask, settled });
  const set = (/** @type {Settings} */ next) => {
    panel.set(next);
    ask(panel.now);
    settled(next);
  };
  const anew = () => set({ ...panel.now, seed: SEEDS[(SEEDS.indexOf(panel.now.seed) + 1) % SEEDS.length] });
  const button = (/** @type {string} */ id, /** @type {string} */ text, /** @type {() => void} */ click, primary = false) =>
    h("button", { type: "button", id, class: primary ? "primary" : "", click }, text);

  fill(
    container,
    learnNav("playground"),
    h("h1", { tabindex: -1 }, "Playground"),
    h(
      "p",
      { class: "lead" },
      "Made-up pairs with a known structure: a few factors that both sides see, some that one side has alone, and noise. Move a slider; every number below is measured anew.",
    ),
    h(
      "div",
      { class: "play-buttons" },
      button("play-anew", "Draw anew", anew),
      button("play-start", "Start values", () => set({ ...START })),
      button("play-present", "Present", () => present(/** @type {HTMLElement[]} */ ([...cards.children]))),
      button("play-save", "Save as .npy", () => save(panel.now).catch(fail)),
      button("play-audit", replaces ? "Full audit (replaces the open one)" : "Full audit of this", () => audit(panel.now), true),
    ),
    trouble,
    h("div", { class: "play" }, h("div", { class: "play-panel" }, now, panel.element), h("div", { class: "play-result" }, says, cards)),
  );
  live.ask(panel.now);
}

/** A side does not vary. @param {Measured} measured */
const isStill = ({ audit }) => !(audit.spectrum.image.trace > 0 && audit.spectrum.text.trace > 0);

/** @param {string} classes @param {string} name @param {string} value */
const score = (classes, name, value) =>
  h("span", { class: `score-now ${classes}` }, h("span", { class: "score-name" }, name), " ", h("b", {}, value));
