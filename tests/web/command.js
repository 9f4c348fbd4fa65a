/** The command, run as its user runs it. */
import { execFile } from "node:child_process";
import { expect } from "vitest";
import { ROOT } from "./project.js";

/** @import { Audit } from "../../web/src/types.d.ts" */

/**
 * @param {string[]} args
 * @returns {Promise<{ code: number, stdout: string, stderr: string }>}
 */
export function askew(...args) {
  return new Promise((resolve, reject) => {
    const options = { cwd: ROOT, maxBuffer: 2 ** 28 };
    execFile(process.execPath, ["web/bin/askew.js", ...args], options, (error, stdout, stderr) => {
      if (error && typeof error.code !== "number") reject(error);
      else resolve({ code: typeof error?.code === "number" ? error.code : 0, stdout, stderr });
    });
  });
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
