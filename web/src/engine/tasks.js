/** What a worker can do, by name. A task's answer depends on its message and its audit alone. */
import * as gapTasks from "./gap-tasks.js";
import { inlineAudit } from "./inline-audit.js";
import * as rowTasks from "./row-tasks.js";
import * as sampleTasks from "./sample-tasks.js";
import * as scoreTasks from "./score-tasks.js";
import * as orderTasks from "./shuffle-tasks.js";
import * as tileTasks from "./tile-tasks.js";
import * as uncertaintyTasks from "./uncertainty-tasks.js";

/** @import { AuditOptions, Measured, SyntheticSpec } from "../types.d.ts" */
/** @import { Core } from "./types.d.ts" */

/** A function of the core by its name. @param {{ core: Core }} state @param {{ name: keyof Core, values: readonly unknown[] }} message @returns {Promise<unknown>} */
async function call({ core }, { name, values }) {
  return /** @type {(...values: unknown[]) => unknown} */ (core[name])(...values);
}

/** Engine's peak and kernel, for the bench. @param {{ core: Core }} state @param {{ steps: number, rows: number, cols: number, repeats: number }} message */
async function speed({ core }, { steps, rows, cols, repeats }) {
  const time = (/** @type {() => void} */ run) => {
    run();
    const before = performance.now();
    run();
    return (performance.now() - before) / 1000;
  };
  return {
    peak: (96 * steps) / time(() => core.multiplyAddPeak(steps)),
    kernel: (2 * rows * rows * cols * repeats) / time(() => core.productKernel(rows, cols, repeats)),
  };
}

/** A made-up set, audited in this thread. @param {{ core: Core }} state @param {{ spec: SyntheticSpec, options?: AuditOptions }} message @returns {Promise<Measured>} */
async function quick({ core }, { spec, options }) {
  return inlineAudit(core, tasks, spec, options);
}

export const tasks = {
  ...rowTasks,
  ...scoreTasks,
  ...tileTasks,
  ...sampleTasks,
  ...orderTasks,
  ...gapTasks,
  ...uncertaintyTasks,
  call,
  speed,
  quick,
};
