import { describe, expect, it } from "vitest";
import { createBenchmark } from "../../../web/src/app/benchmark.js";

/** @import { FileLike } from "../../../web/src/types.d.ts" */

/** @param {string} path @returns {FileLike} */
const file = (path) => Object.assign(new Blob(["data"]), { name: path.replace(/^.*\//, ""), webkitRelativePath: path });
const FILES = ["a/ROCO_test_features.pt", "b/ROCO_test_features.pt", "b/Flickr30k_test_features.pt"].map(file);

/** A benchmark whose files all fail to open. @param {object} [more] */
const bench = (more = {}) =>
  createBenchmark(
    /** @type {any} */ ({
      version: "0",
      openFiles: async () => {
        throw new Error("no file");
      },
      engine: async () => ({ audit: () => {}, statistics: {} }),
      ...more,
    }),
  );

describe("a benchmark on the page", () => {
  it("takes files whose names say that they are runs, and leaves two sides of one audit to the audit", async () => {
    const own = bench();
    let room = 0;
    expect(await own.take([file("images.npy"), file("texts.npy")], () => room++)).toBe(false);
    expect([room, own.store.get().phase]).toEqual([0, "closed"]);
    expect(await own.take(FILES, () => room++)).toBe(true);
    expect([room, own.store.get().phase, own.store.get().plan.length]).toEqual([1, "plan", 3]);
  });

  it("lets names, domains and reference models be changed", async () => {
    const own = bench();
    await own.take(FILES, () => {});
    own.place("ROCO", "x-ray");
    own.refer("b", true);
    own.rename(0, { model: "plip", dataset: "MSCOCO2014" });
    expect(own.store.get().plan.map(({ model, dataset, domain, reference }) => [model, dataset, domain, reference])).toEqual([
      ["plip", "MSCOCO2014", "natural", true],
      ["b", "Flickr30k", "natural", true],
      ["b", "ROCO", "x-ray", true],
    ]);
  });

  it("makes room for the audit of one of its runs, and is shown again as it was", async () => {
    const own = bench();
    await own.take(FILES, () => {});
    const there = own.store.get();
    expect(own.waits()).toBe(false);
    own.leave();
    expect([own.store.get().phase, own.waits()]).toEqual(["closed", true]);
    own.resume();
    expect(own.store.get()).toEqual(there);
    expect(own.waits()).toBe(false);
    own.leave();
    await own.take(FILES, () => {});
    expect(own.waits()).toBe(false);
  });

  it("says why a manifest cannot be read", async () => {
    const own = bench();
    const broken = Object.assign(new Blob(['{"runs": [{"model": 1}]}']), { name: "runs.json", webkitRelativePath: "b/runs.json" });
    expect(await own.take([broken], () => {})).toBe(true);
    expect(own.store.get().failure?.message).toBe('b/runs.json: run 1: "model" must be a string.');
  });

  it("goes back to its runs where the engine does not start", async () => {
    const own = bench({
      engine: async () => {
        throw new Error("no core");
      },
    });
    await own.take(FILES, () => {});
    await own.run();
    expect([own.store.get().phase, own.store.get().failure?.code]).toEqual(["plan", "INTERNAL"]);
  });
});
