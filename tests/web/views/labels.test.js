// @vitest-environment jsdom
import { describe, expect, it, vi } from "vitest";
import { textReport } from "../../../web/src/document/audit-text.js";
import { NOTHING_FILED } from "../../../web/src/document/filing.js";
import { reportText } from "../../../web/src/document/forms.js";
import { withoutNames } from "../../../web/src/report/nameless.js";
import { render } from "../../../web/src/views/labels.js";
import { sampleAudit } from "./sample-audit.js";

/** @import { LabelsOneWay, SearchByLabel } from "../../../web/src/types.d.ts" */

const facts = (/** @type {number} */ value) => ({
  precision: { 1: value, 5: value, 10: value },
  recall: { 1: value, 5: 0.8, 10: 0.9 },
  ndcg: value,
});
/** @type {LabelsOneWay} */
const way = {
  queries: 480,
  ...facts(0.4),
  chance: facts(0.25),
  classes: [
    { label: "effusion", queries: 300, precision: 0.5, recall: 0.6, ndcg: 0.55 },
    { label: "pneumothorax", queries: 180, precision: 0.2, recall: 0.3, ndcg: 0.25 },
  ],
};
/** @type {SearchByLabel} */
const byLabel = { column: "finding", labels: 2, unlabelled: 20, imageToText: way, textToImage: { ...way, classes: [way.classes[0]] } };

describe("search by label", () => {
  it("asks for the column where there are columns of labels and none was named", () => {
    const make = vi.fn();
    const body = document.createElement("div");
    render(body, sampleAudit(), { labels: { columns: ["finding", "view"], make } });
    const column = /** @type {HTMLSelectElement} */ (body.querySelector("#label-column"));
    column.value = "view";
    /** @type {HTMLButtonElement} */ (body.querySelector("#label-run")).click();
    expect(make).toHaveBeenCalledWith("view");
  });

  it("has both ways beside chance, each label, and who has none", () => {
    const body = document.createElement("div");
    render(body, sampleAudit({ byLabel }), {});
    const rows = [...body.querySelectorAll("tbody tr")].map((row) => [...row.children].map(({ textContent }) => textContent));
    expect(rows).toEqual([
      ["Image → text", "40.0 %", "40.0 %", "40.0 %", "40.0 %", "80.0 %", "90.0 %", "0.400"],
      ["Image → text, by chance", "25.0 %", "25.0 %", "25.0 %", "25.0 %", "80.0 %", "90.0 %", "0.250"],
      ["Text → image", "40.0 %", "40.0 %", "40.0 %", "40.0 %", "80.0 %", "90.0 %", "0.400"],
      ["Text → image, by chance", "25.0 %", "25.0 %", "25.0 %", "25.0 %", "80.0 %", "90.0 %", "0.250"],
      ["effusion", "300", "50.0 %", "60.0 %", "50.0 %", "60.0 %"],
      ["pneumothorax", "180", "20.0 %", "30.0 %", "–", "–"],
    ]);
    expect(body.textContent).toContain("20 of 500 images have no finding: they ask nothing, and are right for nobody.");
  });

  it("is in the command's report and in files, with its definition, and without names where these are left out", () => {
    const audit = sampleAudit({ byLabel });
    expect(textReport(audit)).toMatch(/Search that accepts any item of the same finding\n.*P@1.*nDCG@10\n {2}Image → text /);
    const options = /** @type {const} */ ({ word: "reports", filing: NOTHING_FILED, style: "" });
    const html = reportText("html", audit, options);
    expect(html).toContain("pneumothorax");
    expect(html).toContain("Search by label: P@k");
    expect(reportText("html", sampleAudit(), options)).not.toContain("Search by label: P@k");
    const nameless = JSON.stringify(withoutNames(audit));
    for (const name of ["finding", "effusion", "pneumothorax"]) expect(nameless).not.toContain(`"${name}"`);
    expect(nameless).toContain('"label 1"');
  });

  it("says why there is none", () => {
    const body = document.createElement("div");
    render(body, sampleAudit({ byLabel: { status: "unavailable", reason: "no pair has a label" } }), {});
    expect(body.textContent).toBe("No pair has a label.");
  });
});
