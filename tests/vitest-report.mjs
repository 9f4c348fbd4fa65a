/** What a JSON report of Vitest says: passed, failed and skipped tests, then the files whose process died before their last test, which count for none. */
import { readFileSync } from "node:fs";

/** @type {{ testResults: { name: string, message: string, status: string, assertionResults: { title: string, status: string }[] }[] }} */
const { testResults } = JSON.parse(readFileSync(process.argv[2], "utf8"));

const count = { passed: 0, failed: 0, skipped: 0 };
const died = [];
for (const { name, status, assertionResults } of testResults) {
  const open = assertionResults.find((test) => test.status === "pending");
  if (open) {
    console.error(`The process of ${name} died in or before: ${open.title}`);
    died.push(name);
    continue;
  }
  // A file that cannot be loaded has no test.
  if (status === "failed" && assertionResults.length === 0) count.failed++;
  for (const test of assertionResults) {
    if (test.status === "passed" || test.status === "failed") count[test.status]++;
    else count.skipped++;
  }
}
process.stdout.write(`${[count.passed, count.failed, count.skipped, ...died].join(" ")}\n`);
