/** The built page in a browser: opening it, giving it files, waiting for its states, taking what it saves. */
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

/** @import { Page } from "puppeteer-core" */
/** @import { Launched } from "./browsers.js" */
/** @import { Audit } from "../../web/src/types.d.ts" */
/** @typedef {"empty" | "reading" | "pairing" | "running" | "done" | "error"} State */

export const ROOT = fileURLToPath(new URL("../..", import.meta.url));
export const PAGE_FILE = join(ROOT, "dist/askew.html");
export const PAGE_URL = pathToFileURL(PAGE_FILE).href;
/** Few draws, for tests of which the precision of numbers is not the subject. */
export const FEW_DRAWS = "#audit?bootstrap=20&permutations=40";
export const QUICK_URL = `${PAGE_URL}${FEW_DRAWS}`;

/** Milliseconds that a page is given for what a test waits for. */
const PATIENCE = 30_000;

/**
 * The page, empty and ready.
 * @param {Launched} launched
 * @param {string} [url]
 * @param {{ width?: number, height?: number, workers?: number, before?: () => void, warmUp?: boolean }} [options]
 *   before: runs in the page before its script; warmUp: the page gets the idle time in which it audits made-up pairs, which takes both cores for seconds
 */
export async function openPage({ browser }, url = PAGE_URL, { width = 1280, height = 900, workers, before, warmUp = false } = {}) {
  if (!existsSync(PAGE_FILE)) throw new Error(`${PAGE_FILE} is not there. Run: ./dev package`);
  const page = await browser.newPage();
  /** Errors that the page's own console shows. @type {string[]} */
  const problems = [];
  page.on("console", (message) => {
    if (message.type() === "error") problems.push(message.text());
  });
  page.on("pageerror", (error) => problems.push(error instanceof Error ? error.message : String(error)));
  await page.setViewport({ width, height });
  if (workers !== undefined)
    await page.evaluateOnNewDocument((count) => {
      Object.defineProperty(Navigator.prototype, "hardwareConcurrency", { get: () => count });
    }, workers);
  if (!warmUp)
    await page.evaluateOnNewDocument(() => {
      window.requestIdleCallback = () => 0;
    });
  if (before) await page.evaluateOnNewDocument(before);
  await page.goto(url);
  // The state alone stands in the HTML already; the heading is the script's.
  await page.waitForSelector("#main h1", { timeout: PATIENCE });
  await waitForState(page, "empty");
  return { page, problems };
}

/** @param {Page} page @returns {Promise<State>} */
export const stateOf = (page) => page.evaluate(() => /** @type {State} */ (document.body.dataset.state));

/**
 * @param {Page} page
 * @param {number} timeout milliseconds
 * @param {State[]} states any of them
 * @returns {Promise<State>} the one that came
 */
async function stateWithin(page, timeout, ...states) {
  try {
    await page.waitForFunction(
      (/** @type {string[]} */ wanted) => wanted.includes(document.body.dataset.state ?? ""),
      // Asking at every frame would draw every frame.
      { timeout, polling: "mutation" },
      states,
    );
  } catch (error) {
    const text = await page.evaluate(() => document.body.innerText.slice(0, 500));
    throw new Error(`data-state is "${await stateOf(page)}", not ${states.join(" or ")}: ${text}`, { cause: error });
  }
  return stateOf(page);
}

/** @param {Page} page @param {State[]} states any of them @returns {Promise<State>} the one that came */
export const waitForState = (page, ...states) => stateWithin(page, PATIENCE, ...states);

/** @param {Page} page @param {string[]} files */
export async function giveFiles(page, ...files) {
  const input = /** @type {import("puppeteer-core").ElementHandle<HTMLInputElement> | null} */ (await page.$("#files"));
  if (!input) throw new Error("The page has no #files.");
  await input.uploadFile(...files);
}

/** The first screen again: New audit, and what is asked before it answered. @param {Page} page */
export async function newAudit(page) {
  await page.$eval("#new-audit", (button) => /** @type {HTMLElement} */ (button).click());
  const asked = await page.$("#ask-leave");
  if (asked) await asked.evaluate((button) => /** @type {HTMLElement} */ (button).click());
  await waitForState(page, "empty");
}

/**
 * One page for many tests, empty at the start of each: what a test leaves in it would be seen by the next.
 * @param {() => ReturnType<typeof openPage>} open
 */
export function pageInTurn(open) {
  /** @type {Awaited<ReturnType<typeof openPage>> | undefined} */
  let opened;
  return async () => {
    if (opened && (await opened.page.$("dialog[open]"))) {
      await opened.page.close();
      opened = undefined;
    }
    if (!opened) opened = await open();
    else if ((await stateOf(opened.page)) !== "empty") await newAudit(opened.page);
    opened.problems.length = 0;
    return opened;
  };
}

/**
 * The audit of what was given, started where the page waits to be told.
 * @param {Page} page
 * @param {number} [timeout] milliseconds that the audit may take
 */
export async function runAudit(page, timeout = PATIENCE) {
  if ((await waitForState(page, "pairing", "running", "done", "error")) !== "running" && (await stateOf(page)) !== "done") {
    await page.waitForSelector("#run:not([disabled])", { timeout: 10_000 });
    await page.$eval("#run", (button) => /** @type {HTMLElement} */ (button).click());
    await waitForState(page, "running", "done");
  }
  await stateWithin(page, timeout, "done");
}

/**
 * What the page says went wrong: codes with the sentence that a reader sees beside each.
 * @param {Page} page
 * @returns {Promise<{ code: string, text: string }[]>}
 */
export const shownFailures = (page) =>
  page.$$eval("[data-code]", (boxes) =>
    boxes
      .filter((box) => /** @type {HTMLElement} */ (box).checkVisibility())
      .map((box) => ({ code: /** @type {HTMLElement} */ (box).dataset.code ?? "", text: /** @type {HTMLElement} */ (box).innerText })),
  );

/** A download's text; empty while the browser still renames it. @param {string} path */
function readIfThere(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

/** Presses a button, in the menu of the top bar if it stands there. @param {Page} page @param {string} button */
export async function press(page, button) {
  if (await page.$(`#more-menu ${button}`)) await page.click("#more");
  await page.click(button);
}

/**
 * The text that a button saves.
 * @param {Launched} launched
 * @param {Page} page
 * @param {string} button
 * @param {string} ending of the file's name, with the dot
 * @param {(text: string) => boolean} whole
 */
export async function downloadedText({ downloads }, page, button, ending, whole) {
  const before = new Set(readdirSync(downloads));
  // Clicked by the page itself: the button may be inside a closed menu or below the fold.
  await page.$eval(button, (element) => /** @type {HTMLElement} */ (element).click());
  const deadline = Date.now() + 20_000;
  while (Date.now() < deadline) {
    const name = readdirSync(downloads).find((file) => file.endsWith(ending) && !before.has(file));
    const text = name ? readIfThere(join(downloads, name)) : "";
    if (name && whole(text)) {
      rmSync(join(downloads, name));
      return text;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${button} saved nothing; the folder holds: ${readdirSync(downloads).join(", ") || "nothing"}`);
}

/**
 * The JSON that the finished audit saves.
 * @param {Launched} launched
 * @param {Page} page
 * @returns {Promise<Audit>}
 */
export async function downloadedAudit(launched, page) {
  return JSON.parse(await downloadedText(launched, page, "#download-json", ".json", (text) => text.trimEnd().endsWith("}")));
}
