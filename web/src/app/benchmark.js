/** A benchmark on the page: from dropped files to runs, their confirmation, the audits one after another, the experiments. */
import { runParts } from "../audit/benchmark.js";
import { benchmark, COMPARED, domainOf, isReference, makeRuns, planRuns } from "../benchmark/index.js";
import { Failure } from "../failure.js";
import { createStore } from "./store.js";
import { createTurns } from "./turns.js";

/** @import { FileLike, PlannedRun } from "../types.d.ts" */
/** @import { BenchmarkParts, BenchmarkState } from "./session-types.d.ts" */

/** @type {BenchmarkState} */
const CLOSED = { phase: "closed", plan: [], domains: [], runs: [], intervals: false, stopped: false };

/** The two to compare: the paper's where both are there, else the first two. @param {readonly PlannedRun[]} plan */
function comparable(plan) {
  const there = [...new Set(plan.map(({ domain }) => domain))];
  if (COMPARED.some((domain) => there.includes(domain)) || there.length < 2) return [...COMPARED];
  return there.slice(0, 2);
}

/** @param {BenchmarkParts} parts */
export function createBenchmark({ engine, version, openFiles }) {
  const store = createStore(CLOSED);
  /** Ends the runs that are still to come. @type {AbortController | undefined} */
  let running;
  const turns = createTurns();
  /** A finished benchmark, while one of its runs is looked at. @type {BenchmarkState | undefined} */
  let waiting;

  const change = (/** @type {(run: PlannedRun) => PlannedRun} */ each) => store.set({ plan: store.get().plan.map(each) });

  return {
    store,

    /** Takes the files where their names say that they are runs of a benchmark. @param {readonly FileLike[]} files @param {() => unknown} makeRoom called before the page is theirs; false: it cannot be */
    async take(files, makeRoom) {
      const { phase } = store.get();
      if (phase === "running") return true;
      if (files.length === 0) return false;
      try {
        const { runs, domains, named } = await planRuns(files);
        if (!named || makeRoom() === false) return false;
        waiting = undefined;
        store.replace({ ...CLOSED, phase: "plan", plan: runs, domains: domains ?? comparable(runs) });
      } catch (error) {
        if (makeRoom() === false) return false;
        store.replace({ ...CLOSED, phase: "plan", failure: Failure.from(error) });
      }
      return true;
    },

    close() {
      running?.abort();
      turns.next();
      store.replace(CLOSED);
    },

    /** What is finished makes room and waits. */
    leave() {
      waiting = store.get();
      store.replace(CLOSED);
    },
    /** What waited is shown again. */
    resume() {
      if (!waiting) return;
      const state = waiting;
      waiting = undefined;
      store.replace(state);
    },
    waits: () => waiting !== undefined && store.get().phase === "closed",

    /** Back from the results to the table of runs. */
    back: () => store.set({ phase: "plan", benchmark: undefined, runs: [], stopped: false }),

    /** @param {number} index @param {Partial<Pick<PlannedRun, "model" | "dataset">>} names */
    rename: (index, names) =>
      store.set({
        plan: store.get().plan.map((run, i) => {
          if (i !== index) return run;
          const renamed = { ...run, ...names };
          return { ...renamed, domain: domainOf(renamed.dataset), reference: isReference(renamed.model) };
        }),
      }),
    /** @param {string} dataset @param {string} domain */
    place: (dataset, domain) => change((run) => (run.dataset === dataset ? { ...run, domain } : run)),
    /** @param {string} model @param {boolean} reference */
    refer: (model, reference) => change((run) => (run.model === model ? { ...run, reference } : run)),
    /** @param {boolean} intervals */
    withIntervals: (intervals) => store.set({ intervals }),
    /** @param {string[]} domains */
    compare: (domains) => store.set({ domains }),

    cancel: () => running?.abort(),

    async run() {
      const { plan, domains, intervals } = store.get();
      running = new AbortController();
      const { signal } = running;
      const turn = turns.next();
      const here = () => !turn.aborted;
      store.set({ phase: "running", runs: [], now: undefined, failure: undefined, stopped: false });
      try {
        const ready = await engine();
        const runs = await makeRuns(plan, runParts(ready, openFiles, intervals ? {} : { bootstrap: 0 }), {
          signal,
          onProgress: (index, progress) => here() && store.set({ now: { index, progress } }),
          onRun: (_, run) => here() && store.set({ runs: [...store.get().runs, run] }),
        });
        if (!here()) return;
        const made = await benchmark(runs, { statistics: ready.statistics, version, domains });
        if (here()) store.set({ phase: "done", benchmark: made, runs, now: undefined, stopped: runs.length < plan.length });
      } catch (error) {
        if (here()) store.set({ phase: "plan", failure: Failure.from(error), now: undefined });
      }
    },
  };
}
