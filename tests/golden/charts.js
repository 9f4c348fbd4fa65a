/** A chart as text: its marks in their order, places to a tenth of a pixel, many like ones as a few and a hash. */
import { hash } from "./text.js";

/** Like marks in a row of which the first are shown, and how many. */
const MANY = 12;
const SHOWN = 3;
/** Characters of a path that are shown. */
const LONG = 120;
/** Said of every mark already. */
const ELSEWHERE = new Set(["class", "aria-label", "role", "viewBox"]);

/** Engines differ in the last digits of a logarithm or a power. @param {string} text */
const rounded = (text) => text.replace(/-?\d+\.\d+(e-?\d+)?/g, (number) => String(Math.round(Number(number) * 10) / 10 + 0));

/** @param {string} text */
const cut = (text) => (text.length > LONG ? `${text.slice(0, LONG)}… ${hash(text)}` : text);

/** @param {Element} element */
const nameOf = ({ tagName, classList }) => [tagName.toLowerCase(), ...classList].join(".");

/** @param {Element} element */
function line(element) {
  const attributes = [...element.attributes]
    .filter(({ name }) => !ELSEWHERE.has(name))
    .map(({ name, value }) => ` ${name}=${cut(rounded(value))}`);
  const words = element.childElementCount === 0 && element.textContent ? ` "${element.textContent}"` : "";
  return `${nameOf(element)}${attributes.join("")}${words}`;
}

/** @param {Element} element @param {string} indent @returns {string[]} */
function lines(element, indent) {
  const inner = [...element.children].map((child) => ({ name: nameOf(child), lines: lines(child, `${indent} `) }));
  const shown = [];
  for (let from = 0; from < inner.length; ) {
    let to = from;
    while (to < inner.length && inner[to].name === inner[from].name) to++;
    const run = inner.slice(from, to).map(({ lines: one }) => one);
    if (run.length <= MANY) shown.push(...run.flat());
    else shown.push(...run.slice(0, SHOWN).flat(), `${indent} and ${run.length - SHOWN} more, ${hash(run.flat().join("\n"))}`);
    from = to;
  }
  return [`${indent}${line(element)}`, ...shown];
}

/** @param {Element} svg */
export const chartText = (svg) => `${svg.getAttribute("aria-label") ?? ""}\n${lines(svg, "").join("\n")}\n`;
