import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { npy } from "../fixtures/build/npy.js";
import { bytesOf } from "../fixtures/build/values.js";
import { askew } from "../web/command.js";
import { somePairs } from "../web/engine/pairs.js";
import { cutFeatures, differences, fromSums, modeCorrelations } from "../web/from-sums.js";
import { sharedPath, sharedTitle } from "../web/shared-folder.js";
import { BROWSERS, launch } from "./browsers.js";
import { downloadedAudit, giveFiles, openPage, PAGE_URL, press, runAudit } from "./page.js";

const N = 1200;
const D = 12;
const CUTS = [0, 450, 700, N];
const REAL = "realdata/liang-modality-gap";
/** Sums know neither bootstrap nor permutations. */
const LINK = `${PAGE_URL}#audit?bootstrap=0&permutations=0`;
/** Pairs a dimension: 128 of 512 columns, so that each site is one block. Far too few for anything but embeddings that are public. */
const AGREED_FLOOR = "0.25";

/** @type {string} */
let folder;
const at = (/** @type {string} */ name) => join(folder, name);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "askew-sites-"));
  const pairs = somePairs({ n: N, d: D, seed: 3 });
  for (const side of /** @type {const} */ (["images", "texts"])) {
    const values = [...(await pairs[side].readRows(0, N))];
    const save = (/** @type {string} */ name, /** @type {number} */ begin, /** @type {number} */ end) =>
      writeFileSync(
        at(name),
        npy({ descr: "<f4", shape: `(${end - begin}, ${D})`, data: bytesOf(values.slice(begin * D, end * D), "float32") }),
      );
    save(`${side}.npy`, 0, N);
    for (const k of [0, 1, 2]) save(`${side}${k}.npy`, CUTS[k], CUTS[k + 1]);
  }
  const { code, stderr } = await askew("moments", at("images.npy"), at("texts.npy"), "-o", at("whole.moments.safetensors"), "--risk", "1");
  expect(code, stderr).toBe(0);
}, 60_000);

afterAll(() => rmSync(folder, { recursive: true }));

describe.each(BROWSERS)("sites with the page alone, in %s", (browserName) => {
  /** @type {import("./browsers.js").Launched} */
  let launched;
  beforeAll(async () => {
    launched = await launch(browserName);
  });
  afterAll(() => launched?.close());

  /** The file that the open dialog saves. @param {import("puppeteer-core").Page} page @param {string} name */
  async function savedMoments(page, name) {
    const saved = join(launched.downloads, `${name}.moments.safetensors`);
    rmSync(saved, { force: true });
    await page.waitForSelector("#aggregate-save", { timeout: 60_000 });
    await page.$eval("#aggregate-save", (button) => /** @type {HTMLElement} */ (button).click());
    const deadline = Date.now() + 20_000;
    // The browser's own name stands beside it until the file is whole.
    const whole = () =>
      existsSync(saved) && statSync(saved).size > 0 && !readdirSync(launched.downloads).some((file) => /part$|download$/.test(file));
    while (!whole() && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 50));
    if (!whole()) throw new Error(`nothing was saved as ${name}: ${readdirSync(launched.downloads)}`);
    return saved;
  }

  /** @param {import("puppeteer-core").Page} page @param {string} field @param {string} value */
  async function wish(page, field, value) {
    await page.type(`#aggregate-${field}`, value);
    await page.$eval(`#aggregate-${field}`, (input) => input.dispatchEvent(new Event("change")));
  }

  /** What a site does: audits its rows and saves what they add up to. @param {string} name @param {string[]} files @param {string} [floor] that was agreed on, in place of a risk */
  async function siteFile(name, files, floor) {
    const { page, problems } = await openPage(launched, LINK);
    await giveFiles(page, ...files);
    await runAudit(page);
    const audit = await downloadedAudit(launched, page);
    await press(page, "#save-aggregate");
    await page.waitForSelector("#aggregate-label");
    // So few pairs keep neither the default floor nor the default risk.
    expect(await page.$("#aggregate-prepare")).toBeNull();
    if (floor === undefined) await wish(page, "risk", "100");
    else await wish(page, "floor", floor);
    await wish(page, "label", name);
    await page.waitForSelector("#aggregate-prepare:not([disabled])");
    await page.$eval("#aggregate-prepare", (button) => /** @type {HTMLElement} */ (button).click());
    const saved = await savedMoments(page, name);
    expect(problems).toEqual([]);
    await page.close();
    return { saved, audit };
  }

  /** The audit of moments files, and the page that shows it. @param {string[]} files */
  async function auditOf(files) {
    const { page, problems } = await openPage(launched, LINK);
    await giveFiles(page, ...files);
    await runAudit(page);
    return { page, problems, audit: await downloadedAudit(launched, page) };
  }

  /** The pooled file that the page saves. @param {import("puppeteer-core").Page} page */
  async function pooledFile(page) {
    await press(page, "#save-pooled");
    return savedMoments(page, "pooled");
  }

  it("each saves its aggregate; together they give the audit of the whole to 1e-9, and the forest of sites", async () => {
    const files = [];
    for (const k of [0, 1, 2]) files.push((await siteFile(`Site-${k}`, [at(`images${k}.npy`), at(`texts${k}.npy`)])).saved);
    const whole = await auditOf([at("whole.moments.safetensors")]);
    expect(await whole.page.$eval("#save-pooled", (button) => /** @type {HTMLElement} */ (button).hidden)).toBe(true);
    const pooled = await auditOf(files);
    const text = await pooled.page.$eval("#card-sites", (card) => card.textContent);
    for (const words of ["Site-0", "All sites", "without Site-2", "Retrieval within each site"]) expect(text).toContain(words);
    expect(await pooled.page.$$("#card-sites svg.chart")).toHaveLength(3);
    expect(differences(pooled.audit, whole.audit, 1e-9)).toEqual([]);
    // The page's files are the command's: the same bytes for the same rows and label, and for the same sites in any order.
    const target = at("by-command.moments.safetensors");
    expect((await askew("moments", at("images0.npy"), at("texts0.npy"), "-o", target, "--label", "Site-0", "--risk", "1")).code).toBe(0);
    expect(readFileSync(files[0]).equals(readFileSync(target))).toBe(true);
    expect((await askew("merge", files[1], files[0], files[2], "-o", target)).code).toBe(0);
    const saved = await pooledFile(pooled.page);
    expect(readFileSync(saved).equals(readFileSync(target))).toBe(true);
    const shown = await pooled.page.$eval("#aggregate", (dialog) => dialog.textContent);
    for (const words of ["Site-1", "450", "askew-moments/1", "text_image.products"]) expect(shown).toContain(words);
    for (const { page, problems } of [whole, pooled]) {
      expect(problems).toEqual([]);
      await page.close();
    }
  }, 180_000);

  it("a site adds noise: what it does is shown before, the file is drawn at saving, once, and keeps its promise for a patient", async () => {
    const { page, problems } = await openPage(launched, LINK);
    await giveFiles(page, at("images.npy"), at("texts.npy"));
    await runAudit(page);
    await press(page, "#save-aggregate");
    await page.waitForSelector("#aggregate-noise");
    await page.click("#aggregate-noise");
    expect(await page.$eval("#aggregate-prepare", (button) => /** @type {HTMLButtonElement} */ (button).disabled)).toBe(true);
    await page.click("#aggregate-paired");
    await wish(page, "pairsPerPatient", "2");
    await wish(page, "label", "Noisy");
    await page.click("#aggregate-prepare");
    await page.waitForSelector("#aggregate-save", { timeout: 60_000 });
    const shown = () => page.$eval("#aggregate", (dialog) => dialog.textContent);
    for (const words of ["for one patient, of at most 2 pairs", "For this site's eyes only", "95 % of draws"])
      expect(await shown()).toContain(words);
    expect(await page.$eval("#aggregate-save", (button) => button.textContent)).toBe("Draw the noise and save");
    const first = readFileSync(await savedMoments(page, "Noisy"));
    expect(await shown()).toContain("drawn once");
    expect(readFileSync(await savedMoments(page, "Noisy")).equals(first)).toBe(true);
    const { audit } = await auditOf([join(launched.downloads, "Noisy.moments.safetensors")]);
    expect(audit.aggregate?.noise).toMatchObject({ epsilon: 1, delta: 1e-6, pairsPerPatient: 2, calibration: "gaussian-grid/1" });
    expect(problems).toEqual([]);
    await page.close();
  }, 120_000);

  it.skipIf(!sharedPath(REAL)).each(["features_clip", "features_convirt"])(
    sharedTitle("three sites cut from %s are the whole to 1e-9 in everything that sums determine", REAL),
    async (name) => {
      const path = /** @type {string} */ (sharedPath(`${REAL}/${name}.npy`));
      const files = [];
      for (const [k, part] of cutFeatures(path, [0, 130, 310, 500]).entries()) {
        writeFileSync(at(`cut${k}.npy`), part);
        files.push((await siteFile(`Hospital-${k}`, [at(`cut${k}.npy`)], AGREED_FLOOR)).saved);
      }
      const whole = await siteFile("Whole", [path], AGREED_FLOOR);
      const [pooled, right] = [await auditOf(files), await auditOf([whole.saved])];
      expect(pooled.audit.inputs.pairs).toBe(500);
      expect(differences(pooled.audit, right.audit, 1e-9)).toEqual([]);
      const [found, modes] = [modeCorrelations(pooled.audit), modeCorrelations(right.audit)];
      expect(modes.size).toBeGreaterThan(50);
      for (const [mode, value] of modes) expect(Math.abs((found.get(mode) ?? Number.NaN) - value), mode).toBeLessThan(1e-9);
      // Against the rows' own audit: float32 rounding, 1.2e-7, times the logarithm of a weak direction's share, up to 16, in the entropy.
      const rows = new Map(fromSums(whole.audit));
      const shared = fromSums(pooled.audit).filter(
        ([place]) => rows.has(place) && !place.includes("epsilonEffect") && !place.startsWith(".metrics.mmd"),
      );
      expect(shared.length).toBeGreaterThan(1000);
      expect(
        shared.filter(([place, value]) => !(Math.abs(value - Number(rows.get(place))) <= 2e-6 * Math.max(1, Math.abs(value)))),
      ).toEqual([]);
      for (const { page, problems } of [pooled, right]) {
        expect(problems).toEqual([]);
        await page.close();
      }
    },
    300_000,
  );
});
