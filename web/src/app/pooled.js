/** The dialog that saves the sums of several sites as one file: what only the user can tell is asked, what would leave is shown, then it is saved. */
import { Failure } from "../failure.js";
import { previewOf } from "../moments/disclosure.js";
import { poolQuestions } from "../moments/promise.js";
import * as view from "../views/pooled.js";
import { downloadMoments } from "./download-moments.js";

/**
 * @typedef {import("../types.d.ts").MomentsFile} MomentsFile
 * @typedef {Pick<ReturnType<typeof import("../engine/index.js").createEngine>, "mergeMoments">} MergeEngine
 */

/** @param {HTMLDialogElement} dialog @param {() => Promise<MergeEngine>} engine */
export function createPooledDialog(dialog, engine) {
  /** Counts the times it was opened, answered or closed: what belongs to an earlier one is not heard. */
  let turn = 0;
  const close = () => dialog.close();
  dialog.addEventListener("close", () => {
    turn++;
  });

  /** @param {MomentsFile[]} files @param {view.Said} said of what the files cannot tell */
  async function pool(files, said) {
    const own = ++turn;
    const questions = poolQuestions(files, {});
    const open = poolQuestions(files, said).length > 0;
    const answer = (/** @type {view.Said} */ more) => pool(files, { ...said, ...more });
    const render = (/** @type {Partial<view.Model>} */ more, save = () => {}) => {
      if (own === turn) view.render(dialog, { files: files.length, questions, said, open, ...more }, { answer, save, close });
    };
    render({});
    if (open) return;
    try {
      const moments = await (await engine()).mergeMoments(files, said);
      render({ preview: previewOf(moments), pool: moments }, () => downloadMoments(moments, "pooled"));
    } catch (error) {
      render({ failure: Failure.from(error).message });
    }
  }

  return {
    /** @param {MomentsFile[]} files of the sites */
    async show(files) {
      const showing = pool(files, {});
      dialog.showModal();
      await showing;
    },
  };
}
