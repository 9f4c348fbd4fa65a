import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { BROWSERS, launch } from "./browsers.js";
import { settled } from "./layout.js";
import { openPage, QUICK_URL, runAudit } from "./page.js";

/** @import { Page } from "puppeteer-core" */

/** The card that an address names, below what covers the window's top. @param {Page} page @param {string} address */
const clear = (page, address) =>
  page.waitForFunction(
    (/** @type {string} */ wanted) => {
      const covers = [...document.querySelectorAll(".top, .contents")]
        .filter((one) => getComputedStyle(one).position === "sticky")
        .map((one) => one.getBoundingClientRect())
        .filter(({ top }) => top < 100);
      const covered = Math.max(0, ...covers.map(({ bottom }) => bottom));
      const { top } = /** @type {Element} */ (document.querySelector(wanted)).getBoundingClientRect();
      const ends = scrollY + innerHeight >= document.documentElement.scrollHeight - 1;
      return location.hash === wanted && top >= covered && (top < covered + 40 || ends);
    },
    { timeout: 5000 },
    address,
  );

/** @param {Page} page @param {string} selector */
const visible = (page, selector) => page.$eval(selector, (one) => one.checkVisibility());

describe.each(BROWSERS)("in %s", (browserName) => {
  /** @type {import("./browsers.js").Launched} */
  let launched;
  /** @type {Page} */
  let page;
  beforeAll(async () => {
    launched = await launch(browserName);
    ({ page } = await openPage(launched, QUICK_URL, { width: 1440 }));
    await page.click("#example-balanced");
    await runAudit(page);
  });
  afterAll(() => launched?.close());

  /** @param {number} width */
  async function at(width) {
    await page.setViewport({ width, height: 900 });
    await settled(page);
    await page.evaluate(() => scrollTo(0, 0));
  }

  it("at 1,440 pixels a list beside the cards leads to each and follows", async () => {
    await at(1440);
    expect(await visible(page, "#jump")).toBe(false);
    for (const id of ["retrieval", "metrics", "above-chance", "spectra", "definitions"]) {
      await page.click(`.contents-list a[href="#card-${id}"]`);
      await clear(page, `#card-${id}`);
      await page.waitForSelector(`.contents-list a[href="#card-${id}"][aria-current]`, { timeout: 5000 });
      expect(await page.$$eval(".contents-list [aria-current]", (marked) => marked.length)).toBe(1);
    }
    await page.click(".contents-list .to-top");
    await page.waitForFunction(() => scrollY === 0);
    await page.waitForSelector('.contents-list a[href="#card-scores"][aria-current]', { timeout: 5000 });
  });

  it.each([1024, 360])("at %i pixels a choice leads to each card, which nothing covers", async (width) => {
    await at(width);
    expect(await visible(page, ".contents-list")).toBe(false);
    for (const [name, id] of [
      ["Retrieval", "retrieval"],
      ["Findings", "findings"],
      ["Spectrum", "spectra"],
    ]) {
      await page.select("#jump", name);
      await clear(page, `#card-${id}`);
      await page.waitForFunction(
        (/** @type {string} */ wanted) => /** @type {HTMLSelectElement} */ (document.querySelector("#jump")).value === wanted,
        { timeout: 5000 },
        name,
      );
    }
  });

  it("the bar at the top takes one row at 1,024 pixels, and its buttons are of one height", async () => {
    for (const width of [1024, 1440]) {
      await at(width);
      const [bar, ...buttons] = await page.$$eval(".top, .deeds > button:not([hidden])", (all) =>
        all.map((one) => one.getBoundingClientRect()).map(({ top, height }) => ({ top, height })),
      );
      expect(bar.height, `at ${width}`).toBeLessThanOrEqual(57);
      expect(buttons).toHaveLength(4);
      for (const button of buttons) expect(button).toEqual(buttons[0]);
    }
  });

  it("lessons and glossary are one press away, and back one reads on in the same place", async () => {
    await at(1440);
    await page.click('.contents-list a[href="#card-retrieval"]');
    await clear(page, "#card-retrieval");
    const before = await page.evaluate(() => scrollY);
    for (const name of ["lessons", "glossary"]) {
      await page.click(`.places a[href="#${name}"]`);
      await page.waitForSelector("#learn h1", { visible: true });
      await page.click(".leave");
      await page.waitForSelector("#card-retrieval", { visible: true });
      await page.waitForFunction((/** @type {number} */ wanted) => Math.abs(scrollY - wanted) < 2, { timeout: 5000 }, before);
    }
  });

  it("the menu holds the lesser actions, closes by Esc, and does what is chosen", async () => {
    await at(1024);
    expect(await visible(page, "#present")).toBe(false);
    await page.focus("#more");
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.querySelector("#present")?.checkVisibility());
    await page.keyboard.press("Escape");
    await page.waitForFunction(() => !document.querySelector("#present")?.checkVisibility());
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("more");
    await page.click("#more");
    await page.click("#present");
    await page.waitForSelector("dialog.presenter[open]");
    expect(await visible(page, "#download-json")).toBe(false);
    await page.click("#slide-end");
  });

  it("a definition opens beside its word, by pointer and by keyboard, and the page stays where it is", async () => {
    await at(1440);
    await page.click('.contents-list a[href="#card-metrics"]');
    await clear(page, "#card-metrics");
    const word = '#card-metrics .metric > a[href="#define-cka"]';
    const before = await page.evaluate(() => scrollY);
    await page.click(word);
    await page.waitForSelector(".popup", { visible: true });
    // In the order of the document, where the box follows its word.
    const [anchor, box] = await page.$$eval(`${word}, .popup`, (both) =>
      both.map((one) => one.getBoundingClientRect()).map(({ top, bottom, left }) => ({ top, bottom, left })),
    );
    expect(Math.min(Math.abs(box.top - anchor.bottom), Math.abs(anchor.top - box.bottom))).toBeLessThan(16);
    expect(Math.abs(box.left - anchor.left)).toBeLessThan(16);
    expect(await page.$eval(".popup", (one) => one.textContent)).toMatch(/Kornblith/);
    expect(await page.evaluate(() => scrollY)).toBe(before);
    // A press on the word closes it again.
    await page.click(word);
    await page.waitForFunction(() => !document.querySelector(".popup"));
    await page.focus(word);
    await page.keyboard.press("Enter");
    await page.waitForSelector(".popup", { visible: true });
    expect(await page.evaluate(() => document.activeElement?.className)).toBe("popup");
    await page.keyboard.press("Escape");
    await page.waitForFunction(() => !document.querySelector(".popup"));
    expect(await page.evaluate(() => document.activeElement?.getAttribute("href"))).toBe("#define-cka");
    await page.keyboard.press("Enter");
    await page.waitForSelector(".popup", { visible: true });
    await page.click(".popup .all");
    await page.waitForFunction(() => location.hash === "#define-cka" && !document.querySelector(".popup"));
    expect(await page.$eval("#define-cka", (one) => one.getBoundingClientRect().top)).toBeLessThan(900);
  });

  it("at 360 pixels a definition stays within the window", async () => {
    await at(360);
    for (const word of await page.$$("#card-scores .defined a, #card-above-chance .defined a")) {
      await word.click();
      await page.waitForSelector(".popup", { visible: true });
      const { left, right, top, bottom } = await page.$eval(".popup", (one) => one.getBoundingClientRect().toJSON());
      expect(left).toBeGreaterThanOrEqual(0);
      expect(right).toBeLessThanOrEqual(360);
      expect(top).toBeGreaterThanOrEqual(0);
      expect(bottom).toBeLessThanOrEqual(900);
      await page.keyboard.press("Escape");
      await page.waitForFunction(() => !document.querySelector(".popup"));
    }
  });
});
