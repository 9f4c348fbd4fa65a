/** What can be measured of a page that is open: contrast, sizes of what is pressed, tab stops, heights. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

/** @import { Page } from "puppeteer-core" */

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Tab is not pressed more often than this. */
const MOST_STOPS = 150;

/**
 * Contrast of the text outside charts, by axe.
 * @param {Page} page
 * @returns {Promise<{ lowest: number, checked: number, low: string[] }>} low: too little contrast
 */
export async function textContrast(page) {
  // The debugger's evaluation is not under the page's policy.
  await page.evaluate(AXE);
  return page.evaluate(async () => {
    const found = await /** @type {any} */ (window).axe.run(document, { runOnly: ["color-contrast"] });
    /** @type {{ ratio: number, where: string }[]} */
    const nodes = [...found.passes, ...found.violations].flatMap((/** @type {any} */ { nodes: own }) =>
      own.map((/** @type {any} */ { any, target }) => ({
        ratio: any[0]?.data?.contrastRatio ?? Number.POSITIVE_INFINITY,
        where: target.join(" "),
      })),
    );
    const low = found.violations.flatMap((/** @type {any} */ { nodes: own }) =>
      own.map((/** @type {any} */ { target }) => target.join(" ")),
    );
    return { lowest: Math.min(...nodes.map(({ ratio }) => ratio)), checked: nodes.length, low };
  });
}

/**
 * Contrast of the charts' labels, which axe does not measure: each against its halo, else the mark under its middle, else its card.
 * @param {Page} page
 * @param {number} [least] ratio
 * @returns {Promise<{ lowest: number, checked: number, low: string[] }>}
 */
export const chartContrast = (page, least = 4.5) =>
  page.evaluate((wanted) => {
    /** @typedef {[red: number, green: number, blue: number, alpha: number]} Colour */
    const pen = /** @type {CanvasRenderingContext2D} */ (document.createElement("canvas").getContext("2d", { willReadFrequently: true }));
    /** @param {string} colour @returns {Colour} */
    function rgba(colour) {
      pen.clearRect(0, 0, 1, 1);
      pen.fillStyle = colour;
      pen.fillRect(0, 0, 1, 1);
      const [red, green, blue, alpha] = pen.getImageData(0, 0, 1, 1).data;
      return [red, green, blue, alpha / 255];
    }
    /** @param {Colour} front @param {Colour} back @param {number} alpha @returns {Colour} */
    const over = (front, back, alpha) =>
      /** @type {Colour} */ ([...[0, 1, 2].map((k) => front[k] * front[3] * alpha + back[k] * (1 - front[3] * alpha)), 1]);
    /** @param {Colour} colour */
    const light = (colour) => {
      const [r, g, b] = colour.slice(0, 3).map((c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    /** @param {Element | null} element @returns {Colour} */
    function ground(element) {
      for (let at = element; at; at = at.parentElement) {
        const colour = rgba(getComputedStyle(at).backgroundColor);
        if (colour[3] > 0.99) return colour;
      }
      return rgba("Canvas");
    }
    /** @type {{ ratio: number, where: string }[]} */
    const found = [];
    for (const svg of document.querySelectorAll("svg.chart")) {
      if (!svg.checkVisibility()) continue;
      const card = ground(svg);
      const shapes = /** @type {SVGGeometryElement[]} */ ([...svg.querySelectorAll("rect, circle, path")]);
      for (const text of svg.querySelectorAll("text")) {
        if (!(text.textContent ?? "").trim() || !text.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
        const box = text.getBoundingClientRect();
        const style = getComputedStyle(text);
        let back = card;
        if (style.paintOrder.startsWith("stroke") && style.stroke !== "none") back = over(rgba(style.stroke), card, 1);
        else
          for (const shape of shapes) {
            if (!(shape.compareDocumentPosition(text) & Node.DOCUMENT_POSITION_FOLLOWING)) continue;
            const own = getComputedStyle(shape);
            if (own.fill === "none" || own.visibility === "hidden") continue;
            const matrix = shape.getScreenCTM()?.inverse();
            const middle = new DOMPoint(box.x + box.width / 2, box.y + box.height / 2).matrixTransform(matrix);
            if (shape.isPointInFill(middle)) back = over(rgba(own.fill), back, Number(own.fillOpacity) * Number(own.opacity));
          }
        const front = over(rgba(style.fill), back, Number(style.fillOpacity) * Number(style.opacity));
        const [a, b] = [light(front), light(back)].sort((x, y) => y - x);
        const card_ = svg.closest(".card, section, dialog")?.id ?? "";
        found.push({ ratio: (a + 0.05) / (b + 0.05), where: `${card_} text.${text.classList.value} "${text.textContent}"` });
      }
    }
    const low = found.filter(({ ratio }) => ratio < wanted);
    return {
      lowest: Math.min(...found.map(({ ratio }) => ratio)),
      checked: found.length,
      low: low.map(({ ratio, where }) => `${where} (${ratio.toFixed(2)})`),
    };
  }, least);

/**
 * What is pressed: buttons, fields and links that stand alone. Links within a sentence are as high as its letters.
 * @param {Page} page
 * @param {number} [least] pixels
 * @returns {Promise<{ smallest: number, checked: number, small: string[] }>}
 */
export const targetSizes = (page, least = 24) =>
  page.evaluate((wanted) => {
    const pressed = [
      ...document.querySelectorAll("a[href], button, input, select, textarea, summary, [role=button], [tabindex='0']"),
    ].filter((one) => one.checkVisibility({ opacityProperty: true, visibilityProperty: true }));
    const found = pressed.flatMap((one) => {
      const { width, height } = one.getBoundingClientRect();
      const inSentence = getComputedStyle(one).display === "inline";
      const label = one instanceof HTMLInputElement ? one.labels?.[0]?.getBoundingClientRect() : undefined;
      const least = Math.min(Math.max(width, label?.width ?? 0), Math.max(height, label?.height ?? 0));
      // One pixel wide: for those who do not see it, until it has the focus.
      if (inSentence || width <= 1) return [];
      return [
        {
          least,
          where: `${one.tagName.toLowerCase()}${one.id && `#${one.id}`}.${one.classList.value} "${(one.textContent ?? "").trim().slice(0, 30)}" ${Math.round(width)}×${Math.round(height)}`,
        },
      ];
    });
    return {
      smallest: Math.min(...found.map((one) => one.least)),
      checked: found.length,
      small: found.filter((one) => one.least < wanted - 0.5).map(({ where }) => where),
    };
  }, least);

/** How often Tab is pressed from the top of the page until the focus is in a place, or on a link that leads there; undefined if it never is. @param {Page} page @param {string} place id */
export async function tabStops(page, place) {
  await page.evaluate(() => {
    // The next Tab goes on from here, wherever the focus was.
    const top = document.createElement("span");
    top.tabIndex = -1;
    document.body.prepend(top);
    top.focus();
    top.remove();
  });
  for (let presses = 1; presses <= MOST_STOPS; presses++) {
    await page.keyboard.press("Tab");
    const there = await page.evaluate((id) => {
      const { activeElement } = document;
      const target = document.getElementById(id);
      if (!target || !activeElement || activeElement === document.body) return false;
      const link = activeElement.getAttribute("href") ?? "";
      const end = link.startsWith("#") ? document.getElementById(link.slice(1)) : null;
      // A link to what begins with the place leads there too.
      return target.contains(activeElement) || end === target || (end?.contains(target) && end.querySelector("h1, h2") === target);
    }, place);
    if (there) return presses;
  }
  return undefined;
}

/** @param {Page} page */
export const pageHeight = (page) => page.evaluate(() => document.documentElement.scrollHeight);

/** The page's header: its height, and how many rows what stands in it takes. @param {Page} page @returns {Promise<{ height: number, rows: number }>} */
export const headerOf = (page) =>
  page.$eval("header.top", (header) => {
    const boxes = [...header.querySelectorAll(".brand, button, a, select")]
      .filter((one) => one.checkVisibility())
      .map((one) => one.getBoundingClientRect())
      .sort((a, b) => a.top - b.top);
    let [rows, bottom] = [0, Number.NEGATIVE_INFINITY];
    for (const box of boxes) {
      if (box.top >= bottom - 2) rows++;
      bottom = Math.max(bottom, box.bottom);
    }
    return { height: Math.round(header.getBoundingClientRect().height), rows };
  });
