/** The command as its user runs it: a process of its own, with its own exit code and streams. */
import { execFile } from "node:child_process";
import { expect, test } from "vitest";
import { askew } from "../command.js";
import { ROOT } from "../project.js";

/** @param {string[]} args @returns {Promise<{ code: unknown, stdout: string, stderr: string }>} */
const inItsOwn = (...args) =>
  new Promise((resolve) => {
    execFile(process.execPath, ["web/bin/askew.js", ...args], { cwd: ROOT, maxBuffer: 2 ** 28 }, (error, stdout, stderr) =>
      resolve({ code: error ? error.code : 0, stdout, stderr }),
    );
  });

/** What an audit took differs. @param {string} text */
const untimed = (text) => text.replace(/"timings": \{[^}]*\}/, "");

const SIDES = ["tests/reference/five_captions.images.npy", "tests/reference/five_captions.texts.npy"];

test.each([
  ["an audit, to the last digit", 0, ["audit", ...SIDES, "--captions", "5", "--bootstrap", "20", "--permutations", "40", "--json", "-"]],
  ["a refusal of arguments", 2, ["audit", ...SIDES, "--fast"]],
  ["a refusal of files", 2, ["audit", SIDES[0], "tests/fixtures/bad/truncated.npy"]],
])("a process prints and ends as the command in this one does: %s", async (_, code, args) => {
  const own = await inItsOwn(...args);
  const here = await askew(...args);
  expect(own.code, own.stderr).toBe(code);
  expect({ ...own, stdout: untimed(own.stdout) }).toEqual({ ...here, stdout: untimed(here.stdout) });
  expect(code === 0 ? own.stdout : own.stderr).not.toBe("");
});
