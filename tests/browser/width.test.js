import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { BROWSERS, launch } from "./browsers.js";
import { giveFiles, openPage, PAGE_URL, ROOT, runAudit, waitForState } from "./page.js";

/** @import { Page } from "puppeteer-core" */

/** The widest things, where the page is wider than its window. @param {Page} page */
const overflow = (page) =>
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

/** Labels that reach out of what shows them: the chart where it cuts, its card else. @param {Page} page */
const cutLabels = (page) =>
  page.$$eval("figure svg", (charts) =>
    charts.flatMap((chart) => {
      const cuts = getComputedStyle(chart).overflow !== "visible";
      const frame = (cuts ? chart : (chart.closest(".card") ?? chart)).getBoundingClientRect();
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
const collisions = (page) =>
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

describe.each(BROWSERS)("in %s", (browserName) => {
  /** @type {import("./browsers.js").Launched} */
  let launched;
  beforeAll(async () => {
    launched = await launch(browserName);
  });
  afterAll(() => launched?.close());

  describe.each([360, 768, 1280, 2560])("at %i pixels", (width) => {
    it("no state scrolls sideways", async () => {
      const { page } = await openPage(launched, undefined, { width });
      expect(await overflow(page)).toEqual([]);
      await giveFiles(page, join(ROOT, "tests/fixtures/bad/truncated.npy"), join(ROOT, "tests/reference/natural.images.npy"));
      await waitForState(page, "error", "pairing");
      expect(await overflow(page)).toEqual([]);
      await page.close();
    });

    it.each(["", "?textOnly=4&imageOnly=2", "?pairs=20&wrongPairs=1", "?noiseImage=4&noiseText=2&gap=1"])(
      "the playground%s fits, and no label is cut or touches another",
      async (settings) => {
        const { page } = await openPage(launched, `${PAGE_URL}#playground${settings}`, { width });
        await page.waitForSelector("#learn[data-shown]", { timeout: 20_000 });
        expect(await overflow(page)).toEqual([]);
        expect(await page.$$eval("figure svg", (charts) => charts.length)).toBe(7);
        expect(await cutLabels(page)).toEqual([]);
        expect(await collisions(page)).toEqual([]);
        await page.close();
      },
    );

    it.each(["balanced", "imagePrivate", "textPrivate"])(
      "the audit of %s fits, and no label is cut or touches another",
      async (example) => {
        const { page } = await openPage(launched, undefined, { width });
        await page.click(`#example-${example}`);
        await runAudit(page);
        expect(await overflow(page)).toEqual([]);
        expect(await page.$$eval("figure svg", (charts) => charts.length)).toBeGreaterThan(3);
        expect(await cutLabels(page)).toEqual([]);
        expect(await collisions(page)).toEqual([]);
        await page.close();
      },
    );
  });
});
