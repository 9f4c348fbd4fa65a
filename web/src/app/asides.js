/** What is asked beside a finished audit: groups of a column, the gap, other models. Each runs when asked for and ends with the audit. */
import { optionsFor, verificationOf } from "../audit/audit.js";
import { gapMapsBytes } from "../audit/gap-maps.js";
import { createModels, MOST_MODELS, STEPS } from "../audit/models.js";
import { pairsOfOther } from "../audit/pairs.js";
import { comparisonAmong } from "../audit/saved.js";
import { groupingColumns } from "../engine/groups.js";
import { knownOptions } from "../engine/options.js";
import { Failure } from "../failure.js";
import { download } from "../views/download.js";
import { keptBefore } from "./stakes.js";
import { createTurns } from "./turns.js";

/** @import { AuditHooks } from "../engine/types.d.ts" */
/** @import { FileLike, Pairs, Progress } from "../types.d.ts" */
/** @import { SessionState } from "./session-state.js" */
/** @import { Aside, Asides, Parts } from "./session-types.d.ts" */
/** @typedef {ReturnType<typeof createModels>} Models */

/** @param {Parts & { state: SessionState }} parts */
export function createAsides({ state, engine, openFiles }) {
  /** Every drawing asks. @type {WeakMap<Pairs, string[]>} */
  const columns = new WeakMap();
  const turns = { groups: createTurns(), gap: createTurns(), comparison: createTurns() };
  /** Of each audit, by its turn. @type {WeakMap<AbortSignal, Models>} */
  const models = new WeakMap();
  const foundNow = () => state.store.get().asides?.comparison?.found;
  const aboutNow = () => state.store.get().asides?.comparison?.about ?? "";

  /** @param {keyof Asides} kind @param {string} about @param {(pairs: Pairs, hooks: AuditHooks) => Promise<any>} make @param {unknown} [kept] what stays while it runs, and if it fails */
  async function run(kind, about, make, kept) {
    const { pairs } = state.store.get();
    if (!pairs) return;
    const signal = turns[kind].next();
    const put = (/** @type {Aside<any>} */ aside) => signal.aborted || state.putAside(kind, { about, ...aside });
    // The audit's turn, once over, ends this one.
    const end = () => signal.aborted || turns[kind].next();
    const audit = state.turn();
    audit.addEventListener("abort", end);
    const before = kept === undefined ? {} : { found: kept };
    put({ running: true, ...before });
    try {
      const onProgress = (/** @type {Progress} */ progress) => put({ running: true, progress, ...before });
      const found = await make(pairs, { signal, onProgress });
      put({ found });
    } catch (error) {
      put({ failure: Failure.from(error), ...before });
    } finally {
      audit.removeEventListener("abort", end);
    }
  }

  /** Of the audit that is shown. @param {Pairs} pairs */
  const modelsOf = (pairs) => models.get(state.turn()) ?? createModels(pairs, {});

  /** @param {Models} own @param {Parameters<Models["take"]>[0]} step @param {AuditHooks} hooks */
  async function taken(own, step, hooks) {
    const found = await own.take(step, await engine(), hooks);
    if (!hooks.signal?.aborted) models.set(state.turn(), own);
    return found && { ...found, ...(own.full() && { full: true }) };
  }

  /** Another baseline, another one that is shown, or one model fewer; what was not compared yet is. @param {Parameters<Models["take"]>[0]} step */
  function again(step) {
    const before = foundNow();
    const make = async (/** @type {Pairs} */ pairs, /** @type {AuditHooks} */ hooks) => {
      const found = await taken(modelsOf(pairs), step, hooks);
      if (found) state.kept.add(...keptBefore(found, before, state.kept.has));
      return found;
    };
    return run("comparison", aboutNow(), make, before);
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

    /** What the modality gap consists of, and what closing it would do; with the options of the audit. */
    gap: () =>
      run("gap", "", async (pairs, hooks) => {
        const { audit } = state.store.get();
        return (await engine()).gap(pairs, audit ? knownOptions(audit.options) : {}, hooks);
      }),

    /** What would close the gap, as a file for use elsewhere. */
    saveGapMaps: () =>
      run(
        "gap",
        "",
        async (pairs, hooks) => {
          const { audit, asides } = state.store.get();
          const maps = await (await engine()).gapMaps(pairs, audit ? knownOptions(audit.options) : {}, hooks);
          download(new Blob([gapMapsBytes(maps)], { type: "application/octet-stream" }), "askew-gap-maps.safetensors");
          return asides?.gap?.found;
        },
        state.store.get().asides?.gap?.found,
      ),

    /**
     * One more model. With a saved comparison among the files, its models and options are taken, every digit is compared with it, and earlier models go.
     * @param {FileLike[]} files
     */
    compare: (files) =>
      run(
        "comparison",
        files.map(({ name }) => name).join(", "),
        async (pairs, hooks) => {
          const { saved, models: given } = await comparisonAmong(files);
          const own = saved ? createModels(pairs, optionsFor(saved.comparison, {})) : modelsOf(pairs);
          if (own.full())
            throw new Failure("BAD_USE", `Up to ${MOST_MODELS} models are compared. Remove one of them to add another.`, {
              most: MOST_MODELS,
            });
          /** @type {Pairs[]} */
          const others = [];
          for (const one of given) others.push(await pairsOfOther(one, openFiles, state.store.get().choice.captionsPerImage));
          const found = await taken(own, (choice) => others.reduce(STEPS.add, choice), hooks);
          if (!saved || !found) return found;
          return { ...found, saved: saved.name, verification: verificationOf(saved.comparison, found.several ?? found.comparison) };
        },
        foundNow(),
      ),

    /** Another of the models is what the others are compared with. @param {number} k of the others */
    keep: (k) => again((choice) => STEPS.keep(choice, k)),
    /** @param {number} k */
    drop: (k) => again((choice) => STEPS.drop(choice, k)),
    /** @param {number} k */
    show: (k) => again((choice) => STEPS.show(choice, k)),

    /** @param {keyof Asides} kind */
    cancel(kind) {
      turns[kind].next();
      const { about, found } = /** @type {Aside<any>} */ (state.store.get().asides?.[kind] ?? {});
      state.putAside(kind, { about, ...(found && kind !== "groups" && { found }) });
    },
  };
}
