/** The dialog that saves a site's moments: wishes in, preview shown, file out. */
import { columnNamed } from "../engine/groups.js";
import { usualDelta } from "../engine/private-moments.js";
import { Failure } from "../failure.js";
import {
  blocksFor,
  deltaWords,
  floorOf,
  heldPerStated,
  PAIRS_A_DIMENSION,
  pairsFloor,
  previewOf,
  RISK,
  refuseBelow,
  riskWords,
} from "../moments/disclosure.js";
import { beyondBound } from "../moments/patients.js";
import { forYourEyes, refuseDecidedByRows } from "../moments/private-pairs.js";
import { riskOfNoise } from "../moments/risk.js";
import { withoutRows } from "../pairing/index.js";
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
const DEFAULTS = { label: "", preprocessing: "", noise: false, paired: false, epsilon: 1 };

/** Of a file that is not prepared. */
const NOTHING_YET = { preview: undefined, draft: undefined, saved: undefined, failure: undefined, working: undefined };

/** What the floor and the risk allow for these pairs. @param {Pairs} pairs @param {view.Wishes} wishes */
function allowed({ images, texts, metadata = [] }, { floor: pairsADimension, risk, noise }) {
  const widths = { imageCols: images.cols, textCols: texts.cols };
  const floor = floorOf(widths, { floor: pairsADimension, risk }, noise);
  const blocks = noise ? 1 : blocksFor(images.rows, floor);
  const smallest = Math.floor(images.rows / blocks);
  return {
    floor,
    blocks,
    usual: { pairsADimension: PAIRS_A_DIMENSION, pairs: pairsFloor(widths), risk: RISK, delta: usualDelta(images.rows) },
    heldPerStated: heldPerStated(widths, smallest),
    riskWords: riskWords(widths, smallest),
    patientColumns: metadata.map(({ name }) => name),
  };
}

/** @param {Pairs} pairs @param {view.Wishes} wishes */
function pairsToSum(pairs, { patients, pairsPerPatient }) {
  if (patients === undefined || pairsPerPatient === undefined) return { pairs, leftOut: 0 };
  const images = beyondBound(patients, columnNamed(pairs, patients), pairsPerPatient);
  return { pairs: images.length > 0 ? withoutRows(pairs, { images }) : pairs, leftOut: images.length };
}

/** A draft of a file with noise, and what it does. @param {MomentsEngine} engine @param {Pairs} all @param {Audit} audit @param {view.Wishes} wishes @param {import("../engine/moments.js").Hooks} hooks */
async function draftOf(engine, all, { options }, wishes, hooks) {
  const { epsilon = Number.NaN, delta, pairsPerPatient, preprocessing } = wishes;
  const { pairs, leftOut } = pairsToSum(all, wishes);
  refuseBelow({ imageCols: pairs.images.cols, textCols: pairs.texts.cols }, pairs.images.rows, { floor: wishes.floor }, 1, true);
  const settings = { epsilon, delta, pairsPerPatient, label: wishes.label.trim() || undefined, preprocessing };
  const { noise, mu, outline, effect, draw } = await engine.privateMoments(pairs, settings, options, hooks);
  const doubt = deltaWords(noise.delta, pairs.images.rows);
  return { draw, preview: previewOf(outline), draft: { noise, risk: riskOfNoise(mu), doubt, leftOut, effect: await effect() } };
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
  /** @type {{ pairs: Pairs, audit: Audit, file?: () => Promise<MomentsFile>, model: view.Model, running?: AbortController } | undefined} */
  let open;

  /** Files with noise that were drawn of these pairs, whichever dialog drew them. @type {WeakMap<Pairs, number>} */
  const draws = new WeakMap();

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
    open.file = undefined;
    const next = { ...open.model.wishes, ...wishes };
    show({ wishes: next, ...allowed(open.pairs, next), ...NOTHING_YET });
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
    const { noise, preprocessing } = model.wishes;
    const label = model.wishes.label.trim() || undefined;
    try {
      const ready = await engine();
      const hooks = { signal: running.signal, onProgress };
      if (noise) {
        const { draw, preview, draft } = await draftOf(ready, pairs, audit, model.wishes, hooks);
        if (!current()) return;
        own.file = draw;
        show({ working: undefined, preview, draft });
        return;
      }
      const moments = await ready.moments(pairs, { blocks: model.blocks, label, preprocessing, audit }, hooks);
      if (!current()) return;
      own.file = async () => moments;
      show({ working: undefined, preview: previewOf(moments) });
    } catch (error) {
      if (current()) show({ working: undefined, failure: (noise ? forYourEyes(error) : Failure.from(error)).message });
    }
  }

  /** Noise is drawn here, once; saving again saves the same. */
  async function save() {
    if (!open?.file) return;
    const own = open;
    const { file } = open;
    const { draft, saved, drawn } = own.model;
    if (draft && !saved) {
      draws.set(own.pairs, drawn + 1);
      show({ saved: true, drawn: drawn + 1 });
    }
    try {
      downloadMoments(await file(), own.model.wishes.label.trim() || "site");
    } catch (error) {
      if (open === own) show({ failure: Failure.from(error).message });
    }
  }

  dialog.addEventListener("close", () => {
    open?.running?.abort();
    open = undefined;
  });

  return {
    /** @param {Pairs} pairs @param {Audit} audit of these pairs */
    show(pairs, audit) {
      open = {
        pairs,
        audit,
        model: {
          pairs: pairs.images.rows,
          says: pairs.pairing?.says ?? "",
          noNoise: decidedByRows(pairs),
          drawn: draws.get(pairs) ?? 0,
          wishes: { ...DEFAULTS },
          ...allowed(pairs, DEFAULTS),
        },
      };
      show({});
      dialog.showModal();
    },
  };
}
