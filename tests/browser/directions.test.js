import { rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { BROWSERS, launch } from "./browsers.js";
import { downloadedAudit, giveFiles, openPage, QUICK_URL, ROOT, runAudit } from "./page.js";

const SIDES = ["medical.images.npy", "medical.texts.npy"].map((name) => join(ROOT, "tests/reference", name));
const ROWS = 200;

describe.each(BROWSERS)("a person looks at a direction in %s", (browserName) => {
  /** @type {import("./browsers.js").Launched} */
  let launched;
  beforeAll(async () => {
    launched = await launch(browserName);
  });
  afterAll(() => launched?.close());

  it("sees its pairs with ids and captions, chooses another by its bar, and none of the words are saved", async () => {
    const table = join(tmpdir(), `askew-directions-${browserName}-${process.pid}.csv`);
    const { page, problems } = await openPage(launched, QUICK_URL);
    const words = Array.from({ length: ROWS }, (_, i) => `study${i},${i % 2 === 0 ? "AP" : "PA"},secret words ${i}`);
    writeFileSync(table, ["image_id,view,report", ...words].join("\n"));
    await giveFiles(page, ...SIDES, table);
    await runAudit(page);
    await page.waitForSelector("#card-modes .samples li");
    const card = () => page.$eval("#card-modes", (element) => /** @type {HTMLElement} */ (element).innerText);
    expect(await card()).toMatch(/study\d+/);
    expect(await card()).toContain("secret words");
    const before = await page.$eval("#card-modes .mode-facts", (element) => element.textContent);
    const bar = await page.$('#card-spectra [data-side="image"] [data-mode="4"]');
    if (!bar) throw new Error("no bar");
    await bar.click();
    await page.waitForFunction(
      () =>
        /** @type {HTMLInputElement} */ (document.querySelector("#direction")).value === "5" &&
        document.querySelector(".bar.picked[data-mode='4']"),
    );
    expect(await page.$eval("#card-modes .mode-facts", (element) => element.textContent)).not.toBe(before);
    await page.focus("#card-modes .step:last-of-type");
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => /** @type {HTMLInputElement} */ (document.querySelector("#direction")).value === "6");
    const audit = await downloadedAudit(launched, page);
    if ("status" in audit.correlates) throw new Error(audit.correlates.reason);
    expect(audit.correlates.traits.map(({ of, name }) => name || of)).toContain("view");
    expect(JSON.stringify(audit)).not.toMatch(/study\d|secret words/);
    expect(problems).toEqual([]);
    rmSync(table);
    await page.close();
  });
});
