import { readFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "vite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { BROWSERS, launch } from "./browsers.js";
import { PAGE_FILE, ROOT } from "./page.js";

/** @import { Page } from "puppeteer-core" */
/** @import { Parts } from "./every-card.js" */

const WIDTHS = [360, 999, 1000, 1200, 1440, 1920];

const PARTS = /** @type {const} */ (["sites", "groups", "comparison", "scores", "findings", "labels"]);

/** Every choice of the parts. @type {Parts[]} */
const CHOICES = Array.from(
  { length: 2 ** PARTS.length },
  (_, bits) => /** @type {Parts} */ (Object.fromEntries(PARTS.map((part, k) => [part, (bits & (1 << k)) !== 0]))),
);

/** The report's own modules as one script. */
async function script() {
  const built = await build({
    configFile: false,
    logLevel: "error",
    build: { write: false, minify: false, lib: { entry: join(ROOT, "tests/browser/every-card.js"), formats: ["iife"], name: "cards" } },
  });
  return /** @type {any} */ (Array.isArray(built) ? built[0] : built).output[0].code;
}

describe.each(BROWSERS)("in %s", (browserName) => {
  /** @type {import("./browsers.js").Launched} */
  let launched;
  /** @type {Page} */
  let page;
  beforeAll(async () => {
    launched = await launch(browserName);
    page = await launched.browser.newPage();
    const style = /<style>([\s\S]*?)<\/style>/.exec(readFileSync(PAGE_FILE, "utf8"))?.[1] ?? "";
    await page.setContent(`<!doctype html><style>${style}</style><header class="top"></header><main id="main"></main>`);
    await page.addScriptTag({ content: await script() });
  });
  afterAll(() => launched?.close());

  it.each(WIDTHS)("at %i pixels the cards fill every row, whichever of them there are", async (width) => {
    await page.setViewport({ width, height: 900 });
    const found = await page.evaluate((choices) => {
      const { show, holes } = /** @type {any} */ (globalThis);
      return choices.flatMap((parts) => {
        show(parts);
        return holes().map((/** @type {string} */ hole) => `${JSON.stringify(parts)}: ${hole}`);
      });
    }, CHOICES);
    expect(found).toEqual([]);
    // Two share a row where there is room: else this has looked at nothing.
    const tops = await page.$$eval(".cards > .card", (cards) => new Set(cards.map((card) => card.getBoundingClientRect().top)).size);
    expect(tops).toBe(16 - (width < 1000 ? 0 : 1) + 1);
  });
});
