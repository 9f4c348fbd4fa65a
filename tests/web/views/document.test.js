// @vitest-environment jsdom
import { describe, expect, it } from "vitest";
import { NOTHING_FILED } from "../../../web/src/report/document/filing.js";
import { DEFINITIONS } from "../../../web/src/views/definitions.js";
import { reportPage } from "../../../web/src/views/document/page.js";
import { PICTURES } from "../../../web/src/views/document/pictures.js";
import { emptyAudit, sampleAudit } from "./sample-audit.js";

/** @param {ReturnType<typeof sampleAudit>} audit @param {Partial<typeof NOTHING_FILED>} [filing] */
const parsed = (audit, filing = {}) =>
  new DOMParser().parseFromString(
    reportPage(audit, { word: "reports", filing: { ...NOTHING_FILED, ...filing }, style: "p > b { color: red }" }),
    "text/html",
  );

const HOSTILE = `</style><script>alert(1)</script><img src=x onerror=alert(2)>"'&`;

describe("a saved report", () => {
  it("has a first page in order, every chart, and every definition", () => {
    const page = parsed(sampleAudit(), { institution: "St. Elsewhere", notes: "line one\nline two" });
    expect([...page.querySelectorAll("h1, h2")].map((heading) => heading.textContent)).toEqual([
      "The reports match the images’ leading directions better than the images match the reports’.",
      "Three things to know",
      "Limits",
      ...PICTURES.map(({ title }) => title),
      "Appendix: data, settings, tables",
      "Definitions",
    ]);
    expect(page.querySelectorAll("figure > svg")).toHaveLength(PICTURES.length);
    expect(page.querySelectorAll(".definition math").length).toBeGreaterThanOrEqual(DEFINITIONS.length);
    expect(page.querySelector("dl.filed")?.textContent).toContain("St. Elsewhere");
    expect(page.body.textContent).toContain("cd".repeat(32));
    expect(page.body.textContent).toContain("ab".repeat(32));
  });

  it("has no script, no link, no handler, and nothing that loads", () => {
    const page = parsed(sampleAudit());
    expect(page.querySelectorAll("script, link, img, iframe, object, embed, form, a, [src], [href]")).toHaveLength(0);
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
    expect(page.querySelector("dl.filed")?.textContent?.split(HOSTILE).length).toBe(6);
  });

  it("leaves out a chart that has no numbers", () => {
    const page = parsed(emptyAudit("the widths differ"));
    expect(page.querySelectorAll("figure")).toHaveLength(0);
    expect(page.body.textContent).toContain("The widths differ.");
  });
});
