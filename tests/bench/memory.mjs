/**
 * Seconds, processor time and largest resident memory until the first scores, and of the whole audit; two workers.
 * node tests/bench/memory.mjs [--scores] [--intervals] pairs width …; with --scores it stops at these, without --intervals it has none.
 * One shape a process: what a process once had resident it does not forget.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createEngine } from "../../web/src/engine/index.js";
import { nodePlatform } from "../../web/src/engine/platform-node.js";
import { pair } from "../../web/src/pairing/index.js";
import { opened, processorSeconds } from "./measuring.js";
import { sampleFiles } from "./samples.js";

const given = process.argv.slice(2);
const [pairs, width] = given.filter((word) => !word.startsWith("--")).map(Number);
const folder = mkdtempSync(join(tmpdir(), "askew-memory-"));
const engine = createEngine({ platform: await nodePlatform(), workers: 2 });
try {
  const files = sampleFiles(folder, { pairs, width });
  const both = pair({ images: await opened(files.images), texts: await opened(files.texts), captionsPerImage: 1 });
  await engine.warmUp();
  const begun = performance.now();
  const before = process.cpuUsage();
  const say = (/** @type {string} */ what) => {
    const [wall, processor] = [(performance.now() - begun) / 1000, processorSeconds(before)];
    const megabytes = process.resourceUsage().maxRSS / 1024;
    console.log(
      `${pairs} x ${width}, ${what}: ${wall.toFixed(1)} s, ${processor.toFixed(1)} s of processors, ${megabytes.toFixed(0)} MB at most`,
    );
  };
  const stop = new AbortController();
  let scored = false;
  const options = { hashes: false, permutations: 0, bootstrap: given.includes("--intervals") ? 62 : 0 };
  await engine
    .audit(both, options, {
      signal: stop.signal,
      onPartial: ({ timings }) => {
        if (scored || !timings.scores) return;
        scored = true;
        say("scores");
        if (given.includes("--scores")) stop.abort();
      },
    })
    .then(() => say("all"))
    .catch((error) => {
      if (!stop.signal.aborted) throw error;
    });
} finally {
  engine.dispose();
  rmSync(folder, { recursive: true });
}
