/** Saved audits, comparisons, benchmarks and sessions among files, told by the schema that they state. */
import { Failure } from "../failure.js";
import { parsedAudit, parsedResult } from "../report/saved-audit.js";
import { parsedSession } from "../report/session-file.js";

/** @import { Audit, BlobLike, Comparison, FileLike } from "../types.d.ts" */
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

/** @param {FileLike} file @param {string} kind @returns {Promise<Saved>} */
async function read(file, kind) {
  const text = await textOf(file);
  if (kind === "comparison")
    throw new Failure(
      "BAD_USE",
      `${file.name} is a saved comparison of two models. To verify it, audit the first model, then drop it with the second model’s files on the card “Is another model better on the same pairs?”.`,
      { file: file.name },
    );
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

/** A saved comparison beside the other model's files. @param {readonly FileLike[]} files @returns {Promise<{ saved?: { name: string, comparison: Comparison }, data: FileLike[] }>} */
export async function comparisonAmong(files) {
  const [first] = (await savedIn(files)).filter(({ kind }) => kind === "comparison");
  if (!first) return { data: [...files] };
  const { file } = first;
  const comparison = /** @type {Comparison} */ (parsedResult(await textOf(file), file.name));
  return { saved: { name: file.name, comparison }, data: files.filter((other) => other !== file) };
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
