import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { LESSONS } from "../../web/src/lessons/index.js";
import { violations } from "./axe.js";
import { BROWSERS, IN_SCHEMES, launch, looks } from "./browsers.js";
import { downloadedAudit, giveFiles, newAudit, openPage, PAGE_URL, pageInTurn, QUICK_URL, runAudit, waitForState } from "./page.js";

/** @import { Page } from "puppeteer-core" */

/** Tab until the wanted element has the focus; backwards to what stands before: past the end is the browser's own bar. @param {Page} page @param {string} id @param {boolean} [backwards] */
async function tabTo(page, id, backwards = false) {
  const there = () => page.evaluate((wanted) => document.activeElement?.id === wanted, id);
  if (backwards) await page.keyboard.down("Shift");
  for (let presses = 0; presses < 60 && !(await there()); presses++) await page.keyboard.press("Tab");
  if (backwards) await page.keyboard.up("Shift");
  if (await there()) return;
  throw new Error(`#${id} was not reached by Tab from ${await page.evaluate(() => document.activeElement?.outerHTML.slice(0, 200))}`);
}

/** @param {Page} page @param {string} hash */
async function openAt(page, hash) {
  await page.evaluate((to) => {
    location.hash = to;
  }, hash);
}

const ready = (/** @type {Page} */ page) => page.waitForSelector(".lesson[data-ready]", { timeout: 20_000 });
const drawn = (/** @type {Page} */ page) => page.waitForSelector("#learn[data-shown]", { timeout: 20_000 });

describe.each(BROWSERS)("in %s, by keyboard alone,", (name) => {
  /** @type {import("./browsers.js").Launched} */
  let launched;
  beforeAll(async () => {
    launched = await launch(name);
  });
  afterAll(() => launched?.close());

  it("the lessons are reached from the first screen, and left for it", async () => {
    const { page, problems } = await openPage(launched);
    await tabTo(page, "to-lessons");
    await page.keyboard.press("Enter");
    await page.waitForSelector("#learn .lessons");
    expect(await page.$$eval("#learn .lessons a", (links) => links.map((link) => link.textContent))).toEqual(
      LESSONS.map(({ title }) => title),
    );
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("See what moves the scores");
    await page.evaluate(() => history.back());
    await page.waitForSelector("#choose", { visible: true });
    expect(await page.$eval("#learn", (learn) => /** @type {HTMLElement} */ (learn).hidden)).toBe(true);
    expect(problems).toEqual([]);
    await page.close();
  });

  const turn = pageInTurn(() => openPage(launched));

  it.each(LESSONS.map(({ id, steps }) => ({ id, steps })))(
    "lesson $id is walked through from question to answer",
    async ({ id, steps }) => {
      const { page, problems } = await turn();
      await openAt(page, `#lesson?id=${id}&step=1`);
      for (const [k, { title, question }] of steps.entries()) {
        await page.waitForFunction(
          (wanted) => document.querySelector(".lesson[data-ready] h2")?.textContent === wanted,
          { polling: "mutation" },
          title,
        );
        expect(await page.$eval("#step-title", (heading) => heading === document.activeElement)).toBe(true);
        const before = await page.$$eval(".lesson-charts svg", (charts) => charts.map((chart) => chart.getAttribute("aria-label")));
        await tabTo(page, "guess-0");
        await page.keyboard.press(" ");
        await page.keyboard.press("ArrowDown");
        await tabTo(page, "reveal");
        await page.keyboard.press("Enter");
        await page.waitForSelector(".answer p");
        const verdict = await page.$eval(".answer b", (b) => b.textContent ?? "");
        const right = await page.$eval(".option.right label", (label) => label.textContent ?? "");
        expect(question.options.map(({ text }) => text)).toContain(right);
        expect(verdict).toBe(right === question.options[1].text ? "Yes." : `It is: ${right}.`);
        expect(await page.$eval(".answer", (answer) => answer.textContent)).not.toMatch(/NaN|undefined/);
        const after = await page.$$eval(".lesson-charts svg", (charts) => charts.map((chart) => chart.getAttribute("aria-label")));
        // Where the answer changes nothing in the set, the charts stay.
        if (JSON.stringify(question.after) !== JSON.stringify(steps[k].settings)) expect(after.join()).not.toBe(before.join() || "-");
        await tabTo(page, "step-next");
        await page.keyboard.press("Enter");
      }
      await page.waitForSelector("#learn .lessons");
      expect(problems).toEqual([]);
    },
  );

  it("a slider moves every chart and the address, and the address brings them back", async () => {
    const { page, problems } = await openPage(launched, `${PAGE_URL}#playground`);
    await drawn(page);
    const labels = () => page.$$eval(".play-cards svg", (charts) => charts.map((chart) => chart.getAttribute("aria-label")));
    const before = await labels();
    const host = await page.$(".chart-scores .chart-host");
    await tabTo(page, "set-textOnly");
    for (let k = 0; k < 4; k++) await page.keyboard.press("ArrowRight");
    await drawn(page);
    const after = await labels();
    expect(after).toHaveLength(7);
    after.forEach((label, k) => {
      expect(label).not.toBe(before[k]);
    });
    // In place: the chart's element is the same one.
    expect(await host?.evaluate((element) => element.isConnected)).toBe(true);
    expect(await page.evaluate(() => location.hash)).toBe("#playground?textOnly=4");
    await page.reload();
    await drawn(page);
    expect(await labels()).toEqual(after);
    expect(problems).toEqual([]);
    await page.close();
  });

  it("a full audit of the playground has its numbers, and so have the files that it saves", async () => {
    const { page, problems } = await openPage(launched, `${PAGE_URL}#playground?pairs=100&captions=2&textOnly=3`);
    await drawn(page);
    const shown = await page.$eval(".play-now", (now) => now.textContent ?? "");
    await tabTo(page, "play-audit");
    await page.keyboard.press("Enter");
    await waitForState(page, "done");
    const made = await downloadedAudit(launched, page);
    expect(shown).toContain(Number(made.sas.imageToText).toFixed(3));
    expect(shown).toContain(Number(made.sas.textToImage).toFixed(3));
    await openAt(page, "#playground?pairs=100&captions=2&textOnly=3");
    await drawn(page);
    await page.$eval("#play-save", (button) => /** @type {HTMLElement} */ (button).click());
    const files = ["playground.images.npy", "playground.texts.npy"];
    const deadline = Date.now() + 20_000;
    // 64 wide, float32; the header of so small a shape is 128 bytes.
    const whole = () =>
      files.every(
        (file, k) =>
          readdirSync(launched.downloads).includes(file) &&
          readFileSync(join(launched.downloads, file)).length === 128 + 100 * (k + 1) * 256,
      );
    while (!whole() && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 50));
    expect(whole()).toBe(true);
    await openAt(page, "");
    await newAudit(page);
    await giveFiles(page, ...files.map((file) => join(launched.downloads, file)));
    await runAudit(page);
    const saved = await downloadedAudit(launched, page);
    // The word for texts is guessed from the names of files.
    const numbers = (/** @type {object} */ audit) => ({ ...audit, inputs: 0, timings: 0, word: 0 });
    expect(numbers(saved)).toEqual(numbers(made));
    expect(problems).toEqual([]);
    await page.close();
  });

  it("presenting shows one thing at a time, by arrow keys, and gives the page back at Escape", async () => {
    const { page, problems } = await openPage(launched, `${PAGE_URL}#playground`);
    await drawn(page);
    const titles = await page.$$eval(".play-cards h2", (all) => all.map((one) => one.textContent));
    await tabTo(page, "play-present");
    await page.keyboard.press("Enter");
    for (const title of titles) {
      expect(await page.$$eval(".slide h2", (all) => all.map((one) => one.textContent))).toEqual([title]);
      await page.keyboard.press("ArrowRight");
    }
    await page.keyboard.press("ArrowLeft");
    expect(await page.$$eval(".slide h2", (all) => all.map((one) => one.textContent))).toEqual([titles[titles.length - 2]]);
    await page.keyboard.press("Escape");
    await page.waitForFunction(() => !document.querySelector(".presenter"));
    expect(await page.$$eval(".play-cards h2", (all) => all.map((one) => one.textContent))).toEqual(titles);
    expect(problems).toEqual([]);
    await page.close();
  });

  it("a finished audit is presented card by card, without the card that names items, and stays as it was", async () => {
    const { page, problems } = await openPage(launched, QUICK_URL);
    await page.$eval("#example-textPrivate", (button) => /** @type {HTMLElement} */ (button).click());
    await waitForState(page, "done");
    const ids = () => page.$$eval("#main .card", (cards) => cards.map(({ id }) => id));
    const before = await ids();
    await page.focus("#more");
    await page.keyboard.press("Enter");
    await tabTo(page, "present");
    await page.keyboard.press("Enter");
    const shown = [];
    for (let slide = 0; slide < 6; slide++) {
      shown.push(...(await page.$$eval(".slide .card", (cards) => cards.map(({ id }) => id))));
      await page.keyboard.press("ArrowRight");
    }
    expect(shown).toEqual(["scores", "above-chance", "spectra", "sweep", "retrieval", "metrics"].map((id) => `card-${id}`));
    await page.keyboard.press("Escape");
    await page.waitForFunction(() => !document.querySelector(".presenter"));
    expect(await ids()).toEqual(before);
    expect(problems).toEqual([]);
    await page.close();
  });

  it("a lesson is presented up to its answer and back to its question", async () => {
    const { page, problems } = await openPage(launched);
    await openAt(page, "#lesson?id=sas&step=1");
    await ready(page);
    await tabTo(page, "lesson-present", true);
    await page.keyboard.press("Enter");
    const seen = () =>
      page.$$eval(".slide .lesson-says, .slide .card, .slide .quiz", (parts) =>
        parts.filter((part) => /** @type {HTMLElement} */ (part).checkVisibility()).map((part) => part.className),
      );
    const wait = (/** @type {string} */ selector) => page.waitForSelector(`.slide ${selector}`, { visible: true });
    await wait(".lesson-says");
    for (const selector of [".chart-spectra", ".chart-scores", ".quiz", ".answer p"]) {
      expect(await seen()).toHaveLength(1);
      await page.keyboard.press("PageDown");
      await wait(selector);
    }
    await page.keyboard.press("PageUp");
    await page.waitForFunction(() => document.querySelector(".slide .quiz:not([hidden])") && !document.querySelector(".slide .answer p"));
    await page.keyboard.press("Escape");
    await ready(page);
    expect(problems).toEqual([]);
    await page.close();
  });
});

/** @type {Record<string, { hash: string, wait: string, act?: (page: Page) => Promise<unknown> }>} */
const SCREENS = {
  lessons: { hash: "#lessons", wait: ".lessons" },
  playground: { hash: "#playground?textOnly=4&colour=red", wait: "#learn[data-shown]" },
  "a lesson with its answer": {
    hash: "#lesson?id=sign&step=4",
    wait: ".lesson[data-ready]",
    act: async (page) => {
      await page.$eval("#guess-0", (radio) => /** @type {HTMLElement} */ (radio).click());
      await page.$eval("#reveal", (button) => /** @type {HTMLElement} */ (button).click());
    },
  },
  glossary: { hash: "#glossary?term=cka", wait: "#term-cka" },
  presenter: {
    hash: "#playground",
    wait: "#learn[data-shown]",
    act: (page) => page.$eval("#play-present", (button) => /** @type {HTMLElement} */ (button).click()),
  },
};

describe.each(IN_SCHEMES)("in $name, $schemes, axe finds nothing", (launchedIn) => {
  /** @type {import("./browsers.js").Launched} */
  let launched;
  beforeAll(async () => {
    launched = await launch(launchedIn.name, launchedIn);
  });
  afterAll(() => launched?.close());

  const turn = pageInTurn(() => openPage(launched));

  it.each(Object.keys(SCREENS))("in %s, at 1,280 and at 360 pixels, and nothing is wider than the page", async (screen) => {
    const { page, problems } = await turn();
    const { hash, wait, act } = SCREENS[screen];
    await openAt(page, hash);
    await page.waitForSelector(wait);
    await act?.(page);
    for await (const { look, width, rules } of looks(page, launchedIn)) {
      expect(await violations(page, rules), look).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth), look).toBeLessThanOrEqual(width);
    }
    expect(problems).toEqual([]);
  });
});
