/** One worker of the readers' fuzzer: every n-th input, one after the other. What it is at stands in shared memory, for the watch. */
import { parentPort, workerData } from "node:worker_threads";
import { examine, signature } from "./contract.js";
import { inputOf } from "./input.js";
import { minimised } from "./minimise.js";
import { seedPools } from "./seeds.js";

/** @typedef {{ seed: number, first: number, step: number, only: string | undefined, watch: SharedArrayBuffer }} Orders */
/** @typedef {{ kind: "counts", counts: Record<string, { tried: number, opened: number, refused: number, stopped: number }> }} Counts */
/** @typedef {{ kind: "finding", index: number, format: string, name: string, why: string, signature: string, bytes: Uint8Array }} Finding */
/** @typedef {{ kind: "grew", index: number, bytes: number }} Grew */
/** @typedef {{ kind: "stopped", index: number, format: string, name: string }} Stopped */

const { seed, first, step, only, watch } = /** @type {Orders} */ (workerData);
const REPORT_MS = 500;
/** A rise of the process's peak by this much while one file was read is looked into. */
const SUSPICIOUS = 128e6;

const port = /** @type {import("node:worker_threads").MessagePort} */ (parentPort);
const state = new Float64Array(watch);
const pools = [...(await seedPools())].filter(([format]) => only === undefined || format === only);
/** @type {Set<string>} */
const known = new Set();
/** @type {Counts["counts"]} */
let counts = {};
let reported = performance.now();
let peak = process.resourceUsage().maxRSS;

for (let index = first; ; index += step) {
  const { format, name, bytes } = inputOf(pools, seed, index);
  [state[0], state[1], state[2]] = [index, bytes.length, Date.now()];
  const outcome =
    bytes.length > 0 ? await examine(bytes, name) : /** @type {const} */ ({ outcome: "refused", code: "EMPTY_FILE", why: "" });
  state[2] = 0;
  counts[format] ??= { tried: 0, opened: 0, refused: 0, stopped: 0 };
  counts[format].tried++;
  if (outcome.outcome === "stopped") port.postMessage({ kind: "stopped", index, format, name });
  if (outcome.outcome !== "finding") counts[format][outcome.outcome]++;
  else if (!known.has(signature(outcome))) {
    known.add(signature(outcome));
    const small = await minimised(bytes, name, signature(outcome));
    port.postMessage({
      kind: "finding",
      index,
      format,
      name,
      why: `${outcome.code}: ${outcome.why}`,
      signature: signature(outcome),
      bytes: small,
    });
  }
  const now = process.resourceUsage().maxRSS;
  if ((now - peak) * 1024 > SUSPICIOUS) port.postMessage({ kind: "grew", index, bytes: (now - peak) * 1024 });
  peak = now;
  if (performance.now() - reported > REPORT_MS) {
    port.postMessage({ kind: "counts", counts });
    counts = {};
    reported = performance.now();
  }
}
