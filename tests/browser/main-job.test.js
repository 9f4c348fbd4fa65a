import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { npy } from "../fixtures/build/npy.js";
import { zip } from "../fixtures/build/zip.js";
import { departures } from "../web/agreement.js";
import { auditByCommand } from "../web/command.js";
import { BROWSERS, launch } from "./browsers.js";
import { downloadedAudit, giveFiles, openPage, pageInTurn, QUICK_URL, ROOT, runAudit } from "./page.js";

/** @import { Audit } from "../../web/src/types.d.ts" */

const REFERENCE = join(ROOT, "tests/reference");
const EXPECTED = /** @type {Record<string, import("../web/agreement.js").Expected>} */ (
  JSON.parse(readFileSync(join(REFERENCE, "expected.json"), "utf8"))
);
/** @param {string} name */
const filesOf = (name) => [join(REFERENCE, `${name}.images.npy`), join(REFERENCE, `${name}.texts.npy`)];

const REAL = join(ROOT, "../shared/realdata/liang-modality-gap/features_convirt.npy");

/** Few draws, and the same for the command as in the page: their digits are compared, not their precision. */
const DRAWS = ["--bootstrap", "20", "--permutations", "40"];

/** What the command says, once for both browsers. @type {Map<string, Promise<Audit>>} */
const said = new Map();
/** @param {string[]} args */
function saidByCommand(...args) {
  const key = args.join(" ");
  const audit = said.get(key) ?? auditByCommand(...args);
  said.set(key, audit);
  return audit;
}

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

  const turns = {
    all: pageInTurn(() => openPage(launched, QUICK_URL, { warmUp: true })),
    1: pageInTurn(() => openPage(launched, QUICK_URL, { workers: 1 })),
    2: pageInTurn(() => openPage(launched, QUICK_URL, { workers: 2 })),
  };

  /** @param {string[]} files @param {1 | 2} [workers] */
  async function auditInPage(files, workers) {
    const { page, problems } = await turns[workers ?? "all"]();
    await giveFiles(page, ...files);
    await runAudit(page);
    const audit = await downloadedAudit(launched, page);
    const text = await page.$eval("#main", (main) => /** @type {HTMLElement} */ (main).innerText);
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
        saidByCommand(...filesOf(name), ...DRAWS, "--workers", "1"),
        saidByCommand(...filesOf(name), ...DRAWS, "--workers", "2"),
      ]);
      expect(digits(one.audit)).toEqual(digits(commandOne));
      expect(digits(two.audit)).toEqual(digits(commandOne));
      expect(digits(commandTwo)).toEqual(digits(commandOne));
      expect(one.audit.inputs.images.sha256).toBe(commandOne.inputs.images.sha256);
    },
  );

  /** @param {(folder: string) => Promise<void>} work */
  async function inScratch(work) {
    const folder = mkdtempSync(join(tmpdir(), "askew-"));
    try {
      await work(folder);
    } finally {
      rmSync(folder, { recursive: true });
    }
  }
  /** @param {Buffer} bytes */
  const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");

  it("states the SHA-256 of a file that is too large to be hashed whole", () =>
    inScratch(async (folder) => {
      const [images, texts] = filesOf("medical");
      // The rest of the file is another array, which no side is made of.
      const large = join(folder, "images.npz");
      const unused = npy({ descr: "|u1", shape: `(${140 * 1024 ** 2},)`, data: new Uint8Array(140 * 1024 ** 2) });
      writeFileSync(
        large,
        zip([
          { name: "images.npy", data: readFileSync(images) },
          { name: "unused.npy", data: unused },
        ]),
      );
      const { audit } = await auditInPage([large, texts]);
      expect(audit.inputs.images.sha256).toBe(sha256(readFileSync(large)));
      expect(audit.inputs.texts.sha256).toBe(sha256(readFileSync(texts)));
    }));

  it.each([false, true])("states the SHA-256 of an archive's members, deflated: %s", (deflated) =>
    inScratch(async (folder) => {
      const members = filesOf("medical").map((path) => ({ name: `features/${basename(path)}`, data: readFileSync(path), deflated }));
      const archive = join(folder, "features.zip");
      // With a table beside them they are files, not the arrays of one.
      writeFileSync(archive, zip([...members, { name: "features/ids.csv", data: Buffer.from("id\n") }]));
      const { audit } = await auditInPage([archive]);
      expect(audit.inputs.images.sha256).toBe(sha256(members[0].data));
      expect(audit.inputs.texts.sha256).toBe(sha256(members[1].data));
    }),
  );

  it.skipIf(!existsSync(REAL))("one file of both sides, real chest X-rays: .540 and .347, as the command says", async () => {
    const [{ audit: one, text }, { audit: two }] = [await auditInPage([REAL], 1), await auditInPage([REAL], 2)];
    expect(one.sas.imageToText).toBeCloseTo(0.54, 3);
    expect(one.sas.textToImage).toBeCloseTo(0.347, 3);
    expect(text).toContain("0.540");
    expect(text).toContain("0.347");
    const command = await saidByCommand(REAL, ...DRAWS, "--workers", "2");
    expect(digits(one)).toEqual(digits(command));
    expect(digits(two)).toEqual(digits(command));
  });
});
