import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { npy } from "../fixtures/build/npy.js";
import { bytesOf } from "../fixtures/build/values.js";
import { BROWSERS, launch } from "./browsers.js";
import {
  giveFiles,
  newAudit,
  openPage,
  PAGE_FILE,
  pageInTurn,
  QUICK_URL,
  ROOT,
  runAudit,
  shownFailures,
  stateOf,
  waitForState,
} from "./page.js";
import { startServer } from "./server.js";

/** @import { Page } from "puppeteer-core" */

const FIXTURES = join(ROOT, "tests/fixtures");
const GOOD = [join(ROOT, "tests/reference/natural.images.npy"), join(ROOT, "tests/reference/natural.texts.npy")];
/** @type {{ bad: { file: string, code: string, says: string[] }[] }} */
const manifest = JSON.parse(readFileSync(join(FIXTURES, "manifest.json"), "utf8"));

/** Fixtures whose directory is right and whose compressed rows are not. */
const DAMAGED_INSIDE = ["expands-to-less.npz", "small-bomb-that-lies.npz", "wrong-checksum.npz"];

const folder = mkdtempSync(join(tmpdir(), "askew-bad-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/**
 * A float32 file of rows that differ, with some rows replaced.
 * @param {string} name
 * @param {number} rows
 * @param {number} cols
 * @param {Record<number, number>} [filled] row -> the value it is filled with
 */
function matrix(name, rows, cols, filled = {}) {
  const values = Array.from({ length: rows * cols }, (_, i) => filled[Math.floor(i / cols)] ?? Math.sin(i * 1.7 + rows));
  const path = join(folder, name);
  writeFileSync(path, npy({ descr: "<f4", shape: `(${rows}, ${cols})`, data: bytesOf(values, "float32") }));
  return path;
}

/** What does not fit together, though each file is whole. */
const PAIRS = [
  {
    title: "NaN and infinite rows",
    files: () => [matrix("nan.images.npy", 40, 8, { 5: Number.POSITIVE_INFINITY }), matrix("nan.texts.npy", 40, 8, { 3: Number.NaN })],
    code: "NOT_FINITE",
    says: ["3", "5"],
  },
  {
    title: "a zero row",
    files: () => [matrix("zero.images.npy", 40, 8, { 7: 0 }), matrix("zero.texts.npy", 40, 8)],
    code: "ZERO_ROW",
    says: ["7"],
  },
  {
    title: "one row",
    files: () => [matrix("one.images.npy", 1, 8), matrix("one.texts.npy", 1, 8)],
    code: "TOO_FEW_ROWS",
    says: ["one", "2"],
  },
  {
    title: "500 images and 499 texts",
    files: () => [matrix("500.images.npy", 500, 8), matrix("499.texts.npy", 499, 8)],
    code: "PAIR_COUNT",
    says: ["500", "499"],
  },
  {
    title: "7 texts for 3 images without a map",
    files: () => [matrix("3.images.npy", 3, 8), matrix("7.texts.npy", 7, 8)],
    code: "PAIR_COUNT",
    says: ["3", "7"],
  },
  {
    title: "two files of the same side",
    files: () => [matrix("a.images.npy", 40, 8), matrix("b.images.npy", 40, 8)],
    code: "ONE_SIDE",
    says: ["a.images.npy", "b.images.npy"],
  },
];

describe.each(BROWSERS)("bad input in %s", (browserName) => {
  /** @type {import("./browsers.js").Launched} */
  let launched;
  beforeAll(async () => {
    launched = await launch(browserName);
  });
  afterAll(() => launched?.close());
  const turn = pageInTurn(() => openPage(launched, QUICK_URL));

  /** The failures shown once the page has settled. @param {Page} page */
  async function settledFailures(page) {
    await waitForState(page, "pairing", "error", "done");
    await page.waitForSelector("[data-code]", { timeout: 10_000 });
    return shownFailures(page);
  }

  /** @param {Page} page */
  async function stillWorks(page) {
    await newAudit(page);
    await giveFiles(page, ...GOOD);
    await runAudit(page);
  }

  it("every bad fixture is refused with its code and sentence, all at once, and the good pair beside them is still audited", async () => {
    const { page, problems } = await turn();
    await giveFiles(page, ...GOOD, ...manifest.bad.map(({ file }) => join(FIXTURES, "bad", file)));
    expect(await waitForState(page, "pairing", "error")).toBe("error");
    const shown = await page.$$eval(".file", (entries) =>
      entries.map((entry) => ({
        file: entry.querySelector(".file-name")?.textContent ?? "",
        code: /** @type {HTMLElement | null} */ (entry.querySelector("[data-code]"))?.dataset.code ?? "none",
        text: /** @type {HTMLElement} */ (entry).innerText,
      })),
    );
    const codes = Object.fromEntries(shown.map(({ file, code }) => [file, code]));
    expect(GOOD.map((file) => codes[basename(file)])).toEqual(["none", "none"]);
    // Damage inside compressed members shows when their rows are read; those have a test of their own.
    const refused = manifest.bad.filter(({ file }) => !DAMAGED_INSIDE.includes(file));
    expect(refused.filter(({ file, code }) => codes[file] !== code).map(({ file }) => `${file}: ${codes[file]}`)).toEqual([]);
    for (const { file, says } of refused)
      for (const words of says) expect(shown.find((entry) => entry.file === file)?.text, file).toContain(words);
    await runAudit(page);
    expect(problems).toEqual([]);
  });

  it.each(DAMAGED_INSIDE)("%s opens, and its audit ends in a sentence with the code", async (file) => {
    const { page, problems } = await turn();
    await giveFiles(page, join(FIXTURES, "bad", file), matrix("partner.texts.npy", 6, 3));
    await page.waitForSelector("[data-code], #run:not([disabled])", { timeout: 10_000 });
    if ((await shownFailures(page)).length === 0) await page.$eval("#run", (button) => /** @type {HTMLElement} */ (button).click());
    await waitForState(page, "error");
    const entry = manifest.bad.find((bad) => bad.file === file);
    const failure = (await shownFailures(page)).find(({ code }) => code === entry?.code);
    for (const words of [file, ...(entry?.says ?? [])]) expect(failure?.text).toContain(words);
    await stillWorks(page);
    expect(problems).toEqual([]);
  });

  it("an empty file alone is a sentence, and the next pair is audited", async () => {
    const { page, problems } = await turn();
    await giveFiles(page, join(FIXTURES, "bad/empty.npy"));
    expect(await waitForState(page, "error")).toBe("error");
    expect((await shownFailures(page)).map(({ code }) => code)).toContain("EMPTY_FILE");
    await stillWorks(page);
    expect(problems).toEqual([]);
  });

  it.each(PAIRS)("$title: the page says so with the numbers and stays usable", async ({ files, code, says }) => {
    const { page, problems } = await turn();
    const given = files();
    await giveFiles(page, ...given);
    const shown = await settledFailures(page);
    const failure = shown.find((entry) => entry.code === code);
    expect(failure, JSON.stringify(shown)).toBeDefined();
    for (const words of says) expect(failure?.text).toContain(words);
    expect(failure?.text).toContain(code);
    // What was loaded is still there.
    const names = await page.$$eval(".file-name", (entries) => entries.map((entry) => entry.textContent));
    expect(names).toEqual(given.map((file) => basename(file)));
    await stillWorks(page);
    expect(problems).toEqual([]);
  });

  it("rows that are not finite can be left out, and the rest is audited", async () => {
    const { page } = await turn();
    await giveFiles(page, ...PAIRS[0].files());
    await page.waitForSelector("#leave-out", { timeout: 10_000 });
    await page.click("#leave-out");
    await waitForState(page, "done");
    expect(await page.$eval("#main", (main) => /** @type {HTMLElement} */ (main).innerText)).toContain("38");
  });

  it("widths 512 and 768: what is defined is shown, and the missing scores say both widths", async () => {
    const { page, problems } = await turn();
    await giveFiles(page, matrix("wide.images.npy", 60, 512), matrix("wide.texts.npy", 60, 768));
    await runAudit(page);
    const text = await page.$eval("#main", (main) => /** @type {HTMLElement} */ (main).innerText);
    expect(text).toMatch(/512[\s\S]{0,200}768|768[\s\S]{0,200}512/);
    expect(text).toContain("CKA");
    expect(problems).toEqual([]);
  });

  it("an audit can be cancelled and run again", async () => {
    const { page } = await turn();
    await giveFiles(page, matrix("long.images.npy", 2000, 256), matrix("long.texts.npy", 2000, 256));
    await waitForState(page, "running");
    await page.click("#cancel");
    expect(await waitForState(page, "pairing")).toBe("pairing");
    await runAudit(page);
    expect(await stateOf(page)).toBe("done");
  });

  // Only Chromium lets a test drop from outside the page.
  if (browserName === "chromium") {
    /** @param {import("puppeteer-core").Page} page @param {string[]} files */
    const drop = async (page, files) => {
      const session = await page.createCDPSession();
      const data = { items: [], files, dragOperationsMask: 1 };
      for (const type of /** @type {const} */ (["dragEnter", "dragOver", "drop"]))
        await session.send("Input.dispatchDragEvent", { type, x: 400, y: 300, data });
    };
    const inner = () => {
      const path = join(folder, "features");
      mkdirSync(path, { recursive: true });
      for (const file of GOOD) copyFileSync(file, join(path, basename(file)));
      return path;
    };

    it("a page that is a file itself may not look into a dropped folder, and says so; dropped files are audited", async () => {
      const { page, problems } = await openPage(launched);
      await drop(page, [inner()]);
      const [failure] = await settledFailures(page);
      expect(failure.code).toBe("FOLDER");
      expect(failure.text).toContain("features is a folder");
      await newAudit(page);
      await drop(page, GOOD);
      await waitForState(page, "done");
      expect(problems).toEqual([]);
      await page.close();
    });

    it("a page from a server opens the files of a dropped folder", async () => {
      const server = await startServer(readFileSync(PAGE_FILE));
      const { page, problems } = await openPage(launched, server.address);
      await drop(page, [inner()]);
      await runAudit(page);
      expect(await page.$eval("body", (body) => body.textContent)).toContain("features/natural.images.npy");
      expect(problems).toEqual([]);
      await page.close();
      await server.close();
    });
  }
});
