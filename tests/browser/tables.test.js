/** Tables and charts as tools, in a finished audit with groups. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { enterInputs, saveSites } from "../golden/reports.js";
import { violations } from "./axe.js";
import { BROWSERS, launch } from "./browsers.js";
import { overflow, scrollBoxes, settled } from "./layout.js";
import { giveFiles, openPage, QUICK_URL, ROOT, runAudit } from "./page.js";
import { SCREENS } from "./snapshot/screens.js";

/** @import { Page } from "puppeteer-core" */

const DATA = ["images", "texts"].map((side) => join(ROOT, `tests/reference/medical.${side}.npy`));

describe.each(BROWSERS)("in %s", (browserName) => {
  /** @type {import("./browsers.js").Launched} */
  let launched;
  /** @type {string} */
  let folder;
  /** @type {Page} */
  let page;
  /** @type {string[]} */
  let problems;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "askew-tables-"));
    const labels = Array.from({ length: 200 }, (_, row) => `${row},${["quokka ward of the old house", "wombat", "numbat"][row % 3]}`);
    writeFileSync(join(folder, "wards.csv"), `image_row,ward\n${labels.join("\n")}\n`);
    launched = await launch(browserName);
    ({ page, problems } = await openPage(launched, QUICK_URL));
    await giveFiles(page, ...DATA, join(folder, "wards.csv"));
    await runAudit(page);
    await page.$eval("#group-run", (button) => /** @type {HTMLElement} */ (button).click());
    await page.waitForSelector("#card-groups figure svg", { timeout: 60_000 });
    await page.$$eval("#main details:not(.copy-menu)", (all) => {
      for (const one of all) one.setAttribute("open", "");
    });
    await settled(page);
  });
  afterAll(async () => {
    await launched?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it.each([360, 1024, 1200, 1440])("at %d pixels no table is cut, and the retrieval table shows its last columns", async (width) => {
    await page.setViewport({ width, height: 900 });
    await settled(page);
    expect(await page.$$eval("#main table", (tables) => tables.length)).toBeGreaterThan(12);
    expect(await scrollBoxes(page)).toEqual([]);
    expect(await overflow(page)).toEqual([]);
    const seen = await page.$eval(".by-direction", (table) => {
      const card = /** @type {Element} */ (table.closest(".card")).getBoundingClientRect();
      return [...table.querySelectorAll("tbody tr:first-child td")].map((cell) => {
        const { left, right, width: wide } = cell.getBoundingClientRect();
        return wide > 0 && left >= card.left && right <= card.right ? cell.getAttribute("data-label") : "";
      });
    });
    expect(seen).toEqual(["R@1", "R@5", "R@10", "Median rank", "MRR"]);
    const tallest = await page.$$eval(".by-direction tbody th", (names) => Math.max(...names.map((name) => name.clientHeight)));
    expect(tallest).toBeLessThan(70);
    // Rows that are cards have no heads, and the keyboard finds none.
    expect(await page.$$eval("[data-form='cards'] thead", (heads) => heads.filter((head) => head.checkVisibility()).length)).toBe(0);
    // Of one form of the tables; accessibility.test.js has the others.
    if (width === 360) expect(await violations(page)).toEqual([]);
  });

  it("every chart is one tab stop and says values by arrow key, within the window", async () => {
    await page.setViewport({ width: 360, height: 900 });
    await settled(page);
    const readers = await page.$$(".card .chart-reader");
    expect(readers.length).toBeGreaterThan(6);
    for (const reader of readers) {
      await reader.focus();
      await page.keyboard.press("Home");
      await page.keyboard.press("ArrowRight");
      const said = await reader.$eval(".tip", (tip) => {
        const { left, right } = tip.getBoundingClientRect();
        return { lines: tip.children.length, within: left >= 0 && right <= innerWidth, hidden: tip.hasAttribute("hidden") };
      });
      expect(said).toEqual({ lines: expect.any(Number), within: true, hidden: false });
      expect(said.lines).toBeGreaterThan(1);
      expect(await reader.$$eval("[tabindex], a, button", (inside) => inside.length)).toBe(0);
      await page.keyboard.press("Escape");
      expect(await reader.$eval(".tip", (tip) => tip.hasAttribute("hidden"))).toBe(true);
    }
    expect(problems).toEqual([]);
  });

  it("a group under the pointer is named with its numbers, and its row in the table is marked", async () => {
    await page.setViewport({ width: 1280, height: 900 });
    await settled(page);
    const dot = await page.$("#card-groups circle.dot");
    await dot?.hover();
    const name = await page.$eval("#card-groups .tip b", (title) => title.textContent);
    const marked = await page.$$eval("#card-groups tr.marked", (rows) => rows.map((row) => row.firstElementChild?.textContent));
    expect(marked.length).toBeGreaterThan(1);
    expect(new Set(marked)).toEqual(new Set([name]));
  });
});

describe("of every screen", () => {
  /** @type {import("./browsers.js").Launched} */
  let launched;
  /** @type {() => void} */
  let leave;
  beforeAll(async () => {
    launched = await launch("chromium");
    leave = enterInputs();
    await saveSites();
  }, 60_000);
  afterAll(() => {
    leave();
    return launched.close();
  });

  it.each(Object.entries(SCREENS))(
    "%s at 360 pixels: no table must be scrolled sideways",
    async (_, { reach, before, root = "#main, #learn" }) => {
      // So high that every card is in sight: what is not is not laid out.
      const { page } = await openPage(launched, QUICK_URL, { width: 360, height: 9000, before });
      await reach(page);
      const tables = await page.$$eval(
        root,
        (roots) =>
          roots.flatMap((one) => {
            for (const details of one.querySelectorAll("details:not(.copy-menu)")) details.setAttribute("open", "");
            return [...one.querySelectorAll("table")];
          }).length,
      );
      await settled(page);
      const wide = await page.$$eval("table", (all) =>
        all.flatMap((table) => {
          if (!table.checkVisibility()) return [];
          for (let box = table.parentElement; box; box = box.parentElement)
            if (/auto|scroll|hidden|clip/.test(getComputedStyle(box).overflowX) && box.scrollWidth > box.clientWidth + 1)
              return [
                `${table.caption?.textContent ?? table.getAttribute("aria-label") ?? table.className}: ${box.className} is ${box.scrollWidth} wide in ${box.clientWidth}`,
              ];
          return [];
        }),
      );
      expect(wide, `of ${tables} tables`).toEqual([]);
      await page.close();
    },
  );
});

describe("in forced colours", () => {
  it("every mark of a chart differs from the paper", async () => {
    const launched = await launch("chromium");
    const { page } = await openPage(launched, QUICK_URL);
    await page.click("#example-textPrivate");
    await runAudit(page);
    const client = await page.createCDPSession();
    await client.send("Emulation.setEmulatedMedia", { features: [{ name: "forced-colors", value: "active" }] });
    expect(await page.evaluate(() => matchMedia("(forced-colors: active)").matches)).toBe(true);
    const unseen = await page.$$eval("figure svg :is(.dot, .bar, .curve, .stem, .fill, .point, .chance-mark, .cut)", (marks) => {
      const paper = getComputedStyle(document.body).backgroundColor;
      const seen = (/** @type {string} */ colour) => colour !== "none" && colour !== paper && !/^rgba.*, 0\)$/.test(colour);
      return marks.filter((mark) => {
        const { fill, fillOpacity, stroke, strokeWidth } = getComputedStyle(mark);
        return !(seen(fill) && Number(fillOpacity) > 0.1) && !(seen(stroke) && Number.parseFloat(strokeWidth) > 0);
      }).length;
    });
    expect(unseen).toBe(0);
    await launched.close();
  });
});
