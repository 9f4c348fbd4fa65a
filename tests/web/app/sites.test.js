// @vitest-environment jsdom
import { describe, expect, it, vi } from "vitest";
import { createAggregateDialog } from "../../../web/src/app/aggregate.js";
import { createPooledDialog } from "../../../web/src/app/pooled.js";
import { createSession } from "../../../web/src/app/session.js";
import { Failure } from "../../../web/src/failure.js";
import { blocksFor, floorOf, heldPerStated, refuseBelow } from "../../../web/src/moments/disclosure.js";
import { consider, pair, withoutRows } from "../../../web/src/pairing/index.js";
import { somePairs } from "../engine/pairs.js";
import { sampleAudit } from "../views/sample-audit.js";

/** @import { FileLike, MomentsFile } from "../../../web/src/types.d.ts" */

/** @param {string | null} label @returns {any} */
const moments = (label) => ({ sites: [{ label, pairs: 10 }], pairs: 10 });

/** A session whose files "A" and "B" hold moments, and "rows" one array. */
function begin() {
  const engine = {
    expect: () => {},
    auditMoments: vi.fn(async () => sampleAudit()),
    auditFederation: vi.fn(async () => ({ pooled: sampleAudit(), sites: [], without: [] })),
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
    propose: consider,
    pair,
    withoutRows,
    engine: /** @type {any} */ (async () => engine),
  });
  const add = (/** @type {string[]} */ ...names) =>
    session.addFiles(names.map((name) => ({ file: /** @type {any} */ (new File(["1"], name)) })));
  return { session, engine, add, state: () => session.store.get() };
}

describe("moments files on the page", () => {
  it("one is audited by itself, with its label", async () => {
    const { engine, add, state } = begin();
    await add("A.moments.safetensors");
    expect(state().phase).toBe("done");
    expect(state().federation).toBeUndefined();
    expect(engine.auditMoments).toHaveBeenCalledWith(expect.objectContaining({ name: "Clinic A" }), {}, expect.anything());
  });

  it("several are a federation; one without a label goes by its file's name", async () => {
    const { engine, add, state } = begin();
    await add("A.moments.safetensors", "folder/B.moments.safetensors");
    expect(state().phase).toBe("done");
    expect(state().federation?.sites).toEqual([]);
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
  it("the floor is 5 pairs a dimension of the wider side and at least 100, unless another is agreed on", () => {
    expect(floorOf({ imageCols: 512, textCols: 768 })).toBe(3840);
    expect(floorOf({ imageCols: 8, textCols: 8 })).toBe(100);
    expect(floorOf({ imageCols: 512, textCols: 512 }, 1)).toBe(512);
    expect(floorOf({ imageCols: 512, textCols: 512 }, 0)).toBe(2);
  });

  it("every block keeps the floor by itself", () => {
    expect([99, 100, 399, 400, 800, 3199, 3200].map((pairs) => blocksFor(pairs, 100))).toEqual([1, 1, 1, 4, 8, 8, 32]);
    expect(() => refuseBelow(799, 100, 8)).toThrow(/99 a block/);
    expect(() => refuseBelow(800, 100, 8)).not.toThrow();
  });

  it("at the default floor each number stated stands for at least five, whatever the widths", () => {
    for (const [imageCols, textCols] of [
      [512, 512],
      [512, 768],
      [1024, 64],
    ])
      expect(heldPerStated({ imageCols, textCols }, floorOf({ imageCols, textCols }))).toBeGreaterThanOrEqual(5);
  });
});

describe("the dialog that saves an aggregate", () => {
  /** @param {number} n */
  function opened(n) {
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
      privateMoments: vi.fn(async () => ({
        moments: file,
        effect: [{ name: "sasImbalance", exact: 0.1, low: 0.05, high: 0.2, saved: 0.12 }],
      })),
    };
    createAggregateDialog(dialog, /** @type {any} */ (async () => engine)).show(somePairs({ n, d: 2 }), sampleAudit());
    const click = (/** @type {string} */ id) => /** @type {HTMLElement} */ (dialog.querySelector(`#${id}`)).click();
    const floor = (/** @type {string} */ value) => {
      const input = /** @type {HTMLInputElement} */ (dialog.querySelector("#aggregate-floor"));
      input.value = value;
      input.dispatchEvent(new Event("change"));
    };
    return { dialog, engine, click, floor };
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
    await vi.waitFor(() => expect(dialog.querySelector("#aggregate-save")).not.toBeNull());
    expect(engine.moments).toHaveBeenCalledWith(
      expect.anything(),
      expect.objectContaining({ blocks: 4, label: undefined }),
      expect.anything(),
    );
    expect(dialog.textContent).toContain("askew-moments/1");
    expect(dialog.textContent).toContain("image.products");
  });

  it("with noise shows its effect, and another wish takes the preview back", async () => {
    const { dialog, engine, click } = opened(500);
    click("aggregate-noise");
    click("aggregate-prepare");
    await vi.waitFor(() => expect(dialog.textContent).toContain("What the noise does"));
    expect(engine.privateMoments).toHaveBeenCalledWith(
      expect.anything(),
      expect.objectContaining({ epsilon: 1, delta: 1e-6 }),
      expect.anything(),
      expect.anything(),
    );
    expect(dialog.textContent).toContain("+0.120");
    click("aggregate-noise");
    expect(dialog.querySelector("#aggregate-save")).toBeNull();
  });

  it("an agreed floor lets fewer pairs out, with a word of caution that gets sharper where the rows might be worked out", async () => {
    const { dialog, engine, click, floor } = opened(50);
    floor("20");
    expect(dialog.textContent).toContain("each number in the file stands for 25.0 in the rows");
    floor("1");
    // 8 blocks of 6 pairs of 2 + 2 columns.
    expect(dialog.textContent).toContain("stands for 3.0 in the rows, where the default keeps 5 or more");
    click("aggregate-prepare");
    await vi.waitFor(() => expect(dialog.querySelector("#aggregate-save")).not.toBeNull());
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
    expect(engine.mergeMoments).toHaveBeenCalledWith(files);
    for (const words of ["2 sites' files", "Clinic A", "without a name", "image.products", "learn the other's sums"])
      expect(dialog.textContent).toContain(words);
    expect(dialog.querySelector("#aggregate-save")).not.toBeNull();
  });

  it("says why files do not add up, and saves nothing", async () => {
    const { dialog, pooled } = shown(() => Promise.reject(new Failure("SHAPE", "The sites' widths differ.")));
    await pooled.show([]);
    expect(dialog.querySelector("[role=alert]")?.textContent).toBe("The sites' widths differ.");
    expect(dialog.querySelector("#aggregate-save")).toBeNull();
  });

  it("does not come back once it was closed", async () => {
    let answer = (/** @type {MomentsFile} */ _) => {};
    const { dialog, pooled } = shown(() => new Promise((resolve) => (answer = resolve)));
    const showing = pooled.show([]);
    await vi.waitFor(() => expect(dialog.textContent).toContain("Adding up"));
    dialog.close();
    await Promise.resolve();
    answer(merged);
    await showing;
    expect(dialog.querySelector("#aggregate-save")).toBeNull();
  });
});
