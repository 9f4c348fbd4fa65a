// @vitest-environment jsdom
import { describe, expect, it } from "vitest";
import { DEFINITIONS } from "../../../web/src/document/definitions.js";
import { NOTHING_FILED } from "../../../web/src/document/filing.js";
import { reportText } from "../../../web/src/document/forms.js";
import { auditPictures } from "../../../web/src/document/pictures.js";
import { emptyAudit, sampleAudit } from "../views/sample-audit.js";
import { sampleComparison, sampleSubgroups } from "../views/sample-groups.js";

/** @param {import("../../../web/src/document/types.d.ts").Result} made @param {Partial<typeof NOTHING_FILED>} [filing] */
const parsed = (made, filing = {}) =>
  new DOMParser().parseFromString(
    reportText("html", made, { word: "reports", filing: { ...NOTHING_FILED, ...filing }, style: "p > b { color: red }" }),
    "text/html",
  );
/** @param {Document} page @param {string} selector */
const texts = (page, selector) => [...page.querySelectorAll(selector)].map(({ textContent }) => textContent);

/** The charts of an audit without groups. */
const PICTURES = auditPictures(sampleAudit(), "reports").filter(({ id }) => !id.startsWith("groups"));

const HOSTILE = `</style><script>alert(1)</script><img src=x onerror=alert(2)>"'&`;

describe("a saved report", () => {
  it("has a first page in order, every chart, and every definition", () => {
    const page = parsed(sampleAudit(), { institution: "St. Elsewhere", notes: "line one\nline two" });
    expect([...page.querySelectorAll("h1, h2")].map((heading) => heading.textContent)).toEqual([
      "What sets the images apart shows in the reports (0.74 of 1) more than the reverse (0.40).",
      "Three things to know",
      "Limits",
      ...PICTURES.map(({ title }) => title),
      "Appendix: data, settings, tables",
      "Definitions",
    ]);
    expect(page.querySelectorAll("figure > svg")).toHaveLength(PICTURES.length);
    expect(page.querySelectorAll(".definition math").length).toBeGreaterThanOrEqual(DEFINITIONS.length);
    const links = [...page.querySelectorAll(".definition a")].map((link) => link.getAttribute("href"));
    expect(links).toContain("https://doi.org/10.1007/BF02289451");
    expect(links.every((link) => link?.startsWith("https://doi.org/10."))).toBe(true);
    expect(page.querySelector("dl.filed")?.textContent).toContain("St. Elsewhere");
    expect(page.body.textContent).toContain("cd".repeat(32));
    expect(page.body.textContent).toContain("ab".repeat(32));
  });

  it("has no script, no link but to the DOIs of sources, no handler, and nothing that loads", () => {
    const page = parsed(sampleAudit());
    const doi = 'a[href^="https://doi.org/10."][rel="noreferrer"]';
    expect(page.querySelectorAll(`script, link, img, iframe, object, embed, form, a:not(${doi}), [src], [href]:not(${doi})`)).toHaveLength(
      0,
    );
    for (const element of page.querySelectorAll("*")) for (const { name } of element.attributes) expect(name).not.toMatch(/^on/);
    expect(page.querySelector('meta[http-equiv="Content-Security-Policy"]')?.getAttribute("content")).toMatch(/^default-src 'none'/);
  });

  it("takes every text of the user as text", () => {
    const { inputs, correlates } = sampleAudit();
    if ("status" in correlates) throw new Error("the sample has correlates");
    const audit = sampleAudit({
      inputs: {
        ...inputs,
        images: { ...inputs.images, file: HOSTILE, array: HOSTILE },
        findings: [{ code: HOSTILE, level: "warning", message: HOSTILE, count: 1, rows: [1] }],
        pairing: { by: "ids", says: HOSTILE, options: [] },
      },
      correlates: { ...correlates, traits: correlates.traits.map((trait) => ({ ...trait, name: HOSTILE })) },
    });
    const page = parsed(audit, { institution: HOSTILE, purpose: HOSTILE, auditor: HOSTILE, notes: HOSTILE });
    expect(page.querySelectorAll("script, img")).toHaveLength(0);
    expect(page.querySelectorAll("style")).toHaveLength(1);
    expect(page.querySelector("dl.filed")?.textContent?.split(HOSTILE).length).toBe(7);
  });

  it("leaves out a chart that has no numbers", () => {
    const page = parsed(emptyAudit("the widths differ"));
    expect(page.querySelectorAll("figure")).toHaveLength(0);
    expect(page.body.textContent).toContain("The widths differ.");
  });

  it("has the groups: their finding, a chart a score, their numbers", () => {
    const page = parsed(sampleAudit({ subgroups: sampleSubgroups() }));
    expect(texts(page, "figure h2").slice(PICTURES.length)).toEqual([
      "Do groups of the pairs differ? The imbalance by hospital",
      "SAS image → text by hospital",
      "SAS text → image by hospital",
    ]);
    expect(page.querySelectorAll("#figure-groups-imbalance circle.dot")).toHaveLength(2);
    expect(texts(page, "ol li")[0]).toMatch(/^The imbalance of 1 of 2 groups differs .*: Mercy\.$/);
    expect(texts(page, "ul li").join(" ")).toContain("1 group has fewer than 30 pairs and no scores.");
    const rows = [...page.querySelectorAll("#groups tbody tr")].map((row) => [...row.children].map(({ textContent }) => textContent));
    expect(rows).toEqual([
      ["Mercy", "300", "0.875", "0.500", "0.375", "0.275", "0.475", "0", "0.040", "0.001"],
      ["Lindenhof", "120", "0.531", "0.500", "0.031", "−0.069", "0.131", "0", "0.040", "0.60"],
      ["Inselspital", "9", "–", "–", "too few", "–", "–", "–", "–", "–"],
    ]);
    expect(texts(page, "#groups-retrieval tbody th")).toEqual(["Mercy", "Lindenhof"]);
  });

  it("of two models has their differences first, then the charts and tables of each", () => {
    const page = parsed(sampleComparison(), { institution: "St. Elsewhere" });
    expect(texts(page, "h1")).toEqual([
      "The first model finds the right report first for 125 of 500 images, the second for 62 (McNemar, p < 0.001). The first is better at finding reports; in finding images nothing was tested.",
    ]);
    expect(texts(page, "dl.filed dd")).toEqual(expect.arrayContaining(["images.npy", "other-images.npy", "St. Elsewhere"]));
    expect([...page.querySelectorAll("figure")].map(({ id }) => id)).toEqual(
      ["differences", "scores-a", "scores-b", "spectra-a", "spectra-b", "retrieval-a", "retrieval-b"].map((id) => `figure-${id}`),
    );
    expect(page.querySelectorAll("#figure-differences circle.dot")).toHaveLength(4);
    expect(texts(page, "#differences tbody tr:first-child > *")).toEqual([
      "SAS image → text",
      "0.500",
      "0.375",
      "0.125",
      "0.063",
      "0.188",
      "< 0.001",
      "< 0.001",
      "first better",
    ]);
    expect(texts(page, "#first-hits tbody tr:first-child > *").slice(0, 5)).toEqual(["Image → text", "50", "75", "12", "363"]);
    expect(texts(page, "ol li")[0]).toContain("SAS image → text: the first is better, by 0.125");
    const ids = [...page.querySelectorAll("table")].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual(expect.arrayContaining(["inputs-a", "inputs-b", "metrics-a", "metrics-b"]));
    expect(texts(page, "ul li").join(" ")).toContain("“p, Holm” in the table adjusts for its 4 p values");
  });

  it("takes the names of groups and of both models as text", () => {
    const groups = sampleSubgroups({ column: HOSTILE, notes: [HOSTILE] });
    groups.groups[0].value = HOSTILE;
    const compared = sampleComparison();
    compared.b.inputs.images.file = HOSTILE;
    for (const made of [sampleAudit({ subgroups: groups }), compared]) {
      const page = parsed(made);
      expect(page.querySelectorAll("script, img")).toHaveLength(0);
      expect(page.body.textContent).toContain(HOSTILE);
    }
  });
});
