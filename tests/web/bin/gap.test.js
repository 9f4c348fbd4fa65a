import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { npyFile } from "../../../web/src/lessons/npy.js";
import { askew, auditByCommand, refusal } from "../command.js";
import { somePairs } from "../engine/pairs.js";

/** @type {string} */
let folder;
const at = (/** @type {string} */ name) => join(folder, name);
const sides = () => [at("images.npy"), at("texts.npy")];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "askew-gap-"));
  const pairs = somePairs({ n: 90, d: 8 });
  for (const side of /** @type {const} */ (["images", "texts"]))
    writeFileSync(at(`${side}.npy`), npyFile(await pairs[side].readRows(0, 90), 90, 8));
});
afterAll(() => rmSync(folder, { recursive: true }));

test("askew audit --gap tells what closing the gap would do, verify makes it again, and another audit has none", async () => {
  const plain = await auditByCommand(...sides());
  expect(plain).not.toHaveProperty("gap");
  const { code } = await askew("audit", ...sides(), "--gap", "--bootstrap", "0", "--permutations", "0", "--json", at("gap.json"));
  expect(code).toBe(0);
  const saved = JSON.parse(readFileSync(at("gap.json"), "utf8"));
  expect(saved.gap.treatments).toHaveLength(4);
  expect(saved.sas).toEqual(plain.sas);
  const verified = await askew("verify", at("gap.json"), ...sides());
  expect(verified.code, verified.stdout).toBe(0);
  saved.gap.separability += 1e-9;
  writeFileSync(at("other.json"), JSON.stringify(saved));
  const differs = await askew("verify", at("other.json"), ...sides());
  expect(differs.code).toBe(2);
  expect(differs.stdout + differs.stderr).toContain("gap.separability");
});

test("--maps writes what does it, and says what that tells; it is refused without --gap", async () => {
  const { stdout, stderr } = await askew(
    "audit",
    ...sides(),
    "--gap",
    "--maps",
    at("maps.safetensors"),
    "--bootstrap",
    "0",
    "--permutations",
    "0",
  );
  expect(stdout).toContain("What closing it would do");
  expect(stderr).toContain("means and covariances of 90 pairs, and no row");
  const inside = await askew("inspect", at("maps.safetensors"));
  expect(inside.stdout).toMatch(/image_whitening/);
  expect(await refusal("audit", ...sides(), "--maps", at("maps.safetensors"))).toContain(
    "--maps writes what --gap measures: give --gap too.",
  );
  expect(await refusal("audit", ...sides(), "--gap", "--compare", sides().join())).toContain(
    "--gap and --compare each ask for a report of their own",
  );
});
