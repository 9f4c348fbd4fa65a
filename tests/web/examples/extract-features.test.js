import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { askew, auditByCommand } from "../command.js";
import { ROOT } from "../project.js";

const python = spawnSync("python3", ["--version"]).status === 0;
const title = python ? "extract_features.py" : "extract_features.py (SKIPPED: no python3 on the PATH)";

/** Rows of a made-up model of width 4, one to three captions an image. */
const WRITE = `
import random, struct, sys
sys.path.insert(0, "examples")
import extract_features as ef
numbers = random.Random(3)
rows = lambda n: struct.pack(f"<{4 * n}f", *(numbers.gauss(0, 1) for _ in range(4 * n)))
items = [ef.Item(f"photos/{i}.png", ["a caption of %d" % i] * (1 + i % 3)) for i in range(12)]
output = ef.output_path(sys.argv[1], "clip-base", "ROCO", "test", "safetensors")
store = ef.Store(output, {})
ef.extract(items, lambda batch: (rows(len(batch)), rows(sum(len(item.captions) for item in batch))), store, 5)
store.finish_safetensors(output, items)
store.clear()
`;

describe.skipIf(!python)(title, () => {
  /** @type {string} */
  let folder;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "askew-extract-"));
    execFileSync("python3", ["-c", WRITE, folder], { cwd: ROOT });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("passes its own tests", () => {
    const { status, stderr } = spawnSync("python3", ["-B", "-m", "unittest", "examples/test_extract_features.py"], {
      cwd: ROOT,
      encoding: "utf8",
    });
    expect([status, stderr.match(/Ran \d+ tests/)?.[0], stderr.trim().split("\n").at(-1)]).toEqual([0, "Ran 16 tests", "OK"]);
  });

  it("writes a file whose sides, ids and ragged captions Askew finds by itself", async () => {
    const { inputs } = await auditByCommand(join(folder, "clip-base/ROCO_test_features.safetensors"));
    expect([inputs.pairs, inputs.texts.rows, inputs.captionsPerImage]).toEqual([12, 24, [1, 3]]);
    expect(inputs.pairing?.by).toBe("ids");
  });

  it("writes a folder that askew benchmark takes as it is", async () => {
    const { code, stdout, stderr } = await askew("benchmark", folder, "--json", "-");
    expect([code, stderr]).toEqual([0, ""]);
    expect(JSON.parse(stdout).runs.map((/** @type {any} */ { model, dataset, domain }) => [model, dataset, domain])).toEqual([
      ["clip-base", "ROCO", "medical"],
    ]);
  });
});
