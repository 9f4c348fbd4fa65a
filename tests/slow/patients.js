/** Made-up pairs of patients with 1 to 20 studies, whose studies have a part of their variance in common on both sides. */
import { memorySource } from "../../web/src/readers/plain-rows.js";
import { chanceOf } from "./order-data.js";

/** @import { createEngine } from "../../web/src/engine/index.js" */
/** @import { Pairs } from "../../web/src/types.d.ts" */

/** share: of the variance that studies of one patient have in common; independent: the sides have nothing to do with each other. @typedef {{ patients: number, share: number, d: number, independent?: boolean }} Setting */

const MOST_STUDIES = 20;
/** Patients whose scores stand for the population's. */
const MANY = 4000;

/**
 * Row = mean + factors of falling strength + noise; a factor's score is the patient's by `share` and the study's by the rest, so that the rows' covariances
 * do not depend on the share.
 * @param {number} seed @param {Setting} setting @returns {Pairs}
 */
export function patientPairs(seed, { patients, share, d, independent = false }) {
  const chance = chanceOf(seed);
  const patientOf = Array.from({ length: patients }, (_, p) => Array(1 + Math.floor(MOST_STUDIES * chance.uniform())).fill(p)).flat();
  const n = patientOf.length;
  const factors = 12;
  const scores = () => {
    const own = Array.from({ length: patients * factors }, () => chance.normal());
    return Float64Array.from(
      { length: n * factors },
      (_, at) =>
        Math.sqrt(share) * own[patientOf[Math.floor(at / factors)] * factors + (at % factors)] + Math.sqrt(1 - share) * chance.normal(),
    );
  };
  const shared = scores();
  /** @param {number} of seed of the loadings, which are one population's @param {Float64Array} common */
  const side = (of, common) => {
    const loadings = chanceOf(of);
    const weights = Array.from({ length: factors * d }, (_, at) => loadings.normal() * 0.8 ** Math.floor(at / d));
    const own = scores();
    const out = new Float32Array(n * d);
    for (let i = 0; i < n; i++)
      for (let c = 0; c < d; c++) {
        let value = 1 + 0.3 * of * (c % 3) + 0.5 * chance.normal();
        for (let k = 0; k < factors; k++) value += weights[k * d + c] * (common[i * factors + k] + 0.7 * own[i * factors + k]);
        out[i * d + c] = value;
      }
    return memorySource("", n, d, "float32", out);
  };
  return {
    images: side(1, shared),
    texts: side(2, independent ? scores() : shared),
    imageOf: Int32Array.from({ length: n }, (_, i) => i),
    origin: { images: { file: "images", array: "" }, texts: { file: "texts", array: "" } },
    findings: [],
    metadata: [{ name: "patient", values: patientOf.map(String) }],
  };
}

/** @param {Pairs} pairs @returns {Pairs} */
export const withPatients = (pairs) => ({ ...pairs, cluster: "patient" });

/** Scores of very many patients, by the names of intervals. @param {ReturnType<typeof createEngine>} engine @param {Setting} setting @returns {Promise<Record<string, number>>} */
export async function truthOfPatients(engine, setting) {
  const { sas, metrics } = await engine.audit(patientPairs(0, { ...setting, patients: MANY, independent: false }), {
    hashes: false,
    bootstrap: 0,
    permutations: 0,
  });
  const named = {
    sasImageToText: sas.imageToText,
    sasTextToImage: sas.textToImage,
    sasImbalance: sas.imbalance,
    deltaCosine: metrics.deltaCosine,
    rmg: metrics.rmg,
    alignment: metrics.alignment,
    centroidEuclidean: metrics.centroidEuclidean,
    ckaDebiased: metrics.ckaDebiased,
  };
  return Object.fromEntries(Object.entries(named).flatMap(([name, value]) => (typeof value === "number" ? [[name, value]] : [])));
}
