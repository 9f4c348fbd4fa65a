import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { BROWSERS, launch } from "./browsers.js";
import { downloadedAudit, downloadedText, giveFiles, newAudit, openPage, PAGE_URL, runAudit, waitForState } from "./page.js";

describe.each(BROWSERS)("in %s", (browserName) => {
  /** @type {import("./browsers.js").Launched} */
  let launched;
  const folder = mkdtempSync(join(tmpdir(), "askew-session-"));
  beforeAll(async () => {
    launched = await launch(browserName);
  });
  afterAll(async () => {
    await launched?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it("a link's options are shown, and are those of the audit", async () => {
    const { page } = await openPage(launched, `${PAGE_URL}#audit?topQ=0.4&seed=9&bootstrap=20&permutations=19`);
    expect(await page.$eval("#wished", (notice) => notice.textContent)).toContain("Directions that count, q 40 % · Seed 9");
    await page.click("#example-balanced");
    await runAudit(page);
    expect((await downloadedAudit(launched, page)).options).toMatchObject({ topQ: 0.4, seed: 9, bootstrap: 20, permutations: 19 });
    await page.close();
  });

  it("a session holds every audit of the tab and no embeddings, and is opened again", async () => {
    const { page } = await openPage(launched, `${PAGE_URL}#audit?bootstrap=0&permutations=0`);
    for (const example of ["balanced", "textPrivate"]) {
      await newAudit(page);
      await page.click(`#example-${example}`);
      await runAudit(page);
    }
    await page.$eval("#save-report", (button) => /** @type {HTMLElement} */ (button).click());
    const text = await downloadedText(launched, page, "#save-session", ".json", (whole) => whole.trimEnd().endsWith("}"));
    await page.close();
    const { audits } = JSON.parse(text);
    expect(audits).toHaveLength(2);
    writeFileSync(join(folder, "session.json"), text);
    const { page: fresh } = await openPage(launched);
    await giveFiles(fresh, join(folder, "session.json"));
    await waitForState(fresh, "done");
    const titles = [];
    for (const choice of ["1", "0"]) {
      await fresh.select("#history", choice);
      titles.push((await downloadedAudit(launched, fresh)).sas.imbalance);
    }
    expect(titles).toEqual([audits[1].sas.imbalance, audits[0].sas.imbalance]);
    await fresh.close();
  });
});
