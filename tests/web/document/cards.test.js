import { JSDOM } from "jsdom";
import { describe, expect, it } from "vitest";
import { NOTHING_FILED } from "../../../web/src/document/filing.js";
import { formsOf, reportText } from "../../../web/src/document/forms.js";
import { version } from "../../../web/src/engine/version.js";
import { textOf } from "../project.js";
import { sampleAudit, unavailable } from "../views/sample-audit.js";
import { sampleGap } from "../views/sample-gap.js";
import { sampleComparison, sampleSubgroups } from "../views/sample-groups.js";

/** @import { Audit } from "../../../web/src/types.d.ts" */
/** @import { CardForm } from "../../../web/src/document/types.d.ts" */

const { DOMParser } = new JSDOM().window;
const XSD = "http://www.w3.org/2001/XMLSchema";
const schema = new DOMParser().parseFromString(
  textOf("tests/fixtures/cards/chai-applied-model-card-0.2.xsd"),
  "application/xml",
).documentElement;

/** @param {Element} of @param {string} name */
const children = (of, name) => [...of.children].filter((child) => child.namespaceURI === XSD && child.localName === name);

/** The sequence of a named type, or of the element itself. @param {Element} element of the schema @returns {Element | undefined} */
function sequenceOf(element) {
  const type = element.getAttribute("type")?.replace(/^mc:/, "");
  const complex = type
    ? children(schema, "complexType").find((one) => one.getAttribute("name") === type)
    : children(element, "complexType")[0];
  return complex && children(complex, "sequence")[0];
}

/** What of the schema's one kind of rule (sequences of elements, each once unless it says otherwise) is broken. @param {Element} found @param {Element} rule @param {string} path @returns {string[]} */
function broken(found, rule, path) {
  const sequence = sequenceOf(rule);
  if (!sequence) return found.children.length > 0 || rule.getAttribute("type") !== "xs:string" ? [`${path} holds elements`] : [];
  const left = [...found.children];
  const faults = children(sequence, "element").flatMap((element) => {
    const name = element.getAttribute("name") ?? "";
    const least = sequence.getAttribute("minOccurs") === "0" ? 0 : Number(element.getAttribute("minOccurs") ?? 1);
    const most = [element, sequence].some((one) => one.getAttribute("maxOccurs") === "unbounded") ? Infinity : 1;
    let count = 0;
    const inside = [];
    while (left[0]?.localName === name && count < most) {
      inside.push(...broken(/** @type {Element} */ (left.shift()), element, `${path}/${name}`));
      count++;
    }
    return count < least ? [...inside, `${path} lacks ${name}`] : inside;
  });
  return [...faults, ...left.map(({ localName }) => `${path} has ${localName} in no place`)];
}

/** @param {string} xml */
function faultsOf(xml) {
  const { documentElement } = new DOMParser().parseFromString(xml, "application/xml");
  if (documentElement.namespaceURI !== schema.getAttribute("targetNamespace")) return ["another namespace, or no XML"];
  return broken(documentElement, children(schema, "element")[0], "AppliedModelCard");
}

/** @param {CardForm} form @param {Audit} audit @param {Partial<typeof NOTHING_FILED>} [filing] */
const card = (form, audit, filing = {}) => reportText(form, audit, { word: "reports", filing: { ...NOTHING_FILED, ...filing }, style: "" });

/** Of every kind: with groups and the gap, without scores, from sums. @returns {[string, Audit][]} */
function audits() {
  const wide = sampleAudit();
  wide.inputs.texts.cols = 768;
  const nothing = unavailable("the images are 512 wide, the texts 768: this needs one width");
  const sums = sampleAudit();
  sums.aggregate = {
    ...{ sites: [{ label: "A & B <north>", pairs: 500 }], blocks: 1, preprocessing: "none", noise: null },
    ...{ intervals: unavailable("one block"), withinSite: unavailable("not in the file") },
  };
  return [
    ["plain", sampleAudit()],
    ["with groups and the gap", sampleAudit({ subgroups: sampleSubgroups(), gap: sampleGap() })],
    [
      "without one width",
      {
        ...wide,
        sas: /** @type {any} */ ({ ...wide.sas, imageToText: nothing, textToImage: nothing, imbalance: nothing }),
        retrieval: nothing,
        hubs: nothing,
      },
    ],
    ["from sums", sums],
  ];
}

describe("the CHAI model card", () => {
  it.each(audits())("%s: holds to the published schema", (_, audit) => {
    expect(faultsOf(card("chai", audit, { institution: "Ward 7 <&>", notes: 'a "quote"' }))).toEqual([]);
  });

  it("is told from what does not hold to it", () => {
    const xml = card("chai", sampleAudit());
    expect(faultsOf(xml.replace(/<ModelName>.*?<\/ModelName>/, ""))).toEqual(
      ["AppliedModelCard/BasicInfo lacks ModelName", expect.anything(), expect.anything()].slice(0, 1),
    );
    expect(faultsOf(xml.replace("<Keywords>", "<Keywords><Other>x</Other>"))).not.toEqual([]);
    expect(faultsOf(xml.replace("mc.chai.org/v0.2", "mc.chai.org/v0.1"))).not.toEqual([]);
  });

  it("has the numbers with what they are, and says of all else that it is not stated", () => {
    const audit = sampleAudit({ subgroups: sampleSubgroups() });
    const xml = new DOMParser().parseFromString(card("chai", audit), "application/xml");
    const results = [...xml.querySelectorAll("MetricResult")].map((one) => [
      one.querySelector("Label")?.textContent,
      JSON.parse(one.querySelector("ValueJson")?.textContent ?? ""),
    ]);
    const recall = results.find(([label]) => label === "R@1 image → report: the right partner comes first");
    if ("status" in audit.retrieval) throw new Error("none");
    expect(recall?.[1].estimate ?? recall?.[1].value).toBeCloseTo(100 * audit.retrieval.imageToText.recall[1], 2);
    expect(results.some(([label]) => /^R@1 image → text, ward .* \(\d+ pairs\)$/.test(label) || /^Imbalance, /.test(label))).toBe(true);
    for (const name of ["ModelName", "FundingSource", "ClinicalRiskLevel", "PatientConsentOrDisclosure"])
      expect(xml.querySelector(name)?.textContent).toMatch(/^Not stated: an audit of embeddings does not know it/);
    expect(xml.querySelector("SafetyReliability MetricGoal")?.textContent).toBe("Not measured by this audit.");
  });
});

describe("the FHIR card", () => {
  it.each(audits())("%s: is a DocumentReference as the profile AI-ModelCard fixes it, with the card and the report inside", (_, audit) => {
    const made = JSON.parse(card("fhir", audit));
    expect(made).toMatchObject({ resourceType: "DocumentReference", status: "current" });
    const system = "http://hl7.org/fhir/uv/aitransparency/CodeSystem/AIinputsCS";
    expect(made.type.coding).toEqual([{ system, code: "AIModelCard", display: "AI Model-Card" }]);
    const codes = made.category.flatMap((/** @type {any} */ { coding }) => coding.map((/** @type {any} */ { code }) => code));
    expect(codes).toEqual(["AImodelCardCHAIformat", "AIModelCardMarkdownFormat"]);
    const [xml, markdown] = made.content.map((/** @type {any} */ { attachment }) => attachment);
    const text = (/** @type {string} */ data) => new TextDecoder().decode(Uint8Array.from(atob(data), (sign) => sign.charCodeAt(0)));
    expect([xml.contentType, markdown.contentType]).toEqual(["application/xml", "text/markdown"]);
    expect(text(xml.data)).toBe(card("chai", audit));
    expect(text(markdown.data)).toBe(reportText("markdown", audit, { word: "reports", filing: NOTHING_FILED, style: "" }));
  });
});

describe("the CLAIM table", () => {
  it("names the items that the audit says something to, and all others as the study's", () => {
    const text = card("claim", sampleAudit({ subgroups: sampleSubgroups(), gap: sampleGap() }));
    const filled = [...text.matchAll(/^\| (\d+) \|/gm)].map(([, item]) => Number(item));
    const open = /items ([\d, ]+)\./.exec(text)?.[1].split(", ").map(Number) ?? [];
    expect([...filled, ...open].sort((a, b) => a - b)).toEqual(Array.from({ length: 44 }, (_, k) => k + 1));
    expect(text).toContain(`says something to ${filled.length}.`);
    // Those are never an audit's.
    for (const item of [1, 2, 8, 16, 22, 25, 34, 44]) expect(open).toContain(item);
  });

  it("says that no row was left out only if it knows that", () => {
    const missing = (/** @type {Audit} */ audit) => /^\| 12 \| Missing data \| (.*) \|$/m.exec(card("claim", audit))?.[1];
    expect(missing(sampleAudit())).toBe("No row was left out by the audit.");
    for (const code of ["ROWS_LEFT_OUT", "REPEATED_IMAGES"]) {
      const audit = sampleAudit();
      audit.inputs.findings = [{ code, level: "warning", message: "3 rows went.", count: 3, rows: [1, 2, 3] }];
      expect(missing(audit)).toBe("3 rows went.");
      expect(card("claim", audit)).not.toContain("No row was left out");
    }
    const sums = Object.fromEntries(audits())["from sums"];
    expect(missing(sums)).toBe("What the sites left out is not in their sums, and not known.");
  });

  it.each(audits())("%s: is whole sentences without what is missing", (_, audit) => {
    expect(card("claim", audit)).not.toMatch(/undefined|NaN|\[object/);
  });
});

it("cards are of one model's audit, with or without its names", () => {
  expect(formsOf(sampleComparison())).not.toContain("chai");
  expect(() => reportText("chai", sampleComparison(), { word: "texts", filing: NOTHING_FILED, style: "" })).toThrow(
    "A card is of one model’s audit",
  );
  const audit = sampleAudit({ subgroups: sampleSubgroups() });
  const { column } = sampleSubgroups();
  audit.inputs.images.file = "ward-7/janedoe.npy";
  for (const form of /** @type {const} */ (["chai", "claim"])) {
    expect(card(form, audit)).toContain(column);
    const nameless = card(form, audit, { names: false });
    expect(nameless).not.toMatch(/janedoe/);
    for (const { value } of sampleSubgroups().groups) expect(nameless).not.toContain(` ${value} (`);
  }
});

it("CITATION.cff has the version of the program", () => {
  expect(textOf("CITATION.cff")).toContain(`\nversion: ${version}\n`);
});
