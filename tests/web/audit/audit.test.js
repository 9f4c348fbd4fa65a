import { describe, expect, it, vi } from "vitest";
import { auditPairs, optionsFor, verificationOf, withAsked } from "../../../web/src/audit/audit.js";
import { mayHoldRows } from "../../../web/src/audit/pairs.js";
import { wishesThen } from "../../../web/src/audit/wishes.js";
import { somePairs } from "../engine/pairs.js";
import { sampleAudit } from "../views/sample-audit.js";
import { sampleComparison } from "../views/sample-groups.js";

const pairs = {
  ...somePairs({ n: 60, d: 4 }),
  metadata: [{ name: "sex", values: Array.from({ length: 60 }, (_, i) => (i % 2 ? "f" : "m")) }],
};

/** An engine whose groups are the name of their column. */
const engine = () => ({
  audit: vi.fn(async () => sampleAudit()),
  subgroups: /** @type {any} */ (vi.fn(async (_, column) => ({ column, groups: [] }))),
  gap: /** @type {any} */ (vi.fn(async () => ({ neighbours: 10 }))),
});

describe("an audit", () => {
  it("has groups if a column is named, with the audit's options", async () => {
    const own = engine();
    expect(await auditPairs(own, pairs, { options: { seed: 3 } }, {})).toEqual({ audit: sampleAudit() });
    expect(own.subgroups).not.toHaveBeenCalled();
    const { subgroups } = await auditPairs(own, pairs, { options: { seed: 3 }, by: "sex" }, {});
    expect(subgroups?.column).toBe("sex");
    expect(own.subgroups).toHaveBeenCalledWith(pairs, "sex", { seed: 3 }, {});
  });

  it("has the gap if it is asked for, with the audit's options; one that is verified has it if the saved one has", async () => {
    const own = engine();
    await auditPairs(own, pairs, { options: { seed: 3 } }, {});
    expect(own.gap).not.toHaveBeenCalled();
    const { gap } = await auditPairs(own, pairs, { options: { seed: 3 }, gap: true }, {});
    expect(own.gap).toHaveBeenCalledWith(pairs, { seed: 3 }, {});
    const saved = withAsked(sampleAudit(), { gap });
    expect(saved.gap).toBe(gap);
    expect((await auditPairs(own, pairs, { options: {}, saved }, {})).gap).toEqual(gap);
    expect((await auditPairs(own, pairs, { options: {}, saved: sampleAudit() }, {})).gap).toBeUndefined();
  });

  it("is not begun if its column is not there", async () => {
    const own = engine();
    await expect(auditPairs(own, pairs, { options: {}, by: "age" }, {})).rejects.toMatchObject({ code: "BAD_USE" });
    expect(own.audit).not.toHaveBeenCalled();
  });

  it("that verifies a saved one makes its groups again, and no others", async () => {
    const own = engine();
    expect((await auditPairs(own, pairs, { options: {}, by: "sex", saved: sampleAudit() }, {})).subgroups).toBeUndefined();
    const subgroups = /** @type {any} */ ({ column: "sex", minimum: 20, options: { seed: 5 }, groups: [] });
    const saved = withAsked(sampleAudit(), { subgroups });
    expect((await auditPairs(own, pairs, { options: {}, by: "sex", saved }, {})).subgroups?.column).toBe("sex");
    expect(own.subgroups).toHaveBeenLastCalledWith(pairs, "sex", { intervals: "bootstrap", seed: 5, minimum: 20 }, {});
  });
});

describe("what is verified", () => {
  it("lends its options, a comparison those of its first model", () => {
    expect(optionsFor(undefined, { seed: 3 })).toEqual({ seed: 3 });
    const audit = sampleAudit();
    audit.options.seed = 7;
    expect(optionsFor(audit, { seed: 3 }).seed).toBe(7);
    const comparison = sampleComparison();
    comparison.a.options.seed = 9;
    expect(optionsFor(comparison, {}).seed).toBe(9);
  });

  it("is compared as what it is", () => {
    expect(verificationOf(sampleAudit(), sampleAudit()).agrees).toBe(true);
    const made = sampleComparison();
    made.b.metrics.cka = 0.5;
    expect(verificationOf(sampleComparison(), made)).toMatchObject({ agrees: false, differing: 1 });
  });

  it("says how it was paired, and names no table to open", () => {
    const wishes = (/** @type {string[] | null} */ options) =>
      wishesThen(/** @type {any} */ ({ inputs: { pairing: options && { by: "order", says: "", options } } }));
    expect(wishes(["--captions", "5"])).toEqual({ captions: 5 });
    expect(wishes(["--rounds"])).toEqual({ rounds: true });
    expect(wishes(["--views", "each"])).toEqual({ views: "each" });
    expect(wishes(["--repeated", "keep"])).toEqual({ repeated: "keep" });
    for (const other of [null, [], ["--captions", "x"], ["--pairs", "/etc/passwd"], ["--views", "last"]]) expect(wishes(other)).toEqual({});
  });
});

it("files without a matrix may hold a row each if they are three or more in one folder", () => {
  const files = ["a/0.npy", "a/1.npy", "b/0.npy", "a/2.npy", "b/1.npy", "c.npy", "d.npy", "e.npy"].map((name) => ({ name }));
  expect([...mayHoldRows(files)].map(({ name }) => name)).toEqual(["a/0.npy", "a/1.npy", "a/2.npy", "c.npy", "d.npy", "e.npy"]);
});
