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

/** @import { Quantity } from "../metrics.js" */
/** @import { Check } from "./saved-shape.js" */

const input = (/** @type {string} */ file) =>
  object({
    file: named(text, fileOf(file)),
    sha256: either(text, unavailable),
    array: named(text, () => ""),
    rows: count,
    cols: count,
    dtype: text,
  });
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
  intervals: optional(leaf((value) => value === "half-samples" || value === "bootstrap")),
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
const ends = object({ low: number, high: number });
const recallEnds = each(DEPTHS, ends);
/** The same check for quantities of the table. @param {(metric: Quantity) => unknown} wanted @param {Check} check */
const fields = (wanted, check) => Object.fromEntries(quantities(wanted).map(({ key }) => [key, check]));

const reasons = optional(record(text));
const tail = object({ ratio: number, most: number });
const tails = optional(object({ image: tail, text: tail }));
const method = (/** @type {string[]} */ ...known) => optional(leaf((value) => known.includes(value)));
const range = object({
  low: number,
  high: number,
  standardError: number,
  bias: optional(number),
  rotation: optional(object({ fall: number, rise: number })),
});

const uncertainty = either(
  object({
    method: method("half-samples"),
    withheld: reasons,
    tails,
    replicates: count,
    units: object({ of: text, count }),
    ...fields(({ resampled }) => resampled, optional(range)),
    ...fields(isRecall, optional(recallEnds)),
  }),
  unavailable,
);
const chance = either(
  object({
    permutations: count,
    all: optional(leaf((all) => all === true)),
    rows: count,
    ...fields(({ permuted }) => permuted, optional(level)),
    ...fields(({ interval }) => interval === "rotation", level),
  }),
  unavailable,
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
const aggregate = object({
  sites: list(
    object({
      label: named(either(nothing, text), () => null),
      pairs: count,
      preprocessing: optional(named(either(nothing, text), (words) => words && "")),
      noise: optional(
        either(
          nothing,
          leaf((value) => value === "not known"),
          noise,
        ),
      ),
    }),
  ),
  blocks: count,
  preprocessing: named(text, () => ""),
  noise: either(nothing, noise),
  overlap: optional(leaf((value) => ["none", "all", "not stated"].includes(value))),
  intervals: either(record(range), unavailable),
  method: method("half-samples", "jackknife"),
  withheld: reasons,
  tails,
  withinSite: either(
    both(object({ queries: number, hits: list(number), expected: list(number), galleries: each(["smallest", "largest"], number) })),
    unavailable,
  ),
});
const randomScore = optional(object({ mean: number, low: number, high: number, standardError: number }));
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
      recall: optional(either(both(recall), unavailable)),
      chance: optional(chance),
      uncertainty: optional(uncertainty),
      random: optional(
        either(
          each(
            groupScores().map(({ key }) => key),
            randomScore,
          ),
          unavailable,
        ),
      ),
      p: optional(quantity),
      pHolm: optional(quantity),
    }),
  ),
  notes: named(list(text), plainNotes),
});

export const AUDIT = object({
  tool: object({ name: text, version: text, wasmSha256: text }),
  inputs: object({
    images: input("images’ file"),
    texts: input("texts’ file"),
    pairs: count,
    captionsPerImage: either(
      number,
      list(number, ({ length }) => length === 2),
    ),
    pairing: named(pairing, pairingOf),
    findings: list(named(finding, findingOf)),
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
      traceAlignment: optional(both(number)),
      crossFitted: optional(either(both(number), unavailable)),
    }),
    unavailable,
  ),
  modes: either(each(["imageAnchor", "textAnchor"], modes), unavailable),
  correlates: either(
    object({
      pairs: count,
      traits: named(list(object({ of: text, name: text, kind: text, groups: count, pairs: count, chance95: number })), traitsOf),
      imageAnchor: traits,
      textAnchor: traits,
    }),
    unavailable,
  ),
  spectrum: each(["image", "text"], each(["trace", "effectiveRank", "participationRatio"], number)),
  metrics: object({
    ...fields((metric) => isStored(metric) && !metric.since, quantity),
    ...fields((metric) => isStored(metric) && metric.since, optional(quantity)),
    uniformity: each(["image", "text"], quantity),
  }),
  retrieval: either(
    object({
      imageToText: direction,
      textToImage: direction,
      ...fields(({ at }) => at.startsWith("retrieval.rSum"), number),
      chance: both(list(number, ({ length }) => length > 0)),
      duplicates: object({ identicalTexts: count, imageToText: recall, textToImage: recall }),
    }),
    unavailable,
  ),
  medianSample: named(optional(either(nothing, object({ rows: count, of: count, seed: number }))), () => undefined),
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
  bias: optional(number),
  rotation: optional(object({ fall: number, rise: number })),
});
const hits = either(
  object({ both: count, onlyFirst: count, onlySecond: count, neither: count, statistic: quantity, p: quantity }),
  unavailable,
);

export const COMPARISON = object({
  a: AUDIT,
  b: AUDIT,
  intervals: either(
    object({ method: method("half-samples"), replicates: count, units: object({ of: text, count }), level: number }),
    unavailable,
  ),
  differences: record(difference),
  mcnemar: both(hits),
});
