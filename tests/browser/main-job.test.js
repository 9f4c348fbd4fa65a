import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sampleFiles } from "../bench/samples.js";
import { departures } from "../web/agreement.js";
import { auditByCommand } from "../web/command.js";
import { BROWSERS, launch } from "./browsers.js";
import { downloadedAudit, giveFiles, openPage, PAGE_URL, ROOT, runAudit } from "./page.js";

/** @import { Audit } from "../../web/src/types.d.ts" */

const REFERENCE = join(ROOT, "tests/reference");
const EXPECTED = /** @type {Record<string, import("../web/agreement.js").Expected>} */ (
  JSON.parse(readFileSync(join(REFERENCE, "expected.json"), "utf8"))
);
/** @param {string} name */
const filesOf = (name) => [join(REFERENCE, `${name}.images.npy`), join(REFERENCE, `${name}.texts.npy`)];

const REAL = join(ROOT, "../shared/realdata/liang-modality-gap/features_convirt.npy");

/** Few draws, and the same for the page and the command: their digits are compared, not their precision. */
const LINK = `${PAGE_URL}#audit?bootstrap=20&permutations=40`;
const DRAWS = ["--bootstrap", "20", "--permutations", "40"];

/** What depends on the numbers alone: neither on the clock nor on how a file was named. @param {Audit} audit */
function digits({ sas, sweep, alternatives, modes, correlates, spectrum, metrics, retrieval, chance, uncertainty, cosine, tool }) {
  return { sas, sweep, alternatives, modes, correlates, spectrum, metrics, retrieval, chance, uncertainty, cosine, tool };
}

describe.each(BROWSERS)("a person gives two files to the page in %s", (browserName) => {
  /** @type {import("./browsers.js").Launched} */
  let launched;
  beforeAll(async () => {
    launched = await launch(browserName);
  });
  afterAll(() => launched?.close());

  /** @param {string[]} files @param {number} [workers] */
  async function auditInPage(files, workers) {
    const { page, problems } = await openPage(launched, LINK, { workers });
    await giveFiles(page, ...files);
    await runAudit(page);
    const audit = await downloadedAudit(launched, page);
    const text = await page.$eval("#main", (main) => /** @type {HTMLElement} */ (main).innerText);
    await page.close();
    expect(problems).toEqual([]);
    return { audit, text };
  }

  it.each(Object.entries(EXPECTED))("%s: the saved audit agrees with the reference values", async (name, expected) => {
    const { audit } = await auditInPage(filesOf(name));
    expect(audit.schema).toBe("askew-audit/1");
    expect(departures(audit, expected)).toEqual([]);
  });

  it("reads the scores on the page that the saved audit holds", async () => {
    const { audit, text } = await auditInPage(filesOf("medical"));
    const { imageToText, textToImage } = audit.sas;
    if (typeof imageToText !== "number" || typeof textToImage !== "number") throw new Error("no scores");
    expect(text).toContain(imageToText.toFixed(3));
    expect(text).toContain(textToImage.toFixed(3));
  });

  it.each(["medical", "five_captions", "fewer_rows_than_dims"])(
    "%s: the digits are those of the command, for one worker and for two",
    async (name) => {
      const [one, two] = [await auditInPage(filesOf(name), 1), await auditInPage(filesOf(name), 2)];
      const [commandOne, commandTwo] = await Promise.all([
        auditByCommand(...filesOf(name), ...DRAWS, "--workers", "1"),
        auditByCommand(...filesOf(name), ...DRAWS, "--workers", "2"),
      ]);
      expect(digits(one.audit)).toEqual(digits(commandOne));
      expect(digits(two.audit)).toEqual(digits(commandOne));
      expect(digits(commandTwo)).toEqual(digits(commandOne));
      expect(one.audit.inputs.images.sha256).toBe(commandOne.inputs.images.sha256);
    },
  );

  it("states the SHA-256 of files that are too large to be hashed whole", async () => {
    const folder = mkdtempSync(join(tmpdir(), "askew-"));
    try {
      const { images, texts } = sampleFiles(folder, { pairs: 70_000, width: 64 });
      const { audit } = await auditInPage([images, texts]);
      for (const [side, path] of /** @type {const} */ ([
        ["images", images],
        ["texts", texts],
      ])) {
        expect(statSync(path).size).toBeGreaterThan(2 ** 24);
        expect(audit.inputs[side].sha256).toBe(createHash("sha256").update(readFileSync(path)).digest("hex"));
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it.skipIf(!existsSync(REAL))("one file of both sides, real chest X-rays: .540 and .347, as the command says", async () => {
    const [{ audit: one, text }, { audit: two }] = [await auditInPage([REAL], 1), await auditInPage([REAL], 2)];
    expect(one.sas.imageToText).toBeCloseTo(0.54, 3);
    expect(one.sas.textToImage).toBeCloseTo(0.347, 3);
    expect(text).toContain("0.540");
    expect(text).toContain("0.347");
    const command = await auditByCommand(REAL, ...DRAWS, "--workers", "2");
    expect(digits(one)).toEqual(digits(command));
    expect(digits(two)).toEqual(digits(command));
  });
});
