import { modesKept, scoresAt } from "../charts/score.js";
import { drawing, mark } from "../charts/spectra.js";
import { IMAGE_TO_TEXT, TEXT_TO_IMAGE } from "../report/directions.js";
import { count, fixed, isUnavailable, percent, signed } from "../report/numbers.js";
import { h } from "./element.js";
import { chartOf } from "./figure.js";
import { missing } from "./notice.js";
import { segments } from "./wish.js";

/** @import { Audit } from "../types.d.ts" */
/** @import { BothModes } from "../charts/types.d.ts" */
/** @import { ViewOptions } from "./types.d.ts" */

/** The signature chart: where each side keeps its variance and whether the other side follows. @param {Element} container @param {Audit} audit @param {ViewOptions} options */
export function render(container, audit, options) {
  const { modes } = audit;
  if (isUnavailable(modes)) return missing(container, modes);
  const zoom = { all: false };
  const chart = h("div");
  const show = () => {
    chart.replaceChildren();
    chartOf(chart, { drawing: (current, given) => drawing(current, given, zoom) }, audit, options);
  };
  container.append(controls(modes, options, audit.options.topQ, zoom, show), chart);
  show();
  options.pick.follow(() => {
    if (!chart.isConnected) return false;
    mark(chart, options.pick.place);
    return true;
  });
}

/** @param {BothModes} modes @param {ViewOptions} options @param {number} usual the audit's cut @param {{ all: boolean }} zoom @param {() => void} show */
function controls(modes, { cut, word }, usual, zoom, show) {
  const back = h("button#q-reset.link", { click: () => cut.set(usual) }, `Reset to ${percent(usual)}`);
  const output = h("output.scores-now", { for: "q" });
  const amount = h("output.amount", { for: "q" });
  const slider = h("input#q", {
    type: "range",
    min: 1,
    max: 100,
    step: 1,
    value: Math.round(cut.q * 100),
    input: () => cut.set(Number(slider.value) / 100),
  });
  const write = () => {
    if (!slider.isConnected && output.firstChild) return false;
    slider.value = String(Math.round(cut.q * 100));
    back.hidden = cut.q === usual;
    const now = scoresAt(modes, cut.q);
    const kept = [modesKept(modes.imageAnchor, cut.q), modesKept(modes.textAnchor, cut.q)];
    const text =
      kept[0] === kept[1]
        ? `top ${percent(cut.q)}: ${count(kept[0])} of ${count(modes.imageAnchor.eigenvalues.length)}`
        : `top ${percent(cut.q)}: ${count(kept[0])} image, ${count(kept[1])} ${word.slice(0, -1)}`;
    slider.setAttribute("aria-valuetext", text);
    amount.textContent = text;
    output.replaceChildren(
      pair("images", IMAGE_TO_TEXT, fixed(now.imageToText)),
      pair("texts", TEXT_TO_IMAGE, fixed(now.textToImage)),
      pair("ink", "imbalance", signed(now.imbalance)),
    );
    return true;
  };
  write();
  cut.follow(write);
  const zooms = segments("Directions drawn", ["Leading", `All ${count(modes.imageAnchor.eigenvalues.length)}`], (k) => {
    zoom.all = k === 1;
    zooms.press(k);
    show();
  });
  zooms.press(zoom.all ? 1 : 0);
  return h(
    "div.controls",
    h("div.slider", h("div.slider-head", h("label", { for: "q" }, "Directions that count"), amount), slider),
    output,
    zooms.element,
    h("p.cut-says", h("span", `Try other cuts here. Saved reports keep the audit’s, ${percent(usual)}.`), back),
  );
}

/** @param {string} classes @param {string} name @param {string} value */
const pair = (classes, name, value) => h("span", { class: `score-now ${classes}` }, h("span.score-name", name), " ", h("b", value));
