import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { costsOf } from "../../../web/src/engine/costs.js";
import { auditOptions } from "../../../web/src/engine/options.js";
import { ProgressMeter } from "../../../web/src/engine/progress.js";

/** @import { Cost } from "../../../web/src/engine/types.d.ts" */

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const products = (/** @type {number} */ work) => /** @type {Cost} */ ({ work, kind: "products" });

describe("the remaining time", () => {
  it("is that of all stages, or of those asked for, at the pace so far", () => {
    const meter = new ProgressMeter({ rows: products(1), similarities: products(3), intervals: products(96) }, () => {});
    const rows = meter.stage("rows", 2);
    for (const task of [0, 1]) {
      rows(task)(0);
      vi.advanceTimersByTime(1000);
      rows(task)(1);
    }
    // Two seconds for one: everything takes twice as long as where it was measured.
    expect(meter.remaining()).toBeCloseTo(198);
    expect(meter.remaining(["similarities"])).toBeCloseTo(6);
    expect(meter.remaining(["rows"])).toBe(0);
  });

  it("follows a stage that goes slower than its kind", () => {
    const meter = new ProgressMeter({ rows: products(1), intervals: products(10) }, () => {});
    const rows = meter.stage("rows", 1)(0);
    rows(0);
    vi.advanceTimersByTime(1000);
    rows(1);
    const intervals = meter.stage("intervals", 1)(0);
    expect(meter.remaining()).toBeCloseTo(10);
    vi.advanceTimersByTime(15_000);
    intervals(0.5);
    expect(meter.remaining()).toBeGreaterThan(13);
    expect(meter.remaining()).toBeLessThan(15.1);
  });
});

/** Stages that begin together once those before are done. */
const STEPS = [["rows"], ["modes", "similarities"], ["spectrum", "neighbours", "procrustes"], ["chance"], ["intervals"]];
const TASKS = { rows: 4, modes: 4, similarities: 10, spectrum: 2, neighbours: 10, procrustes: 1, chance: 40, intervals: 62 };

/** @param {{ n: number, d: number }} size */
function costs({ n, d }) {
  const side = { rows: n, cols: d };
  const run = { plan: { products: n >= d }, n, m: n, oneWidth: true, options: auditOptions(), pairs: { images: side, texts: side } };
  return costsOf(/** @type {any} */ (run));
}

/**
 * A run on two workers of another machine: what it said was left, and what was.
 * @param {{ n: number, d: number }} size @param {Record<Cost["kind"], number>} slower how many times as long each kind takes there
 */
function simulated(size, slower) {
  const stages = costs(size);
  /** @type {{ at: number, remaining: number }[]} */
  const said = [];
  const begun = performance.now();
  const now = () => (performance.now() - begun) / 1000;
  const meter = new ProgressMeter(stages, ({ remaining }) => remaining !== undefined && said.push({ at: now(), remaining }), 2);
  for (const names of STEPS) {
    const waiting = names.flatMap((name) => {
      const count = TASKS[/** @type {keyof typeof TASKS} */ (name)];
      const { work, kind } = stages[name];
      const stage = meter.stage(name, count);
      return Array.from({ length: count }, (_, task) => ({ tell: stage(task), left: (1000 * slower[kind] * work) / count }));
    });
    /** @type {typeof waiting} */
    let busy = [];
    while (waiting.length + busy.length > 0) {
      while (busy.length < 2 && waiting.length > 0) {
        const next = /** @type {(typeof waiting)[0]} */ (waiting.shift());
        next.tell(0);
        busy.push(next);
      }
      const step = Math.min(...busy.map(({ left }) => left));
      vi.advanceTimersByTime(step);
      for (const one of busy) one.left -= step;
      for (const { tell } of busy.filter(({ left }) => left <= 1e-9)) tell(1);
      busy = busy.filter(({ left }) => left > 1e-9);
    }
  }
  return { said, total: now() };
}

describe("the remaining time of an audit", () => {
  const sizes = [
    { n: 5000, d: 512 },
    { n: 2000, d: 768 },
    { n: 20_000, d: 128 },
    { n: 10_000, d: 1024 },
    { n: 1000, d: 1152 },
  ];
  const machines = [
    { products: 3, modes: 3 },
    { products: 2, modes: 5 },
    { products: 5, modes: 2 },
  ];
  const runs = sizes.flatMap((size) => machines.map((machine) => ({ ...size, machine, ...machine })));
  it.each(runs)(
    "is told within 30 %% of the truth from a tenth of the run on: $n x $d, products $products and modes $modes times as slow",
    ({ n, d, machine }) => {
      const { said, total } = simulated({ n, d }, machine);
      const late = said.filter(({ at }) => at >= 0.1 * total && at <= 0.97 * total);
      expect(late.length).toBeGreaterThan(20);
      const wrong = late.filter(({ at, remaining }) => Math.abs(remaining / (total - at) - 1) > 0.3);
      expect(wrong.map(({ at, remaining }) => ({ at: at / total, says: remaining / (total - at) }))).toEqual([]);
    },
  );
});
