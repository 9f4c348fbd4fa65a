/** An audit without names: no file, array, column, site or sentence of the user's is left in it, and every number is. */

/** @import { Audit, Finding, PairingChoice, Unavailable } from "../../types.d.ts" */

/** Sentences of the engine that are made of numbers alone. */
const WITHOUT_NAMES = new Set([
  "CONSTANT_DIMENSIONS",
  "FEW_ROWS",
  "NOT_UNIT_NORM",
  "PERMUTED_ROWS",
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
const PLACES = new Set(["data file", "images’ file", "texts’ file"]);

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
  const side = (/** @type {import("../../types.d.ts").AuditInput} */ { sha256, rows, cols, dtype }, /** @type {string} */ file) => ({
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
    ...(aggregate && {
      aggregate: { ...scrubbed(aggregate, names), sites: aggregate.sites.map(({ pairs }) => ({ label: null, pairs })), preprocessing: "" },
    }),
  };
}
