/** The two real browsers that the built page is tested in. */
import { accessSync, constants, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import puppeteer from "puppeteer-core";

/** @import { Browser, Page } from "puppeteer-core" */
/** @typedef {"chromium" | "firefox"} BrowserName */

/** @type {Record<BrowserName, { variable: string, programs: string[] }>} */
const KNOWN = {
  chromium: { variable: "CHROMIUM", programs: ["chromium", "chromium-browser", "google-chrome"] },
  firefox: { variable: "FIREFOX", programs: ["firefox-esr", "firefox"] },
};

export const BROWSERS = /** @type {BrowserName[]} */ (Object.keys(KNOWN));

/** @param {BrowserName} name */
function program(name) {
  const { variable, programs } = KNOWN[name];
  const given = process.env[variable];
  if (given) return given;
  for (const directory of (process.env.PATH ?? "").split(delimiter)) {
    for (const file of programs) {
      const path = join(directory, file);
      try {
        accessSync(path, constants.X_OK);
        return path;
      } catch {}
    }
  }
  throw new Error(`${programs.join(" or ")} is not on the PATH and ${variable} is not set. ./dev test installs it where it may.`);
}

/**
 * A browser with its own profile and folder for downloads.
 * @param {BrowserName} name
 * @param {boolean} dark in Firefox only
 */
async function start(name, dark) {
  const downloads = mkdtempSync(join(tmpdir(), "askew-downloads-"));
  const common = { executablePath: program(name), headless: true };
  /** @type {Browser} */
  const browser =
    name === "chromium"
      ? await puppeteer.launch({
          ...common,
          browser: "chrome",
          // Chromium has no sandbox for root; the only page it opens is ours.
          args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
          downloadBehavior: { policy: "allow", downloadPath: downloads },
        })
      : await puppeteer.launch({
          ...common,
          browser: "firefox",
          extraPrefsFirefox: {
            ...(dark && { "layout.css.prefers-color-scheme.content-override": 0 }),
            "browser.download.folderList": 2,
            "browser.download.dir": downloads,
            "browser.download.useDownloadDir": true,
            // The panel would take the keyboard from the page.
            "browser.download.alwaysOpenPanel": false,
            "browser.helperApps.neverAsk.saveToDisk": "application/json,text/html,text/csv,text/markdown",
            "browser.download.always_ask_before_handling_new_types": false,
          },
        });
  const { ASKEW_BROWSERS: noted } = process.env;
  if (noted) writeFileSync(join(noted, `${browser.process()?.pid}`), "");
  process.once("exit", () => rmSync(downloads, { recursive: true, force: true }));
  // Stays open, so that the browser does.
  const [blank] = await browser.pages();
  return { browser, downloads, blank };
}

/** The browsers of this process, which one file of tests after another takes: starting one costs as much as some audits. @type {Map<string, ReturnType<typeof start>>} */
const started = new Map();

/**
 * A browser without a page of another test; the page keeps nothing in a browser.
 * @param {BrowserName} name
 * @param {{ dark?: boolean }} [options] dark: in Firefox only
 */
export async function launch(name, { dark = false } = {}) {
  const key = `${name}${dark}`;
  const running = started.get(key);
  if (!running || !(await running).browser.connected) started.set(key, start(name, dark));
  const { browser, downloads, blank } = await /** @type {ReturnType<typeof start>} */ (started.get(key));
  return {
    browser,
    downloads,
    async close() {
      for (const page of await browser.pages()) if (page !== blank) await page.close();
      for (const file of readdirSync(downloads)) rmSync(join(downloads, file), { recursive: true });
    },
    /** For a program that ends by itself. */
    async end() {
      started.delete(key);
      await browser.close();
    },
  };
}

/** @typedef {Awaited<ReturnType<typeof launch>>} Launched */

/** @typedef {{ name: BrowserName, dark: boolean, schemes: ("light" | "dark")[] }} Schemes */

/**
 * Each browser in the light and in the dark scheme, as few launches as show both: Chromium changes the scheme of a page that is open, Firefox needs a launch of its own.
 * @type {Schemes[]}
 */
export const IN_SCHEMES = [
  { name: "chromium", dark: false, schemes: ["light", "dark"] },
  { name: "firefox", dark: false, schemes: ["light"] },
  { name: "firefox", dark: true, schemes: ["dark"] },
];

const SIZES = [
  { width: 1280, height: 900 },
  { width: 360, height: 800 },
];

/** Shows the page in each of its launch's schemes, at 1,280 and at 360 pixels, and gives what it looks like then. @param {Page} page @param {Schemes} launched */
export async function* looks(page, { schemes }) {
  for (const scheme of schemes) {
    if (schemes.length > 1) await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
    const dark = await page.evaluate(() => matchMedia("(prefers-color-scheme: dark)").matches);
    if (dark !== (scheme === "dark")) throw new Error(`The page is ${dark ? "dark" : "light"}, not ${scheme}.`);
    for (const size of SIZES) {
      await page.setViewport(size);
      // The light scheme is shown in the same browser, in this launch or in another.
      yield {
        look: `${scheme}, ${size.width} pixels`,
        width: size.width,
        rules: /** @type {"all" | "colours"} */ (dark ? "colours" : "all"),
      };
    }
  }
}
