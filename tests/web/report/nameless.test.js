import { describe, expect, it } from "vitest";
import { comparisonWithoutNames, withoutNames } from "../../../web/src/report/nameless.js";
import { sampleAudit } from "../views/sample-audit.js";
import { sampleComparison, sampleSubgroups } from "../views/sample-groups.js";

/** @import { Audit } from "../../../web/src/types.d.ts" */

const NAMES = ["ward-7/janedoe.npy", "janedoe", "letters.npz", "secret_array", "station", "mrn", "Mercy Hospital", "scanned at Mercy"];

it("the word for the texts is no name, and is said once the names are gone that told it", () => {
  const audit = sampleAudit();
  const reports = { ...audit, inputs: { ...audit.inputs, texts: { ...audit.inputs.texts, file: "reports" } } };
  expect(withoutNames(reports).word).toBe("reports");
  expect(withoutNames({ ...reports, word: "captions" }).word).toBe("captions");
  expect(withoutNames(audit)).not.toHaveProperty("word");
});

/** Names wherever an audit has room for one. @returns {Audit} */
function named() {
  const audit = sampleAudit();
  const { inputs, correlates } = audit;
  if ("status" in correlates) throw new Error("the sample has correlates");
  return {
    ...audit,
    inputs: {
      ...inputs,
      images: { ...inputs.images, file: "ward-7/janedoe.npy", array: "secret_array" },
      texts: { ...inputs.texts, file: "letters.npz", array: "secret_array" },
      pairing: { by: "ids", says: "Texts find their image by mrn in letters.npz.", options: ["--pairs", "letters.npz"] },
      findings: [
        { code: "ROWS_LEFT_OUT", level: "note", message: "2 rows of letters.npz have no image (mrn 4711).", count: 2, rows: [4711, 9] },
        { code: "FEW_ROWS", level: "warning", message: "500 pairs are few; see janedoe.npy.", count: 500, rows: [] },
      ],
    },
    correlates: {
      ...correlates,
      traits: correlates.traits.map((trait) => (trait.of === "metadata" ? { ...trait, name: "station" } : trait)),
    },
    retrieval: { status: "unavailable", reason: "letters.npz is too long" },
    aggregate: {
      sites: [{ label: "Mercy Hospital", pairs: 500 }],
      blocks: 1,
      preprocessing: "scanned at Mercy",
      noise: null,
      intervals: { status: "unavailable", reason: "one block" },
      withinSite: { status: "unavailable", reason: "Mercy Hospital has none" },
    },
  };
}

describe("an audit without names", () => {
  it("holds none of them", () => {
    const text = JSON.stringify(withoutNames(named()));
    expect(NAMES.filter((name) => text.includes(name))).toEqual([]);
    expect(NAMES.filter((name) => JSON.stringify(named()).includes(name))).toEqual(NAMES);
  });

  it("holds no column that a reason repeats", () => {
    const audit = named();
    audit.inputs.clusters = { column: "mrn", count: 40, largest: 9 };
    audit.inputs.within = { column: "station", count: 2 };
    const reasons = [
      "40 values of mrn are too few: half-samples deal whole ones, and take 64 or more of them",
      "within station no two values of mrn could change places, so chance has nothing to show",
      "all pairs have one value of mrn, so chance has nothing to exchange",
      "another item of one value of mrn is neither a hit nor a miss, and the lists of the nearest are too short to leave these out",
    ];
    for (const reason of reasons) {
      audit.chance = { status: "unavailable", reason };
      audit.byLabel = { status: "unavailable", reason };
      audit.gap = { status: "unavailable", reason };
      const text = JSON.stringify(withoutNames(audit));
      expect(text).not.toMatch(/mrn|station/);
      expect(text).toContain("a column");
    }
    audit.chance = { status: "unavailable", reason: "of mrnx and of the station" };
    expect(withoutNames(audit).chance).toEqual(audit.chance);
  });

  it("holds no row number of a finding, and its sentence only where that is made of numbers", () => {
    const { findings } = withoutNames(named()).inputs;
    expect(findings.map(({ rows }) => rows)).toEqual([[], []]);
    expect(findings[0].message).toBe("ROWS_LEFT_OUT: its sentence is left out with the names.");
    expect(findings[1].message).toBe("500 pairs are few; see (a file).");
  });

  it("keeps every number of the scores, and the SHA-256 by which it is verified", () => {
    const before = named();
    const after = withoutNames(before);
    for (const key of /** @type {const} */ (["sas", "sweep", "modes", "metrics", "spectrum", "chance", "uncertainty", "options", "tool"]))
      expect(after[key]).toEqual(before[key]);
    expect(after.inputs.images.sha256).toBe(before.inputs.images.sha256);
  });

  it("leaves out what it does not know of", () => {
    const later = /** @type {Audit} */ (/** @type {unknown} */ ({ ...named(), groups: { "Ward 9": 1 } }));
    expect(JSON.stringify(withoutNames(later))).not.toContain("Ward 9");
  });

  it("is the same when it is taken twice", () => {
    expect(withoutNames(withoutNames(named()))).toEqual(withoutNames(named()));
  });
});

describe("groups without names", () => {
  const grouped = () => {
    const { correlates, ...audit } = named();
    if ("status" in correlates) throw new Error("the sample has correlates");
    const subgroups = sampleSubgroups({
      column: "station",
      notes: [
        "No value of station is that of 30 pairs.",
        "9 of 30 pairs have no value and belong to no group; the random groups are drawn from all pairs.",
      ],
    });
    subgroups.groups[1].recall = { status: "unavailable", reason: "letters.npz is too long" };
    return /** @type {Audit} */ ({ ...audit, correlates, subgroups });
  };

  it("are numbered, and hold neither a label nor the column nor a sentence that names it", () => {
    const { subgroups } = withoutNames(grouped());
    expect(subgroups?.groups.map(({ value, n }) => [value, n])).toEqual([
      ["group 1", 300],
      ["group 2", 120],
      ["group 3", 9],
    ]);
    const text = JSON.stringify(withoutNames(grouped()));
    expect([...NAMES, "Mercy", "Lindenhof", "Inselspital"].filter((name) => text.includes(name))).toEqual([]);
    expect(subgroups?.notes).toEqual([expect.stringMatching(/^9 of 30 pairs/)]);
    expect(subgroups?.column).toBe("column 1");
  });

  it("keep every number, and are the same when taken twice", () => {
    const before = grouped();
    const after = withoutNames(before);
    const numbers = (/** @type {any} */ { subgroups }) => subgroups.groups.map((/** @type {any} */ { value, recall, ...rest }) => rest);
    expect(numbers(after)).toEqual(numbers(before));
    expect(withoutNames(after)).toEqual(after);
  });
});

describe("a comparison without names", () => {
  it("holds none of either model's, says which file is whose, and is the same when taken twice", () => {
    const compared = { ...sampleComparison(), a: named(), b: named() };
    const after = comparisonWithoutNames(compared);
    expect(NAMES.filter((name) => JSON.stringify(after).includes(name))).toEqual([]);
    expect([after.a.inputs.images.file, after.b.inputs.texts.file]).toEqual([
      "the first model’s images’ file",
      "the second model’s texts’ file",
    ]);
    expect(after.differences).toEqual(compared.differences);
    expect(comparisonWithoutNames(after)).toEqual(after);
  });
});
