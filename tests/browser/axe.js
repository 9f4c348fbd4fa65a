/** What axe says about the page. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

/** @import { Page } from "puppeteer-core" */

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Rules of what depends on the scheme: all others say the same in the dark. */
const COLOURS = ["color-contrast", "link-in-text-block"];

/** What axe finds, one line each. @param {Page} page @param {"all" | "colours"} [rules] @returns {Promise<string[]>} */
export async function violations(page, rules = "all") {
  // The debugger's evaluation is not under the page's policy.
  await page.evaluate(AXE);
  return page.evaluate(
    async (only) => {
      const { axe } = /** @type {any} */ (window);
      const { violations: found } = await axe.run(document, { resultTypes: ["violations"], ...(only && { runOnly: only }) });
      return found.map(
        (/** @type {any} */ { id, help, nodes }) =>
          `${id}: ${help} (${nodes.map((/** @type {any} */ n) => n.target.join(" ")).slice(0, 4)})`,
      );
    },
    rules === "colours" ? COLOURS : null,
  );
}
