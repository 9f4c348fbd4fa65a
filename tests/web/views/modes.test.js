// @vitest-environment jsdom
import { beforeEach, describe, expect, it } from "vitest";
import { scoreAt } from "../../../web/src/charts/score.js";
import { companyInWords, costliest, factsOf } from "../../../web/src/report/directions.js";
import { createCut, createPick } from "../../../web/src/views/followed.js";
import { render } from "../../../web/src/views/report.js";
import { emptyAudit, sampleAudit } from "./sample-audit.js";

/** @import { Audit, ModeDetail, ModeSample, Modes } from "../../../web/src/types.d.ts" */
/** @import { Place } from "../../../web/src/charts/types.d.ts" */

/** @type {HTMLElement} */
let page;
beforeEach(() => {
  document.body.replaceChildren();
  page = document.createElement("main");
  document.body.append(page);
});

/** @param {number} row @param {Partial<ModeSample>} [more] @returns {ModeSample} */
const sample = (row, more = {}) => ({ imageRow: row, textRow: row, image: 2.1, text: -1.4, ...more });

/** @param {Place} place @param {Partial<ModeSample>} [more] @returns {ModeDetail} */
function detailOf(place, more) {
  const list = [sample(17 + place.mode, more), sample(3)];
  return {
    ...place,
    poles: { image: { high: list, low: list }, text: { high: list, low: list } },
    carry: list,
    against: list,
    scatter: { image: [-1, 0, 1], text: [1, 0, -1] },
  };
}

/** @param {Audit} audit @param {(place: Place) => Promise<ModeDetail>} [detail] */
async function show(audit, detail) {
  const pick = createPick();
  const cut = createCut(audit.options.topQ);
  render(page, audit, { word: "reports", cut, pick, detail, name: "sample" });
  await Promise.resolve();
  await Promise.resolve();
  return { pick, cut };
}

const card = () => /** @type {HTMLElement} */ (page.querySelector("#card-modes"));
const text = () => card().textContent ?? "";
/** @param {string} name */
const button = (name) =>
  /** @type {HTMLButtonElement} */ (
    [...card().querySelectorAll("button")].find((one) => one.textContent === name || one.getAttribute("aria-label") === name)
  );
const field = () => /** @type {HTMLInputElement} */ (card().querySelector("#direction"));

function both() {
  const { modes } = sampleAudit();
  if ("status" in modes) throw new Error(modes.reason);
  return modes;
}

describe("a direction's facts", () => {
  it("add up to the score of its side, and the possible ones to 1", () => {
    for (const modes of Object.values(both())) {
      const facts = Array.from({ length: 10 }, (_, k) => factsOf(modes, k, 10));
      expect(facts.reduce((sum, { gives }) => sum + gives, 0)).toBeCloseTo(scoreAt(modes, 0.25), 12);
      expect(facts.reduce((sum, { could }) => sum + could, 0)).toBeCloseTo(1, 12);
    }
  });

  it("carry the sign of the covariance, and give nothing outside the cut", () => {
    const { imageAnchor } = both();
    expect(factsOf(imageAnchor, 1, 10).rho).toBeCloseTo(-imageAnchor.absCorrelation[1], 15);
    expect(factsOf(imageAnchor, 12, 10)).toMatchObject({ kept: false, gives: 0, could: 0 });
  });

  it("find the direction that costs the score most", () => {
    /** @type {Modes} */
    const modes = { eigenvalues: [4, 3, 2], absCorrelation: [0.9, 0.1, 0.0], otherVariance: [1, 1, 1], covariance: [1, 1, 1] };
    expect(costliest(modes, 3)).toBe(1);
    expect(costliest(modes, 1)).toBe(0);
  });
});

describe("what leading directions go with", () => {
  it("is said in a sentence each where it is strong", () => {
    expect(companyInWords(sampleAudit(), "reports")).toEqual([
      "Direction 1 of the images (18 % of their variance) goes with view (η 0.91).",
      "Direction 2 of the images (15 % of their variance) goes with length of the report (r −0.40).",
      "Direction 1 of the reports (9.7 % of their variance) goes with length of the report (r +0.75).",
    ]);
  });

  it("stands on the card with every correlation in a table, and what is not known as a dash", async () => {
    await show(sampleAudit());
    expect(text()).toContain("goes with view (η 0.91)");
    const rows = [...card().querySelectorAll("table tbody tr")].map((row) => [...row.children].map((cell) => cell.textContent));
    expect(rows).toEqual([
      ["1", "+0.02", "0.91"],
      ["2", "−0.40", "0.05"],
      ["1", "+0.75", "0.10"],
      ["2", "+0.03", "–"],
    ]);
    expect(text()).not.toContain("Drop a table of metadata");
  });

  it("asks for a table of metadata where there is none", async () => {
    const none = { pairs: 500, traits: [], imageAnchor: { anchor: [], other: [] }, textAnchor: { anchor: [], other: [] } };
    await show(sampleAudit({ correlates: none }));
    expect(text()).toContain("Drop a table of metadata");
  });
});

describe("the card of one direction", () => {
  it("begins with the direction that costs most, and moves with buttons, number and side", async () => {
    const asked = /** @type {Place[]} */ ([]);
    const { pick } = await show(sampleAudit(), async (place) => {
      asked.push(place);
      return detailOf(place);
    });
    expect(pick.place).toEqual({ side: "text", mode: 1 });
    expect(field().value).toBe("2");
    button("Weaker direction").click();
    expect(pick.place).toEqual({ side: "text", mode: 2 });
    button("Images").click();
    expect(pick.place).toEqual({ side: "image", mode: 2 });
    field().value = "7";
    field().dispatchEvent(new Event("change"));
    expect(pick.place).toEqual({ side: "image", mode: 6 });
    field().value = "1000";
    field().dispatchEvent(new Event("change"));
    expect(pick.place).toEqual({ side: "image", mode: 39 });
    expect(button("Weaker direction").disabled).toBe(true);
    expect(text()).toContain("does not count in the scores");
    expect(asked.map(({ mode }) => mode)).toEqual([1, 2, 2, 6, 39]);
  });

  it("shows pairs with ids and captions as text, and the scatter of both sides", async () => {
    const caption = "<img src=x onerror=alert(1)> opacity";
    await show(sampleAudit(), async (place) => detailOf(place, { imageId: "s5001", caption }));
    expect(text()).toContain("s5001");
    expect(text()).toContain(caption);
    expect(card().querySelector("img")).toBeNull();
    expect(card().querySelector("path.point")?.getAttribute("d")?.match(/M/g)).toHaveLength(3);
    expect(text()).toContain("image +2.1 report −1.4");
  });

  it("shows the last direction asked for, whichever answer comes first", async () => {
    /** @type {((detail: ModeDetail) => void)[]} */
    const answers = [];
    const { pick } = await show(sampleAudit(), () => new Promise((resolve) => answers.push(resolve)));
    pick.set({ side: "image", mode: 5 });
    answers[1](detailOf({ side: "image", mode: 5 }));
    await Promise.resolve();
    answers[0](detailOf({ side: "text", mode: 1 }));
    await new Promise((resolve) => setTimeout(resolve, 0));
    expect(text()).toContain("row 22");
    expect(text()).not.toContain("row 18");
  });

  it("says why where a direction cannot be looked at", async () => {
    await show(sampleAudit(), () => Promise.reject(new Error("There are 12 with variance.")));
    await new Promise((resolve) => setTimeout(resolve, 0));
    expect(text()).toContain("There are 12 with variance.");
  });

  it("reads very many pairs only when asked", async () => {
    const audit = sampleAudit();
    audit.inputs.pairs = 1_000_000;
    let asked = 0;
    await show(audit, async (place) => {
      asked++;
      return detailOf(place);
    });
    expect(asked).toBe(0);
    button("Look at its items").click();
    expect(asked).toBe(1);
  });

  it("looks as soon as the audit is done, though no number has changed", async () => {
    const options = { word: /** @type {const} */ ("reports"), cut: createCut(0.1), pick: createPick(), name: "sample" };
    render(page, sampleAudit(), options);
    expect(card().querySelector(".samples")).toBeNull();
    render(page, sampleAudit(), { ...options, detail: async (place) => detailOf(place) });
    await new Promise((resolve) => setTimeout(resolve, 0));
    expect(card().querySelectorAll(".samples").length).toBeGreaterThan(0);
  });

  it("follows the cut: what a direction gives is told for the directions that count now", async () => {
    const { cut, pick } = await show(sampleAudit());
    pick.set({ side: "image", mode: 5 });
    expect(text()).toContain("outside the top 10 %");
    cut.set(0.5);
    expect(text()).toContain("to SAS image → text");
  });

  it("is one reason where there are no modes", async () => {
    await show(emptyAudit("the images are 3 wide, the texts 4: this needs one width"));
    expect(card().classList.contains("missing")).toBe(true);
  });
});

describe("a bar of the spectra", () => {
  it("is marked where its direction is chosen", async () => {
    const { pick } = await show(sampleAudit());
    const picked = () => [...page.querySelectorAll("#card-spectra .bar.picked")].map((bar) => bar.getAttribute("data-mode"));
    expect(picked()).toEqual(["1"]);
    pick.set({ side: "image", mode: 3 });
    expect(picked()).toEqual(["3"]);
    expect(page.querySelector('#card-spectra [data-side="image"] .picked')).not.toBeNull();
  });
});
