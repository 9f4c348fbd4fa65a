// @vitest-environment jsdom
import { describe, expect, it, vi } from "vitest";
import { createAggregateDialog } from "../../../web/src/app/aggregate.js";
import { createPooledDialog } from "../../../web/src/app/pooled.js";
import { createSession } from "../../../web/src/app/session.js";
import { Failure } from "../../../web/src/failure.js";
import { blocksFor, deltaWords, floorOf, heldPerStated, pairsFloor, refuseBelow, riskWords } from "../../../web/src/moments/disclosure.js";
import { beyondBound } from "../../../web/src/moments/private-pairs.js";
import { normalBelow, pairsForRisk, riskOf, riskOfNoise } from "../../../web/src/moments/risk.js";
import { somePairs } from "../engine/pairs.js";
import { sampleAudit } from "../views/sample-audit.js";

/** @import { FileLike, MomentsFile } from "../../../web/src/types.d.ts" */

/** @param {string | null} label @param {object | null} [noise] @returns {any} */
const moments = (label, noise = null) => ({ sites: [{ label, pairs: 10 }], pairs: 10, preprocessing: "", noise });

const siteAudit = (/** @type {number} */ pairs) => sampleAudit({ inputs: { ...sampleAudit().inputs, pairs } });

/** A session whose files "A" and "B" hold moments, and "rows" one array. */
function begin() {
  const engine = {
    expect: () => {},
    auditMoments: vi.fn(async () => sampleAudit()),
    auditFederation: vi.fn(async () => ({ pooled: sampleAudit(), sites: [siteAudit(7), siteAudit(9)], without: [], heterogeneity: {} })),
  };
  const openFiles = async (/** @type {FileLike} */ { name }) => {
    const array = { name: "", rows: 2, cols: 2, dtype: "float32", readRows: async () => new Float32Array(4) };
    const opened = { file: name, format: "npy", size: 1, arrays: name === "rows" ? [array] : [], listing: [], columns: [] };
    return [
      {
        name,
        size: 1,
        opened: name === "rows" ? opened : { ...opened, moments: moments(name === "A.moments.safetensors" ? "Clinic A" : null) },
      },
    ];
  };
  const session = createSession({
    openFiles: /** @type {any} */ (openFiles),
    engine: /** @type {any} */ (async () => engine),
  });
  const add = (/** @type {string[]} */ ...names) =>
    session.addFiles(names.map((name) => ({ file: /** @type {any} */ (new File(["1"], name)) })));
  return { session, engine, add, state: () => session.store.get() };
}

const PATIENT = { timeout: 20_000 };

describe("moments files on the page", () => {
  it("one is audited by itself, with its label", async () => {
    const { engine, add, state } = begin();
    await add("A.moments.safetensors");
    expect(state().phase).toBe("done");
    expect(state().sites).toBeUndefined();
    expect(engine.auditMoments).toHaveBeenCalledWith(expect.objectContaining({ name: "Clinic A" }), {}, expect.anything());
  });

  it("several are a federation; one without a label goes by its file's name", async () => {
    const { engine, add, state } = begin();
    await add("A.moments.safetensors", "folder/B.moments.safetensors");
    expect(state().phase).toBe("done");
    expect(state().sites).toBe(true);
    expect(state().audit?.aggregate?.federation?.sites.map(({ name, pairs }) => [name, pairs])).toEqual([
      ["Clinic A", 7],
      ["B", 9],
    ]);
    const [sites] = /** @type {any} */ (engine.auditFederation.mock.calls[0]);
    expect(sites.map((/** @type {any} */ { name }) => name)).toEqual(["Clinic A", "B"]);
  });

  it("several are at hand to be saved as one, in the order given", async () => {
    const { session, add } = begin();
    await add("B.moments.safetensors", "A.moments.safetensors");
    expect(session.sites().map(({ sites }) => sites[0].label)).toEqual([null, "Clinic A"]);
  });

  it("and rows are not mixed: the sentence names both", async () => {
    const { add, state } = begin();
    await add("A.moments.safetensors", "rows");
    expect(state().phase).toBe("error");
    expect(state().failure?.message).toMatch(/rows holds rows.*A\.moments\.safetensors/);
  });
});

describe("what may leave", () => {
  const WIDE = { imageCols: 512, textCols: 512 };
  const NARROW = { imageCols: 2, textCols: 2 };

  it("is at least 5 pairs a dimension of the wider side and 100 pairs, unless another floor is agreed on", () => {
    expect(pairsFloor({ imageCols: 512, textCols: 768 })).toBe(3840);
    expect(floorOf({ imageCols: 512, textCols: 768 }, { risk: 1 })).toBe(3840);
    expect(floorOf(NARROW)).toBe(110);
    expect(floorOf(NARROW, { risk: 0.9 })).toBe(100);
    expect(floorOf(WIDE, { floor: 1 })).toBe(512);
    expect(floorOf(WIDE, { floor: 0 })).toBe(2);
  });

  it("keeps the risk of a membership test at .6 by default: the pairs it takes grow with the square of the columns", () => {
    // (1024 x 1027) / (4 x .25335^2), Phi(.25335) = .6
    expect(floorOf(WIDE) / ((1024 * 1027) / (4 * 0.2533471 ** 2))).toBeCloseTo(1, 4);
    for (const risk of [0.55, 0.6, 0.9]) {
      const pairs = floorOf(WIDE, { risk });
      expect(riskOf(1024, pairs)).toBeLessThanOrEqual(risk + 1e-6);
      expect(riskOf(1024, pairs - 100)).toBeGreaterThan(risk);
    }
    // With both, both hold.
    expect(floorOf(NARROW, { floor: 1000, risk: 0.6 })).toBe(2000);
    expect(floorOf(WIDE, { floor: 5, risk: 0.6 })).toBe(floorOf(WIDE));
    // With noise the risk is the noise's.
    expect(floorOf(WIDE, {}, true)).toBe(2560);
  });

  it("every block keeps the floor by itself", () => {
    expect([99, 100, 399, 400, 800, 3199, 3200].map((pairs) => blocksFor(pairs, 100))).toEqual([1, 1, 1, 4, 8, 8, 32]);
    expect(() => refuseBelow(NARROW, 799, { floor: 50 }, 8)).toThrow(/99 a block.*at least 100/);
    expect(() => refuseBelow(NARROW, 800, { floor: 50 }, 8)).not.toThrow();
    expect(() => refuseBelow(NARROW, 879, {}, 8)).toThrow(/109 a block.*default allows 60 in 100, which needs at least 110/);
    expect(() => refuseBelow(NARROW, 880, {}, 8)).not.toThrow();
  });

  it("what is refused for its risk says both numbers, and what to do", () => {
    expect(() => refuseBelow(WIDE, 25_600, { risk: 0.9 })).toThrow(
      /25600 pairs of 1024 columns.*more than 99 times in 100, where a coin does 50.*agreed on is 90 in 100, which needs at least \d+ pairs.*--privacy.*--risk.*--floor/,
    );
    expect(() => refuseBelow(WIDE, 25_600, { risk: 1 })).not.toThrow();
    expect(() => refuseBelow(WIDE, 25_600, { floor: 50 })).not.toThrow();
    expect(riskWords(WIDE, 1_000_000)).toContain("about 70 times in 100");
  });

  it("probabilities are the normal distribution's", () => {
    for (const [t, right] of [
      [0, 0.5],
      [0.2533471, 0.6],
      [1, 0.8413447],
      [-1.959964, 0.025],
      [4, 0.9999683],
    ])
      expect(Math.abs(normalBelow(t) - right)).toBeLessThan(3e-7);
    expect(pairsForRisk(64, 1)).toBe(0);
    // epsilon 1 at delta 1e-6: mu = .2367
    expect(riskOfNoise(0.2367)).toBeCloseTo(0.5471, 4);
  });

  it("a delta that is not well below 1 / n is doubted, with both numbers", () => {
    expect(deltaWords(1e-6, 100_000)).toBe("");
    expect(deltaWords(1e-3, 300)).toMatch(/delta 0\.001 is not well below 1 \/ 300.*0\.0003/);
  });

  it("of each patient the first pairs count, whatever their rows", () => {
    expect(beyondBound("patient", ["a", "b", "a", "a", "b", "c"], 2)).toEqual([3]);
    expect(beyondBound("patient", ["a", "b", "a", "a", "b", "c"], 1)).toEqual([2, 3, 4]);
    expect(() => beyondBound("patient", ["a", " ", "b"], 1)).toThrow(/1 of 3 pairs have no value of patient/);
  });

  it("at the default floor each number stated stands for at least five, whatever the widths", () => {
    for (const [imageCols, textCols] of [
      [512, 512],
      [512, 768],
      [1024, 64],
    ])
      expect(heldPerStated({ imageCols, textCols }, pairsFloor({ imageCols, textCols }))).toBeGreaterThanOrEqual(5);
  });
});

describe("the dialog that saves an aggregate", () => {
  /** @param {number} n @param {Partial<import("../../../web/src/types.d.ts").Pairs>} [more] */
  function opened(n, more = {}) {
    document.body.replaceChildren();
    const dialog = document.createElement("dialog");
    dialog.showModal = () => dialog.setAttribute("open", "");
    document.body.append(dialog);
    const file = /** @type {MomentsFile} */ ({
      imageCols: 2,
      textCols: 2,
      pairs: n,
      blocks: [new Float64Array(60)],
      sites: [{ label: null, pairs: n }],
      retrieval: null,
      preprocessing: "",
      noise: null,
      tool: "askew",
    });
    const engine = {
      moments: vi.fn(async () => file),
      draw: vi.fn(async () => file),
      privateMoments: vi.fn(async (_, settings) => ({
        noise: { epsilon: settings.epsilon, delta: 1e-6, sigma: 15, pairsPerPatient: settings.pairsPerPatient },
        mu: 0.24,
        outline: file,
        effect: async () => [{ name: "sasImbalance", exact: 0.1, low: 0.05, high: 0.2 }],
        draw: engine.draw,
      })),
    };
    const pairs = {
      ...somePairs({ n, d: 2 }),
      ...more,
      metadata: [{ name: "patient", values: Array.from({ length: n }, (_, k) => `p${k >> 2}`) }],
    };
    dialog.close = () => dialog.dispatchEvent(new Event("close"));
    const audit = new AbortController();
    createAggregateDialog(dialog, /** @type {any} */ (async () => engine)).show(pairs, sampleAudit(), audit.signal);
    const click = (/** @type {string} */ id) => /** @type {HTMLElement} */ (dialog.querySelector(`#${id}`)).click();
    const wish = (/** @type {string} */ name, /** @type {string} */ value) => {
      const input = /** @type {HTMLInputElement} */ (dialog.querySelector(`#aggregate-${name}`));
      input.value = value;
      input.dispatchEvent(new Event("change"));
    };
    const prepared = async () => {
      click("aggregate-prepare");
      await vi.waitFor(() => expect(dialog.querySelector("#aggregate-save")).not.toBeNull(), PATIENT);
    };
    return { dialog, engine, audit, click, wish, prepared, floor: (/** @type {string} */ value) => wish("floor", value) };
  }

  it("offers nothing below the floor, and says the floor", () => {
    const { dialog } = opened(50);
    expect(dialog.querySelector("#aggregate-prepare")).toBeNull();
    expect(dialog.textContent).toContain("50 pairs are too few: below 100");
  });

  it("saves only after it has shown what leaves", async () => {
    const { dialog, engine, click } = opened(500);
    expect(dialog.querySelector("#aggregate-save")).toBeNull();
    click("aggregate-prepare");
    await vi.waitFor(() => expect(dialog.querySelector("#aggregate-save")).not.toBeNull(), PATIENT);
    expect(engine.moments).toHaveBeenCalledWith(
      expect.anything(),
      expect.objectContaining({ blocks: 4, label: undefined }),
      expect.anything(),
    );
    expect(dialog.textContent).toContain("askew-moments/1");
    expect(dialog.textContent).toContain("image.products");
  });

  it("offers nothing that is ready only after its audit was left", async () => {
    const { dialog, engine, audit, click } = opened(500);
    const file = await engine.moments();
    let answer = () => {};
    engine.moments.mockImplementation(() => new Promise((resolve) => (answer = () => resolve(file))));
    click("aggregate-prepare");
    await vi.waitFor(() => expect(engine.moments).toHaveBeenCalledTimes(2), PATIENT);
    audit.abort();
    answer();
    await new Promise((resolve) => setTimeout(resolve));
    expect(dialog.querySelector("#aggregate-save")).toBeNull();
  });

  it("says the risk of these pairs, and refuses above the one that is allowed", () => {
    const { dialog, wish } = opened(500);
    // 4 blocks of 125 pairs of 4 columns: Phi(sqrt(28 / 500))
    expect(dialog.textContent).toContain("picks the right one about 59 times in 100");
    wish("risk", "52");
    expect(dialog.textContent).toMatch(
      /500 pairs are too few.*about 55 times in 100.*agreed on is 52 in 100, which needs at least 2,7\d\d pairs/,
    );
    expect(dialog.querySelector("#aggregate-prepare")).toBeNull();
    wish("risk", "90");
    expect(dialog.querySelector("#aggregate-prepare")).not.toBeNull();
  });

  it("with noise shows what it does, and another wish takes the preview back", async () => {
    const { dialog, engine, click, prepared } = opened(500);
    click("aggregate-noise");
    click("aggregate-paired");
    await prepared();
    expect(engine.privateMoments).toHaveBeenCalledWith(
      expect.anything(),
      expect.objectContaining({ epsilon: 1, delta: undefined, pairsPerPatient: undefined }),
      expect.anything(),
      expect.anything(),
    );
    for (const words of ["What the noise does", "For this site's eyes only", "for one pair", "at most 55 times in 100"])
      expect(dialog.textContent).toContain(words);
    click("aggregate-noise");
    expect(dialog.querySelector("#aggregate-save")).toBeNull();
  });

  it("with noise waits until the user says that the pairing is not told from the rows", () => {
    const { dialog, click } = opened(500);
    const waits = () => /** @type {HTMLButtonElement} */ (dialog.querySelector("#aggregate-prepare")).disabled;
    expect(waits()).toBe(false);
    click("aggregate-noise");
    expect(waits()).toBe(true);
    click("aggregate-paired");
    expect(waits()).toBe(false);
  });

  it.each([
    ["rows were left out or joined", { fileRows: { images: Int32Array.of(0, 2) } }, /joined or left out/],
    [
      "a format does not state how many rows there are",
      { origin: { images: { file: "a.csv", array: "", shapeFrom: "values" }, texts: { file: "b.npy", array: "" } } },
      /a\.csv is of a kind/,
    ],
  ])("with noise prepares nothing where %s", (_, more, says) => {
    const { dialog, click } = opened(500, /** @type {any} */ (more));
    click("aggregate-noise");
    expect(/** @type {HTMLButtonElement} */ (dialog.querySelector("#aggregate-prepare")).disabled).toBe(true);
    expect(dialog.querySelector("#aggregate-paired")).toBeNull();
    expect(dialog.querySelector("#aggregate-no-noise")?.textContent).toMatch(says);
  });

  it("draws the noise when it saves, once; saving again saves the same, and a further draw is cautioned against", async () => {
    const save = vi.spyOn(URL, "createObjectURL").mockReturnValue("blob:");
    const revoke = vi.spyOn(URL, "revokeObjectURL").mockReturnValue();
    const { dialog, engine, click, wish, prepared } = opened(500);
    click("aggregate-noise");
    click("aggregate-paired");
    await prepared();
    expect(engine.draw).not.toHaveBeenCalled();
    click("aggregate-save");
    await vi.waitFor(() => expect(dialog.textContent).toContain("drawn once"), PATIENT);
    expect(engine.draw).toHaveBeenCalledTimes(1);
    expect(dialog.querySelector("#aggregate-save")?.textContent).toBe("Save the same file again");
    wish("epsilon", "2");
    expect(dialog.textContent).toContain("was drawn before");
    save.mockRestore();
    revoke.mockRestore();
  });

  it("protects a patient where the bound is given, with the first pairs of each if a column names the patients", async () => {
    const { dialog, engine, click, wish, prepared } = opened(500);
    click("aggregate-noise");
    expect(dialog.querySelector("#aggregate-patients")).toBeNull();
    wish("pairsPerPatient", "3");
    wish("patients", "patient");
    click("aggregate-paired");
    await prepared();
    const [pairs, settings] = /** @type {any} */ (engine.privateMoments.mock.calls[0]);
    expect(settings.pairsPerPatient).toBe(3);
    expect(pairs.images.rows).toBe(375);
    for (const words of ["for one patient, of at most 3 pairs", "125 pairs are left out"]) expect(dialog.textContent).toContain(words);
  });

  it("an agreed floor lets fewer pairs out, with a word of caution that gets sharper where the rows might be worked out", async () => {
    const { dialog, engine, click, floor } = opened(50);
    floor("20");
    expect(dialog.textContent).toContain("each number in the file stands for 25.0 in the rows");
    floor("1");
    // 8 blocks of 6 pairs of 2 + 2 columns.
    expect(dialog.textContent).toContain("stands for 3.0 in the rows, where the default keeps 5 or more");
    click("aggregate-prepare");
    await vi.waitFor(() => expect(dialog.querySelector("#aggregate-save")).not.toBeNull(), PATIENT);
    expect(engine.moments).toHaveBeenCalledWith(expect.anything(), expect.objectContaining({ blocks: 8 }), expect.anything());
    floor("30");
    expect(dialog.textContent).toContain("50 pairs are too few: below 60 (30 a dimension)");
    floor("");
    expect(dialog.textContent).toContain("below 100 (5 a dimension, and 100)");
    const few = opened(10);
    few.floor("0");
    expect(few.dialog.textContent).toContain("Treat it like the rows themselves");
  });
});

describe("the dialog that saves the sites' sums as one", () => {
  /** @param {() => Promise<any>} mergeMoments */
  function shown(mergeMoments) {
    document.body.replaceChildren();
    const dialog = document.createElement("dialog");
    dialog.showModal = () => dialog.setAttribute("open", "");
    dialog.close = () => dialog.dispatchEvent(new Event("close"));
    document.body.append(dialog);
    const engine = { mergeMoments: vi.fn(mergeMoments) };
    return { dialog, engine, pooled: createPooledDialog(dialog, /** @type {any} */ (async () => engine)) };
  }

  const merged = /** @type {MomentsFile} */ ({
    imageCols: 2,
    textCols: 2,
    pairs: 500,
    blocks: [new Float64Array(60)],
    sites: [
      { label: "Clinic A", pairs: 300 },
      { label: null, pairs: 200 },
    ],
    retrieval: null,
    preprocessing: "",
    noise: null,
    tool: "askew",
  });

  it("shows what leaves, the sites that are listed in it, and who could subtract, before it can be saved", async () => {
    const { dialog, engine, pooled } = shown(async () => merged);
    const files = [moments("Clinic A"), moments(null)];
    const showing = pooled.show(files);
    expect(dialog.querySelector("#aggregate-save")).toBeNull();
    await showing;
    expect(engine.mergeMoments).toHaveBeenCalledWith(files, {});
    for (const words of ["2 sites' files", "Clinic A", "without a name", "image.products", "learn the other's sums"])
      expect(dialog.textContent).toContain(words);
    expect(dialog.querySelector("#aggregate-save")).not.toBeNull();
  });

  const noise = { epsilon: 1, delta: 1e-6, sigma: 18.9 };
  const clicked = (/** @type {Element} */ dialog, /** @type {string} */ id) =>
    /** @type {HTMLElement} */ (dialog.querySelector(`#${id}`)).click();

  it("a site with noise and one without: says who could see what, and pools nothing before that was agreed to", async () => {
    const { dialog, engine, pooled } = shown(async () => merged);
    const files = [moments("Clinic A", noise), moments("Clinic B")];
    await pooled.show(files);
    for (const words of ["with noise: Clinic A; without noise: Clinic B", "promises nothing as a whole", "without any noise"])
      expect(dialog.textContent).toContain(words);
    expect(engine.mergeMoments).not.toHaveBeenCalled();
    expect(dialog.querySelector("#aggregate-save")).toBeNull();
    clicked(dialog, "pooled-mix");
    await vi.waitFor(() => expect(dialog.querySelector("#aggregate-save")).not.toBeNull(), PATIENT);
    expect(engine.mergeMoments).toHaveBeenCalledWith(files, { mixExact: true });
    clicked(dialog, "pooled-mix");
    expect(dialog.querySelector("#aggregate-save")).toBeNull();
  });

  it("two sites with noise: asks whether a pair may be in both, with what either answer promises", async () => {
    const { dialog, engine, pooled } = shown(async () => merged);
    const files = [moments("Clinic A", noise), moments("Clinic B", noise)];
    await pooled.show(files);
    expect(dialog.textContent).toMatch(/at the weakest epsilon 1, .*add up: epsilon 1\.4\d*,/);
    expect(engine.mergeMoments).not.toHaveBeenCalled();
    const select = /** @type {HTMLSelectElement} */ (dialog.querySelector("#pooled-overlap"));
    select.value = "all";
    select.dispatchEvent(new Event("change"));
    await vi.waitFor(() => expect(dialog.querySelector("#aggregate-save")).not.toBeNull(), PATIENT);
    expect(engine.mergeMoments).toHaveBeenCalledWith(files, { overlap: "all" });
  });

  it("says why files do not add up, and saves nothing", async () => {
    const { dialog, pooled } = shown(() => Promise.reject(new Failure("SHAPE", "The sites' widths differ.")));
    await pooled.show([moments("A"), moments("B")]);
    expect(dialog.querySelector("[role=alert]")?.textContent).toBe("The sites' widths differ.");
    expect(dialog.querySelector("#aggregate-save")).toBeNull();
  });

  it.each(["it was closed", "its audit was left"])("does not come back once %s", async (how) => {
    let answer = (/** @type {MomentsFile} */ _) => {};
    const { dialog, pooled } = shown(() => new Promise((resolve) => (answer = resolve)));
    const audit = new AbortController();
    const showing = pooled.show([moments("A"), moments("B")], audit.signal);
    await vi.waitFor(() => expect(dialog.textContent).toContain("Adding up"), PATIENT);
    if (how === "it was closed") dialog.close();
    else audit.abort();
    await Promise.resolve();
    answer(merged);
    await showing;
    expect(dialog.querySelector("#aggregate-save")).toBeNull();
  });
});
