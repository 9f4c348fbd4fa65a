/** Moments files: one is audited by itself, several as one, and each beside the others if that is asked for. */
import { Failure } from "../failure.js";
import { quantities } from "../metrics.js";

/** @import { AuditHooks, Engine, Site } from "../engine/types.d.ts" */
/** @import { Aggregate, Audit, AuditOptions, IntervalOf, MomentsFile, OpenedFile, SiteScores } from "../types.d.ts" */

const COMPARED = quantities(({ headline }) => headline).map(({ key }) => key);

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

/** The scores that sites are compared by. @param {Audit} audit @returns {SiteScores} */
function scoresOf({ inputs, sas: { imageToText, textToImage, imbalance }, aggregate }) {
  const { intervals } = aggregate ?? {};
  const of = (/** @type {Record<string, IntervalOf>} */ all) =>
    Object.fromEntries(COMPARED.flatMap((key) => (all[key] ? [[key, all[key]]] : [])));
  return {
    pairs: inputs.pairs,
    sas: { imageToText, textToImage, imbalance },
    ...(intervals && !("status" in intervals) && { intervals: of(intervals) }),
  };
}

/**
 * One site's audit; of several sites the audit of all their pairs, with each of them beside the others and the whole without each.
 * @param {Pick<Engine, "auditMoments" | "auditFederation">} engine @param {Site[]} sites @param {AuditOptions} options @param {AuditHooks} hooks
 * @returns {Promise<Audit>}
 */
export async function auditSites(engine, sites, options, hooks) {
  if (sites.length === 1) return engine.auditMoments(sites[0], options, hooks);
  const named = sites.map((site) => ({ ...site, name: siteName(site.name, site.moments) }));
  const { pooled, sites: each, without, heterogeneity } = await engine.auditFederation(named, options, hooks);
  const federation = {
    sites: each.map((audit, k) => ({ name: named[k].name, ...scoresOf(audit) })),
    without: without.map(scoresOf),
    heterogeneity,
  };
  return { ...pooled, aggregate: { .../** @type {Aggregate} */ (pooled.aggregate), federation } };
}
