/** Elements as text: for a page that is saved, with or without a browser. */
import { drawn, escaped } from "../charts/drawing.js";

/** @import { Formula, Maker } from "./types.d.ts" */

class Markup {
  /** @param {string} text */
  constructor(text) {
    this.text = text;
  }

  toString() {
    return this.text;
  }
}

/**
 * What h() is given: a tag with id and classes, properties if there are any, then children, of which null, undefined and false are left out.
 * @param {string} selector "p", "p.how", "button#run.primary" @param {readonly unknown[]} content
 */
export function elementParts(selector, content) {
  const [element, ...classes] = selector.split(".");
  const [tag, id] = element.split("#");
  const [first] = content;
  const hasProperties = typeof first === "object" && first !== null && Object.getPrototypeOf(first) === Object.prototype;
  /** @type {Record<string, unknown>} */
  const properties = { ...(id && { id }), ...(classes.length > 0 && { class: classes.join(" ") }), ...(hasProperties && first) };
  return {
    tag,
    properties: Object.entries(properties).filter(([, value]) => value !== false && value !== undefined && value !== null),
    children: (hasProperties ? content.slice(1) : content)
      .flat()
      .filter((child) => child !== null && child !== undefined && child !== false),
  };
}

/** @typedef {Markup | string | number | null | undefined | false} Child */

/** @param {string} selector @param {...(Record<string, unknown> | Child | Child[])} content */
function h(selector, ...content) {
  const { tag, properties, children } = elementParts(selector, content);
  const head = properties.map(([name, value]) => (value === true ? ` ${name}` : ` ${name}="${escaped(String(value))}"`)).join("");
  const inside = children.map((child) => (child instanceof Markup ? child.text : escaped(String(child)))).join("");
  return new Markup(`<${tag}${head}>${inside}</${tag}>`);
}

/** @param {Formula | string} node @returns {Markup} */
const formula = (node) =>
  typeof node === "string" ? new Markup(escaped(node)) : h(node.name, { ...node.attributes }, node.children.map(formula));

/** @type {Maker<Markup>} */
export const MARKUP = {
  h,
  chart(draw) {
    const svg = drawn(draw);
    return svg === "" ? undefined : new Markup(svg);
  },
  formula,
};
