/** Where an audit departs from reference values that were computed in float64 from the same arrays. */

/** @import { Audit, Modes } from "../../web/src/types.d.ts" */

/**
 * @typedef {{ eigenvalues: number[], abs_rho: number[], other_variance: number[], trace: number }} ExpectedModes
 * @typedef {object} Expected one entry of expected.json
 * @property {{ SAS: Record<string, [number, number]>, CKA: number, CORAL: number, MMD: number, dcos: number, RMG_code: number,
 *   RMG_defined: number, SVCCA_exact: number, centroid: { euclidean: number, cosine: number },
 *   modes_image_anchor: ExpectedModes, modes_text_anchor: ExpectedModes }} float64
 * @property {Record<string, number>} retrieval
 * @property {number} captions_per_image
 */

/** Double sums in another order: 1e-6 of float64, relative above 1. */
const CLOSE = 1e-6;
/** The certified series of MMD: its own bound may reach this. */
const MMD_CLOSE = 1e-5;
/** Recalls are counts over counts: only the last sum may round. */
const EQUAL = 1e-12;
/** Single directions, of the strongest one: products of rows are float32, and weak neighbours with near eigenvalues mix. */
const MODE_CLOSE = 5e-5;
/** Of the strongest eigenvalue: below it a direction is rounding noise, and its correlation anything. */
const NO_VARIANCE = 1e-6;

/** What expected.json calls recall. @type {{ direction: "imageToText" | "textToImage", sign: string }[]} */
const DIRECTIONS = [
  { direction: "imageToText", sign: "I→T" },
  { direction: "textToImage", sign: "T→I" },
];

/** @param {number} expected @param {unknown} actual @param {number} tolerance */
const agrees = (expected, actual, tolerance) =>
  typeof actual === "number" && Math.abs(actual - expected) <= tolerance * Math.max(1, Math.abs(expected));

/**
 * Sentences, one a departure; none if all agree.
 * @param {Audit} audit
 * @param {Expected} expected
 */
export const departures = (audit, expected) => [...scoreDepartures(audit, expected), ...retrievalDepartures(audit, expected.retrieval)];

/**
 * Retrieval against recalls by name ("I→T R@1"), of inputs without ties.
 * @param {Audit} audit
 * @param {Record<string, number>} expected
 * @param {number} [tolerance]
 */
export function retrievalDepartures({ retrieval }, expected, tolerance = EQUAL) {
  if ("status" in retrieval) return [`retrieval: ${retrieval.reason}`];
  /** @type {string[]} */
  const found = [];
  /** @param {string} name @param {number} actual @param {number} value */
  const compare = (name, actual, value) => {
    if (!agrees(value, actual, tolerance)) found.push(`${name}: expected ${value}, got ${actual}`);
  };
  for (const { direction, sign } of DIRECTIONS) {
    for (const k of /** @type {const} */ (["1", "5", "10"])) {
      compare(`${sign} R@${k}`, retrieval[direction].recall[k], expected[`${sign} R@${k}`]);
      compare(`${sign} curve at ${k}`, retrieval[direction].curve[Number(k) - 1], expected[`${sign} R@${k}`]);
    }
  }
  compare("rSum", retrieval.rSum, expected.rSum);
  return found;
}

/**
 * All but retrieval.
 * @param {Audit} audit
 * @param {Pick<Expected, "float64">} expected
 */
export function scoreDepartures(audit, { float64: exact }) {
  /** @type {string[]} */
  const found = [];
  /** @param {string} name @param {unknown} actual @param {number} value @param {number} [tolerance] */
  const compare = (name, actual, value, tolerance = CLOSE) => {
    if (!agrees(value, actual, tolerance)) found.push(`${name}: expected ${value}, got ${JSON.stringify(actual)}`);
  };
  const sweep = Array.isArray(audit.sweep) ? audit.sweep : [];
  for (const [q, [imageToText, textToImage]] of Object.entries(exact.SAS)) {
    const at = sweep.find((point) => Math.abs(point.q - Number(q)) < 1e-9);
    compare(`SAS image to text at q = ${q}`, at?.imageToText, imageToText);
    compare(`SAS text to image at q = ${q}`, at?.textToImage, textToImage);
  }
  const [imageToText, textToImage] = exact.SAS["0.1"];
  compare("sas.imageToText", audit.sas.imageToText, imageToText);
  compare("sas.textToImage", audit.sas.textToImage, textToImage);
  compare("sas.imbalance", audit.sas.imbalance, imageToText - textToImage);
  compare("sas.symmetric", audit.sas.symmetric, (imageToText + textToImage) / 2);
  const { metrics } = audit;
  compare("cka", metrics.cka, exact.CKA);
  compare("coral", metrics.coral, exact.CORAL);
  compare("mmd", metrics.mmd, exact.MMD, MMD_CLOSE);
  compare("rmg", metrics.rmg, exact.RMG_defined);
  compare("rmgReference", metrics.rmgReference, exact.RMG_code);
  compare("deltaCosine", metrics.deltaCosine, exact.dcos);
  compare("svcca", metrics.svcca, exact.SVCCA_exact);
  compare("centroidEuclidean", metrics.centroidEuclidean, exact.centroid.euclidean);
  compare("centroidCosine", metrics.centroidCosine, exact.centroid.cosine);
  if ("status" in audit.modes) found.push(`modes: ${audit.modes.reason}`);
  else {
    compareModes("image anchor", audit.modes.imageAnchor, exact.modes_image_anchor, compare);
    compareModes("text anchor", audit.modes.textAnchor, exact.modes_text_anchor, compare);
  }
  compare("spectrum.image.trace", audit.spectrum.image.trace, exact.modes_image_anchor.trace);
  compare("spectrum.text.trace", audit.spectrum.text.trace, exact.modes_text_anchor.trace);
  return found;
}

/**
 * @param {string} name
 * @param {Modes} modes
 * @param {ExpectedModes} expected
 * @param {(name: string, actual: unknown, value: number, tolerance: number) => void} compare
 */
function compareModes(name, modes, expected, compare) {
  const strongest = expected.eigenvalues[0];
  const largestOther = Math.max(...expected.other_variance);
  for (let k = 0; k < expected.eigenvalues.length; k++) {
    compare(`${name} share of eigenvalue ${k}`, modes.eigenvalues[k] / strongest, expected.eigenvalues[k] / strongest, MODE_CLOSE);
    if (expected.eigenvalues[k] < NO_VARIANCE * strongest) continue;
    compare(`${name} |rho| ${k}`, modes.absCorrelation[k], expected.abs_rho[k], MODE_CLOSE);
    const others = [modes.otherVariance[k], expected.other_variance[k]].map((variance) => variance / largestOther);
    compare(`${name} share of other variance ${k}`, others[0], others[1], MODE_CLOSE);
  }
}
