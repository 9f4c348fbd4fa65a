/** Saved audits among dropped files: one beside data is verified, one alone is opened, and so is a session of several. */
import { parsedAudit } from "../report/saved-audit.js";
import { parsedSession } from "../report/session-file.js";

/** @import { Audit } from "../types.d.ts" */
/** audits: a whole session's, of which audit is the last. @typedef {{ name: string, audit: Audit, audits?: Audit[] }} Saved */

const HEAD = 4096;
/** An audit is some hundred kilobytes: three arrays a direction. */
const MOST = 64e6;

/** @param {Blob} blob */
const textOf = async (blob) => new TextDecoder().decode(await blob.arrayBuffer());

/** @param {File} file @returns {Promise<string | undefined>} "audit" or "session" */
async function kindOf(file) {
  if (!/\.json$/i.test(file.name) || file.size > MOST) return undefined;
  return /"schema"\s*:\s*"askew-(audit|session)\/1"/.exec(await textOf(file.slice(0, HEAD)))?.[1];
}

/** @param {File} file @param {string} kind @returns {Promise<Saved>} */
async function read(file, kind) {
  const text = await textOf(file);
  if (kind === "audit") return { name: file.name, audit: parsedAudit(text, file.name) };
  const audits = parsedSession(text, file.name);
  return { name: file.name, audit: audits[audits.length - 1], audits };
}

/**
 * The one saved audit or session of a drop, and the other files; several audits are runs of a benchmark, not this.
 * @param {readonly File[]} files @returns {Promise<{ saved?: Saved, data: File[] }>}
 */
export async function savedAmong(files) {
  const found = [];
  for (const file of files) {
    const kind = await kindOf(file);
    if (kind) found.push({ file, kind });
  }
  if (found.length !== 1) return { data: [...files] };
  const [{ file, kind }] = found;
  return { saved: await read(file, kind), data: files.filter((other) => other !== file) };
}
