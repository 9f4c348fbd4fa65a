import * as scatter from "../charts/scatter.js";
import { modesKept } from "../charts/score.js";
import { companyName, companyOf, costliest, factsInWords, factsOf, modeCount, sideWord } from "../report/directions.js";
import { count, isUnavailable, percent } from "../report/numbers.js";
import { capital } from "../report/sentences.js";
import * as correlates from "./correlates.js";
import { h } from "./element.js";
import { figure } from "./figure.js";
import { carriers, poles } from "./mode-samples.js";
import { missing } from "./notice.js";
import { segments } from "./wish.js";

/** @import { Audit } from "../types.d.ts" */
/** @import { BothModes, Place } from "../charts/types.d.ts" */
/** @import { ViewOptions } from "./types.d.ts" */

/** Up to so many pairs the first direction is looked at unasked. */
const UNASKED = 100_000;

const SIDES = /** @type {const} */ (["image", "text"]);

/** @param {BothModes} modes @param {"image" | "text"} side */
const anchorOf = (modes, side) => (side === "image" ? modes.imageAnchor : modes.textAnchor);

/** The direction that costs a score most. @param {BothModes} modes @param {number} q @returns {Place} */
function dearest(modes, q) {
  const of = (/** @type {"image" | "text"} */ side) => {
    const anchor = anchorOf(modes, side);
    const kept = modesKept(anchor, q);
    const mode = costliest(anchor, kept);
    const { could, gives } = factsOf(anchor, mode, kept);
    return { side, mode, loss: could - gives };
  };
  const [image, text] = SIDES.map(of);
  const { side, mode } = image.loss >= text.loss ? image : text;
  return { side, mode };
}

/** What lies along one direction, and what the leading ones go with. @param {Element} container @param {Audit} audit @param {ViewOptions} options */
export function render(container, audit, options) {
  const { modes } = audit;
  if (isUnavailable(modes)) return missing(container, modes);
  correlates.render(container, audit, options);
  if (!options.pick.place) options.pick.set(dearest(modes, audit.options.topQ));
  const facts = h("div.mode-facts", { "aria-live": "polite" });
  const detail = h("div.mode-detail");
  const stepper = steps(modes, options);
  container.append(stepper.element, facts, detail);
  let drawn = false;
  let asked = audit.inputs.pairs <= UNASKED;
  const write = () => {
    if (drawn && !facts.isConnected) return false;
    facts.replaceChildren(...factLines(audit, modes, options));
    return true;
  };
  const look = () => {
    if (!write()) return false;
    stepper.write();
    show(detail, audit, modes, options, asked);
    asked = true;
    return true;
  };
  look();
  drawn = true;
  options.pick.follow(look);
  options.cut.follow(write);
}

/** @param {Audit} audit @param {BothModes} modes @param {ViewOptions} options */
function factLines(audit, modes, { cut, pick, word }) {
  const { side, mode } = /** @type {Place} */ (pick.place);
  const anchor = anchorOf(modes, side);
  const facts = factsOf(anchor, mode, modesKept(anchor, cut.q));
  const company = companyOf(audit, side, mode).slice(0, 4);
  return [
    h("p", factsInWords(facts, { side, mode }, word, `top ${percent(cut.q)}`)),
    company.length > 0 && h("p", `It goes with ${company.map((one) => companyName(one, word)).join(", ")}.`),
  ].filter((line) => line instanceof Element);
}

/** Side, one direction back, its number, one on. @param {BothModes} modes @param {ViewOptions} options */
function steps(modes, { pick, word }) {
  const place = () => /** @type {Place} */ (pick.place);
  const most = () => Math.max(1, modeCount(anchorOf(modes, place().side)));
  const go = (/** @type {Partial<Place>} */ to) => {
    const side = to.side ?? place().side;
    const last = Math.max(0, modeCount(anchorOf(modes, side)) - 1);
    pick.set({ side, mode: Math.min(last, Math.max(0, to.mode ?? place().mode)) });
  };
  const names = SIDES.map((side) => capital(sideWord(side, word)));
  const sides = segments("Whose direction", names, (k) => go({ side: SIDES[k] }));
  const field = h("input#direction", {
    type: "number",
    min: 1,
    step: 1,
    change: () => (Number.isInteger(field.valueAsNumber) ? go({ mode: field.valueAsNumber - 1 }) : write()),
  });
  const of = h("span.muted");
  const step = (/** @type {number} */ by, /** @type {string} */ sign, /** @type {string} */ name) =>
    h("button.step", { "aria-label": name, click: () => go({ mode: place().mode + by }) }, sign);
  const back = step(-1, "‹", "Stronger direction");
  const on = step(1, "›", "Weaker direction");
  const write = () => {
    const { side, mode } = place();
    sides.press(SIDES.indexOf(side));
    field.value = String(mode + 1);
    field.max = String(most());
    of.textContent = `of ${count(most())}, strongest first`;
    back.disabled = mode === 0;
    on.disabled = mode + 1 >= most();
  };
  const element = h(
    "div.controls.mode-steps",
    sides.element,
    h("div.stepper", h("label", { for: "direction" }, "Direction"), back, field, on, of),
  );
  return { element, write };
}

/** @param {Element} host @param {Audit} audit @param {BothModes} modes @param {ViewOptions} options @param {boolean} asked */
async function show(host, audit, modes, options, asked) {
  const { pick, detail, word } = options;
  const place = /** @type {Place} */ (pick.place);
  if (!detail) return;
  if (!asked) {
    const look = h("button", { click: () => show(host, audit, modes, options, true) }, "Look at its items");
    host.replaceChildren(look, h("p.how", `This reads all ${count(audit.inputs.pairs)} pairs again.`));
    return;
  }
  host.setAttribute("aria-busy", "true");
  if (!host.firstChild) host.append(h("p.pending", "Looking at every pair."));
  try {
    const found = await detail(place);
    if (pick.place !== place) return;
    const anchor = anchorOf(modes, place.side);
    const { rho } = factsOf(anchor, place.mode, 0);
    const chart = h("div.mode-chart");
    host.replaceChildren(
      h("div.mode-both", chart, carriers(found, rho, word)),
      h("details.reading", h("summary", "The items at both ends of the direction"), poles(found, word)),
    );
    figure(chart, scatter.drawing(found, rho, audit.inputs.pairs, options));
  } catch (error) {
    if (pick.place !== place) return;
    host.replaceChildren(h("p.unavailable", error instanceof Error ? error.message : String(error)));
  } finally {
    if (pick.place === place) host.removeAttribute("aria-busy");
  }
}
