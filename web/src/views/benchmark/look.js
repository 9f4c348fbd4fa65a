/** What of a benchmark is shown, and which model is followed through its charts. It never touches a number: tests and means stay those of all runs. */
import { countOf } from "../../report/numbers.js";

/** @import { Benchmark } from "../../types.d.ts" */
/** @import { Drawing, Narrowed } from "../../charts/types.d.ts" */
/** @typedef {{ model: string, dataset: string }} Run */
/** @typedef {ReturnType<typeof createLook>} Look */

/** @param {Benchmark} benchmark */
export function createLook({ runs }) {
  const models = [...new Set(runs.map(({ model }) => model))];
  const datasets = [...new Set(runs.map(({ dataset }) => dataset))];
  /** Part of a name. */
  let word = "";
  let followed = "";
  /** Hidden models, data sets and columns; pinned models stay whatever the word. */
  const hidden = { models: new Set(), datasets: new Set(), columns: new Set() };
  /** @type {Set<string>} */
  const pinned = new Set();
  /** @type {{ place: Element, listener: () => void }[]} */
  let listeners = [];

  /** Places that are gone are forgotten. */
  function changed() {
    listeners = listeners.filter(({ place }) => place.isConnected);
    for (const { listener } of listeners) listener();
  }

  /** @param {Set<string>} set @param {string} name @param {boolean} is */
  function put(set, name, is) {
    if (is) set.add(name);
    else set.delete(name);
    changed();
  }

  const showsModel = (/** @type {string} */ model) =>
    pinned.has(model) || (!hidden.models.has(model) && model.toLowerCase().includes(word.toLowerCase()));
  const shown = (/** @type {Run} */ { model, dataset }) => showsModel(model) && !hidden.datasets.has(dataset);

  return {
    models,
    datasets,
    showsModel,
    shown,
    isPinned: (/** @type {string} */ model) => pinned.has(model),
    isHidden: (/** @type {keyof typeof hidden} */ kind, /** @type {string} */ name) => hidden[kind].has(name),
    followed: () => followed,

    /** @param {string} text part of a model's name */
    filter(text) {
      word = text.trim();
      changed();
    },
    /** @param {keyof typeof hidden} kind @param {string} name @param {boolean} is */
    hide: (kind, name, is) => put(hidden[kind], name, is),
    /** @param {string} model @param {boolean} is */
    pin: (model, is) => put(pinned, model, is),
    /** The same again: none. @param {string} model */
    follow(model) {
      followed = model === followed ? "" : model;
      changed();
    },
    /** Everything is shown again, and no model followed. */
    reset() {
      word = "";
      followed = "";
      pinned.clear();
      for (const set of Object.values(hidden)) set.clear();
      changed();
    },

    /** Called at every change as long as the place is on the page. @param {Element} place @param {() => void} listener */
    watch: (place, listener) => void listeners.push({ place, listener }),

    /** What is left out, and that no number follows it; "" if nothing is. */
    words() {
      const left = runs.filter(shown).length;
      return left === runs.length
        ? ""
        : `Shown: ${left} of ${countOf(runs.length, "run")}. The tests, means and correlations are of all ${runs.length}.`;
    },

    /** For the charts: marks of the runs that are shown, numbers of all. @param {Benchmark} benchmark @returns {Narrowed} */
    narrowed(benchmark) {
      const kept = benchmark.runs.filter(shown);
      if (kept.length === benchmark.runs.length) return benchmark;
      const { imbalanceSignature } = benchmark;
      return {
        ...benchmark,
        runs: kept,
        imbalanceSignature: { ...imbalanceSignature, runs: imbalanceSignature.runs.filter(shown) },
        shownOf: benchmark.runs.filter(({ failure }) => !failure).length,
      };
    },
  };
}

/** Marks what is the followed model's, and lays it over the rest. @param {Element} root @param {string} followed */
export function markFollowed(root, followed) {
  for (const svg of root.querySelectorAll("svg")) svg.classList.toggle("following", followed !== "");
  for (const element of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll("[data-model]"))) {
    const own = followed !== "" && element.dataset.model === followed;
    element.classList.toggle("followed", own);
    element.querySelector(".model-name")?.setAttribute("aria-pressed", `${own}`);
    if (own && element.matches(".mark")) element.parentNode?.append(element);
  }
}

/**
 * The same chart with the followed model marked whenever it is drawn; Enter at a run follows its model.
 * @param {Drawing} drawing @param {Look} look @returns {Drawing}
 */
export const followedIn = (drawing, look) => ({
  ...drawing,
  draw(host, width) {
    const spots = drawing.draw(host, width);
    markFollowed(host, look.followed());
    return spots.map((spot) => {
      const { model, name } = spot;
      if (model === undefined) return spot;
      const choose = () => {
        look.follow(model);
        // The chart is drawn anew, and is read on from the same run.
        host.ownerDocument.activeElement?.dispatchEvent(new CustomEvent("row", { detail: name }));
      };
      return { ...spot, choose };
    });
  },
});
