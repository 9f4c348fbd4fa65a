import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { askew } from "../command.js";
import { random } from "../engine/pairs.js";

const N = 40;
const D = 8;
/** @type {string} */
let folder;
const at = (/** @type {string} */ name) => join(folder, name);
/** Whatever in the files is a name, an id, a caption or a column's title. @type {string[]} */
let secrets;

const LETTERS = Array.from({ length: N }, (_, i) => `Findings in patient Quokka${i}, seen by Dr Wombat`);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "askew-report-"));
  const next = random(11);
  const images = Array.from({ length: N }, () => Array.from({ length: D }, () => Math.fround(next())));
  const numbers = (/** @type {number[]} */ values) => values.join(",");
  const dims = (/** @type {string} */ name) => Array.from({ length: D }, (_, k) => `${name}_${k}`).join(",");
  const header = { images: `image_id,numbat_ward,${dims("dim")}`, texts: `image_id,caption,${dims("dim")}` };
  writeFileSync(
    at("bilby-images.csv"),
    `${[header.images, ...images.map((values, i) => `echidna-${i},${i % 2 ? "potoroo east" : "potoroo west"},${numbers(values)}`)].join("\n")}\n`,
  );
  // Two rows more than images: left out by id, which a finding tells.
  const rows = [...images.keys(), 0, 1].map((i, row) => {
    const id = row < N ? `echidna-${i}` : `stray-dunnart-${row}`;
    return `${id},"${LETTERS[i]}",${numbers(images[i].map((value) => Math.fround(value + next() / 3)))}`;
  });
  writeFileSync(at("bilby-letters.csv"), `${[header.texts, ...rows].join("\n")}\n`);
  const ids = Array.from({ length: N }, (_, i) => `echidna-${i}`);
  secrets = [folder, "bilby", ...LETTERS, ...ids, "Quokka", "Wombat", "echidna", "dunnart", "potoroo", "numbat", "image_id"];
});
afterAll(() => rmSync(folder, { recursive: true }));

/** @param {string[]} more */
async function saved(...more) {
  const targets = ["json", "html", "markdown", "csv"].flatMap((form) => [`--${form}`, at(`out.${form}`)]);
  const result = await askew(
    "audit",
    at("bilby-images.csv"),
    at("bilby-letters.csv"),
    "--bootstrap",
    "20",
    "--permutations",
    "19",
    ...targets,
    ...more,
  );
  const texts = Object.fromEntries(["json", "html", "markdown", "csv"].map((form) => [form, readFileSync(at(`out.${form}`), "utf8")]));
  return { ...result, texts };
}

describe("askew audit, saved", () => {
  test("writes every form in one go, with what was filed", async () => {
    const { code, texts, stderr } = await saved("--institution", "St. Elsewhere", "--notes", "<b>bold</b>");
    expect([code, stderr.match(/Written: /g)?.length]).toEqual([0, 4]);
    expect(texts.html).toContain("St. Elsewhere");
    expect(texts.html).not.toContain("<b>bold");
    expect(texts.markdown).toContain("St. Elsewhere");
    for (const form of ["html", "markdown", "csv", "json"]) expect(texts[form]).toContain("bilby");
  });

  test("leaves every file name, id, caption and column out of every form where it is asked to", async () => {
    const { code, texts, stdout } = await saved("--anonymous");
    expect(code).toBe(0);
    for (const [form, text] of [...Object.entries(texts), ["terminal", stdout]])
      expect([form, secrets.filter((secret) => text.toLowerCase().includes(secret.toLowerCase()))]).toEqual([form, []]);
  });

  test("holds no id and no caption in any form, also with all names", async () => {
    const { code, texts } = await saved(...["chai", "fhir", "claim"].flatMap((form) => [`--${form}`, at(`out.${form}`)]));
    expect(code).toBe(0);
    const { content } = JSON.parse(readFileSync(at("out.fhir"), "utf8"));
    const inside = content.map((/** @type {any} */ { attachment }) => Buffer.from(attachment.data, "base64").toString());
    const all = { ...texts, chai: readFileSync(at("out.chai"), "utf8"), claim: readFileSync(at("out.claim"), "utf8"), fhir: inside.join() };
    for (const [form, text] of Object.entries(all))
      expect([form, ["dunnart", "echidna", "Quokka", "Wombat"].filter((secret) => text.includes(secret))]).toEqual([form, []]);
    expect(texts.markdown).toContain("2 of 42 texts are left out (their image is not among the images): text 40, 41.");
  });

  test("a form that goes to standard output goes there alone", async () => {
    const { stdout } = await askew(
      "audit",
      at("bilby-images.csv"),
      at("bilby-letters.csv"),
      "--bootstrap",
      "0",
      "--permutations",
      "0",
      "--markdown",
      "-",
    );
    expect(stdout).toMatch(/^## Alignment/);
    const both = await askew("audit", at("bilby-images.csv"), at("bilby-letters.csv"), "--csv", "-", "--html", "-");
    expect([both.code, both.stderr]).toEqual([2, expect.stringContaining("Only one of")]);
  });
});

describe("askew verify", () => {
  const verifying = (/** @type {string[]} */ ...args) => askew("verify", at("out.json"), ...args, "--workers", "1");

  test.each([
    ["as it was saved", []],
    ["as it was saved without names", ["--anonymous"]],
  ])("agrees to the last digit with untouched data, %s, whatever the number of workers", async (_, options) => {
    await saved("--seed", "5", "--top-q", "0.4", "--workers", "3", ...options);
    const { code, stdout } = await verifying(at("bilby-images.csv"), at("bilby-letters.csv"));
    expect(stdout).toMatch(/^Verified: all [\d,]+ values agree to the last digit\./);
    expect(code).toBe(0);
  });

  test("names one flipped bit", async () => {
    await saved();
    const bytes = readFileSync(at("bilby-letters.csv"));
    // A digit of the last row's last value: 0x30 … 0x39 stay digits when their lowest bit flips.
    bytes[bytes.length - 3] ^= 1;
    writeFileSync(at("bilby-flipped.csv"), bytes);
    const { code, stdout } = await verifying(at("bilby-images.csv"), at("bilby-flipped.csv"));
    expect(code).toBe(2);
    expect(stdout).toMatch(/^Not verified: the data differ/);
    expect(stdout).toContain("The texts’ file is not the one that was audited");
    expect(stdout).not.toContain("The images’ file is not");
  });

  test("opens no file that the saved audit names", async () => {
    const { texts } = await saved();
    const audit = JSON.parse(texts.json);
    audit.inputs.pairing.options = ["--pairs", at("nowhere.csv")];
    writeFileSync(at("out.json"), JSON.stringify(audit));
    const { code, stdout } = await verifying(at("bilby-images.csv"), at("bilby-letters.csv"));
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^Verified/)]);
  });

  test("says that the rows were paired otherwise, and which options say how", async () => {
    await saved();
    const { code, stdout } = await verifying(at("bilby-images.csv"), at("bilby-images.csv"));
    expect([code, stdout]).toEqual([2, expect.stringContaining("--pairs, --captions and --repeated")]);
  });

  test("refuses what is no audit", async () => {
    const { code, stderr } = await askew("verify", at("bilby-images.csv"), at("bilby-images.csv"), at("bilby-letters.csv"));
    expect([code, stderr]).toEqual([2, expect.stringContaining("CORRUPT: ")]);
  });
});
