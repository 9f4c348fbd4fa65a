/** What the page says, as text: words, tables, titles and charts of a part of the document, in their order. */
import { fewRows, hash, isWords, steady } from "./text.js";

const INLINE = /^(a|abbr|b|code|em|i|kbd|small|span|strong|sub|sup|time|output|bdi)$/;
/** Attributes that people read or hear. */
const SAID = ["aria-label", "title", "placeholder", "alt"];

/** @param {Element} element */
function chart(element) {
  const texts = [...element.querySelectorAll("text, title")].map(({ textContent }) => textContent?.trim()).filter(isWords);
  return `\n[chart ${hash(element.outerHTML)}: ${element.getAttribute("aria-label") ?? ""} | ${texts.join(" | ")}]\n`;
}

/** @param {Node} node @returns {string} */
function words(node) {
  if (node.nodeType === 3) return (node.textContent ?? "").replace(/\s+/g, " ");
  if (node.nodeType !== 1) return "";
  const element = /** @type {HTMLElement} */ (node);
  const tag = element.tagName.toLowerCase();
  if (tag === "svg") return chart(element);
  if (tag === "math") return `[formula ${element.textContent?.replace(/\s+/g, " ")}]`;
  const said = SAID.flatMap((name) => (element.hasAttribute(name) ? [`{${name}: ${element.getAttribute(name)}}`] : [])).join(" ");
  const hidden = element.hidden ? "(hidden) " : "";
  if (tag === "tbody") return `\n${fewRows([...element.children].map(words))}\n`;
  const inner = [...element.childNodes].map(words).join("");
  if (tag === "tr") return `\n${[...element.children].map((cell) => words(cell).trim()).join(" | ")}\n`;
  if (tag === "input") return `[${element.getAttribute("type") ?? "text"} input ${said}]`;
  if (tag === "button" || tag === "option") return `\n${hidden}[${tag}] ${said} ${inner}\n`;
  return INLINE.test(tag) || tag === "td" || tag === "th" ? `${hidden}${said}${inner}` : `\n${hidden}${said}${inner}\n`;
}

/** @param {Element} element */
export function pageText(element) {
  for (const details of /** @type {NodeListOf<HTMLDetailsElement>} */ (element.querySelectorAll("details:not(.copy-menu)"))) {
    details.open = true;
    details.dispatchEvent(new /** @type {any} */ (element.ownerDocument.defaultView).Event("toggle"));
  }
  const lines = words(element)
    .split("\n")
    .map((line) =>
      line
        .replace(/ +/g, " ")
        .trim()
        .replace(/^[\d.,]+\s(m?s)$/, "SECONDS"),
    )
    .filter(Boolean);
  return steady(`${lines.join("\n")}\n`);
}
