/** What an audit from sums says of the noise in them: whose it is, and what it promises. No finding names a site. */
import { guaranteeWords, kindOf, noisesOf, promiseOf, statedSites } from "../moments/promise.js";

/** @import { Finding, MomentsFile, Noise } from "../types.d.ts" */

const MOVES = "It moves every score, and lowers correlations of weak directions or makes them up.";

/** @param {Pick<MomentsFile, "pairs" | "sites" | "noise" | "preprocessing" | "overlap">} moments @returns {Finding[]} */
export function promiseFindings(moments) {
  const { pairs, overlap } = moments;
  const sites = statedSites(moments);
  const noises = noisesOf(sites);
  const kind = kindOf(sites);
  /** @returns {Finding} */
  const warning = (/** @type {string} */ code, /** @type {string} */ message) => ({
    code,
    level: "warning",
    message,
    count: pairs,
    rows: [],
  });
  if (kind === "exact") return [];
  if (kind === "not known")
    return [
      warning(
        "NOISE_ADDED",
        `Noise was added to the sums of some sites before they left. ${MOVES} An earlier version of Askew pooled them, which kept one statement for all: which sites have noise is not known, so nothing is promised as a whole. Ask the sites for their own files.`,
      ),
    ];
  if (kind === "mixed")
    return [
      warning("NOISE_ADDED", `Noise was added to the sums of ${noises.length} of ${sites.length} sites before they left. ${MOVES}`),
      warning(
        "PROMISE_MIXED",
        `${sites.length - noises.length} of ${sites.length} sites have no noise, so nothing is promised as a whole: what is saved of this audit is made of these sites' sums as they are. Treat it as you treat their files. The noisy sites' own files keep their promise for pairs that are at no site without noise.`,
      ),
    ];
  const promise = /** @type {Noise} */ (promiseOf(moments));
  const added = warning(
    "NOISE_ADDED",
    `Noise was added before the sums left their site (${guaranteeWords(promise)}${promise.pairsPerPatient ? "" : ", not for a patient with several"}). ${MOVES}`,
  );
  if (overlap !== "not stated") return [added];
  const alone = /** @type {Noise} */ (promiseOf({ ...moments, overlap: "none" }));
  return [
    added,
    warning(
      "PAIRS_MAY_OVERLAP",
      `Nothing in the files tells whether a pair is at more than one of the ${noises.length} sites with noise. If none is, each pair keeps the promise of its own site (at the weakest ${guaranteeWords(alone)}). If pairs are at several, the promises add up: ${guaranteeWords(promise)}, which is stated here.`,
    ),
  ];
}
