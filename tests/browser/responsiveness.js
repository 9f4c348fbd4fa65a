/** How soon the page answers while an audit runs. */
import { waitForState } from "./page.js";

/** @import { Page } from "puppeteer-core" */
/** @typedef {{ longTasks?: number[], cancelled?: { asked: number, left: number } }} Watched */

/** Notes every task of the page's main thread over 50 ms from now on; browsers without such entries note none. @param {Page} page */
export const watchTasks = (page) =>
  page.evaluate(() => {
    const watched = /** @type {Watched} */ (/** @type {unknown} */ (window));
    /** @type {number[]} */
    const seen = [];
    watched.longTasks = seen;
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) seen.push(duration);
    }).observe({ type: "longtask" });
  });

/** Milliseconds of the longest task since then, 0 where none was over 50. @param {Page} page @returns {Promise<number>} */
export const longestTask = (page) =>
  page.evaluate(async () => {
    // Entries arrive after their task.
    await new Promise((resolve) => setTimeout(resolve, 100));
    return Math.max(0, .../** @type {number[]} */ (/** @type {Watched} */ (/** @type {unknown} */ (window)).longTasks));
  });

/** A click on the button that stops the audit: milliseconds until the page has left the running state. @param {Page} page @returns {Promise<number>} */
export async function cancelAudit(page) {
  await page.evaluate(() => {
    const watched = /** @type {Watched} */ (/** @type {unknown} */ (window));
    const times = { asked: 0, left: 0 };
    watched.cancelled = times;
    addEventListener(
      "pointerdown",
      ({ timeStamp }) => {
        times.asked = timeStamp;
      },
      { capture: true, once: true },
    );
    const observer = new MutationObserver(() => {
      if (document.body.dataset.state === "running") return;
      times.left = performance.now();
      observer.disconnect();
    });
    observer.observe(document.body, { attributes: true, attributeFilter: ["data-state"] });
  });
  await page.click("#cancel");
  await waitForState(page, "pairing");
  return page.evaluate(() => {
    const { asked, left } = /** @type {{ asked: number, left: number }} */ (
      /** @type {Watched} */ (/** @type {unknown} */ (window)).cancelled
    );
    return left - asked;
  });
}
