import { describe, expect, it } from "vitest";
import { blocks } from "../../../web/src/engine/plan.js";
import { readAhead, readTiles, rowsTogether } from "../../../web/src/engine/prefetch.js";
import { rowSource } from "../../../web/src/engine/sources.js";
import { gatherRows } from "../../../web/src/readers/gather.js";

const COLS = 512;

/** Rows whose values are 1000 · row + column, and what was asked of them. */
function asked() {
  /** @type {[begin: number, end: number][]} */
  const reads = [];
  const readRows = async (/** @type {number} */ begin, /** @type {number} */ end) => {
    reads.push([begin, end]);
    return Float32Array.from({ length: (end - begin) * COLS }, (_, at) => 1000 * (begin + Math.floor(at / COLS)) + (at % COLS));
  };
  return { reads, readRows };
}

/** First value of each row. @param {Float32Array} rows */
const firsts = (rows) => Array.from({ length: rows.length / COLS }, (_, row) => rows[row * COLS]);

describe("reading ahead", () => {
  it("begins the next item while the one before is worked on, and no further", async () => {
    /** @type {number[]} */
    const begun = [];
    const read = async (/** @type {number} */ item) => {
      begun.push(item);
      return 10 * item;
    };
    for await (const [item, value] of readAhead([1, 2, 3], read)) {
      expect(value).toBe(10 * item);
      expect(begun).toEqual([1, 2, 3].slice(0, Math.min(3, item + 1)));
    }
  });

  it("fails where the read fails, after the items before it", async () => {
    /** @type {number[]} */
    const seen = [];
    const read = async (/** @type {number} */ item) => {
      if (item === 2) throw new Error("gone");
      return item;
    };
    const all = async () => {
      for await (const [item] of readAhead([1, 2, 3], read)) seen.push(item);
    };
    await expect(all()).rejects.toThrow("gone");
    expect(seen).toEqual([1]);
  });

  it("asks for several tiles at once and gives each its own rows", async () => {
    const { reads, readRows } = asked();
    const rows = 2 * rowsTogether(COLS) + 700;
    const tiles = blocks(0, rows, 500);
    let next = 0;
    for await (const [tile, values] of readTiles(tiles, COLS, readRows)) {
      expect(tile).toBe(tiles[next++]);
      expect(firsts(values)).toEqual(Array.from({ length: tile.end - tile.begin }, (_, k) => 1000 * (tile.begin + k)));
    }
    expect(next).toBe(tiles.length);
    expect(reads).toEqual([
      [0, 2000],
      [2000, 4000],
      [4000, rows],
    ]);
  });
});

describe("rows on the worker's side", () => {
  it("a side that may be kept is read once, whole", async () => {
    const { reads, readRows } = asked();
    const source = rowSource(
      { side: "images", rows: 300, cols: COLS },
      (_, begin, end) => readRows(begin, end),
      (blob) => blob,
      300 * COLS * 4,
    );
    const [some, others] = await Promise.all([source.readRows(10, 13), source.readRows(290, 300)]);
    expect(firsts(some)).toEqual([10_000, 11_000, 12_000]);
    expect(firsts(others).at(-1)).toBe(299_000);
    expect(firsts(await source.readRows(0, 2))).toEqual([0, 1000]);
    expect(reads).toEqual([[0, 300]]);
  });

  it("a kept side of many bytes comes in pieces", async () => {
    const { reads, readRows } = asked();
    const rows = 10_000;
    const source = rowSource(
      { side: "texts", rows, cols: COLS },
      (_, begin, end) => readRows(begin, end),
      (blob) => blob,
      rows * COLS * 4,
    );
    expect(firsts(await source.readRows(8190, 8194))).toEqual([8190, 8191, 8192, 8193].map((row) => 1000 * row));
    expect(reads).toEqual([
      [0, 8192],
      [8192, rows],
    ]);
  });

  it("a side too large to keep is read where it is asked for", async () => {
    const { reads, readRows } = asked();
    const source = rowSource(
      { side: "images", rows: 300, cols: COLS },
      (_, begin, end) => readRows(begin, end),
      (blob) => blob,
      300 * COLS * 4 - 1,
    );
    await source.readRows(10, 13);
    await source.readRows(10, 13);
    expect(reads).toEqual([
      [10, 13],
      [10, 13],
    ]);
  });
});

describe("chosen rows", () => {
  it("come in the order given; near ones by one read, far ones by reads of their own", async () => {
    const { reads, readRows } = asked();
    const chosen = [5, 6, 100, 5000, 5001, 4000];
    const rows = await gatherRows({ cols: COLS, readRows }, chosen);
    expect(firsts(rows)).toEqual(chosen.map((row) => 1000 * row));
    expect(reads).toEqual([
      [5, 101],
      [5000, 5002],
      [4000, 4001],
    ]);
  });

  it("no read is longer than some megabytes", async () => {
    const { reads, readRows } = asked();
    await gatherRows(
      { cols: COLS, readRows },
      Int32Array.from({ length: 100 }, (_, k) => 100 * k),
    );
    expect(Math.max(...reads.map(([begin, end]) => end - begin))).toBeLessThanOrEqual(2048);
    expect(reads.length).toBeGreaterThan(1);
  });
});
