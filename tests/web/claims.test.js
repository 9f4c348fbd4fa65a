/** Every figure that states a property stands in docs/claims.md with what measured it; every other figure says there what it is. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { filesUnder, ROOT, textOf } from "./project.js";

const TABLE = "docs/claims.md";
/** What a user reads: documents, and the words of the page and of the command. */
const SPOKEN = [
  "README.md",
  "SECURITY.md",
  "CONTRIBUTING.md",
  "wasm/README.md",
  "examples/README.md",
  ...filesUnder("docs", /\.md$/).filter((path) => path !== TABLE),
  ...filesUnder("web/src", /\.js$/),
  ...filesUnder("web/bin", /\.js$/),
];
/** A number with the unit of a share, a time, a size, a rounding error, or a count of successes. */
const FIGURE =
  /(?<![\w-])\d[\d.,]*(?: (?:to|and|or|of) \d[\d.,]*)*\s?(?:%|ms\b|s\b(?!\w)|seconds?\b|minutes?\b|hours?\b|[kKMG]B\b|times (?:in|of)\b|in 100\b|of \d+ (?:\w+ )?(?:intervals|samples|trials|sets)\b)|\b\d(?:\.\d+)?e-\d+\b|\b10⁻[⁰¹²³⁴⁵⁶⁷⁸⁹]+/g;

const FIGURE_ONCE = new RegExp(FIGURE.source);

/** @param {string} text */
const flat = (text) => text.replace(/[\s ]+/g, " ");
/** Strings and templates of a source, comments aside. @param {string} source */
const wordsOf = (source) =>
  [...source.matchAll(/\/\*[\s\S]*?\*\/|\/\/[^\n]*|"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\]|\\.)*)`/g)]
    .flatMap(([, plain, template]) => plain ?? template ?? [])
    .filter((words) => / /.test(words))
    .map((words) => words.replaceAll("\\u00a0", " "))
    .join("\n");
/** @param {string} path */
const spoken = (path) => flat(/\.js$/.test(path) ? wordsOf(textOf(path)) : textOf(path));

/** Rows of a Markdown table under a heading. @param {string} heading */
function rowsUnder(heading) {
  const [, section = ""] = textOf(TABLE).split(`## ${heading}\n`);
  return section
    .split("\n## ")[0]
    .split("\n")
    .filter((line) => /^\| [^|-]/.test(line))
    .slice(1)
    .map((line) =>
      line
        .split(/(?<!\\)\|/)
        .slice(1, -1)
        .map((cell) => flat(cell.replaceAll("\\|", "|")).trim()),
    );
}

const CLAIMS = rowsUnder("Measured").map(([phrase, places, by, limits]) => ({ phrase, places: places.split(", "), by, limits }));
const OTHERS = rowsUnder("Not measured").map(([phrase, where, why]) => ({ phrase, where, why }));
const isSection = (/** @type {string} */ phrase) => phrase.startsWith("§ ");
/** What may stand in a file. @param {string} path */
const phrasesOf = (path) => [
  ...CLAIMS.filter(({ phrase, places }) => places.includes(path) && !isSection(phrase)).map(({ phrase }) => phrase),
  ...OTHERS.filter(({ where }) => path.startsWith(where)).map(({ phrase }) => phrase),
];

/** Sections of a document, by their headings: begin and end in the flat text. @param {string} path @param {string} heading */
function section(path, heading) {
  const text = textOf(path);
  const found = new RegExp(`^(#+) ${heading.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}$`, "m").exec(text);
  if (!found) return undefined;
  const after = found.index + found[0].length;
  const next = text.slice(after).search(new RegExp(`^#{1,${found[1].length}} `, "m"));
  return [flat(text.slice(0, found.index)).length, next < 0 ? flat(text).length : flat(text.slice(0, after + next)).length];
}

/** Where a phrase stands in a text. @param {string} text @param {string} phrase */
function* placesOf(text, phrase) {
  for (let at = text.indexOf(phrase); at >= 0; at = text.indexOf(phrase, at + 1)) yield [at, at + phrase.length];
}

describe("figures that state a property", () => {
  test("are told by their units", () => {
    const text =
      "It holds in 97 % of samples, 52 to 57 times in 100, takes 12 ms and 2.15 GB, is right to 1e-9, holds 0 in 99 of 100 simulated samples, and has 3 columns.";
    expect(text.match(FIGURE)).toEqual(["97 %", "52 to 57 times in", "12 ms", "2.15 GB", "1e-9", "99 of 100 simulated samples"]);
  });

  test.each(SPOKEN.filter((path) => FIGURE_ONCE.test(spoken(path))))("each figure of %s has its row", (path) => {
    const text = spoken(path);
    const sections = CLAIMS.flatMap(({ phrase, places }) =>
      isSection(phrase) && places.includes(path) ? [section(path, phrase.slice(2)) ?? []] : [],
    );
    const known = [...sections, ...phrasesOf(path).flatMap((phrase) => [...placesOf(text, phrase)])];
    const without = [...text.matchAll(FIGURE)]
      .filter(({ index, 0: figure }) => !known.some(([begin, end]) => begin <= index && index + figure.length <= end))
      .map(({ index }) => text.slice(Math.max(0, index - 40), index + 40));
    expect(without).toEqual([]);
  });

  test.each(CLAIMS)("$phrase: stands where the table says, and what measured it is there", ({ phrase, places, by, limits }) => {
    for (const path of places)
      if (isSection(phrase)) expect(section(path, phrase.slice(2)), path).toBeDefined();
      else expect(spoken(path), path).toContain(phrase);
    const sources = [...by.matchAll(/`([^`]+)`/g)].map(([, code]) => code);
    expect(sources.length, "a command or a test").toBeGreaterThan(0);
    for (const source of sources) {
      const file = source.split(" ").find((word) => word.includes("/") && /\.(js|mjs|cpp|py|json)$/.test(word));
      const command = /^\.\/dev (\w+)/.exec(source)?.[1];
      if (command) expect(textOf("dev"), source).toContain(`  ${command})`);
      else expect(file !== undefined && existsSync(join(ROOT, file)), source).toBe(true);
    }
    expect(limits, "models and limits").not.toBe("");
  });

  test.each(OTHERS)("$phrase in $where: says what it is, and stands there", ({ phrase, where, why }) => {
    expect(why).not.toBe("");
    expect(SPOKEN.some((path) => path.startsWith(where) && spoken(path).includes(phrase))).toBe(true);
  });
});
