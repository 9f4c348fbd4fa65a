/**
 * What is printed, by the button and by the browser's own way alike: the report of the finished result, as it would be saved.
 * Without a result the screen is printed.
 */
import { printedParts } from "../document/forms.js";
import { h } from "../views/element.js";
import { redrawAll } from "../views/figure.js";
import { PAGE } from "../views/page-maker.js";

/** @import { Result } from "../document/types.d.ts" */
/** @typedef {Parameters<typeof printedParts>[2]} Wishes */

/** Style sheets keep to the screen while the report has the paper. @param {Document} page */
function keepToScreen({ styleSheets }) {
  const before = [...styleSheets].map((sheet) => /** @type {const} */ ([sheet.media, sheet.media.mediaText]));
  for (const [media] of before) media.mediaText = "screen";
  return () => {
    for (const [media, text] of before) media.mediaText = text;
  };
}

/** @param {Document} page @param {Element} report @param {string} style of a saved page @returns {() => void} takes it away again */
function putOnPaper(page, report, style) {
  const release = keepToScreen(page);
  const sheet = new CSSStyleSheet({ media: "print" });
  sheet.replaceSync(style);
  const before = [...page.adoptedStyleSheets];
  page.adoptedStyleSheets = [...before, sheet];
  page.body.append(report);
  return () => {
    report.remove();
    page.adoptedStyleSheets = before;
    release();
  };
}

/** @param {Document} page @returns {() => void} */
function fitScreen(page) {
  page.body.classList.add("printing");
  redrawAll();
  return () => {
    page.body.classList.remove("printing");
    redrawAll();
  };
}

/** @param {{ page: Document, style: string, current: () => ({ made: Result } & Wishes) | undefined }} parts current: what is finished and shown; style: of a saved page */
export function listenForPrint({ page, style, current }) {
  /** @type {(() => void) | undefined} */
  let undo;
  const end = () => {
    undo?.();
    undo = undefined;
  };
  window.addEventListener("beforeprint", () => {
    end();
    const shown = current();
    undo = shown ? putOnPaper(page, h("div#paper.document", ...printedParts(PAGE, shown.made, shown)), style) : fitScreen(page);
  });
  window.addEventListener("afterprint", end);
}
