import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { areaUnderCurve, changeOf } from "../../../web/src/engine/gap.js";
import { testEngine } from "./engine.js";
import { digits, pairsOf, random, referencePairs, somePairs } from "./pairs.js";

/** @import { Gap, GapTreatment, Pairs } from "../../../web/src/types.d.ts" */

const { engine } = await testEngine();
/** By NumPy, SciPy and scikit-learn. @type {Record<string, any>} */
const EXPECTED = JSON.parse(readFileSync(new URL("../../reference/gap.json", import.meta.url), "utf8"));

/** @param {Pairs} pairs @param {object} [options] @returns {Promise<Gap>} */
async function gapOf(pairs, options = {}) {
  const gap = await engine.gap(pairs, options);
  if ("status" in gap) throw new Error(gap.reason);
  return gap;
}

/** Every number of the expected value, where it stands. @param {any} found @param {any} expected @param {string} path */
function agrees(found, expected, path) {
  if (typeof expected === "number") expect(Math.abs(found - expected), `${path}: ${found} and ${expected}`).toBeLessThan(1e-6);
  else for (const [key, value] of Object.entries(expected)) agrees(found[key], value, `${path}.${key}`);
}

describe("the gap of the reference sets", () => {
  it.each(Object.keys(EXPECTED))("%s: as NumPy, SciPy and scikit-learn have it", async (name) => {
    const { treatments, ...found } = await gapOf(await referencePairs(name));
    const { treatments: expected, ...rest } = EXPECTED[name];
    agrees(found, rest, name);
    for (const one of treatments) agrees(one, expected[one.name], `${name} ${one.name}`);
    expect(treatments.map(({ reason }) => reason)).toEqual([undefined, undefined, undefined, undefined]);
  });
});

const [n, d] = [300, 16];
const identity = Array.from({ length: n }, (_, i) => i);

/** @param {Gap} gap @param {string} name @returns {Required<GapTreatment>} */
const named = ({ treatments }, name) => /** @type {Required<GapTreatment>} */ (treatments.find((one) => one.name === name));

describe("what was planted", () => {
  const next = random(7);
  const rows = () => Float32Array.from({ length: n * d }, () => next());
  /** @param {Float32Array} x @param {(value: number, k: number) => number} f */
  const each = (x, f) => Float32Array.from(x, (value, at) => f(value, at % d));
  const shared = rows();

  it("a gap that is a shift: the means are most of it, a line tells the sides apart, and centring mixes them", async () => {
    const texts = each(shared, (value, k) => value + (k === 0 ? 4 : 0) + 0.1 * next());
    const images = each(shared, (value, k) => value - (k === 0 ? 4 : 0));
    const gap = await gapOf(pairsOf(images, n, d, texts, identity));
    expect(gap.distance.centre).toBeGreaterThan(0.95);
    expect(gap.separability).toBe(1);
    expect(named(gap, "given").ownShare).toEqual({ images: 1, texts: 1 });
    const { ownShare, recall, change } = named(gap, "centred");
    expect(Math.abs(ownShare.images - 0.5)).toBeLessThan(0.1);
    expect(recall.imageToText[1]).toBeGreaterThan(0.9);
    expect(change.imageToText[1].low).toBeGreaterThan(-0.1);
  });

  it("no gap: nothing tells the sides apart, and no treatment gains what is not there", async () => {
    const images = each(shared, (value) => value + 0.4 * next());
    const texts = each(shared, (value) => value + 0.4 * next());
    const gap = await gapOf(pairsOf(images, n, d, texts, identity));
    expect(gap.distance.centre).toBeLessThan(0.05);
    expect(Math.abs(gap.separability - 0.5)).toBeLessThan(0.1);
    expect(gap.private.low).toBeLessThan(0.05);
    expect(gap.private.removed.every((count) => count <= 1)).toBe(true);
    for (const name of ["centred", "whitened"])
      for (const { low } of Object.values(named(gap, name).change.imageToText)) expect(low).toBeLessThan(0.02);
  });

  it("a loud direction of the images alone: it is private, and without it search finds what it hid", async () => {
    const images = each(shared, (value, k) => (k === 3 ? 6 * next() : value + 0.1 * next()));
    const texts = each(shared, (value, k) => (k === 3 ? 0 : value + 0.1 * next()));
    const gap = await gapOf(pairsOf(images, n, d, texts, identity));
    expect(gap.private.low).toBeGreaterThan(0.5);
    expect(gap.private.high).toBeGreaterThanOrEqual(gap.private.low);
    expect(gap.private.removed.every((count) => count >= 1)).toBe(true);
    expect(named(gap, "withoutPrivate").change.textToImage[1].low).toBeGreaterThan(0.1);
  });

  it("private variance has its bounds in order, though one patient has most pairs and the others hardly any of it", async () => {
    const isMain = (/** @type {number} */ at) => at < 200 * d;
    const loud = Float32Array.from(shared, (value, at) => (at % d === 3 ? (isMain(at) ? 6 : 1.2) * next() : value));
    const texts = Float32Array.from(shared, (value, at) => (at % d === 3 ? 0 : value + 0.1 * next()));
    const patient = { name: "patient", values: Array.from({ length: n }, (_, i) => (i < 200 ? "p" : `p${i}`)) };
    const gap = await gapOf({ ...pairsOf(loud, n, d, texts, identity), metadata: [patient], cluster: "patient" });
    expect(gap.private.high).toBeGreaterThan(gap.private.low);
  });

  it("sides that have nothing to do with each other: no treatment makes search better than guessing", async () => {
    const gap = await gapOf(pairsOf(rows(), n, d, rows(), identity));
    for (const { recall } of gap.treatments) expect(recall?.imageToText[10]).toBeLessThan(0.15);
  });

  it("identical texts stay ties whatever is done to them", async () => {
    const texts = each(shared, (value, k) => (k < 2 ? value : 0));
    for (let i = 0; i < n; i++) texts.set([i % 3, 1 + (i % 2)], i * d);
    const gap = await gapOf(pairsOf(shared, n, d, texts, identity));
    // Six texts: whichever is right, a sixth of the texts ties with it.
    for (const { recall, name } of gap.treatments) expect(recall?.imageToText[10], name).toBeLessThan(10 / 20);
  });
});

describe("the study", () => {
  it("has the same digits with any number of workers, and takes the first text of each image", async () => {
    const pairs = somePairs({ n: 90, d: 8, counts: (image) => 1 + (image % 3) });
    const one = await (await testEngine(1)).engine.gap(pairs);
    const first = pairs.imageOf.indexOf(2);
    expect(digits(/** @type {any} */ ({ ...one }))).toBe(digits(/** @type {any} */ ({ ...(await engine.gap(pairs)) })));
    const changed = { ...pairs, texts: { ...pairs.texts, readRows: pairs.texts.readRows } };
    const read = pairs.texts.readRows;
    changed.texts.readRows = async (begin, end) => {
      const values = (await read(begin, end)).slice();
      // The second text of an image that has several.
      const at = first + 1 - begin;
      if (at >= 0 && at < end - begin) values.fill(9, at * 8, (at + 1) * 8);
      return values;
    };
    expect(digits(/** @type {any} */ ({ ...(await engine.gap(changed)) }))).toBe(digits(/** @type {any} */ ({ ...one })));
  });

  it("keeps the pairs of one patient in one half, and counts patients", async () => {
    const pairs = somePairs({ n: 160, d: 8 });
    const patient = { name: "patient", values: Array.from({ length: 160 }, (_, i) => `p${i >> 1}`) };
    const gap = await gapOf({ ...pairs, metadata: [patient], cluster: "patient" });
    expect(gap.measured).toEqual([80, 80]);
    const few = await engine.gap({
      ...pairs,
      metadata: [{ name: "patient", values: Array.from({ length: 160 }, (_, i) => `p${i >> 3}`) }],
      cluster: "patient",
    });
    expect(few).toMatchObject({ status: "unavailable", reason: "20 values of patient: half of them teach nothing; 40 are needed" });
  });

  it("says why there is none: two widths, few pairs, wide rows, rows all alike", async () => {
    const reason = async (/** @type {Pairs} */ pairs) => /** @type {any} */ (await engine.gap(pairs)).reason;
    expect(await reason(somePairs({ n: 60, d: 6, dy: 7 }))).toBe("the images are 6 wide, the texts 7: this needs one width");
    expect(await reason(somePairs({ n: 39, d: 6 }))).toBe("39 pairs: half of them teach nothing; 40 are needed");
    expect(await reason(somePairs({ n: 40, d: 2049 }))).toContain("2049 columns");
    const alike = new Float32Array(50 * 4).fill(1);
    expect(await reason(pairsOf(alike, 50, 4, alike, identity.slice(0, 50)))).toBe("a side has no variance");
  });

  it("is ended by its signal", async () => {
    const stop = new AbortController();
    const work = engine.gap(somePairs({ n: 400, d: 32 }), {}, { signal: stop.signal, onProgress: () => stop.abort() });
    await expect(work).rejects.toMatchObject({ code: "CANCELLED" });
  });
});

describe("its parts", () => {
  const point = async () => 2;

  it("no change among few queries is no certainty", async () => {
    const { change, low, high } = await changeOf(new Array(20).fill(0), identity, point);
    expect(change).toBe(0);
    expect(low).toBeLessThan(-0.1);
    expect(high).toBeGreaterThan(0.1);
  });

  it("a patient’s queries count together: ten times the same query make no shorter interval", async () => {
    const changes = Array.from({ length: 20 }, (_, i) => (i % 2 ? 1 : 0));
    const ten = changes.flatMap((change) => new Array(10).fill(change));
    const width = (/** @type {{ low: number, high: number }} */ { low, high }) => high - low;
    const single = width(await changeOf(changes, identity, point));
    const together = width(
      await changeOf(
        ten,
        Array.from(ten, (_, i) => Math.floor(i / 10)),
        point,
      ),
    );
    expect(together / single).toBeGreaterThan(0.85);
    expect(width(await changeOf(ten, identity, point)) / single).toBeLessThan(0.5);
  });

  it("the area under the curve counts ties by half", async () => {
    const of = (/** @type {number[]} */ images, /** @type {number[]} */ texts) => areaUnderCurve(engine.statistics, images, texts);
    expect(await of([3, 2], [1, 0])).toBe(1);
    expect(await of([1, 1], [1, 1])).toBe(0.5);
    expect(await of([0, 2], [1])).toBe(0.5);
  });
});
