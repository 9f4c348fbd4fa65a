/** Every way out with noise, against the best distinguisher: what is measured is never more than what is stated. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { JSDOM } from "jsdom";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { momentsOf } from "../../../web/bin/moments.js";
import { createAggregateDialog } from "../../../web/src/app/aggregate.js";
import { momentsBytes } from "../../../web/src/moments/file.js";
import { promiseOf } from "../../../web/src/moments/promise.js";
import { openFile } from "../../../web/src/readers/index.js";
import { leavesOf } from "../../../web/src/report/leaves.js";
import { npy } from "../../fixtures/build/npy.js";
import { bytesOf } from "../../fixtures/build/values.js";
import { testEngine } from "../engine/engine.js";
import { textOf } from "../project.js";
import { sampleAudit } from "../views/sample-audit.js";
import { certainEpsilon, factsOf, neighbours, noiseEpsilon, noisyFile, siteWith, sumsOf, tells } from "./adversary.js";

/** @import { MomentsFile, Pairs } from "../../../web/src/types.d.ts" */

/** @type {Blob[]} */
const downloads = [];
vi.mock("../../../web/src/views/download.js", () => ({
  safeName: (/** @type {string} */ name) => name,
  download: (/** @type {Blob} */ blob) => downloads.push(blob),
}));

const { engine } = await testEngine();
const EPSILON = 4;
const DELTA = 1e-5;
const RUNS = 250;
const FEW = 4;
const BOTH = neighbours();
const exact = await Promise.all(BOTH.map((pairs) => engine.moments(pairs)));
const DIFFERENCE = sumsOf(exact[0]).map((value, k) => value - sumsOf(exact[1])[k]);

/** @param {Pairs} pairs @param {Partial<Parameters<typeof engine.privateMoments>[1]>} [more] */
const noisy = (pairs, more) => noisyFile(engine, pairs, { epsilon: EPSILON, delta: DELTA, ...more });

/** As its receiver reads it. @param {MomentsFile} moments @returns {Promise<MomentsFile>} */
async function received(moments) {
  const { moments: read } = await openFile(new File([momentsBytes(moments)], "a.moments.safetensors"));
  if (!read) throw new Error("no moments file");
  return read;
}

/** Runs on both data sets. @template T @param {number} runs @param {(pairs: Pairs) => Promise<T>} way @returns {Promise<T[][]>} */
async function onBoth(runs, way) {
  const all = [];
  for (const pairs of BOTH) {
    const own = [];
    for (let run = 0; run < runs; run++) own.push(await way(pairs));
    all.push(own);
  }
  return all;
}

/** Nothing tells for certain, and the noise is no less than stated. @param {MomentsFile[][]} files @param {(moments: MomentsFile) => number[]} [sums] what the adversary makes of a file */
function expectPrivate([a, b], sums = sumsOf) {
  expect(tells(a.map(factsOf), b.map(factsOf))).toEqual([]);
  const stated = promiseOf(a[0]);
  const { least } = noiseEpsilon(a.map(sums), b.map(sums), DIFFERENCE, Number(stated?.delta));
  // The runs are enough to see the difference.
  expect(least).toBeGreaterThan(0);
  expect(least).toBeLessThanOrEqual(Number(stated?.epsilon));
}

/** @type {string} */
let folder;
const at = (/** @type {string} */ name) => join(folder, name);
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "askew-adversary-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** @param {string} name @param {readonly number[]} values @param {number} d */
const save = (name, values, d) =>
  writeFileSync(at(name), npy({ descr: "<f4", shape: `(${values.length / d}, ${d})`, data: bytesOf([...values], "float32") }));

/** What a run of the command gives away: its refusal, or its file. @param {string[]} files @param {Record<string, unknown>} options @returns {Promise<Map<string, string>>} */
async function byCommand(files, options) {
  const output = at("by-command.safetensors");
  const listener = { note: () => {}, progress: () => {} };
  try {
    await momentsOf(files, { output, privacy: EPSILON, delta: DELTA, workers: 1, floor: 2, ...options }, listener);
  } catch (error) {
    return new Map([["refusal", /** @type {Error} */ (error).message]]);
  }
  const { moments } = await openFile(new File([readFileSync(output)], "a.moments.safetensors"));
  return factsOf(/** @type {MomentsFile} */ (moments));
}

describe("the adversary itself", () => {
  it("refutes a statement that is too good, and one that exact sums are behind", async () => {
    const [a, b] = await onBoth(RUNS, (pairs) => noisy(pairs, { epsilon: 8 }));
    expect(noiseEpsilon(a.map(sumsOf), b.map(sumsOf), DIFFERENCE, DELTA).least).toBeGreaterThan(2);
    const plain = await onBoth(FEW, (pairs) => engine.moments(pairs));
    expect(tells(plain[0].map(factsOf), plain[1].map(factsOf)).length).toBeGreaterThan(0);
  }, 60_000);
});

describe("one pair replaced by another", () => {
  it("hardly shows in a file with noise", async () => {
    expectPrivate(await onBoth(RUNS, async (pairs) => received(await noisy(pairs, { label: "A", preprocessing: "pooled" }))));
  }, 60_000);

  it("hardly shows in what the page saves", async () => {
    const { window } = new JSDOM();
    for (const name of /** @type {const} */ (["document", "Node", "Element", "HTMLElement"])) vi.stubGlobal(name, window[name]);
    const dialog = document.createElement("dialog");
    dialog.showModal = () => {};
    document.body.append(dialog);
    const once = /** @type {any} */ ({
      privateMoments: (/** @type {Pairs} */ pairs, /** @type {any} */ settings) => engine.privateMoments(pairs, { ...settings, draws: 1 }),
    });
    const aggregate = createAggregateDialog(dialog, async () => once);
    const press = (/** @type {string} */ id) => /** @type {HTMLElement} */ (dialog.querySelector(`#${id}`)).click();
    const wish = (/** @type {string} */ id, /** @type {number} */ value) => {
      const input = /** @type {HTMLInputElement} */ (dialog.querySelector(`#${id}`));
      input.value = String(value);
      input.dispatchEvent(new window.Event("change"));
    };
    const bySaving = async (/** @type {Pairs} */ pairs) => {
      downloads.length = 0;
      aggregate.show(pairs, sampleAudit());
      press("aggregate-noise");
      press("aggregate-paired");
      wish("aggregate-epsilon", EPSILON);
      wish("aggregate-delta", DELTA);
      press("aggregate-prepare");
      await vi.waitFor(() => expect(dialog.querySelector("#aggregate-save")).not.toBeNull(), { interval: 2, timeout: 20_000 });
      press("aggregate-save");
      await vi.waitFor(() => expect(downloads).toHaveLength(1), { interval: 2 });
      dialog.dispatchEvent(new window.Event("close"));
      const { moments } = await openFile(new File([downloads[0]], "a.moments.safetensors"));
      return /** @type {MomentsFile} */ (moments);
    };
    expectPrivate(await onBoth(RUNS, bySaving));
    vi.unstubAllGlobals();
  }, 120_000);

  it("leaves the words, shapes and exact numbers of the command's file, and its refusals, as they are", async () => {
    for (const [k, pairs] of BOTH.entries())
      for (const side of /** @type {const} */ (["images", "texts"])) save(`${side}${k}.npy`, [...(await pairs[side].readRows(0, 100))], 2);
    const runs = [];
    for (const k of [0, 1]) {
      const own = [];
      for (let run = 0; run < FEW; run++) own.push(await byCommand([at(`images${k}.npy`), at(`texts${k}.npy`)], { captions: 1 }));
      runs.push(own);
    }
    expect(runs[0][0].has("refusal")).toBe(false);
    expect(tells(runs[0], runs[1])).toEqual([]);
  }, 120_000);

  it("does not change the number of pairs where image rows come in runs of equal rows", async () => {
    const { images, texts } = siteWith({ n: 500, x: [1, 0], y: [1, 0] });
    const [x, y] = [[...(await images.readRows(0, 100))], [...(await texts.readRows(0, 500))]];
    const inRuns = Array.from({ length: 500 }, (_, i) => x.slice(2 * Math.floor(i / 5), 2 * Math.floor(i / 5) + 2)).flat();
    save("runs0.npy", inRuns, 2);
    save("runs1.npy", inRuns.with(14, 0.6).with(15, 0.8), 2);
    save("texts.npy", y, 2);
    for (const options of [{}, { captions: 1 }, { repeated: "keep" }, { repeated: "join" }]) {
      const [a, b] = [
        await byCommand([at("runs0.npy"), at("texts.npy")], options),
        await byCommand([at("runs1.npy"), at("texts.npy")], options),
      ];
      const open = [a, b].map((facts) => facts.get("sites") ?? facts.get("refusal"));
      expect(open[0], JSON.stringify(options)).toBe(open[1]);
      if (options.repeated !== "join" && Object.keys(options).length > 0) expect(open[0]).toContain('"pairs":500');
    }
  }, 120_000);
});

describe("in a pool", () => {
  const other = siteWith({ n: 80, seed: 7, x: [0, 1], y: [0, 1] });

  it("of two sites with noise, a pair keeps the promise of its site, also before who has the other site's file", async () => {
    const known = await noisy(other);
    const [a, b] = await onBoth(RUNS, async (pairs) =>
      received(await engine.mergeMoments([await noisy(pairs), known], { overlap: "none" })),
    );
    expect(promiseOf(a[0])?.epsilon).toBe(EPSILON);
    const rest = sumsOf(known);
    expectPrivate([a, b], (moments) => sumsOf(moments).map((value, k) => value - rest[k]));
  }, 120_000);

  it("of two files of the same pairs, the stated sum holds, and is more than either states", async () => {
    const way = async (/** @type {Pairs} */ pairs) =>
      received(await engine.mergeMoments([await noisy(pairs), await noisy(pairs)], { overlap: "all" }));
    const [a, b] = await onBoth(RUNS, way);
    expectPrivate([a, b]);
    expect(Number(promiseOf(a[0])?.epsilon)).toBeGreaterThan(1.4 * EPSILON);
  }, 120_000);

  it("with an exact site, a pair of that site is told for certain: what an earlier version stated is refuted, and nothing is stated now", async () => {
    const stated = 1;
    const known = await noisy(other, { epsilon: stated });
    const twice = siteWith({ x: [2, 0], y: [1, 0] });
    const [a, b] = await Promise.all(
      [BOTH[0], twice].map(async (pairs) => {
        const runs = [];
        for (let run = 0; run < 40; run++)
          runs.push(
            await received(
              await engine.mergeMoments([await engine.moments(pairs), run % 2 ? known : await noisy(other, { epsilon: stated })], {
                mixExact: true,
              }),
            ),
          );
        return runs;
      }),
    );
    const told = tells(a.map(factsOf), b.map(factsOf));
    // |x|², |x|⁴ and the longest row of the images; noise hides none of them.
    expect(told.length).toBeGreaterThanOrEqual(3);
    expect(certainEpsilon(40, DELTA)).toBeGreaterThan(stated);
    expect(promiseOf(a[0])).toBeNull();
    expect(a[0].noise).toBeNull();
    await expect(engine.mergeMoments([await engine.moments(BOTH[0]), known])).rejects.toThrow(/promises nothing as a whole.*--mix-exact/s);
  }, 60_000);

  it("an audit of sites with noise has no number that tells for certain, one with an exact site has and says so", async () => {
    const known = { name: "other", moments: await noisy(other) };
    const facts = async (/** @type {MomentsFile} */ moments) => {
      const audit = await engine.auditPooled([{ name: "own", moments }, known], { hashes: false });
      const leaves = [...leavesOf(audit, new Set(["timings"]))].map(
        ([name, value]) => /** @type {[string, string]} */ ([name, String(value)]),
      );
      return { audit, leaves: new Map(leaves) };
    };
    const own = await onBoth(12, async (pairs) => facts(await noisy(pairs)));
    expect(
      tells(
        own[0].map(({ leaves }) => leaves),
        own[1].map(({ leaves }) => leaves),
      ),
    ).toEqual([]);
    const mixed = await onBoth(2, async (pairs) => facts(await engine.moments(pairs)));
    expect(
      tells(
        mixed[0].map(({ leaves }) => leaves),
        mixed[1].map(({ leaves }) => leaves),
      ).length,
    ).toBeGreaterThan(10);
    const [{ audit }] = mixed[0];
    expect(audit.aggregate?.noise).toBeNull();
    expect(audit.inputs.findings.find(({ code }) => code === "PROMISE_MIXED")?.message).toContain("Treat it as you treat their files");
  }, 60_000);
});

it("the Dask example writes exact sums alone: it states no noise, and its file is not pooled with noise unless somebody says so", async () => {
  expect(textOf("examples/dask_moments.py")).not.toMatch(/["']noise["']|epsilon|--privacy/);
  const file = await received({ ...exact[0], tool: "dask_moments.py" });
  expect(promiseOf(file)).toBeNull();
  await expect(engine.mergeMoments([file, await noisy(siteWith({ seed: 5, x: [1, 0], y: [0, 1] }))])).rejects.toThrow(/--mix-exact/);
});
