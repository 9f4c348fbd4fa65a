/** What an audit keeps of the pairing holds no id, whichever way the ids pair the rows. */
import { expect, test } from "vitest";
import { consider, pair } from "../../../web/src/pairing/index.js";
import { memorySource } from "../../../web/src/readers/plain-rows.js";
import { testEngine } from "../engine/engine.js";
import { random } from "../engine/pairs.js";
import { opened } from "./refs.js";

/** @import { OpenedFile } from "../../../web/src/types.d.ts" */

const { engine } = await testEngine();
const N = 24;
/** Ids that are in no other word: QX100 … in another order than the rows. */
const id = (/** @type {number} */ i) => `QX${100 + ((i * 7) % N)}`;
const shuffled = (/** @type {number} */ i) => (i * 5) % N;
const all = Array.from({ length: N }, (_, i) => i);

/** A side with a column of ids. @param {string} file @param {string[] | undefined} values @param {number} [rows] @returns {OpenedFile} */
function side(file, values, rows = values?.length ?? N) {
  const next = random(file.length);
  const array = memorySource("", rows, 4, "float32", Float32Array.from({ length: rows * 4 }, next));
  return { ...opened(file, {}), arrays: [array], columns: values ? [{ name: "image_id", values }] : [] };
}

test.each([
  ["as written, some without a partner", all.map(id), [...all.map((i) => id(shuffled(i))).slice(2), "QX900", "QX901"]],
  ["capitals aside", all.map(id), all.map((i) => id(shuffled(i)).toLowerCase())],
  ["folder and extension aside", all.map((i) => `a/${id(i)}.png`), all.map((i) => `b/${id(shuffled(i))}.txt`)],
  ["with the caption's number", all.map(id), all.flatMap((i) => [`${id(shuffled(i))}#0`, `${id(shuffled(i))}#1`])],
  ["by the number at their end", all.map((i) => `QX_${id(i)}`), all.map((i) => id(shuffled(i)).slice(2))],
  ["in the same order, spelled otherwise", all.map(id), all.map((i) => id(i).toLowerCase())],
  ["several images of one text", [...all.map(id), ...all.map(id)], all.map((i) => id(shuffled(i)))],
  ["the texts' alone", undefined, all.map((i) => id(shuffled(i)))],
])("%s", async (_, images, texts) => {
  const proposal = await consider([side("images.npz", images), side("texts.npz", texts)]);
  const pairs = pair({ ...proposal, link: proposal.link ?? proposal.links[0], undecided: undefined });
  const { inputs } = await engine.audit(pairs, { bootstrap: 0, permutations: 0, hashes: false });
  expect(inputs.pairing?.says).toMatch(/^(Paired by|Rows with)/);
  expect(JSON.stringify(inputs)).not.toMatch(/QX\d|qx\d|(?<!\d)1[0-2]\d(?!\d)/);
});
