/** The runs before they are made: which model, which dataset, which domain; to confirm or to change. */
import { countOf } from "../../report/numbers.js";
import { fill, h } from "../element.js";
import { folded, table } from "../table.js";
import { select } from "../wish.js";

/** @import { Child, PlanActions, PlanModel } from "../types.d.ts" */

const NAMING = "Read from <model>/<dataset>_<split>_features.pt, or as well as other names allow.";

/** @template T @param {readonly T[]} values */
const distinct = (values) => [...new Set(values)];
const value = (/** @type {Event} */ event) => /** @type {HTMLInputElement} */ (event.target).value.trim();

/** @param {string} id @param {boolean | undefined} checked @param {(checked: boolean) => void} change @param {string} text */
const tick = (id, checked, change, text) =>
  h("label", { for: id }, h("input", { type: "checkbox", id, checked, change: (event) => change(event.target.checked) }), ` ${text}`);

/** @param {string} title @param {string} how @param {...Child} children */
const section = (title, how, ...children) => h("section.section", h("h2", title), h("p.how", how), ...children);

/** @param {PlanModel} model @param {PlanActions} actions */
function datasets({ plan, domains }, { place }) {
  const known = distinct([...domains, ...plan.map(({ domain }) => domain)]);
  return h(
    "div.columns",
    h(
      "datalist#domain-names",
      known.map((domain) => h("option", { value: domain })),
    ),
    distinct(plan.map(({ dataset }) => dataset)).map((dataset, i) => {
      const of = plan.filter((run) => run.dataset === dataset);
      return h(
        "label.field",
        { for: `domain-${i}` },
        h("b", dataset),
        h("span.muted", countOf(of.length, "run")),
        h("input", {
          id: `domain-${i}`,
          value: of[0].domain,
          list: "domain-names",
          change: (event) => place(dataset, value(event) || of[0].domain),
        }),
      );
    }),
  );
}

/** @param {PlanModel} model @param {PlanActions} actions */
function models({ plan }, { refer }) {
  const ticks = distinct(plan.map(({ model }) => model)).map((model, i) => {
    const isReference = plan.find((run) => run.model === model)?.reference;
    return tick(`reference-${i}`, isReference, (reference) => refer(model, reference), model);
  });
  return h("div.checks", ticks);
}

/** @param {PlanModel} model @param {PlanActions} actions */
function comparison({ plan, domains }, { compare }) {
  const known = distinct([...domains, ...plan.map(({ domain }) => domain)]);
  const domainSelect = (/** @type {0 | 1} */ side) => {
    const choose = (/** @type {string} */ chosen) => {
      const other = domains[1 - side] === chosen ? domains[side] : domains[1 - side];
      compare(side === 0 ? [chosen, other] : [other, chosen]);
    };
    const element = select(
      `compare-${side}`,
      known.map((domain) => [domain, domain]),
      domains[side],
      choose,
    );
    element.setAttribute("aria-label", side === 0 ? "First domain" : "Second domain");
    return element;
  };
  return h("p", "The tests compare ", domainSelect(0), " with ", domainSelect(1), ".");
}

/** @param {PlanModel} model @param {PlanActions} actions */
function runs({ plan }, { rename }) {
  const input = (/** @type {number} */ index, /** @type {"model" | "dataset"} */ key) =>
    h("input", {
      id: `${key}-${index}`,
      value: plan[index][key],
      "aria-label": `${key === "model" ? "Model" : "Dataset"} of run ${index + 1}`,
      change: (event) => rename(index, { [key]: value(event) || plan[index][key] }),
    });
  return h(
    "details.twin",
    { open: plan.some(({ sure, failure }) => !sure || failure) },
    h("summary", `The runs one by one (${plan.length})`),
    folded(
      table(
        { class: "left", "aria-label": "The runs" },
        ["Model", "Dataset", "Files", "Remarks"],
        plan.map(({ files, sure, failure, audit, run }, i) => [
          h("td", input(i, "model")),
          input(i, "dataset"),
          h("td.path", files.map((file) => file.webkitRelativePath || file.name).join(", ")),
          h("td.remark", failure?.message ?? (audit ? "an audit" : run ? "made before" : sure ? "" : "please check the names")),
        ]),
      ),
    ),
  );
}

/** @param {Element} container @param {PlanModel} model @param {PlanActions} actions */
export function render(container, model, actions) {
  const { plan, failure } = model;
  const ready = plan.filter((run) => !run.failure).length;
  const [m, d] = [distinct(plan.map((run) => run.model)).length, distinct(plan.map(({ dataset }) => dataset)).length];
  const title =
    plan.length === 0
      ? "These runs cannot be read"
      : `A benchmark: ${countOf(plan.length, "run")} of ${countOf(m, "model")} on ${countOf(d, "dataset")}`;
  const content = [
    section(
      "Which domain is each dataset of?",
      "Type any name. Datasets with the same name are tested together.",
      datasets(model, actions),
      comparison(model, actions),
    ),
    section("Which models are for reference?", "They are shown, and kept out of pooled tests.", models(model, actions)),
    section("Are the names right?", NAMING, runs(model, actions)),
    tick("with-intervals", model.intervals, actions.withIntervals, "Also compute ranges and intervals of every run (takes longer)"),
    h(
      "div.actions",
      h("button#run.primary", { disabled: ready === 0, click: () => actions.run() }, `Audit ${countOf(ready, "run")}`),
      h("button#single", { click: () => actions.single() }, "These are the two sides of one audit"),
    ),
  ];
  fill(container, h("div.screen.benchmark-plan", h("h1#headline", { tabindex: -1 }, title), failure, plan.length > 0 && content));
}
