/** One audit at a time: begun, followed, ended early, and what is said where it fails. */
import { auditPairs, optionsFor, verificationOf, withAsked } from "../audit/audit.js";
import { turn } from "../engine/yielding.js";
import { Failure } from "../failure.js";
import { withoutRows } from "../pairing/index.js";

/** @import { AuditHooks } from "../engine/types.d.ts" */
/** @import { AuditOptions, Audit, Pairs } from "../types.d.ts" */
/** @import { Asked } from "../audit/audit.js" */
/** @import { SessionState } from "./session-state.js" */
/** @import { Parts, Settled } from "./session-types.d.ts" */

/** @param {Pick<Parts, "engine"> & { state: SessionState }} parts */
export function createAuditRun({ state, engine }) {
  /** Ends the running audit's intervals. @type {AbortController | undefined} */
  let enough;

  /** Those of the saved audit, where one is to be verified. */
  const wishes = () => optionsFor(state.store.get().saved?.audit, state.store.get().options);

  /** @param {Pairs} pairs @param {AuditOptions} [options] @param {Partial<Settled>} [settled] what else the session does not know yet */
  function audit(pairs, options = wishes(), settled = {}) {
    const { saved } = state.store.get();
    const { failure, phase, ...input } = settled;
    return audited({ ...input, pairs }, async (hooks) => auditPairs(await engine(), pairs, { options, saved: saved?.audit }, hooks));
  }

  /**
   * @param {Partial<Settled>} input
   * @param {(hooks: AuditHooks) => Promise<{ audit: Audit, sites?: true } & Asked>} make
   */
  async function audited(input, make) {
    const { saved } = state.store.get();
    const signal = state.run(input);
    enough = new AbortController();
    try {
      // The screen is drawn first.
      await turn();
      const { audit, sites, ...asked } = await make({
        signal,
        enough: enough.signal,
        onProgress: (progress) => signal.aborted || state.follow({ progress }),
        onPartial: (partial) => signal.aborted || state.follow({ audit: partial }),
      });
      const verification = saved && verificationOf(saved.audit, withAsked(audit, asked));
      const { subgroups, gap } = asked;
      const asides = {
        ...(subgroups && { groups: { about: subgroups.column, found: subgroups } }),
        ...(gap && { gap: { about: "", found: gap } }),
      };
      if (!signal.aborted) state.finish({ audit, sites, verification, asides });
    } catch (error) {
      const failure = Failure.from(error);
      if (!signal.aborted) state.stop(failure.code === "CANCELLED" ? undefined : failure);
    }
  }

  return {
    wishes,
    audit,
    audited,

    /** Shows the audit as it is, without what is missing of its intervals. */
    enough() {
      enough?.abort();
    },

    /** The same pairs without the rows that the last audit refused. */
    leaveOut() {
      const { pairs, failure } = state.store.get();
      if (!pairs || !failure) return;
      const { images = [], texts = [] } = /** @type {{ images?: number[], texts?: number[] }} */ (failure.details);
      try {
        audit(withoutRows(pairs, { images, texts }));
      } catch (error) {
        state.stop(Failure.from(error));
      }
    },
  };
}
