/** The dialog that saves a site's moments: wishes in, preview shown, file out. */
import { blocksOf, draftWithNoise, pairsOfPatients, widthsOf } from "../audit/sums.js";
import { usualDelta } from "../engine/private-moments.js";
import { Failure } from "../failure.js";
import { floorOf, heldPerStated, PAIRS_A_DIMENSION, pairsFloor, previewOf, RISK, refuseBelow, riskWords } from "../moments/disclosure.js";
import { forYourEyes, refuseDecidedByRows } from "../moments/private-pairs.js";
import { stageWords } from "../report/sentences.js";
import * as view from "../views/aggregate.js";
import { downloadMoments } from "./download-moments.js";
import { createTurns } from "./turns.js";

/** @import { Audit, MomentsFile, Pairs, Progress } from "../types.d.ts" */
/** @import { Hooks } from "../engine/types.d.ts" */
/** @import { AggregateModel, AggregateWishes } from "../views/types.d.ts" */

/** @typedef {Pick<ReturnType<typeof import("../engine/index.js").createEngine>, "moments" | "privateMoments">} MomentsEngine */

/** @type {AggregateWishes} */
const DEFAULTS = { label: "", preprocessing: "", noise: false, paired: false, epsilon: 1 };

/** Of a file that is not prepared. */
const NOTHING_YET = { preview: undefined, draft: undefined, saved: undefined, failure: undefined, working: undefined };

/** What the floor and the risk allow for these pairs. @param {Pairs} pairs @param {AggregateWishes} wishes */
function allowed(pairs, { floor: pairsADimension, risk, noise }) {
  const { images, metadata = [] } = pairs;
  const widths = widthsOf(pairs);
  const agreed = { floor: pairsADimension, risk };
  const blocks = blocksOf(pairs, agreed, noise);
  const smallest = Math.floor(images.rows / blocks);
  return {
    floor: floorOf(widths, agreed, noise),
    blocks,
    usual: { pairsADimension: PAIRS_A_DIMENSION, pairs: pairsFloor(widths), risk: RISK, delta: usualDelta(images.rows) },
    heldPerStated: heldPerStated(widths, smallest),
    riskWords: riskWords(widths, smallest),
    patientColumns: metadata.map(({ name }) => name),
  };
}

/** A draft of a file with noise, and what it does. @param {MomentsEngine} engine @param {Pairs} all @param {Audit} audit @param {AggregateWishes} wishes @param {Hooks} hooks */
async function draftOf(engine, all, { options }, wishes, hooks) {
  const { epsilon = Number.NaN, delta, pairsPerPatient, preprocessing } = wishes;
  const { pairs, leftOut } = pairsOfPatients(all, wishes.patients, pairsPerPatient);
  refuseBelow(widthsOf(pairs), pairs.images.rows, { floor: wishes.floor }, 1, true);
  const settings = { epsilon, delta, pairsPerPatient, label: wishes.label.trim() || undefined, preprocessing };
  const { noise, risk, doubt, outline, effect, draw } = await draftWithNoise(engine, pairs, settings, options, hooks);
  return { draw, preview: previewOf(outline), draft: { noise, risk, doubt, leftOut, effect: await effect() } };
}

/** Why noise could not hide what these pairs make public; undefined if it does. @param {Pairs} pairs */
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
  /** @type {{ pairs: Pairs, audit: Audit, file?: () => Promise<MomentsFile>, model: AggregateModel } | undefined} */
  let open;

  const turns = createTurns();
  /** Files with noise that were drawn of these pairs, whichever dialog drew them. @type {WeakMap<Pairs, number>} */
  const draws = new WeakMap();

  /** @param {Partial<AggregateModel>} more */
  function show(more) {
    if (!open) return;
    Object.assign(open.model, more);
    view.render(dialog, open.model, { change, prepare, save, close: () => dialog.close() });
  }

  /** Other wishes make another file. @param {Partial<AggregateWishes>} wishes */
  function change(wishes) {
    if (!open) return;
    turns.next();
    open.file = undefined;
    const next = { ...open.model.wishes, ...wishes };
    show({ wishes: next, ...allowed(open.pairs, next), ...NOTHING_YET });
  }

  async function prepare() {
    if (!open) return;
    const { pairs, audit, model } = open;
    const own = open;
    const signal = turns.next();
    const current = () => !signal.aborted;
    const onProgress = (/** @type {Progress} */ { stage, done }) =>
      current() && show({ working: `${stageWords(stage)}, ${Math.round(100 * done)} %` });
    show({ working: "Adding up the pairs", failure: undefined });
    const { noise, preprocessing } = model.wishes;
    const label = model.wishes.label.trim() || undefined;
    try {
      const ready = await engine();
      const hooks = { signal, onProgress };
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
    turns.next();
    open = undefined;
  });

  return {
    /** @param {Pairs} pairs @param {Audit} audit of these pairs @param {AbortSignal} [turn] of the audit: the dialog closes once it is left */
    show(pairs, audit, turn) {
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
      turn?.addEventListener("abort", () => dialog.close());
    },
  };
}
