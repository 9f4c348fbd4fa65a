import { elementParts } from "../document/markup.js";

/** @import { Child, ElementOf, Properties } from "./types.d.ts" */

/**
 * An element. Text arrives as text nodes only; a property that is a function listens to the event of its name;
 * true sets a bare attribute, false, null and undefined set none. A button submits nothing.
 * @template {string} T
 * @param {T} selector a tag with id and classes: "p", "p.how", "button#run.primary" @param {...(Properties | Child | Child[])} content properties, if any, then children
 * @returns {ElementOf<T>}
 */
export function h(selector, ...content) {
  const { tag, properties, children } = elementParts(selector, content);
  const element = document.createElement(tag);
  if (tag === "button") element.setAttribute("type", "button");
  for (const [name, value] of properties) {
    if (typeof value === "function") element.addEventListener(name, /** @type {EventListener} */ (value));
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  append(element, children);
  return /** @type {ElementOf<T>} */ (element);
}

/** @param {Element} parent @param {unknown[]} children */
function append(parent, children) {
  for (const child of children) parent.append(child instanceof Node ? child : String(child));
}

/** A list of elements, or of words with elements. @param {"ul" | "ol" | `ul.${string}` | `ol.${string}`} selector @param {readonly (Child | Child[])[]} items */
export const list = (selector, items) =>
  h(
    selector,
    items.map((item) => h("li", item)),
  );

/** Names with what they stand for. @param {string} selector of the list @param {readonly (readonly [string, ...Child[]])[]} entries */
export const facts = (selector, entries) =>
  h(
    selector,
    entries.map(([name, ...value]) => h("div", h("dt", name), h("dd", value))),
  );

/** Replaces what an element holds and keeps the keyboard where it was. @param {Element} parent @param {...(Child | Child[])} children */
export function fill(parent, ...children) {
  const focused = document.activeElement;
  const id = focused && parent.contains(focused) ? focused.id : "";
  parent.replaceChildren();
  append(parent, elementParts("", children).children);
  if (id) document.getElementById(id)?.focus({ preventScroll: true });
}
