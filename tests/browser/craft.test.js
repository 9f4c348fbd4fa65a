/** What makes a page look made by one hand: few sizes of type, buttons of one height, edges in line. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { BROWSERS, launch } from "./browsers.js";
import { settled } from "./layout.js";
import { openPage, QUICK_URL, runAudit } from "./page.js";

/** @import { Page } from "puppeteer-core" */

/** Sizes of the text that is seen, each with a place where it stands. @param {Page} page */
const sizes = (page) =>
  page.evaluate(() => {
    const found = /** @type {Record<string, string>} */ ({});
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let text = texts.nextNode(); text; text = texts.nextNode()) {
      const { parentElement } = text;
      if (!parentElement || !text.textContent?.trim() || !parentElement.checkVisibility()) continue;
      const size = getComputedStyle(parentElement).fontSize;
      found[size] ??= `${parentElement.tagName} ${parentElement.className} "${text.textContent.slice(0, 30)}"`;
    }
    return found;
  });

const SIZES = ["12px", "13px", "15px", "18px", "24px", "32px"];

/** @param {Page} page */
const otherSizes = async (page) => Object.entries(await sizes(page)).filter(([size]) => !SIZES.includes(size));

/** @param {Page} page @param {string} selector */
const boxes = (page, selector) =>
  page.$$eval(selector, (all) => all.map((one) => one.getBoundingClientRect()).map(({ left, right, height }) => ({ left, right, height })));

describe.each(BROWSERS)("in %s", (browserName) => {
  /** @type {import("./browsers.js").Launched} */
  let launched;
  beforeAll(async () => {
    launched = await launch(browserName);
  });
  afterAll(() => launched?.close());

  it("the first screen has six sizes of type at most, two buttons of one height, and its end in line with it", async () => {
    const { page } = await openPage(launched, QUICK_URL, { width: 1440 });
    expect(await otherSizes(page)).toEqual([]);
    const [files, folder] = await boxes(page, "#choose, #choose-folder");
    expect(folder.height).toBe(files.height);
    const [title, first] = await boxes(page, "#headline, #provenance > :first-child");
    expect(Math.abs(first.left - title.left)).toBeLessThan(1);
    await page.close();
  });

  it("a report has the same sizes, and the buttons under its charts end where the charts do", async () => {
    const { page } = await openPage(launched, QUICK_URL, { width: 1440 });
    await page.click("#example-balanced");
    await runAudit(page);
    for (const width of [1440, 1024, 360]) {
      await page.setViewport({ width, height: 900 });
      await settled(page);
      expect(await otherSizes(page), `at ${width}`).toEqual([]);
      const out = await page.$$eval("figure", (figures) =>
        figures.flatMap((figure) => {
          const buttons = [...figure.querySelectorAll(".saves button")].map((one) => one.getBoundingClientRect());
          const { right } = figure.getBoundingClientRect();
          const fits = Math.abs((buttons.at(-1)?.right ?? 0) - right) < 1 && buttons.every(({ height }) => height === 32);
          return fits ? [] : [`${figure.textContent}: ${buttons.map((box) => `${box.right}, ${box.height}`)}, not ${right}, 32`];
        }),
      );
      expect(out, `at ${width}`).toEqual([]);
      const [card, first] = await boxes(page, "#card-definitions, #provenance > :first-child");
      expect(Math.abs(first.left - card.left), `at ${width}`).toBeLessThan(1);
    }
    await page.close();
  });

  it("nothing that is read moves when the progress leaves", async () => {
    const { page } = await openPage(launched, undefined, { width: 1440 });
    await page.evaluate(() => {
      const seen = /** @type {number[]} */ ([]);
      Object.assign(window, { seen });
      new MutationObserver(() => {
        const card = document.querySelector("#card-scores h2");
        if (card && document.querySelector(".running")) seen.push(card.getBoundingClientRect().top);
      }).observe(document.body, { childList: true, subtree: true });
    });
    await page.click("#example-imagePrivate");
    await runAudit(page);
    const [running, done] = await page.evaluate(() => [
      /** @type {any} */ (window).seen.at(-1),
      document.querySelector("#card-scores h2")?.getBoundingClientRect().top,
    ]);
    expect(running).toBeGreaterThan(0);
    expect(Math.abs(done - running)).toBeLessThan(1);
    await page.close();
  });
});

it("in the system's own colours the chosen of several buttons differs from the others", async () => {
  const launched = await launch("chromium");
  const { page } = await openPage(launched, QUICK_URL);
  const debug = await page.createCDPSession();
  await debug.send("Emulation.setEmulatedMedia", { features: [{ name: "forced-colors", value: "active" }] });
  expect(await page.evaluate(() => matchMedia("(forced-colors: active)").matches)).toBe(true);
  await page.click("#example-balanced");
  await runAudit(page);
  const colours = await page.$$eval("#card-spectra .segment", (buttons) => buttons.map((one) => getComputedStyle(one).backgroundColor));
  expect(new Set(colours).size).toBe(2);
  await launched.close();
});
