/** What the user does and what follows from it; knows no page. */
import { withAsked } from "../audit/audit.js";
import { auditOptions } from "../engine/options.js";
import { Failure } from "../failure.js";
import { optionsIn } from "../report/permalink.js";
import { withWord, wordOf } from "../report/sentences.js";
import { createAsides } from "./asides.js";
import { createAuditRun } from "./audit-run.js";
import { createIntake } from "./intake.js";
import { createPairChoice } from "./pair-choice.js";
import { askedIn, createSessionState } from "./session-state.js";

/** @import { Saved } from "../audit/saved.js" */
/** @import { TextWord } from "../report/sentences.js" */
/** @import { Audit, AuditOptions, Pairs, SyntheticSpec } from "../types.d.ts" */
/** @import { Parts, SessionEngine } from "./session-types.d.ts" */
/** @import { ExampleName } from "../views/types.d.ts" */

/** @param {Parts} parts */
export function createSession({ openFiles, engine }) {
  const state = createSessionState();
  const { get } = state.store;
  /** What the texts of each audit are called. @type {WeakMap<Audit, TextWord>} */
  const words = new WeakMap();
  state.store.watch(({ audit, word }) => audit && words.set(audit, word));
  const run = createAuditRun({ state, engine });
  const choice = createPairChoice(state);
  const { addFiles, remove, sites, auditSums } = createIntake({ state, openFiles, engine, run, choice });

  /** Audits what the engine makes up. @param {(ready: SessionEngine) => Promise<Pairs>} make @param {AuditOptions} [options] */
  async function made(make, options) {
    state.empty();
    const signal = state.run({}, "making the example");
    try {
      const pairs = await make(await engine());
      if (!signal.aborted) await run.audit(pairs, options);
    } catch (error) {
      if (!signal.aborted) state.stop(Failure.from(error));
    }
  }

  return {
    store: state.store,
    kept: state.kept,
    turn: state.turn,
    asides: createAsides({ state, engine, openFiles }),
    addFiles,
    remove,
    sites,
    reset: state.empty,
    pair: choice.pair,
    name: state.name,
    change: choice.change,
    turnTo: (/** @type {Audit} */ audit) => state.turnTo(audit, words.get(audit) ?? wordOf(audit)),
    enough: run.enough,
    leaveOut: run.leaveOut,
    cancel: () => void state.stop(),

    /** A saved audit, opened by itself; beside data or a choice of sides, the next audit has its options and is compared with it. @param {Saved} saved @param {boolean} alone */
    take(saved, alone) {
      if (alone && get().phase !== "pairing") return state.open(saved);
      if (get().phase === "done") state.empty();
      state.expect(saved);
    },

    /** Options of every audit from now on, if the address ends with some. @param {string} fragment */
    readAddress(fragment) {
      const options = optionsIn(fragment);
      if (!options) return;
      try {
        auditOptions(options);
        state.setOptions(options);
      } catch (error) {
        state.refuse(Failure.from(error));
      }
    },

    /** The finished audit with what was asked for since, and the word for its texts. @returns {Audit | undefined} */
    whole() {
      const { audit, asides, word } = get();
      return audit && withWord(withAsked(audit, askedIn(asides)), word);
    },

    /** The finished audit stands in a file, with what was asked for; or every audit of this tab does. @param {boolean} [all] */
    saved(all = false) {
      const { audit, asides, made } = get();
      if (audit) state.kept.add(audit, ...Object.values(askedIn(asides)));
      if (all) state.kept.add(...made);
    },

    /** The audits of this tab, the one that is shown with what was asked for. @returns {Audit[]} */
    audits() {
      const { audit, made } = get();
      const whole = this.whole();
      return made.map((one) => (one === audit && whole ? whole : withWord(one, words.get(one) ?? wordOf(one))));
    },

    run() {
      const { phase, pairs } = get();
      if (pairs && phase !== "reading" && phase !== "running") run.audit(pairs);
    },

    /** The same pairs again, where any item with the same value is a right answer too. @param {string} labels a column */
    searchBy(labels) {
      choice.say({ labels });
      this.run();
    },

    /** Options of every audit from now on. @param {AuditOptions} options */
    setOptions: state.setOptions,

    /** The same pairs, or sums, with other options: no saved audit's any more. @param {AuditOptions} options */
    again(options) {
      const { phase, pairs } = get();
      if (phase !== "done") return;
      state.unbind(options);
      if (pairs) run.audit(pairs);
      else auditSums();
    },

    /** A direction of the finished audit in every pair. @param {{ side: "image" | "text", mode: number }} place */
    async modeDetail(place) {
      const { audit } = get();
      if (!audit) throw new Failure("CANCELLED", "The audit is gone.");
      return (await engine()).modeDetail(audit, place);
    },

    /** @param {ExampleName} name */
    example: (name) => made((ready) => ready.synthetic(name)),

    /** A set made to measure. @param {string} title @param {SyntheticSpec} spec @param {AuditOptions} options */
    generated: (title, spec, options) => made((ready) => ready.generated(title, spec), options),
  };
}
