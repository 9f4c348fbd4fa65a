// @vitest-environment jsdom
import { expect, it } from "vitest";
import { render } from "../../../web/src/views/findings.js";
import { sampleAudit } from "./sample-audit.js";

/** @import { Finding } from "../../../web/src/types.d.ts" */
/** @import { ViewOptions } from "../../../web/src/views/types.d.ts" */

/** @param {Partial<Finding>} finding @param {ViewOptions["named"]} [named] */
function shown(finding, named) {
  const audit = sampleAudit();
  audit.inputs.findings = [{ code: "X", level: "warning", message: "Odd rows.", count: 2, rows: [3, 8], ...finding }];
  const card = document.createElement("div");
  render(card, audit, { named });
  return card.textContent;
}

const named = (/** @type {string} */ side, /** @type {number} */ row) => `${side}-${row}.png`;

it("rows have their ids if these are at hand, of the side that the finding is on", () => {
  expect(shown({})).toContain("Odd rows. Rows 3, 8, counted from 0.");
  expect(shown({}, named)).toContain("Rows 3 (images-3.png), 8 (images-8.png), counted from 0.");
  expect(shown({ side: "texts" }, named)).toContain("Rows 3 (texts-3.png), 8 (texts-8.png)");
  expect(shown({}, () => undefined)).toContain("Rows 3, 8, counted from 0.");
});

it("of many rows only the numbers are listed", () => {
  expect(shown({ count: 50 }, named)).toContain("Rows 3, 8, … (50 rows in all), counted from 0.");
});
