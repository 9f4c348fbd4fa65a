/**
 * Every real file through the command, beside what the oracle says; writes tests/fixtures/README.md.
 * node tests/oracle/compare.js [../shared/formats]; exits with 1 if a file disagrees, takes over 5 s, or too much memory.
 */
import { execFile } from "node:child_process";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { extensions } from "../../web/src/readers/index.js";
import { agreement } from "./agreement.js";

/** @import { Answer, Seen } from "./agreement.js" */

const LONGEST = 5;
/** Beyond four times the file. */
const MEMORY = 256e6;

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const folder = process.argv[2] ?? join(ROOT, "../shared/formats");
const COMMAND = join(ROOT, "web/bin/askew.js");
const USAGE = new URL("usage.js", import.meta.url).href;
/** @type {Record<string, Answer>} */
const answers = JSON.parse(readFileSync(new URL("answers.json", import.meta.url), "utf8"));

/** @param {string} path @returns {Promise<{ seen: Seen, seconds: number, memory: number }>} */
async function inspect(path) {
  const begun = performance.now();
  const args = ["--import", USAGE, COMMAND, "inspect", path, "--json", "-"];
  // Refused files end the command with 2, and its output is there all the same.
  const { stdout, stderr } = await promisify(execFile)(process.execPath, args, { maxBuffer: 2 ** 28 }).catch((error) => error);
  const memory = Number(/maxRSS (\d+)/.exec(stderr)?.[1]);
  return { seen: JSON.parse(stdout)[0], seconds: (performance.now() - begun) / 1000, memory };
}

const idle = (await inspect(join(ROOT, "tests/fixtures/good/float32.npy"))).memory;
const known = extensions();
const rows = [];
let [agreed, disagreed, without, unread, longest, largest] = [0, 0, 0, 0, 0, 0];
for (const [file, answer] of Object.entries(answers)) {
  const path = join(folder, file);
  const { seen, seconds, memory } = await inspect(path);
  const extension = file.slice(file.lastIndexOf(".") + 1);
  const outcome = "error" in seen ? `refused: ${seen.error.code}` : seen.format;
  let verdict;
  if (!known.includes(extension)) {
    unread++;
    verdict = "no reader yet";
  } else {
    const { agrees, why } = agreement(seen, answer, file);
    verdict = agrees === null ? `not compared: ${why}` : `${agrees ? "agrees" : "DISAGREES"}: ${why}`;
    if (agrees === null) without++;
    else if (agrees) agreed++;
    else disagreed++;
  }
  const growth = memory - idle;
  if (seconds > LONGEST || growth > 4 * statSync(path).size + MEMORY) {
    disagreed++;
    verdict += `; TOO MUCH: ${seconds.toFixed(1)} s, ${Math.round(growth / 1e6)} MB`;
  }
  longest = Math.max(longest, seconds);
  largest = Math.max(largest, growth);
  if (/DISAGREES|TOO MUCH/.test(verdict)) console.log(`${file}  ${outcome}  ${verdict}`);
  rows.push(`| ${file} | ${outcome} | ${verdict.replace(/\|/g, "\\|")} |`);
}
const summary = `${rows.length} files: ${agreed} agree, ${disagreed} disagree, ${without} not compared, ${unread} of formats without a reader yet`;
writeFileSync(
  new URL("../fixtures/README.md", import.meta.url),
  `# Files that readers are tested with

\`good/\` and \`bad/\` are made by \`node tests/fixtures/generate.js\`; \`manifest.json\` says what each holds, or the code that refuses it.

Below are real files, written by other people's libraries. They are kept beside the repository (\`../shared/formats\`, or where
\`ASKEW_SHARED\` says). Each is compared with what the library that wrote it says: shape, type, sum, first values. The table is made by
\`node tests/oracle/compare.js\`.

${summary}.

| file | opens as | oracle |
|---|---|---|
${rows.join("\n")}
`,
);
console.log(`${summary}; at most ${longest.toFixed(2)} s and ${Math.round(largest / 1e6)} MB a file`);
process.exitCode = disagreed > 0 ? 1 : 0;
