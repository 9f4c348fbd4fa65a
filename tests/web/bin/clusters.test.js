import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { npyFile } from "../../../web/src/lessons/npy.js";
import { patientPairs } from "../../slow/patients.js";
import { askew, auditByCommand, refusal } from "../command.js";

const QUICK = ["--permutations", "99", "--workers", "2"];

/** @type {string} */
let folder;
const at = (/** @type {string} */ name) => join(folder, name);
const sides = () => [at("images.npy"), at("texts.npy")];
const table = () => ["--metadata", at("studies.csv")];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "askew-clusters-"));
  const pairs = patientPairs(7, { patients: 70, share: 0.5, d: 8 });
  const n = pairs.images.rows;
  for (const side of /** @type {const} */ (["images", "texts"]))
    writeFileSync(at(`${side}.npy`), npyFile(await pairs[side].readRows(0, n), n, 8));
  const patients = /** @type {string[]} */ (pairs.metadata?.[0].values);
  const rows = patients.map((patient, i) => `${i},study of P${patient},${Number(patient) % 3 ? "north" : "south"}`);
  writeFileSync(at("studies.csv"), `image_row,patient_id,site\n${rows.join("\n")}\n`);
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("askew audit --cluster and --within", () => {
  test("say so wherever the audit says how it was made, and the scores stay as they were", async () => {
    const plain = await auditByCommand(...sides(), ...table(), ...QUICK);
    const together = await auditByCommand(...sides(), ...table(), "--cluster", "patient_id", "--within", "site", ...QUICK);
    expect(together.sas).toEqual(plain.sas);
    expect(together.inputs.clusters).toEqual({ column: "patient_id", count: 70, largest: 20 });
    expect(together.inputs.within).toEqual({ column: "site", count: 2 });
    const codes = (/** @type {typeof plain} */ { inputs }) => inputs.findings.map(({ code }) => code);
    expect(codes(plain)).toContain("CLUSTERS_UNSTATED");
    expect(codes(together)).not.toContain("CLUSTERS_UNSTATED");
    expect(plain.inputs).not.toHaveProperty("clusters");
  });

  test("stand in the terminal's report and in files, and not by name in those without names; the audit is verified with them and not without", async () => {
    const saved = at("audit.json");
    const named = ["audit", ...sides(), ...table(), "--cluster", "patient_id", "--within", "site", ...QUICK];
    const { stdout } = await askew(...named);
    await askew(...named, "--json", saved, "--html", at("a.html"));
    expect(stdout.replace(/\s+/g, " ")).toContain("Pairs with one value of patient_id belong together (70 values, at most 20 pairs each)");
    expect(stdout.replace(/\s+/g, " ")).toContain("Chance exchanges texts within the 2 values of site alone.");
    const page = readFileSync(at("a.html"), "utf8");
    expect(page).toContain("pairs of one patient_id together");
    await askew(
      "audit",
      ...sides(),
      ...table(),
      "--cluster",
      "patient_id",
      ...QUICK,
      "--anonymous",
      "--html",
      at("b.html"),
      "--json",
      at("b.json"),
    );
    for (const name of ["b.html", "b.json"]) expect(readFileSync(at(name), "utf8")).not.toContain("patient_id");
    expect(JSON.parse(readFileSync(at("b.json"), "utf8")).inputs.clusters).toMatchObject({ count: 70, largest: 20 });

    const same = await askew("verify", saved, ...sides(), ...table());
    expect([same.code, same.stdout]).toEqual([0, expect.stringContaining("agree to the last digit")]);
    const other = await askew("verify", saved, ...sides(), ...table(), "--cluster", "site");
    expect(other.code).toBe(2);
    expect(other.stdout.replace(/\s+/g, " ")).toContain("Which pairs belong together was said otherwise.");
  });

  test("labels make any item of the same one a right answer, in the report, and are verified", async () => {
    const saved = at("labels.json");
    const named = ["audit", ...sides(), ...table(), "--labels", "site", ...QUICK];
    const { stdout } = await askew(...named);
    expect(stdout).toContain("Search that accepts any item of the same site");
    await askew(...named, "--json", saved);
    const { byLabel } = JSON.parse(readFileSync(saved, "utf8"));
    expect(byLabel).toMatchObject({ column: "site", labels: 2, unlabelled: 0 });
    const same = await askew("verify", saved, ...sides(), ...table());
    expect([same.code, same.stdout]).toEqual([0, expect.stringContaining("agree to the last digit")]);
  });

  test("need a column that is there, and rows", async () => {
    expect(await refusal("audit", ...sides(), ...table(), "--cluster", "person")).toMatch(
      /BAD_USE.*no column "person" that holds pairs together.*patient_id/s,
    );
    expect(await refusal("audit", ...sides(), "--within", "site")).toMatch(/no column "site".*--metadata FILE/s);
    await askew("moments", ...sides(), "-o", at("a.moments.safetensors"), "--risk", "1");
    expect(await refusal("audit", at("a.moments.safetensors"), "--cluster", "patient_id")).toMatch(
      /--cluster, --within and --labels need rows/,
    );
  });
});
