/** Writes the example files and expected.json beside it. Run after ./dev build: node examples/make.mjs [FOLDER] */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createEngine } from "../web/src/engine/index.js";
import { nodePlatform } from "../web/src/engine/platform-node.js";
import { EXAMPLES } from "../web/src/engine/synthetic.js";
import { npyFile } from "../web/src/lessons/npy.js";

/** The page's examples have more; these are their first pairs. */
const PAIRS = 300;
const NAMES = /** @type {const} */ ({ balanced: "in-step", imagePrivate: "image-private", textPrivate: "text-private" });

const folder = process.argv[2] ?? fileURLToPath(new URL(".", import.meta.url));
const engine = createEngine({ platform: await nodePlatform() });
/** @type {Record<string, object>} */
const expected = {};
for (const [key, name] of Object.entries(NAMES)) {
  const spec = { ...EXAMPLES[/** @type {keyof typeof NAMES} */ (key)].spec, pairs: PAIRS };
  const pairs = await engine.generated(name, spec);
  for (const { name: side, rows, cols, readRows } of [pairs.images, pairs.texts])
    writeFileSync(join(folder, `${name}.${side}.npy`), npyFile(await readRows(0, rows), rows, cols));
  const { sas, metrics, retrieval } = await engine.audit(pairs, { hashes: false });
  if ("status" in retrieval) throw new Error(retrieval.reason);
  expected[name] = {
    spec,
    imageToText: sas.imageToText,
    textToImage: sas.textToImage,
    imbalance: sas.imbalance,
    cka: metrics.cka,
    rmg: metrics.rmg,
    recallImageToText: retrieval.imageToText.recall["1"],
    recallTextToImage: retrieval.textToImage.recall["1"],
  };
}
engine.dispose();
writeFileSync(join(folder, "expected.json"), `${JSON.stringify(expected, null, 2)}\n`);
