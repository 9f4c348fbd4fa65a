import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { tensor, torch } from "../fixtures/build/torch.js";
import { askew } from "../web/command.js";
import { random } from "../web/engine/pairs.js";
import { sharedPath, sharedTitle } from "../web/shared-folder.js";
import { launch } from "./browsers.js";
import { collisions, cutLabels, overflow, scrollBoxes, settled } from "./layout.js";
import { downloadedAudit, downloadedText, newAudit, openPage, stateOf, waitForState } from "./page.js";

/** @import { Page } from "puppeteer-core" */
/** @import { Benchmark } from "../../web/src/types.d.ts" */

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const MODELS = ["clip-base", "a-model-with-a-rather-long-name-large", "siglip2", "plip"];
const DATASETS = ["Flickr30k", "MSCOCO2014", "ROCO", "MIMIC-CXR"];

/** @type {string} */
let folder;
/** @type {Awaited<ReturnType<typeof launch>>} */
let launched;

/** @param {number} seed */
function features(seed) {
  const next = random(seed);
  return torch(
    Array.from({ length: 20 }, () => {
      const image = Array.from({ length: 8 }, () => Math.fround(next()));
      const text = image.map((value) => Math.fround(value + next()));
      return { image: tensor(image, [1, 8]), text: tensor(text, [1, 8]) };
    }),
  );
}

beforeAll(async () => {
  folder = join(mkdtempSync(join(tmpdir(), "askew-runs-")), "runs");
  let seed = 1;
  for (const model of MODELS) {
    mkdirSync(join(folder, model), { recursive: true });
    for (const dataset of DATASETS) writeFileSync(join(folder, model, `${dataset}_test_features.pt`), features(seed++));
  }
  const whole = join(folder, "siglip2", "ROCO_test_features.pt");
  writeFileSync(whole, readFileSync(whole).subarray(0, 600));
  launched = await launch("chromium");
});
afterAll(async () => {
  await launched?.close();
  rmSync(join(folder, ".."), { recursive: true });
});

/** Only Chromium lets a test choose a folder. @param {Page} page @param {string} [path] */
async function chooseFolder(page, path = folder) {
  const input = /** @type {import("puppeteer-core").ElementHandle<HTMLInputElement>} */ (await page.$("#folder"));
  await input.uploadFile(path);
  await waitForState(page, "pairing");
}

const click = (/** @type {Page} */ page, /** @type {string} */ id) =>
  page.$eval(id, (button) => /** @type {HTMLElement} */ (button).click());

/** @param {Page} page @returns {Promise<string[]>} */
async function violations(page) {
  await page.evaluate(AXE);
  return page.evaluate(async () => {
    const { violations: found } = await /** @type {any} */ (window).axe.run(document, { resultTypes: ["violations"] });
    return found.map((/** @type {any} */ { id, nodes }) => `${id}: ${nodes.map((/** @type {any} */ n) => n.target.join(" ")).slice(0, 4)}`);
  });
}

describe("a folder of runs on the page", () => {
  it("is confirmed, audited run by run, and gives the command's digits; a broken file is a row with its reason", async () => {
    const { page, problems } = await openPage(launched);
    await chooseFolder(page);
    expect(await page.$eval("h1", (title) => title.textContent)).toBe("A benchmark: 16 runs of 4 models on 4 datasets");
    expect(await page.$$eval(".checks input:checked", (boxes) => boxes.map((box) => box.parentElement?.textContent?.trim()))).toEqual([
      "plip",
    ]);
    expect(await violations(page)).toEqual([]);
    await click(page, "#run");
    await waitForState(page, "done");
    expect(await page.$eval("#card-runs", (card) => card.textContent)).toMatch(
      /siglip2ROCO.*siglip2\/ROCO_test_features\.pt is a zip archive whose end is missing/,
    );
    expect(await violations(page)).toEqual([]);
    const own = /** @type {Benchmark} */ (/** @type {unknown} */ (await downloadedAudit(launched, page)));
    const { stdout } = await askew("benchmark", folder, "--json", "-");
    const timeless = (/** @type {Benchmark} */ found) => ({ ...found, runs: found.runs.map((run) => ({ ...run, seconds: 0 })) });
    expect(timeless(own)).toEqual(timeless(JSON.parse(stdout)));
    expect(problems).toEqual([]);
    await page.close();
  });

  it.each([1280, 360])("draws four views that fit at %d pixels, and no label is cut or touches another", async (width) => {
    const { page } = await openPage(launched, undefined, { width });
    await chooseFolder(page);
    expect(await overflow(page)).toEqual([]);
    await click(page, "#run");
    await waitForState(page, "done");
    expect(await page.$$eval("figure svg", (charts) => charts.length)).toBe(4);
    expect(await overflow(page)).toEqual([]);
    expect(await cutLabels(page)).toEqual([]);
    expect(await collisions(page)).toEqual([]);
    await page.close();
  });

  it.each([360, 1024, 1200])("has no table at %d pixels that must be scrolled sideways", async (width) => {
    const { page } = await openPage(launched, undefined, { width });
    await chooseFolder(page);
    await click(page, "#run");
    await waitForState(page, "done");
    await page.$$eval("#main details", (all) => {
      for (const one of all) one.setAttribute("open", "");
    });
    await settled(page);
    expect(await page.$$eval("#main table", (tables) => tables.length)).toBeGreaterThan(10);
    expect(await scrollBoxes(page)).toEqual([]);
    expect(await overflow(page)).toEqual([]);
    await page.close();
  });

  it("has no table that must be scrolled sideways before and while its runs are made", async () => {
    const { page } = await openPage(launched, undefined, { width: 360 });
    await chooseFolder(page);
    await page.$$eval("#main details", (all) => {
      for (const one of all) one.setAttribute("open", "");
    });
    const first = await page.waitForSelector(".benchmark-plan [data-form=cards] tbody tr");
    expect(await first?.$$eval("td", (cells) => cells.map((cell) => cell.getAttribute("data-label")))).toEqual([
      "Model",
      "Dataset",
      "Files",
      "Remarks",
    ]);
    expect(await scrollBoxes(page)).toEqual([]);
    expect(await overflow(page)).toEqual([]);
    await click(page, "#with-intervals");
    await click(page, "#run");
    await page.waitForSelector("#running [data-form=cards] tbody tr");
    expect(await scrollBoxes(page)).toEqual([]);
    expect(await overflow(page)).toEqual([]);
    expect(await stateOf(page)).toBe("running");
    await page.close();
  });

  it("is filed as a report that has its charts, runs nothing, and holds no model, dataset or file where names are left out", async () => {
    const { page } = await openPage(launched);
    await chooseFolder(page);
    await click(page, "#run");
    await waitForState(page, "done");
    const names = await page.$$eval("#card-runs tbody tr", (rows) =>
      rows.flatMap((row) => [row.children[0], row.children[1]].map((cell) => cell.textContent ?? "")),
    );
    await click(page, "#save-report");
    await page.type("#filing-institution", "St. Elsewhere");
    const html = () => downloadedText(launched, page, "#save-html", ".html", (text) => /<\/html>\s*$/.test(text));
    const named = await html();
    expect(named).toContain("St. Elsewhere");
    expect(names.filter((name) => !named.includes(name.replace(" (reference)", "")))).toEqual([]);
    expect(named.match(/<figure /g)).toHaveLength(6);
    expect(named).not.toMatch(/<script|<link| src=/);
    await click(page, "#filing-anonymous");
    const nameless = await html();
    expect(names.filter((name) => nameless.includes(name.replace(" (reference)", "")))).toEqual([]);
    await page.close();
  });

  it.each([1280, 360])(
    "fits at %d pixels with every choice open and a model followed, and opens a run's own audit and comes back",
    async (width) => {
      const { page, problems } = await openPage(launched, undefined, { width });
      await chooseFolder(page);
      await click(page, "#run");
      await waitForState(page, "done");
      await page.$$eval(".looks details, .column-choice", (choices) => {
        for (const choice of choices) /** @type {HTMLDetailsElement} */ (choice).open = true;
      });
      await page.select("#follow-model", "clip-base");
      await page.type("#filter-models", "lip");
      expect(await page.$eval(".look-said", (line) => line.textContent)).toBe(
        "Shown: 12 of 16 runs. The tests, means and correlations are of all 16.",
      );
      expect(await overflow(page)).toEqual([]);
      expect(await cutLabels(page)).toEqual([]);
      expect(await violations(page)).toEqual([]);
      await page.$eval('#card-runs button[aria-label^="Open audit"]', (button) => /** @type {HTMLElement} */ (button).click());
      await page.waitForSelector("#card-scores", { timeout: 60_000 });
      await waitForState(page, "done");
      await click(page, "#to-benchmark");
      await page.waitForSelector("#card-ranking");
      expect(await page.$eval("#to-benchmark", (button) => /** @type {HTMLElement} */ (button).hidden)).toBe(true);
      expect(problems).toEqual([]);
      await page.close();
    },
  );

  it("keeps what is finished when it is stopped, sorts the ranking, and goes back to one audit", async () => {
    const { page } = await openPage(launched);
    await chooseFolder(page);
    await click(page, "#run");
    await page.waitForFunction(() => document.querySelectorAll("tbody tr").length >= 2, { polling: "mutation" });
    await click(page, "#cancel");
    await waitForState(page, "done");
    const made = await page.$$eval("#card-runs tbody tr", (rows) => rows.length);
    expect(made).toBeGreaterThanOrEqual(2);
    await click(page, "#back-to-runs");
    await waitForState(page, "pairing");
    await click(page, "#run");
    await waitForState(page, "done");
    await click(page, "#sort-rmg");
    const values = await page.$$eval("#card-ranking tbody tr", (rows) =>
      rows.map((row) =>
        Number(
          row.children[
            Number([...document.querySelectorAll("#card-ranking thead th")].findIndex((head) => head.textContent?.startsWith("RMG")))
          ].textContent,
        ),
      ),
    );
    expect(values.length).toBe(4);
    expect(values).toEqual([...values].sort((a, b) => a - b));
    await newAudit(page);
    expect(await page.$eval("#download-json", (button) => button.textContent)).toBe("Save JSON");
    await page.close();
  });
});

/** Pages of a PDF. @param {Uint8Array} pdf */
const pagesOf = (pdf) =>
  Buffer.from(pdf)
    .toString("latin1")
    .match(/\/Type\s*\/Page\b/g)?.length;

/** @param {Page} page @param {string} path of a benchmark's runs @param {string} dataset */
async function openSummary(page, path, dataset) {
  await chooseFolder(page, path);
  await click(page, "#run");
  await waitForState(page, "done");
  await page.select("#ranking-dataset", dataset);
  await click(page, "#summary-open");
  await page.waitForSelector("#summary[open] .summary");
}

describe("a dataset's summary", () => {
  it("opens over the page, prints on one page of A4, and is saved as a file that runs nothing", async () => {
    const { page, problems } = await openPage(launched);
    await openSummary(page, folder, "Flickr30k");
    const shown = await page.$eval("#summary .summary", (sheet) => sheet.textContent ?? "");
    expect(shown).toMatch(/Flickr30k \(natural, test\): 20 images/);
    expect(await page.$$eval("#summary tbody tr", (rows) => rows.length)).toBe(4);
    expect(await violations(page)).toEqual([]);
    const pdf = await page.pdf({ format: "A4" });
    expect(pagesOf(pdf)).toBe(1);
    const saved = await downloadedText(launched, page, "#summary-save", ".html", (text) => text.trimEnd().endsWith("</html>"));
    expect(saved).not.toMatch(/<script|<link|src=|@import|url\(/);
    const file = await launched.browser.newPage();
    await file.setContent(saved);
    expect(await file.$eval(".summary", (sheet) => sheet.textContent)).toBe(shown);
    expect(pagesOf(await file.pdf({ format: "A4" }))).toBe(1);
    await file.close();
    await click(page, "#summary-close");
    expect(await page.$("#summary[open]")).toBeNull();
    expect(problems).toEqual([]);
    await page.close();
  });

  it("stays on one page where many models have long names", async () => {
    const path = join(folder, "../long");
    for (let model = 0; model < 16; model++) {
      const home = join(path, `a-model-with-quite-a-long-name-${model}-patch16-224`);
      mkdirSync(home, { recursive: true });
      writeFileSync(join(home, "ROCO_test_features.pt"), features(100 + model));
    }
    const { page } = await openPage(launched);
    await openSummary(page, path, "ROCO");
    expect(await page.$$eval("#summary tbody tr", (rows) => rows.length)).toBe(9);
    expect(await page.$eval("#summary", (dialog) => dialog.textContent)).toContain("7 more below these");
    expect(pagesOf(await page.pdf({ format: "A4" }))).toBe(1);
    await page.close();
  });

  it("fits a narrow screen", async () => {
    const { page } = await openPage(launched, undefined, { width: 360 });
    await openSummary(page, folder, "ROCO");
    expect(await page.$eval("#summary", (dialog) => dialog.scrollWidth - dialog.clientWidth)).toBe(0);
    expect(await overflow(page)).toEqual([]);
    await page.close();
  });

  const REFERENCE = "reference/benchmark";
  it.skipIf(!sharedPath(REFERENCE))(sharedTitle("holds fifteen models on one page of A4", REFERENCE), async () => {
    const { page } = await openPage(launched);
    await openSummary(page, /** @type {string} */ (sharedPath(REFERENCE)), "MIMIC-CXR");
    const names = await page.$$eval("#summary tbody th", (cells) => cells.map((cell) => cell.textContent));
    expect(names.length).toBe(15);
    // 60 pairs tell no model apart from another, so the list has no numbers.
    expect(names.filter((name) => /^\d/.test(name ?? ""))).toEqual([]);
    expect(await page.$eval("#summary .summary", (sheet) => sheet.textContent)).toContain("The list has no numbers");
    const values = await page.$$eval("#summary tbody tr", (rows) =>
      rows.map((row) => Number.parseFloat(row.children[2].textContent ?? "")),
    );
    expect(values).toEqual([...values].sort((a, b) => b - a));
    expect(await page.$eval("#summary .summary", (sheet) => sheet.textContent)).toContain("McNemar, Holm-adjusted, p < 0.05");
    expect(pagesOf(await page.pdf({ format: "A4" }))).toBe(1);
    await page.close();
  });
});
