/** What a moments file promises: site by site, and as a whole no more than every site. And what must be said before files are pooled. */
import { together, weakest } from "./gaussian.js";

export { CALIBRATION } from "../readers/moments-form.js";

/** @import { MomentsFile, Noise, Overlap, SiteStatement } from "../types.d.ts" */

/** @typedef {Pick<MomentsFile, "sites" | "noise" | "preprocessing" | "overlap">} Stated */

/**
 * Each site with its noise and what was done to its rows. Pools of earlier versions state both for all sites at once: whose they are
 * is then not known.
 * @param {Stated} stated @returns {SiteStatement[]}
 */
export function statedSites({ sites, noise, preprocessing }) {
  if (sites.length === 1) return [{ label: sites[0].label, pairs: sites[0].pairs, preprocessing, noise }];
  return sites.map(({ label, pairs, preprocessing: own, noise: added }) => ({
    label,
    pairs,
    preprocessing: own !== undefined ? own : preprocessing === "" ? "" : null,
    noise: added !== undefined ? added : noise === null ? null : "not known",
  }));
}

/** @param {SiteStatement[]} sites */
export function noisesOf(sites) {
  return sites.flatMap(({ noise }) => (noise === null || noise === "not known" ? [] : [noise]));
}

/**
 * exact: no site has noise; private: every site has; mixed: some have; not known: a pool that does not say which have.
 * @param {SiteStatement[]} sites @returns {"exact" | "private" | "mixed" | "not known"}
 */
export function kindOf(sites) {
  if (sites.every(({ noise }) => noise === null)) return "exact";
  if (sites.some(({ noise }) => noise === "not known")) return "not known";
  return sites.every(({ noise }) => noise !== null) ? "private" : "mixed";
}

/** What holds for every pair of the whole, null if nothing does. Unless it is stated that no pair is in two sites, it may be. @param {Stated} stated @returns {Noise | null} */
export function promiseOf(stated) {
  const sites = statedSites(stated);
  if (kindOf(sites) !== "private") return null;
  return stated.overlap === "none" ? weakest(noisesOf(sites)) : together(noisesOf(sites));
}

/** "epsilon 1, delta 0.000001 for one pair" @param {Noise} noise */
export const guaranteeWords = ({ epsilon, delta, pairsPerPatient }) =>
  `epsilon ${epsilon}, delta ${delta} for one ${pairsPerPatient ? `patient, of at most ${pairsPerPatient} ${pairsPerPatient === 1 ? "pair" : "pairs"}` : "pair"}`;

/** @param {SiteStatement} site @param {number} place */
const named = ({ label }, place) => label ?? `site ${place + 1}`;

/** @param {string[]} names */
const listed = (names) => (names.length > 3 ? `${names.slice(0, 3).join(", ")} and ${names.length - 3} more` : names.join(", "));

/** @param {SiteStatement[]} sites */
function mixWords(sites) {
  const those = (/** @type {(site: SiteStatement) => boolean} */ which) =>
    listed(sites.flatMap((site, place) => (which(site) ? [named(site, place)] : [])));
  const exact = those(({ noise }) => noise === null);
  const unknown = those(({ noise }) => noise === "not known");
  const noisy = those(({ noise }) => noise !== null && noise !== "not known");
  const which = [
    noisy && `with noise: ${noisy}`,
    exact && `without noise: ${exact}`,
    unknown && `not known which of them have noise: ${unknown} (pooled by an earlier version)`,
  ].filter(Boolean);
  return (
    `Some sites' sums have noise and others have none (${which.join("; ")}). A pool of them promises nothing as a whole, and nothing at all to the sites without noise: ` +
    "who has the pool and the noisy sites' files subtracts these, and has the sums of the others as they are; and the others' sums of squared lengths, their longest and their shortest row stand in the pool without any noise. " +
    "Who already knows all other pairs of a site without noise can so tell for certain whether a patient's pair is in it. " +
    "The noisy files' own promise still holds for their own pairs, as long as none of these pairs is at a site without noise."
  );
}

/** Files that may be of the same pairs. @param {SiteStatement[][]} files */
function twins(files) {
  const keys = files.map((sites) => sites.map(({ label, pairs }) => `${label ?? "a site without a name"} of ${pairs} pairs`));
  const twice = keys.flatMap((own, k) => own.filter((key) => keys.some((other, j) => j > k && other.includes(key))));
  return twice.length > 0 ? ` More than one of the files has ${listed([...new Set(twice)])}.` : "";
}

/** @param {SiteStatement[][]} files */
function overlapWords(files) {
  const noises = noisesOf(files.flat());
  return (
    `Can one pair be in more than one of these files? Nothing in them tells.${twins(files)} ` +
    `If no pair is in two of them, each keeps the promise of its own site (at the weakest ${guaranteeWords(weakest(noises))}). ` +
    `If pairs may be in several, the promises add up: ${guaranteeWords(together(noises))}.`
  );
}

/**
 * What somebody must say before the files are pooled, and has not.
 * @param {Stated[]} files @param {{ mixExact?: boolean, overlap?: Overlap }} said @returns {{ code: "MIXES_EXACT" | "PAIRS_MAY_OVERLAP", message: string }[]}
 */
export function poolQuestions(files, { mixExact = false, overlap } = {}) {
  const all = files.map(statedSites);
  const sites = all.flat();
  const kind = files.length > 1 ? kindOf(sites) : "exact";
  const noisy = all.filter((own) => noisesOf(own).length > 0).length;
  /** @type {ReturnType<typeof poolQuestions>} */
  const questions = [];
  if (!mixExact && (kind === "mixed" || kind === "not known")) questions.push({ code: "MIXES_EXACT", message: mixWords(sites) });
  if (overlap === undefined && noisy > 1) questions.push({ code: "PAIRS_MAY_OVERLAP", message: overlapWords(all) });
  return questions;
}

/** What is stated of the whole once the files are pooled; "all" if that holds already of one of them. @param {Stated[]} files @param {Overlap} [said] @returns {Overlap | undefined} */
export function overlapOf(files, said) {
  const noises = files.map((file) => noisesOf(statedSites(file)).length);
  if (noises.reduce((a, b) => a + b, 0) < 2) return undefined;
  const earlier = files.filter((_, k) => noises[k] > 1).map(({ overlap = "not stated" }) => overlap);
  const now = noises.filter(Boolean).length > 1 ? [said ?? "not stated"] : [];
  return /** @type {const} */ (["all", "not stated", "none"]).find((one) => [...earlier, ...now].includes(one));
}
