/** Whether this machine draws letters as the machine did that the boxes and pictures were made on. */

/** @import { Page } from "puppeteer-core" */

/** Letters, digits and signs that the page uses. */
const SAMPLE = "Askew Hamburgefonstiv 0123456789 −→×ρ½≤";
const SIZES = [13, 15, 32];
const WEIGHTS = [400, 600, 700];

/** Browser, and how wide a fixed text runs in each of the page's fonts. @param {Page} page */
export async function fingerprint(page) {
  const [name] = (await page.browser().version()).split(".");
  const widths = await page.evaluate(
    (sample, sizes, weights) => {
      const pen = /** @type {CanvasRenderingContext2D} */ (document.createElement("canvas").getContext("2d"));
      const families = [getComputedStyle(document.body).fontFamily, "monospace", "serif", "math"];
      return families.flatMap((family) =>
        sizes.map((size) => {
          const runs = weights.map((weight) => {
            pen.font = `${weight} ${size}px ${family}`;
            return pen.measureText(sample).width.toFixed(2);
          });
          return `${family}, ${size} px: ${runs.join(" ")}`;
        }),
      );
    },
    SAMPLE,
    SIZES,
    WEIGHTS,
  );
  return `${name}\n${widths.join("\n")}\n`;
}
