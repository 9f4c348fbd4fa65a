/** How fast the core is on this machine: its kernel beside what the engine can do at most, and whole audits. */
import { availableParallelism } from "node:os";
import { createEngine } from "../../web/src/engine/index.js";
import { nodePlatform } from "../../web/src/engine/platform-node.js";
import { memorySource } from "../../web/src/readers/plain-rows.js";
import { samplePairs } from "./samples.js";

const SHAPES = [
  [1000, 512],
  [5000, 512],
  [2000, 1152],
];
const RUNS = 5;

/** @param {number[]} values */
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
/** @param {number} value */
const seconds = (value) => `${value.toFixed(2)} s`.padStart(8);
/** @param {number} value */
const gigaflops = (value) => (value / 1e9).toFixed(1);

const engine = createEngine({ platform: await nodePlatform() });
try {
  await engine.warmUp();
  console.log(`Node ${process.versions.node}, ${availableParallelism()} processors\n`);
  const { kernel, peak } = await engine.speed();
  console.log(
    `product kernel, one core: ${gigaflops(kernel)} GF/s, ${Math.round((100 * kernel) / peak)} % of the ${gigaflops(peak)} GF/s of a 128-bit multiply and add\n`,
  );
  console.log(`whole audit, median of ${RUNS}:   scores    total`);
  for (const [pairs, width] of SHAPES) {
    const { images, texts } = samplePairs(pairs, width, 1);
    const name = `${pairs.toLocaleString("en")} x ${width.toLocaleString("en")}`;
    /** @type {{ scores: number, total: number }[]} */
    const timings = [];
    for (let run = 0; run < RUNS; run++) {
      const { timings: taken } = await engine.audit({
        images: memorySource("images", pairs, width, "float32", images),
        texts: memorySource("texts", pairs, width, "float32", texts),
        imageOf: Int32Array.from({ length: pairs }, (_, i) => i),
        origin: { images: { file: name, array: "images" }, texts: { file: name, array: "texts" } },
        findings: [],
      });
      timings.push(taken);
    }
    console.log(
      `  ${name.padEnd(24)} ${seconds(median(timings.map(({ scores }) => scores)))} ${seconds(median(timings.map(({ total }) => total)))}`,
    );
  }
} finally {
  engine.dispose();
}
