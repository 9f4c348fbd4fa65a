/** What is asked beside a finished audit: groups of a column, another model. Each runs when asked for and ends with the audit. */
import { optionsFor, verificationOf } from "../audit/audit.js";
import { pairsOfOther } from "../audit/pairs.js";
import { comparisonAmong } from "../audit/saved.js";
import { groupingColumns } from "../engine/groups.js";
import { Failure } from "../failure.js";
import { createTurns } from "./turns.js";

/** @import { AuditHooks } from "../engine/types.d.ts" */
/** @import { FileLike, Pairs, Progress } from "../types.d.ts" */
/** @import { SessionState } from "./session-state.js" */
/** @import { Aside, Asides, Parts } from "./session-types.d.ts" */

/** @param {Parts & { state: SessionState }} parts */
export function createAsides({ state, engine, openFiles }) {
  /** Every drawing asks. @type {WeakMap<Pairs, string[]>} */
  const columns = new WeakMap();
  const turns = { groups: createTurns(), comparison: createTurns() };

  /** @param {keyof Asides} kind @param {string} about @param {(pairs: Pairs, hooks: AuditHooks) => Promise<any>} make */
  async function run(kind, about, make) {
    const { pairs } = state.store.get();
    if (!pairs) return;
    const signal = turns[kind].next();
    const put = (/** @type {Aside<any>} */ aside) => signal.aborted || state.putAside(kind, { about, ...aside });
    // The audit's turn, once over, ends this one.
    const end = () => signal.aborted || turns[kind].next();
    const audit = state.turn();
    audit.addEventListener("abort", end);
    put({ running: true });
    try {
      const onProgress = (/** @type {Progress} */ progress) => put({ running: true, progress });
      const found = await make(pairs, { signal, onProgress });
      put({ found });
    } catch (error) {
      put({ failure: Failure.from(error) });
    } finally {
      audit.removeEventListener("abort", end);
    }
  }

  return {
    /** Columns that divide the pairs into groups. @param {Pairs} pairs */
    columns(pairs) {
      const known = columns.get(pairs) ?? groupingColumns(pairs.metadata);
      columns.set(pairs, known);
      return known;
    },

    /** @param {string} column */
    groups: (column) => run("groups", column, async (pairs, hooks) => (await engine()).subgroups(pairs, column, {}, hooks)),

    /** With a saved comparison among the files, its options are taken, and every digit is compared with it. @param {FileLike[]} files */
    compare: (files) =>
      run("comparison", files.map(({ name }) => name).join(", "), async (pairs, hooks) => {
        const { saved, data } = await comparisonAmong(files);
        const other = await pairsOfOther(data, openFiles, state.store.get().choice.captionsPerImage);
        const comparison = await (await engine()).compare(pairs, other, optionsFor(saved?.comparison, {}), hooks);
        if (!saved) return { comparison };
        return { comparison, saved: saved.name, verification: verificationOf(saved.comparison, comparison) };
      }),

    /** @param {keyof Asides} kind */
    cancel(kind) {
      turns[kind].next();
      state.putAside(kind, { about: state.store.get().asides?.[kind]?.about });
    },
  };
}
