/** What an audit and a comparison must look like before a report touches them. */
import {
  both,
  count,
  each,
  either,
  interval,
  leaf,
  list,
  nothing,
  number,
  object,
  optional,
  quantity,
  recall,
  record,
  text,
  unavailable,
} from "./saved-shape.js";

const input = object({ file: text, sha256: either(text, unavailable), array: text, rows: count, cols: count, dtype: text });
const pairing = either(
  nothing,
  object({
    by: text,
    says: text,
    options: either(nothing, list(text)),
  }),
);
const finding = object({
  code: text,
  level: leaf((level) => ["error", "warning", "note"].includes(level)),
  message: text,
  count,
  rows: list(count),
});
const options = object({
  ...Object.fromEntries(
    ["topQ", "epsilon", "seed", "neighbours", "queries", "exactPairs", "bootstrap", "permutations"].map((name) => [name, number]),
  ),
  hashes: leaf((value) => typeof value === "boolean"),
});
const modes = object({
  eigenvalues: list(number, ({ length }) => length > 0),
  absCorrelation: list(number),
  otherVariance: list(number),
  covariance: list(number),
});
const scores = { imageToText: number, textToImage: number, imbalance: number };
const kept = each(["image", "text"], count);
const direction = object({
  recall,
  curve: list(number, ({ length }) => length > 0),
  medianRank: number,
  mrr: number,
  captionRecall: optional(recall),
});
const traits = each(["anchor", "other"], list(list(quantity)));
const level = object({ mean: number, p95: number, p: number, low: optional(number), high: optional(number) });
const METRICS = [
  "cka",
  "ckaDebiased",
  "coral",
  "coralNormalised",
  "mmd",
  "mmdBound",
  "mmdUnbiased",
  "mmdMedianSigma",
  "rmg",
  "rmgReference",
].concat(["deltaCosine", "svcca", "centroidEuclidean", "centroidCosine", "mutualKnn", "alignment"]);
const ends = object({ low: number, high: number });
const recallEnds = each(["1", "5", "10"], ends);

const uncertainty = either(
  object({
    replicates: count,
    units: object({ of: text, count }),
    ...Object.fromEntries(
      ["sasImageToText", "sasTextToImage", "sasSymmetric", "sasImbalance", ...METRICS].map((name) => [name, optional(interval)]),
    ),
    recallImageToText: optional(recallEnds),
    recallTextToImage: optional(recallEnds),
  }),
  unavailable,
);
const chance = either(
  object({
    permutations: count,
    rows: count,
    ...Object.fromEntries(["sasImageToText", "sasTextToImage", "sasSymmetric", "sasImbalance"].map((name) => [name, level])),
    cka: optional(level),
    deltaCosine: optional(level),
  }),
  unavailable,
);
const aggregate = object({
  sites: list(object({ label: either(nothing, text), pairs: count })),
  blocks: count,
  preprocessing: text,
  noise: either(
    nothing,
    object({
      epsilon: number,
      delta: number,
      sigma: number,
      calibration: optional(text),
      pairsPerPatient: optional(count),
      sensitivity: optional(number),
      spacing: optional(number),
    }),
  ),
  intervals: either(record(interval), unavailable),
  withinSite: either(
    both(object({ queries: number, hits: list(number), expected: list(number), galleries: each(["smallest", "largest"], number) })),
    unavailable,
  ),
});
const randomScore = optional(object({ mean: number, low: number, high: number, standardError: number }));
const subgroups = object({
  column: text,
  minimum: count,
  draws: count,
  options,
  notes: list(text),
  groups: list(
    object({
      value: text,
      n: count,
      reason: optional(text),
      sas: optional(each(["imageToText", "textToImage", "symmetric", "imbalance"], quantity)),
      recall: optional(either(both(recall), unavailable)),
      chance: optional(chance),
      uncertainty: optional(uncertainty),
      random: optional(
        either(
          each(["sasImageToText", "sasTextToImage", "sasImbalance", "recallImageToText1", "recallTextToImage1"], randomScore),
          unavailable,
        ),
      ),
      p: optional(quantity),
      pHolm: optional(quantity),
    }),
  ),
});

export const AUDIT = object({
  tool: object({ name: text, version: text, wasmSha256: text }),
  inputs: object({
    images: input,
    texts: input,
    pairs: count,
    captionsPerImage: either(
      number,
      list(number, ({ length }) => length === 2),
    ),
    pairing,
    findings: list(finding),
  }),
  options,
  sas: object({
    imageToText: quantity,
    textToImage: quantity,
    symmetric: quantity,
    imbalance: quantity,
    modesKept: either(kept, unavailable),
    epsilonEffect: either(both(number), unavailable),
  }),
  sweep: either(
    list(object({ q: number, imageToText: number, textToImage: number }), ({ length }) => length > 0),
    unavailable,
  ),
  alternatives: either(
    object({
      scaleFreeEpsilon: both(number),
      choices: list(
        object({ cut: object({ by: text, value: number }), modesKept: kept, ...scores, scaleFree: object(scores) }),
        ({ length }) => length > 0,
      ),
    }),
    unavailable,
  ),
  modes: either(each(["imageAnchor", "textAnchor"], modes), unavailable),
  correlates: either(
    object({
      pairs: count,
      traits: list(object({ of: text, name: text, kind: text, groups: count, pairs: count, chance95: number })),
      imageAnchor: traits,
      textAnchor: traits,
    }),
    unavailable,
  ),
  spectrum: each(["image", "text"], each(["trace", "effectiveRank", "participationRatio"], number)),
  metrics: object({ ...Object.fromEntries(METRICS.map((name) => [name, quantity])), uniformity: each(["image", "text"], quantity) }),
  retrieval: either(
    object({
      imageToText: direction,
      textToImage: direction,
      rSumImageToText: number,
      rSumTextToImage: number,
      rSum: number,
      chance: both(list(number, ({ length }) => length > 0)),
      duplicates: object({ identicalTexts: count, imageToText: recall, textToImage: recall }),
    }),
    unavailable,
  ),
  sampling: either(
    nothing,
    object({
      queries: count,
      recall: either(both(recallEnds), unavailable),
      mutualKnn: either(ends, unavailable),
      uniformity: either(each(["image", "text"], ends), unavailable),
    }),
  ),
  uncertainty,
  chance,
  aggregate: optional(aggregate),
  subgroups: optional(subgroups),
  cosine: either(
    object({ matched: list(number, ({ length }) => length > 0), unmatched: list(number), matchedMean: number, unmatchedMean: number }),
    unavailable,
  ),
  timings: record(number),
});

const difference = object({
  a: number,
  b: number,
  difference: number,
  low: optional(number),
  high: optional(number),
  standardError: optional(number),
  p: optional(quantity),
});
const hits = either(
  object({ both: count, onlyFirst: count, onlySecond: count, neither: count, statistic: quantity, p: quantity }),
  unavailable,
);

export const COMPARISON = object({
  a: AUDIT,
  b: AUDIT,
  intervals: either(object({ replicates: count, units: object({ of: text, count }), level: number }), unavailable),
  differences: record(difference),
  mcnemar: both(hits),
});
