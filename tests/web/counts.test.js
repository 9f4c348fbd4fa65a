import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import Counts from "../counts.js";

const DEATH = Object.assign(new Error("[vitest-pool]: Worker forks emitted error."), { cause: new Error("Worker exited unexpectedly") });

/** @type {string} */
let folder;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "askew-counts-"));
  vi.stubEnv("ASKEW_COUNTS", join(folder, "counts"));
  vi.spyOn(process.stderr, "write").mockReturnValue(true);
});
afterAll(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

/** A file of tests in these states. @param {string} moduleId @param {string[]} states @param {unknown[]} [errors] */
const file = (moduleId, states, errors = []) => ({
  moduleId,
  errors: () => errors,
  children: { allTests: () => states.map((state) => ({ fullName: `is ${state}`, result: () => ({ state }) })) },
});

/** @param {ReturnType<typeof file>[]} files @param {unknown[]} [errors] */
function counted(files, errors = []) {
  new Counts().onTestRunEnd(/** @type {any} */ (files), errors);
  return readFileSync(join(folder, "counts"), "utf8").trim();
}

describe("what a run of tests comes to", () => {
  it("counts every test, and a file that cannot be loaded as failed", () => {
    expect(counted([file("a", ["passed", "skipped", "failed"]), file("b", [], [new Error("no such module")])])).toBe("1 2 1");
  });

  it("names a file whose process died, and counts none of its tests", () => {
    expect(counted([file("a", ["passed"]), file("b", ["passed", "pending"])], [DEATH])).toBe("1 0 0 b");
  });

  it("an error of no test is a failure, also beside a death", () => {
    expect(counted([file("a", ["passed"])], [new Error("loose")])).toBe("1 1 0");
    expect(counted([file("a", ["passed"]), file("b", ["pending"])], [new Error("loose"), DEATH])).toBe("1 1 0 b");
  });
});
