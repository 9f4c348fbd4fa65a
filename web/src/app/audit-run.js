/** One audit at a time: begun, followed, ended early, and what is said where it fails. */

import { knownOptions } from "../engine/options.js";
import { subgroupsAgain } from "../engine/repeat-subgroups.js";
import { Failure } from "../failure.js";
import { verify } from "../report/verification.js";

/**
 * @typedef {import("./session-state.js").State} State
 * @typedef {import("./session-state.js").Parts} Parts
 * @typedef {import("./session-state.js").Store} Store
 * @typedef {import("../types.d.ts").Audit} Audit
 * @typedef {import("../types.d.ts").AuditOptions} AuditOptions
 * @typedef {import("../types.d.ts").Pairs} Pairs
 */

/** @param {Audit} audit @param {import("../types.d.ts").Subgroups} [subgroups] @returns {Audit} */
export const withGroups = (audit, subgroups) => (subgroups ? { ...audit, subgroups } : audit);

/** @param {Pick<Parts, "engine" | "withoutRows"> & { store: Store }} parts */
export function createAuditRun({ store, engine, withoutRows }) {
  /** @type {AbortController | undefined} */
  let running;
  /** Ends the running audit's intervals. @type {AbortController | undefined} */
  let enough;

  /** Those of the saved audit, where one is to be verified. */
  function wishes() {
    const { saved, options } = store.get();
    return saved ? knownOptions(saved.audit.options) : options;
  }

  /** @param {Pairs} pairs @param {AuditOptions} [options] @param {Partial<State>} [known] of the pairs, and not yet by the session */
  function audit(pairs, options = wishes(), known = {}) {
    return audited({ ...known, pairs }, async (hooks) => {
      const ready = await engine();
      const { saved } = store.get();
      const made = await ready.audit(pairs, options, hooks);
      const found = saved && (await subgroupsAgain(ready.subgroups, pairs, saved.audit, hooks));
      return { audit: made, ...(found && { asides: { groups: { about: found.column, found } } }) };
    });
  }

  /** @param {Partial<State>} known @param {(hooks: import("../engine/index.js").AuditHooks) => Promise<{ audit: Audit, federation?: State["federation"], asides?: State["asides"] }>} make */
  async function audited(known, make) {
    running = new AbortController();
    const { signal } = running;
    enough = new AbortController();
    const run = store.get().run + 1;
    const current = () => store.get().run === run && !signal.aborted;
    store.set({
      ...known,
      phase: "running",
      run,
      audit: undefined,
      federation: undefined,
      verification: undefined,
      asides: {},
      failure: undefined,
      notice: "",
      progress: { stage: "starting", done: 0 },
    });
    try {
      const made = await make({
        signal,
        enough: enough.signal,
        onProgress: (progress) => current() && store.set({ progress }),
        onPartial: (partial) => current() && store.set({ audit: partial }),
      });
      const { saved } = store.get();
      const verification = saved && verify(saved.audit, withGroups(made.audit, made.asides?.groups?.found));
      if (current()) store.set({ phase: "done", ...made, verification, progress: undefined, made: [...store.get().made, made.audit] });
    } catch (error) {
      if (store.get().run !== run) return;
      const failure = Failure.from(error);
      stopped(signal.aborted || failure.code === "CANCELLED" ? undefined : failure);
    }
  }

  /** Back to where the audit was begun. @param {Failure} [failure] */
  function stopped(failure) {
    const { files, run } = store.get();
    const back = files.length > 0 ? "pairing" : "empty";
    store.set({
      phase: failure ? "error" : back,
      failure,
      audit: undefined,
      progress: undefined,
      notice: failure ? "" : "The audit was stopped.",
      run: run + 1,
    });
  }

  return {
    wishes,
    audit,
    audited,
    stopped,

    abort() {
      running?.abort();
    },

    cancel() {
      running?.abort();
      stopped();
    },

    /** Shows the audit as it is, without what is missing of its intervals. */
    enough() {
      enough?.abort();
    },

    /** The same pairs without the rows that the last audit refused. */
    leaveOut() {
      const { pairs, failure } = store.get();
      if (!pairs || !failure) return;
      const { images = [], texts = [] } = /** @type {{ images?: number[], texts?: number[] }} */ (failure.details);
      try {
        audit(withoutRows(pairs, { images, texts }));
      } catch (error) {
        store.set({ failure: Failure.from(error), phase: "error" });
      }
    },
  };
}
