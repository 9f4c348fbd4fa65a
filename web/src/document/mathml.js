/** @import { Formula, Term } from "./types.d.ts" */

/** Formulas as MathML: a few builders, so that they read like the formula. What they give is plain data: the page makes elements of it, a saved report text. */

/** @param {string} name @param {...Term} terms @returns {Formula} */
const node = (name, ...terms) => ({ name, attributes: {}, children: terms.map(term) });

/** A name, a number or a sign. @param {Term} value @returns {Formula} */
function term(value) {
  if (typeof value === "object") return value;
  const text = String(value);
  const name = /^[\d.,]+$/.test(text) ? "mn" : /^[\p{L}]+$/u.test(text) ? "mi" : "mo";
  /** @type {Record<string, string>} */
  const attributes = {};
  // Without a mathematical font browsers stretch fences unevenly.
  if (name === "mo") attributes.stretchy = "false";
  if (text === ",") attributes.rspace = "0.4em";
  return { name, attributes, children: [text] };
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
export const apply = (name, ...terms) => row(name, { name: "mspace", attributes: { width: "0.2em" }, children: [] }, ...terms);
/** @param {Term} base */
export const bar = (base) => node("mover", base, "‾");
/** @param {...Term} terms @returns {Formula} */
export const formula = (...terms) => ({ ...node("math", ...terms), attributes: { display: "block" } });
