import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { parse, recipe } from "../../web/src/lessons/settings.js";
import { fixed, percent, signed } from "../../web/src/report/numbers.js";
import { auditByCommand } from "./command.js";
import { ROOT, textOf } from "./project.js";

const run = promisify(execFile);
const expected = JSON.parse(textOf("examples/expected.json"));
const readme = textOf("examples/README.md");
const sets = Object.keys(expected).map((name) => ({ name, numbers: expected[name] }));

describe("the examples", () => {
  it.each(sets)("$name: the command finds the expected numbers in the files, and no defect", async ({ name, numbers }) => {
    const { sas, metrics, retrieval, inputs } = await auditByCommand(`examples/${name}.images.npy`, `examples/${name}.texts.npy`);
    if ("status" in retrieval) throw new Error(retrieval.reason);
    const { spec, ...values } = numbers;
    expect({
      imageToText: sas.imageToText,
      textToImage: sas.textToImage,
      imbalance: sas.imbalance,
      cka: metrics.cka,
      rmg: metrics.rmg,
      recallImageToText: retrieval.imageToText.recall["1"],
      recallTextToImage: retrieval.textToImage.recall["1"],
    }).toEqual(values);
    expect(inputs.pairs).toBe(spec.pairs);
    expect(inputs.findings.filter(({ level }) => level !== "note")).toEqual([]);
  });

  it.each(sets)("$name: README.md's table has them", ({ name, numbers }) => {
    const row = [
      ...[fixed(numbers.imageToText), fixed(numbers.textToImage), signed(numbers.imbalance), fixed(numbers.cka)],
      ...[percent(numbers.recallImageToText, 1), percent(numbers.recallTextToImage, 1)],
    ];
    expect(readme).toContain(`| ${name} | ${row.join(" | ")} |`);
  });

  it("README.md's addresses lead to the same sets", () => {
    const addresses = [...readme.matchAll(/^ {4}#playground\?(\S+)$/gm)].map(([, query]) => parse(query));
    expect(addresses.map(({ problems }) => problems)).toEqual(sets.map(() => []));
    sets.forEach(({ numbers }, k) => {
      expect(recipe(addresses[k].settings).spec).toMatchObject(numbers.spec);
    });
  });

  it("are what make.mjs writes, byte by byte", async () => {
    const folder = mkdtempSync(join(tmpdir(), "askew-examples-"));
    try {
      await run(process.execPath, ["examples/make.mjs", folder], { cwd: ROOT });
      const files = ["expected.json", ...sets.flatMap(({ name }) => [`${name}.images.npy`, `${name}.texts.npy`])];
      for (const file of files) expect(readFileSync(join(folder, file)).equals(readFileSync(join(ROOT, "examples", file)))).toBe(true);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
