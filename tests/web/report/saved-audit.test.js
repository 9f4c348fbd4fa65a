import { describe, expect, it } from "vitest";
import { comparisonWithoutNames, withoutNames } from "../../../web/src/report/nameless.js";
import { parsedAudit, parsedResult } from "../../../web/src/report/saved-audit.js";
import { emptyAudit, sampleAudit } from "../views/sample-audit.js";
import { sampleComparison, sampleSubgroups } from "../views/sample-groups.js";

/** Every place of a value, with the way there. @param {any} value @param {(string | number)[]} [path] @returns {(string | number)[][]} */
function places(value, path = []) {
  if (typeof value !== "object" || value === null) return [path];
  const keys = Array.isArray(value) ? [0].filter((k) => k < value.length) : Object.keys(value);
  return [...(path.length ? [path] : []), ...keys.flatMap((key) => places(value[key], [...path, key]))];
}

/** @param {any} value @param {(string | number)[]} path @param {unknown} other */
function changed(value, path, other) {
  const copy = structuredClone(value);
  let at = copy;
  for (const key of path.slice(0, -1)) at = at[key];
  at[path[path.length - 1]] = other;
  return copy;
}

/** Read back by nothing but a comparison, or with no field that must be there. */
const FREE =
  /^(sweep\.0\.imbalance|(subgroups\.groups\.0\.)?uncertainty\.level|subgroups\.groups\.0\.random|tool\.name|mcnemar\.\w+\.exact)$/;

describe("a saved audit", () => {
  it.each([
    ["whole", sampleAudit()],
    ["with all unavailable that may be", emptyAudit("none")],
    ["without names", withoutNames(sampleAudit())],
    ["with groups", sampleAudit({ subgroups: sampleSubgroups() })],
    ["with groups and without names", withoutNames(sampleAudit({ subgroups: sampleSubgroups() }))],
  ])("is read back, %s", (_, audit) => {
    expect(parsedAudit(JSON.stringify(audit), "a.json")).toEqual(audit);
  });

  it("is refused where any one place of it holds something of another kind, and the place is named", () => {
    const audit = sampleAudit({ subgroups: sampleSubgroups() });
    const accepted = places(audit)
      .filter((path) => !FREE.test(path.join(".")))
      .filter((path) => {
        try {
          parsedAudit(JSON.stringify(changed(audit, path, { surprise: [] })), "a.json");
          return true;
        } catch (error) {
          if (/** @type {any} */ (error).code !== "CORRUPT" && path[0] !== "schema") throw error;
          return false;
        }
      });
    expect(accepted.map((path) => path.join("."))).toEqual([]);
  });

  it("is refused by name where the JSON is cut, and where it is another's", () => {
    expect(() => parsedAudit("{", "cut.json")).toThrow(/^cut\.json is no complete JSON/);
    expect(() => parsedAudit("{}", "other.json")).toThrow(/^other\.json is no saved audit/);
    expect(() => parsedAudit("null", "other.json")).toThrow(/^other\.json is no saved audit/);
    const audit = sampleAudit();
    expect(() => parsedAudit(JSON.stringify({ ...audit, metrics: { ...audit.metrics, cka: "high" } }), "x.json")).toThrow(
      /metrics\.cka is missing or of another kind/,
    );
  });
});

describe("a saved comparison of several models", () => {
  const p = () => ({ imageToText: 0.5, textToImage: 0.25 });
  const several = { schema: "askew-comparisons/1", comparisons: [sampleComparison(), sampleComparison()], family: [p(), p()] };

  it("is read back", () => {
    expect(parsedResult(JSON.stringify(several), "c.json")).toEqual(several);
  });

  it.each([
    ["comparisons[1].b.metrics.cka", (/** @type {any} */ made) => (made.comparisons[1].b.metrics.cka = "high")],
    ["comparisons", (/** @type {any} */ made) => made.comparisons.pop()],
    ["family[0].imageToText", (/** @type {any} */ made) => (made.family[0].imageToText = null)],
  ])("is refused where %s is of another kind", (place, change) => {
    const made = structuredClone(several);
    change(made);
    expect(() => parsedResult(JSON.stringify(made), "c.json")).toThrow(
      `c.json is a damaged or changed comparison of several models: ${place} is missing or of another kind`,
    );
  });
});

describe("a saved comparison", () => {
  it("is read back, whole and without names", () => {
    for (const comparison of [sampleComparison(), comparisonWithoutNames(sampleComparison())])
      expect(parsedResult(JSON.stringify(comparison), "c.json")).toEqual(comparison);
  });

  it("is refused where any one place beside its audits, or an audit, holds something of another kind", () => {
    const comparison = sampleComparison();
    const own = places(comparison).filter(([first]) => first !== "a" && first !== "b" && first !== "schema");
    const accepted = [...own, ["a", "sas"], ["b", "metrics", "cka"]].filter((path) => {
      try {
        parsedResult(JSON.stringify(changed(comparison, path, { surprise: [] })), "c.json");
        return !FREE.test(path.join("."));
      } catch (error) {
        if (/** @type {any} */ (error).code !== "CORRUPT") throw error;
        return false;
      }
    });
    expect(accepted.map((path) => path.join("."))).toEqual([]);
  });
});
