// @vitest-environment jsdom
import { beforeEach, describe, expect, it } from "vitest";
import { noticesOf, printedNow } from "../../../web/src/app/printed.js";
import { NOTHING_FILED } from "../../../web/src/document/filing.js";
import { printedParts } from "../../../web/src/document/forms.js";
import { PAGE } from "../../../web/src/views/page-maker.js";
import { sampleAudit } from "../views/sample-audit.js";
import { sampleComparison } from "../views/sample-groups.js";

/** @import { BenchmarkState, State } from "../../../web/src/app/session-types.d.ts" */

/** @param {object} parts @returns {State} */
const done = (parts) =>
  /** @type {State} */ (/** @type {unknown} */ ({ phase: "done", audit: sampleAudit(), word: "texts", asides: {}, ...parts }));
const VERIFIED = {
  agrees: false,
  compared: 5000,
  differing: 6,
  notes: [],
  differences: ["sas.imageToText", "inputs.images.array"].map((path) => ({
    kind: "data",
    path,
    message: `${path} of secret.npy differs.`,
  })),
};

beforeEach(() => {
  document.body.innerHTML = '<main id="learn" hidden></main><dialog id="summary"></dialog>';
});

/** @param {State} state @param {Partial<BenchmarkState>} [benchmark] @param {Partial<typeof NOTHING_FILED>} [filing] */
const now = (state, benchmark = {}, filing = {}) =>
  printedNow({
    page: document,
    session: { store: /** @type {any} */ ({ get: () => state }), whole: () => state.audit },
    benchmark: /** @type {BenchmarkState} */ (benchmark),
    filing: { ...NOTHING_FILED, ...filing },
  });

describe("what is printed", () => {
  it("is the finished result, with what it was compared with; of other screens nothing", () => {
    const comparison = sampleComparison();
    const state = done({ asides: { comparison: { found: { comparison } } } });
    expect(now(state)).toMatchObject({ made: { schema: "askew-audit/1" }, comparison, notices: [] });
    expect(now(done({ phase: "running" }))).toBeUndefined();
    document.getElementById("learn")?.removeAttribute("hidden");
    expect(now(state)).toBeUndefined();
  });

  it("is every model where there are more than two, each with its difference", () => {
    const [comparison, other] = [sampleComparison(), sampleComparison()];
    other.b.inputs.images.file = "third.npy";
    const none = /** @type {const} */ ({ status: "unavailable", reason: "not every query was ranked" });
    const family = [comparison, other].map(() => ({ imageToText: 0.01, textToImage: none }));
    const several = { schema: "askew-comparisons/1", comparisons: [comparison, other], family };
    const printed = now(done({ asides: { comparison: { found: { comparison, several } } } }));
    expect(printed).toMatchObject({ comparison: several });
    if (!printed) return;
    const paper = document.createElement("div");
    paper.append(...printedParts(PAGE, printed.made, printed));
    expect(paper.querySelectorAll("#models tbody tr")).toHaveLength(3);
    expect(paper.querySelectorAll("#figure-differences-1, #figure-differences-2, #differences-1, #differences-2")).toHaveLength(4);
    expect(paper.textContent).toContain("third.npy");
    const nameless = printedParts(PAGE, printed.made, { ...printed, filing: { ...NOTHING_FILED, names: false } });
    paper.replaceChildren(...nameless);
    expect(paper.textContent).not.toContain("third.npy");
  });

  it("leaves the paper to a summary that is open", () => {
    document.getElementById("summary")?.setAttribute("open", "");
    expect(now(done({}))).toBeUndefined();
  });

  it("says that names are printed, unless they are left out", () => {
    expect(now(done({}))?.note).toContain("names of files");
    expect(now(done({}), {}, { names: false })?.note).toBe("");
  });

  it("never hides that an audit was not verified, or was opened without its data", () => {
    const state = done({ saved: { name: "old.json" }, verification: VERIFIED });
    expect(noticesOf(state, true)).toEqual([
      "Not verified: the data differ (6 differences in all).",
      "Computed again from the files, with the options of old.json.",
      "sas.imageToText of secret.npy differs.",
      "inputs.images.array of secret.npy differs.",
      "4 more are not listed here.",
    ]);
    const nameless = noticesOf(state, false);
    expect(nameless[0]).toMatch(/^Not verified/);
    expect(nameless.join(" ")).not.toMatch(/secret|old\.json/);
    expect(noticesOf(done({ saved: { name: "old.json" } }), true)).toEqual([
      "Opened from old.json, without its data: its numbers were not computed again.",
    ]);
    expect(noticesOf(done({}), true)).toEqual([]);
    const questions = [{ code: "METADATA_UNUSED", level: "warning", message: "secret.csv describes other rows.", count: 1, rows: [] }];
    const unused = done({ files: [], pairs: {}, proposal: { questions } });
    expect(noticesOf(unused, true)).toEqual(["secret.csv describes other rows."]);
    expect(noticesOf(unused, false).join(" ")).not.toContain("secret");
  });
});
