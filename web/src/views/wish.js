/** The labelled inputs of a dialog. */
import { h } from "./element.js";

/** @import { Child, Properties } from "./types.d.ts" */

/** @param {string} id of the input @param {string} name @param {Child} input @param {...Child} more */
export const wish = (id, name, input, ...more) => h("p.wish", h("label", { for: id }, name), input, ...more);

/** @param {string} id @param {string} name @param {boolean} checked @param {(checked: boolean) => void} change @param {...Child} more */
export const tickWish = (id, name, checked, change, ...more) =>
  wish(id, name, h("input", { id, type: "checkbox", checked, change: (event) => change(event.target.checked) }), ...more);

/** An empty field is undefined. @param {string} id @param {string} name @param {Properties} properties @param {(value: number | undefined) => void} change */
export const numberWish = (id, name, properties, change) => {
  const given = (/** @type {Event & { target: HTMLInputElement }} */ { target }) =>
    change(target.value === "" ? undefined : Number(target.value));
  return wish(id, name, h("input", { id, type: "number", ...properties, change: given }));
};
