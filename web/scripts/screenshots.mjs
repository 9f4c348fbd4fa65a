/** The README's pictures, from the built page (./dev package) with a built-in example. Run: node web/scripts/screenshots.mjs */
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { launch } from "../../tests/browser/browsers.js";
import { openPage, runAudit } from "../../tests/browser/page.js";

const EXAMPLE = "textPrivate";
const WIDTH = 1280;
/** Cards in the picture: the scores, their chance level, the spectra. */
const CARDS = 3;
const folder = fileURLToPath(new URL("../../docs/", import.meta.url));
mkdirSync(folder, { recursive: true });

for (const scheme of /** @type {const} */ (["light", "dark"])) {
  const launched = await launch("chromium", { dark: scheme === "dark" });
  try {
    const { page } = await openPage(launched, undefined, { width: WIDTH, height: 1600 });
    await page.click(`#example-${EXAMPLE}`);
    await runAudit(page);
    // Nothing of a pointer or a focus ring in the picture.
    await page.mouse.move(0, 0);
    await page.evaluate(() => /** @type {HTMLElement | null} */ (document.activeElement)?.blur());
    const path = `${folder}audit-${scheme}.png`;
    const height = await page.$$eval(
      "#main .card",
      (cards, shown) => Math.ceil(cards[shown - 1].getBoundingClientRect().bottom) + 20,
      CARDS,
    );
    await page.screenshot({ path: /** @type {`${string}.png`} */ (path), clip: { x: 0, y: 0, width: WIDTH, height } });
    console.log(path);
  } finally {
    await launched.end();
  }
}
