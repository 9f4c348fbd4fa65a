import { expect, it } from "vitest";
import { createAsides } from "../../../web/src/app/asides.js";
import { createSessionState } from "../../../web/src/app/session-state.js";
import { Failure } from "../../../web/src/failure.js";
import { somePairs } from "../engine/pairs.js";
import { sampleAudit } from "../views/sample-audit.js";
import { sampleComparison } from "../views/sample-groups.js";

/** @import { FileLike, OpenedFile } from "../../../web/src/types.d.ts" */

const pairs = {
  ...somePairs({ n: 60, d: 4 }),
  metadata: [{ name: "sex", values: Array.from({ length: 60 }, (_, i) => (i % 2 ? "f" : "m")) }],
};

/** "images 60x4" holds one array of 60 rows and 4 columns. @param {FileLike} file @param {...unknown} limits */
async function openFiles(file, ...limits) {
  expect(limits).toEqual([]);
  const [, rows, cols] = /(\d+)x(\d+)/.exec(file.name) ?? [];
  if (!rows) return [{ name: file.name, size: 1, failure: new Failure("NOT_RECOGNISED", `${file.name} is not read.`) }];
  const array = {
    name: "",
    rows: Number(rows),
    cols: Number(cols),
    dtype: /** @type {const} */ ("float32"),
    readRows: async () => new Float32Array(),
  };
  /** @type {OpenedFile} */
  const opened = { file: file.name, format: "npy", size: 1, arrays: [array], listing: [], columns: [] };
  return [{ name: file.name, size: 1, opened }];
}

/** Asides of a finished audit, and an engine that ends when the test says so. */
function begin() {
  /** @type {{ given: any[], hooks: any, end: (value: unknown) => void, fail: (error: unknown) => void }[]} */
  const calls = [];
  const call = (/** @type {any[]} */ ...given) =>
    new Promise((end, fail) => {
      const hooks = given.at(-1);
      hooks.signal.addEventListener("abort", () => fail(new Failure("CANCELLED", "Stopped.")));
      calls.push({ given, hooks, end, fail });
    });
  const state = createSessionState();
  state.settle({ choice: { captionsPerImage: 1 }, pairs, phase: "pairing", word: "texts", touched: false });
  state.run({});
  state.finish({ audit: sampleAudit() });
  const statistics = { holm: async () => [0.25, 0.25] };
  const engine = async () => ({ subgroups: call, gap: call, gapMaps: call, compare: call, statistics });
  const asides = createAsides({ state, engine: /** @type {any} */ (engine), openFiles });
  const asked = async (/** @type {number} */ n) => {
    while (calls.length < n) await new Promise((resolve) => setImmediate(resolve));
    return calls[n - 1];
  };
  return { state, asides, asked, now: () => /** @type {any} */ (state.store.get().asides) };
}

const file = (/** @type {string} */ name) => /** @type {FileLike} */ (new File(["x"], name));

it("offers the columns that divide the pairs", () => {
  expect(begin().asides.columns(pairs)).toEqual(["sex"]);
});

it("groups tell their progress, then their result", async () => {
  const { asides, asked, now } = begin();
  const done = asides.groups("sex");
  const { given, hooks, end } = await asked(1);
  expect(given.slice(0, 2)).toEqual([pairs, "sex"]);
  hooks.onProgress({ stage: "group 1 of 2", done: 0.3 });
  expect(now().groups).toEqual({ about: "sex", running: true, progress: { stage: "group 1 of 2", done: 0.3 } });
  end("found");
  await done;
  expect(now().groups).toEqual({ about: "sex", found: "found" });
});

it("what is cancelled leaves no result and no failure", async () => {
  const { asides, asked, now } = begin();
  const done = asides.groups("sex");
  const { hooks } = await asked(1);
  asides.cancel("groups");
  await done;
  expect(hooks.signal.aborted).toBe(true);
  expect(now().groups).toEqual({ about: "sex" });
});

it("the gap has the options of the audit that is shown, and stays while what closes it is saved, or if that fails", async () => {
  const { asides, asked, now } = begin();
  const measuring = asides.gap();
  const { given, hooks, end } = await asked(1);
  expect(given[0]).toBe(pairs);
  expect(given[1]).toMatchObject({ topQ: 0.1 });
  hooks.onProgress({ stage: "closing the gap", done: 0.5 });
  expect(now().gap).toEqual({ about: "", running: true, progress: { stage: "closing the gap", done: 0.5 } });
  end("found");
  await measuring;
  const saving = asides.saveGapMaps();
  await asked(2);
  expect(now().gap).toMatchObject({ running: true, found: "found" });
  asides.cancel("gap");
  await saving;
  expect(now().gap).toEqual({ about: "", found: "found" });
});

it("end with their audit: another one hears nothing of them", async () => {
  const { state, asides, asked, now } = begin();
  const done = asides.groups("sex");
  const { hooks } = await asked(1);
  state.run({});
  hooks.onProgress({ stage: "group 1 of 2", done: 0.3 });
  await done;
  expect(hooks.signal.aborted).toBe(true);
  expect(now()).toBeUndefined();
});

it("another model's files are paired as they say, beside the audit's pairs", async () => {
  const { asides, asked, now } = begin();
  const done = asides.compare([file("image 60x8"), file("text 60x8")]);
  const { given, end } = await asked(1);
  expect(given[0]).toBe(pairs);
  expect([given[1].images.cols, given[1].texts.rows]).toEqual([8, 60]);
  end("comparison");
  await done;
  expect(now().comparison).toEqual({ about: "image 60x8, text 60x8", found: { comparison: "comparison" } });
});

it("a saved comparison among the other model's files lends its options, and is compared with what they give", async () => {
  const { asides, asked, now } = begin();
  const saved = sampleComparison();
  saved.a.options.seed = 9;
  const json = /** @type {FileLike} */ (new File([JSON.stringify(saved)], "saved.json"));
  const done = asides.compare([file("image 60x8"), json, file("text 60x8")]);
  const { given, end } = await asked(1);
  expect(given[2]).toEqual(saved.a.options);
  const made = structuredClone(saved);
  made.b.metrics.cka = 0.5;
  end(made);
  await done;
  expect(now().comparison?.found).toMatchObject({ saved: "saved.json", verification: { agrees: false, differing: 1 } });
});

it("a saved comparison of several models is made of all of them again, and compared with what they give", async () => {
  const { asides, asked, now } = begin();
  const [first, second] = [sampleComparison(), sampleComparison()];
  for (const [k, { b }] of [first, second].entries())
    Object.assign(b.inputs, {
      images: { ...b.inputs.images, file: `${k} images 60x${k + 5}.npy` },
      texts: { ...b.inputs.texts, file: `${k} texts 60x${k + 5}.npy` },
    });
  first.a.options.seed = 9;
  const pHolm = first.mcnemar.textToImage;
  const saved = {
    schema: "askew-comparisons/1",
    comparisons: [first, second],
    family: [
      { imageToText: 0.25, textToImage: pHolm },
      { imageToText: 0.5, textToImage: pHolm },
    ],
  };
  const json = /** @type {FileLike} */ (new File([JSON.stringify(saved)], "saved.json"));
  const names = ["1 texts 60x6.npy", "0 images 60x5.npy", "1 images 60x6.npy", "0 texts 60x5.npy"];
  const done = asides.compare([...names.map(file), json]);
  for (const [k, made] of [first, second].entries()) {
    const { given, end } = await asked(k + 1);
    expect([given[1].images.cols, given[2].seed]).toEqual([k + 5, 9]);
    end(structuredClone(made));
  }
  await done;
  const { found } = now().comparison;
  expect(found.several.comparisons).toHaveLength(2);
  // Holm of the two p values that the engine here gives.
  expect(found).toMatchObject({ saved: "saved.json", verification: { agrees: false, differing: 1 } });
  expect(found.verification.differences[0].path).toBe("family[1].imageToText");
});

it("a file that cannot be read is the card's failure", async () => {
  const { asides, now } = begin();
  await asides.compare([file("image 60x8"), file("labels")]);
  expect(now().comparison?.failure?.code).toBe("NOT_RECOGNISED");
});

it("two models that are exchanged after they were saved are saved", async () => {
  const { state, asides, asked, now } = begin();
  const done = asides.compare([file("images 60x4.npy"), file("texts 60x4.npy")]);
  (await asked(1)).end(sampleComparison());
  await done;
  const before = now().comparison.found.comparison;
  await asides.keep(0);
  expect(now().comparison.found.comparison.a).toBe(before.b);
  expect(state.kept.has(now().comparison.found.comparison)).toBe(false);
  state.kept.add(now().comparison.found.comparison);
  await asides.keep(0);
  expect(now().comparison.found.comparison.a).toBe(before.a);
  expect(state.kept.has(now().comparison.found.comparison)).toBe(true);
});
