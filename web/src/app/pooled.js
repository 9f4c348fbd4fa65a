/** The dialog that saves the sums of several sites as one file: what only the user can tell is asked, what would leave is shown, then it is saved. */
import { Failure } from "../failure.js";
import { previewOf } from "../moments/disclosure.js";
import { poolQuestions } from "../moments/promise.js";
import * as view from "../views/pooled.js";
import { downloadMoments } from "./download-moments.js";
import { createTurns } from "./turns.js";

/** @import { MomentsFile } from "../types.d.ts" */
/** @import { PoolAnswers, PoolModel } from "../views/types.d.ts" */

/** @typedef {Pick<ReturnType<typeof import("../engine/index.js").createEngine>, "mergeMoments">} MergeEngine */

/** @param {HTMLDialogElement} dialog @param {() => Promise<MergeEngine>} engine */
export function createPooledDialog(dialog, engine) {
  // A turn lasts until the dialog is answered or closed.
  const turns = createTurns();
  const close = () => dialog.close();
  dialog.addEventListener("close", turns.next);

  /** @param {MomentsFile[]} files @param {PoolAnswers} said of what the files cannot tell */
  async function pool(files, said) {
    const turn = turns.next();
    const questions = poolQuestions(files, {});
    const open = poolQuestions(files, said).length > 0;
    const answer = (/** @type {PoolAnswers} */ more) => pool(files, { ...said, ...more });
    const render = (/** @type {Partial<PoolModel>} */ more, save = () => {}) => {
      if (!turn.aborted) view.render(dialog, { files: files.length, questions, said, open, ...more }, { answer, save, close });
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
    /** @param {MomentsFile[]} files of the sites @param {AbortSignal} [audit] of these: the dialog closes once it is left */
    async show(files, audit) {
      const showing = pool(files, {});
      dialog.showModal();
      audit?.addEventListener("abort", close);
      await showing;
    },
  };
}
