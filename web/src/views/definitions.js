import { DEFINITIONS } from "../document/definitions.js";
import { sourceParts } from "../document/sources.js";
import { h } from "./element.js";
import { popupLink } from "./popup.js";

/** @import { Definition, Formula } from "../document/types.d.ts" */
/** @import { Child } from "./types.d.ts" */

const MATHML = "http://www.w3.org/1998/Math/MathML";

/** @param {Formula} formula @returns {Element} */
export function mathElement({ name, attributes, children }) {
  const element = document.createElementNS(MATHML, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children.map((child) => (typeof child === "string" ? child : mathElement(child))));
  return element;
}

/** One definition. @param {Definition} one @param {"define" | "term" | "shown"} prefix of its id: in the report, in the glossary, or beside a word */
export function definition(one, prefix) {
  return h(
    "div.definition",
    { id: `${prefix}-${one.id}`, tabindex: -1 },
    h("h3", one.name),
    [one.formula].flat().map(mathElement),
    h("p", one.words),
    h(
      "p.muted",
      "Source: ",
      ...sourceParts(h, one.sources),
      ". ",
      one.tries && h("a", { href: `#playground?${one.tries}`, "aria-label": `Try it: ${one.name}` }, "Try it"),
    ),
  );
}

/** Address of a definition in the report. @param {string} id */
export const inReport = (id) => `#define-${id}`;

/** A word that shows its definition beside it, with the way to all of them. @param {string} id @param {Child} word @param {(id: string) => string} address */
export function term(id, word, address) {
  const one = /** @type {Definition} */ (DEFINITIONS.find((each) => each.id === id));
  return popupLink(address(id), word ?? one.name, () => ({
    name: `Definition: ${one.name}`,
    content: [definition(one, "shown"), h("a.all", { href: address(id) }, "All definitions")],
  }));
}

/** Definitions of what a card shows. @param {readonly string[]} ids @param {(id: string) => string} address */
export function definedAs(ids, address) {
  const links = ids.map((id) => term(id, undefined, address));
  return h("p.defined", "Definitions: ", ...links.flatMap((link, k) => (k === 0 ? [link] : [" · ", link])));
}

/** Definitions that are laid out at once: formulas take long. */
const AT_ONCE = 5;

/** @param {Element} container @param {(piece: () => void) => void} then takes what adds the next of them */
export function render(container, then) {
  const host = h("div.definitions");
  container.append(host);
  for (let k = 0; k < DEFINITIONS.length; k += AT_ONCE)
    then(() => host.append(...DEFINITIONS.slice(k, k + AT_ONCE).map((one) => definition(one, "define"))));
}
