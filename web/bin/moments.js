/** askew moments and askew merge: sums of a site's pairs into a file, several files into one. */
import { writeFile } from "node:fs/promises";
import { Failure } from "../src/failure.js";
import { blocksFor, floorOf, previewOf, refuseBelow } from "../src/moments/disclosure.js";
import { momentsBytes } from "../src/moments/file.js";
import { pair } from "../src/pairing/index.js";
import { openFile } from "../src/readers/index.js";
import { effectText, previewText } from "../src/report/aggregate.js";
import { auditOptions, withEngine } from "./audit.js";
import { DiskFile } from "./disk-file.js";
import { sidesOf, wishesOf } from "./sides.js";

/** @import { MomentsFile } from "../src/types.d.ts" */
/** @typedef {Parameters<typeof import("./audit.js").auditFiles>[2]} Listener */

/** @param {Record<string, unknown>} options */
function outputOf({ output, preview }) {
  if (typeof output === "string" || preview === true) return /** @type {string | undefined} */ (output);
  throw new Failure("BAD_USE", "Say where the moments go: -o SITE.moments.safetensors. Or --preview, which writes nothing.", {});
}

/** @param {MomentsFile} moments @param {string} target */
async function write(moments, target) {
  await writeFile(target, momentsBytes(moments)).catch((cause) => {
    throw new Failure("BAD_USE", `${target} cannot be written: ${cause.message}. Name a file in a folder that is there.`, { file: target });
  });
}

/**
 * @param {readonly string[]} files @param {Record<string, unknown>} options @param {Listener} listener
 * @returns {Promise<string>} what left, or would leave
 */
export async function momentsOf(files, options, listener) {
  const target = outputOf(options);
  const wishes = wishesOf(options);
  const { label, preprocessing, privacy, delta } =
    /** @type {{ label?: string, preprocessing?: string, privacy?: number, delta?: number }} */ (options);
  const { choice, notes } = await sidesOf(files, { ...wishes, metadata: undefined });
  for (const note of notes) listener.note(note);
  const pairs = pair(choice);
  const n = pairs.images.rows;
  const floor = floorOf({ imageCols: pairs.images.cols, textCols: pairs.texts.cols }, /** @type {number | undefined} */ (options.floor));
  refuseBelow(n, floor);
  const blocks = privacy === undefined ? /** @type {number | undefined} */ (options.blocks ?? blocksFor(n, floor)) : 1;
  refuseBelow(n, floor, blocks);
  return withEngine(options, async (engine) => {
    const hooks = { onProgress: listener.progress };
    if (privacy !== undefined) {
      const { moments, effect } = await engine.privateMoments(
        pairs,
        { epsilon: privacy, delta, label, preprocessing },
        auditOptions(options),
        hooks,
      );
      if (target) await write(moments, target);
      return `${previewText(previewOf(moments), target)}\n${effectText(effect, moments)}`;
    }
    const audit = await engine.audit(pairs, { ...auditOptions(options), hashes: false, bootstrap: 0, permutations: 0 }, hooks);
    const moments = await engine.moments(pairs, { blocks, label, preprocessing, audit }, hooks);
    if (target) await write(moments, target);
    return previewText(previewOf(moments), target);
  });
}

/** The moments of a file, undefined where it is no moments file. @param {string} path */
export async function momentsIn(path) {
  const opened = await openFile(await DiskFile.open(path, path));
  return opened.moments ? { name: opened.file, moments: opened.moments, blob: opened.blob } : undefined;
}

/** @param {readonly string[]} paths */
export async function momentsSites(paths) {
  return Promise.all(
    paths.map(async (path) => {
      const site = await momentsIn(path);
      if (site) return site;
      throw new Failure(
        "BAD_USE",
        `${path} is no moments file. Write one at each site: askew moments IMAGES TEXTS -o SITE.moments.safetensors.`,
        { file: path },
      );
    }),
  );
}

/** @param {readonly string[]} paths @param {Record<string, unknown>} options @returns {Promise<string>} */
export async function mergeFiles(paths, options) {
  const target = outputOf(options);
  const sites = await momentsSites(paths);
  return withEngine(options, async (engine) => {
    const moments = await engine.mergeMoments(sites.map(({ moments }) => moments));
    if (target) await write(moments, target);
    return previewText(previewOf(moments), target);
  });
}
