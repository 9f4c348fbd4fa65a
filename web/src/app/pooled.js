/** The dialog that saves the sums of several sites as one file: what would leave is shown, then it is saved. */
import { Failure } from "../failure.js";
import { previewOf } from "../moments/disclosure.js";
import * as view from "../views/pooled.js";
import { downloadMoments } from "./download-moments.js";

/**
 * @typedef {import("../types.d.ts").MomentsFile} MomentsFile
 * @typedef {Pick<ReturnType<typeof import("../engine/index.js").createEngine>, "mergeMoments">} MergeEngine
 */

/** @param {HTMLDialogElement} dialog @param {() => Promise<MergeEngine>} engine */
export function createPooledDialog(dialog, engine) {
  /** Counts the times it was opened or closed: an answer to an earlier one is not heard. */
  let turn = 0;
  const close = () => dialog.close();
  dialog.addEventListener("close", () => {
    turn++;
  });

  return {
    /** @param {MomentsFile[]} files of the sites */
    async show(files) {
      const own = ++turn;
      const render = (/** @type {Partial<view.Model>} */ more, save = () => {}) => {
        if (own === turn) view.render(dialog, { files: files.length, ...more }, { save, close });
      };
      render({});
      dialog.showModal();
      try {
        const moments = await (await engine()).mergeMoments(files);
        render({ preview: previewOf(moments), sites: moments.sites }, () => downloadMoments(moments, "pooled"));
      } catch (error) {
        render({ failure: Failure.from(error).message });
      }
    },
  };
}
