/** askew moments and askew merge: sums of a site's pairs into a file, several files into one. */
import { writeFile } from "node:fs/promises";
import { siteLines } from "../src/document/audit-text.js";
import { columnNamed } from "../src/engine/groups.js";
import { Failure } from "../src/failure.js";
import { blocksFor, deltaWords, floorOf, previewOf, refuseBelow, refuseRisk, riskWords } from "../src/moments/disclosure.js";
import { momentsBytes } from "../src/moments/file.js";
import { beyondBound } from "../src/moments/patients.js";
import { forYourEyes, refuseDecidedByRows } from "../src/moments/private-pairs.js";
import { riskOfNoise } from "../src/moments/risk.js";
import { pair, withoutRows } from "../src/pairing/index.js";
import { openFile } from "../src/readers/index.js";
import { DRAWN_ONCE, effectText, noiseText, previewText } from "../src/report/aggregate.js";
import { auditOptions, withEngine } from "./audit.js";
import { DiskFile } from "./disk-file.js";
import { sidesOf, wishesOf } from "./sides.js";

/** @import { MomentsFile } from "../src/types.d.ts" */
/** @typedef {Parameters<typeof import("./audit.js").auditFiles>[2]} Listener */

/** @param {Record<string, unknown>} options */
function outputOf({ output, preview }) {
  if (preview === true) return undefined;
  if (typeof output === "string") return output;
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
 * The pairs that are added up: with --patients, no more of one patient than was promised.
 * @param {readonly string[]} files @param {Record<string, unknown>} options @param {Listener} listener
 */
async function pairsToSum(files, options, listener) {
  const { patients, metadata } = /** @type {{ patients?: string, metadata?: string }} */ (options);
  const most = /** @type {number | undefined} */ (options["pairs-per-patient"]);
  if ((patients !== undefined || most !== undefined) && options.privacy === undefined)
    throw new Failure("BAD_USE", "--patients and --pairs-per-patient say whom the noise protects: give --privacy too.");
  if (patients !== undefined && most === undefined)
    throw new Failure(
      "BAD_USE",
      "--patients needs --pairs-per-patient K: of each patient the first K pairs count, and the promise is of K. K stands in the file, so choose it without looking at the data.",
    );
  if (metadata !== undefined && patients === undefined)
    throw new Failure("BAD_USE", "--metadata is read for --patients COLUMN alone: name its column of patients.");
  const { choice, notes } = await sidesOf(files, { ...wishesOf(options), ...(patients === undefined && { metadata: undefined }) });
  for (const note of notes) listener.note(note);
  const pairs = pair(choice);
  if (options.privacy !== undefined) refuseDecidedByRows(pairs);
  if (patients === undefined || most === undefined) return pairs;
  const beyond = beyondBound(patients, columnNamed(pairs, patients), most);
  if (beyond.length === 0) return pairs;
  listener.note(
    `${beyond.length} of ${pairs.images.rows} pairs are left out: of each patient (${patients}) the first ${most} in the files' order count.`,
  );
  return withoutRows(pairs, { images: beyond });
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
  const { label, preprocessing, privacy, delta, floor, risk } =
    /** @type {{ label?: string, preprocessing?: string, privacy?: number, delta?: number, floor?: number, risk?: number }} */ (options);
  const pairs = await pairsToSum(files, options, listener);
  const n = pairs.images.rows;
  const widths = { imageCols: pairs.images.cols, textCols: pairs.texts.cols };
  const noise = privacy !== undefined;
  const agreed = { floor, risk };
  refuseBelow(widths, n, agreed, 1, noise);
  const blocks = noise ? 1 : /** @type {number} */ (options.blocks ?? blocksFor(n, floorOf(widths, agreed)));
  refuseBelow(widths, n, agreed, blocks, noise);
  return withEngine(options, async (engine) => {
    const hooks = { onProgress: listener.progress };
    if (privacy !== undefined) {
      const pairsPerPatient = /** @type {number | undefined} */ (options["pairs-per-patient"]);
      const settings = { epsilon: privacy, delta, pairsPerPatient, label, preprocessing };
      const draft = await engine.privateMoments(pairs, settings, auditOptions(options), hooks);
      refuseRisk(riskOfNoise(draft.mu), risk);
      const doubt = deltaWords(draft.noise.delta, n);
      if (doubt) listener.note(doubt);
      const promise = noiseText(draft.noise, riskOfNoise(draft.mu));
      if (target === undefined) return `${previewText(previewOf(draft.outline))}\n${promise}${effectText(await draft.effect())}`;
      const moments = await draft.draw();
      await write(moments, target);
      return `${previewText(previewOf(moments), target)}\n${promise}${DRAWN_ONCE}\n`;
    }
    const audit = await engine.audit(pairs, { ...auditOptions(options), hashes: false, bootstrap: 0, permutations: 0 }, hooks);
    const moments = await engine.moments(pairs, { blocks, label, preprocessing, audit }, hooks);
    if (target) await write(moments, target);
    return `${previewText(previewOf(moments), target)}\n${riskWords(widths, Math.floor(n / blocks))}\n`;
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
