/** A screen at each width, in each scheme and on paper: its text, its boxes, its pictures. */
import { otherLines } from "../../golden/lines.js";
import { settled } from "../layout.js";
import { seen } from "./outline.js";
import { pictureOf } from "./pictures.js";
import { boxesText, screenText } from "./text.js";

/** @import { Page } from "puppeteer-core" */
/** @import { Picture } from "./png.js" */
/** @import { Screen } from "./screens.js" */

/** @typedef {{ text: string, boxes: string, pictures: { look: string, picture: Picture }[] }} Taken */

const WINDOWS = [
  { width: 1440, height: 900 },
  { width: 1024, height: 768 },
  { width: 360, height: 800 },
];
const SCHEMES = /** @type {const} */ (["light", "dark"]);
/** A4 without the page's margins. */
const PAPER = { width: 695, height: 1017 };

/** In place of what differs from run to run and from build to build, what is as wide. @param {Page} page */
const alike = (page) =>
  page.evaluate(() => {
    const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (words.nextNode()) {
      const text = /** @type {Text} */ (words.currentNode);
      const same = text.data
        .replace(/(?<![\d.,])[\d.,]+(\s)m?s\b/g, "1.23$1s")
        .replace(/\b[0-9a-f]{12,}\b/g, (hash) => "0".repeat(hash.length))
        .replace(/\b20\d\d-\d\d-\d\d\b/g, "2000-01-01");
      if (same !== text.data) text.data = same;
    }
    for (const field of document.querySelectorAll("input")) if (/^20\d\d-\d\d-\d\d$/.test(field.value)) field.value = "2000-01-01";
  });

/** Nothing of a pointer, a focus or a caret, everything laid out. @param {Page} page */
async function still(page) {
  await page.mouse.move(0, 0);
  await page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("* { content-visibility: visible !important; caret-color: transparent !important; }");
    document.adoptedStyleSheets = [sheet];
    /** @type {HTMLElement | null} */ (document.activeElement)?.blur();
  });
  await alike(page);
}

/** @param {Page} page */
const top = (page) => page.evaluate(() => scrollTo({ top: 0, behavior: "instant" }));

/** Pages of a PDF. @param {Uint8Array} pdf */
const pagesOf = (pdf) =>
  Buffer.from(pdf)
    .toString("latin1")
    .match(/\/Type\s*\/Page\b/g)?.length;

/** @param {Page} page @param {"beforeprint" | "afterprint"} name */
const tell = (page, name) => page.evaluate((event) => dispatchEvent(new Event(event)), name);

/** The first sheet, and what stands on all of them. @param {Page} page @param {string} [root] */
async function onPaper(page, root) {
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: "light" }]);
  await page.setViewport(PAPER);
  await page.emulateMediaType("print");
  await tell(page, "beforeprint");
  // The report is made for the print.
  await alike(page);
  await settled(page);
  await top(page);
  const shown = await seen(page, root);
  const picture = await pictureOf(page, PAPER);
  await tell(page, "afterprint");
  await page.emulateMediaType();
  const pages = pagesOf(await page.pdf({ format: "A4" }));
  return { text: screenText(shown), boxes: `${pages} pages of A4\n${boxesText(shown)}`, picture };
}

/** @param {Page} page @param {Screen} screen @returns {Promise<Taken>} */
export async function looksOf(page, { root, paper }) {
  await still(page);
  /** @type {{ look: string, text: string, boxes: string }[]} */
  const texts = [];
  /** @type {Taken["pictures"]} */
  const pictures = [];
  for (const { width, height } of WINDOWS) {
    await page.setViewport({ width, height });
    await settled(page);
    await top(page);
    const shown = await seen(page, root);
    texts.push({ look: `${width} pixels`, text: screenText(shown), boxes: boxesText(shown) });
    // A dialog stands before the window alone.
    const whole = root ? height : await page.evaluate(() => document.documentElement.scrollHeight);
    for (const scheme of SCHEMES) {
      await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
      pictures.push({ look: `${width}-${scheme}`, picture: await pictureOf(page, { width, height: whole }) });
    }
  }
  if (paper) {
    const { text, boxes, picture } = await onPaper(page, root);
    texts.push({ look: "paper", text, boxes });
    pictures.push({ look: "paper", picture });
  }
  const [first, ...others] = texts;
  const beside = others.map(({ look, text }) => `=== ${look}, where it differs\n${otherLines(first.text, text)}\n`);
  return {
    text: `=== ${first.look}\n${[first.text, ...beside].join("\n")}`,
    boxes: texts.map(({ look, boxes }) => `=== ${look}\n${boxes}`).join("\n"),
    pictures,
  };
}
