/** Formulas as MathML: a few builders, so that they read like the formula. */

const MATHML = "http://www.w3.org/1998/Math/MathML";

/** @typedef {Element | string | number} Term */

/** @param {string} name @param {...Term} terms */
function node(name, ...terms) {
  const element = document.createElementNS(MATHML, name);
  element.append(...terms.map(term));
  return element;
}

/** A name, a number or a sign. @param {Term} value @returns {Node} */
function term(value) {
  if (value instanceof Element) return value;
  const text = String(value);
  const kind = /^[\d.,]+$/.test(text) ? "mn" : /^[\p{L}]+$/u.test(text) ? "mi" : "mo";
  const element = document.createElementNS(MATHML, kind);
  element.textContent = text;
  // Without a mathematical font browsers stretch fences unevenly.
  if (kind === "mo") element.setAttribute("stretchy", "false");
  if (text === ",") element.setAttribute("rspace", "0.4em");
  return element;
}

/** @param {...Term} terms */
export const row = (...terms) => node("mrow", ...terms);
/** @param {Term} above @param {Term} below */
export const over = (above, below) => node("mfrac", above, below);
/** @param {Term} base @param {Term} index */
export const sub = (base, index) => node("msub", base, index);
/** @param {Term} base @param {Term} power */
export const sup = (base, power) => node("msup", base, power);
/** @param {Term} base @param {Term} index @param {Term} power */
export const subsup = (base, index, power) => node("msubsup", base, index, power);
/** @param {...Term} terms */
export const root = (...terms) => node("msqrt", ...terms);
/** @param {...Term} terms */
export const abs = (...terms) => row("|", ...terms, "|");
/** @param {...Term} terms */
export const norm = (...terms) => row("‖", ...terms, "‖");
/** @param {Term} index @param {...Term} terms */
export const sum = (index, ...terms) => row(node("munder", "∑", index), ...terms);
/** A named function and what it applies to, with room between. @param {Term} name @param {...Term} terms */
export function apply(name, ...terms) {
  const room = document.createElementNS(MATHML, "mspace");
  room.setAttribute("width", "0.2em");
  return row(name, room, ...terms);
}
/** @param {Term} base */
export const bar = (base) => node("mover", base, "‾");
/** @param {...Term} terms */
export function formula(...terms) {
  const math = node("math", ...terms);
  math.setAttribute("display", "block");
  return math;
}
