/** The benchmark of a study of the paper's size, in Chromium: 15 models, 4 datasets of 1,000 × 512, as extract_features.py writes them. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { launch } from "../browser/browsers.js";
import { downloadedAudit, openPage, PAGE_URL, waitForState } from "../browser/page.js";
import { tensor, torch } from "../fixtures/build/torch.js";
import { sampleFiles } from "./samples.js";

const MODELS = 15;
const DATASETS = ["Flickr30k", "MSCOCO2014", "ROCO", "MIMIC-CXR"];
const SHAPE = { pairs: 1000, width: 512 };
const NPY_HEADER = 128;
/** Milliseconds. */
const PATIENCE = 600_000;

/** @param {string} path */
function rowsOf(path) {
  const bytes = readFileSync(path);
  const values = new Float32Array(bytes.buffer, bytes.byteOffset + NPY_HEADER);
  return (/** @type {number} */ row) => tensor([...values.subarray(row * SHAPE.width, (row + 1) * SHAPE.width)], [1, SHAPE.width]);
}

/** Every run begins a row later than the one before: equal files would be one run. @param {string} folder @returns {string} where the runs are */
function writeRuns(folder) {
  const files = sampleFiles(folder, { ...SHAPE, pairs: SHAPE.pairs + MODELS * DATASETS.length });
  const [image, text] = [rowsOf(files.images), rowsOf(files.texts)];
  let first = 0;
  for (let model = 1; model <= MODELS; model++) {
    const own = join(folder, "runs", `model-${model}`);
    mkdirSync(own, { recursive: true });
    for (const dataset of DATASETS) {
      const pairs = Array.from({ length: SHAPE.pairs }, (_, row) => ({ image: image(first + row), text: text(first + row) }));
      writeFileSync(join(own, `${dataset}_test_features.pt`), torch(pairs));
      first++;
    }
  }
  return join(folder, "runs");
}

/** Seconds from the folder's choice to the page that shows all four experiments. @param {string} folder a scratch folder */
export async function benchmarkInPage(folder) {
  const runs = writeRuns(folder);
  const launched = await launch("chromium");
  try {
    const { page } = await openPage(launched, PAGE_URL, { warmUp: true });
    const input = /** @type {import("puppeteer-core").ElementHandle<HTMLInputElement>} */ (await page.$("#folder"));
    const start = performance.now();
    await input.uploadFile(runs);
    await waitForState(page, "pairing");
    await page.$eval("#run", (button) => /** @type {HTMLElement} */ (button).click());
    await page.waitForSelector("body[data-state=done]", { timeout: PATIENCE });
    const seconds = (performance.now() - start) / 1000;
    const benchmark = /** @type {import("../../web/src/types.d.ts").Benchmark} */ (
      /** @type {unknown} */ (await downloadedAudit(launched, page))
    );
    const audited = benchmark.runs.filter(({ failure }) => !failure).length;
    if (audited !== MODELS * DATASETS.length) throw new Error(`Only ${audited} runs were audited.`);
    return seconds;
  } finally {
    await launched.end();
  }
}
