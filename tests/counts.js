/** What a run of Vitest comes to, in one line of a file: passed, failed and skipped tests, then the files whose process died before their last test, which count for none. */
import { writeFileSync } from "node:fs";

/** What Vitest says of a process that ended by itself, and of nothing else. */
const DIED = /Worker exited unexpectedly/;

/** @param {unknown} error @returns {boolean} */
const isDeath = (error) =>
  error instanceof Object && "message" in error && (DIED.test(String(error.message)) || ("cause" in error && isDeath(error.cause)));

/** A reporter. */
export default class Counts {
  /** @param {readonly import("vitest/node").TestModule[]} modules @param {readonly unknown[]} errors that belong to no test */
  onTestRunEnd(modules, errors) {
    const count = { passed: 0, failed: errors.filter((error) => !isDeath(error)).length, skipped: 0 };
    const died = [];
    for (const module of modules) {
      const tests = [...module.children.allTests()].map((test) => ({ name: test.fullName, state: test.result().state }));
      const open = tests.find(({ state }) => state === "pending");
      if (open) {
        process.stderr.write(`The process of ${module.moduleId} died in or before: ${open.name}\n`);
        died.push(module.moduleId);
        continue;
      }
      // Of a file that cannot be loaded, or of its hooks.
      count.failed += module.errors().length;
      for (const { state } of tests) if (state !== "pending") count[state]++;
    }
    writeFileSync(/** @type {string} */ (process.env.ASKEW_COUNTS), `${[count.passed, count.failed, count.skipped, ...died].join(" ")}\n`);
  }
}
