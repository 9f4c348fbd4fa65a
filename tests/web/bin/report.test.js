import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { askew, refusal } from "../command.js";
import { sampleAudit } from "../views/sample-audit.js";
import { sampleComparison } from "../views/sample-groups.js";

/** @type {string} */
let folder;
const at = (/** @type {string} */ name) => join(folder, name);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "askew-report-"));
  writeFileSync(at("audit.json"), JSON.stringify(sampleAudit()));
  writeFileSync(at("comparison.json"), JSON.stringify(sampleComparison()));
});
afterAll(() => rmSync(folder, { recursive: true }));

test("askew report writes a saved audit in every form, without its data", async () => {
  const forms = ["html", "markdown", "csv", "chai", "fhir", "claim"];
  const { code, stdout } = await askew(
    "report",
    at("audit.json"),
    ...forms.flatMap((form) => [`--${form}`, at(`out.${form}`)]),
    "--purpose",
    "a test",
  );
  expect(code).toBe(0);
  expect(stdout).toContain("SAS image → text");
  for (const form of forms) expect(readFileSync(at(`out.${form}`), "utf8").length, form).toBeGreaterThan(500);
  expect(readFileSync(at("out.chai"), "utf8")).toContain("a test");
  const fhir = await askew("report", at("audit.json"), "--fhir", "-");
  expect(JSON.parse(fhir.stdout).resourceType).toBe("DocumentReference");
});

test("a comparison has no card, and what is no result is refused", async () => {
  expect(await refusal("report", at("comparison.json"), "--chai", at("none.xml"))).toContain("A card is of one model’s audit");
  writeFileSync(at("list.json"), "[1, 2]");
  expect(await refusal("report", at("list.json"))).toContain("list.json");
  expect(await refusal("report", at("absent.json"))).toContain("cannot be read");
  expect(await refusal("report", at("audit.json"), "--chai", "-", "--fhir", "-")).toContain(
    "Only one of the forms can go to standard output",
  );
});
