import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { auditBuilt, auditInOrder, countsOf, scoresOf } from "../metamorphic/audit-case.js";
import { build, combinations } from "../metamorphic/cases.js";
import { CHANGES } from "../metamorphic/changes.js";
import { judge } from "../metamorphic/judge.js";
import { LAYOUTS } from "../metamorphic/layouts.js";
import { randomFrom, shuffled } from "../metamorphic/random.js";
import { Runner } from "../metamorphic/run-case.js";
import { WRITERS } from "../metamorphic/writers/index.js";

/** @import { Case } from "../metamorphic/cases.js" */
/** @import { Result } from "../metamorphic/run-case.js" */

/** Sums of float32 products over rows in another order. */
const RELATIVE = 1e-6;
/** SVCCA divides by the roots of its smallest kept variances, which carries the same last digits further: up to 6e-6 in 20 sets. */
const RELATIVE_SVCCA = 1e-5;
const SEED = 1;

/** @type {Runner} */
let runner;
/** @type {string} */
let folder;
beforeAll(() => {
  runner = new Runner();
  folder = mkdtempSync(join(tmpdir(), "askew-"));
});
afterAll(() => {
  runner.dispose();
  rmSync(folder, { recursive: true });
});

/** @param {readonly Omit<Case, "seed">[]} cases @returns {Promise<Result[]>} */
async function resultsOf(cases) {
  const results = [];
  for (const of of cases) results.push(await runner.run({ ...of, seed: SEED }));
  return results.filter((result) => result !== undefined);
}

const inWords = (/** @type {Result} */ { writer, layout, change, route, detail }) =>
  `${writer} | ${layout} | ${change} | ${route}: ${detail}`;

/** Numbers are alike to the tolerance, all else is equal. @param {unknown} actual @param {unknown} wanted @param {string} [path] */
function expectAlike(actual, wanted, path = "") {
  if (typeof wanted === "number" && typeof actual === "number") {
    const apart = Math.abs(actual - wanted);
    // A difference has the digits of what it is a difference of: of two scores, and 2 less twice a share.
    const size = /imbalance$|procrustes$/i.test(path) ? 1 : Math.max(Math.abs(wanted), 1e-3);
    expect(apart, `${path}: ${actual} for ${wanted}`).toBeLessThanOrEqual((path.endsWith(".svcca") ? RELATIVE_SVCCA : RELATIVE) * size);
  } else if (wanted !== null && typeof wanted === "object") {
    expect(Object.keys(/** @type {object} */ (actual))).toEqual(Object.keys(wanted));
    for (const [key, value] of Object.entries(wanted))
      expectAlike(/** @type {Record<string, unknown>} */ (actual)[key], value, `${path}.${key}`);
  } else expect(actual, path).toBe(wanted);
}

describe("files whose rows, ids and layout change", () => {
  test("every writer has a layout, every layout a writer, every change a case", () => {
    const all = combinations();
    expect(new Set(all.map(({ writer }) => writer))).toEqual(new Set(Object.keys(WRITERS)));
    expect(new Set(all.map(({ layout }) => layout))).toEqual(new Set(Object.keys(LAYOUTS)));
    expect(new Set(all.map(({ change }) => change))).toEqual(new Set(Object.keys(CHANGES)));
  });

  test("rows in another order together with their ids give the same pairs, in every format and layout", async () => {
    const results = await resultsOf(combinations({ change: "shuffle both", route: "command" }));
    const unlike = results.filter((result) => result.outcome !== "right");
    expect(unlike.map(inWords)).toEqual([]);
  });

  test("no change leads to pairs that are false: the right ones, or a sentence", async () => {
    const results = await resultsOf(shuffled(randomFrom(SEED), combinations()).slice(0, 300));
    expect(results.filter(({ outcome }) => outcome === "wrong").map(inWords)).toEqual([]);
  });

  test("the command gives the scores to 1e-6 and the counts exactly, whatever the order of rows", async () => {
    const cases = shuffled(randomFrom(SEED), combinations({ layout: "two files", change: "shuffle both", route: "command" })).slice(0, 3);
    const nested = shuffled(randomFrom(SEED), combinations({ layout: "keys to five", change: "shuffle both", route: "command" })).slice(
      0,
      2,
    );
    for (const [index, of] of [...cases, ...nested].entries()) {
      const built = /** @type {import("../metamorphic/cases.js").Built} */ (
        await build({ ...of, seed: SEED }, join(folder, String(index)))
      );
      const [plain, changed] = [await auditInOrder(built.scene, join(folder, `${index}-plain`)), await auditBuilt(built)];
      expect([changed.code, changed.error]).toEqual([0, expect.anything()]);
      if (!plain.audit || !changed.audit) throw new Error(`${plain.error} ${changed.error}`);
      expect(countsOf(changed.audit)).toEqual(countsOf(plain.audit));
      expectAlike(scoresOf(changed.audit), scoresOf(plain.audit));
    }
  });

  test("pairs by the order of rows that were shuffled are judged wrong", async () => {
    const of = {
      writer: "csv",
      layout: "two files",
      change: "ids of both sides lost",
      route: /** @type {const} */ ("command"),
      seed: SEED,
    };
    const built = /** @type {import("../metamorphic/cases.js").Built} */ (await build(of, join(folder, "false")));
    const { outcome, detail } = await judge(built, { route: of.route, expects: "ask", warnsOfOrder: async () => false });
    expect([outcome, detail]).toEqual(["wrong", expect.stringMatching(/pairs are false/)]);
  });
});
