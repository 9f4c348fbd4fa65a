#!/usr/bin/env node
/**
 * The command: arguments in, results to standard output, everything else to standard error.
 * Each subcommand loads its own modules: reading and compiling all of them takes longer than inspecting a small file.
 */
import { realpathSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Failure } from "../src/failure.js";
import { helpText, readArguments } from "./arguments.js";
import { writeTo } from "./write.js";

/** @import { Result } from "../src/document/types.d.ts" */
/** @import { Benchmark, Progress } from "../src/types.d.ts" */

/** @typedef {Record<string, unknown>} Options */
/** A command's exit code: 2 if its input is bad, or what is verified differs. @typedef {(files: string[], options: Options, streams: Streams) => Promise<0 | 1 | 2>} Command */
/** @typedef {{ out: (text: string) => void, error: (text: string) => void, progress: boolean }} Streams */

/** Failures that are no fault of the user or of the files. @type {ReadonlySet<string>} */
const OURS = new Set(["INTERNAL", "WORKER_DIED", "OUT_OF_MEMORY"]);

/** @param {unknown} value @param {string} target a file, or "-" @param {Streams} streams */
const writeJson = (value, target, streams) => write(`${JSON.stringify(value, null, 2)}\n`, target, streams);

/** @param {string} text @param {string} target a file, or "-" @param {Streams} streams */
async function write(text, target, { out, error }) {
  if (target === "-") return out(text);
  await writeTo(target, text);
  error(`Written: ${target}\n`);
}

/** What an audit or a benchmark comes to, in every form that the options ask for. @param {(listening: ReturnType<typeof listener>) => Promise<Result>} make @param {Options} options @param {Streams} streams */
async function reported(make, options, streams) {
  const { json, html, markdown, csv, chai, fhir, claim } = options;
  if ([json, html, markdown, csv, chai, fhir, claim].filter((target) => target === "-").length > 1)
    throw new Failure("BAD_USE", "Only one of the forms can go to standard output. Name files for the others.");
  const { savedReports } = await import("./saved-report.js");
  const listening = listener(streams);
  const result = await make(listening);
  listening.end();
  for (const { target, text } of await savedReports(result, options)) await write(text, target, streams);
  return result;
}

/** @type {Command} */
async function inspect(files, options, streams) {
  const { inspectFile, inspectText } = await import("./inspect.js");
  const facts = [];
  for (const file of files) facts.push(...(await inspectFile(file)));
  if (typeof options.json === "string") await writeJson(facts, options.json, streams);
  else for (const entry of facts) streams.out(inspectText(entry));
  const codes = facts.flatMap((entry) => ("error" in entry ? [entry.error.code] : []));
  if (codes.some((code) => OURS.has(code))) return 1;
  return codes.length > 0 ? 2 : 0;
}

/** @param {Streams} streams */
function listener(streams) {
  const progress = (/** @type {Progress} */ { stage, done }) => {
    if (streams.progress) streams.error(`\r\x1b[K${Math.round(done * 100)} %  ${stage}`);
  };
  const end = () => streams.progress && streams.error("\r\x1b[K");
  return { note: (/** @type {string} */ text) => streams.error(`${text}\n`), progress, end };
}

/** @type {Command} */
async function moments(files, options, streams) {
  const { momentsOf } = await import("./moments.js");
  const listening = listener(streams);
  const text = await momentsOf(files, options, listening);
  listening.end();
  streams.out(text);
  return 0;
}

/** @type {Command} */
async function merge(files, options, streams) {
  const { mergeFiles } = await import("./moments.js");
  streams.out(await mergeFiles(files, options));
  return 0;
}

/** @type {Command} */
async function audit(files, options, streams) {
  const { auditFiles } = await import("./audit.js");
  await reported((listening) => auditFiles(files, options, listening), options, streams);
  return 0;
}

/** @type {Command} */
async function report([saved], options, streams) {
  const { savedResult } = await import("./saved-report.js");
  await reported(() => savedResult(saved), options, streams);
  return 0;
}

/** @type {Command} */
async function verify(files, options, streams) {
  const { verifyFiles } = await import("./verify.js");
  const { verificationText } = await import("../src/report/verification.js");
  const listening = listener(streams);
  const verification = await verifyFiles(files, options, listening);
  listening.end();
  if (typeof options.json === "string") await writeJson(verification, options.json, streams);
  if (options.json !== "-") streams.out(verificationText(verification));
  return verification.agrees ? 0 : 2;
}

/** @type {Command} */
async function benchmark(files, options, streams) {
  const { benchmarkFiles } = await import("./benchmark.js");
  const clear = streams.progress ? "\r\x1b[K" : "";
  const listening = {
    note: (/** @type {string} */ text) => streams.error(`${clear}${text}\n`),
    progress: (/** @type {string} */ text) => streams.progress && streams.error(clear + text),
  };
  const { runs } = /** @type {Benchmark} */ (await reported(() => benchmarkFiles(files, options, listening), options, streams));
  return runs.some(({ failure }) => !failure) ? 0 : 2;
}

/** @type {Record<string, Command>} */
const RUN = { audit, benchmark, inspect, merge, moments, report, verify };

/**
 * @param {readonly string[]} argv without node and the script
 * @param {Streams} streams
 * @returns {Promise<0 | 1 | 2>}
 */
export async function main(argv, streams) {
  try {
    const { command, files, options } = readArguments(argv);
    if (command === "help") streams.out(helpText((await import("../src/readers/index.js")).extensions()));
    else if (command === "version") streams.out(`${(await import("../src/engine/version.js")).version}\n`);
    else return await RUN[command](files, options, streams);
    return 0;
  } catch (error) {
    const { code, message } = Failure.from(error);
    streams.error(`${code}: ${message}\n`);
    return OURS.has(code) ? 1 : 2;
  }
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  // A reader that closes early ("askew … | head") is no fault.
  process.stdout.on("error", (error) => process.exit("code" in error && error.code === "EPIPE" ? 0 : 1));
  const out = (/** @type {string} */ text) => void process.stdout.write(text);
  const error = (/** @type {string} */ text) => void process.stderr.write(text);
  process.exitCode = await main(process.argv.slice(2), { out, error, progress: process.stderr.isTTY === true });
}
