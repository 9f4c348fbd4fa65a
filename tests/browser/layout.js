/** What a page must not show: things wider than the window, labels that are cut or touch. */

/** @import { Page } from "puppeteer-core" */

/** Once the page's charts have followed a change of the window's width: the same sizes in ten frames. @param {Page} page */
export const settled = (page) =>
  page.evaluate(async () => {
    const sizes = () =>
      [...document.querySelectorAll("figure svg")].map((chart) => `${chart.clientWidth} ${chart.childElementCount}`).join();
    for (let same = 0, before = ""; same < 10; ) {
      await new Promise((resolve) => requestAnimationFrame(resolve));
      const now = sizes();
      same = now === before ? same + 1 : 0;
      before = now;
    }
  });

/** The widest things, where the page is wider than its window. @param {Page} page */
export const overflow = (page) =>
  page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    return [...document.querySelectorAll("body *")]
      .filter((element) => element.getBoundingClientRect().right > width + 0.5 && element.checkVisibility())
      .slice(-5)
      .map(
        (element) =>
          `${element.tagName.toLowerCase()}.${element.getAttribute("class") ?? ""} reaches ${element.getBoundingClientRect().right}`,
      );
  });

/** Boxes of the page's main part that must be scrolled sideways to be read. @param {Page} page */
export const scrollBoxes = (page) =>
  // In the page at once: a handle of each of thousands of elements takes seconds.
  page.evaluate(() =>
    [...document.querySelectorAll("#main *")]
      .filter((element) => /auto|scroll|hidden|clip/.test(getComputedStyle(element).overflowX) && element.clientWidth > 1)
      .filter((element) => element.checkVisibility() && element.scrollWidth > element.clientWidth + 1)
      .map((element) => `${element.tagName.toLowerCase()}.${element.className} is ${element.scrollWidth} wide in ${element.clientWidth}`),
  );

/** Labels that reach out of what shows them: the chart where it cuts, its card or the sheet of paper else. @param {Page} page */
export const cutLabels = (page) =>
  page.$$eval("figure svg", (charts) =>
    charts.flatMap((chart) => {
      const cuts = getComputedStyle(chart).overflow !== "visible";
      const frame = (cuts ? chart : (chart.closest(".card, body:has(> #paper)") ?? chart)).getBoundingClientRect();
      return [...chart.querySelectorAll("text")]
        .map((text) => ({ text: text.textContent, box: text.getBoundingClientRect() }))
        .filter(
          ({ box }) =>
            // A label's box is taller than its letters.
            box.width > 0 && (box.left < frame.left || box.right > frame.right || box.top < frame.top - 4 || box.bottom > frame.bottom + 4),
        )
        .map(({ text, box }) => `"${text}" at ${box.left}, ${box.top} of ${frame.left}, ${frame.top}, ${frame.right}, ${frame.bottom}`);
    }),
  );

/** Pairs of labels of one chart that touch. @param {Page} page */
export const collisions = (page) =>
  page.$$eval("figure svg", (charts) =>
    charts.flatMap((chart) => {
      const labels = [...chart.querySelectorAll("text")]
        .filter((text) => (text.textContent ?? "").trim() && text.checkVisibility({ opacityProperty: true, visibilityProperty: true }))
        .map((text) => ({ text: text.textContent, box: text.getBoundingClientRect() }))
        .filter(({ box }) => box.width > 0)
        // A label's box is taller than its letters, in Firefox by more.
        .map(({ text, box }) => ({
          text,
          left: box.left + 1,
          right: box.right - 1,
          top: box.top + box.height / 5,
          bottom: box.bottom - box.height / 5,
        }));
      return labels.flatMap((a, i) =>
        labels
          .slice(i + 1)
          .filter((b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom)
          .map((b) => `"${a.text}" and "${b.text}"`),
      );
    }),
  );
