/** What h() makes, as text: for a page that is saved, with or without a browser. */
import { drawn, escaped } from "../charts/drawing.js";

class Markup {
  /** @param {string} text */
  constructor(text) {
    this.text = text;
  }

  toString() {
    return this.text;
  }
}

/** @typedef {Markup | string | number | null | undefined | false} Child */

/** @param {Child} child */
const childMarkup = (child) => (child instanceof Markup ? child.text : escaped(String(child)));

/** @param {string} tag @param {Record<string, unknown>} properties @param {...(Child | Child[])} children */
function h(tag, properties, ...children) {
  const attributes = Object.entries(properties).filter(([, value]) => value !== false && value !== undefined && value !== null);
  const head = attributes.map(([name, value]) => (value === true ? ` ${name}` : ` ${name}="${escaped(String(value))}"`)).join("");
  const inside = children.flat().filter((child) => child !== null && child !== undefined && child !== false);
  return new Markup(`<${tag}${head}>${inside.map(childMarkup).join("")}</${tag}>`);
}

/**
 * How a sheet is made that is shown on the page and saved as text: elements, and charts among them.
 * @template N
 * @typedef {object} Maker
 * @property {(tag: any, properties: Record<string, string | number | boolean | undefined>, ...children: any[]) => N} h
 * @property {(draw: (host: Element) => void) => N} chart
 */

/** @type {Maker<Markup>} */
export const MARKUP = { h, chart: (draw) => new Markup(drawn(draw)) };
