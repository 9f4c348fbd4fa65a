/** Moments files: one is audited by itself, several as one, and each beside the others if that is asked for. */
import { Failure } from "../failure.js";

/** @import { AuditHooks, Engine, Site } from "../engine/types.d.ts" */
/** @import { Audit, AuditOptions, Federation, MomentsFile, OpenedFile } from "../types.d.ts" */

/** The moments among the files, or undefined if there are none. @param {OpenedFile[]} opened */
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

/** The label that the site chose; else the file's own name, which is known here only. @param {string} file @param {MomentsFile} moments */
function siteName(file, { sites }) {
  const [only] = sites;
  if (sites.length === 1 && only.label) return only.label;
  return file.replace(/^.*[\\/]/, "").replace(/(\.moments)?\.safetensors$/i, "");
}

/** Several as one. @param {Pick<Engine, "auditMoments" | "auditPooled">} engine @param {Site[]} sites @param {AuditOptions} options @param {AuditHooks} hooks @returns {Promise<Audit>} */
export const auditSites = (engine, sites, options, hooks) =>
  sites.length === 1 ? engine.auditMoments(sites[0], options, hooks) : engine.auditPooled(sites, options, hooks);

/**
 * The same, with each of several sites by itself and the whole without each.
 * @param {Pick<Engine, "auditMoments" | "auditFederation">} engine @param {Site[]} sites @param {AuditOptions} options @param {AuditHooks} hooks
 * @returns {Promise<{ audit: Audit, federation?: Federation }>}
 */
export async function auditEachSite(engine, sites, options, hooks) {
  if (sites.length === 1) return { audit: await engine.auditMoments(sites[0], options, hooks) };
  const federation = await engine.auditFederation(sites, options, hooks);
  return { audit: federation.pooled, federation };
}
