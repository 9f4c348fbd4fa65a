/** Runs with planted structure, without an engine. */
import { METRICS } from "../../../web/src/benchmark/metrics.js";
import { random } from "../engine/pairs.js";

/** @import { BenchmarkRun } from "../../../web/src/types.d.ts" */

const DATASETS = [
  { dataset: "Flickr30k", domain: "natural" },
  { dataset: "MSCOCO2014", domain: "natural" },
  { dataset: "ROCO", domain: "medical" },
  { dataset: "MIMIC-CXR", domain: "medical" },
];

/** @param {number} models @param {(model: number, dataset: number, noise: () => number) => { metric: number, rSum: number }} of @returns {BenchmarkRun[]} */
export function sampleRuns(models, of) {
  const noise = random(11);
  return Array.from({ length: models }, (_, m) => m).flatMap((m) =>
    DATASETS.map(({ dataset, domain }, d) => {
      const { metric, rSum } = of(m, d, noise);
      return {
        model: `model-${m}`,
        dataset,
        domain,
        reference: false,
        split: "test",
        source: `model-${m}/${dataset}_test_features.pt`,
        pairs: 100,
        width: 8,
        captionsPerImage: 1,
        sha256: [],
        metrics: /** @type {BenchmarkRun["metrics"]} */ (Object.fromEntries(METRICS.map(({ key }) => [key, metric]))),
        retrieval: {
          rSum,
          rSumImageToText: rSum / 2,
          rSumTextToImage: rSum / 2,
          imageToText: { 1: 0.5, 5: 0.7, 10: 0.8 },
          textToImage: { 1: 0.4, 5: 0.6, 10: 0.7 },
        },
        sweep: Array.from({ length: 10 }, (__, i) => ({ q: (i + 1) / 10, imageToText: metric, textToImage: metric / 2 })),
        missing: [],
        seconds: 1,
      };
    }),
  );
}
