/** The command line as a command, its files and its options. One table says which options there are, one what makes a value of their text. */
import { parseArgs } from "node:util";
import { Failure } from "../src/failure.js";

/** @param {string} name @param {string} text @param {string} range */
const outOfRange = (name, text, range) => new Failure("BAD_USE", `--${name} is "${text}", but must be ${range}.`);

/** @param {number} least @param {number} [most] */
function wholeNumber(least, most = Number.MAX_SAFE_INTEGER) {
  return (/** @type {string} */ text, /** @type {string} */ name) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= least && value <= most) return value;
    throw outOfRange(name, text, `a whole number, ${least} or more${most < Number.MAX_SAFE_INTEGER ? ` and at most ${most}` : ""}`);
  };
}

/** @param {(value: number) => boolean} good @param {string} range */
function number(good, range) {
  return (/** @type {string} */ text, /** @type {string} */ name) => {
    const value = Number(text);
    if (text.trim() !== "" && good(value)) return value;
    throw outOfRange(name, text, range);
  };
}

/** @param {...string} words */
function oneOf(...words) {
  return (/** @type {string} */ text, /** @type {string} */ name) => {
    if (words.includes(text)) return text;
    throw outOfRange(name, text, words.join(" or "));
  };
}

/** Names between commas. @param {number} [exactly] */
function list(exactly) {
  return (/** @type {string} */ text, /** @type {string} */ name) => {
    const names = text.split(",").map((part) => part.trim());
    if (names.every(Boolean) && (exactly === undefined || names.length === exactly)) return names;
    throw outOfRange(name, text, `${exactly ?? "some"} names with commas between them`);
  };
}

/** One file or two, with a comma between them. @param {string} text @param {string} name */
function files(text, name) {
  const names = text.split(",");
  if (names.length <= 2 && names.every(Boolean)) return names;
  throw outOfRange(name, text, "one file, or two with a comma between them");
}

/** @param {string} text @param {string} name */
function assignments(text, name) {
  const pairs = text.split(",").map((part) => part.split("=").map((word) => word.trim()));
  if (pairs.every((pair) => pair.length === 2 && pair.every(Boolean))) return Object.fromEntries(pairs);
  throw outOfRange(name, text, "DATASET=DOMAIN, with commas between several");
}

/** Every option: its name, the value that it takes (none: it is true or absent), and what it says. */
const OPTIONS_TEXT = `
captions N: texts an image, in the images' order; else told from the files
pairs FILE: table of pairs: image_row or image_id, and text_row or text_id unless one row a text; FILE::column names the images' column
repeated HOW: equal image rows: join makes them one image, keep leaves them apart; else told from the rows
rounds: the texts are in rounds: first one text for each image, then the second of each, and so on
views HOW: several images of one text (views of a study): first takes the first image for all, each counts the text for each image
odd-dimension keep: a dimension that looks like ids stored among the values is one like the others
metadata FILE: table that describes the items: one row an image or a text, or image_row, image_id or text_id and columns (sex, site, view …)
by COLUMN: column of the metadata: each of its groups by itself, beside random groups of its size
cluster COLUMN: column of the metadata whose equal values belong together (patient, study): intervals, chance levels and search take them whole
within COLUMN: column of the metadata within whose values alone chance exchanges texts (site, view)
labels COLUMN: column of the metadata; search accepts any item with the same value, or with one of several between | or ;
gap: what the modality gap consists of, and what centring, whitening and leaving out private directions would do to search
maps FILE: with --gap: the means and matrices that do it, learnt from all pairs, as .safetensors for use elsewhere
compare FILE[,FILE]: another model's files of the same pairs, paired with the same options: differences with intervals; up to 5 times
top-q Q: share of directions kept, above 0 and up to 1; default 0.1
epsilon E: added under the root of rho; default 1e-8
neighbours K: neighbours of mutual k-NN; default 10
seed S: of everything random; default 0
bootstrap N: 0 for no intervals; any other number has the 62 half-samples of the default (it counts where an audit of before is verified)
permutations N: shuffles of the pairs for the chance levels, 0 for none; default 1000
workers N: threads; default: one a processor. The digits do not depend on it
json FILE: write the result as JSON, to standard output where FILE is -
csv FILE: write every table (of a benchmark: a row a run), to standard output where FILE is -
html FILE: write a report to read, print and file, charts included, as one file
markdown FILE: write the report for a model card
chai FILE: write what the audit fills of a CHAI Applied Model Card 0.2 (XML)
fhir FILE: write the same card and the report as an HL7 FHIR DocumentReference (JSON)
claim FILE: write what the audit says to which items of CLAIM 2024 (Markdown)
institution WORDS: in the report: who is responsible for the data
purpose WORDS: in the report: what the audit is for
auditor WORDS: in the report: who made it
notes WORDS: in the report: what else a reader should know
anonymous: leave names of files, arrays, columns, sites and groups (of a benchmark: models and datasets too) out of all that is written
domains A,B: the two domains to compare, the first against the second; default natural,medical
domain D=X,…: domains of datasets: ROCO=medical,CC3M=natural; else told from the name
reference M,…: models kept out of pooled tests; default plip and pubmed-clip
output FILE: where the moments go: SITE.moments.safetensors
preview: say what would leave, and write nothing, whatever -o says
label NAME: the site's name in the file; default none
preprocessing WORDS: what was done to the rows, for the other sites
floor N: pairs a dimension of the wider side below which nothing is written, whatever the risk; default 5 and 100 pairs, and --risk
risk R: highest chance that a membership test is right, above .5 (a coin) and up to 1; default .6 where no --floor is given
blocks K: parts of the pairs, for intervals: 1 to 32; default 32, or 8, 4, 1 where the floor asks
privacy EPSILON: scale rows to length 1 and add noise: differential privacy of one pair, or of one patient with --pairs-per-patient
pairs-per-patient K: of --privacy: the promise is of a patient, who has at most K pairs; stands in the file
patients COLUMN: column of the metadata that names each pair's patient: the first K pairs of each count, the rest are left out
delta D: of --privacy; default 1e-6, or a tenth of 1 / pairs where that is less; refused from 1 / pairs on
overlap HOW: of several files with noise: none where no pair is in two of them, all where pairs may be in any (their promises add up)
mix-exact: pool files with noise and files without: the pool promises nothing, and the sums of the latter can be worked out from it
metrics: list every metric, not the scores and retrieval alone
help: print this
version: print the version
`;

/** @type {Readonly<Record<string, string>>} */
const SHORT = { output: "o" };

/** What makes a value of an option's text; the others are taken as they are. @type {Readonly<Record<string, (text: string, name: string) => unknown>>} */
const READ = {
  captions: wholeNumber(1),
  repeated: oneOf("join", "keep"),
  views: oneOf("first", "each"),
  "odd-dimension": oneOf("keep"),
  compare: files,
  "top-q": number((q) => q > 0 && q <= 1, "a share above 0 and up to 1"),
  epsilon: number((e) => e >= 0 && e < Infinity, "0 or a positive number"),
  neighbours: wholeNumber(1),
  seed: wholeNumber(0),
  bootstrap: wholeNumber(0, 100_000),
  permutations: wholeNumber(0, 1_000_000),
  workers: wholeNumber(1, 256),
  domains: list(2),
  domain: assignments,
  reference: list(),
  floor: number((n) => n >= 0 && n < Infinity, "0 or a positive number"),
  risk: number((r) => r > 0.5 && r <= 1, "above .5 and at most 1"),
  blocks: wholeNumber(1, 32),
  privacy: number((e) => e > 0 && e < Infinity, "a positive number"),
  "pairs-per-patient": wholeNumber(1),
  delta: number((d) => d > 0 && d < 1, "between 0 and 1"),
  overlap: oneOf("none", "all"),
};

/** Those that may be given more than once: their values are a list. */
const REPEATABLE = new Set(["compare"]);

const OPTIONS = new Map(
  [...OPTIONS_TEXT.matchAll(/^([a-z-]+)(?: (\S+))?: (.+)$/gm)].map(([, name, value, says]) => [name, { value, says }]),
);

/** @param {string[]} lines */
const names = (...lines) => lines.join(" ").split(" ");

/** files: as the help has them, from least to most of them. @type {Readonly<Record<string, { files: string, least?: number, most?: number, says: string, options: string[] }>>} */
export const COMMANDS = Object.freeze({
  audit: {
    files: "IMAGES TEXTS | FILE | SITE.moments.safetensors…",
    says: "which side is out of step with the other: directional scores, metrics, retrieval",
    options: names(
      "captions pairs repeated metadata by cluster within labels gap maps compare top-q epsilon neighbours seed bootstrap permutations rounds views",
      "odd-dimension workers json html markdown csv chai fhir claim institution purpose auditor notes anonymous metrics",
    ),
  },
  verify: {
    files: "SAVED.json IMAGES TEXTS | SAVED.json FILE | BENCHMARK.json FOLDER",
    least: 2,
    says: "compute a saved audit, comparison or benchmark again, with its own options, and compare every digit; exit 2 where one differs",
    options: names("captions pairs repeated rounds views odd-dimension metadata by cluster within labels compare workers json"),
  },
  benchmark: {
    files: "FOLDER | FILE…",
    says: "many models on many datasets, the paper's four experiments; <model>/<dataset>_<split>_features.pt, audits, or a manifest",
    options: names("domains domain reference bootstrap seed workers json csv html markdown", "institution purpose auditor notes anonymous"),
  },
  moments: {
    files: "IMAGES TEXTS | FILE",
    most: 2,
    says: "what the pairs add up to, as a file without a row: enough for an audit, and several sites' files add up",
    options: names(
      "output preview captions pairs repeated rounds views odd-dimension label preprocessing floor risk blocks",
      "privacy delta pairs-per-patient patients metadata seed workers",
    ),
  },
  merge: {
    files: "SITE.moments.safetensors…",
    says: "one moments file of several",
    options: names("output preview overlap mix-exact workers"),
  },
  report: {
    files: "SAVED.json",
    most: 1,
    says: "a saved audit, comparison or benchmark in other forms, without its data",
    options: names("json html markdown csv chai fhir claim institution purpose auditor notes anonymous metrics"),
  },
  inspect: { files: "FILE…", says: "what is in the files, as Askew reads them", options: names("json") },
});

const ALWAYS = ["help", "version"];

/** @param {readonly string[]} names */
const listed = (names) => names.map((name) => `--${name}`).join(", ");

/** The whole help text; extensions come from the readers' table. @param {readonly string[]} extensions */
export function helpText(extensions) {
  const lines = ["askew tells which modality of a vision-language model is out of step with the other.", ""];
  for (const [name, { files, says, options }] of Object.entries(COMMANDS)) {
    lines.push(`  askew ${name} ${files} [options]`, `      ${says}`);
    for (const option of options) lines.push(optionLine(option));
    lines.push("");
  }
  for (const option of ALWAYS) lines.push(optionLine(option));
  lines.push(
    "",
    `Files: ${extensions.map((extension) => `.${extension}`).join(" ")}. FILE::array names one array of a file with several.`,
    "Results go to standard output, all else to standard error. Exit: 0 done, 2 bad use or bad input, 1 a fault of Askew.",
  );
  return `${lines.join("\n")}\n`;
}

/** @param {string} name */
function optionLine(name) {
  const { value, says } = /** @type {{ value?: string, says: string }} */ (OPTIONS.get(name));
  const short = SHORT[name] ? `-${SHORT[name]}, ` : "";
  return `      ${`${short}--${name}${value ? ` ${value}` : ""}`.padEnd(18)} ${says}`;
}

/**
 * @param {readonly string[]} argv without node and the script
 * @returns {{ command: string, files: string[], options: Record<string, unknown> }} command "help" or "version" if these are asked for
 */
export function readArguments(argv) {
  /** @type {[string, import("node:util").ParseArgsOptionDescriptor][]} */
  const options = [...OPTIONS].map(([name, { value }]) => [
    name,
    { type: value ? "string" : "boolean", ...(SHORT[name] && { short: SHORT[name] }) },
  ]);
  const { tokens } = parseArgs({
    args: [...argv],
    options: Object.fromEntries(options),
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  const positionals = tokens.flatMap((token) => (token.kind === "positional" ? [token.value] : []));
  const stated = tokens.filter((token) => token.kind === "option");
  for (const always of ALWAYS) if (stated.some(({ name }) => name === always)) return { command: always, files: [], options: {} };
  const [name, ...files] = positionals;
  if (name === undefined && stated.length === 0) return { command: "help", files: [], options: {} };
  if (name === undefined || !Object.hasOwn(COMMANDS, name))
    throw new Failure("BAD_USE", `There is no command "${name ?? ""}". Known: ${Object.keys(COMMANDS).join(", ")}. See askew --help.`);
  const { files: usage, least = 1, most = Number.POSITIVE_INFINITY } = COMMANDS[name];
  const values = valuesOf(name, stated);
  if (files.length < least || files.length > most)
    throw new Failure(
      "BAD_USE",
      `askew ${name} takes ${usage}, and ${files.length} ${files.length === 1 ? "file was" : "files were"} given. See askew --help.`,
    );
  return { command: name, files, options: values };
}

/** @param {string} command @param {readonly Parameters<typeof readOption>[1][]} stated */
function valuesOf(command, stated) {
  /** @type {Record<string, unknown>} */
  const values = {};
  for (const token of stated) {
    const value = readOption(command, token);
    const before = /** @type {unknown[]} */ (values[token.name] ?? []);
    values[token.name] = REPEATABLE.has(token.name) ? [...before, value] : value;
  }
  return values;
}

/** @param {string} command @param {{ name: string, rawName: string, value?: string, inlineValue?: boolean }} token */
function readOption(command, { name, rawName, value, inlineValue }) {
  const own = COMMANDS[command].options;
  if (!own.includes(name))
    throw new Failure("BAD_USE", `askew ${command} has no option ${rawName}. Known: ${listed([...own, ...ALWAYS])}.`);
  const placeholder = OPTIONS.get(name)?.value;
  if (placeholder === undefined) {
    if (value === undefined) return true;
    throw new Failure("BAD_USE", `${rawName} takes no value, and "${value}" was given.`);
  }
  if (value === undefined || value === "" || (!inlineValue && value.startsWith("--")))
    throw new Failure("BAD_USE", `${rawName} needs a value: ${rawName} ${placeholder}.`);
  return READ[name] ? READ[name](value, name) : value;
}
