// @vitest-environment jsdom
import { beforeEach, expect, it, vi } from "vitest";
import { asideParts } from "../../../web/src/app/aside-parts.js";
import { Failure } from "../../../web/src/failure.js";
import { createCut, createPick } from "../../../web/src/views/followed.js";
import { render } from "../../../web/src/views/report.js";
import { moveTask } from "../../../web/src/views/task.js";
import { sampleAudit } from "./sample-audit.js";
import { sampleComparison } from "./sample-groups.js";

/** @import { Subgroup, Subgroups } from "../../../web/src/types.d.ts" */

/** @type {HTMLElement} */
let page;
beforeEach(() => {
  document.body.replaceChildren();
  page = document.createElement("main");
  document.body.append(page);
});

const audit = sampleAudit();

/** @param {string} value @param {number} n @param {number} imbalance @param {number} pHolm @returns {Subgroup} */
function scored(value, n, imbalance, pHolm) {
  const random = { mean: 0.02, low: 0, high: 0.04, standardError: 0.01 };
  const recall = { 1: 0.5, 5: 0.75, 10: 0.875 };
  return {
    value,
    n,
    sas: { imageToText: 0.5 + imbalance, textToImage: 0.5, symmetric: 0.5, imbalance },
    recall: { imageToText: recall, textToImage: recall },
    uncertainty: /** @type {any} */ ({ sasImbalance: { low: imbalance - 0.1, high: imbalance + 0.1, standardError: 0.05 } }),
    random: { sasImbalance: random },
    p: pHolm / 2,
    pHolm,
  };
}

/** @type {Subgroups} */
const found = {
  column: "site <b>",
  minimum: 30,
  draws: 20,
  options: audit.options,
  groups: [scored("A <i>", 300, 0.4, 0.001), scored("B", 120, 0.02, 0.6), { value: "C", n: 9, reason: "9 pairs, fewer than 30" }],
  notes: ["7 of 436 pairs have no value."],
};

const comparison = sampleComparison();
comparison.b.inputs.images.file = "other<b>.npy";

/** @param {Partial<import("../../../web/src/views/types.d.ts").ViewOptions>} [more] */
function show(more) {
  render(page, audit, { word: "texts", cut: createCut(0.1), pick: createPick(), name: "sample", ...more });
}

const doing = () => ({ cancel: vi.fn(), choose: vi.fn(), save: vi.fn(), file: vi.fn() });
const asks = (/** @type {string[]} */ ...columns) => ({ columns, make: vi.fn(), cancel: vi.fn() });
/** @param {string} selector */
const one = (selector) => /** @type {HTMLElement} */ (page.querySelector(selector));

it("the place of the groups says of a table that fits no rows why there are none, under the headline and among the findings too", () => {
  const message = "meta.csv has 300 rows for 500 images and 500 texts, and no column says which row is whose.";
  show({ leftAside: [{ code: "METADATA_UNUSED", level: "warning", message, count: 1, rows: [] }] });
  for (const place of ["#card-groups .card-body", ".warnings", "#card-findings"]) expect(one(place).textContent).toContain(message);
  expect(one("#card-groups").textContent).not.toContain("dot");
  show();
  expect(one("#card-findings").textContent).not.toContain(message);
});

it("cards of asides come once the audit is done, in their places", () => {
  show();
  expect(one("#card-groups")).toBeNull();
  show({ groups: { ask: asks("site", "sex") }, comparison: doing() });
  const ids = [...page.querySelectorAll(".card")].map(({ id }) => id);
  expect(ids.slice(ids.indexOf("card-findings"), ids.indexOf("card-details") + 1)).toEqual([
    "card-findings",
    "card-groups",
    "card-comparison",
    "card-details",
  ]);
  const listed = [...page.querySelectorAll(".contents-list li a")].map((link) => link.getAttribute("href"));
  expect(listed).toEqual(ids.map((id) => `#${id}`));
  expect(one("#card-groups figure")).toBeNull();
});

it("groups are asked for by column", () => {
  const ask = asks("site", "sex");
  show({ groups: { ask } });
  /** @type {HTMLSelectElement} */ (one("#group-column")).value = "sex";
  one("#group-run").click();
  expect(ask.make).toHaveBeenCalledExactlyOnceWith("sex");
});

it("while they are made the card shows how far they are, and can stop them", () => {
  const ask = asks("site", "sex");
  show({ groups: { ask, about: "sex", running: true } });
  moveTask(one("#card-groups"), { stage: "group 2 of 8", done: 0.25 });
  expect(one("#card-groups progress")).toHaveProperty("value", 0.25);
  expect(one(".task-stage").textContent).toBe("Group 2 of 8, 25 %");
  expect(one("#group-column")).toHaveProperty("value", "sex");
  one(".task button").click();
  expect(ask.cancel).toHaveBeenCalledOnce();
});

it("each group has its mark, its random groups' band, its numbers; one of too few pairs says so", () => {
  show({ groups: { ask: asks("site <b>"), found } });
  const card = one("#card-groups");
  expect(card.querySelectorAll("circle.dot")).toHaveLength(2);
  expect(card.querySelectorAll(".chance-mark")).toHaveLength(2);
  const texts = [...card.querySelectorAll("svg text")].map(({ textContent }) => textContent);
  expect(texts).toContain("+0.400  (+0.300 to +0.500)");
  expect(texts).toContain("too few pairs");
  expect(one(".group-finding").textContent).toMatch(/^The imbalance of 1 of 2 groups differs .* A <i>\.$/);
  expect(card.textContent).toContain("7 of 436 pairs have no value.");
  expect(card.querySelector("b, i")).toBeNull();
});

it("an audit that was opened without its data shows the groups that it holds, and asks for none", () => {
  const state = /** @type {any} */ ({ phase: "done", audit: { subgroups: found }, files: [], asides: {} });
  show(asideParts(state, /** @type {any} */ ({}), doing()));
  expect(one("#card-groups").querySelectorAll("circle.dot")).toHaveLength(2);
  expect(one("#group-column")).toBeNull();
  expect(one("#card-comparison")).toBeNull();
});

it("another score of the groups is a click away", () => {
  show({ groups: { ask: asks("site <b>"), found } });
  const recall = /** @type {HTMLElement} */ (
    [...page.querySelectorAll(".segment")].find(({ textContent }) => textContent === "R@1 image → text")
  );
  recall.click();
  expect(recall.getAttribute("aria-pressed")).toBe("true");
  expect(one("#card-groups svg").getAttribute("aria-label")).toMatch(/^R@1 image → text, 0 to 1: A <i> 0.500/);
});

it("what a group's pairs give when shuffled is drawn where a score comes near it", () => {
  const shuffled = (/** @type {number} */ p95) => /** @type {any} */ ({ sasImageToText: { p95 }, sasTextToImage: { p95 } });
  const marks = (/** @type {number} */ p95) => {
    const groups = found.groups.map((group) => (group.sas ? { ...group, random: undefined, chance: shuffled(p95) } : group));
    show({ groups: { ask: asks("site"), found: { ...found, groups } } });
    /** @type {HTMLElement} */ (one("#card-groups .segment:nth-child(2)")).click();
    return page.querySelectorAll("#card-groups .chance-mark").length;
  };
  expect([marks(0.1), marks(0.3)]).toEqual([0, 2]);
  const cells = [...page.querySelectorAll("#card-groups .reading .table-tool:last-child tbody tr")].map(
    (row) => row.children[1].textContent,
  );
  expect(cells).toEqual(["0.300", "0.300"]);
});

it("a failure is a sentence in the card, and the report stays", () => {
  show({ groups: { ask: asks("site"), failure: new Failure("OUT_OF_MEMORY", "There was not enough memory.") } });
  expect(one("#card-groups").textContent).toContain("There was not enough memory.");
  expect(one("#card-scores svg")).not.toBeNull();
});

it("two models: search in whole numbers and who is better, a row a score with its adjusted p, and files to save", () => {
  const parts = { ...doing(), models: { keep: vi.fn(), show: vi.fn(), drop: vi.fn() } };
  show({ comparison: { found: { comparison }, ...parts } });
  const card = one("#card-comparison");
  expect(one("#card-comparison .group-finding").textContent).toBe(
    "The first model finds the right text first for 125 of 500 images, the second for 62 (McNemar, p < 0.001). The first is better at finding texts; in finding images nothing was tested.",
  );
  expect(card.textContent).toContain("Second: other<b>.npy");
  expect(card.querySelectorAll("circle.dot")).toHaveLength(5);
  const rows = [...card.querySelectorAll(".reading tbody tr")].map((row) => [...row.children].map(({ textContent }) => textContent));
  expect(rows[3]).toEqual(["R@1 image → text", "25.0 %", "18.8 %", "+6.3 pts", "+5.0 pts to +7.5 pts", "0.002", "0.006", "first better"]);
  expect(card.textContent).toContain("The first hits were not tested: not every query was ranked.");
  expect(card.textContent).toContain("adjusts for its 4 p values");
  one("#swap-models").click();
  expect(parts.models.keep).toHaveBeenCalledExactlyOnceWith(0);
  one("#save-comparison").click();
  expect(parts.save).toHaveBeenCalledExactlyOnceWith(comparison);
  one("#file-comparison").click();
  expect(parts.file).toHaveBeenCalledExactlyOnceWith(comparison);
});

it("three models: a row each, the best searcher above, told apart from the baseline alone", () => {
  const third = sampleComparison();
  third.b.inputs.images.file = "third.npy";
  const { imageToText } = third.mcnemar;
  Object.assign(imageToText, { onlyFirst: 12, onlySecond: 14, p: 0.8 });
  if (!("status" in third.b.retrieval)) third.b.retrieval.imageToText.curve[0] = 127 / 500;
  const none = /** @type {const} */ ({ status: "unavailable", reason: "not every query was ranked" });
  /** @type {import("../../../web/src/types.d.ts").Comparisons} */
  const several = {
    schema: "askew-comparisons/1",
    comparisons: [comparison, third],
    family: [
      { imageToText: 2e-8, textToImage: none },
      { imageToText: 0.8, textToImage: none },
    ],
  };
  const parts = { ...doing(), models: { keep: vi.fn(), show: vi.fn(), drop: vi.fn() } };
  show({ comparison: { found: { comparison: third, several }, ...parts } });
  const rows = [...page.querySelectorAll(".models-table tbody tr")].map((row) =>
    [...row.children].slice(0, 4).map((cell) => cell.textContent),
  );
  expect(rows).toEqual([
    ["third.npy", "25.4 %", "not shown to differ", "0.80"],
    ["images.npy", "25.0 %", "baseline", "–"],
    ["other<b>.npy", "12.4 %", "worse than the baseline", "< 0.001"],
  ]);
  expect(one("#card-comparison .group-finding").textContent).toBe(
    "The baseline images.npy finds the right text first for 125 of 500 images. Worse: other<b>.npy (62); not shown to differ: third.npy (127).",
  );
  const keep = /** @type {HTMLElement} */ (page.querySelector('[aria-label="Keep as baseline: other<b>.npy"]'));
  keep.click();
  expect(parts.models.keep).toHaveBeenCalledExactlyOnceWith(0);
  expect(page.querySelector("#swap-models")).toBeNull();
  // The pair that is looked at is judged by the p values of the whole family, as the table is.
  expect(one("#card-comparison").textContent).toContain("the second for 127 (McNemar, p = 0.80)");
  expect(one("#card-comparison").textContent).toContain("adjusted (Holm) over all models and both directions of search");
  one("#save-comparison").click();
  expect(parts.save).toHaveBeenCalledExactlyOnceWith(several);
});
