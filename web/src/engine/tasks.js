/** What a worker can do, by name. A task's answer depends on its message and its audit alone. */
import * as kernelTasks from "./kernel-tasks.js";
import * as orderTasks from "./order-tasks.js";
import { quick } from "./quick.js";
import * as rowTasks from "./row-tasks.js";
import * as sampleTasks from "./sample-tasks.js";
import * as scoreTasks from "./score-tasks.js";
import * as tileTasks from "./tile-tasks.js";
import * as uncertaintyTasks from "./uncertainty-tasks.js";

/** @import { Slices } from "./slices.js" */

/** @param {{ core: any }} state @param {{ spec: object }} message */
async function synthetic({ core }, { spec }) {
  return core.syntheticPairs(spec);
}

/** A test of statistics.js. @param {{ core: any }} state @param {{ test: string, values: unknown[] }} message */
async function statistic({ core }, { test, values }) {
  return core[test](...values);
}

/** Engine's peak and kernel, for the bench. @param {{ core: any }} state @param {{ steps: number, rows: number, cols: number, repeats: number }} message */
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

const auditTasks = { ...rowTasks, ...scoreTasks, ...tileTasks, ...sampleTasks, ...kernelTasks, ...orderTasks, ...uncertaintyTasks };

/** @type {Record<string, (state: any, message: any, slices: Slices) => Promise<unknown>>} */
export const tasks = { ...auditTasks, synthetic, statistic, speed, quick: ({ core }, message) => quick(core, auditTasks, message) };
