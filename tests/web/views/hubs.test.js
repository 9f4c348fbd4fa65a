// @vitest-environment jsdom
import { beforeEach, describe, expect, it } from "vitest";
import { hubTables } from "../../../web/src/document/hub-table.js";
import { inNumbers } from "../../../web/src/document/typed-table.js";
import { hubsInWords } from "../../../web/src/report/hubs.js";
import { render } from "../../../web/src/views/hubs.js";
import { emptyAudit, sampleAudit } from "./sample-audit.js";

/** @import { Audit, Hubs } from "../../../web/src/types.d.ts" */

/** @param {Audit} audit @param {object} [more] options */
function card(audit, more = {}) {
  const body = document.createElement("div");
  document.body.replaceChildren(body);
  render(body, audit, /** @type {any} */ ({ word: "reports", ...more }));
  return body;
}
const table = (/** @type {Element} */ body, /** @type {number} */ k) =>
  [...body.querySelectorAll("table")][k] &&
  [...[...body.querySelectorAll("table")][k].querySelectorAll("tbody tr")].map((row) =>
    [...row.children].map(({ textContent }) => textContent),
  );

beforeEach(() => document.body.replaceChildren());

describe("hubs", () => {
  it("are said in whole items, beside lists drawn at random", () => {
    const [reports, images] = hubsInWords(sampleAudit(), "reports");
    expect(reports).toBe(
      "The 5 reports that are found most often, of 500, come first for 57.0 % of the images (1.9 % if lists were drawn at random). 72.0 % of the reports are among the 10 nearest of no image (0.0 % at random).",
    );
    expect(images).toContain("come first for 15.0 % of the reports");
    const few = sampleAudit();
    few.inputs.texts.rows = 80;
    expect(hubsInWords(few, "captions")[0]).toContain("The caption that is found most often, of 80, comes first");
    expect(hubsInWords(emptyAudit("why"), "texts")).toEqual([]);
  });

  it("have a table, the items themselves and the wrong pairs, each by its row in the file", () => {
    const body = card(sampleAudit());
    expect(table(body, 0)).toEqual([
      ["Reports", "4.50", "0.31", "57.0 %", "1.9 %", "72.0 %", "0.0 %"],
      ["Images", "3.20", "0.31", "15.0 %", "1.9 %", "14.0 %", "0.0 %"],
    ]);
    expect(table(body, 1)).toEqual([
      ["257", "236", "21", "105"],
      ["420", "222", "", ""],
    ]);
    expect(table(body, 2)).toEqual([["420", "247", "0.5918", "0.5623"]]);
    expect(body.textContent).toContain("497 images have a wrong report nearer than their own.");
    expect([...body.querySelectorAll("summary")].map(({ textContent }) => textContent)).toEqual(
      expect.arrayContaining(["The items found most often", "Pairs to review"]),
    );
  });

  it("are followed by items that are nearly the same, with their ids where they are at hand", () => {
    const body = card(sampleAudit(), {
      named: (/** @type {string} */ side, /** @type {number} */ row) => (side === "images" && row === 44 ? "a.png" : undefined),
    });
    expect(table(body, 3)).toEqual([["44 (a.png)", "102", "0.9922", "0.7530"]]);
    expect(table(body, 4)).toEqual([["233", "251", "0.9996", "0.9620"]]);
    expect(body.textContent).toContain(
      "The two images that are most alike, and not equal, have a cosine of 0.9922; an image and its nearest usually have 0.8100.",
    );
    const before = sampleAudit();
    delete before.alike;
    expect(card(before).textContent).not.toContain("Nearly the same");
  });

  it("without a wrong pair say so, and list none", () => {
    const audit = sampleAudit();
    /** @type {Hubs} */ (audit.hubs).lookalikes = { images: 0, pairs: [] };
    const body = card(audit);
    expect(body.textContent).toContain("No image has a wrong report nearer than its own.");
    expect(body.textContent).not.toContain("Pairs to review");
  });

  it("that there are none of say why", () => {
    expect(card(emptyAudit("queries were sampled")).textContent).toContain("Queries were sampled.");
    const before = sampleAudit();
    delete before.hubs;
    expect(card(before).textContent).toMatch(/an earlier version made this audit/i);
  });

  it("stand in documents with every digit", () => {
    const [{ rows }] = hubTables(sampleAudit()).map(inNumbers);
    expect(rows[0]).toEqual(["Texts", 4.5, 0.31, 0.57, 0.019, 0.72, 0]);
  });
});
