import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { ROOT, textOf } from "./project.js";

const run = promisify(execFile);
const DOCUMENTS = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "examples/README.md", "SECURITY.md"];

/** Command lines of the fenced blocks, without their comments. @param {string} document */
function commands(document) {
  const blocks = [...textOf(document).matchAll(/^```sh\n([\s\S]*?)^```/gm)].map((match) => match[1]);
  return blocks.flatMap((block) => block.split("\n").map((line) => line.replace(/\s+#.*$/, "").trim())).filter(Boolean);
}

const lines = DOCUMENTS.flatMap((document) => commands(document).map((command) => ({ document, command })));

describe("the documents' commands", () => {
  it("are of kinds that these tests check", () => {
    expect(lines.length).toBeGreaterThan(5);
    expect(
      lines.filter(
        ({ command }) =>
          !/^(\.\/dev|node (web\/bin\/askew\.js|examples\/make\.mjs)|python3 examples\/extract_features\.py)\b/.test(command),
      ),
    ).toEqual([]);
  });

  it.each(lines.filter(({ command }) => command.startsWith("node web/")))(
    "$document: $command ends well and says something",
    async ({ command }) => {
      const { stdout } = await run("bash", ["-c", command], { cwd: ROOT, maxBuffer: 2 ** 26 });
      expect(stdout.length).toBeGreaterThan(100);
    },
  );

  it("name only commands that ./dev has", async () => {
    const { stdout } = await run("./dev", [], { cwd: ROOT });
    const known = [...stdout.matchAll(/^\.\/dev (\w+)/gm)].map((match) => match[1]);
    expect(known).toEqual(["serve", "build", "test", "bench", "slow", "fuzz", "package", "reproduce"]);
    const named = lines.map(({ command }) => command.match(/^\.\/dev (\w+)/)?.[1]).filter((name) => name !== undefined);
    expect(named.filter((name) => !known.includes(name))).toEqual([]);
  });

  it("./dev refuses a command that it does not know, with 2", async () => {
    await expect(run("./dev", ["nonsense"], { cwd: ROOT })).rejects.toMatchObject({ code: 2, stderr: expect.stringContaining("nonsense") });
  });
});

describe("the documents", () => {
  it.each(DOCUMENTS)("%s links only to files that exist", (document) => {
    const text = textOf(document);
    const targets = [...text.matchAll(/\]\(([^)#]+)\)|\b(?:src|srcset)="([^"]+)"/g)].map((match) => match[1] ?? match[2]);
    const missing = targets.filter((target) => !/^https:/.test(target) && !existsSync(join(ROOT, dirname(document), target)));
    expect(missing).toEqual([]);
  });

  it("README.md names every package that the page and its tests use", () => {
    const { dependencies, devDependencies } = JSON.parse(textOf("web/package.json"));
    const table = textOf("README.md").split("## Dependencies")[1].split("\n## ")[0];
    const packages = Object.keys({ ...dependencies, ...devDependencies }).filter((name) => !name.startsWith("@types/"));
    expect(packages.filter((name) => !table.includes(`[${name}]`))).toEqual([]);
  });

  it("README.md names every format that the readers' table has", async () => {
    const { extensions } = await import("../../web/src/readers/index.js");
    const table = textOf("README.md").split("## Files")[1].split("\n## ")[0];
    expect(extensions().filter((extension) => !table.includes(`\`.${extension}\``))).toEqual([]);
  });
});
