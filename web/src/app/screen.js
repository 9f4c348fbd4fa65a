import { columnsOfPairs, commandLine, previewOf } from "../pairing/index.js";
import { isUnavailable } from "../report/numbers.js";
import { provisional, stageWords } from "../report/sentences.js";
import { safeName } from "../views/download.js";
import { fill, h } from "../views/element.js";
import * as empty from "../views/empty.js";
import { failureBox, offendingRows, offer } from "../views/failure.js";
import * as files from "../views/files.js";
import { createCut, createPick } from "../views/followed.js";
import { clock, madeList } from "../views/made.js";
import { wordSelect } from "../views/pairing.js";
import * as report from "../views/report.js";
import * as running from "../views/running.js";
import { moveTask } from "../views/task.js";
import { verificationBox } from "../views/verification.js";
import { select } from "../views/wish.js";
import { asideParts, asideProgress, sameAsides } from "./aside-parts.js";
import { isBystander } from "./bystanders.js";
import { leftAside } from "./left-aside.js";

/** @import { Audit, Comparison, Comparisons, Pairs, Role } from "../types.d.ts" */
/** @import { State } from "./session-types.d.ts" */
/** @import { Format } from "../views/types.d.ts" */

/** @typedef {ReturnType<typeof import("./session.js").createSession>} Session */

/** Once the page has drawn what it has. @param {() => void} work */
const nextFrame = (work) => requestAnimationFrame(() => setTimeout(work));

/** An item's id by its row in the file. @param {Pairs} pairs @returns {(side: Role, row: number) => string | undefined} */
const idsOf =
  ({ ids }) =>
  (side, row) =>
    ids?.[side]?.[row];

/**
 * Shows the state of the session: which screen, and what on it.
 * @param {{ page: Document, session: Session, formats: Format[], choose: () => void, chooseFolder: () => void, chooseOther: () => void, options?: ReturnType<typeof import("./options.js").createOptionsPanel>, cite?: () => void, saveComparison: (made: Comparison | Comparisons) => void, fileComparison: (made: Comparison | Comparisons) => void, leaving: { cancel: () => void, turnTo: (audit: Audit) => unknown, searchBy: (labels: string) => unknown } }} parts leaving: asks before something is lost
 */
export function createScreen({
  page,
  session,
  formats,
  choose,
  chooseFolder,
  chooseOther,
  options,
  cite,
  saveComparison,
  fileComparison,
  leaving,
}) {
  const main = /** @type {HTMLElement} */ (page.getElementById("main"));
  const live = /** @type {HTMLElement} */ (page.getElementById("live"));
  const bar = h("div");
  const said = h("div");
  const tools = h("div.result-tools");
  const result = h("div");
  let cut = createCut(0.1);
  let pick = createPick();
  /** @type {ReturnType<typeof running.render> | undefined} */
  let move;
  // The audit is done, but not yet all of its report on the page.
  let finishing = false;

  /** @param {State} state */
  function remedy({ failure, pairs }) {
    if (!failure || !pairs || !("images" in failure.details && "texts" in failure.details)) return undefined;
    const rows = offendingRows(failure.details);
    if (rows.images.length + rows.texts.length === 0) return undefined;
    return h("button#leave-out.primary", { click: () => session.leaveOut() }, offer(rows, pairs.imageOf));
  }

  /** @param {State} state */
  function showStart(state) {
    empty.render(
      main,
      { formats, failure: state.failure && failureBox(state.failure), options: options?.element, made: madeOf(state) },
      { choose, chooseFolder, example: (name) => session.example(name) },
    );
  }

  /** The audits of this tab, the last one first. @param {State} state */
  function madeOf({ made }) {
    if (made.length === 0) return undefined;
    const { has, timeOf } = session.kept;
    const all = made.map((audit) => ({ audit, time: timeOf(audit), saved: has(audit) }));
    return madeList(all.reverse(), leaving.turnTo);
  }

  /** Why these are the sides, while they are as proposed, and why these rows belong together. @param {State} state */
  function whyOf({ choice, proposal, pairs }) {
    const asProposed = proposal && choice.images?.array === proposal.images?.array && choice.texts?.array === proposal.texts?.array;
    return { sides: (asProposed && proposal.whySides) || "", pairs: pairs?.pairing?.says ?? "" };
  }

  /** @param {State} state */
  function showFiles(state) {
    const { choice, pairs, proposal } = state;
    const { images, texts } = choice;
    files.render(
      main,
      {
        files: state.files.map((file) => ({ ...file, aside: isBystander(file) && state.files.some(({ opened }) => opened) })),
        arrays: state.proposal?.arrays ?? [],
        choice,
        why: whyOf(state),
        questions: state.proposal?.questions ?? [],
        links: proposal?.links ?? [],
        findings: pairs?.findings ?? [],
        columns: columnsOfPairs(pairs?.metadata),
        preview: pairs ? previewOf(pairs) : [],
        command:
          images && texts && pairs?.pairing ? commandLine(images, texts, pairs.pairing, proposal?.metadata?.tables, pairs) : undefined,
        used: new Set([proposal?.captions, choice.link?.ids?.images, choice.link?.ids?.texts]),
        metadata: new Set(proposal?.metadata?.tables),
        failure: state.failure,
        remedy: remedy(state),
        word: state.word,
        ready: state.pairs !== undefined && state.phase !== "reading",
        // A saved audit brings its own.
        options: state.saved ? undefined : options?.element,
      },
      { choose, remove: session.remove, pair: session.pair, name: session.name, run: session.run },
    );
    const said = expectation(state);
    if (said) main.querySelector("h1")?.after(said);
  }

  /** @param {State} state @param {State | undefined} before */
  function showAudit(state, before) {
    const fresh = before?.run !== state.run;
    if (fresh || result.parentElement !== main) {
      fill(main, bar, said, result);
      for (const part of [said, result, tools]) part.replaceChildren();
      bar.replaceChildren();
      move = undefined;
      cut = createCut(0.1);
      pick = createPick();
    }
    if (state.phase === "running") {
      move ??= running.render(bar, { cancel: leaving.cancel, enough: () => session.enough() });
      if (state.progress) move(state.progress, state.audit && provisional(state.audit));
    } else {
      bar.replaceChildren();
      move = undefined;
    }
    if (!state.audit) return;
    // Progress alone changes nothing on the report.
    if (!fresh && result.firstChild && state.audit === before?.audit && state.word === before.word && state.phase === before.phase) {
      for (const [kind, progress] of asideProgress(state)) {
        const card = result.querySelector(`#card-${kind}`);
        if (card) moveTask(card, progress);
      }
      if (sameAsides(state, before)) return;
    }
    if (!result.firstChild) cut = createCut(state.audit.options.topQ);
    const scores = state.audit.sas.imageToText;
    // Until the first scores are there the bar alone says more than a page of gaps.
    const readable = state.phase === "done" || !isUnavailable(scores) || state.audit.inputs.images.cols !== state.audit.inputs.texts.cols;
    // From the first scores on, so that nothing moves once the audit is done.
    if (state.phase === "done" || (readable && !tools.firstChild)) showTools(state);
    if (readable)
      report.render(
        result,
        state.audit,
        {
          word: state.word,
          cut,
          pick,
          leftAside: leftAside(state),
          ...(state.phase === "done" && state.pairs && { detail: session.modeDetail }),
          ...labelsAsk(state),
          ...(state.pairs?.ids && { named: idsOf(state.pairs) }),
          ...asideParts(state, session.asides, { choose: chooseOther, save: saveComparison, file: fileComparison }),
          name: `askew-${safeName(state.audit.inputs.images.file)}`,
          tools,
        },
        // A few cards a frame, so that the page stays quick; but a hidden page has no frames to wait for.
        (finishing || state.phase === "running") && !page.hidden ? nextFrame : undefined,
        () => {
          finishing = false;
          sayState();
        },
      );
  }

  /** Columns whose values may be right answers in search, of a finished audit of files that has none. @param {State} state */
  function labelsAsk({ phase, pairs, files: given }) {
    const { labels } = columnsOfPairs(pairs?.metadata);
    return phase === "done" && pairs && pairs.labels === undefined && given.length > 0 && labels.length > 0
      ? { labels: { columns: labels, make: leaving.searchBy } }
      : {};
  }

  /** The audits of this tab, to turn to. @param {State} state */
  function history({ made, audit }) {
    if (made.length < 2) return undefined;
    const options = made.map((one, k) => {
      const time = session.kept.timeOf(one);
      return /** @type {[number, string]} */ ([k, `${k + 1}. ${one.inputs.images.file}${time ? ` · ${clock(time)}` : ""}`]);
    });
    const now = audit && made.indexOf(audit);
    const choose = async (/** @type {string} */ value) => {
      await leaving.turnTo(made[Number(value)]);
      // The list shows the one that stayed.
      if (now !== undefined && session.store.get().audit === audit) chooser.value = String(now);
    };
    const chooser = select("history", options, now, choose);
    return [h("label", { for: "history" }, "Audit"), chooser];
  }

  /** What is compared with what, before the data are audited. @param {State} state */
  function expectation({ saved }) {
    return saved && h("p.notice", `These data will be audited with the options of ${saved.name}, and compared with it.`);
  }

  /** @param {State} state */
  function showTools(state) {
    const { word, saved, verification, pairs } = state;
    fill(
      said,
      verification && saved && verificationBox(verification, saved.name),
      saved &&
        !verification &&
        !pairs &&
        h("p.notice", `Opened from ${saved.name}, without its data. To verify it, drop it together with the files that it names.`),
    );
    fill(
      tools,
      history(state),
      h("label", { for: "report-word" }, "Call the texts", wordSelect("report-word", word, session.name)),
      cite && h("button#cite-open", { click: cite }, "Cite…"),
      options?.element,
    );
  }

  /** @param {State} state @param {State} before */
  function announce(state, before) {
    if (state.notice && state.notice !== before.notice) live.textContent = state.notice;
    else if (state.phase !== before.phase) {
      if (state.phase === "done") live.textContent = main.querySelector("h1")?.textContent ?? "The audit is done.";
      else if (state.phase === "running") live.textContent = "The audit is running.";
    } else if (state.progress && state.progress.stage !== before.progress?.stage) live.textContent = stageWords(state.progress.stage);
  }

  /** @param {string} id @param {boolean} shown */
  function reveal(id, shown) {
    const element = page.getElementById(id);
    if (element) element.hidden = !shown;
  }

  function sayState() {
    page.body.dataset.state = session.store.get().phase;
  }

  /** @param {State} state @param {State} [before] */
  function show(state, before) {
    const moved = state.phase !== before?.phase;
    finishing = state.phase === "done" && state.audit !== undefined && (finishing || before?.phase === "running");
    options?.follow(state, before);
    reveal("new-audit", state.phase !== "empty");
    reveal("change", state.phase === "done" && state.pairs !== undefined && state.files.length > 0);
    reveal("save-aggregate", state.phase === "done" && state.pairs !== undefined);
    reveal("save-pooled", state.phase === "done" && state.sites === true);
    for (const id of ["print", "save-report", "present", "download-json"]) reveal(id, state.phase === "done");
    if (state.phase === "running" || state.phase === "done") showAudit(state, before);
    else if (state.files.length > 0) showFiles(state);
    else showStart(state);
    // Last, so that who waits for a state finds its screen.
    if (!finishing) sayState();
    if (before) announce(state, before);
    if (!before || !moved) return;
    // The keyboard follows to the new screen where its old place is gone.
    if (page.activeElement === page.body || page.activeElement === null)
      /** @type {HTMLElement | null} */ (main.querySelector("h1, #running"))?.focus({ preventScroll: true });
    if (state.phase !== "done" || before.phase !== "running" || !before.audit) page.documentElement.scrollTop = 0;
  }

  session.store.watch(show);
  show(session.store.get());
}
