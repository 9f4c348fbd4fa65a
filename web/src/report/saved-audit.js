/** An audit read back from its JSON. The file may come from anybody: whatever a report will touch is checked first. */
import { Failure } from "../failure.js";

/** @import { Audit } from "../types.d.ts" */

/** Whether a value is as it should be; "" or the path below it that is not. @typedef {(value: any) => string | undefined} Check */

/** @param {(value: any) => boolean} good @returns {Check} */
const leaf = (good) => (value) => (good(value) ? undefined : "");
const number = leaf((value) => typeof value === "number");
const count = leaf((value) => Number.isSafeInteger(value) && value >= 0);
const text = leaf((value) => typeof value === "string");
const unavailable = leaf((value) => value?.status === "unavailable" && typeof value.reason === "string");

/** @param {...Check} checks @returns {Check} */
const either =
  (...checks) =>
  (value) => {
    const places = checks.map((check) => check(value));
    return places.includes(undefined) ? undefined : places[0];
  };
/** @param {Check} check @returns {Check} */
const optional = (check) => (value) => (value === undefined ? undefined : check(value));
/** @param {Check} check @param {(list: any[]) => boolean} [good] @returns {Check} */
const list = (check, good) => (value) => {
  if (!Array.isArray(value) || (good && !good(value))) return "";
  const at = value.findIndex((one) => check(one) !== undefined);
  return at < 0 ? undefined : `[${at}]${check(value[at])}`;
};
/** @param {Record<string, Check>} fields @returns {Check} */
const object = (fields) => (value) => {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return "";
  for (const [name, check] of Object.entries(fields)) {
    const wrong = check(Object.hasOwn(value, name) ? value[name] : undefined);
    if (wrong !== undefined) return `.${name}${wrong}`;
  }
  return undefined;
};
/** @param {Check} check @returns {Check} */
const record = (check) => (value) => {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return "";
  const wrong = Object.entries(value).find(([, one]) => check(one) !== undefined);
  return wrong && `.${wrong[0]}${check(wrong[1])}`;
};
/** @param {readonly string[]} names @param {Check} check @returns {Check} */
const each = (names, check) => object(Object.fromEntries(names.map((name) => [name, check])));

const quantity = either(number, unavailable);
const interval = object({ low: number, high: number, standardError: number });
const input = object({ file: text, sha256: either(text, unavailable), array: text, rows: count, cols: count, dtype: text });
const pairing = either(
  leaf((value) => value === null),
  object({
    by: text,
    says: text,
    options: either(
      leaf((value) => value === null),
      list(text),
    ),
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
const both = (/** @type {Check} */ check) => each(["imageToText", "textToImage"], check);
const scores = { imageToText: number, textToImage: number, imbalance: number };
const kept = each(["image", "text"], count);
const recall = each(["1", "5", "10"], number);
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

const AUDIT = object({
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
    leaf((value) => value === null),
    object({
      queries: count,
      recall: either(both(recallEnds), unavailable),
      mutualKnn: either(ends, unavailable),
      uniformity: either(each(["image", "text"], ends), unavailable),
    }),
  ),
  uncertainty: either(
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
  ),
  chance: either(
    object({
      permutations: count,
      rows: count,
      ...Object.fromEntries(["sasImageToText", "sasTextToImage", "sasSymmetric", "sasImbalance"].map((name) => [name, level])),
      cka: optional(level),
      deltaCosine: optional(level),
    }),
    unavailable,
  ),
  cosine: either(
    object({ matched: list(number, ({ length }) => length > 0), unmatched: list(number), matchedMean: number, unmatchedMean: number }),
    unavailable,
  ),
  timings: record(number),
});

/** @param {unknown} value @param {string} name of the file, for the sentence @returns {Audit} */
export function savedAudit(value, name) {
  const { schema } = /** @type {{ schema?: unknown }} */ (value ?? {});
  if (schema !== "askew-audit/1")
    throw new Failure(
      "NOT_RECOGNISED",
      `${name} is no saved audit: its schema is ${JSON.stringify(schema) ?? "missing"}, and must be "askew-audit/1". Give the JSON that an audit saved.`,
      { file: name },
    );
  const wrong = AUDIT(value);
  if (wrong === undefined) return /** @type {Audit} */ (value);
  throw new Failure(
    "CORRUPT",
    `${name} is a damaged or changed audit: ${wrong.replace(/^\./, "") || "the whole"} is missing or of another kind than an audit has there. Save the audit again.`,
    {
      file: name,
      place: wrong,
    },
  );
}

/** @param {string} json @param {string} name @returns {Audit} */
export function parsedAudit(json, name) {
  try {
    return savedAudit(JSON.parse(json), name);
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure("CORRUPT", `${name} is no complete JSON. Save the audit again.`, { file: name });
  }
}
