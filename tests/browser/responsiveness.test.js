import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sampleFiles } from "../bench/samples.js";
import { BROWSERS, launch } from "./browsers.js";
import { giveFiles, newAudit, openPage, PAGE_URL, runAudit, stateOf, waitForState } from "./page.js";
import { cancelAudit, longestTask, watchTasks } from "./responsiveness.js";

/** The aims are 200 and 50 ms, which the bench measures; a loaded machine may be some times slower. An audit takes longer. */
const MOST_TO_CANCEL = 1000;
const LONGEST_TASK = 250;
/** Share of the audit done, in which it is cancelled: rows are being read, modes and tiles are at work. */
const MOMENTS = [0.02, 0.3];

const folder = mkdtempSync(join(tmpdir(), "askew-responsive-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** @type {{ images: string, texts: string }} */
let long;
beforeAll(() => {
  long = sampleFiles(folder, { pairs: 20_000, width: 512 });
});

describe.each(BROWSERS)("while an audit runs in %s", (browserName) => {
  /** @type {import("./browsers.js").Launched} */
  let launched;
  beforeAll(async () => {
    launched = await launch(browserName);
  });
  afterAll(() => launched?.close());

  it("cancelling leaves the running state at once, and the next audit has the workers to itself", async () => {
    const { page, problems } = await openPage(launched, PAGE_URL, { warmUp: true });
    await giveFiles(page, long.images, long.texts);
    for (const moment of MOMENTS) {
      await waitForState(page, "running");
      await page.waitForFunction((done) => (document.querySelector("progress")?.value ?? 0) >= done, {}, moment);
      expect(await stateOf(page)).toBe("running");
      expect(await cancelAudit(page)).toBeLessThan(MOST_TO_CANCEL);
      await page.$eval("#run", (button) => /** @type {HTMLElement} */ (button).click());
    }
    await waitForState(page, "running");
    await cancelAudit(page);
    await newAudit(page);
    await page.click("#example-balanced");
    await runAudit(page);
    expect(problems).toEqual([]);
    await page.close();
  });

  // Only Chromium tells of long tasks.
  it.skipIf(browserName === "firefox")("no task of the page's main thread holds it up", async () => {
    const { page } = await openPage(launched, `${PAGE_URL}#audit?bootstrap=20`, { warmUp: true });
    await watchTasks(page);
    const files = sampleFiles(folder, { pairs: 5000, width: 512 });
    await giveFiles(page, files.images, files.texts);
    await runAudit(page);
    expect(await longestTask(page)).toBeLessThan(LONGEST_TASK);
    await page.close();
  });
});
