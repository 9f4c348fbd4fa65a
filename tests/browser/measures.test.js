import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { enterInputs } from "../golden/reports.js";
import { launch } from "./browsers.js";
import { settled } from "./layout.js";
import { chartContrast, tabStops, targetSizes } from "./measures.js";
import { openPage, QUICK_URL } from "./page.js";
import { SCREENS } from "./snapshot/screens.js";

/** @import { Page } from "puppeteer-core" */

/** @type {import("./browsers.js").Launched} */
let launched;
/** @type {() => void} */
let leaveInputs;
beforeAll(async () => {
  leaveInputs = enterInputs();
  launched = await launch("chromium");
});
afterAll(async () => {
  await launched?.close();
  leaveInputs?.();
});

/** @param {string} screen @param {(page: Page) => Promise<void>} look */
async function on(screen, look) {
  const { page } = await openPage(launched, QUICK_URL, { width: 1440 });
  await SCREENS[screen].reach(page);
  await look(page);
  await page.close();
}

describe("the page", () => {
  it("leads to the verdict by the first Tab", () =>
    on("audit", async (page) => {
      expect(await tabStops(page, "headline")).toBe(1);
    }));

  it("leads to retrieval within six tab stops, and Enter goes there; links to sections that are not shown are no stops", () =>
    on("audit", async (page) => {
      expect(await tabStops(page, "card-retrieval")).toBeLessThanOrEqual(6);
      const seen = () => page.$$eval("#skip a", (links) => links.filter((link) => link.checkVisibility()).length);
      const { left, right, top } = await page.$eval("#skip", (skip) => skip.getBoundingClientRect().toJSON());
      expect(left).toBeGreaterThanOrEqual(0);
      expect(right).toBeLessThanOrEqual(1440);
      expect(top).toBeGreaterThanOrEqual(0);
      expect(await seen()).toBeGreaterThan(3);
      await page.keyboard.press("Enter");
      await page.keyboard.press("Tab");
      expect(await page.evaluate(() => document.activeElement?.closest(".card")?.id)).toBe("card-retrieval");
      await page.click('.places a[href="#glossary"]');
      await page.waitForSelector("#learn h1", { visible: true });
      expect(await seen()).toBe(1);
    }));

  it.each(["empty", "error", "lesson", "playground", "audit", "benchmark"])(
    "has nothing to press on the screen %s that is smaller than 24 pixels",
    (screen) =>
      on(screen, async (page) => {
        for (const width of [1440, 360]) {
          await page.setViewport({ width, height: 900 });
          await settled(page);
          const { checked, small } = await targetSizes(page);
          expect(checked).toBeGreaterThan(3);
          expect(small, `${width} pixels`).toEqual([]);
        }
      }),
  );

  it("says the headline first, at each width, and begins Swap where the two models begin, if it does not fit beside them", () =>
    on("comparison", async (page) => {
      for (const width of [1440, 1024, 320]) {
        await page.setViewport({ width, height: 900 });
        await settled(page);
        const [headline, tools, cards, names, swap] = await page.$$eval(
          "#headline, .result-tools, .cards, .two-models > p, #swap-models",
          (all) => all.map((one) => one.getBoundingClientRect().toJSON()),
        );
        expect(tools.top, `${width} pixels`).toBeGreaterThan(headline.bottom);
        expect(cards.top, `${width} pixels`).toBeGreaterThan(tools.bottom);
        if (width === 320) expect(swap.top).toBeGreaterThan(names.bottom);
        expect(swap.top < names.bottom || swap.left === names.left, `${width} pixels`).toBe(true);
      }
    }));

  it("writes in the charts of a lesson with a contrast of at least 4.5 in both schemes", () =>
    on("lesson", async (page) => {
      for (const value of ["light", "dark"]) {
        await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value }]);
        const { checked, low } = await chartContrast(page);
        expect(checked).toBeGreaterThan(10);
        expect(low, value).toEqual([]);
      }
    }));
});
