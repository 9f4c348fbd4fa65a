/** The labelled inputs of a dialog. */
import { h } from "./element.js";

/** @import { Child, Properties } from "./types.d.ts" */

/** @param {string} id of the input @param {string} name @param {Child} input @param {...Child} more */
export const wish = (id, name, input, ...more) => h("p.wish", h("label", { for: id }, name), input, ...more);

/** @param {string} id @param {string} name @param {boolean} checked @param {(checked: boolean) => void} change @param {...Child} more */
export const tickWish = (id, name, checked, change, ...more) =>
  wish(id, name, h("input", { id, type: "checkbox", checked, change: (event) => change(event.target.checked) }), ...more);

/** A choice. @param {string} id @param {readonly (readonly [value: string | number, text: string])[]} options @param {string | number} [chosen] @param {(value: string) => void} [choose] */
export const select = (id, options, chosen, choose = () => {}) =>
  h(
    "select",
    { id, change: (event) => choose(event.target.value) },
    options.map(([value, text]) => h("option", { value, selected: value === chosen }, text)),
  );

/** Buttons of which one is pressed. @param {string} name @param {readonly string[]} texts @param {(k: number) => void} choose */
export function segments(name, texts, choose) {
  const buttons = texts.map((text, k) => h("button.segment", { click: () => choose(k) }, text));
  return {
    element: h("div.segments", { role: "group", "aria-label": name }, buttons),
    press(/** @type {number} */ k) {
      for (const [i, button] of buttons.entries()) button.setAttribute("aria-pressed", String(i === k));
    },
  };
}

/** An empty field is undefined. @param {string} id @param {string} name @param {Properties} properties @param {(value: number | undefined) => void} change */
export const numberWish = (id, name, properties, change) => {
  const read = (/** @type {Event & { target: HTMLInputElement }} */ { target: { value } }) =>
    change(value === "" ? undefined : Number(value));
  return wish(id, name, h("input", { id, type: "number", ...properties, change: read }));
};
