import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { auditByCommand } from "../web/command.js";
import { BROWSERS, launch } from "./browsers.js";
import { downloadedAudit, downloadedText, giveFiles, openPage, QUICK_URL, ROOT, runAudit, waitForState } from "./page.js";

const DATA = ["images", "texts"].map((side) => join(ROOT, `tests/reference/medical.${side}.npy`));

describe.each(BROWSERS)("a report saved in %s", (browserName) => {
  /** @type {import("./browsers.js").Launched} */
  let launched;
  /** @type {string} */
  let folder;
  /** @type {Awaited<ReturnType<typeof openPage>>} */
  let opened;
  /** @type {import("../../web/src/types.d.ts").Audit} */
  let audit;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "askew-reports-"));
    launched = await launch(browserName);
    opened = await openPage(launched, QUICK_URL);
    await giveFiles(opened.page, ...DATA);
    await runAudit(opened.page);
    audit = await downloadedAudit(launched, opened.page);
    writeFileSync(join(folder, "audit.json"), JSON.stringify(audit));
    await opened.page.$eval("#save-report", (button) => /** @type {HTMLElement} */ (button).click());
    await opened.page.type("#filing-institution", "St. Elsewhere");
    await opened.page.$eval("#filing-anonymous", (box) => /** @type {HTMLElement} */ (box).click());
  });
  afterAll(async () => {
    await launched?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const saved = (/** @type {string} */ form, /** @type {string} */ ending, /** @type {RegExp} */ end) =>
    downloadedText(launched, opened.page, `#save-${form}`, ending, (text) => end.test(text));

  it("has what was filed, no name that was left out, and is the same audit in every form", async () => {
    const texts = [
      await saved("html", ".html", /<\/html>\s*$/),
      await saved("markdown", ".md", /The seed was \d+\.\s*$/),
      await saved("csv", ".csv", /\r\n$/),
      await saved("json", ".json", /\}\s*$/),
    ];
    for (const text of texts) expect(text).not.toContain("medical");
    expect(texts[0]).toContain("St. Elsewhere");
    expect(texts[1]).toContain("St. Elsewhere");
    expect(texts[2]).toContain(`scores,SAS image → text,Value,${audit.sas.imageToText}`);
    expect(JSON.parse(texts[3]).sas).toEqual(audit.sas);
  });

  it("has no script and loads nothing when a fresh browser opens it, and breaks no policy", async () => {
    const file = join(folder, "report.html");
    const text = await saved("html", ".html", /<\/html>\s*$/);
    // A link to a DOI waits for a click.
    expect(text.replaceAll(/<a href="https:\/\/doi\.org\/10\.[^"]+"/g, "<a")).not.toMatch(/\b(data|blob|https?|file):/);
    writeFileSync(file, text);
    const fresh = await launch(browserName);
    try {
      const page = await fresh.browser.newPage();
      /** @type {string[]} */
      const requests = [];
      /** @type {string[]} */
      const said = [];
      page.on("request", (request) => requests.push(request.url()));
      page.on("console", (message) => said.push(message.text()));
      await page.setViewport({ width: 360, height: 800 });
      await page.goto(pathToFileURL(file).href);
      // Firefox tells of the font that it has inside for MathML.
      expect(requests.filter((url) => url !== pathToFileURL(file).href && !url.startsWith("data:font/"))).toEqual([]);
      expect(said).toEqual([]);
      const found = await page.evaluate(() => ({
        scripts: document.scripts.length,
        charts: document.querySelectorAll("figure > svg").length,
        loaded: performance.getEntriesByType("resource").length,
        sheet: getComputedStyle(document.body).maxWidth,
        overflow: Math.max(0, document.documentElement.scrollWidth - innerWidth),
      }));
      expect(found).toEqual({ scripts: 0, charts: 6, loaded: 0, sheet: "738px", overflow: 0 });
    } finally {
      await fresh.close();
    }
  });

  it("is verified to the last digit where the saved audit is dropped with untouched data", async () => {
    const { page } = await openPage(launched, QUICK_URL);
    await giveFiles(page, join(folder, "audit.json"), ...DATA);
    await runAudit(page);
    expect(await page.$eval("#verification", (box) => /** @type {HTMLElement} */ (box).innerText)).toMatch(
      /^Verified: all [\d,]+ values agree to the last digit\./,
    );
    await page.close();
  });

  it("is not verified where one bit of the data has flipped, and the file is named", async () => {
    const bytes = readFileSync(DATA[1]);
    bytes[bytes.length - 4] ^= 1;
    const flipped = join(folder, "medical.texts.npy");
    writeFileSync(flipped, bytes);
    const { page } = await openPage(launched, QUICK_URL);
    await giveFiles(page, join(folder, "audit.json"), DATA[0], flipped);
    await runAudit(page);
    const text = await page.$eval("#verification", (box) => /** @type {HTMLElement} */ (box).innerText);
    expect(text).toMatch(/^Not verified: the data differ/);
    expect(text).toContain("The texts’ file is not the one that was audited");
    expect(text).not.toContain("The images’ file is not");
    await page.close();
  });

  it("is opened again from its JSON alone, and a damaged one is refused by name", async () => {
    const { page } = await openPage(launched, QUICK_URL);
    await giveFiles(page, join(folder, "audit.json"));
    await waitForState(page, "done");
    expect(await page.$eval("#main", (main) => /** @type {HTMLElement} */ (main).innerText)).toContain("Opened from audit.json");
    const damaged = join(folder, "damaged.json");
    writeFileSync(damaged, JSON.stringify({ ...audit, modes: { imageAnchor: 1 } }));
    await giveFiles(page, damaged);
    await waitForState(page, "error");
    expect(await page.$eval("#main", (main) => /** @type {HTMLElement} */ (main).innerText)).toContain(
      "damaged.json is a damaged or changed audit: modes",
    );
    await page.close();
  });

  it("with groups and the gap is verified where the table of the groups' column is dropped as well, and its report has both", async () => {
    const labels = Array.from({ length: 200 }, (_, row) => `${row},${row % 3 ? "quokka" : "wombat"}`);
    const table = join(folder, "wards.csv");
    writeFileSync(table, `image_row,ward\n${labels.join("\n")}\n`);
    const { page } = await openPage(launched, QUICK_URL);
    await giveFiles(page, ...DATA, table);
    await runAudit(page);
    await page.$eval("#group-run", (button) => /** @type {HTMLElement} */ (button).click());
    await page.waitForSelector("#card-groups figure svg", { timeout: 60_000 });
    await page.$eval("#gap-run", (button) => /** @type {HTMLElement} */ (button).click());
    await page.waitForSelector("#gap-save", { timeout: 60_000 });
    await page.$eval("#gap-save", (button) => /** @type {HTMLElement} */ (button).click());
    await page.waitForFunction(() => document.querySelector("#card-gap .task") === null && document.querySelector("#gap-save"));
    expect(await page.$eval("#card-gap", (card) => /** @type {HTMLElement} */ (card).innerText)).toContain("What closing it would do");
    const grouped = join(folder, "grouped.json");
    const saved = await downloadedAudit(launched, page);
    writeFileSync(grouped, JSON.stringify(saved));
    const byCommand = await auditByCommand(...DATA, "--gap");
    expect(saved.gap).toEqual(byCommand.gap);
    await page.$eval("#save-report", (button) => /** @type {HTMLElement} */ (button).click());
    const markdown = () => downloadedText(launched, page, "#save-markdown", ".md", (text) => /The seed was \d+\.\s*$/.test(text));
    expect(await markdown()).toContain("wombat");
    expect(await markdown()).toContain("Closing the gap: search image → text");
    await page.$eval("#filing-anonymous", (box) => /** @type {HTMLElement} */ (box).click());
    const nameless = await markdown();
    expect(["quokka", "wombat", "ward"].filter((name) => nameless.includes(name))).toEqual([]);
    expect(nameless).toContain("group 1");
    await page.close();
    const { page: fresh } = await openPage(launched, QUICK_URL);
    await giveFiles(fresh, grouped, ...DATA, table);
    await runAudit(fresh);
    expect(await fresh.$eval("#verification", (box) => /** @type {HTMLElement} */ (box).innerText)).toMatch(
      /^Verified: all [\d,]+ values agree/,
    );
    expect(await fresh.$("#card-groups figure svg")).not.toBeNull();
    expect(await fresh.$$eval("#card-gap table", (tables) => tables.length)).toBe(3);
    await fresh.close();
  });

  it("of two models is saved, and verified where it is given to the card with the other model's files", async () => {
    const other = ["images", "texts"].map((side) => join(ROOT, `tests/reference/natural.${side}.npy`));
    const { page } = await openPage(launched, QUICK_URL);
    await giveFiles(page, ...DATA);
    await runAudit(page);
    const input = /** @type {import("puppeteer-core").ElementHandle<HTMLInputElement>} */ (await page.$("#other-model"));
    await input.uploadFile(...other);
    await page.waitForSelector("#file-comparison", { timeout: 60_000 });
    await page.$eval("#file-comparison", (button) => /** @type {HTMLElement} */ (button).click());
    const text = await downloadedText(launched, page, "#save-json", ".json", (whole) => whole.trimEnd().endsWith("}"));
    const comparison = join(folder, "comparison.json");
    writeFileSync(comparison, text);
    await page.$eval("#report-close", (button) => /** @type {HTMLElement} */ (button).click());
    await input.uploadFile(...other, comparison);
    await page.waitForSelector("#comparison-verification", { timeout: 60_000 });
    expect(await page.$eval("#comparison-verification", (box) => /** @type {HTMLElement} */ (box).innerText)).toMatch(
      /^Verified: all [\d,]+ values agree to the last digit\./,
    );
    await page.close();
  });
});
