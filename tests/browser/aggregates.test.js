import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { npy } from "../fixtures/build/npy.js";
import { bytesOf } from "../fixtures/build/values.js";
import { askew } from "../web/command.js";
import { somePairs } from "../web/engine/pairs.js";
import { BROWSERS, launch } from "./browsers.js";
import { downloadedAudit, giveFiles, openPage, runAudit } from "./page.js";

const N = 1200;
const D = 12;
const CUTS = [0, 450, 700, N];

/** Numbers of an audit that sums determine, by path. @param {any} value @param {string} [path] @returns {[string, number][]} */
function numbersOf(value, path = "") {
  if (typeof value === "number") return [[path, value]];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => numbersOf(inner, `${path}.${key}`));
}

/** @param {import("../../web/src/types.d.ts").Audit} audit */
const fromSums = ({ sas, sweep, spectrum, metrics }) => numbersOf({ sas, sweep, spectrum, metrics });

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
  const { code, stderr } = await askew("moments", at("images.npy"), at("texts.npy"), "-o", at("whole.moments.safetensors"));
  expect(code, stderr).toBe(0);
}, 60_000);

afterAll(() => rmSync(folder, { recursive: true }));

describe.each(BROWSERS)("three sites with the page alone, in %s", (browserName) => {
  /** @type {import("./browsers.js").Launched} */
  let launched;
  beforeAll(async () => {
    launched = await launch(browserName);
  });
  afterAll(() => launched?.close());

  /** The file that the dialog saves. @param {import("puppeteer-core").Page} page @param {string} name */
  async function savedAggregate(page, name) {
    await page.click("#save-aggregate");
    await page.waitForSelector("#aggregate-label");
    await page.type("#aggregate-label", name);
    await page.$eval("#aggregate-label", (input) => input.dispatchEvent(new Event("change")));
    await page.waitForSelector("#aggregate-prepare:not([disabled])");
    await page.$eval("#aggregate-prepare", (button) => /** @type {HTMLElement} */ (button).click());
    await page.waitForSelector("#aggregate-save", { timeout: 30_000 });
    await page.$eval("#aggregate-save", (button) => /** @type {HTMLElement} */ (button).click());
    const saved = join(launched.downloads, `${name}.moments.safetensors`);
    const deadline = Date.now() + 20_000;
    while (!existsSync(saved) && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 50));
    if (!existsSync(saved)) throw new Error(`nothing was saved as ${name}: ${readdirSync(launched.downloads)}`);
    return saved;
  }

  it("each saves its aggregate; together they give the audit of the whole to 1e-9, and the forest of sites", async () => {
    const files = [];
    for (const k of [0, 1, 2]) {
      const { page, problems } = await openPage(launched);
      await giveFiles(page, at(`images${k}.npy`), at(`texts${k}.npy`));
      await runAudit(page);
      files.push(await savedAggregate(page, `Site-${k}`));
      expect(problems).toEqual([]);
      await page.close();
    }
    const audits = [];
    for (const given of [files, [at("whole.moments.safetensors")]]) {
      const { page, problems } = await openPage(launched);
      await giveFiles(page, ...given);
      await runAudit(page);
      audits.push(await downloadedAudit(launched, page));
      const text = await page.$eval("#card-sites", (card) => /** @type {HTMLElement} */ (card).innerText);
      if (given === files) {
        for (const words of ["Site-0", "All sites", "without Site-2"])
          expect(await page.$eval("#card-sites", (card) => card.textContent)).toContain(words);
        expect(await page.$$("#card-sites svg.chart")).toHaveLength(3);
      }
      expect(text).toContain("Retrieval within each site");
      expect(problems).toEqual([]);
      await page.close();
    }
    const [pooled, whole] = audits.map((audit) => new Map(fromSums(audit)));
    expect([...pooled.keys()]).toEqual([...whole.keys()]);
    expect(pooled.size).toBeGreaterThan(40);
    const off = [...pooled].filter(
      ([path, value]) => !(Math.abs(value - (whole.get(path) ?? Number.NaN)) <= 1e-9 * Math.max(1, Math.abs(value))),
    );
    expect(off).toEqual([]);
    // The page's file is the command's: the same bytes for the same rows and label.
    const target = at("by-command.moments.safetensors");
    expect((await askew("moments", at("images0.npy"), at("texts0.npy"), "-o", target, "--label", "Site-0")).code).toBe(0);
    expect(readFileSync(files[0]).equals(readFileSync(target))).toBe(true);
  }, 120_000);
});
