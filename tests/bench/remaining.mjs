/**
 * The remaining time that an audit tells beside the time that it took from there, by twentieths of the run.
 * node tests/bench/remaining.mjs [--processor] [pairs width …]; with --processor the clock is the processor time of all threads, shared
 * between two workers, which other work on the machine leaves as it is.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createEngine } from "../../web/src/engine/index.js";
import { nodePlatform } from "../../web/src/engine/platform-node.js";
import { pair } from "../../web/src/pairing/index.js";
import { opened, processorSeconds } from "./measuring.js";
import { sampleFiles } from "./samples.js";

const WORKERS = 2;
const SHARES = [0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95];

const given = process.argv.slice(2);
const sizes = given.filter((word) => word !== "--processor").map(Number);
const shapes = sizes.length > 0 ? sizes.flatMap((pairs, k) => (k % 2 ? [] : [{ pairs, width: sizes[k + 1] }])) : undefined;

if (given.includes("--processor")) performance.now = () => (1000 * processorSeconds()) / WORKERS;

/** @param {{ pairs: number, width: number }} shape @param {string} folder */
async function told(shape, folder) {
  const files = sampleFiles(folder, shape);
  const pairs = pair({ images: await opened(files.images), texts: await opened(files.texts), captionsPerImage: 1 });
  const engine = createEngine({ platform: await nodePlatform(), workers: WORKERS });
  await engine.warmUp();
  /** @type {{ at: number, remaining?: number }[]} */
  const said = [];
  const begun = performance.now();
  const now = () => (performance.now() - begun) / 1000;
  await engine.audit(pairs, {}, { onProgress: ({ remaining }) => said.push({ at: now(), remaining }) });
  const total = now();
  engine.dispose();
  const ratios = SHARES.map((share) => {
    const { at, remaining } = said.findLast((one) => one.at <= share * total) ?? { at: 0 };
    return `${share * 100} %: ${remaining === undefined ? "nothing" : (remaining / (total - at)).toFixed(2)}`;
  });
  console.log(`${shape.pairs} x ${shape.width}, ${total.toFixed(1)} s; told beside true at ${ratios.join(", ")}`);
}

const folder = mkdtempSync(join(tmpdir(), "askew-remaining-"));
try {
  for (const shape of shapes ?? [
    { pairs: 5000, width: 512 },
    { pairs: 2000, width: 768 },
  ])
    await told(shape, folder);
} finally {
  rmSync(folder, { recursive: true });
}
