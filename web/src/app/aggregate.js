/** The dialog that saves a site's moments: wishes in, preview shown, file out. */
import { Failure } from "../failure.js";
import { blocksFor, floorOf, heldPerStated, PAIRS_A_DIMENSION, previewOf } from "../moments/disclosure.js";
import { forYourEyes, refuseDecidedByRows } from "../moments/private-pairs.js";
import { stageWords } from "../report/sentences.js";
import * as view from "../views/aggregate.js";
import { downloadMoments } from "./download-moments.js";

/**
 * @typedef {import("../types.d.ts").Audit} Audit
 * @typedef {import("../types.d.ts").Pairs} Pairs
 * @typedef {import("../types.d.ts").MomentsFile} MomentsFile
 * @typedef {Pick<ReturnType<typeof import("../engine/index.js").createEngine>, "moments" | "privateMoments">} MomentsEngine
 */

/** @type {view.Wishes} */
const DEFAULTS = { label: "", preprocessing: "", noise: false, paired: false, epsilon: 1, delta: 1e-6 };

/** What the floor allows for these pairs. @param {Pairs} pairs @param {view.Wishes} wishes */
function allowed({ images, texts }, { floor: agreed, noise }) {
  const widths = { imageCols: images.cols, textCols: texts.cols };
  const floor = floorOf(widths, agreed);
  const blocks = noise ? 1 : blocksFor(images.rows, floor);
  const usual = { pairsADimension: PAIRS_A_DIMENSION, pairs: floorOf(widths) };
  return { floor, blocks, usual, heldPerStated: heldPerStated(widths, Math.floor(images.rows / blocks)) };
}

/** Why noise could not hide what these pairs make public; undefined where it does. @param {Pairs} pairs */
function decidedByRows(pairs) {
  try {
    refuseDecidedByRows(pairs);
    return undefined;
  } catch (error) {
    return Failure.from(error).message;
  }
}

/** @param {HTMLDialogElement} dialog @param {() => Promise<MomentsEngine>} engine */
export function createAggregateDialog(dialog, engine) {
  /** @type {{ pairs: Pairs, audit: Audit, moments?: MomentsFile, model: view.Model, running?: AbortController } | undefined} */
  let open;

  /** @param {Partial<view.Model>} more */
  function show(more) {
    if (!open) return;
    Object.assign(open.model, more);
    view.render(dialog, open.model, { change, prepare, save, close: () => dialog.close() });
  }

  /** Other wishes make another file. @param {Partial<view.Wishes>} wishes */
  function change(wishes) {
    if (!open) return;
    open.running?.abort();
    open.moments = undefined;
    const next = { ...open.model.wishes, ...wishes };
    show({ wishes: next, ...allowed(open.pairs, next), preview: undefined, effect: undefined, failure: undefined, working: undefined });
  }

  async function prepare() {
    if (!open) return;
    const { pairs, audit, model } = open;
    const own = open;
    const running = new AbortController();
    open.running = running;
    const current = () => open === own && open.running === running && !running.signal.aborted;
    const onProgress = (/** @type {import("../types.d.ts").Progress} */ { stage, done }) =>
      current() && show({ working: `${stageWords(stage)}, ${Math.round(100 * done)} %` });
    show({ working: "Adding up the pairs", failure: undefined });
    const { noise, epsilon, delta, preprocessing } = model.wishes;
    const label = model.wishes.label.trim() || undefined;
    try {
      const ready = await engine();
      const hooks = { signal: running.signal, onProgress };
      const { moments, effect } = noise
        ? await ready.privateMoments(pairs, { epsilon, delta, label, preprocessing }, audit.options, hooks)
        : { moments: await ready.moments(pairs, { blocks: model.blocks, label, preprocessing, audit }, hooks), effect: undefined };
      if (!current()) return;
      own.moments = moments;
      show({ working: undefined, preview: previewOf(moments), effect });
    } catch (error) {
      if (current()) show({ working: undefined, failure: (noise ? forYourEyes(error) : Failure.from(error)).message });
    }
  }

  function save() {
    if (!open?.moments) return;
    downloadMoments(open.moments, open.model.wishes.label.trim() || "site");
  }

  dialog.addEventListener("close", () => {
    open?.running?.abort();
    open = undefined;
  });

  return {
    /** @param {Pairs} pairs @param {Audit} audit of these pairs */
    show(pairs, audit) {
      const noNoise = decidedByRows(pairs);
      const says = pairs.pairing?.says ?? "";
      open = { pairs, audit, model: { pairs: pairs.images.rows, says, noNoise, wishes: { ...DEFAULTS }, ...allowed(pairs, DEFAULTS) } };
      show({});
      dialog.showModal();
    },
  };
}
