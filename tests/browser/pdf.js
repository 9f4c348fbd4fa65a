/** What stands on the pages of a PDF. */

// Only drawing needs it, and the library makes one when it is loaded.
globalThis.DOMMatrix ??= /** @type {typeof DOMMatrix} */ (/** @type {unknown} */ (class {}));
const { getDocument } = await import("pdfjs-dist/legacy/build/pdf.mjs");

/** Text without its spaces: a line's end may stand anywhere in a sentence. @param {string} text */
export const joined = (text) => text.normalize("NFKC").replace(/\s+/g, "");

/** The text of every page, without spaces. @param {Uint8Array} pdf */
export async function pagesOf(pdf) {
  const task = getDocument({ data: new Uint8Array(pdf), verbosity: 0 });
  const document = await task.promise;
  const pages = [];
  for (let number = 1; number <= document.numPages; number++) {
    const page = await document.getPage(number);
    const { items } = await page.getTextContent();
    pages.push(joined(items.map((item) => ("str" in item ? item.str : "")).join("")));
  }
  await task.destroy();
  return pages;
}

/** Those of the texts that stand on no page. @param {readonly string[]} pages @param {readonly string[]} texts */
export function missingOn(pages, texts) {
  const all = pages.join("");
  return texts.filter((text) => !all.includes(joined(text)));
}
