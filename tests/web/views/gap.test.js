// @vitest-environment jsdom
import { describe, expect, it, vi } from "vitest";
import { textReport } from "../../../web/src/document/audit-text.js";
import { NOTHING_FILED } from "../../../web/src/document/filing.js";
import { reportText } from "../../../web/src/document/forms.js";
import { Failure } from "../../../web/src/failure.js";
import { cureInWords, gapInWords } from "../../../web/src/report/gap.js";
import { withoutNames } from "../../../web/src/report/nameless.js";
import { parsedAudit } from "../../../web/src/report/saved-audit.js";
import { createCut, createPick } from "../../../web/src/views/followed.js";
import { render } from "../../../web/src/views/gap.js";
import { sampleAudit, unavailable } from "./sample-audit.js";
import { sampleGap } from "./sample-gap.js";

/** @import { GapPart } from "../../../web/src/views/types.d.ts" */

/** @param {GapPart} gap */
function drawn(gap) {
  const body = document.createElement("div");
  render(body, sampleAudit(), { word: "reports", gap, cut: createCut(0.1), pick: createPick(), name: "sample" });
  return body;
}
const ask = () => ({ make: vi.fn(), save: vi.fn(), cancel: vi.fn() });

describe("the card of the gap", () => {
  it("asks before it measures, shows that it runs, and can be cancelled", () => {
    const own = ask();
    const empty = drawn({ ask: own });
    expect(empty.textContent).toContain("Splits the pairs into two halves");
    /** @type {HTMLButtonElement} */ (empty.querySelector("#gap-run")).click();
    expect(own.make).toHaveBeenCalledOnce();
    const running = drawn({ ask: own, running: true });
    expect(running.querySelector("#gap-run")).toBeNull();
    /** @type {HTMLButtonElement} */ (running.querySelector(".task button")).click();
    expect(own.cancel).toHaveBeenCalledOnce();
  });

  it("says a failure and lets one ask again; says why there is none", () => {
    const failed = drawn({ ask: ask(), failure: new Failure("OUT_OF_MEMORY", "There is not enough memory for this step.") });
    expect(failed.textContent).toContain("not enough memory");
    expect(failed.querySelector("#gap-run")).not.toBeNull();
    expect(drawn({ found: unavailable("39 pairs: half of them teach nothing; 40 are needed") }).textContent).toContain(
      "39 pairs: half of them",
    );
  });

  it("has the tables, and a button to save only where the pairs are at hand", () => {
    const own = ask();
    const body = drawn({ ask: own, found: sampleGap() });
    const [there, back, alignment] = [...body.querySelectorAll("table")].map((table) =>
      [...table.querySelectorAll("tbody tr")].map((row) => [...row.children].map(({ textContent }) => textContent)),
    );
    expect(there.slice(0, 2)).toEqual([
      ["As given", "10.0 %", "–", "–", "20.0 %", "30.0 %"],
      ["Centred", "13.0 %", "+3.0", "+1.0 to +5.0", "23.0 %", "33.0 %"],
    ]);
    expect(back[3]).toEqual(["Without private directions", "25.0 %", "−1.0", "−3.0 to +1.0", "35.0 %", "45.0 %"]);
    expect(alignment[0]).toEqual(["As given", "0.540", "0.340", "0.125", "100.0 %", "96.0 %"]);
    /** @type {HTMLButtonElement} */ (body.querySelector("#gap-save")).click();
    expect(own.save).toHaveBeenCalledOnce();
    expect(drawn({ found: sampleGap() }).querySelector("#gap-save")).toBeNull();
  });
});

describe("the gap in words", () => {
  it("says what is clear, and that nothing else is", () => {
    const [centred, whitened, without, index] = cureInWords(sampleGap(), "reports");
    expect(centred).toBe(
      "Subtracting each side’s mean raises R@1 image → report, by +3.0 points (+1.0 to +5.0), and does not clearly change R@1 report → image, by −1.0 points (−3.0 to +1.0).",
    );
    expect(whitened).toContain("lowers R@1 image → report");
    expect(without).toBe(
      "Leaving out the private directions changes R@1 by +0.5 points (−2.0 to +3.0) image → report and −1.0 points (−3.0 to +1.0) report → image: neither is clear.",
    );
    expect(index).toContain(
      "100 % of the 10 nearest to an image are images, and 96 % of those to a report are reports; centred, 75 % and 63 %",
    );
  });

  it("says that there is nothing private, and that a treatment could not be measured", () => {
    const nothing = sampleGap({ private: { low: 0, high: 0.2, removed: [0, 0] } });
    expect(cureInWords(nothing, "texts")[2]).toContain("No direction is private enough");
    const gap = sampleGap();
    gap.treatments[1] = { name: "centred", reason: "a row has no direction left" };
    expect(cureInWords(gap, "texts")[0]).toBe("Subtracting each side’s mean could not be measured: a row has no direction left.");
    expect(cureInWords(gap, "texts").join(" ")).not.toContain("one index");
  });

  it("has no rest where the sides are one shift apart", () => {
    const gap = sampleGap({ distance: { meanSquare: 1, centre: 1, directions: 0, leading: [0] } });
    expect(gapInWords(gap, "texts")[0]).toContain(
      "100 % is the distance between the centres of the two sides; nothing else is between them.",
    );
  });
});

describe("a saved gap", () => {
  const audit = sampleAudit({ gap: sampleGap() });

  it("is in the command's report and in every form of the saved one, and is read again", async () => {
    expect(textReport(audit)).toContain("What closing it would do");
    const options = /** @type {const} */ ({ word: "reports", filing: NOTHING_FILED, style: "" });
    const html = reportText("html", audit, options);
    expect(html).toContain("Closing the gap: search image → text among pairs that nothing was learnt from");
    expect(html).toContain("Bonett and Price 2012");
    expect(reportText("html", sampleAudit(), options)).not.toContain("Bonett and Price 2012");
    expect(reportText("csv", audit, options)).toContain("gap-recall,Centred: R@10 text → image,95 % low,-0.03");
    expect(parsedAudit(JSON.stringify(audit), "audit.json").gap).toEqual(audit.gap);
  });

  it("without names is the same, and a reason does not tell a column", () => {
    expect(withoutNames(audit).gap).toEqual(audit.gap);
    const clusters = { column: "zq_patient", count: 20, largest: 8 };
    const few = sampleAudit({ gap: unavailable("20 values of zq_patient: half of them teach nothing; 40 are needed") });
    few.inputs.clusters = clusters;
    expect(withoutNames(few).gap).toEqual(unavailable("20 values of a column: half of them teach nothing; 40 are needed"));
  });

  it("of one that lost a number is refused with its place", () => {
    const broken = JSON.parse(JSON.stringify(audit));
    broken.gap.private.low = "much";
    expect(() => parsedAudit(JSON.stringify(broken), "audit.json")).toThrow(/gap\.private\.low/);
  });
});
