/** Moments files on the page: one is audited by itself, several are a federation. */
import { Failure } from "../failure.js";

/**
 * @typedef {import("../types.d.ts").OpenedFile} OpenedFile
 * @typedef {import("../types.d.ts").Audit} Audit
 * @typedef {import("../types.d.ts").Federation} Federation
 * @typedef {Pick<ReturnType<typeof import("../engine/index.js").createEngine>, "auditMoments" | "auditFederation">} SiteEngine
 */

/** The moments among the files, or undefined where there are none. @param {OpenedFile[]} opened */
export function sitesAmong(opened) {
  const sites = opened.flatMap(({ file, moments, blob }) => (moments ? [{ name: siteName(file, moments), moments, blob }] : []));
  if (sites.length === 0) return undefined;
  const rows = opened.find(({ moments }) => !moments);
  if (rows)
    throw new Failure(
      "BAD_USE",
      `${rows.file} holds rows, and ${opened.find(({ moments }) => moments)?.file} sums over a site's rows. Audit the rows by themselves and save their aggregate; then give the sites' aggregates together.`,
      { file: rows.file },
    );
  return sites;
}

/** The label that the site chose; else the file's own name, which is known here only. @param {string} file @param {import("../types.d.ts").MomentsFile} moments */
function siteName(file, { sites }) {
  const [only] = sites;
  if (sites.length === 1 && only.label) return only.label;
  return file.replace(/^.*[\\/]/, "").replace(/(\.moments)?\.safetensors$/i, "");
}

/**
 * @param {SiteEngine} engine @param {NonNullable<ReturnType<typeof sitesAmong>>} sites @param {import("../engine/index.js").AuditHooks} hooks
 * @param {import("../types.d.ts").AuditOptions} [options]
 * @returns {Promise<{ audit: Audit, federation?: Federation }>}
 */
export async function auditSites(engine, sites, hooks, options = {}) {
  if (sites.length === 1) return { audit: await engine.auditMoments(sites[0], options, hooks) };
  const federation = await engine.auditFederation(sites, options, hooks);
  return { audit: federation.pooled, federation };
}
