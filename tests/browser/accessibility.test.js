import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { done } from "../web/command.js";
import { violations } from "./axe.js";
import { BROWSERS, IN_SCHEMES, launch, looks } from "./browsers.js";
import { giveFiles, openPage, pageInTurn, press, QUICK_URL, ROOT, runAudit, waitForState } from "./page.js";

/** @import { Page } from "puppeteer-core" */

/** @param {string} name */
const reference = (name) => join(ROOT, "tests/reference", name);

const SITES = ["independent", "identical"];
/** @type {string} */
let folder;
const siteFile = (/** @type {string} */ name) => join(folder, `${name}.moments.safetensors`);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "askew-"));
  for (const name of SITES)
    await done(
      ...["moments", reference(`${name}.images.npy`), reference(`${name}.texts.npy`)],
      ...["-o", siteFile(name), "--floor", "0", "--blocks", "4"],
    );
});
afterAll(() => rmSync(folder, { recursive: true }));

/** How the page comes to each state. @type {Record<string, (page: Page) => Promise<unknown>>} */
const STATES = {
  empty: async () => {},
  pairing: async (page) => {
    // Neutral names make a question of which side is which.
    await giveFiles(page, join(ROOT, "tests/fixtures/good/float32.npy"), join(ROOT, "tests/fixtures/good/float64.npy"));
    await waitForState(page, "pairing");
  },
  done: async (page) => {
    await giveFiles(page, reference("five_captions.images.npy"), reference("five_captions.texts.npy"));
    await runAudit(page);
  },
  error: async (page) => {
    await giveFiles(page, join(ROOT, "tests/fixtures/bad/truncated.npy"), join(ROOT, "tests/fixtures/bad/text.npy"));
    await waitForState(page, "error");
  },
  sites: async (page) => {
    await giveFiles(page, ...SITES.map(siteFile));
    await runAudit(page);
  },
  aggregate: async (page) => {
    await page.click("#example-balanced");
    await runAudit(page);
    await press(page, "#save-aggregate");
    await page.waitForSelector("#aggregate-noise");
    await page.click("#aggregate-noise");
    await page.click("#aggregate-paired");
    await page.click("#aggregate-prepare");
    await page.waitForSelector("#aggregate-save", { timeout: 60_000 });
  },
  privacy: async (page) => {
    await page.click("#privacy-badge");
  },
};

describe.each(IN_SCHEMES)("in $name, $schemes, axe finds nothing", (launchedIn) => {
  /** @type {import("./browsers.js").Launched} */
  let launched;
  beforeAll(async () => {
    launched = await launch(launchedIn.name, launchedIn);
  });
  afterAll(() => launched?.close());

  const turn = pageInTurn(() => openPage(launched, QUICK_URL));

  it.each(Object.keys(STATES))("in the state %s, at 1,280 and at 360 pixels", async (state) => {
    const { page } = await turn();
    await STATES[state](page);
    for await (const { look, rules } of looks(page, launchedIn)) expect(await violations(page, rules), look).toEqual([]);
  });
});

describe.each(BROWSERS)("by keyboard alone in %s", (browserName) => {
  /** @type {import("./browsers.js").Launched} */
  let launched;
  beforeAll(async () => {
    launched = await launch(browserName);
  });
  afterAll(() => launched?.close());

  it("an example is reached, run, and the focus follows to its headline", async () => {
    const { page } = await openPage(launched, QUICK_URL);
    for (let presses = 0; presses < 40; presses++) {
      await page.keyboard.press("Tab");
      if (await page.evaluate(() => document.activeElement?.id === "example-balanced")) break;
    }
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("example-balanced");
    await page.keyboard.press("Enter");
    await waitForState(page, "done");
    const focused = await page.evaluate(() => document.activeElement !== document.body && document.activeElement !== null);
    expect(focused).toBe(true);
    await page.close();
  });
});
