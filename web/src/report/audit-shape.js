/** What an audit and a comparison must look like before a report touches them, and what of them is a name. */
import { DEPTHS, groupScores, isRecall, isStored, quantities } from "../metrics.js";
import {
  both,
  count,
  each,
  either,
  leaf,
  list,
  named,
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
import { columnOf, fileOf, findingOf, pairingOf, plainNotes, traitsOf } from "./stand-ins.js";

/** @import { QuantityOfTable } from "../types.d.ts" */
/** @import { Check } from "./saved-shape.js" */

const SIDES = ["image", "text"];
const some = (/** @type {unknown[]} */ { length }) => length > 0;
const numbers = list(number, some);
const oneOf = (/** @type {string[]} */ ...words) => leaf((value) => words.includes(value));
const orNull = (/** @type {Check} */ check) => either(nothing, check);
/** Or why an audit does not have it. @param {Check} check */
const orReason = (check) => either(check, unavailable);

const input = (/** @type {string} */ file) =>
  object({
    file: named(text, fileOf(file)),
    sha256: orReason(text),
    array: named(text, () => ""),
    rows: count,
    cols: count,
    dtype: text,
  });
const hubFacts = { skewness: number, never: number, hubShare: number };
const hubsOneWay = object({
  ...hubFacts,
  chance: object(hubFacts),
  hubs: named(list(object({ row: count, count })), () => []),
});
const alikeSide = object({
  usual: number,
  pairs: named(list(object({ row: count, other: count, cosine: number, partners: number })), () => []),
});
const labelFacts = { precision: recall, recall, ndcg: number };
const labelsOneWay = object({
  ...labelFacts,
  queries: count,
  chance: object(labelFacts),
  classes: list(
    object({
      label: named(text, (_, __, place) => `label ${place + 1}`),
      queries: count,
      precision: number,
      recall: number,
      ndcg: number,
    }),
  ),
});
const pairing = orNull(object({ by: text, says: text, options: orNull(list(text)) }));
const finding = object({ code: text, level: oneOf("error", "warning", "note"), message: text, count, rows: list(count) });
const options = object({
  ...Object.fromEntries(
    ["topQ", "epsilon", "seed", "neighbours", "queries", "exactPairs", "bootstrap", "permutations"].map((name) => [name, number]),
  ),
  hashes: leaf((value) => typeof value === "boolean"),
  intervals: optional(oneOf("half-samples", "bootstrap")),
});
const modes = object({ eigenvalues: numbers, absCorrelation: list(number), otherVariance: list(number), covariance: list(number) });
const scores = { imageToText: number, textToImage: number, imbalance: number };
const kept = each(SIDES, count);
const direction = object({ recall, curve: numbers, medianRank: number, mrr: number, captionRecall: optional(recall) });
const traits = each(["anchor", "other"], list(list(quantity)));
const level = object({
  mean: number,
  p95: number,
  p: number,
  low: optional(number),
  high: optional(number),
  threshold: optional(number),
  calibrated: optional(number),
});
const ends = each(["low", "high"], number);
const recallEnds = each(DEPTHS, ends);
/** The same check for quantities of the table. @param {(metric: QuantityOfTable) => unknown} wanted @param {Check} check */
const fields = (wanted, check) => Object.fromEntries(quantities(wanted).map(({ key }) => [key, check]));

const reasons = optional(record(text));
const tails = optional(each(SIDES, each(["ratio", "most"], number)));
const rotation = { bias: optional(number), rotation: optional(each(["fall", "rise"], number)) };
const range = object({ low: number, high: number, standardError: number, ...rotation });
const units = object({ of: text, count });

const uncertainty = orReason(
  object({
    method: optional(oneOf("half-samples")),
    withheld: reasons,
    tails,
    replicates: count,
    units,
    ...fields(({ resampled }) => resampled, optional(range)),
    ...fields(isRecall, optional(recallEnds)),
  }),
);
const chance = orReason(
  object({
    permutations: count,
    all: optional(leaf((all) => all === true)),
    rows: count,
    ...fields(({ permuted }) => permuted, optional(level)),
    ...fields(({ interval }) => interval === "rotation", level),
  }),
);
const noise = object({
  epsilon: number,
  delta: number,
  sigma: number,
  calibration: optional(text),
  pairsPerPatient: optional(count),
  sensitivity: optional(number),
  spacing: optional(number),
});
const headlines = (/** @type {Check} */ check) =>
  each(
    quantities(({ headline }) => headline).map(({ key }) => key),
    check,
  );
const siteScores = {
  pairs: count,
  sas: each(["imageToText", "textToImage", "imbalance"], quantity),
  intervals: optional(record(range)),
};
const federation = object({
  sites: list(object({ name: named(text, (_, __, place) => `site ${place + 1}`), ...siteScores }), some),
  without: list(object(siteScores)),
  heterogeneity: headlines(orReason(object({ q: number, degrees: count, p: number, i2: number }))),
});
const aggregate = object({
  sites: list(
    object({
      label: named(orNull(text), () => null),
      pairs: count,
      preprocessing: optional(named(orNull(text), (words) => words && "")),
      noise: optional(either(nothing, oneOf("not known"), noise)),
    }),
  ),
  blocks: count,
  preprocessing: named(text, () => ""),
  noise: orNull(noise),
  overlap: optional(oneOf("none", "all", "not stated")),
  intervals: orReason(record(range)),
  method: optional(oneOf("half-samples", "jackknife")),
  withheld: reasons,
  tails,
  withinSite: orReason(
    both(object({ queries: number, hits: list(number), expected: list(number), galleries: each(["smallest", "largest"], number) })),
  ),
  federation: optional(federation),
});
const randomScore = optional(object({ mean: number, low: number, high: number, standardError: number }));
const groupKeys = groupScores().map(({ key }) => key);
const subgroups = object({
  column: named(text, columnOf),
  minimum: count,
  draws: count,
  options,
  groups: list(
    object({
      value: named(text, (_, __, place) => `group ${place + 1}`),
      n: count,
      reason: optional(text),
      sas: optional(each(["imageToText", "textToImage", "symmetric", "imbalance"], quantity)),
      recall: optional(orReason(both(recall))),
      chance: optional(chance),
      uncertainty: optional(uncertainty),
      random: optional(orReason(each(groupKeys, randomScore))),
      p: optional(quantity),
      pHolm: optional(quantity),
    }),
  ),
  notes: named(list(text), plainNotes),
});

const change = object({ change: number, low: number, high: number });
const pairOf = (/** @type {Check} */ check) => list(check, ({ length }) => length === 2);
const gap = object({
  neighbours: count,
  learnt: pairOf(count),
  measured: pairOf(count),
  distance: object({ meanSquare: number, centre: number, directions: number, leading: list(number) }),
  separability: number,
  private: object({ low: number, high: number, removed: pairOf(count) }),
  shrinkage: each(["images", "texts"], pairOf(number)),
  treatments: list(
    object({
      name: oneOf("given", "centred", "whitened", "withoutPrivate"),
      reason: optional(text),
      recall: optional(both(recall)),
      sas: optional(both(number)),
      ownShare: optional(each(["images", "texts"], number)),
      deltaCosine: optional(number),
      change: optional(both(each(DEPTHS, change))),
    }),
  ),
});

export const AUDIT = object({
  tool: each(["name", "version", "wasmSha256"], text),
  // A word of ours, not a name, even if a file is called so.
  word: named(optional(oneOf("texts", "reports", "captions")), (word) => word),
  inputs: object({
    images: input("images’ file"),
    texts: input("texts’ file"),
    pairs: count,
    captionsPerImage: either(
      number,
      list(number, ({ length }) => length === 2),
    ),
    pairing: named(pairing, pairingOf),
    clusters: optional(object({ column: named(text, columnOf), count, largest: count })),
    within: optional(object({ column: named(text, columnOf), count })),
    findings: list(named(finding, findingOf)),
  }),
  options,
  sas: object({
    imageToText: quantity,
    textToImage: quantity,
    symmetric: quantity,
    imbalance: quantity,
    modesKept: orReason(kept),
    epsilonEffect: orReason(both(number)),
  }),
  sweep: orReason(list(each(["q", "imageToText", "textToImage"], number), some)),
  alternatives: orReason(
    object({
      scaleFreeEpsilon: both(number),
      choices: list(object({ cut: object({ by: text, value: number }), modesKept: kept, ...scores, scaleFree: object(scores) }), some),
      traceAlignment: optional(both(number)),
      crossFitted: optional(orReason(both(number))),
    }),
  ),
  modes: orReason(each(["imageAnchor", "textAnchor"], modes)),
  correlates: orReason(
    object({
      pairs: count,
      traits: named(list(object({ of: text, name: text, kind: text, groups: count, pairs: count, chance95: number })), traitsOf),
      imageAnchor: traits,
      textAnchor: traits,
    }),
  ),
  spectrum: each(SIDES, each(["trace", "effectiveRank", "participationRatio"], number)),
  metrics: object({
    ...fields((metric) => isStored(metric) && !metric.since, quantity),
    ...fields((metric) => isStored(metric) && metric.since, optional(quantity)),
    uniformity: each(SIDES, quantity),
  }),
  retrieval: orReason(
    object({
      imageToText: direction,
      textToImage: direction,
      ...fields(({ at }) => at.startsWith("retrieval.rSum"), number),
      chance: both(numbers),
      duplicates: object({ identicalTexts: count, imageToText: recall, textToImage: recall }),
    }),
  ),
  hubs: optional(
    orReason(
      object({
        k: count,
        imageToText: hubsOneWay,
        textToImage: hubsOneWay,
        lookalikes: object({
          images: count,
          pairs: named(list(object({ imageRow: count, textRow: count, cosine: number, own: number })), () => []),
        }),
      }),
    ),
  ),
  alike: optional(orReason(each(["images", "texts"], alikeSide))),
  byLabel: optional(
    orReason(
      object({ column: named(text, columnOf), labels: count, unlabelled: count, imageToText: labelsOneWay, textToImage: labelsOneWay }),
    ),
  ),
  medianSample: named(optional(orNull(object({ rows: count, of: count, seed: number }))), () => undefined),
  sampling: orNull(
    object({ queries: count, recall: orReason(both(recallEnds)), mutualKnn: orReason(ends), uniformity: orReason(each(SIDES, ends)) }),
  ),
  uncertainty,
  chance,
  aggregate: optional(aggregate),
  subgroups: optional(subgroups),
  gap: optional(orReason(gap)),
  cosine: orReason(object({ matched: numbers, unmatched: list(number), matchedMean: number, unmatchedMean: number })),
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
  pHolm: optional(quantity),
  ...rotation,
});
const hits = object({
  ...{ both: count, onlyFirst: count, onlySecond: count, neither: count },
  ...{ statistic: quantity, p: quantity, pHolm: optional(quantity) },
});

export const COMPARISON = object({
  a: AUDIT,
  b: AUDIT,
  intervals: orReason(object({ method: optional(oneOf("half-samples")), replicates: count, units, level: number })),
  differences: record(difference),
  mcnemar: both(orReason(hits)),
});

/** One is saved as a comparison. */
const several = (/** @type {unknown[]} */ { length }) => length > 1;
export const COMPARISONS = object({ comparisons: list(COMPARISON, several), family: list(both(quantity)) });
