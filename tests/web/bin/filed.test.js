import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { npy } from "../../fixtures/build/npy.js";
import { bytesOf } from "../../fixtures/build/values.js";
import { askew } from "../command.js";
import { random } from "../engine/pairs.js";

/** Milliseconds for whole audits on a busy machine. */
const SLOW = 120_000;
const N = 90;
const D = 6;
const QUICK = ["--bootstrap", "20", "--permutations", "19"];
const FORMS = ["json", "html", "markdown", "csv"];
/** Labels of the groups, their column, and the models' files. */
const SECRETS = ["quokka", "wombat", "numbat", "bilby", "dunnart", "kowari"];

/** @type {string} */
let folder;
const at = (/** @type {string} */ name) => join(folder, name);
const DATA = () => [at("bilby-images.npy"), at("bilby-texts.npy")];
const OTHER = () => [at("dunnart-images.npy"), at("dunnart-texts.npy")];
const THIRD = () => [at("kowari-images.npy"), at("kowari-texts.npy")];
const label = (/** @type {number} */ i) => (i % 3 === 2 ? "wombat west" : "quokka east");
const table = (/** @type {(i: number) => string} */ of) =>
  `image_row,numbat_ward\n${Array.from({ length: N }, (_, i) => `${i},${of(i)}`).join("\n")}\n`;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "askew-filed-"));
  const next = random(3);
  const world = Array.from({ length: N * D }, () => next());
  const save = (/** @type {string} */ name, /** @type {number} */ noise) => {
    const values = world.map((value) => Math.fround(value + noise * next()));
    writeFileSync(at(name), npy({ descr: "<f4", shape: `(${N}, ${D})`, data: bytesOf(values, "float32") }));
  };
  for (const side of ["images", "texts"]) save(`bilby-${side}.npy`, 0.1);
  for (const side of ["images", "texts"]) save(`dunnart-${side}.npy`, 1);
  for (const side of ["images", "texts"]) save(`kowari-${side}.npy`, 0.4);
  writeFileSync(at("wards.csv"), table(label));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** The audit with these options in every form. @param {string} name @param {string[]} options */
async function saved(name, ...options) {
  const targets = FORMS.flatMap((form) => [`--${form}`, at(`${name}.${form}`)]);
  const { code, stderr } = await askew("audit", ...DATA(), ...QUICK, ...targets, ...options);
  if (code !== 0) throw new Error(stderr);
  return Object.fromEntries(FORMS.map((form) => [form, readFileSync(at(`${name}.${form}`), "utf8")]));
}

/** @param {string} text */
const told = (text) => SECRETS.filter((secret) => text.toLowerCase().includes(secret));

describe("groups that are filed", () => {
  const BY = () => ["--metadata", at("wards.csv"), "--by", "numbat_ward", "--seed", "3"];
  /** @type {Record<string, string>} */
  let named;
  /** @type {Record<string, string>} */
  let nameless;
  beforeAll(async () => {
    named = await saved("named", ...BY());
    nameless = await saved("nameless", ...BY(), "--anonymous");
  }, SLOW);

  test("are in every form, with every digit in CSV", () => {
    for (const form of FORMS)
      for (const name of ["quokka east", "wombat west"]) expect([form, named[form].includes(name)]).toEqual([form, true]);
    const [first] = JSON.parse(named.json).subgroups.groups;
    expect(named.csv).toContain(`groups,quokka east,Imbalance,${first.sas.imbalance}\r\n`);
    expect(named.csv).toContain(`groups-scores,quokka east: Imbalance,Random mean,${first.random.sasImbalance.mean}\r\n`);
    expect(named.html).toContain('id="figure-groups-imbalance"');
  });

  test("have no label and no column in any form where names are left out, and the same numbers", () => {
    expect(FORMS.map((form) => [form, told(named[form])])).toEqual(
      FORMS.map((form) => [form, expect.arrayContaining(["quokka", "wombat"])]),
    );
    expect(FORMS.map((form) => [form, told(nameless[form])])).toEqual(FORMS.map((form) => [form, []]));
    const groups = (/** @type {string} */ json) => JSON.parse(json).subgroups.groups;
    expect(groups(nameless.json).map((/** @type {any} */ { value }) => value)).toEqual(["group 1", "group 2"]);
    expect(groups(nameless.json).map((/** @type {any} */ { sas }) => sas)).toEqual(
      groups(named.json).map((/** @type {any} */ { sas }) => sas),
    );
    for (const form of ["html", "markdown"]) expect(nameless[form]).toContain("groups are numbered in the order");
  });

  test.each(["named", "nameless"])("are verified to the last digit, %s, whatever the number of workers", async (name) => {
    const { code, stdout } = await askew("verify", at(`${name}.json`), ...DATA(), "--metadata", at("wards.csv"), "--workers", "1");
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^Verified: all [\d,]+ values agree/)]);
  });

  test("are not verified where one pair has another label, and the first number that differs is named", async () => {
    writeFileSync(
      at("flipped.csv"),
      table((i) => label(i === 5 ? 6 : i)),
    );
    const { code, stdout } = await askew("verify", at("named.json"), ...DATA(), "--metadata", at("flipped.csv"));
    expect(code).toBe(2);
    expect(stdout).toMatch(/subgroups\.groups\[0\]\.n was 60, and is 61 now\./);
  });

  test("that cannot be made again are one sentence", async () => {
    const { code, stdout } = await askew("verify", at("nameless.json"), ...DATA());
    expect(code).toBe(2);
    expect(stdout).toContain("The saved audit has 2 groups by column 1, and no column of the files at hand divides the pairs so.");
  });
});

describe("two models that are filed", () => {
  /** @type {Record<string, string>} */
  let named;
  /** @type {Record<string, string>} */
  let nameless;
  const compare = () => ["--compare", OTHER().join(",")];
  beforeAll(async () => {
    named = await saved("pair", ...compare(), "--institution", "St. Elsewhere");
    nameless = await saved("pair-nameless", ...compare(), "--anonymous");
  }, SLOW);

  test("are in every form, both with every digit in CSV", () => {
    for (const form of FORMS) expect([form, told(named[form])]).toEqual([form, ["bilby", "dunnart"]]);
    const { a, b, differences } = JSON.parse(named.json);
    expect(named.csv).toContain(`differences,CKA,Difference,${differences.cka.difference}\r\n`);
    expect(named.csv).toContain(`metrics-a,CKA,Value,${a.metrics.cka}\r\n`);
    expect(named.csv).toContain(`metrics-b,CKA,Value,${b.metrics.cka}\r\n`);
    for (const form of ["html", "markdown"]) expect(named[form]).toContain("St. Elsewhere");
  });

  test("have no name in any form where names are left out", () => {
    expect(FORMS.map((form) => [form, told(nameless[form])])).toEqual(FORMS.map((form) => [form, []]));
    expect(nameless.html).toContain("the second model’s images’ file");
  });

  const verifying = (/** @type {string} */ name, /** @type {string[]} */ other) =>
    askew("verify", at(`${name}.json`), ...DATA(), "--compare", other.join(","), "--workers", "1");

  test.each(["pair", "pair-nameless"])("are verified to the last digit (%s)", async (name) => {
    const { code, stdout } = await verifying(name, OTHER());
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^Verified: all [\d,]+ values agree/)]);
  });

  test("one flipped bit of the second model's texts is named, with the model", async () => {
    const [images, texts] = OTHER();
    const bytes = readFileSync(texts);
    bytes[bytes.length - 4] ^= 1;
    writeFileSync(at("flipped.npy"), bytes);
    const { code, stdout } = await verifying("pair", [images, at("flipped.npy")]);
    expect(code).toBe(2);
    expect(stdout).toContain("Second model: The texts’ file is not the one that was audited");
    expect(stdout).not.toContain("First model: The");
    expect(stdout).not.toContain("Second model: The images’ file is not");
  });

  test("need the second model's files, and an audit of one model takes none", async () => {
    const alone = await askew("verify", at("pair.json"), ...DATA());
    expect([alone.code, alone.stderr]).toEqual([2, expect.stringContaining("Give the second model’s files as well: --compare")]);
    const audit = JSON.parse(named.json).a;
    writeFileSync(at("one.json"), JSON.stringify(audit));
    const both = await verifying("one", OTHER());
    expect([both.code, both.stderr]).toEqual([2, expect.stringContaining("Leave --compare out")]);
  });
});

describe("several models that are filed", () => {
  /** @type {Record<string, string>} */
  let named;
  /** @type {Record<string, string>} */
  let nameless;
  const compare = (/** @type {string[][]} */ ...models) => models.flatMap((files) => ["--compare", files.join(",")]);
  beforeAll(async () => {
    named = await saved("three", ...compare(OTHER(), THIRD()), "--institution", "St. Elsewhere");
    nameless = await saved("three-nameless", ...compare(OTHER(), THIRD()), "--anonymous");
  }, SLOW);

  test("are in every form, each with every digit in CSV", () => {
    for (const form of FORMS) expect([form, told(named[form])]).toEqual([form, ["bilby", "dunnart", "kowari"]]);
    const { schema, comparisons } = JSON.parse(named.json);
    expect(schema).toBe("askew-comparisons/1");
    for (const [k, { b, differences }] of comparisons.entries()) {
      expect(named.csv).toContain(`differences-${k + 1},CKA,Difference,${differences.cka.difference}\r\n`);
      expect(named.csv).toContain(`metrics-b-${k + 1},CKA,Value,${b.metrics.cka}\r\n`);
      expect(named.html).toContain(`id="figure-differences-${k + 1}"`);
    }
    for (const form of ["html", "markdown"]) expect(named[form]).toContain("St. Elsewhere");
    // As they are given to be verified, though the second finds more.
    const listed = [...named.html.matchAll(/Compared with it<\/dt>\s*<dd>([^<]*)/g)].map(([, name]) => name);
    expect(listed).toEqual([OTHER()[0], THIRD()[0]]);
  });

  test("have no name in any form where names are left out", () => {
    expect(FORMS.map((form) => [form, told(nameless[form])])).toEqual(FORMS.map((form) => [form, []]));
    expect(nameless.html).toContain("model 3’s images’ file");
  });

  test("have in each comparison the digits of one that is made by itself", async () => {
    const { comparisons } = JSON.parse(named.json);
    for (const [k, other] of [OTHER(), THIRD()].entries()) {
      const alone = JSON.parse((await saved("alone", ...compare(other))).json);
      const digits = (/** @type {any} */ { a, b, ...rest }) => ({ ...rest, a: { ...a, timings: 0 }, b: { ...b, timings: 0 } });
      expect(digits(comparisons[k])).toEqual(digits(alone));
    }
  });

  const verifying = (/** @type {string} */ name, /** @type {string[][]} */ ...models) =>
    askew("verify", at(`${name}.json`), ...DATA(), ...compare(...models), "--workers", "1");

  test.each(["three", "three-nameless"])("are verified to the last digit (%s)", async (name) => {
    const { code, stdout } = await verifying(name, OTHER(), THIRD());
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^Verified: all [\d,]+ values agree/)]);
  });

  test("one digit of the p values of all of them is named", async () => {
    const changed = JSON.parse(named.json);
    changed.family[1].textToImage *= 1 + Number.EPSILON;
    writeFileSync(at("three-changed.json"), JSON.stringify(changed));
    const { code, stdout } = await verifying("three-changed", OTHER(), THIRD());
    expect([code, stdout]).toEqual([2, expect.stringMatching(/\(1 difference in all\)\.\n {2}family\[1\]\.textToImage was /)]);
  });

  test("in another order are other data, told by the model", async () => {
    const { code, stdout } = await verifying("three", THIRD(), OTHER());
    expect([code, stdout]).toEqual([2, expect.stringContaining("Model 2: The images’ file is not the one that was audited")]);
  });

  test("need the files of every one of them", async () => {
    const two = await verifying("three", OTHER());
    expect([two.code, two.stderr]).toEqual([
      2,
      expect.stringContaining("is a comparison of 3 models, and --compare names 1 beside the first"),
    ]);
  });
});
