/** A result without names: no file, array, column, site, group or sentence of the user's is left in it, and every number is. The marks are in its shape. */
import { AUDIT, COMPARISON } from "./audit-shape.js";
import { unavailable } from "./saved-shape.js";
import { wordOf } from "./sentences.js";
import { PLACES, scrubbed } from "./stand-ins.js";

/** @import { Audit, AuditInput, Comparison, Comparisons, Untrusted } from "../types.d.ts" */
/** @import { Check } from "./saved-shape.js" */
/** @import { Names } from "./stand-ins.js" */

/** Beside a name, what the shape does not know of is left out: it may hold one. @param {Pick<Check, "parts" | "nameless">} shape @param {Untrusted} value @param {Names} names @param {number} [place] @returns {Untrusted} */
function stripped(shape, value, names, place = 0) {
  if (shape.nameless && value !== undefined) return shape.nameless(value, names, place);
  const { choices, every, fields } = shape.parts ?? {};
  if (choices && unavailable(value) !== undefined) return stripped(choices.find(({ parts }) => parts) ?? {}, value, names, place);
  if (every && Array.isArray(value)) return value.map((one, k) => stripped(every, one, names, k));
  if (!fields || typeof value !== "object" || value === null) return scrubbed(value, names);
  const closed = Object.values(fields).some(({ nameless }) => nameless);
  const keys = Object.keys(closed ? fields : value).filter((key) => value[key] !== undefined);
  const kept = keys.map((key) => [key, stripped(Object.hasOwn(fields, key) ? fields[key] : {}, value[key], names, place)]);
  return Object.fromEntries(kept.filter(([, left]) => left !== undefined));
}

/** Names that a sentence may repeat: the files' with and without folder. @param {Audit} audit */
function filesOf({ inputs, aggregate }) {
  const files = [inputs.images.file, inputs.texts.file].flatMap((file) => [file, file.replace(/^.*[\\/]/, "")]);
  return [...files, ...(aggregate?.sites.flatMap(({ label }) => label ?? []) ?? [])];
}

/** Columns that an audit's own sentences may repeat. @param {Audit} audit */
function statedIn({ inputs, byLabel, subgroups }) {
  const labels = byLabel && "column" in byLabel ? byLabel.column : undefined;
  return [inputs.clusters?.column, inputs.within?.column, labels, subgroups?.column].flatMap((column) => column || []);
}

/** @param {...Audit} audits the first of them tells the columns @returns {Names} */
const namesIn = (...audits) => ({
  files: [...new Set(audits.flatMap(filesOf))].filter((name) => name.length > 2 && !PLACES.has(name)).sort((a, b) => b.length - a.length),
  one: audits[0].inputs.images.file === audits[0].inputs.texts.file,
  columns:
    "status" in audits[0].correlates ? [] : audits[0].correlates.traits.filter(({ of }) => of === "metadata").map(({ name }) => name),
  stated: [...new Set(audits.flatMap(statedIn))].sort((a, b) => b.length - a.length),
});

/** Names may have told what the texts are called: without them it must be said. @param {Audit} audit @returns {Audit} */
function worded(audit) {
  const word = wordOf(audit);
  return word === "texts" ? audit : { ...audit, word };
}

/** SHA-256 stay, since an audit is verified by them. @param {Audit} audit @returns {Audit} */
export function withoutNames(audit) {
  const { tool, correlates, subgroups, aggregate, ...rest } = stripped(AUDIT, worded(audit), namesIn(audit));
  return {
    schema: audit.schema,
    tool,
    namesLeftOut: true,
    ...rest,
    correlates,
    ...(subgroups && { subgroups }),
    ...(aggregate && { aggregate }),
  };
}

/** Whose file it is stays told. @param {Audit} audit @param {string} whose @returns {Audit} */
function owned(audit, whose) {
  const { images, texts } = audit.inputs;
  const file = (/** @type {AuditInput} */ input) => ({ ...input, file: `${whose} ${input.file}` });
  return { ...audit, inputs: { ...audit.inputs, images: file(images), texts: file(texts) } };
}

/** @param {Comparison} comparison @param {readonly [string, string]} [whose] files they are @returns {Comparison} */
export function comparisonWithoutNames({ schema, a, b, ...compared }, [first, second] = ["the first model’s", "the second model’s"]) {
  return {
    schema,
    namesLeftOut: true,
    a: owned(withoutNames(a), first),
    b: owned(withoutNames(b), second),
    ...stripped(COMPARISON, compared, namesIn(a, b)),
  };
}

/** Several models: the baseline's and the others' are told apart. @param {Comparisons} made @returns {Comparisons} */
export const comparisonsWithoutNames = ({ schema, comparisons, family }) => ({
  schema,
  namesLeftOut: true,
  comparisons: comparisons.map((one, k) => comparisonWithoutNames(one, ["the baseline’s", `model ${k + 2}’s`])),
  family,
});
