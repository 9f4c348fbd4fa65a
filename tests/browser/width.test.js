import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { BROWSERS, launch } from "./browsers.js";
import { collisions, cutLabels, overflow } from "./layout.js";
import { giveFiles, openPage, PAGE_URL, ROOT, runAudit, waitForState } from "./page.js";

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
        // So high that every card is in sight: what is not is not laid out.
        const { page } = await openPage(launched, `${PAGE_URL}#playground${settings}`, { width, height: 9000 });
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
