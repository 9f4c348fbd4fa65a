import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { BROWSERS, launch } from "./browsers.js";
import { openPage, PAGE_FILE } from "./page.js";
import { startServer } from "./server.js";

/** @import { Page } from "puppeteer-core" */

/** What the panel says after it was asked for the proof. @param {Page} page */
async function proof(page) {
  await page.$eval("#privacy-badge", (badge) => /** @type {HTMLElement} */ (badge).click());
  await page.$eval("#prove", (button) => /** @type {HTMLElement} */ (button).click());
  await page.waitForSelector("#proof[data-proof]", { timeout: 20_000 });
  return page.evaluate(() => ({
    verdict: /** @type {HTMLElement} */ (document.querySelector("#proof")).dataset.proof,
    words: /** @type {HTMLElement} */ (document.querySelector(".proved")).innerText,
    outcomes: Object.fromEntries(
      [...document.querySelectorAll("#proof tbody tr")].map((row) => [
        row.querySelector("th")?.textContent,
        /** @type {HTMLElement} */ (row).dataset.outcome,
      ]),
    ),
    left:
      document.body.querySelectorAll("iframe, img, object, embed, form").length +
      document.adoptedStyleSheets.length +
      document.body.style.length,
  }));
}

describe.each(BROWSERS)("the panel's proof in %s", (browserName) => {
  /** @type {import("./browsers.js").Launched} */
  let launched;
  /** @type {Awaited<ReturnType<typeof startServer>>} */
  let server;
  /** The same page without its policy. @type {typeof server} */
  let bare;

  beforeAll(async () => {
    const html = readFileSync(PAGE_FILE, "utf8");
    const without = html.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, "");
    expect(without.length).toBeLessThan(html.length);
    [launched, server, bare] = await Promise.all([launch(browserName), startServer(html), startServer(without)]);
  });
  afterAll(() => Promise.all([launched?.close(), server?.close(), bare?.close()]));

  it.each(["file", "served"])("shows every try refused and one file loaded, and the server sees nothing (%s)", async (place) => {
    const { page } = await openPage(launched, place === "file" ? undefined : server.address, { warmUp: true });
    server.requests.length = 0;
    const { verdict, words, outcomes, left } = await proof(page);
    expect(Object.entries(outcomes).filter(([, outcome]) => outcome === "open")).toEqual([]);
    expect(verdict).toBe("shut");
    expect(words).toContain("none is open");
    expect(words).toContain("one file for this page: the page itself");
    expect(Object.values(outcomes).filter((outcome) => outcome === "rule").length).toBeGreaterThanOrEqual(24);
    expect(outcomes.WebRTC).toBe("gone");
    expect(server.requests).toEqual([]);
    expect(left).toBe(0);
    await page.close();
  });

  it("says that the ways are open where the page has lost its policy", async () => {
    const { page } = await openPage(launched, bare.address);
    const { verdict, words, outcomes } = await proof(page);
    expect(verdict).toBe("open");
    expect(words).toContain("Do not use this copy for patient data");
    for (const name of ["fetch", "XMLHttpRequest", "WebSocket", "image", "fetch inside a worker"])
      expect([name, outcomes[name]]).toEqual([name, "open"]);
    await page.close();
  });
});
