/** What a screen shows, as the browser lays it out: elements with their roles, words and boxes. */

/** @import { Page } from "puppeteer-core" */

/**
 * @typedef {object} Seen an element that shows
 * @property {string} tag
 * @property {string} name tag, id and classes
 * @property {string[]} said attributes that people read or hear, and states
 * @property {(string | Seen)[]} inner
 * @property {[x: number, y: number, width: number, height: number]} [box] of a main part, on the page
 * @property {string} [markup] of a chart
 */

/** The parts whose places are held. */
const PARTS = "header, nav, main, footer, aside, section, article, form, dialog, figure, table, h1, h2, h3, .card, .result-tools, .badge";

/** What shows of the page, or of one element. @param {Page} page @param {string} [root] @returns {Promise<Seen>} */
export const seen = (page, root = "body") =>
  page.$eval(
    root,
    (from, parts) => {
      const SAID = [
        "role",
        "aria-label",
        "aria-expanded",
        "aria-pressed",
        "aria-selected",
        "aria-current",
        "aria-sort",
        "title",
        "placeholder",
      ];
      const GIVEN = ["type", "href", "disabled", "open", "alt", "colspan", "rowspan", "scope"];
      const shows = { visibilityProperty: true, opacityProperty: true };
      /** @param {Element} element @returns {Seen} */
      function look(element) {
        const tag = element.tagName.toLowerCase();
        const id = element.id && `#${element.id}`;
        const said = [...SAID, ...GIVEN]
          .filter((name) => element.hasAttribute(name))
          .map((name) => {
            const value = element.getAttribute(name);
            return value ? `${name}=${value}` : name;
          });
        if (element instanceof HTMLInputElement && element.type !== "file")
          said.push(/checkbox|radio/.test(element.type) ? `checked=${element.checked}` : `value=${element.value}`);
        if (element instanceof HTMLSelectElement)
          said.push(`chosen=${element.selectedOptions[0]?.textContent}`, `of=${element.options.length}`);
        if (element instanceof HTMLProgressElement) said.push(`value=${element.value}`);
        const { x, y, width, height } = element.getBoundingClientRect();
        const place = /** @type {const} */ ([x + scrollX, y + scrollY, width, height]);
        return {
          tag,
          name: [tag + id, ...element.classList].join("."),
          said,
          inner: tag === "svg" || tag === "select" || tag === "math" ? [] : [...element.childNodes].flatMap(inner),
          ...(element.matches(parts) && { box: /** @type {Seen["box"]} */ (place.map((value) => Math.round(value))) }),
          ...((tag === "svg" || tag === "math") && { markup: element.outerHTML }),
        };
      }
      /** @param {Node} node @returns {(string | Seen)[]} */
      function inner(node) {
        if (node instanceof Text) return node.data.trim() || /^\s+$/.test(node.data) ? [node.data.replace(/\s+/g, " ")] : [];
        if (!(node instanceof Element)) return [];
        return getComputedStyle(node).display === "contents" || node.checkVisibility(shows) ? [look(node)] : [];
      }
      return look(from);
    },
    PARTS,
  );
