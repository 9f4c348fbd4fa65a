import { describe, expect, test } from "vitest";
import { COMMANDS, helpText, readArguments } from "../../../web/bin/arguments.js";

/** @param {string} line */
const read = (line) => readArguments(line.split(" ").filter((word) => word !== ""));
/** @param {string} line */
function refusal(line) {
  try {
    read(line);
  } catch (error) {
    return /** @type {import("../../../web/src/failure.js").Failure} */ (error);
  }
  throw new Error("accepted");
}

describe("arguments", () => {
  test("are a command, files and options, in any order", () => {
    const expected = { command: "audit", files: ["a.npy", "b.npy"], options: { "top-q": 0.2, captions: 5, json: "-", metrics: true } };
    expect(read("audit a.npy b.npy --top-q 0.2 --captions 5 --json - --metrics")).toEqual(expected);
    expect(read("audit --metrics --json=- a.npy --captions=5 b.npy --top-q=0.2")).toEqual(expected);
  });

  test("take what follows -- as files", () => {
    expect(read("inspect -- --odd.npy").files).toEqual(["--odd.npy"]);
  });

  test("of nothing ask for help, and --help and --version win", () => {
    expect(read("").command).toBe("help");
    expect(read("audit --help").command).toBe("help");
    expect(read("--version").command).toBe("version");
  });

  test.each([
    [
      "audit a b --foo",
      /no option --foo.*--captions, --pairs, --repeated, --metadata, --by, --cluster, --within, --labels, --gap, --maps, --compare, --top-q.*--json/,
    ],
    ["audit a b -q 0.1", /no option -q.*--top-q/],
    ["inspect a --captions 5", /askew inspect has no option --captions\. Known: --json/],
    ["view a", /no command "view".*audit, verify, benchmark, moments, merge, report, inspect/],
    ["--json -", /no command/],
    ["audit", /IMAGES TEXTS.*0 files/],
    ["moments a b c", /3 files/],
    ["inspect", /FILE.*0 files/],
    ["audit a b --json", /--json needs a value/],
    ["audit a b --json --metrics", /--json needs a value/],
    ["audit a b --metrics=yes", /takes no value/],
    ["audit a b --top-q 0", /--top-q is "0".*above 0 and up to 1/],
    ["audit a b --top-q 1.5", /"1.5"/],
    ["audit a b --top-q ten", /"ten"/],
    ["audit a b --captions 0", /whole number, 1 or more/],
    ["audit a b --captions 2.5", /"2.5"/],
    ["audit a b --repeated twice", /--repeated is "twice".*join or keep/],
    ["audit a b --seed -1", /--seed is "-1"/],
    ["audit a b --workers 1000", /at most 256/],
    ["audit a b --epsilon=-1", /0 or a positive number/],
  ])("%s is refused with BAD_USE and a sentence", (line, sentence) => {
    const failure = refusal(line);
    expect(failure.code).toBe("BAD_USE");
    expect(failure.message).toMatch(sentence);
  });
});

test("the help names every command, every option and every extension", () => {
  const help = helpText(["npy", "csv"]);
  for (const [name, { options }] of Object.entries(COMMANDS)) {
    expect(help).toContain(`askew ${name}`);
    for (const option of options) expect(help).toContain(`--${option}`);
  }
  expect(help).toContain(".npy .csv");
});
