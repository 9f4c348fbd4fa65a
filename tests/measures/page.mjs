/** The built page's measures in one table (./dev package first). Run: node tests/measures/page.mjs; --list names what misses a goal. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { sampleFiles } from "../bench/samples.js";
import { launch } from "../browser/browsers.js";
import { settled } from "../browser/layout.js";
import { chartContrast, headerOf, pageHeight, tabStops, targetSizes, textContrast } from "../browser/measures.js";
import { giveFiles, openPage, PAGE_FILE, PAGE_URL, runAudit } from "../browser/page.js";
import { longestTask, readableAfter, watchReport, watchTasks } from "../browser/responsiveness.js";
import { SCREENS } from "../browser/snapshot/screens.js";
import { enterInputs, saveSites } from "../golden/reports.js";
import { sharedPath } from "../web/shared-folder.js";

/** @import { Page } from "puppeteer-core" */

const REAL = "realdata/liang-modality-gap/features_convirt.npy";
const LONGEST = 600_000;
const list = process.argv.includes("--list");
/** @type {string[][]} */
const rows = [];
/** @type {string[]} */
const missed = [];

/** @param {string} measure @param {string | number | undefined} value @param {string} [goal] @param {boolean} [met] */
function row(measure, value, goal = "", met = undefined) {
  rows.push([measure, String(value ?? "never"), goal, met === undefined ? "" : met ? "yes" : "NO"]);
}

/** @param {string} where @param {string[]} found */
const note = (where, found) => missed.push(...found.map((one) => `${where}: ${one}`));

/** @param {Page} page @param {string} name */
async function seenIn(page, name) {
  for (const scheme of /** @type {const} */ (["light", "dark"])) {
    await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
    for (const [what, measured] of /** @type {const} */ ([
      ["text", await textContrast(page)],
      ["chart labels", await chartContrast(page)],
    ])) {
      if (measured.checked === 0) continue;
      row(
        `${name}, ${scheme}: lowest contrast of ${measured.checked} ${what}, too low`,
        `${measured.lowest.toFixed(2)}, ${measured.low.length}`,
        "4.5 (large text 3), 0",
        measured.low.length === 0,
      );
      note(`${name}, ${scheme}`, measured.low);
    }
  }
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: "light" }]);
  for (const width of [1440, 360]) {
    await page.setViewport({ width, height: 900 });
    await settled(page);
    row(`${name}, ${width} px: height`, await pageHeight(page));
    const { smallest, checked, small } = await targetSizes(page);
    row(
      `${name}, ${width} px: smallest of ${checked} targets, below 24 px`,
      `${smallest.toFixed(1)}, ${small.length}`,
      "24, 0",
      small.length === 0,
    );
    note(`${name}, ${width} px`, small);
  }
}

/** @param {Page} page @param {string} name */
async function reportIn(page, name) {
  await page.setViewport({ width: 1440, height: 900 });
  await settled(page);
  const [verdict, retrieval] = [await tabStops(page, "headline"), await tabStops(page, "card-retrieval")];
  row(`${name}: tab stops to the verdict`, verdict, "1", verdict === 1);
  row(`${name}: tab stops to retrieval`, retrieval, "at most 6", (retrieval ?? 999) <= 6);
  await page.setViewport({ width: 1024, height: 768 });
  await settled(page);
  const { height, rows: lines } = await headerOf(page);
  row(`${name}, 1024 px: header`, `${height} px, ${lines} row${lines === 1 ? "" : "s"}`, "1 row", lines === 1);
}

const launched = await launch("chromium");
const leave = enterInputs();
const folder = mkdtempSync(join(tmpdir(), "askew-measures-"));
try {
  await saveSites();
  for (const name of ["empty", "audit", "groups", "sites", "benchmark", "lesson", "playground"]) {
    const { page } = await openPage(launched, PAGE_URL, { width: 1440, warmUp: true });
    await SCREENS[name].reach(page);
    if (["audit", "sites", "groups"].includes(name)) await reportIn(page, name);
    await seenIn(page, name);
    await page.close();
  }
  const real = sharedPath(REAL);
  if (real) {
    const { page } = await openPage(launched, `${PAGE_URL}#audit?bootstrap=50&permutations=99`, { width: 1440, warmUp: true });
    await giveFiles(page, real);
    await runAudit(page, LONGEST);
    await reportIn(page, "real data");
    await seenIn(page, "real data");
    await page.close();
  } else row(`real data (no ${REAL} in ../shared)`, "not measured");

  const { images, texts } = sampleFiles(folder, { pairs: 5000, width: 512 });
  for (const [given, idle] of /** @type {const} */ ([
    ["at once", 0],
    ["after ten seconds", 10_000],
  ])) {
    const { page } = await openPage(launched, `${PAGE_URL}#audit?bootstrap=0&permutations=0`, { warmUp: true });
    await new Promise((resolve) => setTimeout(resolve, idle));
    await watchTasks(page);
    await watchReport(page);
    await giveFiles(page, images, texts);
    await runAudit(page, LONGEST);
    const { scores, report } = await readableAfter(page);
    const longest = await longestTask(page);
    const what = `5,000 × 512 pairs, given ${given}`;
    row(`${what}: seconds to the scores, to the whole report`, `${scores.toFixed(2)}, ${report.toFixed(2)}`);
    row(`${what}: longest task, ms`, longest === 0 ? "below 50" : Math.round(longest), "50", longest <= 50);
    await page.close();
  }
  const file = readFileSync(PAGE_FILE);
  row("askew.html, bytes (gzip)", `${file.length} (${gzipSync(file).length})`);
} finally {
  await launched.end();
  leave();
  rmSync(folder, { recursive: true, force: true });
}
console.log("| measure | value | goal | met |\n|:--|--:|:--|:--|");
for (const cells of rows) console.log(`| ${cells.join(" | ")} |`);
if (list) console.log(`\n${[...new Set(missed)].join("\n")}`);
else if (missed.length) console.log(`\n${missed.length} places miss a goal; --list names them.`);
