/** The playground's frame budget: seconds from a slider's move to every chart drawn, in Chromium with one worker. */
import { launch } from "../browser/browsers.js";
import { openPage, PAGE_URL } from "../browser/page.js";

/** Sliders that are dragged from end to end, one step at a time. */
const DRAGGED = ["set-noiseText", "set-shared", "set-textOnly", "set-gap", "set-wrongPairs"];

/** @param {string} hash @returns {Promise<number[]>} one figure an update */
export async function playgroundUpdates(hash) {
  const launched = await launch("chromium");
  try {
    const { page } = await openPage(launched, `${PAGE_URL}${hash}`, { workers: 1, warmUp: true });
    await page.waitForSelector("#learn[data-shown]");
    return await page.evaluate(async (ids) => {
      const learn = /** @type {HTMLElement} */ (document.getElementById("learn"));
      const shown = () =>
        new Promise((resolve) => {
          const observer = new MutationObserver(() => {
            if (!learn.hasAttribute("data-shown")) return;
            observer.disconnect();
            resolve(undefined);
          });
          observer.observe(learn, { attributes: true });
        });
      for (const id of ids) {
        const slider = /** @type {HTMLInputElement} */ (document.getElementById(id));
        const start = slider.value;
        for (let value = Number(slider.min); value <= Number(slider.max); value++) {
          if (slider.value === String(value)) continue;
          slider.value = String(value);
          const done = shown();
          slider.dispatchEvent(new Event("input"));
          await done;
        }
        slider.value = start;
        const back = shown();
        slider.dispatchEvent(new Event("input"));
        await back;
      }
      return performance.getEntriesByName("playground update").map(({ duration }) => duration / 1000);
    }, DRAGGED);
  } finally {
    await launched.end();
  }
}
