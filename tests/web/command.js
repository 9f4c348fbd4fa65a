/** The command in this process: to start one and to compile its modules takes longer than most of what it does. As its user runs it: bin/process.test.js. */
import { expect } from "vitest";
import { askew as run } from "../golden/command.js";
import { ROOT } from "./project.js";

/** @import { Audit } from "../../web/src/types.d.ts" */

/**
 * @param {string[]} args
 * @returns {Promise<{ code: number, stdout: string, stderr: string }>}
 */
export async function askew(...args) {
  process.chdir(ROOT);
  const { code, out, error } = await run(...args);
  return { code, stdout: out, stderr: error };
}

/** What a command prints that ends well. @param {string[]} args */
export async function done(...args) {
  const { code, stdout, stderr } = await askew(...args);
  expect(code, stderr).toBe(0);
  return stdout;
}

/** What a command says that refuses its arguments or its input. @param {string[]} args */
export async function refusal(...args) {
  const { code, stdout, stderr } = await askew(...args);
  expect(code, stdout).toBe(2);
  return stderr;
}

/** Without chance levels and intervals, unless asked for: they take the most time. @param {string[]} args @returns {Promise<Audit>} */
export async function auditByCommand(...args) {
  const plain = ["bootstrap", "permutations"].flatMap((name) => (args.includes(`--${name}`) ? [] : [`--${name}`, "0"]));
  const { code, stdout, stderr } = await askew("audit", ...args, ...plain, "--json", "-");
  if (code !== 0) throw new Error(`askew audit ${args.join(" ")} ended with ${code}: ${stderr}`);
  return JSON.parse(stdout);
}
