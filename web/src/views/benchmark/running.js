/** The runs while they are made: one bar over all, and a row for each that is finished. */
import { duration, fixed, percent, signed } from "../../report/numbers.js";
import { stageWords } from "../../report/sentences.js";
import { fill, h } from "../element.js";
import { fitAll } from "../folding.js";
import { progressOf } from "../running.js";
import { folded, table, tableRow } from "../table.js";

/** @import { BenchmarkRun, PlannedRun, Progress } from "../../types.d.ts" */
/** @typedef {{ plan: PlannedRun[], runs: BenchmarkRun[], now?: { index: number, progress: Progress } }} RunningModel */

const COLUMNS = ["Run", "SAS image → text", "SAS text → image", "Imbalance", "rSum", "Time or remarks"];

const number = (/** @type {unknown} */ value, /** @type {(value: number) => string} */ words) =>
  typeof value === "number" ? words(value) : "–";

/** @param {BenchmarkRun} run */
function row({ model, dataset, metrics, retrieval, failure, missing = [], seconds }) {
  const line = tableRow(COLUMNS, [
    `${model} on ${dataset}`,
    number(metrics?.sasImageToText, fixed),
    number(metrics?.sasTextToImage, fixed),
    number(metrics?.sasImbalance, signed),
    number(retrieval?.rSum, (value) => fixed(value, 1)),
    h("td.remark", failure?.message ?? (missing.join(" ") || number(seconds, duration))),
  ]);
  line.className = failure ? "failed" : "";
  return line;
}

/**
 * @param {Element} container @param {RunningModel} model @param {{ cancel: () => void }} actions
 * @returns {(model: RunningModel) => void} shows what has come since
 */
export function render(container, { plan }, { cancel }) {
  const runs = table({ class: "data", "aria-label": "Finished runs" }, COLUMNS, []);
  const [body] = runs.tBodies;
  const stop = h("button#cancel", { click: () => cancel() }, "Stop here");
  const kept = h("p.muted", "What is finished stays if you stop.");
  const { element, move } = progressOf("benchmark", stop, kept, folded(runs));
  fill(container, element);
  return ({ runs, now }) => {
    const fresh = runs.slice(body.children.length);
    body.append(...fresh.map(row));
    if (fresh.length > 0) fitAll();
    const done = Math.min(1, (runs.length + (now && now.index >= runs.length ? now.progress.done : 0)) / plan.length);
    const current = plan[runs.length];
    const step = now && now.index === runs.length ? ` · ${stageWords(now.progress.stage)}` : "";
    const name = current ? `${current.model} on ${current.dataset}` : "Experiments";
    move(name, ` ${runs.length} of ${plan.length} · ${percent(done)}${step}`, done);
  };
}
