/** How soon the page answers while an audit runs. */
import { waitForState } from "./page.js";

/** @import { Page } from "puppeteer-core" */
/** @typedef {{ longTasks?: number[], cancelled?: { asked: number, left: number }, readable?: { given: number, scores: number, report: number } }} Watched */

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

/** Milliseconds of the longest task since then, 0 if none was over 50. @param {Page} page @returns {Promise<number>} */
export const longestTask = (page) =>
  page.evaluate(async () => {
    // Entries arrive after their task.
    await new Promise((resolve) => setTimeout(resolve, 100));
    return Math.max(0, .../** @type {number[]} */ (/** @type {Watched} */ (/** @type {unknown} */ (window)).longTasks));
  });

/** Notes from now on when files are given, when their scores can be read and when the whole report can. @param {Page} page */
export const watchReport = (page) =>
  page.evaluate(() => {
    const times = { given: 0, scores: 0, report: 0 };
    /** @type {Watched} */ (/** @type {unknown} */ (window)).readable = times;
    addEventListener("change", () => (times.given = performance.now()), { capture: true, once: true });
    const readable = { scores: "#card-retrieval svg", report: "body[data-state=done]" };
    const observer = new MutationObserver(() => {
      for (const name of /** @type {(keyof typeof readable)[]} */ (["scores", "report"])) {
        if (times[name] !== 0 || !document.querySelector(readable[name])) continue;
        times[name] = Number.NaN;
        // Once the browser has drawn it.
        requestAnimationFrame(() =>
          setTimeout(() => {
            times[name] = performance.now();
          }),
        );
      }
    });
    observer.observe(document.documentElement, { subtree: true, childList: true, attributeFilter: ["data-state"] });
  });

/** Seconds from the files to their scores on the page, and to the whole report. @param {Page} page @returns {Promise<{ scores: number, report: number }>} */
export async function readableAfter(page) {
  const read = () => /** @type {Required<Watched>} */ (/** @type {unknown} */ (window)).readable;
  await page.waitForFunction(() => /** @type {any} */ (window).readable.report > 0);
  const { given, scores, report } = await page.evaluate(read);
  return { scores: (scores - given) / 1000, report: (report - given) / 1000 };
}

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
      { capture: true },
    );
    const observer = new MutationObserver(() => {
      if (document.body.dataset.state === "running") return;
      times.left = performance.now();
      observer.disconnect();
    });
    observer.observe(document.body, { attributes: true, attributeFilter: ["data-state"] });
  });
  await page.click("#cancel");
  // Past its first scores the page asks.
  if (await page.$("#ask-leave")) await page.click("#ask-leave");
  await waitForState(page, "pairing");
  return page.evaluate(() => {
    const { asked, left } = /** @type {{ asked: number, left: number }} */ (
      /** @type {Watched} */ (/** @type {unknown} */ (window)).cancelled
    );
    return left - asked;
  });
}
