/** The page's screens, and how each is reached from the empty page: files that are made anew from fixed seeds, so the same numbers each time. */
import { join } from "node:path";
import { giveFiles, ROOT, runAudit, waitForState } from "../page.js";

/** @import { Page } from "puppeteer-core" */
/**
 * @typedef {object} Screen
 * @property {(page: Page) => Promise<unknown>} reach
 * @property {string} [root] the element that counts, if it is not the page
 * @property {true} [paper] people print it
 * @property {() => void} [before] runs in the page before its script
 */

const here = (/** @type {string} */ name) => join(process.cwd(), name);
const fixture = (/** @type {string} */ name) => join(ROOT, "tests/fixtures", name);

/** @param {Page} page @param {string} button */
const press = (page, button) => page.$eval(button, (element) => /** @type {HTMLElement} */ (element).click());

/** @param {Page} page @param {string} input @param {...string} files */
async function choose(page, input, ...files) {
  const element = /** @type {import("puppeteer-core").ElementHandle<HTMLInputElement>} */ (await page.$(input));
  await element.uploadFile(...files.map(here));
}

/** @param {Page} page @param {string} hash @param {string} ready */
async function turnTo(page, hash, ready) {
  await page.evaluate((to) => {
    location.hash = to;
  }, hash);
  await page.waitForSelector(ready, { timeout: 20_000 });
}

/** @param {Page} page @param {...string} files */
async function audit(page, ...files) {
  await giveFiles(page, ...files.map(here));
  await runAudit(page);
}

/** @param {Page} page */
async function example(page) {
  await press(page, "#example-textPrivate");
  await runAudit(page);
  await page.waitForSelector("#card-modes .mode-chart svg");
}

/** @param {Page} page */
async function benchmark(page) {
  await choose(page, "#folder", "runs");
  await waitForState(page, "pairing");
  await press(page, "#run");
  await waitForState(page, "done");
}

/** Workers that never answer: what runs stays at its beginning. */
function stopWorkers() {
  window.Worker = /** @type {any} */ (
    class extends EventTarget {
      postMessage() {}
      terminate() {}
    }
  );
}

/** @type {Readonly<Record<string, Screen>>} */
export const SCREENS = {
  empty: { reach: async () => {} },
  error: {
    reach: async (page) => {
      await giveFiles(page, fixture("bad/truncated.npy"), fixture("bad/text.npy"));
      await waitForState(page, "error");
    },
  },
  question: {
    reach: async (page) => {
      // Neutral names make a question of which side is which.
      await giveFiles(page, fixture("good/float32.npy"), fixture("good/float64.npy"));
      await waitForState(page, "pairing");
    },
  },
  pairing: {
    reach: async (page) => {
      await audit(page, "images.npy", "texts.npy", "patients.csv");
      await press(page, "#change");
      await waitForState(page, "pairing");
    },
  },
  running: {
    before: stopWorkers,
    reach: async (page) => {
      await giveFiles(page, here("images.npy"), here("texts.npy"));
      await waitForState(page, "running");
      await page.waitForSelector("#cancel");
    },
  },
  audit: { reach: example, paper: true },
  report: {
    root: "#report",
    reach: async (page) => {
      await example(page);
      await press(page, "#save-report");
      await page.waitForSelector("#report[open]");
    },
  },
  groups: {
    paper: true,
    reach: async (page) => {
      await audit(page, "images.npy", "texts.npy", "patients.csv");
      await page.select("#group-column", "ward");
      await press(page, "#group-run");
      await page.waitForSelector("#card-groups figure svg", { timeout: 30_000 });
    },
  },
  comparison: {
    paper: true,
    reach: async (page) => {
      await audit(page, "images.npy", "texts.npy");
      await choose(page, "#other-model", "other_images.npy", "other_texts.npy");
      await page.waitForSelector("#card-comparison figure svg", { timeout: 30_000 });
    },
  },
  sites: { paper: true, reach: (page) => audit(page, "north.moments.safetensors", "south.moments.safetensors") },
  benchmark: { paper: true, reach: benchmark },
  summary: {
    root: "#summary",
    reach: async (page) => {
      await benchmark(page);
      await press(page, "#summary-open");
      await page.waitForSelector("#summary[open] .summary");
    },
  },
  lessons: { reach: (page) => turnTo(page, "#lessons", "#learn .lessons") },
  lesson: { reach: (page) => turnTo(page, "#lesson?id=directions&step=1", ".lesson[data-ready]") },
  playground: { reach: (page) => turnTo(page, "#playground", "#learn[data-shown]") },
  glossary: { reach: (page) => turnTo(page, "#glossary", "#learn h1") },
};
