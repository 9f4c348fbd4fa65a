/** The dialog that saves a site's moments: wishes in, preview shown, file out. */
import { Failure } from "../failure.js";
import { blocksFor, floorOf, previewOf } from "../moments/disclosure.js";
import { momentsBytes } from "../moments/file.js";
import { stageWords } from "../report/sentences.js";
import * as view from "../views/aggregate.js";
import { download, safeName } from "../views/download.js";

/**
 * @typedef {import("../types.d.ts").Audit} Audit
 * @typedef {import("../types.d.ts").Pairs} Pairs
 * @typedef {import("../types.d.ts").MomentsFile} MomentsFile
 * @typedef {Pick<ReturnType<typeof import("../engine/index.js").createEngine>, "moments" | "privateMoments">} MomentsEngine
 */

const DEFAULTS = { label: "", preprocessing: "", noise: false, epsilon: 1, delta: 1e-6 };

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
    show({ wishes: { ...open.model.wishes, ...wishes }, preview: undefined, effect: undefined, failure: undefined, working: undefined });
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
      if (current()) show({ working: undefined, failure: Failure.from(error).message });
    }
  }

  function save() {
    if (!open?.moments) return;
    const name = open.model.wishes.label.trim() || "site";
    download(new Blob([momentsBytes(open.moments)], { type: "application/octet-stream" }), `${safeName(`${name}.x`)}.moments.safetensors`);
  }

  dialog.addEventListener("close", () => {
    open?.running?.abort();
    open = undefined;
  });

  return {
    /** @param {Pairs} pairs @param {Audit} audit of these pairs */
    show(pairs, audit) {
      const floor = floorOf({ imageCols: pairs.images.cols, textCols: pairs.texts.cols });
      const n = pairs.images.rows;
      open = { pairs, audit, model: { pairs: n, floor, blocks: blocksFor(n, floor), wishes: { ...DEFAULTS } } };
      show({});
      dialog.showModal();
    },
  };
}
