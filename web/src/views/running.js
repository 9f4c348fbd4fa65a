import { duration, percent } from "../report/numbers.js";
import { stageWords } from "../report/sentences.js";
import { h } from "./element.js";

/**
 * The progress bar; what it returns moves it.
 * @param {Element} container @param {{ cancel: () => void, enough: () => void }} actions enough: the audit without what is still missing of its intervals
 * @returns {(progress: import("../types.d.ts").Progress) => void}
 */
export function render(container, actions) {
  const stage = h("strong", "Starting");
  const rest = h("span.muted");
  const enough = h("button#enough", { hidden: true, click: () => actions.enough() }, "Finish without intervals");
  const bar = h("progress", { max: 1, value: 0, "aria-label": "Progress of the audit" });
  container.replaceChildren(
    h(
      "section.running",
      { "aria-label": "Audit in progress" },
      h(
        "div.running-head",
        h("div", stage, rest),
        h("div.running-actions", enough, h("button#cancel", { click: () => actions.cancel() }, "Cancel")),
      ),
      bar,
    ),
  );
  return (progress) => {
    stage.textContent = stageWords(progress.stage);
    bar.value = progress.done;
    enough.hidden = progress.stage !== "chance" && progress.stage !== "intervals";
    const left = progress.remaining === undefined ? "" : ` · about ${duration(Math.max(1, progress.remaining))} left`;
    rest.textContent = `${percent(progress.done)}${left}`;
  };
}
