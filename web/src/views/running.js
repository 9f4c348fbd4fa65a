import { duration, percent } from "../report/numbers.js";
import { capital, stageWords } from "../report/sentences.js";
import { h } from "./element.js";

/** @import { Progress } from "../types.d.ts" */
/** @import { Child } from "./types.d.ts" */

/** What runs: its stage, how far it is, and what may be done. @param {"audit" | "benchmark"} what @param {Child} actions @param {...Child} more */
export function progressOf(what, actions, ...more) {
  const stage = h("strong", "Starting");
  const rest = h("span.muted");
  const bar = h("progress", { max: 1, value: 0, "aria-label": `Progress of the ${what}` });
  const head = h("div.running-head", h("div", stage, rest), actions);
  return {
    element: h("section#running.running", { tabindex: -1, "aria-label": `${capital(what)} in progress` }, head, bar, ...more),
    /** @param {string} name of the stage @param {string} words @param {number} done 0 to 1 */
    move(name, words, done) {
      stage.textContent = name;
      rest.textContent = words;
      bar.value = done;
    },
  };
}

/**
 * The progress bar; what it returns moves it.
 * @param {Element} container @param {{ cancel: () => void, enough: () => void }} actions enough: the audit without what is still missing of its intervals
 * @returns {(progress: Progress, open?: string) => void} open: what is not final on the page
 */
export function render(container, actions) {
  const enough = h("button#enough", { hidden: true, click: () => actions.enough() }, "Finish without intervals");
  const buttons = h("div.running-actions", enough, h("button#cancel", { click: () => actions.cancel() }, "Cancel"));
  const note = h("p.provisional", { role: "status", hidden: true });
  const { element, move } = progressOf("audit", buttons, note);
  container.replaceChildren(element);
  return ({ stage, done, remaining }, open = "") => {
    note.hidden = open === "";
    if (note.textContent !== open) note.textContent = open;
    enough.hidden = stage !== "chance" && stage !== "intervals";
    const left = remaining === undefined ? "" : ` · about ${duration(Math.max(1, remaining))} left`;
    move(stageWords(stage), `${percent(done)}${left}`, done);
  };
}
