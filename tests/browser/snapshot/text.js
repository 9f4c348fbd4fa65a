/** What a screen shows, as lines that a person reads and a diff compares. */
import { JSDOM } from "jsdom";
import { fewRows, hash, isWords, steady } from "../../golden/text.js";

/** @import { Seen } from "./outline.js" */

const page = new JSDOM().window.document;

/** Elements that stand in a line of text. */
const INLINE = /^(a|abbr|b|bdi|br|code|em|i|kbd|mark|output|s|small|span|strong|sub|sup|time|wbr)$/;

/** @param {Seen} seen */
const opening = ({ name, said }) => [name, ...said].join(" ");

/** A chart's words, and how many marks of each kind it has: places are held elsewhere. @param {Seen} seen */
function chart({ name, markup = "" }) {
  const svg = /** @type {Element} */ (page.createRange().createContextualFragment(markup).firstElementChild);
  /** @type {Map<string, number>} */
  const marks = new Map();
  for (const mark of svg.querySelectorAll("*")) {
    if (mark.tagName === "g") continue;
    const kind = [mark.tagName, ...mark.classList].join(".");
    marks.set(kind, (marks.get(kind) ?? 0) + 1);
  }
  const texts = [...svg.querySelectorAll("text, title")].map(({ textContent }) => textContent?.trim()).filter(isWords);
  const counts = [...marks].map(([kind, count]) => (count === 1 ? kind : `${kind} ×${count}`));
  return {
    label: `${name} ${svg.getAttribute("aria-label") ?? ""}`.trim(),
    counts: counts.join(" "),
    words: fewRows(texts.map((text) => `${text} | `)),
  };
}

/** @param {Seen | string} one @returns {boolean} */
const isInline = (one) => typeof one === "string" || (INLINE.test(one.tag) && one.inner.every(isInline));

/** @param {Seen | string} one @returns {string} */
function inline(one) {
  if (typeof one === "string") return one;
  const inner = one.inner.map(inline).join("");
  return one.tag === "br" ? " / " : `<${opening(one)}>${inner}</>`;
}

/** @param {Seen} cell */
const cellText = (cell) => {
  const { inner } = cell;
  const text = inner.every(isInline)
    ? inner.map(inline).join("").trim()
    : lines(cell, "")
        .slice(1)
        .map((line) => line.trim())
        .join(" ");
  const said = cell.said.filter((one) => !one.startsWith("scope"));
  return said.length ? `{${said.join(" ")}} ${text}` : text;
};

/** @param {Seen} seen @param {string} indent @returns {string[]} */
function lines(seen, indent) {
  const { tag, inner, markup } = seen;
  if (tag === "math") return [`${indent}math ${hash(markup ?? "")}`];
  if (tag === "svg") {
    const { label, counts, words } = chart(seen);
    return seen.name.includes("chart") ? [`${indent}${label}`, `${indent} ${counts}`, `${indent} ${words}`] : [`${indent}${label}`];
  }
  if (tag === "tr")
    return [
      `${indent}| ${inner
        .map((cell) => (typeof cell === "string" ? cell.trim() : cellText(cell)))
        .filter(Boolean)
        .join(" | ")}`,
    ];
  if (tag === "tbody") {
    const rows = inner.flatMap((row) => (typeof row === "string" ? [] : lines(row, indent)));
    return fewRows(rows.map((row) => `${row}\n`))
      .trimEnd()
      .split("\n");
  }
  if (inner.every(isInline)) {
    const text = inner.map(inline).join("").trim();
    return [`${indent}${opening(seen)}${text && ` "${text}"`}`];
  }
  return [`${indent}${opening(seen)}`, ...inner.flatMap((one) => part(one, `${indent} `))];
}

/** @param {Seen | string} one @param {string} indent */
const part = (one, indent) => (typeof one !== "string" ? lines(one, indent) : one.trim() ? [`${indent}"${one.trim()}"`] : []);

/** @param {Seen} seen */
export const screenText = (seen) => steady(`${lines(seen, "").join("\n")}\n`);

/** The boxes of the main parts, each from the corner of the part around it. @param {Seen} seen @param {string} [indent] @param {readonly number[]} [corner] @returns {string[]} */
function boxes(seen, indent = "", corner = [0, 0]) {
  const { box, name, inner } = seen;
  const own = box ? [`${indent}${name} ${box[0] - corner[0]},${box[1] - corner[1]} ${box[2]}×${box[3]}`] : [];
  const within = inner.flatMap((one) => (typeof one === "string" ? [] : boxes(one, box ? `${indent} ` : indent, box ?? corner)));
  return [...own, ...within];
}

/** @param {Seen} seen */
export const boxesText = (seen) => `${boxes(seen).join("\n")}\n`;
