import { fill, h } from "../views/element.js";
import { LESSONS } from "./index.js";
import { learnNav } from "./nav.js";

/** The list of lessons. @param {Element} container */
export function render(container) {
  fill(
    container,
    learnNav("lessons"),
    h("h1", { tabindex: -1 }, "See what moves the scores"),
    h(
      "p",
      { class: "lead" },
      "Six short lessons on made-up data with a known answer. Each step asks you first, then measures. You need to know what a mean is; all else is explained on the way.",
    ),
    h(
      "ol",
      { class: "lessons" },
      LESSONS.map(({ id, title, about, minutes, steps }) =>
        h(
          "li",
          { class: "card" },
          h("h2", {}, h("a", { href: `#lesson?id=${id}&step=1` }, title)),
          h("p", { class: "how" }, about),
          h("p", { class: "muted" }, `${steps.length} steps, about ${minutes} minutes`),
        ),
      ),
    ),
    h(
      "p",
      { class: "lead" },
      "Or go straight to the ",
      h("a", { href: "#playground" }, "playground"),
      ": every setting, every chart, at once.",
    ),
  );
}
