import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { npy } from "../fixtures/build/npy.js";
import { bytesOf } from "../fixtures/build/values.js";
import { sharedPath, sharedTitle } from "../web/shared-folder.js";
import { BROWSERS, launch } from "./browsers.js";
import { overflow } from "./layout.js";
import { downloadedAudit, giveFiles, newAudit, openPage, PAGE_URL, runAudit, shownFailures, stateOf, waitForState } from "./page.js";

/** @import { Page } from "puppeteer-core" */
/** @import { Audit } from "../../web/src/types.d.ts" */
/** @typedef {{ args: string[], mode: "read" | "ask" | "finding" | "sentence", values: { images?: number, imageToText?: number, textToImage?: number, cka?: number, recall1?: [number, number] } }} Case */
/**
 * What is asked, and what answers it.
 * @typedef {object} Way
 * @property {string[]} [beside] files that are given with the case's own
 * @property {string} [needs] code of the question that must come before a number
 * @property {string[]} [add] files that are added then
 * @property {string} [answer] beginning of the answer that is right
 * @property {[images: string, texts: string]} [sides] beginnings of the arrays' names, where the page cannot tell the sides
 * @property {number} [pairs] that come of it
 */

const FIELD = "field/cases.json";
const shared = sharedPath(FIELD);
/** @type {Record<string, Case>} */
const cases = shared ? JSON.parse(readFileSync(shared, "utf8")) : { "each case": { args: [], mode: "read", values: {} } };
/** No resampling: the numbers alone are compared. */
const ADDRESS = `${PAGE_URL}#audit?bootstrap=0&permutations=0`;

/** @type {Record<string, Way[]>} */
const ASKED = {
  "chinese-clip-jsonl": [{ needs: "IDS_DO_NOT_MEET", add: ["test_texts.jsonl"], answer: "By text_id" }],
  "openai-response-index": [{ needs: "LINK_GUESSED", answer: "By data.index" }],
  "npy-of-names": [{ beside: ["image_paths.npy"] }, { needs: "LINK_GUESSED", answer: "By text_image_paths" }],
  // Two files are named in their order on the command line, and are only dropped here.
  "pkl-tuple-ids-matrix": [{ sides: ["[1] · images.pkl", "[1] · texts.pkl"] }],
  "mimic-two-views": [
    { needs: "IMAGES_SHARE_TEXT", answer: "One image", pairs: 60 },
    { needs: "IMAGES_SHARE_TEXT", answer: "Every image", pairs: 120 },
  ],
};

/** @type {[title: string, name: string, way: Way][]} */
const ways = Object.keys(cases).flatMap((name) =>
  (ASKED[name] ?? [{}]).map(
    (way) => /** @type {[string, string, Way]} */ ([way.answer ? `${name}, answered "${way.answer} …"` : name, name, way]),
  ),
);

/** @param {Audit} audit */
const numbersOf = ({ inputs, sas, metrics, retrieval }) => ({
  images: inputs.images.rows,
  imageToText: sas.imageToText,
  textToImage: sas.textToImage,
  cka: metrics.cka,
  recall1: "imageToText" in retrieval ? [retrieval.imageToText.recall["1"], retrieval.textToImage.recall["1"]] : [],
});

/** The page waits, and shows no number. @param {Page} page @param {string} code */
async function expectQuestion(page, code) {
  expect(await waitForState(page, "pairing", "error", "done")).toBe("pairing");
  expect((await shownFailures(page)).map((shown) => shown.code)).toContain(code);
  expect(await page.$eval("#question", (box) => /** @type {HTMLElement} */ (box).dataset.code)).toBe(code);
  expect(await page.$eval("#run", (button) => /** @type {HTMLButtonElement} */ (button).disabled)).toBe(true);
  expect(await page.$("#paired")).toBeNull();
}

/** @param {Page} page @param {string} beginning of the button */
const reply = (page, beginning) =>
  page.$$eval(
    ".reply",
    (buttons, words) => {
      const button = buttons.find(({ textContent }) => textContent?.startsWith(words));
      if (!button) throw new Error(`No answer "${words}" among: ${buttons.map(({ textContent }) => textContent).join(" | ")}`);
      /** @type {HTMLElement} */ (button).click();
    },
    beginning,
  );

/** @param {Page} page @param {[images: string, texts: string]} names */
async function chooseSides(page, names) {
  for (const [at, role] of ["images", "texts"].entries()) {
    await page.waitForSelector(`#side-${role}`);
    const value = await page.$eval(
      `#side-${role}`,
      (select, name) =>
        [.../** @type {HTMLSelectElement} */ (select).options].find(({ textContent }) => textContent?.startsWith(name))?.value ?? "",
      names[at],
    );
    await page.select(`#side-${role}`, value);
  }
}

/** @param {string} name @param {string} file */
const pathOf = (name, file) => /** @type {string} */ (sharedPath(`field/${name}/${file}`));

/** Files and folders of a case, whatever option of the command names them. @param {string} name @param {string[]} beside @returns {string[]} */
const filesOf = (name, beside = []) =>
  [...cases[name].args.filter((arg) => sharedPath(`field/${name}/${arg}`)), ...beside].map((file) => pathOf(name, file));

describe.each(BROWSERS)("pairing in %s", (browserName) => {
  /** @type {import("./browsers.js").Launched} */
  let launched;
  /** @type {Page} */
  let page;
  /** @type {string[]} */
  let problems;
  const folder = mkdtempSync(join(tmpdir(), "askew-pairing-"));

  async function freshPage() {
    ({ page, problems } = await openPage(launched, ADDRESS));
  }
  beforeAll(async () => {
    launched = await launch(browserName);
    await freshPage();
  });
  afterEach(async () => {
    expect(problems).toEqual([]);
    if ((await stateOf(page)) === "empty") return;
    await newAudit(page);
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await launched?.close();
  });

  describe.skipIf(!shared)(sharedTitle("a file of the field", FIELD), () => {
    it.for(ways)(
      "%s: nothing but the right numbers, and a question first where only the user knows",
      async ([, name, { beside, needs, add, answer, sides, pairs }], { skip }) => {
        const { mode, values } = cases[name];
        const files = filesOf(name, beside);
        if (files.some((path) => statSync(path).isDirectory())) {
          skip(browserName !== "chromium", "only Chromium lets a test choose a folder");
          const input = /** @type {import("puppeteer-core").ElementHandle<HTMLInputElement>} */ (await page.$("#folder"));
          await input.uploadFile(pathOf(name, ""));
        } else await giveFiles(page, ...files);
        if (mode === "sentence") {
          expect(await waitForState(page, "pairing", "error", "done")).toBe("error");
          expect((await shownFailures(page)).map(({ text }) => text).join("\n")).toMatch(/row \d+/i);
          return;
        }
        if (needs) await expectQuestion(page, needs);
        if (add) {
          await giveFiles(page, ...add.map((file) => pathOf(name, file)));
          await waitForState(page, "pairing");
        }
        if (sides) await chooseSides(page, sides);
        // A file that was added may have answered it.
        if (answer && !(add && !(await page.$("#question")))) await reply(page, answer);
        await runAudit(page);
        const audit = await downloadedAudit(launched, page);
        if (mode === "finding") {
          const found = audit.inputs.findings.filter(({ code }) => /PERMUTED|ORDER|ROUND|SHIFT/.test(code));
          expect(found).not.toEqual([]);
          expect(await page.$eval("#main", (main) => /** @type {HTMLElement} */ (main).innerText)).toContain(found[0].message);
          return;
        }
        const numbers = /** @type {Record<string, unknown>} */ (numbersOf(audit));
        for (const [what, value] of Object.entries({ ...values, ...(pairs && { images: pairs }) }))
          for (const [at, one] of [value].flat().entries()) {
            const found = /** @type {number} */ ([numbers[what]].flat()[at]);
            // The values are given to six digits.
            expect(Math.abs(found - one), `${what}: ${found}, not ${one}`).toBeLessThanOrEqual(1e-5);
          }
      },
    );
  });

  /** Rows that differ, each about the ones of its number on the other side. @param {number} rows @param {number} cols @param {number} shift */
  const values = (rows, cols, shift) => Array.from({ length: rows * cols }, (_, i) => Math.sin(i * 1.7) + 0.3 * Math.sin(i * 2.9 + shift));

  /** @param {string} name @param {number[]} numbers @param {number} cols @returns {string} path */
  function matrix(name, numbers, cols) {
    const path = join(folder, name);
    writeFileSync(path, npy({ descr: "<f4", shape: `(${numbers.length / cols}, ${cols})`, data: bytesOf(numbers, "float32") }));
    return path;
  }

  /** @param {string} name @param {string} column @param {string[]} ids @param {number} shift @returns {string} path */
  function table(name, column, ids, shift) {
    const path = join(folder, name);
    const numbers = values(ids.length, 8, shift);
    const lines = ids.map((id, row) => `${id},"[${numbers.slice(row * 8, row * 8 + 8).map((value) => value.toFixed(6))}]"`);
    writeFileSync(path, `${[`${column},embedding`, ...lines].join("\n")}\n`);
    return path;
  }

  const title = () => page.$eval("h1", (heading) => heading.textContent);
  const focus = () => page.evaluate(() => document.activeElement?.id ?? "");
  const textOf = (/** @type {string} */ selector) => page.$eval(selector, (box) => /** @type {HTMLElement} */ (box).innerText);
  /** Studies 100 … 139, of which the second list has `known`, in another order. @param {number} known */
  const studies = (known) => {
    const ids = Array.from({ length: 40 }, (_, row) => `study-${100 + ((row * 7) % 40)}`);
    return [ids, [...ids].reverse().map((id, row) => (row < known ? id : `other-${row}`))];
  };

  it("two plain matrices are audited at once, without a question", async () => {
    await giveFiles(page, matrix("image_embeddings.npy", values(40, 8, 0), 8), matrix("text_embeddings.npy", values(40, 8, 1), 8));
    expect(await waitForState(page, "pairing", "error", "done")).toBe("done");
  });

  it("ids that meet wholly are no question: the page says by what the rows belong together, and waits for a look", async () => {
    const [images, texts] = studies(40);
    await giveFiles(page, table("images.csv", "study", images, 0), table("reports.csv", "study", texts, 1));
    expect(await waitForState(page, "pairing", "error", "done")).toBe("pairing");
    expect(await page.$("#question")).toBeNull();
    expect(await title()).toBe("Ready to audit");
    expect(await textOf("#paired")).toMatch(/^Paired by study in .*: 40 of 40 images and 40 of 40 texts meet/);
    expect(await page.$eval("#captions-by", (select) => /** @type {HTMLSelectElement} */ (select).selectedOptions[0].textContent)).toBe(
      "by study in both files",
    );
  });

  it("ids that meet partly are asked about; the answer is given by keyboard, is seen, and is changed", async () => {
    const [images, texts] = studies(25);
    await giveFiles(page, table("images.csv", "study", images, 0), table("reports.csv", "study", texts, 1));
    await expectQuestion(page, "LINK_GUESSED");
    expect(await focus()).toBe("headline");
    expect(await title()).toBe("Which report belongs to which image?");
    expect(await page.$$eval(".reply", (buttons) => buttons.map(({ textContent }) => textContent))).toEqual([
      "By study in both files25 of 40 images and 25 of 40 texts meet. The others are left out.",
      "By the order of rowsRow 0 with row 0, row 1 with row 1: one report an image.",
    ]);
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    expect(await focus()).toBe("headline");
    expect(await title()).not.toMatch(/\?/);
    expect(await page.$("#question")).toBeNull();
    expect(await textOf("#paired")).toContain("25 of 40 images");
    expect(await textOf(".answered")).toContain("Are these the right columns?");
    await page.select("#captions-by", "order");
    expect(await textOf("#paired")).toMatch(/^Paired by the order of rows/);
    await page.$eval("#ask-pairs", (button) => /** @type {HTMLElement} */ (button).click());
    await expectQuestion(page, "LINK_GUESSED");
    await reply(page, "By study");
    await runAudit(page);
    expect((await downloadedAudit(launched, page)).inputs.images.rows).toBe(25);
  });

  it("ids among the values are asked about before anything else, and may be said to be a dimension", async () => {
    const odd = (/** @type {number} */ shift) => values(40, 8, shift).map((value, i) => (i % 8 === 0 ? 5000 + ((i * 37) % 4000) : value));
    await giveFiles(page, matrix("image_embeddings.npy", odd(0), 8), matrix("text_embeddings.npy", odd(1), 8));
    await expectQuestion(page, "ODD_DIMENSION");
    await reply(page, "Yes");
    expect(await title()).toBe("Ready to audit");
    expect(await textOf(".answered")).toContain("It is a dimension like the others.");
    await page.$eval("#ask-dimension", (button) => /** @type {HTMLElement} */ (button).click());
    await expectQuestion(page, "ODD_DIMENSION");
  });

  it("files that may be parts of one whole are asked about, and one of them is audited only where the user says so", async () => {
    const parts = (/** @type {string} */ side, /** @type {number} */ shift) =>
      [0, 1].map((part) => matrix(`${side}_${part}.npy`, values(40, 8, shift + part), 8));
    await giveFiles(page, ...parts("images", 0), ...parts("texts", 1));
    await waitForState(page, "pairing");
    expect(await page.$eval("#run", (button) => /** @type {HTMLButtonElement} */ (button).disabled)).toBe(true);
    expect(await title()).toBe("Do these files belong together?");
    await reply(page, "No");
    await page.waitForSelector("#run:not([disabled])", { timeout: 10_000 });
  });

  it("a part that is missing is the first thing that is said", async () => {
    const part = (/** @type {string} */ name) => matrix(name, values(20, 8, 0), 8);
    await giveFiles(page, ...["img_emb_0.npy", "img_emb_2.npy", "text_emb_0.npy", "text_emb_1.npy", "text_emb_2.npy"].map(part));
    expect(await waitForState(page, "pairing", "error", "done")).toBe("error");
    expect(await title()).toBe("A part of the data is missing");
    expect(await textOf("[data-code=MISSING_PART]")).toContain("img_emb_1.npy");
  });

  it("long names of files and columns fit into a narrow window, before and after an answer", async () => {
    const long = "embeddings_of_chest_radiographs_by_a_model_whose_name_has_no_blank_in_it";
    const [images, texts] = studies(25);
    await page.setViewport({ width: 360, height: 800 });
    await giveFiles(page, table(`images_${long}.csv`, `study_${long}`, images, 0), table(`reports_${long}.csv`, `study_${long}`, texts, 1));
    await expectQuestion(page, "LINK_GUESSED");
    expect(await overflow(page)).toEqual([]);
    await reply(page, "By study");
    expect(await overflow(page)).toEqual([]);
    await page.setViewport({ width: 1280, height: 900 });
  });
});
