/**
 * Fuzzes every reader of the table: node tests/fuzz/readers.js [--minutes 5] [--seed N] [--workers 2] [--only FORMAT].
 * Findings are written to corpus/readers/, which ./dev test replays. Exits with 1 if there are any.
 */
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs, promisify } from "node:util";
import { Worker } from "node:worker_threads";
import { inputOf } from "./input.js";
import { CORPUS, seedPools } from "./seeds.js";

/** @import { Counts, Finding, Grew, Stopped } from "./worker.js" */

const LONGEST_MS = 5000;
const WATCH_MS = 250;
/** Beyond four times the file. */
const MEMORY = 256e6;
const HEAP_MB = 1024;
const LARGEST_KEPT = 65536;

const { values: given } = parseArgs({
  options: {
    minutes: { type: "string", default: "5" },
    seed: { type: "string", default: String(Date.now() % 2 ** 31) },
    workers: { type: "string", default: String(Math.min(2, availableParallelism())) },
    only: { type: "string" },
  },
});
const seed = Number(given.seed);
const step = Number(given.workers);
const until = performance.now() + Number(given.minutes) * 60_000;

const pools = [...(await seedPools())].filter(([format]) => given.only === undefined || format === given.only);
if (pools.length === 0) {
  console.error(`No reader is named ${given.only}.`);
  process.exit(2);
}
console.log(
  `seed ${seed}; seeds: ${pools.map(([format, seeds]) => `${format} ${seeds.opens.length} that open and ${seeds.refused.length} that do not`).join(", ")}`,
);

/** @type {Counts["counts"]} */
const totals = Object.fromEntries(pools.map(([format]) => [format, { tried: 0, opened: 0, refused: 0, stopped: 0 }]));
/** @type {Map<string, string>} signature -> where it was written */
const findings = new Map();
/** @type {Promise<void>[]} */
const checks = [];

/** @param {string} kind @param {number} index @param {string} format @param {string} name @param {Uint8Array} bytes @param {string} why */
function report(kind, index, format, name, bytes, why) {
  if (findings.has(kind)) return;
  const extension = name.slice(name.lastIndexOf("."));
  const file = `${format}-${createHash("sha256").update(bytes).digest("hex").slice(0, 10)}${extension}`;
  let where = `${bytes.length} bytes, too large to keep`;
  if (bytes.length <= LARGEST_KEPT) {
    mkdirSync(CORPUS, { recursive: true });
    writeFileSync(join(CORPUS, file), bytes);
    where = `tests/fuzz/corpus/readers/${file}`;
  }
  findings.set(kind, where);
  console.log(`\nFINDING in ${format} (from ${name}, input ${index}): ${why}\n  ${where}`);
}

/** Threads share one memory and two cores: what looks too long or too much is run again alone. @param {number} index @param {string} suspicion */
async function confirm(index, suspicion) {
  const { format, name, bytes } = inputOf(pools, seed, index);
  const path = join(tmpdir(), `askew-fuzz-${process.pid}-${index}`);
  writeFileSync(path, bytes);
  const one = fileURLToPath(new URL("one.js", import.meta.url));
  const run = promisify(execFile)(process.execPath, ["--expose-gc", `--max-old-space-size=${HEAP_MB}`, one, path, name], {
    timeout: 4 * LONGEST_MS,
  });
  const facts = await run.then(({ stdout }) => JSON.parse(stdout)).catch((error) => ({ died: String(error.message).slice(0, 300) }));
  if (facts.died) report(`died ${format}`, index, format, name, bytes, `${suspicion}; alone it does not end well: ${facts.died}`);
  else if (facts.seconds * 1000 > LONGEST_MS)
    report(`slow ${format}`, index, format, name, bytes, `${suspicion}; alone it takes ${facts.seconds} s`);
  else if (facts.growth > 4 * bytes.length + MEMORY)
    report(
      `memory ${format}`,
      index,
      format,
      name,
      bytes,
      `${suspicion}; alone it takes ${Math.round(facts.growth / 1e6)} MB for ${bytes.length} bytes`,
    );
}

/** @param {number} lane @param {number} first */
function start(lane, first) {
  const watch = new SharedArrayBuffer(24);
  const state = new Float64Array(watch);
  const worker = new Worker(new URL("worker.js", import.meta.url), {
    workerData: { seed, first, step, only: given.only, watch },
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
  });
  let over = false;
  /** @param {string} [suspicion] */
  const stop = async (suspicion) => {
    if (over) return;
    over = true;
    clearInterval(timer);
    const index = state[0];
    await worker.terminate();
    if (suspicion) checks.push(confirm(index, suspicion));
    if (performance.now() < until) running[lane] = start(lane, index + step);
  };
  const timer = setInterval(() => {
    if (state[2] > 0 && Date.now() - state[2] > LONGEST_MS) void stop("it took more than 5 s");
    else if (performance.now() >= until) void stop();
  }, WATCH_MS);
  worker.on("message", (/** @type {Counts | Finding | Grew | Stopped} */ message) => {
    if (message.kind === "finding") report(message.signature, message.index, message.format, message.name, message.bytes, message.why);
    // On a busy machine that is no finding; alone, one.js says.
    else if (message.kind === "stopped")
      console.log(`stopped at the time limit: ${message.format}, from ${message.name}, input ${message.index}`);
    else if (message.kind === "grew") checks.push(confirm(message.index, `memory rose by ${Math.round(message.bytes / 1e6)} MB`));
    else
      for (const [format, counts] of Object.entries(message.counts))
        for (const key of /** @type {const} */ (["tried", "opened", "refused", "stopped"])) totals[format][key] += counts[key];
  });
  worker.on("error", (error) => void stop(`the worker died: ${error instanceof Error ? error.message : error}`));
  return worker;
}

const begun = performance.now();
const running = Array.from({ length: step }, (_, lane) => start(lane, lane));
await new Promise((resolve) => {
  const timer = setInterval(() => {
    if (performance.now() < until + 2 * WATCH_MS) return;
    clearInterval(timer);
    resolve(undefined);
  }, WATCH_MS);
});
await Promise.all(checks);

const seconds = (performance.now() - begun) / 1000;
console.log("\nreader        tried   refused   stopped    opened  a second");
for (const [format, { tried, refused, stopped, opened }] of Object.entries(totals))
  console.log(
    [format.padEnd(12), ...[tried, refused, stopped, opened, Math.round(tried / seconds)].map((count) => String(count).padStart(10))].join(
      "",
    ),
  );
console.log(
  findings.size === 0
    ? "\nno finding"
    : `\n${findings.size} findings:\n${[...findings].map(([kind, where]) => `  ${where}  ${kind}`).join("\n")}`,
);
process.exitCode = findings.size === 0 ? 0 : 1;
