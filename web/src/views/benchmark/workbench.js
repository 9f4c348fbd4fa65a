/** Which models and data sets are shown, and which model is followed through the charts. */
import { countOf } from "../../report/numbers.js";
import { fill, h } from "../element.js";
import { chooser } from "./chooser.js";

/** @import { Look } from "./look.js" */

/** @param {string} id @param {boolean} checked @param {(checked: boolean) => void} change @param {string} text */
const tick = (id, checked, change, text) =>
  h("label", { for: id }, h("input", { type: "checkbox", id, checked, change: (event) => change(event.target.checked) }), ` ${text}`);

/** @param {Look} look */
function modelList(look) {
  return h(
    "ul.look-models",
    look.models.map((model, k) =>
      h(
        "li",
        { hidden: !look.showsModel(model) && !look.isHidden("models", model) },
        tick(`show-model-${k}`, !look.isHidden("models", model), (on) => look.hide("models", model, !on), model),
        h(
          "button.quiet",
          {
            id: `pin-model-${k}`,
            "aria-pressed": `${look.isPinned(model)}`,
            "aria-label": `${look.isPinned(model) ? "Pinned" : "Pin"} ${model}: shown whatever the filter`,
            click: () => look.pin(model, !look.isPinned(model)),
          },
          look.isPinned(model) ? "Pinned" : "Pin",
        ),
      ),
    ),
  );
}

/** @param {Look} look */
const datasetList = (look) =>
  h(
    "div.checks",
    look.datasets.map((dataset, k) =>
      tick(`show-dataset-${k}`, !look.isHidden("datasets", dataset), (on) => look.hide("datasets", dataset, !on), dataset),
    ),
  );

/** @param {Look} look */
export function workbench(look) {
  const follow = chooser(
    "follow-model",
    "Follow one model",
    [{ key: "", name: "none" }, ...look.models.map((model) => ({ key: model, name: model }))],
    "",
    (model) => look.follow(model),
  );
  const filter = h("input#filter-models", {
    type: "search",
    placeholder: "part of a name",
    input: (event) => look.filter(event.target.value),
  });
  const [models, datasets] = [h("div"), h("div")];
  const [modelsTitle, datasetsTitle] = [h("summary"), h("summary")];
  const said = h("p.how.look-said", { role: "status" });
  const reset = h("button#look-reset.link", { hidden: true, click: () => again() }, "Show all");
  const element = h(
    "section.workbench",
    { "aria-label": "What is shown" },
    h("div.choosers", follow, h("label.chooser", { for: "filter-models" }, "Filter models", filter)),
    h("div.looks", h("details.twin", modelsTitle, models), h("details.twin", datasetsTitle, datasets)),
    h("div.look-line", said, reset),
  );
  function again() {
    filter.value = "";
    look.reset();
    filter.focus();
  }
  function show() {
    const left = look.models.filter(look.showsModel).length;
    const there = look.datasets.filter((dataset) => !look.isHidden("datasets", dataset)).length;
    modelsTitle.textContent = `Models: ${left} of ${look.models.length}`;
    datasetsTitle.textContent = `Datasets: ${there} of ${look.datasets.length}`;
    fill(models, modelList(look));
    fill(datasets, datasetList(look));
    const select = /** @type {HTMLSelectElement} */ (follow.querySelector("select"));
    select.value = look.followed();
    said.textContent = look.words() || `All ${countOf(look.models.length, "model")} are shown.`;
    reset.hidden = look.words() === "" && look.followed() === "";
  }
  show();
  look.watch(element, show);
  return element;
}
