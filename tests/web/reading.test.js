// @vitest-environment jsdom
/** What a person reads first: short sentences, in plain words; any other word is explained in the glossary, one click away. */
import { describe, expect, it } from "vitest";
import html from "../../web/index.html?raw";
import { DEFINITIONS } from "../../web/src/document/definitions.js";
import { signFindings } from "../../web/src/engine/alternatives.js";
import { alikeFindings, constantFindings, rowFindings, shiftFindings, sizeFindings } from "../../web/src/engine/findings.js";
import { EXAMPLES } from "../../web/src/engine/synthetic.js";
import { WORDS } from "../../web/src/lessons/glossary.js";
import { readers } from "../../web/src/readers/index.js";
import { knownAnswer } from "../../web/src/report/examples.js";
import { searchInWords } from "../../web/src/report/search.js";
import { headline, TEXT_WORDS } from "../../web/src/report/sentences.js";
import { nextStep, verdict, warnings } from "../../web/src/report/verdict.js";
import * as empty from "../../web/src/views/empty.js";
import { PLAIN } from "./plain-words.js";
import { audited, CASES } from "./report/verdict-cases.js";
import { emptyAudit } from "./views/sample-audit.js";

/** @import { Audit } from "../../web/src/types.d.ts" */

const MOST_WORDS = 20;

/** @param {string} text */
const wordsOf = (text) => text.toLowerCase().match(/[\p{L}\p{N}][\p{L}\p{N}.,’'-]*(?<![.,’'-])/gu) ?? [];
/** @param {string} text */
const sentencesOf = (text) => text.split(/(?<=[.?!:])\s+/).filter((one) => /\p{L}/u.test(one));
/** A number, or what is named as it is written. @param {string} word */
const isNumber = (word) => /^[\d.,−-]+$/.test(word);
/** @param {string} word */
const singular = (word) => word.replace(/s$/, "");

/** Words in the names of what is explained. */
const EXPLAINED = new Set([...DEFINITIONS, ...WORDS].flatMap(({ name }) => wordsOf(name)).map(singular));
const KNOWN = new Set(PLAIN.split(/\s+/));

/** Words that are neither plain nor explained. @param {string[]} texts */
const unexplained = (texts) => [
  ...new Set(texts.flatMap(wordsOf).filter((word) => !isNumber(word) && !KNOWN.has(word) && !EXPLAINED.has(singular(word)))),
];

/** Sentences that are too long. @param {string[]} texts */
const long = (texts) => texts.flatMap(sentencesOf).filter((one) => wordsOf(one).length > MOST_WORDS);

/** The first screen's elements that hold words of their own, without code. */
function firstScreen() {
  const host = document.createElement("main");
  const nothing = () => {};
  empty.render(host, { formats: [...readers] }, { choose: nothing, chooseFolder: nothing, example: nothing });
  for (const code of host.querySelectorAll("code")) code.remove();
  return host;
}

/** @param {Element} host */
const textsIn = (host) =>
  [...host.querySelectorAll("h1, h2, p, dt, dd, td, th, summary, strong, b, span, button")]
    .filter((element) => ![...element.children].some((child) => /^(P|DD|SPAN|B|STRONG)$/.test(child.tagName)))
    .map((element) => (element.textContent ?? "").trim());

/** What an audit says above its first card. @param {Audit} audit */
const headOf = (audit) =>
  TEXT_WORDS.flatMap((word) => [
    ...verdict(audit, word),
    ...searchInWords(audit, word),
    ...warnings(audit),
    nextStep(audit, word) ?? "",
    knownAnswer(audit) ?? "",
  ]);

/** Findings that are warnings, with every form of their words. */
function findings() {
  const shifted = (/** @type {number} */ shift) => [{ shift, count: 500, sum: 200, squares: 90, matched: 50 }];
  const twice = { of: Int32Array.of(0, 0), firsts: Int32Array.of(0) };
  const norms = Float64Array.of(1, 1);
  const choice = (/** @type {number} */ imbalance, /** @type {any} */ cut) => ({ cut, imbalance, scaleFree: { imbalance } });
  return [
    ...sizeFindings(500, 512),
    ...shiftFindings(/** @type {any} */ (shifted(1))),
    ...shiftFindings(/** @type {any} */ (shifted(-2))),
    ...constantFindings("images", [3], 512),
    ...constantFindings("texts", [3, 5], 512),
    ...alikeFindings(["image", "text"], 500, true),
    ...rowFindings("images", /** @type {any} */ ({ norms }), /** @type {any} */ (twice), (k) => k),
    ...signFindings(
      /** @type {any} */ ([choice(0.2, { by: "directions", value: 0.1 }), choice(-0.2, { by: "variance", value: 0.5 })]),
      500,
    ),
  ].map(({ message }) => message);
}

describe("the first screen", () => {
  it("has sentences of at most 20 words", () => {
    expect(long(textsIn(firstScreen()))).toEqual([]);
  });

  it("uses plain words, and those that the glossary explains", () => {
    expect(unexplained(textsIn(firstScreen()))).toEqual([]);
  });

  it("leads to the glossary by one click", () => {
    expect(firstScreen().querySelector('a[href="#glossary"]')).not.toBeNull();
    expect(html).toContain('id="main"');
  });
});

describe("what stands above an audit's first card", () => {
  const cases = CASES.map(([name, measured]) => ({ name, texts: headOf(audited(measured)) }));
  const widths = audited({ sas: [0.5, 0.4], one: [0.5, 0.5], ten: [0.9, 0.9] });
  widths.inputs.texts = { ...widths.inputs.texts, cols: 768 };
  const none = { ...widths, sas: emptyAudit("the widths differ").sas };
  const contradiction = audited({ sas: [0.2, 0.2], one: [0.002, 0.002], ten: [0.02, 0.02], cka: 0.99, debiased: 0.1 });
  const examples = Object.values(EXAMPLES).map(({ title }) => {
    const audit = audited({ sas: [0.8, 0.4], one: [0.5, 0.5], ten: [0.9, 0.9] });
    audit.inputs.images = { ...audit.inputs.images, file: `Example: ${title}` };
    return audit;
  });
  const all = [
    ...cases,
    { name: "two widths", texts: headOf(none) },
    { name: "a contradiction", texts: headOf(contradiction) },
    { name: "unsure", texts: [headline("unsure", "texts", { imageToText: 0.5, textToImage: 0.4 })] },
    { name: "the examples", texts: examples.flatMap(headOf) },
    { name: "findings", texts: findings() },
  ];

  it.each(all)("$name: short sentences in plain words, or in words that are explained", ({ texts }) => {
    expect(texts.length).toBeGreaterThan(0);
    expect(long(texts)).toEqual([]);
    expect(unexplained(texts)).toEqual([]);
  });

  it("every built-in example has a known answer", () => {
    expect(examples.map((audit) => knownAnswer(audit) ?? "none")).not.toContain("none");
    expect(knownAnswer(examples[1])).toContain("which is not the known answer");
  });
});

describe("the test itself", () => {
  it("finds a word that is not plain, and a sentence that is too long", () => {
    expect(unexplained(["The eigenspectrum of 3 pairs"])).toEqual(["eigenspectrum"]);
    expect(long([`${"so ".repeat(21)}it is.`])).toHaveLength(1);
  });
});
