/**
 * The state of the page's session and every way from one state to the next. Each builds the whole of the next state from what
 * outlives the step, so that nothing is left of a phase that is over. A new turn ends every job of the one before.
 */
import { withAsked } from "../audit/audit.js";
import { withWord, wordOf } from "../report/sentences.js";
import { createKept } from "./kept.js";
import { createStore } from "./store.js";
import { createTurns } from "./turns.js";

/** @import { Asked } from "../audit/audit.js" */
/** @import { Saved } from "../audit/saved.js" */
/** @import { Failure } from "../failure.js" */
/** @import { TextWord } from "../report/sentences.js" */
/** @import { Audit, AuditOptions, Pairs, Progress, Proposal, Verification } from "../types.d.ts" */
/** @import { Asides, Choosing, Paired, Settled, State } from "./session-types.d.ts" */
/** @import { FileEntry } from "../views/types.d.ts" */
/** @typedef {ReturnType<typeof createSessionState>} SessionState */

/** @type {Choosing & { failure?: undefined }} */
const START = {
  phase: "empty",
  files: [],
  choice: { captionsPerImage: null },
  touched: false,
  word: "texts",
  named: false,
  run: 0,
  notice: "",
  options: {},
  made: [],
};

/** What was asked for beside the audit and is there; a comparison is a result of its own. @param {Asides} [asides] @returns {Asked} */
export function askedIn({ groups, gap } = {}) {
  return { ...(groups?.found && { subgroups: groups.found }), ...(gap?.found && { gap: gap.found }) };
}

export function createSessionState() {
  const { get, set, replace, watch } = createStore(/** @type {State} */ (START));
  const turns = createTurns();
  const kept = createKept();

  /** What outlives the files. @param {State} state */
  const tabOf = ({ options, made, run, audit, word, asides }) => ({
    options,
    made: madeWith(made, word, audit, askedIn(asides)),
    run,
  });

  /** What outlives an audit of the files. @param {State} state */
  const inputOf = (state) => {
    const { files, proposal, choice, touched, pairs, word, named, saved } = state;
    return { ...tabOf(state), ...{ files, proposal, choice, touched, pairs, word, named, saved }, notice: "" };
  };

  /** The audits of the tab once one is left: what was asked for stays with it, and its word. @param {Audit[]} made @param {TextWord} word @param {Audit | undefined} shown @param {Asked} asked */
  function madeWith(made, word, shown, asked) {
    const parts = Object.values(asked);
    if (!shown || !made.includes(shown) || parts.every((part) => part === shown.subgroups || part === shown.gap)) return made;
    const whole = withWord(withAsked(shown, asked), word);
    kept.replace(whole, shown, kept.has(shown) && parts.every(kept.has));
    return made.map((one) => (one === shown ? whole : one));
  }

  /** Nothing that began before is heard any more. @param {State} next @returns {AbortSignal} of the turn that begins */
  function begin(next) {
    const signal = turns.next();
    replace({ ...next, run: get().run + 1 });
    return signal;
  }

  return {
    store: { get, watch },
    kept,

    /** @returns {AbortSignal} aborted once what is shown now is left */
    turn: turns.now,

    /** The first screen. */
    empty: () => begin({ ...START, ...tabOf(get()) }),

    /** Files come to those that are there. @param {FileEntry[]} files */
    read: (files) => replace({ ...inputOf(get()), files: [...get().files, ...files], phase: "reading" }),

    /** The same files under other entries. @param {FileEntry[]} files */
    list: (files) => set({ files }),

    /** A file was taken away. @param {FileEntry[]} files those that are left */
    remove(files) {
      const { phase, touched } = get();
      if (phase !== "running" && phase !== "done") replace({ ...inputOf(get()), phase, files, touched: touched || files.length > 0 });
    },

    /** None of the files can be used. @param {FileEntry[]} files */
    unusable: (files) => begin({ ...START, ...tabOf(get()), saved: get().saved, files, phase: files.length > 0 ? "error" : "empty" }),

    /** The files hold sums that are not audited. @param {Failure} [failure] */
    refuseSums: (failure) => begin({ ...inputOf(get()), proposal: undefined, pairs: undefined, failure, phase: "error" }),

    /** @param {Settled} settled all files are read */
    settle: (settled) => replace({ ...inputOf(get()), ...settled }),

    /** The user has a say in the choice. */
    touch: () => set({ touched: true }),

    /** Other sides, whose pairs are not proposed yet. @param {Choosing["choice"]} choice */
    chooseSides: (choice) => set({ choice: { ...choice, link: undefined }, pairs: undefined }),

    /** @param {Paired} paired @param {Proposal} [proposal] a new one */
    choose(paired, proposal = get().proposal) {
      const isReading = get().files.some((file) => !file.opened && !file.failure);
      const phase = isReading ? "reading" : paired.phase;
      replace({ ...inputOf(get()), ...paired, proposal, phase });
    },

    /** From the result back to the pairing. @param {Paired} paired */
    change: (paired) => begin({ ...inputOf(get()), ...paired }),

    /** @param {TextWord} word as the user says */
    name: (word) => set({ word, named: true }),

    /** An audit begins. @param {{ pairs?: Pairs }} input @param {string} [stage] @returns {AbortSignal} aborted once the audit is stopped or left */
    run: (input, stage = "starting") => begin({ ...inputOf(get()), ...input, phase: "running", progress: { stage, done: 0 } }),

    /** @param {{ progress: Progress } | { audit: Audit }} news of the running audit */
    follow: (news) => set(news),

    /** @param {{ audit: Audit, sites?: true, verification?: Verification, asides?: Asides }} result */
    finish({ audit, sites, verification, asides = {} }) {
      kept.stamp(audit);
      // Made up on the spot, or found in a file digit by digit: nothing of it can be lost.
      if (get().files.length === 0 || verification?.agrees) kept.add(audit, ...Object.values(askedIn(asides)));
      const made = kept.with(get().made, audit);
      replace({ ...inputOf(get()), phase: "done", audit, sites, verification, asides, made });
    },

    /** Back to where the audit began. @param {Failure} [failure] */
    stop(failure) {
      if (failure) return begin({ ...inputOf(get()), phase: "error", failure });
      const notice = "The audit was stopped.";
      const { files } = get();
      return begin(files.length > 0 ? { ...inputOf(get()), phase: "pairing", notice } : { ...START, ...tabOf(get()), notice });
    },

    /** A saved audit is shown as it is, without its data. @param {Saved} saved */
    open(saved) {
      kept.add(saved.audit, ...(saved.audits ?? []));
      const { made: before } = tabOf(get());
      const made = saved.audits ? [...before, ...saved.audits] : [...before, saved.audit];
      begin({ ...START, ...tabOf(get()), made, saved, phase: "done", audit: saved.audit, word: wordOf(saved.audit), asides: {} });
    },

    /** Another of the audits made; what it was made from is not at hand any more. @param {Audit} audit @param {TextWord} word that its texts have */
    turnTo(audit, word) {
      const { saved, made } = get();
      const own = saved && (saved.audit === audit || saved.audits?.includes(audit)) ? saved : undefined;
      const input = inputOf(get());
      // The one that is left may have become one with its groups, and be the one that is asked for.
      const next = input.made[made.indexOf(audit)] ?? audit;
      begin({ ...input, word, pairs: undefined, saved: own, phase: "done", audit: next, asides: {} });
    },

    /** @template {keyof Asides} K @param {K} kind @param {Asides[K]} aside */
    putAside(kind, aside) {
      const { asides } = get();
      if (asides) set({ asides: { ...asides, [kind]: aside } });
    },

    /** What is audited next is compared with it. @param {Saved} saved */
    expect: (saved) =>
      set({
        saved,
        ...(saved.audit.word && { word: saved.audit.word, named: true }),
        notice: `What is audited next is compared with ${saved.name}.`,
      }),

    /** @param {AuditOptions} options of every audit from now on */
    setOptions: (options) => set({ options }),

    /** The next audit is compared with no saved one. @param {AuditOptions} options of it */
    unbind: (options) => set({ options, saved: undefined, ...(get().phase === "done" && { verification: undefined }) }),

    /** @param {string} notice */
    say: (notice) => set({ notice }),

    /** What the address asks for cannot be had. @param {Failure} failure */
    refuse(failure) {
      if (get().phase !== "running" && get().phase !== "done") set({ failure });
    },
  };
}
