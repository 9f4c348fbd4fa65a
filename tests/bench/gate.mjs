/**
 * Whether something has become slow, as ratios of processor time in one run: other work on the machine moves both sides of a ratio.
 * Bounds are 1.35 times what was measured (0.97 to 1.08, 3.2 to 3.6, 3.8 to 4.2, also beside other work): half as much again is found.
 * Run: node tests/bench/gate.mjs
 */
import { createEngine } from "../../web/src/engine/index.js";
import { nodePlatform } from "../../web/src/engine/platform-node.js";
import { processorSeconds } from "./measuring.js";

/** Each is measured so often after a first time, and its least taken. */
const TURNS = 2;
const SCORES = { bootstrap: 0, permutations: 0 };
const INTERVALS = { permutations: 0 };

const engine = createEngine({ platform: await nodePlatform(), workers: 2 });
const made = (/** @type {number} */ pairs, /** @type {number} */ width) =>
  engine.generated("made up", { pairs, width, shared: Math.round(width / 5), seed: 1 });

const [usual, wide] = [await made(2000, 512), await made(1000, 1024)];
/** @type {Record<string, () => Promise<unknown>>} */
const works = {
  scores: () => engine.audit(usual, SCORES),
  intervals: () => engine.audit(usual, INTERVALS),
  wide: () => engine.audit(wide, SCORES),
};
/** @type {Record<string, number>} */
const least = {};
/** Operations per second, of the least disturbed run of each. */
const speed = { kernel: 0, peak: 0 };
for (let turn = 0; turn <= TURNS; turn++) {
  const now = await engine.speed();
  for (const name of /** @type {const} */ (["kernel", "peak"])) speed[name] = Math.max(speed[name], now[name]);
  for (const [name, work] of Object.entries(works)) {
    const before = process.cpuUsage();
    await work();
    const taken = processorSeconds(before);
    if (turn > 0) least[name] = Math.min(least[name] ?? Number.POSITIVE_INFINITY, taken);
  }
}
engine.dispose();

const rows = /** @type {[what: string, value: number, bound: number, atLeast?: true][]} */ ([
  ["product kernel / multiply and add of the engine", speed.kernel / speed.peak, 0.79, true],
  ["intervals / all that comes before them, 2,000 × 512", least.intervals / least.scores - 1, 4.8],
  ["1,000 × 1,024 / 2,000 × 512, without intervals", least.wide / least.scores, 5.5],
]);
const slow = rows.filter(([, value, bound, atLeast]) => (atLeast ? value < bound : value > bound));
for (const [what, value, bound, atLeast] of rows)
  console.log(`${value.toFixed(2)} (${atLeast ? "at least" : "at most"} ${bound})  ${what}`);
if (slow.length > 0) {
  console.error(`Slower than it was: ${slow.map(([what]) => what).join("; ")}.`);
  process.exitCode = 1;
}
