/**
 * Two checkouts beside each other on one machine, audit by audit in turn: ratios hold where other work comes and goes, seconds do not.
 * node tests/bench/paired.mjs OTHER THIS [pairs width turns workers]; both built. CPU seconds are of all threads.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { pair } from "../../web/src/pairing/index.js";
import { opened, processorSeconds } from "./measuring.js";
import { sampleFiles } from "./samples.js";

const [other, own, ...sizes] = process.argv.slice(2);
const [pairs, width, turns, workers] = [8000, 512, 9, 2].map((usual, k) => Number(sizes[k] ?? usual));

/** @param {number[]} values */
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

/** @param {string} checkout @returns {Promise<ReturnType<typeof import("../../web/src/engine/index.js").createEngine>>} */
async function engineOf(checkout) {
  const from = (/** @type {string} */ file) => import(pathToFileURL(join(resolve(checkout), "web/src/engine", file)).href);
  const [{ createEngine }, { nodePlatform }] = await Promise.all([from("index.js"), from("platform-node.js")]);
  return createEngine({ platform: await nodePlatform(), workers });
}

const folder = mkdtempSync(join(tmpdir(), "askew-paired-"));
const files = sampleFiles(folder, { pairs, width });
const engines = [await engineOf(other), await engineOf(own)];

/** @param {number} which @returns {Promise<Record<string, number>>} */
async function timed(which) {
  const given = pair({ images: await opened(files.images), texts: await opened(files.texts), captionsPerImage: 1 });
  const [cpu, begun] = [process.cpuUsage(), performance.now()];
  const { timings } = await engines[which].audit(given, { bootstrap: 0, permutations: 0 });
  const report = (performance.now() - begun) / 1000;
  return { scores: timings.scores, report, cpu: processorSeconds(cpu) };
}

try {
  for (const which of [0, 1]) await timed(which);
  /** @type {Record<string, number>[][]} */
  const times = [[], []];
  for (let turn = 0; turn < turns; turn++) for (const which of turn % 2 ? [0, 1] : [1, 0]) times[which].push(await timed(which));
  for (const name of ["scores", "report", "cpu"]) {
    const [a, b] = times.map((all) => all.map((one) => one[name]));
    const ratios = b.map((value, turn) => value / a[turn]);
    const [low, high] = [Math.min(...ratios), Math.max(...ratios)].map((ratio) => ratio.toFixed(2));
    console.log(
      `${name}: ${median(a).toFixed(3)} s and ${median(b).toFixed(3)} s, ratio ${median(ratios).toFixed(3)} (${low} to ${high}), ${turns} turns`,
    );
  }
} finally {
  for (const engine of engines) engine.dispose();
  rmSync(folder, { recursive: true });
}
