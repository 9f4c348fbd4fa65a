import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { JSDOM } from "jsdom";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { NOTHING_FILED } from "../../web/src/document/filing.js";
import { reportText } from "../../web/src/document/forms.js";
import { saveInputs } from "../golden/inputs.js";
import { askew } from "../web/command.js";
import { BROWSERS, launch } from "./browsers.js";
import { collisions, cutLabels } from "./layout.js";
import { downloadedText, giveFiles, openPage, QUICK_URL, runAudit, waitForState } from "./page.js";
import { missingOn, pagesOf } from "./pdf.js";

/** @import { Page } from "puppeteer-core" */
/** @import { Result } from "../../web/src/document/types.d.ts" */
/** @typedef {Awaited<ReturnType<typeof launch>>} Launched */

const FORMATS = /** @type {const} */ (["A4", "Letter"]);
/** Pages of an audit, at most. */
const MOST_PAGES = 8;

/** @type {string} */
let folder;
const at = (/** @type {string} */ name) => join(folder, name);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "askew-print-"));
  const before = process.cwd();
  process.chdir(folder);
  saveInputs();
  process.chdir(before);
  const audit = ["audit", at("images.npy"), at("texts.npy"), "--metadata", at("patients.csv"), "--permutations", "99"];
  const site = (/** @type {string} */ name, /** @type {string} */ own) => [
    "moments",
    at(`${own}images.npy`),
    at(`${own}texts.npy`),
    "-o",
    at(`${name}.moments.safetensors`),
    "--risk",
    "1",
  ];
  const sites = [site("north", ""), site("south", "other_")];
  for (const command of [[...audit, "--json", at("audit.json")], [...audit, "--by", "ward", "--json", at("groups.json")], ...sites]) {
    const { code, stderr } = await askew(...command);
    expect(code, stderr).toBe(0);
  }
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** @param {string} name @returns {Result} */
const saved = (name) => JSON.parse(readFileSync(at(name), "utf8"));

/** The saved report. @param {Result} made */
const parsed = (made) =>
  new new JSDOM().window.DOMParser().parseFromString(
    reportText("html", made, { word: "texts", filing: NOTHING_FILED, style: "" }),
    "text/html",
  );

/** Every caption, column and name of a row that a result's saved report has, its first page's sentences, and its charts' titles. @param {Result} made */
function wordsOf(made) {
  const document = parsed(made);
  const texts = [
    ...document.querySelectorAll("h1, h2, h3, caption, thead th, tbody th, .first p, .first li, .first td, .summary li, .how"),
  ];
  return [...new Set(texts.filter((text) => !text.matches(".plot")).map(({ textContent }) => textContent ?? ""))];
}

/** Of the page's controls, none may be printed. */
const CONTROLS = [
  "New audit",
  "Save JSON",
  "Show as table",
  "SVGPNG",
  "Change pairing",
  "Call the texts",
  "Save runs",
  "Change runs",
  "Summary on one page…",
];

/** What is found on paper of both sizes, each page with words. @param {Page} page @param {(pages: string[], format: string) => void} check */
async function onPaper(page, check) {
  for (const format of FORMATS) {
    const pages = await pagesOf(await page.pdf({ format }));
    expect(pages.findIndex((text) => text.length < 20)).toBe(-1);
    const controls = CONTROLS.filter((control) => missingOn(pages, [control]).length === 0);
    expect(controls).toEqual([]);
    check(pages, format);
  }
}

/** The paper on the screen, as wide as A4 with its margins. @param {Page} page */
async function layOut(page) {
  await page.emulateMediaType("print");
  await page.setViewport({ width: 794, height: 1123 });
  await page.evaluate(() => {
    document.body.style.padding = "0 13mm";
    window.dispatchEvent(new Event("beforeprint"));
  });
}

/** Tables that are wider than the paper. @param {Page} page */
const cutTables = (page) =>
  page.$$eval("#paper table", (tables) =>
    tables.filter((table) => table.scrollWidth > (table.parentElement?.clientWidth ?? 0) + 1).map(({ id }) => id),
  );

/** @param {Launched} launched @param {...string} files */
async function shown(launched, ...files) {
  const { page, problems } = await openPage(launched, QUICK_URL);
  await giveFiles(page, ...files.map(at));
  return { page, problems };
}

describe.each(BROWSERS)("an audit printed in %s", (browserName) => {
  /** @type {Launched} */
  let launched;
  beforeAll(async () => {
    launched = await launch(browserName);
  });
  afterAll(() => launched?.close());

  it("is its report: the summary on the first page, every table and chart after it, on at most eight pages, and the screen stays as it was", async () => {
    const { page, problems } = await shown(launched, "audit.json");
    await waitForState(page, "done");
    const words = wordsOf(saved("audit.json"));
    await onPaper(page, (pages) => {
      expect(pages.length).toBeLessThanOrEqual(MOST_PAGES);
      expect(missingOn(pages, words)).toEqual([]);
      const summary = [
        "comesfirstfor",
        "Settings",
        "top 10 % of the directions",
        "Limits",
        "safe or useful for any patient",
        "The names of files",
      ];
      expect(missingOn(pages.slice(0, 1), summary)).toEqual([]);
    });
    const left = await page.evaluate(() => ({
      paper: document.querySelectorAll("#paper").length,
      sheets: document.adoptedStyleSheets.length,
      media: [...document.styleSheets].map(({ media }) => media.mediaText).join(""),
      cards: document.querySelectorAll("#card-scores svg").length,
    }));
    expect(left).toEqual({ paper: 0, sheets: 0, media: "", cards: 1 });
    expect(problems).toEqual([]);
    await page.close();
  });
});

describe("print in Chromium", () => {
  /** @type {Launched} */
  let launched;
  beforeAll(async () => {
    launched = await launch("chromium");
  });
  afterAll(() => launched?.close());

  it("has the groups, and is no longer with them", async () => {
    const { page } = await shown(launched, "groups.json");
    await waitForState(page, "done");
    const words = wordsOf(saved("groups.json"));
    expect(words).toEqual(expect.arrayContaining(["small ward", "Random low", "p (Holm)"]));
    await onPaper(page, (pages) => {
      expect(pages.length).toBeLessThanOrEqual(MOST_PAGES);
      expect(missingOn(pages, words)).toEqual([]);
    });
    await page.close();
  });

  it("has no name that the report leaves out", async () => {
    const { page } = await shown(launched, "groups.json");
    await waitForState(page, "done");
    await page.$eval("#save-report", (button) => /** @type {HTMLElement} */ (button).click());
    await page.$eval("#filing-anonymous", (box) => /** @type {HTMLElement} */ (box).click());
    await page.type("#filing-institution", "St. Elsewhere");
    const pages = await pagesOf(await page.pdf({ format: "A4" }));
    expect(missingOn(pages, ["St. Elsewhere"])).toEqual([]);
    expect(missingOn(pages, ["images.npy", "texts.npy", "small ward", "groups.json", "The names of files, columns"])).toHaveLength(5);
    await page.close();
  });

  it("has the other model beside the audit, and what differs on a page of its own", async () => {
    const { page } = await shown(launched, "images.npy", "texts.npy");
    await runAudit(page);
    const other = /** @type {import("puppeteer-core").ElementHandle<HTMLInputElement>} */ (await page.$("#other-model"));
    await other.uploadFile(at("other_images.npy"), at("other_texts.npy"));
    await page.waitForSelector("#save-comparison", { timeout: 30_000 });
    const text = await downloadedText(launched, page, "#save-comparison", ".json", (json) => json.trimEnd().endsWith("}"));
    const comparison = JSON.parse(text);
    const document = parsed(comparison);
    const words = [...document.querySelectorAll("h1, #differences th, #first-hits th, #figure-differences h2")].map(
      ({ textContent }) => textContent ?? "",
    );
    expect(words).toEqual(expect.arrayContaining(["First", "Second", "Difference", "Only the second"]));
    await onPaper(page, (pages) => {
      expect(missingOn(pages, words)).toEqual([]);
      expect(pages.filter((one) => one.startsWith("Comparison"))).toHaveLength(1);
    });
    await page.close();
  });

  it("has every site with its scores", async () => {
    const { page } = await shown(launched, "north.moments.safetensors", "south.moments.safetensors");
    await runAudit(page);
    const made = JSON.parse(await downloadedText(launched, page, "#download-json", ".json", (json) => json.trimEnd().endsWith("}")));
    const words = [...wordsOf(made), "Do the sites agree? Imbalance", "north", "south", "All sites", "Within each site"];
    await onPaper(page, (pages) => {
      expect(pages.length).toBeLessThanOrEqual(MOST_PAGES);
      expect(missingOn(pages, words)).toEqual([]);
    });
    await page.close();
  });

  it("has every column of a benchmark, however wide its tables are", async () => {
    const { page } = await openPage(launched, QUICK_URL);
    const input = /** @type {import("puppeteer-core").ElementHandle<HTMLInputElement>} */ (await page.$("#folder"));
    await input.uploadFile(at("runs"));
    await waitForState(page, "pairing");
    await runAudit(page);
    const made = JSON.parse(await downloadedText(launched, page, "#download-json", ".json", (json) => json.trimEnd().endsWith("}")));
    const words = wordsOf(made);
    expect(words).toEqual(expect.arrayContaining(["p, Holm", "Within model", "p, t", "p, Wilcoxon", "ROCO", "One model left out"]));
    await onPaper(page, (pages) => expect(missingOn(pages, words)).toEqual([]));
    await layOut(page);
    expect(await cutTables(page)).toEqual([]);
    await page.close();
  });

  it("draws no label that is cut or touches another", async () => {
    const { page } = await shown(launched, "groups.json");
    await waitForState(page, "done");
    await layOut(page);
    expect(await page.$$eval("#paper figure svg", ({ length }) => length)).toBe(9);
    expect(await cutLabels(page)).toEqual([]);
    expect(await collisions(page)).toEqual([]);
    expect(await cutTables(page)).toEqual([]);
    await page.close();
  });

  it("without a result is the screen", async () => {
    const { page } = await openPage(launched, QUICK_URL);
    const title = (await page.$eval("h1", ({ textContent }) => textContent)) ?? "";
    const pages = await pagesOf(await page.pdf({ format: "A4" }));
    expect(missingOn(pages, [title])).toEqual([]);
    await page.close();
  });
});
