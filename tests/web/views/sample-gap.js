/** A gap for the tests of views and documents. */

/** @import { Gap, GapTreatment, TreatmentName } from "../../../web/src/types.d.ts" */

/** @param {number} value */
const depths = (value) => ({ 1: value, 5: value + 0.1, 10: value + 0.2 });

/** @param {TreatmentName} name @param {number} recall of images, at 1 @param {[number, number, number]} [change] of that; texts do not change clearly @returns {GapTreatment} */
function treatment(name, recall, change) {
  const at = (/** @type {[number, number, number]} */ [change, low, high]) => ({ change, low, high });
  const all = (/** @type {[number, number, number]} */ one) => ({ 1: at(one), 5: at(one), 10: at(one) });
  return {
    name,
    recall: { imageToText: depths(recall), textToImage: depths(0.25) },
    sas: { imageToText: 0.54, textToImage: 0.34 },
    ownShare: name === "given" ? { images: 1, texts: 0.96 } : { images: 0.75, texts: 0.625 },
    deltaCosine: 0.125,
    ...(change && { change: { imageToText: all(change), textToImage: all([-0.01, -0.03, 0.01]) } }),
  };
}

/** @param {Partial<Gap>} [other] @returns {Gap} */
export const sampleGap = (other = {}) => ({
  neighbours: 10,
  learnt: [250, 250],
  measured: [250, 249],
  distance: { meanSquare: 1.5, centre: 0.45, directions: 14.8, leading: [0.08, 0.07] },
  separability: 0.998,
  private: { low: 0.56, high: 0.6, removed: [4, 3] },
  shrinkage: { images: [0.01, 0.01], texts: [0.04, 0.04] },
  treatments: [
    treatment("given", 0.1),
    treatment("centred", 0.13, [0.03, 0.01, 0.05]),
    treatment("whitened", 0.07, [-0.03, -0.05, -0.01]),
    treatment("withoutPrivate", 0.105, [0.005, -0.02, 0.03]),
  ],
  ...other,
});
