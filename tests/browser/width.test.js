import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { BROWSERS, launch } from "./browsers.js";
import { collisions, cutLabels, overflow, settled } from "./layout.js";
import { giveFiles, openPage, PAGE_URL, pageInTurn, QUICK_URL, ROOT, runAudit, waitForState } from "./page.js";

/** @import { Page } from "puppeteer-core" */

const WIDTHS = [360, 768, 1280, 2560];

describe.each(BROWSERS)("in %s", (browserName) => {
  /** @type {import("./browsers.js").Launched} */
  let launched;
  beforeAll(async () => {
    launched = await launch(browserName);
  });
  afterAll(() => launched?.close());

  it.each(WIDTHS)("at %i pixels no state scrolls sideways", async (width) => {
    const { page } = await openPage(launched, undefined, { width });
    expect(await overflow(page)).toEqual([]);
    await giveFiles(page, join(ROOT, "tests/fixtures/bad/truncated.npy"), join(ROOT, "tests/reference/natural.images.npy"));
    await waitForState(page, "error", "pairing");
    expect(await overflow(page)).toEqual([]);
    await page.close();
  });

  /** The window becomes wider and narrower round the finished charts, as by a turned tablet. @param {Page} page @param {number} height @param {(charts: number) => void} enough */
  async function fitsAtEachWidth(page, height, enough) {
    for (const width of [...WIDTHS, WIDTHS[0]]) {
      await page.setViewport({ width, height });
      await settled(page);
      const at = `at ${width} pixels`;
      expect(await overflow(page), at).toEqual([]);
      enough(await page.$$eval("figure svg", (charts) => charts.length));
      expect(await cutLabels(page), at).toEqual([]);
      expect(await collisions(page), at).toEqual([]);
    }
  }

  it.each(["", "?textOnly=4&imageOnly=2", "?pairs=20&wrongPairs=1", "?noiseImage=4&noiseText=2&gap=1"])(
    "the playground%s fits at each width, and no label is cut or touches another",
    async (settings) => {
      // So high that every card is in sight: what is not is not laid out.
      const { page } = await openPage(launched, `${PAGE_URL}#playground${settings}`, { width: WIDTHS[0], height: 9000 });
      await page.waitForSelector("#learn[data-shown]", { timeout: 20_000 });
      await fitsAtEachWidth(page, 9000, (charts) => expect(charts).toBe(7));
      await page.close();
    },
  );

  const turn = pageInTurn(() => openPage(launched, QUICK_URL, { width: WIDTHS[0] }));

  it.each(["balanced", "imagePrivate", "textPrivate"])(
    "the audit of %s fits at each width, and no label is cut or touches another",
    async (example) => {
      const { page } = await turn();
      await page.click(`#example-${example}`);
      await runAudit(page);
      await fitsAtEachWidth(page, 900, (charts) => expect(charts).toBeGreaterThan(3));
    },
  );
});
