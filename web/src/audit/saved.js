/** Saved audits, comparisons, benchmarks and sessions among files, told by the schema that they state. */
import { pathOf } from "../benchmark/names.js";
import { Failure } from "../failure.js";
import { parsedAudit, parsedResult } from "../report/saved-audit.js";
import { parsedSession } from "../report/session-file.js";

/** @import { Audit, BlobLike, Comparison, Comparisons, FileLike } from "../types.d.ts" */
/** audits: a whole session's, of which audit is the last. @typedef {{ name: string, audit: Audit, audits?: Audit[] }} Saved */

const HEAD = 4096;
/** An audit is some hundred kilobytes: three arrays a direction. */
const MOST = 64e6;

/** What a saved JSON is. @param {string} head its beginning @returns {string | undefined} "audit", "comparison", "comparisons", "benchmark" or "session" */
export const schemaOf = (head) => /"schema"\s*:\s*"askew-(audit|comparisons?|benchmark|session)\/1"/.exec(head)?.[1];

/** @param {BlobLike} blob */
const textOf = async (blob) => new TextDecoder().decode(await blob.arrayBuffer());

/** @param {FileLike} file @returns {Promise<string | undefined>} */
async function kindOf(file) {
  if (!/\.json$/i.test(file.name) || file.size > MOST) return undefined;
  const kind = schemaOf(await textOf(file.slice(0, HEAD)));
  return kind === "benchmark" ? undefined : kind;
}

/** How the models of a comparison are called. @type {Readonly<Record<string, { what: string, first: string, others: string }>>} */
const COMPARED = {
  comparison: { what: "two models", first: "the first model", others: "the second model’s" },
  comparisons: { what: "several models", first: "the baseline", others: "the other models’" },
};

/** @param {FileLike} file @param {string} kind @returns {Promise<Saved>} */
async function read(file, kind) {
  const text = await textOf(file);
  if (COMPARED[kind]) {
    const { what, first, others } = COMPARED[kind];
    throw new Failure(
      "BAD_USE",
      `${file.name} is a saved comparison of ${what}. To verify it, audit ${first}, then drop it with ${others} files on the card “Is another model better on the same pairs?”.`,
      { file: file.name },
    );
  }
  if (kind === "audit") return { name: file.name, audit: parsedAudit(text, file.name) };
  const audits = parsedSession(text, file.name);
  return { name: file.name, audit: audits[audits.length - 1], audits };
}

/** @template {FileLike} F @param {readonly F[]} files @returns {Promise<{ file: F, kind: string }[]>} */
async function savedIn(files) {
  const results = [];
  for (const file of files) {
    const kind = await kindOf(file);
    if (kind) results.push({ file, kind });
  }
  return results;
}

/** Whether two paths may be one file's: one of them is the end of the other. @param {string} one @param {string} other */
function sameEnd(one, other) {
  const [a, b] = [one, other].map((path) => `/${path.replaceAll("\\", "/")}`);
  return a.endsWith(b) || b.endsWith(a);
}

/** @param {Comparison["a"]} audit */
const namesOf = ({ inputs: { images, texts } }) => [images.file, texts.file];

/** The files of each model beside the baseline, told by the names that they had. @param {Comparisons} made @param {readonly FileLike[]} data @param {string} name of the saved file @returns {FileLike[][]} */
function filesOfEach({ comparisons, namesLeftOut }, data, name) {
  const models = comparisons.map(({ b }) => namesOf(b));
  const wanted = [...new Set(models.flat())];
  const files = new Map(wanted.map((path) => [path, data.filter((file) => sameEnd(pathOf(file), path))]));
  const known = [...wanted, ...namesOf(comparisons[0].a)];
  const apart =
    [...files.values()].every(({ length }) => length === 1) &&
    new Set([...files.values()].flat()).size === wanted.length &&
    data.every((file) => known.some((path) => sameEnd(pathOf(file), path)));
  if (apart && !namesLeftOut) return models.map((paths) => [...new Set(paths.flatMap((path) => files.get(path) ?? []))]);
  const why = namesLeftOut
    ? "its names were left out, so the page cannot tell which file is of which model. Use"
    : `the files dropped with it are not these of the other models, each once: ${wanted.join(", ")}. Drop these, or use`;
  throw new Failure(
    "BAD_USE",
    `${name} is a comparison of ${models.length + 1} models, and ${why} the command: askew verify ${name} IMAGES TEXTS, then --compare IMAGES,TEXTS for each other model, in their order.`,
    { file: name },
  );
}

/**
 * A saved comparison beside the other models' files.
 * @param {readonly FileLike[]} files @returns {Promise<{ saved?: { name: string, comparison: Comparison | Comparisons }, models: FileLike[][] }>} models: the files of each
 */
export async function comparisonAmong(files) {
  const [first] = (await savedIn(files)).filter(({ kind }) => COMPARED[kind]);
  if (!first) return { models: [[...files]] };
  const { name } = first.file;
  const data = files.filter((other) => other !== first.file);
  const comparison = /** @type {Comparison | Comparisons} */ (parsedResult(await textOf(first.file), name));
  const models = comparison.schema === "askew-comparisons/1" ? filesOfEach(comparison, data, name) : [data];
  return { saved: { name, comparison }, models };
}

/**
 * The one saved audit or session of a drop, and the other files; several audits are runs of a benchmark, not this.
 * @template {FileLike} F @param {readonly F[]} files @returns {Promise<{ saved?: Saved, data: F[] }>}
 */
export async function savedAmong(files) {
  const results = await savedIn(files);
  if (results.length !== 1) return { data: [...files] };
  const [{ file, kind }] = results;
  return { saved: await read(file, kind), data: files.filter((other) => other !== file) };
}
