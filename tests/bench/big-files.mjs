/**
 * Big files in the built page (Chromium): a 2.15 GB .npy of both sides, and a .pt of 40,000 samples (80,002 members, zip64).
 * Seconds to the pairing screen and to the audit's start, and the browser's memory. ./dev bench big [--audit] waits for the audits too.
 * The files are written to the temporary folder and deleted.
 */
import { spawnSync } from "node:child_process";
import { closeSync, fsyncSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, statfsSync, statSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { launch } from "../browser/browsers.js";
import { giveFiles, openPage, PAGE_URL, shownFailures, stateOf } from "../browser/page.js";

/** @import { Page } from "puppeteer-core" */

const NEEDED = 4e9;
const WATCH_MS = 200;
const LONGEST_MS = 900_000;

/** Both sides in one array: 2 x 525,000 x 512 float32. Rows repeat every 8,192, which costs reading and reckoning nothing. @param {string} path */
function writeNpy(path) {
  const [rows, cols, block] = [525_000, 512, 8192];
  const text = `{'descr': '<f4', 'fortran_order': False, 'shape': (2, ${rows}, ${cols}), }`.padEnd(117);
  const header = Buffer.alloc(128);
  header.write("\x93NUMPY\x01\x00", "latin1");
  header.writeUInt16LE(118, 8);
  header.write(`${text}\n`, 10);
  let state = 1;
  const values = Float32Array.from({ length: block * cols }, () => {
    // A 32-bit linear congruence (Numerical Recipes): measuring needs spread, not quality.
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  });
  const bytes = new Uint8Array(values.buffer);
  const file = openSync(path, "w");
  writeSync(file, header);
  for (let left = 2 * rows * cols * 4; left > 0; left -= bytes.length) writeSync(file, bytes, 0, Math.min(left, bytes.length));
  closeSync(file);
}

/** @param {string} path */
function writePt(path) {
  const script = new URL("big_samples.py", import.meta.url).pathname;
  const run = spawnSync("/usr/bin/python3", [script, path, "40000", "512", "5"], { encoding: "utf8" });
  if (run.status !== 0) throw new Error(`PyTorch is needed to write the .pt: apt-get install python3-torch\n${run.stderr ?? run.error}`);
}

/** Bytes held by a process and all that it started, shared pages counted once. @param {number} root */
function memoryOf(root) {
  /** @type {Map<number, number>} */
  const parents = new Map();
  for (const name of readdirSync("/proc"))
    if (/^\d+$/.test(name))
      try {
        const stat = readFileSync(`/proc/${name}/stat`, "utf8");
        parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]));
      } catch {}
  const belongs = (/** @type {number} */ pid) => {
    for (let at = pid; at > 1; at = parents.get(at) ?? 0) if (at === root) return true;
    return false;
  };
  let total = 0;
  for (const pid of parents.keys())
    if (belongs(pid))
      try {
        total += 1024 * Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, "utf8"))?.[1] ?? 0);
      } catch {}
  return total;
}

/** @param {Page} page @param {string[]} states */
async function until(page, ...states) {
  const options = { timeout: LONGEST_MS, polling: 20 };
  await page.waitForFunction((/** @type {string[]} */ wanted) => wanted.includes(document.body.dataset.state ?? ""), options, states);
  if ((await stateOf(page)) === "error")
    throw new Error((await shownFailures(page)).map(({ code, text }) => `${code}: ${text}`).join("\n"));
}

/** @param {string} name @param {string} path @param {boolean} audit */
async function measure(name, path, audit) {
  const launched = await launch("chromium");
  const pid = launched.browser.process()?.pid ?? 0;
  try {
    const { page } = await openPage(launched, PAGE_URL, { warmUp: true });
    const idle = memoryOf(pid);
    let peak = idle;
    const timer = setInterval(() => {
      peak = Math.max(peak, memoryOf(pid));
    }, WATCH_MS);
    const begun = performance.now();
    const since = () => ((performance.now() - begun) / 1000).toFixed(2);
    await giveFiles(page, path);
    await until(page, "pairing", "running", "done", "error");
    const pairing = since();
    const toPairing = peak;
    // A map that the file states needs no answer: the audit has then begun by itself.
    if ((await stateOf(page)) === "pairing") {
      await page.waitForSelector("#run:not([disabled])", { timeout: LONGEST_MS });
      await page.$eval("#run", (button) => /** @type {HTMLElement} */ (button).click());
    }
    await until(page, "running", "done", "error");
    const start = since();
    let end = "–";
    if (audit) {
      await until(page, "done", "error");
      end = since();
    }
    clearInterval(timer);
    const grown = (/** @type {number} */ bytes) => `${Math.round((Math.max(bytes, idle) - idle) / 1e6)} MB`;
    const size = (statSync(path).size / 1e9).toFixed(2);
    console.log(`| ${name} | ${size} GB | ${pairing} s | ${start} s | ${end} | ${grown(toPairing)} | ${grown(peak)} |`);
  } finally {
    await launched.end();
  }
}

const audit = process.argv.includes("--audit");
const free = statfsSync(tmpdir());
if (free.bavail * free.bsize < NEEDED) {
  console.error(`${tmpdir()} has ${((free.bavail * free.bsize) / 1e9).toFixed(1)} GB free; the files need ${NEEDED / 1e9}. Set TMPDIR.`);
  process.exit(2);
}
const folder = mkdtempSync(join(tmpdir(), "askew-big-"));
try {
  /** @type {[string, string, (path: string) => void][]} */
  const files = [
    ["2 × 525,000 × 512 .npy", join(folder, "both-sides.npy"), writeNpy],
    [".pt of 40,000 samples", join(folder, "features.pt"), writePt],
  ];
  console.log(
    "| file | size | pairing screen | audit starts | audit ends | memory to pairing | memory at most |\n|---|---|---|---|---|---|---|",
  );
  for (const [name, path, write] of files) {
    write(path);
    // A disk that still writes would be measured along.
    const file = openSync(path, "r+");
    fsyncSync(file);
    closeSync(file);
    await measure(name, path, audit);
    rmSync(path);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
