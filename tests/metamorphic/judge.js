/** What came of a case: every resulting pair is looked up by the values of its two vectors. */
import { basename } from "node:path";
import { sidesOf } from "../../web/bin/sides.js";
import { Failure } from "../../web/src/failure.js";
import { consider, pair } from "../../web/src/pairing/index.js";
import { DiskFile } from "../../web/src/readers/disk-file.js";
import { openFiles } from "../../web/src/readers/index.js";
import { fingerprint } from "./data.js";
import { joinableTexts } from "./scene.js";

/** @import { MatrixSource, Pairs } from "../../web/src/types.d.ts" */
/** @import { Built, Route } from "./cases.js" */
/** @import { Row } from "./data.js" */
/** @import { Change } from "./changes.js" */

/**
 * right: true pairs, all that the ids tell. fewer: true pairs, some are left out and that is said. asked: a sentence and no numbers.
 * finding: no id could tell, and the audit warns of the order; unknown: and it does not. wrong: anything else.
 * @typedef {"right" | "fewer" | "asked" | "finding" | "unknown" | "wrong"} Outcome
 */
/** @typedef {{ outcome: Outcome, detail: string }} Verdict */

/** Faults of the program, not of the files. */
const OURS = new Set(["INTERNAL", "WORKER_DIED", "OUT_OF_MEMORY"]);

/** @param {readonly Row[]} rows @returns {Map<string, number>} */
const itemsOf = (rows) => new Map(rows.map(({ vector, item }) => [fingerprint(vector), item]));

/** @param {MatrixSource} source @returns {Promise<string[]>} */
async function fingerprints(source) {
  const values = await source.readRows(0, source.rows);
  return Array.from({ length: source.rows }, (_, row) => fingerprint(values.subarray(row * source.cols, (row + 1) * source.cols)));
}

/** @param {Pairs} pairs @param {Built} built @returns {Promise<Verdict>} */
async function judgePairs(pairs, { scene }) {
  const [images, texts] = await Promise.all([fingerprints(pairs.images), fingerprints(pairs.texts)]);
  const [imageItems, textItems] = [itemsOf(scene.images), itemsOf(scene.texts)];
  const how = `${pairs.pairing?.by}: ${pairs.pairing?.says}`;
  const wrong = (/** @type {string} */ what) => ({ outcome: /** @type {const} */ ("wrong"), detail: `${what} (${how})` });
  if (images.some((row) => textItems.has(row)) || texts.some((row) => imageItems.has(row))) return wrong("sides swapped or mixed");
  if (![...images.map((row) => imageItems.has(row)), ...texts.map((row) => textItems.has(row))].every(Boolean))
    return wrong(`values of no vector, ${pairs.images.cols} and ${pairs.texts.cols} wide`);
  const false_ = texts.filter((row, text) => textItems.get(row) !== imageItems.get(images[pairs.imageOf[text]])).length;
  if (false_ > 0) return wrong(`${false_} of ${texts.length} pairs are false`);
  const paired = new Set(texts);
  const must = new Set(joinableTexts(scene).map(({ vector }) => fingerprint(vector)));
  const missing = [...must].filter((row) => !paired.has(row)).length;
  if (missing === 0) return { outcome: "right", detail: how };
  const isSaid = pairs.findings.some(({ code }) => code === "ROWS_LEFT_OUT");
  return isSaid
    ? { outcome: "fewer", detail: `${missing} of ${must.size} texts are left out (${how})` }
    : wrong(`${missing} of ${must.size} texts are left out without a word`);
}

/** @param {unknown} error @returns {Verdict} */
function judgeRefusal(error) {
  const { code, message } = Failure.from(error);
  const isSentence = !OURS.has(code) && /^[A-Z_]+: .{20,}/.test(`${code}: ${message}`);
  return { outcome: isSentence ? "asked" : "wrong", detail: `${code}: ${message}` };
}

/** As the page pairs files before anybody answers; a question that it would ask is thrown. @param {string[]} paths @returns {Promise<Pairs>} */
async function pairsOnPage(paths) {
  const openings = (await Promise.all(paths.map(async (path) => openFiles(await DiskFile.open(path, basename(path)))))).flat();
  const proposal = await consider(openings.flatMap(({ opened }) => opened ?? []));
  const question = proposal.questions.find(({ level }) => level !== "note");
  if (question) throw new Failure("BAD_USE", `${question.code}: ${question.message}`);
  return pair(proposal);
}

/** @param {Built} built @param {Route} route @returns {Promise<Pairs>} */
async function pairsOf({ args, pairs, files }, route) {
  if (route === "page") return pairsOnPage(files);
  const { choice } = await sidesOf(args, pairs === undefined ? {} : { pairs });
  return pair(choice);
}

/**
 * @param {Built} built
 * @param {{ route: Route, expects: Change["expects"], warnsOfOrder: (pairs: Pairs) => Promise<boolean> }} options warnsOfOrder: the audit itself has the finding
 * @returns {Promise<Verdict>}
 */
export async function judge(built, { route, expects, warnsOfOrder }) {
  let pairs;
  try {
    pairs = await pairsOf(built, route);
  } catch (error) {
    return judgeRefusal(error);
  }
  const verdict = await judgePairs(pairs, built);
  if (expects !== "unknown" || verdict.outcome !== "wrong" || pairs.pairing?.by !== "order") return verdict;
  return { outcome: (await warnsOfOrder(pairs)) ? "finding" : "unknown", detail: verdict.detail };
}
