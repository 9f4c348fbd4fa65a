/** What the user does and what follows from it; knows no page. */
import { Failure } from "../failure.js";
import { textWord } from "../report/sentences.js";
import { createAsides } from "./asides.js";
import { createAuditRun, withGroups } from "./audit-run.js";
import { createIntake } from "./intake.js";
import { createPairChoice } from "./pair-choice.js";
import { START } from "./session-state.js";
import { createStore } from "./store.js";

/**
 * @typedef {import("./session-state.js").State} State
 * @typedef {import("./session-state.js").Parts} Parts
 * @typedef {import("../types.d.ts").Audit} Audit
 * @typedef {import("../types.d.ts").AuditOptions} AuditOptions
 * @typedef {import("../types.d.ts").Pairs} Pairs
 * @typedef {import("../views/empty.js").ExampleName} ExampleName
 */

/** @param {Parts} parts */
export function createSession({ openFiles, propose, pair, withoutRows, engine }) {
  const store = createStore(START);
  const asides = createAsides({ store, engine, openFiles, propose, pair, withoutRows });
  const run = createAuditRun({ store, engine, withoutRows });
  const choice = createPairChoice({ store, propose, pair });
  const { addFiles, remove, sites } = createIntake({ store, openFiles, engine, run, choice, reset });

  function reset() {
    run.abort();
    choice.forget();
    store.set({
      ...START,
      options: store.get().options,
      made: store.get().made,
      saved: undefined,
      verification: undefined,
      proposal: undefined,
      pairs: undefined,
      failure: undefined,
      audit: undefined,
      federation: undefined,
      progress: undefined,
      run: store.get().run + 1,
    });
  }

  /** Audits what the engine makes up. @param {(ready: Awaited<ReturnType<Parts["engine"]>>) => Promise<Pairs>} make @param {AuditOptions} [options] */
  async function made(make, options) {
    reset();
    const turn = store.get().run + 1;
    store.set({ phase: "running", run: turn, progress: { stage: "making the example", done: 0 } });
    try {
      const pairs = await make(await engine());
      if (store.get().run === turn) await run.audit(pairs, options);
    } catch (error) {
      if (store.get().run === turn) run.stopped(Failure.from(error));
    }
  }

  return {
    store,
    asides,
    addFiles,
    remove,
    sites,
    reset,
    pair: choice.pair,
    name: choice.name,
    enough: run.enough,
    cancel: run.cancel,
    leaveOut: run.leaveOut,

    /** The next audit has this one's options and is compared with it. @param {import("../audit/saved.js").Saved} saved */
    expect(saved) {
      if (store.get().phase === "done") reset();
      store.set({ saved, notice: `What is audited next is compared with ${saved.name}.` });
    },

    /** A saved audit is shown as it is, without its data. @param {import("../audit/saved.js").Saved} saved */
    open(saved) {
      reset();
      const { file, array } = saved.audit.inputs.texts;
      const made = saved.audits ?? [...store.get().made, saved.audit];
      store.set({ phase: "done", saved, audit: saved.audit, made, word: textWord([file, array]), run: store.get().run + 1 });
    },

    /** Another of the audits made; what it was made from is not at hand any more. @param {Audit} audit */
    turnTo(audit) {
      store.set({ audit, pairs: undefined, federation: undefined, verification: undefined, asides: {}, run: store.get().run + 1 });
    },

    /** The finished audit with the groups that were asked for since. @returns {Audit | undefined} */
    whole() {
      const { audit, asides: now } = store.get();
      return audit && withGroups(audit, now.groups?.found);
    },

    /** @param {import("../types.d.ts").AuditOptions} options of every audit from now on */
    setOptions(options) {
      store.set({ options });
    },

    /** @param {Failure} failure of what the address asks for */
    refuse(failure) {
      store.set({ failure });
    },

    run() {
      const { pairs } = store.get();
      if (pairs) run.audit(pairs);
    },

    /** A direction of the finished audit in every pair. @param {{ side: "image" | "text", mode: number }} place */
    async modeDetail(place) {
      const { audit } = store.get();
      if (!audit) throw new Failure("CANCELLED", "The audit is gone.");
      return (await engine()).modeDetail(audit, place);
    },

    /** From the result back to files and pairing. */
    change() {
      run.abort();
      store.set({ audit: undefined, progress: undefined, run: store.get().run + 1 });
      choice.choose(store.get().choice);
    },

    /** @param {ExampleName} name */
    example: (name) => made((ready) => ready.synthetic(name)),

    /** A set made to measure. @param {string} title @param {import("../types.d.ts").SyntheticSpec} spec @param {AuditOptions} options */
    generated: (title, spec, options) => made((ready) => ready.generated(title, spec), options),
  };
}
