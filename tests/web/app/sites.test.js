// @vitest-environment jsdom
import { describe, expect, it, vi } from "vitest";
import { createAggregateDialog } from "../../../web/src/app/aggregate.js";
import { createSession } from "../../../web/src/app/session.js";
import { blocksFor, floorOf, refuseBelow } from "../../../web/src/moments/disclosure.js";
import { consider, pair, withoutRows } from "../../../web/src/pairing/index.js";
import { somePairs } from "../engine/pairs.js";
import { sampleAudit } from "../views/sample-audit.js";

/** @import { FileLike, MomentsFile } from "../../../web/src/types.d.ts" */

/** @param {string | null} label @returns {any} */
const moments = (label) => ({ sites: [{ label, pairs: 10 }], pairs: 10 });

/** A session whose files "A" and "B" hold moments, and "rows" one array. */
function begin() {
  const engine = {
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
    expect([99, 100, 399, 400, 800].map((pairs) => blocksFor(pairs, 100))).toEqual([1, 1, 1, 4, 8]);
    expect(() => refuseBelow(799, 100, 8)).toThrow(/99 a block/);
    expect(() => refuseBelow(800, 100, 8)).not.toThrow();
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
    return { dialog, engine, click };
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
});
