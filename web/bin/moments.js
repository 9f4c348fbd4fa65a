/** askew moments and askew merge: sums of a site's pairs into a file, several files into one. */
import { blocksOf, draftWithNoise, pairsOfPatients, widthsOf } from "../src/audit/sums.js";
import { siteLines } from "../src/document/audit-text.js";
import { Failure } from "../src/failure.js";
import { previewOf, refuseBelow, refuseRisk, riskWords } from "../src/moments/disclosure.js";
import { momentsBytes } from "../src/moments/file.js";
import { forYourEyes, refuseDecidedByRows } from "../src/moments/private-pairs.js";
import { DRAWN_ONCE, effectText, noiseText, previewText } from "../src/report/aggregate.js";
import { auditOptions, withEngine } from "./engine.js";
import { pairsAt } from "./sides.js";
import { sitesAt } from "./sites.js";
import { writeTo } from "./write.js";

/** @import { MomentsFile } from "../src/types.d.ts" */
/** @import { Listener } from "./sides.js" */

/** @param {Record<string, unknown>} options */
function outputOf({ output, preview }) {
  if (preview === true) return undefined;
  if (typeof output === "string") return output;
  throw new Failure("BAD_USE", "Say where the moments go: -o SITE.moments.safetensors. Or --preview, which writes nothing.");
}

/** @param {MomentsFile} moments @param {string} target */
const write = (moments, target) => writeTo(target, momentsBytes(moments));

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
  const all = await pairsAt(files, { ...options, metadata }, listener);
  if (options.privacy !== undefined) refuseDecidedByRows(all);
  const { pairs, leftOut } = pairsOfPatients(all, patients, most);
  if (leftOut > 0)
    listener.note(
      `${leftOut} of ${all.images.rows} pairs are left out: of each patient (${patients}) the first ${most} in the files' order count.`,
    );
  return pairs;
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
  const widths = widthsOf(pairs);
  const noise = privacy !== undefined;
  const agreed = { floor, risk };
  refuseBelow(widths, n, agreed, 1, noise);
  const blocks = /** @type {number} */ (options.blocks ?? blocksOf(pairs, agreed, noise));
  refuseBelow(widths, n, agreed, blocks, noise);
  return withEngine(options, async (engine) => {
    const hooks = { onProgress: listener.progress };
    if (privacy !== undefined) {
      const pairsPerPatient = /** @type {number | undefined} */ (options["pairs-per-patient"]);
      const settings = { epsilon: privacy, delta, pairsPerPatient, label, preprocessing };
      const draft = await draftWithNoise(engine, pairs, settings, auditOptions(options), hooks);
      refuseRisk(draft.risk, risk);
      if (draft.doubt) listener.note(draft.doubt);
      const promise = noiseText(draft.noise, draft.risk);
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

/** @param {readonly string[]} paths @param {Record<string, unknown>} options @returns {Promise<string>} */
export async function mergeFiles(paths, options) {
  const target = outputOf(options);
  const sites = await sitesAt(paths);
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
