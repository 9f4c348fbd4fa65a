/** The command line as a command, its files and its options. One table says which options there are. */
import { parseArgs } from "node:util";
import { Failure } from "../src/failure.js";

/** @typedef {{ type: "string" | "boolean", short?: string, value?: string, says: string, read?: (text: string, name: string) => unknown }} Option */

/** @param {string} name @param {string} text @param {string} range */
function outOfRange(name, text, range) {
  return new Failure("BAD_USE", `--${name} is "${text}", but must be ${range}.`, { option: name, value: text });
}

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

/** @type {Readonly<Record<string, Option>>} */
const OPTIONS = Object.freeze({
  captions: { type: "string", value: "N", says: "texts an image, in the images' order; else told from the files", read: wholeNumber(1) },
  pairs: {
    type: "string",
    value: "FILE",
    says: "table of pairs: image_row or image_id, and text_row or text_id unless one row a text; FILE::column names the images' column",
  },
  repeated: {
    type: "string",
    value: "HOW",
    says: "equal image rows: join makes them one image, keep leaves them apart; else told from the rows",
    read: oneOf("join", "keep"),
  },
  rounds: { type: "boolean", says: "the texts are in rounds: first one text for each image, then the second of each, and so on" },
  views: {
    type: "string",
    value: "HOW",
    says: "several images of one text (views of a study): first takes the first image for all, each counts the text for each image",
    read: oneOf("first", "each"),
  },
  "odd-dimension": {
    type: "string",
    value: "keep",
    says: "a dimension that looks like ids stored among the values is one like the others",
    read: oneOf("keep"),
  },
  metadata: {
    type: "string",
    value: "FILE",
    says: "table that describes the items: one row an image or a text, or image_row, image_id or text_id and columns (sex, site, view …)",
  },
  by: { type: "string", value: "COLUMN", says: "column of the metadata: each of its groups by itself, beside random groups of its size" },
  compare: {
    type: "string",
    value: "FILE[,FILE]",
    says: "another model's files of the same pairs, paired with the same options: differences with intervals",
    read: files,
  },
  "top-q": {
    type: "string",
    value: "Q",
    says: "share of directions kept, above 0 and up to 1; default 0.1",
    read: number((q) => q > 0 && q <= 1, "a share above 0 and up to 1"),
  },
  epsilon: {
    type: "string",
    value: "E",
    says: "added under the root of rho; default 1e-8",
    read: number((e) => e >= 0 && e < Infinity, "0 or a positive number"),
  },
  neighbours: { type: "string", value: "K", says: "neighbours of mutual k-NN; default 10", read: wholeNumber(1) },
  seed: { type: "string", value: "S", says: "of everything random; default 0", read: wholeNumber(0) },
  bootstrap: {
    type: "string",
    value: "N",
    says: "0 for no intervals; any other number has the 62 half-samples of the default (it counts where an audit of before is verified)",
    read: wholeNumber(0, 100_000),
  },
  permutations: {
    type: "string",
    value: "N",
    says: "shuffles of the pairs for the chance levels, 0 for none; default 1000",
    read: wholeNumber(0, 1_000_000),
  },
  workers: {
    type: "string",
    value: "N",
    says: "threads; default: one a processor. The digits do not depend on it",
    read: wholeNumber(1, 256),
  },
  json: { type: "string", value: "FILE", says: "write the result as JSON, to standard output where FILE is -" },
  csv: { type: "string", value: "FILE", says: "write every table (of a benchmark: a row a run), to standard output where FILE is -" },
  html: { type: "string", value: "FILE", says: "write a report to read, print and file, charts included, as one file" },
  markdown: { type: "string", value: "FILE", says: "write the report for a model card" },
  institution: { type: "string", value: "WORDS", says: "in the report: who is responsible for the data" },
  purpose: { type: "string", value: "WORDS", says: "in the report: what the audit is for" },
  auditor: { type: "string", value: "WORDS", says: "in the report: who made it" },
  notes: { type: "string", value: "WORDS", says: "in the report: what else a reader should know" },
  anonymous: {
    type: "boolean",
    says: "leave names of files, arrays, columns, sites and groups (of a benchmark: models and datasets too) out of all that is written",
  },
  domains: {
    type: "string",
    value: "A,B",
    says: "the two domains to compare, the first against the second; default natural,medical",
    read: list(2),
  },
  domain: {
    type: "string",
    value: "D=X,…",
    says: "domains of datasets: ROCO=medical,CC3M=natural; else told from the name",
    read: assignments,
  },
  reference: { type: "string", value: "M,…", says: "models kept out of pooled tests; default plip and pubmed-clip", read: list() },
  output: { type: "string", short: "o", value: "FILE", says: "where the moments go: SITE.moments.safetensors" },
  preview: { type: "boolean", says: "say what would leave, and write nothing, whatever -o says" },
  label: { type: "string", value: "NAME", says: "the site's name in the file; default none" },
  preprocessing: { type: "string", value: "WORDS", says: "what was done to the rows, for the other sites" },
  floor: {
    type: "string",
    value: "N",
    says: "pairs a dimension of the wider side below which nothing is written, whatever the risk; default 5 and 100 pairs, and --risk",
    read: number((n) => n >= 0 && n < Infinity, "0 or a positive number"),
  },
  risk: {
    type: "string",
    value: "R",
    says: "highest chance that a membership test is right, above .5 (a coin) and up to 1; default .6 where no --floor is given",
    read: number((r) => r > 0.5 && r <= 1, "above .5 and at most 1"),
  },
  blocks: {
    type: "string",
    value: "K",
    says: "parts of the pairs, for intervals: 1 to 32; default 32, or 8, 4, 1 where the floor asks",
    read: wholeNumber(1, 32),
  },
  privacy: {
    type: "string",
    value: "EPSILON",
    says: "scale rows to length 1 and add noise: differential privacy of one pair, or of one patient with --pairs-per-patient",
    read: number((e) => e > 0 && e < Infinity, "a positive number"),
  },
  "pairs-per-patient": {
    type: "string",
    value: "K",
    says: "of --privacy: the promise is of a patient, who has at most K pairs; stands in the file",
    read: wholeNumber(1),
  },
  patients: {
    type: "string",
    value: "COLUMN",
    says: "column of the metadata that names each pair's patient: the first K pairs of each count, the rest are left out",
  },
  delta: {
    type: "string",
    value: "D",
    says: "of --privacy; default 1e-6, or a tenth of 1 / pairs where that is less; refused from 1 / pairs on",
    read: number((d) => d > 0 && d < 1, "between 0 and 1"),
  },
  overlap: {
    type: "string",
    value: "HOW",
    says: "of several files with noise: none where no pair is in two of them, all where pairs may be in any (their promises add up)",
    read: oneOf("none", "all"),
  },
  "mix-exact": {
    type: "boolean",
    says: "pool files with noise and files without: the pool promises nothing, and the sums of the latter can be worked out from it",
  },
  metrics: { type: "boolean", says: "list every metric, not the scores and retrieval alone" },
  help: { type: "boolean", says: "print this" },
  version: { type: "boolean", says: "print the version" },
});

/** @param {string[]} lines */
const names = (...lines) => lines.join(" ").split(" ");

/** @type {Readonly<Record<string, { files: string, least: number, most: number, says: string, options: string[] }>>} */
export const COMMANDS = Object.freeze({
  audit: {
    files: "IMAGES TEXTS | FILE | SITE.moments.safetensors…",
    least: 1,
    most: Number.POSITIVE_INFINITY,
    says: "which side is out of step with the other: directional scores, metrics, retrieval",
    options: names(
      "captions pairs repeated metadata by compare top-q epsilon neighbours seed bootstrap permutations rounds views",
      "odd-dimension workers json html markdown csv institution purpose auditor notes anonymous metrics",
    ),
  },
  verify: {
    files: "SAVED.json IMAGES TEXTS | SAVED.json FILE | BENCHMARK.json FOLDER",
    least: 2,
    most: Number.POSITIVE_INFINITY,
    says: "compute a saved audit, comparison or benchmark again, with its own options, and compare every digit; exit 2 where one differs",
    options: names("captions pairs repeated rounds views odd-dimension metadata by compare workers json"),
  },
  benchmark: {
    files: "FOLDER | FILE…",
    least: 1,
    most: Number.POSITIVE_INFINITY,
    says: "many models on many datasets, the paper's four experiments; <model>/<dataset>_<split>_features.pt, audits, or a manifest",
    options: names("domains domain reference bootstrap seed workers json csv html markdown", "institution purpose auditor notes anonymous"),
  },
  moments: {
    files: "IMAGES TEXTS | FILE",
    least: 1,
    most: 2,
    says: "what the pairs add up to, as a file without a row: enough for an audit, and several sites' files add up",
    options: names(
      "output preview captions pairs repeated rounds views odd-dimension label preprocessing floor risk blocks",
      "privacy delta pairs-per-patient patients metadata seed workers",
    ),
  },
  merge: {
    files: "SITE.moments.safetensors…",
    least: 1,
    most: Number.POSITIVE_INFINITY,
    says: "one moments file of several",
    options: names("output preview overlap mix-exact workers"),
  },
  inspect: {
    files: "FILE…",
    least: 1,
    most: Number.POSITIVE_INFINITY,
    says: "what is in the files, as Askew reads them",
    options: names("json"),
  },
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
  const { value, says, short } = OPTIONS[name];
  return `      ${`${short ? `-${short}, ` : ""}--${name}${value ? ` ${value}` : ""}`.padEnd(18)} ${says}`;
}

/**
 * @param {readonly string[]} argv without node and the script
 * @returns {{ command: string, files: string[], options: Record<string, unknown> }} command "help" or "version" where these are asked for
 */
export function readArguments(argv) {
  const { tokens } = parseArgs({
    args: [...argv],
    options: Object.fromEntries(Object.entries(OPTIONS).map(([name, { type, short }]) => [name, { type, ...(short && { short }) }])),
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  const positionals = tokens.flatMap((token) => (token.kind === "positional" ? [token.value] : []));
  const given = tokens.filter((token) => token.kind === "option");
  for (const always of ALWAYS) if (given.some(({ name }) => name === always)) return { command: always, files: [], options: {} };
  const [name, ...files] = positionals;
  if (name === undefined && given.length === 0) return { command: "help", files: [], options: {} };
  if (name === undefined || !Object.hasOwn(COMMANDS, name))
    throw new Failure("BAD_USE", `There is no command "${name ?? ""}". Known: ${Object.keys(COMMANDS).join(", ")}. See askew --help.`, {
      command: name,
    });
  const command = COMMANDS[name];
  /** @type {Record<string, unknown>} */
  const options = {};
  for (const token of given) options[token.name] = readOption(name, token);
  if (files.length < command.least || files.length > command.most)
    throw new Failure(
      "BAD_USE",
      `askew ${name} takes ${command.files}, and ${files.length} ${files.length === 1 ? "file was" : "files were"} given. See askew --help.`,
      { files },
    );
  return { command: name, files, options };
}

/** @param {string} command @param {{ name: string, rawName: string, value?: string, inlineValue?: boolean }} token */
function readOption(command, { name, rawName, value, inlineValue }) {
  const known = COMMANDS[command].options;
  if (!known.includes(name))
    throw new Failure("BAD_USE", `askew ${command} has no option ${rawName}. Known: ${listed([...known, ...ALWAYS])}.`, {
      option: rawName,
    });
  const option = OPTIONS[name];
  if (option.type === "boolean") {
    if (value === undefined) return true;
    throw new Failure("BAD_USE", `${rawName} takes no value, and "${value}" was given.`, { option: rawName });
  }
  if (value === undefined || value === "" || (!inlineValue && value.startsWith("--")))
    throw new Failure("BAD_USE", `${rawName} needs a value: ${rawName} ${option.value}.`, { option: rawName });
  return option.read ? option.read(value, name) : value;
}
