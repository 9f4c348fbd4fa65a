/** askew moments and askew merge: sums of a site's pairs into a file, several files into one. */
import { writeFile } from "node:fs/promises";
import { Failure } from "../src/failure.js";
import { blocksFor, floorOf, previewOf, refuseBelow } from "../src/moments/disclosure.js";
import { momentsBytes } from "../src/moments/file.js";
import { forYourEyes, refuseDecidedByRows } from "../src/moments/private-pairs.js";
import { pair } from "../src/pairing/index.js";
import { openFile } from "../src/readers/index.js";
import { effectText, previewText } from "../src/report/aggregate.js";
import { siteLines } from "../src/report/text.js";
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

/** With noise the user says what is public. @param {Record<string, unknown>} options */
function checkStated({ captions, pairs, repeated, rounds, views, blocks }) {
  if (views !== undefined || repeated === "join")
    throw new Failure(
      "BAD_USE",
      `${views === undefined ? "--repeated join" : "--views"} lets the rows decide how many pairs there are or how often one counts. With --privacy that number is public, and no noise hides it. Save files with one row an image and one a text, and say --captions 1.`,
    );
  if (blocks !== undefined && blocks !== 1)
    throw new Failure(
      "BAD_USE",
      "--blocks: with --privacy the pairs stay in one block, so that noise is added once. Leave the option out.",
    );
  if (captions === undefined && pairs === undefined && repeated === undefined && rounds === undefined)
    throw new Failure(
      "BAD_USE",
      "With --privacy the number of pairs is public, and no noise hides it, so it must not be told from the rows. Say which text belongs to which image, as you know it: --captions N (N texts an image, in the images' order; 1 where row i belongs to row i), --repeated keep, --rounds, or --pairs FILE.",
    );
}

/**
 * @param {readonly string[]} files @param {Record<string, unknown>} options @param {Listener} listener
 * @returns {Promise<string>} what left, or would leave
 */
export async function momentsOf(files, options, listener) {
  if (options.privacy === undefined) return momentsWritten(files, options, listener);
  checkStated(options);
  return momentsWritten(files, options, listener).catch((error) => {
    throw forYourEyes(error);
  });
}

/** @param {readonly string[]} files @param {Record<string, unknown>} options @param {Listener} listener */
async function momentsWritten(files, options, listener) {
  const target = outputOf(options);
  const wishes = wishesOf(options);
  const { label, preprocessing, privacy, delta } =
    /** @type {{ label?: string, preprocessing?: string, privacy?: number, delta?: number }} */ (options);
  const { choice, notes } = await sidesOf(files, { ...wishes, metadata: undefined });
  for (const note of notes) listener.note(note);
  const pairs = pair(choice);
  if (privacy !== undefined) refuseDecidedByRows(pairs);
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
    const { overlap, "mix-exact": mixExact } = /** @type {{ overlap?: "none" | "all", "mix-exact"?: boolean }} */ (options);
    const moments = await engine.mergeMoments(
      sites.map(({ moments }) => moments),
      { overlap, mixExact },
    );
    if (target) await write(moments, target);
    return `${previewText(previewOf(moments), target)}${siteLines(moments).join("\n")}\n`;
  });
}
