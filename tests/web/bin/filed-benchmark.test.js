import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { benchmark } from "../../../web/src/benchmark/index.js";
import { createEngine } from "../../../web/src/engine/index.js";
import { nodePlatform } from "../../../web/src/engine/platform-node.js";
import { tensor, torch } from "../../fixtures/build/torch.js";
import { askew } from "../command.js";
import { random } from "../engine/pairs.js";

/** Milliseconds for whole audits on a busy machine. */
const SLOW = 120_000;
const FORMS = ["json", "html", "markdown", "csv"];
const MODELS = ["quokkanet", "wombatnet", "numbatnet"];
/** One domain is the user's own. */
const DATASETS = ["Flickr30k", "bilbyward"];
const SECRETS = [...MODELS, ...DATASETS, "dunnart"].map((name) => name.toLowerCase());

/** @type {string} */
let folder;
const at = (/** @type {string[]} */ ...names) => join(folder, ...names);

/** A .pt of the paper's form. @param {number} seed */
function features(seed) {
  const next = random(seed);
  return torch(
    Array.from({ length: 16 }, () => {
      const image = Array.from({ length: 6 }, () => Math.fround(next()));
      const text = image.map((value) => Math.fround(value + next()));
      return { image: tensor(image, [1, 6]), text: tensor(text, [1, 6]) };
    }),
  );
}

const fileOf = (/** @type {string} */ model, /** @type {string} */ dataset) => at("runs", model, `${dataset}_test_features.pt`);

/** @param {string} name @param {string[]} options */
async function saved(name, ...options) {
  const targets = FORMS.flatMap((form) => [`--${form}`, at(`${name}.${form}`)]);
  const asked = ["--domain", "bilbyward=dunnart", "--domains", "natural,dunnart", "--seed", "4", "--workers", "2"];
  const { code, stdout, stderr } = await askew("benchmark", at("runs"), ...asked, ...targets, ...options);
  if (code !== 0) throw new Error(stderr);
  return { ...Object.fromEntries(FORMS.map((form) => [form, readFileSync(at(`${name}.${form}`), "utf8")])), terminal: stdout };
}
/** @param {string} text */
const told = (text) => SECRETS.filter((secret) => text.toLowerCase().includes(secret));

/** @type {Record<string, string>} */
let named;
/** @type {Record<string, string>} */
let nameless;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "askew-filed-benchmark-"));
  let seed = 1;
  for (const model of MODELS) {
    mkdirSync(at("runs", model), { recursive: true });
    for (const dataset of DATASETS) writeFileSync(fileOf(model, dataset), features(seed++));
  }
  writeFileSync(fileOf("quokkanet", "ROCO"), readFileSync(fileOf("quokkanet", "Flickr30k")).subarray(0, 400));
  named = await saved("named", "--institution", "St. Elsewhere");
  nameless = await saved("nameless", "--anonymous");
}, SLOW);
afterAll(() => rmSync(folder, { recursive: true }));

describe("a benchmark that is filed", () => {
  test("has its headline, its runs, its charts and what was filed", () => {
    for (const [form, text] of Object.entries(named)) expect([form, told(text)]).toEqual([form, SECRETS]);
    for (const form of ["html", "markdown"]) {
      expect(named[form]).toContain("St. Elsewhere");
      expect(named[form]).toContain("The imbalance on dunnart data is not shown to differ from that on natural data");
      expect(named[form]).toContain("1 run of 7 failed and is in no number.");
    }
    expect(named.html.match(/<figure /g)).toHaveLength(6);
    expect(named.html).not.toMatch(/<script|<link|src=|@import|url\(/);
  });

  test("has no model, dataset, file or domain of one's own in any form where names are left out, and the same numbers", () => {
    for (const [form, text] of Object.entries(nameless)) expect([form, told(text)]).toEqual([form, []]);
    const [before, after] = [named, nameless].map(({ json }) => JSON.parse(json));
    const numbers = (/** @type {any} */ { runs }) =>
      runs.map((/** @type {any} */ { metrics, retrieval, sha256 }) => ({ metrics, retrieval, sha256 }));
    expect(numbers(after)).toEqual(numbers(before));
    expect(Object.values(after.alignmentProfile.metrics.cka.byDataset)).toEqual(
      Object.values(before.alignmentProfile.metrics.cka.byDataset),
    );
    expect(Object.keys(after.imbalanceSignature.byDomain)).toEqual(["natural", "domain 2"]);
    // In the order of the models' names.
    const models = after.runs.map((/** @type {any} */ { model }) => model);
    expect(models).toEqual([1, 1, 2, 2, 2, 3, 3].map((number) => `model ${number}`));
  });

  test.each(["named", "nameless"])("is verified to the last digit (%s)", async (name) => {
    const { code, stdout } = await askew("verify", at(`${name}.json`), at("runs"), "--workers", "1");
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^Verified: all [\d,]+ values agree/)]);
  });

  test("of an earlier version, which knew no p over models, is verified by that version's rules", async () => {
    const { runs, options, tool } = JSON.parse(named.json);
    const engine = createEngine({ platform: await nodePlatform(), workers: 1 });
    const settings = { ...options, statistics: engine.statistics, version: tool.version, correlations: "percentiles" };
    const early = await benchmark(runs, settings);
    engine.dispose();
    expect(JSON.stringify(early)).not.toContain('byModel":{"p');
    writeFileSync(
      at("early.json"),
      JSON.stringify({ ...early, retrievalPredictivity: { ...early.retrievalPredictivity, notes: ["other words"] } }),
    );
    const { code, stdout } = await askew("verify", at("early.json"), at("runs"), "--workers", "1");
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^Verified: all [\d,]+ values agree/)]);
  });

  test("one flipped bit is named with its run, and what follows from it with its place", async () => {
    const file = fileOf("wombatnet", "bilbyward");
    const before = readFileSync(file);
    const bytes = Buffer.from(before);
    // Among the rows, which lie before the archive's directory.
    bytes[Math.floor(bytes.length / 2)] ^= 1;
    writeFileSync(file, bytes);
    const { code, stdout } = await askew("verify", at("named.json"), at("runs"));
    writeFileSync(file, before);
    expect(code).toBe(2);
    expect(stdout).toMatch(/^Not verified: the data differ/);
    expect(stdout).toMatch(/wombatnet on bilbyward(: the files are not those that were audited| succeeded, and now failed)/);
    expect(stdout).not.toContain("quokkanet");
  });

  test("a run that is not there is named, and what is no benchmark is refused", async () => {
    const { code, stdout } = await askew("verify", at("named.json"), fileOf("quokkanet", "Flickr30k"));
    expect([code, stdout]).toEqual([
      2,
      expect.stringContaining("numbatnet on Flickr30k (runs/numbatnet/Flickr30k_test_features.pt) is not among the files at hand."),
    ]);
    writeFileSync(at("damaged.json"), named.json.replace('"domains"', '"other"'));
    const damaged = await askew("verify", at("damaged.json"), at("runs"));
    expect([damaged.code, damaged.stderr]).toEqual([
      2,
      expect.stringContaining("damaged.json is a damaged or changed benchmark: options.domains"),
    ]);
  });
});
