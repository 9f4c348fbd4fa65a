/** An audit without names: no file, array, column, site, group or sentence of the user's is left in it, and every number is. */

/** @import { Audit, AuditInput, Comparison, Finding, PairingChoice } from "../types.d.ts" */

/** Sentences of the engine that are made of numbers alone. */
const WITHOUT_NAMES = new Set([
  "BLOCKS_OUT_OF_ORDER",
  "CONSTANT_DIMENSIONS",
  "FEW_ROWS",
  "FROM_SUMS",
  "GROUPED_TEXTS_ORDER",
  "INTERLEAVED_ORDER",
  "NOISE_ADDED",
  "NOT_UNIT_NORM",
  "PAIRS_MAY_OVERLAP",
  "PERMUTED_PART",
  "PERMUTED_ROWS",
  "PROMISE_MIXED",
  "REVERSED_ORDER",
  "ROUND_ROBIN_TEXTS",
  "SHIFTED_FROM_ROW",
  "SHIFTED_PART",
  "SHIFTED_ROWS",
  "SIDES_SWAPPED",
  "SIGN_DEPENDS_ON_CUT",
  "WHOLE_NUMBERS",
]);

/** @type {Record<PairingChoice["by"], string>} */
const PAIRED = {
  order: "By the order of rows.",
  map: "The file itself states which text belongs to which image.",
  ids: "By a column of ids.",
  repeats: "Equal image rows are one image.",
  given: "A map gave each text its image.",
};

/** What stands for a file's name. */
const FILES = ["data file", "images’ file", "texts’ file"];
const PLACES = new Set(["", "the first model’s ", "the second model’s "].flatMap((whose) => FILES.map((file) => whose + file)));

/** Options that hold no name. */
const PLAIN_OPTION = /^(--captions|--repeated|\d+|join|keep)$/;

/** @param {PairingChoice | null} pairing */
function pairingOf(pairing) {
  if (!pairing) return null;
  const { by, options } = pairing;
  return { by, says: PAIRED[by] ?? "", options: options?.every((word) => PLAIN_OPTION.test(word)) ? options : null };
}

/** @param {Finding} finding @returns {Finding} */
function findingOf({ code, level, message, count, side, dimensions }) {
  const says = WITHOUT_NAMES.has(code) ? message : `${code}: its sentence is left out with the names.`;
  return { code, level, message: says, count, rows: [], ...(side && { side }), ...(dimensions && { dimensions }) };
}

/** @param {Audit["correlates"]} correlates @returns {Audit["correlates"]} */
function correlatesOf(correlates) {
  if ("status" in correlates) return correlates;
  let columns = 0;
  const traits = correlates.traits.map((trait) => (trait.of === "metadata" ? { ...trait, name: `column ${++columns}` } : trait));
  return { ...correlates, traits };
}

/** Notes on groups that are made of numbers alone. */
const PLAIN_NOTE = /^(\d+ of \d+ pairs have no value|\d+ different numbers were cut into quarters|Of \d+ groups the \d+ largest are shown)/;

/** A group is called by its number: what it is called in the data may tell a person or a place. @param {Audit} audit @param {readonly string[]} names @returns {Pick<Audit, "subgroups">} */
function subgroupsOf({ subgroups, correlates }, names) {
  if (!subgroups) return {};
  const { column, minimum, draws, options, groups, notes } = subgroups;
  const columns = "status" in correlates ? [] : correlates.traits.filter(({ of }) => of === "metadata").map(({ name }) => name);
  const at = columns.indexOf(column);
  return {
    subgroups: {
      column: at < 0 ? "a column" : `column ${at + 1}`,
      minimum,
      draws,
      options,
      groups: groups.map(({ n, reason, sas, recall, chance, uncertainty, random, p, pHolm }, k) => ({
        value: `group ${k + 1}`,
        n,
        ...scrubbed(given({ reason, sas, recall, chance, uncertainty, random, p, pHolm }), names),
      })),
      notes: notes.filter((note) => PLAIN_NOTE.test(note)),
    },
  };
}

/** A site without its name and words: its noise is a number. @param {import("../types.d.ts").MomentsSite} site */
const siteOf = ({ pairs, preprocessing, noise }) => ({ label: null, pairs, ...given({ preprocessing: preprocessing && "", noise }) });

/** Without what is undefined. @template {object} T @param {T} fields @returns {T} */
const given = (fields) => /** @type {T} */ (Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)));

/** Every text that holds a file's name, without it. @template T @param {T} value @param {readonly string[]} names the longest first @returns {T} */
function scrubbed(value, names) {
  if (typeof value === "string")
    return /** @type {any} */ (names.reduce((text, name) => text.split(name).join("(a file)"), /** @type {string} */ (value)));
  if (Array.isArray(value)) return /** @type {any} */ (value.map((one) => scrubbed(one, names)));
  if (typeof value !== "object" || value === null) return value;
  return /** @type {any} */ (Object.fromEntries(Object.entries(value).map(([key, one]) => [key, scrubbed(one, names)])));
}

/** Names that a sentence may repeat: the files' with and without folder. @param {Audit} audit */
function namesIn({ inputs, aggregate }) {
  const files = [inputs.images.file, inputs.texts.file].flatMap((file) => [file, file.replace(/^.*[\\/]/, "")]);
  const labels = aggregate?.sites.flatMap(({ label }) => label ?? []) ?? [];
  return [...new Set([...files, ...labels])].filter((name) => name.length > 2 && !PLACES.has(name)).sort((a, b) => b.length - a.length);
}

/**
 * What this module does not know of is left out: it may hold a name. SHA-256 stay, since an audit is verified by them.
 * @param {Audit} audit @returns {Audit}
 */
export function withoutNames(audit) {
  const { inputs, aggregate } = audit;
  const one = inputs.images.file === inputs.texts.file;
  const side = (/** @type {AuditInput} */ { sha256, rows, cols, dtype }, /** @type {string} */ file) => ({
    file,
    sha256,
    array: "",
    rows,
    cols,
    dtype,
  });
  const {
    schema,
    tool,
    options,
    sas,
    sweep,
    alternatives,
    modes,
    spectrum,
    metrics,
    retrieval,
    sampling,
    uncertainty,
    chance,
    cosine,
    timings,
  } = audit;
  const names = namesIn(audit);
  const kept = { sas, sweep, alternatives, modes, spectrum, metrics, retrieval, sampling, uncertainty, chance, cosine, timings };
  return {
    schema,
    tool,
    namesLeftOut: true,
    inputs: {
      images: scrubbed(side(inputs.images, one ? "data file" : "images’ file"), names),
      texts: scrubbed(side(inputs.texts, one ? "data file" : "texts’ file"), names),
      pairs: inputs.pairs,
      captionsPerImage: inputs.captionsPerImage,
      pairing: pairingOf(inputs.pairing),
      findings: scrubbed(inputs.findings.map(findingOf), names),
    },
    options,
    ...scrubbed(kept, names),
    correlates: scrubbed(correlatesOf(audit.correlates), names),
    ...subgroupsOf(audit, names),
    ...(aggregate && {
      aggregate: { ...scrubbed(aggregate, names), sites: aggregate.sites.map(siteOf), preprocessing: "" },
    }),
  };
}

/** Whose file it is stays told. @param {Audit} audit @param {string} whose @returns {Audit} */
function owned(audit, whose) {
  const { images, texts } = audit.inputs;
  const file = (/** @type {AuditInput} */ input) => ({ ...input, file: `${whose} ${input.file}` });
  return { ...audit, inputs: { ...audit.inputs, images: file(images), texts: file(texts) } };
}

/** @param {Comparison} comparison @returns {Comparison} */
export function comparisonWithoutNames({ schema, a, b, intervals, differences, mcnemar }) {
  const names = [...new Set([...namesIn(a), ...namesIn(b)])].sort((one, other) => other.length - one.length);
  return {
    schema,
    namesLeftOut: true,
    a: owned(withoutNames(a), "the first model’s"),
    b: owned(withoutNames(b), "the second model’s"),
    ...scrubbed({ intervals, differences, mcnemar }, names),
  };
}
