import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sampleFiles } from "../bench/samples.js";
import { BROWSERS, launch } from "./browsers.js";
import { overflow } from "./layout.js";
import { downloadedAudit, giveFiles, openPage, PAGE_URL, stateOf, waitForState } from "./page.js";

/** @import { Page } from "puppeteer-core" */

/** Resamples enough that the audit is still at them when it is asked. */
const LINK = `${PAGE_URL}#audit?permutations=100000`;

describe.each(BROWSERS)("nothing is lost unasked in %s", (browserName) => {
  /** @type {import("./browsers.js").Launched} */
  let launched;
  const folder = mkdtempSync(join(tmpdir(), "askew-leaving-"));
  beforeAll(async () => {
    launched = await launch(browserName);
  });
  afterAll(async () => {
    await launched?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Whether the browser is asked to ask before the page is left. @param {Page} page */
  const asksToLeave = (page) => page.evaluate(() => !window.dispatchEvent(new Event("beforeunload", { cancelable: true })));
  /** @param {Page} page */
  const focused = (page) => page.evaluate(() => document.activeElement?.id);

  it("an audit that is cancelled past its first scores keeps them, and is found again in the list", { timeout: 120_000 }, async () => {
    const { page, problems } = await openPage(launched, LINK);
    expect(await asksToLeave(page)).toBe(false);
    const { images, texts } = sampleFiles(folder, { pairs: 600, width: 64 });
    await giveFiles(page, images, texts);
    await page.waitForSelector(".provisional", { visible: true, timeout: 60_000 });
    expect(await stateOf(page)).toBe("running");
    expect(await focused(page)).not.toBe("cancel");
    expect(await asksToLeave(page)).toBe(true);
    await page.click("#cancel");
    expect(await focused(page)).toBe("ask-stay");
    await page.keyboard.press("Escape");
    await page.waitForSelector("#ask", { hidden: true });
    expect(await stateOf(page)).toBe("running");
    await page.click("#cancel");
    await page.click("#ask-keep");
    await waitForState(page, "done");
    expect(await page.$eval("#main", (main) => main.textContent)).toContain("stopped before its end");
    // Files for another audit ask too.
    await giveFiles(page, images, texts);
    await page.waitForSelector("#ask-stay");
    await page.keyboard.press("Escape");
    await page.waitForSelector("#ask", { hidden: true });
    expect(await stateOf(page)).toBe("done");
    await page.click("#new-audit");
    await page.click("#ask-leave");
    await waitForState(page, "empty");
    expect(await page.$eval("#made-0", (item) => item.textContent)).toMatch(/600x64.*SAS image → text 0\.\d{3}.*cut short · not saved/);
    await page.setViewport({ width: 360, height: 800 });
    expect(await overflow(page)).toEqual([]);
    await page.click("#made-0");
    await waitForState(page, "done");
    const audit = await downloadedAudit(launched, page);
    expect(audit.inputs.findings.map(({ code }) => code)).toContain("CUT_SHORT");
    expect(audit.chance).toEqual({ status: "unavailable", reason: "stopped before it was computed" });
    expect(await asksToLeave(page)).toBe(false);
    expect(problems).toEqual([]);
    await page.close();
  });
});
