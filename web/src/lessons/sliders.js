import { h } from "../views/element.js";
import { position, SETTINGS, shown } from "./settings.js";

/** @import { Settings } from "../types.d.ts" */
/** @import { Setting } from "./types.d.ts" */

/** @type {[Setting["group"], string][]} */
const GROUPS = [
  ["structure", "Structure"],
  ["noise", "Noise and gap"],
  ["defects", "Defects"],
  ["size", "Size"],
  ["reading", "Reading"],
];

/** One slider per setting. `moved` hears every step, `settled` the end of a move. @param {Settings} settings @param {Record<"moved" | "settled", (settings: Settings) => void>} listeners */
export function sliders(settings, { moved, settled }) {
  let now = { ...settings };
  /** @type {(() => void)[]} */
  const writers = [];
  const slider = (/** @type {Setting} */ setting) => {
    const { name, label, values } = setting;
    const amount = h("output", { class: "amount", for: `set-${name}` });
    const input = h("input", {
      type: "range",
      id: `set-${name}`,
      min: 0,
      max: values.length - 1,
      step: 1,
      value: position(setting, now[name]),
      input: () => {
        now = { ...now, [name]: values[Number(input.value)] };
        write();
        moved(now);
      },
      change: () => settled(now),
    });
    const write = () => {
      const text = shown(setting, now[name]);
      input.value = String(position(setting, now[name]));
      input.setAttribute("aria-valuetext", text);
      amount.textContent = text;
    };
    write();
    writers.push(write);
    return h("div", { class: "slider" }, h("div", { class: "slider-head" }, h("label", { for: `set-${name}` }, label), amount), input);
  };
  const element = h(
    "div",
    { class: "sliders" },
    GROUPS.map(([group, title]) =>
      h("fieldset", { class: "slider-group" }, h("legend", {}, title), SETTINGS.filter((setting) => setting.group === group).map(slider)),
    ),
  );
  return {
    element,
    get now() {
      return now;
    },
    /** @param {Settings} next */
    set(next) {
      now = { ...next };
      for (const write of writers) write();
    },
  };
}
