/** How fast Askew is on this machine, in one table: kernel, stages, whole audits, the page, and NumPy in the same run. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { createEngine } from "../../web/src/engine/index.js";
import { nodePlatform } from "../../web/src/engine/platform-node.js";
import { pair } from "../../web/src/pairing/index.js";
import { launch } from "../browser/browsers.js";
import { downloadedAudit, giveFiles, openPage, PAGE_URL, runAudit, waitForState } from "../browser/page.js";
import { cancelAudit, longestTask, readableAfter, watchReport, watchTasks } from "../browser/responsiveness.js";
import { opened } from "./measuring.js";
import { playgroundUpdates } from "./playground.js";
import { benchmarkInPage } from "./runs.js";
import { sampleFiles } from "./samples.js";

/** @typedef {{ pairs: number, width: number, captions?: number, numpy?: boolean, page?: boolean, runs?: number }} Shape */

/** @type {Shape[]} */
const SHAPES = [
  { pairs: 1000, width: 512, page: true },
  { pairs: 5000, width: 512, page: true, numpy: true },
  { pairs: 2000, width: 1152 },
  { pairs: 5000, width: 1152, numpy: true },
  { pairs: 5000, width: 768, captions: 5, numpy: true, page: true },
  { pairs: 20_000, width: 512 },
  { pairs: 100_000, width: 512, runs: 1 },
  { pairs: 1_000_000, width: 512, runs: 1 },
  { pairs: 5000, width: 4096, runs: 1 },
];
const RUNS = 5;
/** Milliseconds that a page is left alone before it is given files: a person needs longer to choose them. */
const IDLE = 2000;
/** Milliseconds that an audit with its intervals may take in the page. */
const LONGEST = 600_000;

/** @param {number[]} values */
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
/** @param {number | undefined} value */
const seconds = (value) => (value === undefined ? "–" : value.toFixed(value < 0.1 ? 3 : 2));

/** @param {number} value seconds */
const milliseconds = (value) => `${Math.round(1000 * value)} ms`;

/** @param {Shape} shape */
const nameOf = ({ pairs, width, captions = 1 }) =>
  `${pairs.toLocaleString("en")} × ${width.toLocaleString("en")}${captions > 1 ? `, ${captions} texts an image` : ""}`;

/** @param {{ images: string, texts: string }} files @param {number} captions */
async function pairsOf({ images, texts }, captions) {
  return pair({ images: await opened(images), texts: await opened(texts), captionsPerImage: captions });
}

/** Kernels of OpenBLAS without AVX: what it takes on a processor that it does not know. A comparison with them would flatter Askew. */
const OLD_KERNELS = /\b(Prescott|Core2|Penryn|Dunnington|Atom|Nehalem|Generic)\b/i;

/** Median seconds by NumPy and the name of its BLAS; undefined if NumPy is not there, or runs on none that is known to be fast. @param {{ images: string, texts: string }} files @param {number} captions @param {"float32" | "float64"} dtype */
function byNumpy({ images, texts }, captions, dtype) {
  const script = new URL("./numpy_reference.py", import.meta.url).pathname;
  // Settings that keep OpenBLAS from the processor's own kernels would flatter Askew.
  const { OPENBLAS_CORETYPE: _, OPENBLAS_L2_SIZE: __, ...env } = process.env;
  const run = spawnSync("/usr/bin/python3", [script, images, texts, String(captions), String(RUNS), dtype], { encoding: "utf8", env });
  if (run.status !== 0) return undefined;
  const [taken, blas] = run.stdout.split("\n");
  if (OLD_KERNELS.test(blas)) left.add(blas);
  return blas && !OLD_KERNELS.test(blas) ? { taken: Number(taken), blas } : undefined;
}

/**
 * Rows of the table against NumPy; none if it is not there.
 * @param {Shape} shape @param {Record<string, number>} command @param {Record<string, number> | undefined} page @param {(dtype: "float32" | "float64") => { taken: number, blas: string } | undefined} numpy
 */
function compared(shape, command, page, numpy) {
  return /** @type {const} */ (["float32", "float64"]).flatMap((dtype) => {
    const found = numpy(dtype);
    if (found === undefined) return [];
    const { taken } = found;
    libraries.add(found.blas);
    const ratio = (/** @type {number | undefined} */ value) => (value === undefined ? "–" : (value / taken).toFixed(2));
    return `| ${nameOf(shape)} | ${dtype} | ${seconds(taken)} | ${ratio(command.scores)} | ${ratio(page?.scores)} | ${ratio(page?.report)} |`;
  });
}

/** Medians of the timings of several audits; report: all but chance levels and intervals, which come last. @param {Record<string, number>[]} timings @returns {Record<string, number>} */
function medians(timings) {
  const told = timings.map((t) => ({ ...t, report: t.total - (t.chance ?? 0) - (t.intervals ?? 0) }));
  const values = (/** @type {string} */ stage) => told.map((/** @type {any} */ t) => t[stage]).filter((value) => value !== undefined);
  return Object.fromEntries(Object.keys(told[0]).map((stage) => [stage, median(values(stage))]));
}

/** In Chromium, from the files given to the readable page. @param {{ images: string, texts: string }} files @param {number} captions */
async function inPage({ images, texts }, captions) {
  const launched = await launch("chromium");
  const opened = async (/** @type {string} */ options) => {
    const { page } = await openPage(launched, PAGE_URL + options, { warmUp: true });
    await new Promise((resolve) => setTimeout(resolve, IDLE));
    await watchTasks(page);
    await watchReport(page);
    await giveFiles(page, images, texts);
    await runAudit(page, LONGEST);
    return page;
  };
  try {
    /** @type {Awaited<ReturnType<typeof readableAfter>>[]} */
    const readable = [];
    let longest = 0;
    for (let run = 0; run < RUNS; run++) {
      const page = await opened("#audit?bootstrap=0&permutations=0");
      readable.push(await readableAfter(page));
      longest = Math.max(longest, await longestTask(page));
      await page.close();
    }
    // Chance levels and intervals take longest by far: once.
    const page = await opened("");
    longest = Math.max(longest, await longestTask(page));
    const { chance, intervals } = (await downloadedAudit(launched, page)).timings;
    const of = (/** @type {"scores" | "report"} */ name) => median(readable.map((times) => times[name]));
    return { captions, longest, chance, intervals, scores: of("scores"), report: of("report") };
  } finally {
    await launched.end();
  }
}

/** Milliseconds from the click that cancels an audit to the page that runs none, worst of the runs; half-way through 20,000 pairs. */
async function cancelling() {
  const launched = await launch("chromium");
  try {
    const { images, texts } = sampleFiles(folder, { pairs: 20_000, width: 512 });
    const { page } = await openPage(launched, PAGE_URL, { warmUp: true });
    await giveFiles(page, images, texts);
    const taken = [];
    for (let run = 0; run < RUNS; run++) {
      await waitForState(page, "running");
      await page.waitForFunction(() => (document.querySelector("progress")?.value ?? 0) > 0.5);
      taken.push(await cancelAudit(page));
      await page.$eval("#run", (button) => /** @type {HTMLElement} */ (button).click());
    }
    return Math.max(...taken);
  } finally {
    await launched.end();
  }
}

/** Seconds from the address to the page that takes files. */
async function loading() {
  const launched = await launch("chromium");
  try {
    const taken = [];
    for (let run = 0; run < RUNS; run++) {
      const { page } = await openPage(launched, PAGE_URL, { warmUp: true });
      taken.push(await page.evaluate(() => performance.getEntriesByType("navigation")[0].toJSON().domContentLoadedEventEnd / 1000));
      await page.close();
    }
    return median(taken);
  } finally {
    await launched.end();
  }
}

/**
 * What is measured with an engine of its own: the core's memory never shrinks.
 * @template T @param {(engine: ReturnType<typeof createEngine>) => Promise<T>} measure @returns {Promise<T>}
 */
async function withEngine(measure) {
  const engine = createEngine({ platform: await nodePlatform() });
  try {
    await engine.warmUp();
    return await measure(engine);
  } finally {
    engine.dispose();
  }
}

/** What NumPy ran on, and what it would have run on. @type {Set<string>} */
const libraries = new Set();
/** @type {Set<string>} */
const left = new Set();
/** @type {string[]} */
const lines = [];
/** @param {string} [text] */
function say(text = "") {
  console.log(text);
  lines.push(text);
}

const folder = mkdtempSync(join(tmpdir(), "askew-bench-"));
try {
  /** @type {{ kernel: number, peak: number }[]} */
  const speeds = [];
  await withEngine(async (engine) => {
    for (let run = 0; run < RUNS; run++) speeds.push(await engine.speed());
  });
  const kernel = median(speeds.map((s) => s.kernel)) / 1e9;
  const peak = median(speeds.map((s) => s.peak)) / 1e9;
  say(
    `${cpus()[0]?.model ?? "unknown processor"}, ${availableParallelism()} hardware threads, Node ${process.versions.node}. Medians of ${RUNS} runs.`,
  );
  say();
  say(
    `Product kernel, one core: ${kernel.toFixed(1)} GF/s, ${Math.round((100 * kernel) / peak)} % of the ${peak.toFixed(1)} GF/s of a 128-bit multiply and add.`,
  );
  say(`Page from file:// to ready, Chromium: ${seconds(await loading())} s.`);
  say(`Cancelling half-way through 20,000 × 512, Chromium, longest of ${RUNS}: ${Math.ceil(await cancelling())} ms.`);
  const updates = [...(await playgroundUpdates("#playground"))].sort((a, b) => a - b);
  say(
    `Playground, 500 × 64, one worker, ${updates.length} moves of five sliders, from the move to every chart drawn: median ${milliseconds(median(updates))}, 95 % below ${milliseconds(updates[Math.floor(updates.length * 0.95)])}, worst ${milliseconds(updates[updates.length - 1])}.`,
  );
  say(
    `Benchmark of 15 models on 4 datasets of 1,000 × 512 (.pt, one record a pair), Chromium, from the folder's choice to all four experiments: ${seconds(await benchmarkInPage(folder))} s (one run).`,
  );
  say();
  say(
    "Seconds; stages overlap. `scores`: every quantity of the paper's code; `report`: everything but chance levels (1,000 permutations) and intervals (62 half-samples; beside them, their time in units of the scores'), which follow while it can be read. In Chromium they are taken from the files given to what the browser has drawn: the scores up to the retrieval chart, which the table of metrics follows a frame later, and the report without chance levels and intervals. The page was open for two seconds before. A page's longest task: of its main thread, in any of the runs. Intervals, everything above 50,000 pairs, and at a width of 4,096: one run.",
  );
  say();
  say(
    "| pairs × width | rows | modes | similarities | scores | report | chance | intervals | intervals / scores | peak memory | in Chromium: scores | report | chance | intervals | longest task, ms |",
  );
  say(`|${"---|".repeat(15)}`);
  /** @type {string[]} */
  const against = [];
  for (const shape of SHAPES) {
    const { captions = 1, runs = RUNS } = shape;
    const files = sampleFiles(folder, shape);
    const pairs = await pairsOf(files, captions);
    /** @type {Record<string, number>[]} */
    const timings = [];
    let memory = 0;
    const watch = setInterval(() => {
      memory = Math.max(memory, process.memoryUsage().rss);
    }, 20);
    await withEngine(async (engine) => {
      // Intervals once, as in the page.
      for (let run = 0; run < runs; run++)
        timings.push((await engine.audit(pairs, { hashes: false, ...(run > 0 && { bootstrap: 0 }) })).timings);
    });
    clearInterval(watch);
    const t = medians(timings);
    const page = shape.page ? /** @type {Record<string, number>} */ (await inPage(files, captions)) : undefined;
    if (shape.numpy) against.push(...compared(shape, t, page, (dtype) => byNumpy(files, captions, dtype)));
    const longest = (/** @type {number | undefined} */ ms) => (ms === undefined ? "–" : ms === 0 ? "< 50" : Math.ceil(ms));
    say(
      `| ${nameOf(shape)} | ${seconds(t.rows)} | ${seconds(t.modes)} | ${seconds(t.similarities)} | ${seconds(t.scores)} | ${seconds(t.report)} | ${seconds(t.chance)} | ${seconds(t.intervals)} | ${t.intervals === undefined ? "–" : (t.intervals / t.scores).toFixed(1)} | ${Math.round(memory / 2 ** 20)} MB | ${seconds(page?.scores)} | ${seconds(page?.report)} | ${seconds(page?.chance)} | ${seconds(page?.intervals)} | ${longest(page?.longest)} |`,
    );
    rmSync(files.images);
    rmSync(files.texts);
  }
  say();
  say("Above 10⁹ image-text pairs, retrieval, neighbours and uniformity come from 2,000 seeded queries each way.");
  if (left.size > 0)
    say(`\nNo comparison with NumPy: its BLAS took a kernel of older processors (${[...left].join(", ")}), which would flatter Askew.`);
  else if (against.length === 0)
    say("\nNo comparison with NumPy: it is not there, or runs on a BLAS that is not known to be fast (OpenBLAS, MKL and BLIS are).");
  if (against.length > 0) {
    say();
    say(
      `Against NumPy on ${[...libraries].join(", ")}, in the same run: the three products of moments, all cosines, their comparisons for the ranks and both eigenproblems (always in float64), in memory, without reading. In float32 some ranks are off by one where two cosines differ by less than their rounding; Askew decides these in float64, as NumPy does in float64 throughout.`,
    );
    say();
    say("| pairs × width | NumPy's numbers | NumPy, s | scores / NumPy | page's scores / NumPy | page's report / NumPy |");
    say(`|${"---|".repeat(6)}`);
    for (const line of against) say(line);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
writeFileSync(new URL("./RESULTS.md", import.meta.url), `# Results of \`./dev bench\`\n\n${lines.join("\n")}\n`);
