/** From a benchmark to the audit of one of its runs, and back: the benchmark waits meanwhile. */
import { h } from "../views/element.js";

/** @import { FileLike, PlannedRun } from "../types.d.ts" */

/** Whether its files, or its audit, are still in this tab. @param {PlannedRun | undefined} planned */
const isHere = (planned) => planned !== undefined && (planned.audit !== undefined || (!planned.run && planned.files.length > 0));

/**
 * @param {object} parts
 * @param {Document} parts.page
 * @param {ReturnType<typeof import("./benchmark.js").createBenchmark>} parts.bench
 * @param {ReturnType<typeof import("./session.js").createSession>} parts.session
 */
export function createBenchmarkRuns({ page, bench, session }) {
  const button = h("button#to-benchmark", { hidden: true, click: () => back() }, "Back to the benchmark");
  page.getElementById("new-audit")?.before(button);

  function back() {
    session.reset();
    bench.resume();
  }
  bench.store.watch(() => {
    button.hidden = !bench.waits();
  });

  return {
    /** @param {number} run its place */
    can: (run) => isHere(bench.store.get().plan[run]),

    /** Audited in full, with chance levels and ranges, which a benchmark leaves out. @param {number} run */
    open(run) {
      const { audit, files, model, dataset } = bench.store.get().plan[run];
      bench.leave();
      session.reset();
      if (audit) session.take({ name: `${model} on ${dataset}`, audit }, true);
      else session.addFiles(files.map((/** @type {FileLike} */ file) => ({ file })));
    },
  };
}
