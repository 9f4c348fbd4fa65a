/** Saved audits among dropped files: one beside data is verified, one alone is opened. */
import { parsedAudit } from "../report/saved-audit.js";

/** @import { Audit } from "../types.d.ts" */
/** @typedef {{ name: string, audit: Audit }} Saved */

const HEAD = 4096;
/** An audit is some hundred kilobytes: three arrays a direction. */
const MOST = 64e6;

/** @param {Blob} blob */
const textOf = async (blob) => new TextDecoder().decode(await blob.arrayBuffer());

/** @param {File} file */
async function looksSaved(file) {
  if (!/\.json$/i.test(file.name) || file.size > MOST) return false;
  return /"schema"\s*:\s*"askew-audit\/1"/.test(await textOf(file.slice(0, HEAD)));
}

/**
 * The one saved audit of a drop and the other files; several audits are runs of a benchmark, not this.
 * @param {readonly File[]} files @returns {Promise<{ saved?: Saved, data: File[] }>}
 */
export async function savedAmong(files) {
  const audits = [];
  for (const file of files) if (await looksSaved(file)) audits.push(file);
  if (audits.length !== 1) return { data: [...files] };
  const [file] = audits;
  return { saved: { name: file.name, audit: parsedAudit(await textOf(file), file.name) }, data: files.filter((other) => other !== file) };
}
