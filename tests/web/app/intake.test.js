import { describe, expect, it } from "vitest";
import { createSession } from "../../../web/src/app/session.js";
import { openFiles } from "../../../web/src/readers/index.js";
import { npy } from "../../fixtures/build/npy.js";
import { bytesOf, quarters } from "../../fixtures/build/values.js";
import { zip } from "../../fixtures/build/zip.js";

/** @import { FileLike, Limits } from "../../../web/src/types.d.ts" */

const matrix = (/** @type {number} */ rows, from = 0) =>
  npy({ descr: "<f4", shape: `(${rows}, 3)`, data: bytesOf(quarters(rows * 3, from), "float32") });

/** @param {string} path @param {Uint8Array} [data] */
function fileAt(path, data = matrix(4)) {
  const file = new File([/** @type {Uint8Array<ArrayBuffer>} */ (data)], path.replace(/^.*\//, ""));
  if (path.includes("/")) Object.defineProperty(file, "webkitRelativePath", { value: path });
  return /** @type {FileLike} */ (file);
}

function begin() {
  /** @type {{ open: number, most: number, single: number }} */
  const seen = { open: 0, most: 0, single: 0 };
  const counted = async (/** @type {FileLike} */ file, /** @type {Limits | undefined} */ limits) => {
    seen.most = Math.max(seen.most, ++seen.open);
    if (limits?.single) seen.single++;
    try {
      return await openFiles(file, limits);
    } finally {
      seen.open--;
    }
  };
  const engine = async () => /** @type {any} */ ({ expect: () => {}, audit: () => new Promise(() => {}) });
  const session = createSession({ openFiles: counted, engine });
  const state = () => session.store.get();
  const add = (/** @type {FileLike[]} */ ...files) => session.addFiles(files.map((file) => ({ file })));
  const shown = () => state().files.map(({ name, failure, opened }) => [name, failure?.code ?? opened?.parts?.length]);
  return { session, state, add, shown, seen };
}

const shard = (/** @type {"img" | "text"} */ side, /** @type {number} */ k) => fileAt(`emb/${side}_emb/${side}_emb_${k}.npy`, matrix(4, k));
const both = (/** @type {number[]} */ ...numbers) => numbers.flatMap((k) => [shard("img", k), shard("text", k)]);

describe("parts of one whole on the page", () => {
  it("are one entry, and shown before they are audited", async () => {
    const { add, shown, state, session } = begin();
    await add(...both(1, 0));
    expect(shown()).toEqual([
      ["emb/img_emb/img_emb_{0..1}.npy", 2],
      ["emb/text_emb/text_emb_{0..1}.npy", 2],
    ]);
    expect(state().files[0].size).toBe(2 * matrix(4).length);
    expect(state().phase).toBe("pairing");
    expect(state().pairs?.images.rows).toBe(8);
    session.run();
    expect(state().phase).toBe("running");
  });

  it("of an archive are so too", async () => {
    const { add, shown, state } = begin();
    const members = ["img", "text"].flatMap((side) =>
      [0, 1].map((k) => ({ name: `emb/${side}_emb_${k}.npy`, data: matrix(4, k), deflated: k === 0 })),
    );
    await add(fileAt("emb.zip", zip(members)));
    expect(shown()).toEqual([
      ["emb.zip/emb/img_emb_{0..1}.npy", 2],
      ["emb.zip/emb/text_emb_{0..1}.npy", 2],
    ]);
    expect(state().pairs?.images.rows).toBe(8);
  });

  it("of which one is missing are an entry with MISSING_PART, mended by the part that comes later", async () => {
    const { add, shown, state } = begin();
    await add(...both(0, 2), shard("img", 1));
    expect(shown()).toEqual([
      ["emb/img_emb/img_emb_{0..2}.npy", 3],
      ["emb/text_emb/text_emb_{0..2}.npy", "MISSING_PART"],
    ]);
    expect(state().phase).toBe("error");
    expect(state().pairs).toBeUndefined();
    const ids = state().files.map(({ id }) => id);
    const images = state().files[0].opened;
    await add(shard("text", 1));
    expect(shown().map(([, parts]) => parts)).toEqual([3, 3]);
    expect(state().files.map(({ id }) => id)).toEqual(ids);
    expect(state().files[0].opened).toBe(images);
    expect(state().pairs?.images.rows).toBe(12);
    expect(state().phase).toBe("pairing");
  });

  it("are taken away together, and come back whole", async () => {
    const { add, shown, state, session } = begin();
    await add(...both(0, 1));
    await session.remove(state().files[1].id);
    expect(shown()).toEqual([["emb/img_emb/img_emb_{0..1}.npy", 2]]);
    await add(shard("text", 0), shard("text", 1));
    expect(shown().map(([, parts]) => parts)).toEqual([2, 2]);
    session.reset();
    await add(shard("text", 0));
    expect(shown()).toEqual([["emb/text_emb/text_emb_0.npy", undefined]]);
  });

  it("of which one does not open are not joined, and stand as one entry that says why", async () => {
    const { add, state, shown } = begin();
    await add(shard("img", 0), fileAt("emb/img_emb/img_emb_1.npy", matrix(4).slice(0, 140)), shard("text", 0), shard("text", 1));
    expect(shown()).toEqual([
      ["emb/img_emb/img_emb_{0..1}.npy", "MISSING_PART"],
      ["emb/text_emb/text_emb_{0..1}.npy", 2],
    ]);
    expect(state().files[0].failure?.message).toContain("TRUNCATED");
  });

  it("that may be two models are asked about first", async () => {
    const { add, state } = begin();
    await add(...["images_1", "texts_1", "images_2", "texts_2"].map((name) => fileAt(`${name}.npy`)));
    expect(state().files).toHaveLength(4);
    expect(state().proposal?.questions[0].code).toBe("ROWS_UNCLEAR");
    expect(state().phase).toBe("pairing");
  });

  it("of one file an image are opened a few at a time, and one that fails does not spoil the others", async () => {
    const { add, shown, state, seen } = begin();
    const folder = (/** @type {string} */ side) => Array.from({ length: 300 }, (_, k) => fileAt(`data/${side}/${k}.jpg.npy`, matrix(1, k)));
    const adding = add(...folder("images"), fileAt("data/images/x.npy", matrix(1).slice(0, 130)), ...folder("texts"));
    expect(state().files.map(({ name, size }) => [name, size])).toEqual([["data: 601 files", 600 * matrix(1).length + 130]]);
    await adding;
    expect(seen.most).toBeLessThanOrEqual(16);
    expect(shown()).toEqual([
      ["data/images/*.npy", 300],
      ["data/images/x.npy", "TRUNCATED"],
      ["data/texts/*.npy", 300],
    ]);
    expect(state().pairs?.images.rows).toBe(300);
  });

  it("without a matrix, many in one folder, are opened again as rows", async () => {
    const { add, seen } = begin();
    const vector = npy({ descr: "<f4", shape: "(3,)", data: bytesOf(quarters(3), "float32") });
    await add(fileAt("a/0.npy", vector), fileAt("a/1.npy", vector), fileAt("b/0.npy", vector), fileAt("b/1.npy", vector));
    expect(seen.single).toBe(0);
    await add(...[0, 1, 2].map((k) => fileAt(`c/${k}.npy`, vector)), fileAt("d/0.npy", vector));
    expect(seen.single).toBe(3);
  });

  it("that hold a row each and are not alike are no matrix, as each is by itself", async () => {
    const { add, shown, state } = begin();
    const vector = (/** @type {number} */ n) => npy({ descr: "<f4", shape: `(${n},)`, data: bytesOf(quarters(n), "float32") });
    await add(fileAt("a/images.npy"), fileAt("a/texts.npy"), ...[3, 4, 5].map((n) => fileAt(`a/bias_${n}.npy`, vector(n))));
    expect(shown()).toEqual([
      ["a/images.npy", undefined],
      ["a/texts.npy", undefined],
      ...[3, 4, 5].map((n) => [`a/bias_${n}.npy`, "NO_MATRIX"]),
    ]);
    expect(state().proposal?.arrays).toHaveLength(2);
  });
});

describe("what was said of the pairs", () => {
  const ids = Array.from({ length: 12 }, (_, row) => `scan-${100 + ((row * 5) % 12)}`);
  const sides = () => [fileAt("images.npy", matrix(12)), fileAt("texts.npy", matrix(12, 1))];
  const table = (/** @type {string} */ name, /** @type {string} */ column, /** @type {string[]} */ values) =>
    fileAt(name, new TextEncoder().encode(`${[column, ...values].join("\n")}\n`));
  const tables = () => [table("images_ids.csv", "scan", ids), table("texts_ids.csv", "scan", [...ids].reverse())];

  it("was nothing where a file was taken away: ids that come later are heard", async () => {
    const { session, add, state } = begin();
    await add(...sides(), fileAt("notes.json", new TextEncoder().encode("{}")));
    expect(state().pairs?.pairing?.by).toBe("order");
    session.remove(state().files[2].id);
    await add(...tables());
    expect(state().choice.link?.by).toBe("ids");
  });

  it("stays where the files say the same, and not where they say more", async () => {
    const { session, add, state } = begin();
    await add(...sides(), ...tables());
    const [link] = state().proposal?.links ?? [];
    expect(link.by).toBe("ids");
    await session.pair({ ...state().choice, link: undefined, captionsPerImage: 1 });
    await add(
      table(
        "texts_colour.csv",
        "colour",
        ids.map((_, row) => (row % 3 === 0 ? "a" : "b")),
      ),
    );
    expect(state().choice).toMatchObject({ captionsPerImage: 1, link: undefined });
    expect(state().pairs?.pairing?.by).toBe("order");
    for (const { id } of state().files.slice(2, 4)) await session.remove(id);
    expect(state().choice.link).toBeUndefined();
    await add(...tables());
    expect(state().choice.link?.by).toBe("ids");
  });
});
