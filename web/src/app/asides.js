/** What is asked beside a finished audit: groups of a column, another model. Each runs when asked for and ends with the audit. */

import { comparisonAmong } from "../audit/saved.js";
import { groupingColumns } from "../engine/groups.js";
import { knownOptions } from "../engine/options.js";
import { Failure } from "../failure.js";
import { joinParts } from "../pairing/index.js";
import { verifyComparison } from "../report/verification.js";

/** @import { FileLike, Pairs, Progress } from "../types.d.ts" */
/** @typedef {import("./session-state.js").State} State */
/** @typedef {import("./session-state.js").Parts} Parts */
/** @typedef {"groups" | "comparison"} Kind */
/** saved: the file that it was compared with. @typedef {{ comparison: import("../types.d.ts").Comparison, saved?: string, verification?: import("../types.d.ts").Verification }} Compared */

/**
 * One of them: at work (running), failed, or its result. about: what was asked for.
 * @template T @typedef {{ about?: string, running?: true, progress?: Progress, failure?: Failure, found?: T }} Aside
 */

/** @param {Parts & { store: ReturnType<typeof import("./store.js").createStore<State>> }} parts */
export function createAsides({ store, engine, openFiles, propose, pair }) {
  /** Every drawing asks. @type {WeakMap<Pairs, string[]>} */
  const columns = new WeakMap();
  /** @type {Map<Kind, AbortController>} */
  const running = new Map();

  /** @param {Kind} kind @param {Aside<any>} aside */
  const put = (kind, aside) => store.set({ asides: { ...store.get().asides, [kind]: aside } });

  /** @param {Kind} kind @param {string} about @param {(pairs: Pairs, hooks: import("../engine/index.js").AuditHooks) => Promise<unknown>} make */
  async function run(kind, about, make) {
    const { pairs, run: audit } = store.get();
    if (!pairs) return;
    running.get(kind)?.abort();
    const controller = new AbortController();
    running.set(kind, controller);
    const current = () => {
      if (store.get().run !== audit) controller.abort();
      return !controller.signal.aborted;
    };
    put(kind, { about, running: true });
    try {
      const onProgress = (/** @type {Progress} */ progress) => current() && put(kind, { about, running: true, progress });
      const found = await make(pairs, { signal: controller.signal, onProgress });
      if (current()) put(kind, { about, found });
    } catch (error) {
      if (current()) put(kind, { about, failure: Failure.from(error) });
    }
  }

  /** The other model's pairs, made as its own files say. @param {FileLike[]} files */
  async function pairsOf(files) {
    const openings = (await Promise.all(files.map((file) => openFiles(file)))).flat();
    const failed = openings.find(({ failure }) => failure);
    if (failed?.failure) throw failed.failure;
    const { files: opened, wholes, questions } = joinParts(openings.flatMap((opening) => opening.opened ?? []));
    const hole = wholes.find(({ failure }) => failure)?.failure;
    if (hole) throw hole;
    if (questions.length > 0) throw new Failure("ROWS_UNCLEAR", questions[0].finding.message);
    const proposal = await propose(opened);
    const { captionsPerImage } = store.get().choice;
    const each = proposal.link || captionsPerImage === null ? proposal.captionsPerImage : captionsPerImage;
    const open = captionsPerImage === null ? proposal.questions.find(({ asks }) => asks) : undefined;
    if (open)
      throw new Failure("PAIRS_UNCLEAR", `${open.message} Give the second model a table of pairs, or files whose rows belong together.`);
    return pair({ ...proposal, captionsPerImage: each });
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
        const other = await pairsOf(data);
        const options = saved ? knownOptions(saved.comparison.a.options) : {};
        const comparison = await (await engine()).compare(pairs, other, options, hooks);
        if (!saved) return { comparison };
        return { comparison, saved: saved.name, verification: verifyComparison(saved.comparison, comparison) };
      }),

    /** @param {Kind} kind */
    cancel(kind) {
      running.get(kind)?.abort();
      put(kind, { about: store.get().asides[kind]?.about });
    },
  };
}
