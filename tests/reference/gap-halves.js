/** The two halves into which the gap's study deals each reference set, for gap.py: node tests/reference/gap-halves.js */
import { readdirSync } from "node:fs";
import { blocksOfImages, imagesOfBlocks } from "../../web/src/engine/half-samples.js";
import { Pool } from "../../web/src/engine/pool.js";
import { nodePlatform } from "../../web/src/engine/platform-node.js";
import { referencePairs } from "../web/engine/pairs.js";

const pool = new Pool(await nodePlatform(), 1);
/** @type {Record<string, number[][]>} */
const halves = {};
for (const file of readdirSync(new URL(".", import.meta.url)).sort()) {
  const [name, side] = file.split(".");
  if (side !== "images") continue;
  const { images } = await referencePairs(name);
  halves[name] = imagesOfBlocks(await blocksOfImages(pool, images.rows, 0, 2), 2).map((half) => Array.from(half));
}
console.log(JSON.stringify(halves));
pool.dispose();
