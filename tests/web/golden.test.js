/**
 * What users see, held as it was: reports, saved files, help, refusals, the page's words. Golden files are in tests/golden/expected;
 * ASKEW_GOLDEN=renew writes them anew, and the diff of the commit is then what changed for users.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { JSDOM } from "jsdom";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { COMMANDS } from "../../web/bin/arguments.js";
import { sitesAt } from "../../web/bin/sites.js";
import { createScreen } from "../../web/src/app/screen.js";
import { createSessionState } from "../../web/src/app/session-state.js";
import { auditSites } from "../../web/src/audit/sites.js";
import { render as showBenchmark } from "../../web/src/views/benchmark/results.js";
import { createCut, createPick } from "../../web/src/views/followed.js";
import { render as showAudit } from "../../web/src/views/report.js";
import { allForms, askew, transcript } from "../golden/command.js";
import { createHeld } from "../golden/held.js";
import { otherLines } from "../golden/lines.js";
import { pageText } from "../golden/pages.js";
import { ALONE, enterInputs, FEW, NOISY, REPORTS, SIDES, SITES, saveSites, TABLE } from "../golden/reports.js";
import { definitionsText, fieldsOf, goldenForms, hash, jsonText, sharedParts, steady, withoutWidths } from "../golden/text.js";
import { testEngine } from "./engine/engine.js";
import { textOf } from "./project.js";

/** @import { Audit, Benchmark, Comparison } from "../../web/src/types.d.ts" */
/** @typedef {Awaited<ReturnType<typeof allForms>>} Forms */

/** Of a report that is much like another, what is held is the lines that are not in that one. @type {Readonly<Record<string, string>>} */
const BESIDE = { groups: "audit", comparisons: "comparison", noisy: "sites" };

/** Runs of which what is printed is held. @type {Readonly<Record<string, string[]>>} */
const PRINTED = {
  "five captions": ["audit", "half_images.npy", "five_texts.npy", ...FEW, "--metrics", "--seed", "3", "--top-q", ".3"],
  "sides of two widths": ["audit", "images.npy", "narrow_texts.npy", "--metrics", ...FEW],
  "no intervals and no chance levels": ["audit", ...SIDES, "--bootstrap", "0", "--permutations", "0", "--metrics", ...ALONE],
  "one site's moments": ["audit", SITES[0], "--metrics", ...ALONE],
  "merged moments": ["audit", "merged.moments.safetensors", ...ALONE],
  inspect: ["inspect", ...SIDES, "patients.csv", SITES[0], "runs/clip/ROCO_test_features.pt", "runs/broken/ROCO_test_features.pt"],
  "inspect as JSON": ["inspect", "images.npy", "patients.csv", "missing.npy", "--json", "-"],
};

/** @type {Readonly<Record<string, string[]>>} */
const REFUSALS = {
  "no such command": ["look", "a.npy"],
  "no such option": ["audit", ...SIDES, "--fast"],
  "an option out of range": ["audit", ...SIDES, "--top-q", "2"],
  "an option without its value": ["audit", ...SIDES, "--seed"],
  "no file": ["audit"],
  "too many files": ["audit", ...SIDES, "other_texts.npy"],
  "a file that is not there": ["audit", "images.npy", "missing.npy"],
  "a file that is no data": ["audit", "images.npy", "runs/broken/ROCO_test_features.pt"],
  "row counts that do not fit": ["audit", "images.npy", "few_texts.npy"],
  "a row of zeros": ["audit", "gap_images.npy", "texts.npy"],
  "one side alone": ["audit", "images.npy"],
  "no such array": ["audit", "images.npy::left", "texts.npy"],
  "no such column": ["audit", ...SIDES, ...TABLE, "--by", "sex"],
  "groups and a comparison": ["audit", ...SIDES, "--by", "ward", "--compare", "other_images.npy,other_texts.npy"],
  "seven models": ["audit", ...SIDES, ...Array.from({ length: 6 }, () => ["--compare", "other_images.npy,other_texts.npy"]).flat()],
  "several models, a file of which is not there": [
    "audit",
    ...SIDES,
    ...["--compare", "other_images.npy,other_texts.npy", "--compare", "missing.npy,texts.npy"],
  ],
  "two forms to standard output": ["audit", ...SIDES, "--json", "-", "--html", "-"],
  "a folder without data": ["benchmark", "empty"],
  "image rows that repeat": ["audit", "twice_images.npy", "texts.npy"],
  "moments without a target": ["moments", ...SIDES],
  "moments below the floor": ["moments", ...SIDES, "-o", "never", "--floor", "20"],
  "moments of too high a risk": ["moments", ...SIDES, "-o", "never"],
  "noise without the pairing stated": ["moments", ...SIDES, "-o", "never", "--privacy", "1"],
  "noise for a row of zeros": ["moments", "gap_images.npy", "texts.npy", "--captions", "1", "-o", "never", "--privacy", "1"],
  "a merge of noise and none": ["merge", NOISY[0], SITES[1], "-o", "never"],
  "a merge that does not say whether pairs overlap": ["merge", ...NOISY, "-o", "never"],
  "verification of what is no audit": ["verify", "images.npy", ...SIDES],
  "verification of a comparison without the second model": ["verify", "comparison.json", ...SIDES],
  "verification of three models with two": ["verify", "comparisons.json", ...SIDES, "--compare", "other_images.npy,other_texts.npy"],
};

const { engine } = await testEngine();
const held = createHeld("tests/golden/expected");
/** What was said when the sites' files were saved. @type {string[]} */
const saved = [];
/** @type {Map<string, Promise<Forms>>} */
const made = new Map();

/** @param {string} name of the golden file @param {string} text */
const hold = (name, text) => held.text(`${name}.txt`, text);

/** A report's forms, made once. @param {string} name of REPORTS */
function formsOf(name) {
  const forms = made.get(name) ?? allForms(...REPORTS[name]);
  made.set(name, forms);
  return forms;
}

/** @param {string} name of REPORTS @returns {Promise<any>} */
const resultOf = async (name) => JSON.parse((await formsOf(name)).json);

/** @param {string} title @param {string} text */
const section = (title, text) => `=== ${title}\n${text}\n`;

/** The header of a moments file, and its numbers as a hash. @param {string} path */
function momentsHeader(path) {
  const bytes = readFileSync(path);
  const end = 8 + Number(bytes.readBigUInt64LE(0));
  const header = JSON.parse(bytes.toString("utf8", 8, end));
  return { header, numbers: hash(bytes.toString("latin1", end)) };
}

/** @type {() => void} */
let leaveInputs;
beforeAll(async () => {
  leaveInputs = enterInputs();
  saved.push(...(await saveSites()));
  saved.push(await transcript("merge", ...SITES, "-o", "merged.moments.safetensors"));
});
afterAll(() => leaveInputs());

describe("moments", () => {
  it("are the same files, and say the same of what leaves", async () => {
    const said = [
      ...saved,
      await transcript("moments", ...SIDES, "--risk", ".9", "--preview"),
      await transcript("merge", ...NOISY, "--overlap", "all", "--preview"),
      await transcript("merge", NOISY[0], SITES[1], "--mix-exact", "--preview"),
    ];
    hold("moments", steady(said.join("\n")));
    const files = [...SITES, "merged.moments.safetensors"].map((path) =>
      section(path, jsonText(`${JSON.stringify(momentsHeader(path), null, 2)}\n`)),
    );
    hold("moments.files", files.join(""));
  });
});

describe("reports", () => {
  it.each(Object.keys(REPORTS))("%s: every form is as it was", async (name) => {
    const forms = await formsOf(name);
    const before = BESIDE[name] && goldenForms(await formsOf(BESIDE[name]));
    for (const [form, text] of Object.entries(goldenForms(forms)))
      hold(`${name}.${form}`, before ? `${otherLines(before[form], text)}\n` : text);
  });

  it.each(Object.keys(REPORTS))("%s: every form without names differs in the same lines", async (name) => {
    const [named, nameless] = [goldenForms(await formsOf(name)), goldenForms(await allForms(...REPORTS[name], "--anonymous"))];
    const changes = Object.keys(named).map((form) => section(form, otherLines(withoutWidths(named[form]), withoutWidths(nameless[form]))));
    hold(`${name}.anonymous`, changes.join("\n"));
  });

  it.each(Object.entries(PRINTED))("%s", async (name, argv) => {
    hold(name.replaceAll(/[ ']+/g, "-"), steady(await transcript(...argv)));
  });

  it("have one style sheet and one list of definitions", async () => {
    const pages = await Promise.all(Object.keys(REPORTS).map(async (name) => sharedParts((await formsOf(name)).html)));
    expect(new Set(pages.map(({ style }) => style)).size).toBe(1);
    expect(new Set(pages.map(({ definitions }) => definitions)).size).toBe(1);
    hold("shared.html", `style sheet: ${hash(pages[0].style)}\n${definitionsText(pages[0].definitions)}`);
  });

  it("have the same fields in their JSON", async () => {
    const fields = await Promise.all(Object.keys(REPORTS).map(async (name) => section(name, fieldsOf(await resultOf(name)))));
    hold("fields", `${fields.join("\n")}\n${section("moments", fieldsOf(momentsHeader(SITES[0]).header))}`);
  });
});

describe("verification", () => {
  it("says the same of what agrees and of what does not", async () => {
    for (const name of Object.keys(REPORTS)) writeFileSync(`${name}.json`, (await formsOf(name)).json);
    const changed = await resultOf("audit");
    changed.sas.imageToText += 1e-9;
    writeFileSync("changed.json", JSON.stringify(changed));
    const other = ["--compare", "other_images.npy,other_texts.npy"];
    const said = [];
    for (const argv of [
      ["audit.json", ...SIDES, ...TABLE, "--json", "-"],
      ["changed.json", ...SIDES, ...TABLE],
      ["audit.json", "changed_images.npy", "texts.npy", ...TABLE],
      ["groups.json", ...SIDES, ...TABLE],
      ["comparison.json", ...SIDES, ...other],
      ["comparisons.json", ...SIDES, ...other, "--compare", "changed_images.npy,texts.npy"],
      ["comparisons.json", ...SIDES, ...other, "--compare", "images.npy,texts.npy"],
      ["sites.json", ...SITES],
      ["benchmark.json", "runs"],
    ])
      said.push(await transcript("verify", ...argv, ...ALONE));
    hold("verify", steady(said.join("\n")));
  });
});

describe("the command", () => {
  it("has the same help, whichever command is asked", async () => {
    const { out } = await askew("--help");
    hold("help", out);
    for (const name of Object.keys(COMMANDS)) expect((await askew(name, "--help")).out).toBe(out);
    expect((await askew()).out).toBe(out);
  });

  it("refuses with the same words", async () => {
    for (const name of ["comparison", "comparisons"]) writeFileSync(`${name}.json`, (await formsOf(name)).json);
    const said = [];
    for (const [title, argv] of Object.entries(REFUSALS)) said.push(section(title, await transcript(...argv)));
    hold("refusals", steady(said.join("\n")));
  });
});

describe("the page", () => {
  beforeAll(() => {
    const { window } = new JSDOM();
    window.document.documentElement.innerHTML = textOf("web/index.html");
    for (const name of /** @type {const} */ (["document", "Node", "Element", "getComputedStyle"])) vi.stubGlobal(name, window[name]);
  });
  afterAll(() => {
    vi.unstubAllGlobals();
  });

  /** @param {(host: HTMLElement) => void} show */
  function shown(show) {
    const host = document.createElement("main");
    document.body.replaceChildren(host);
    show(host);
    const definitions = host.querySelector("#card-definitions .card-body");
    if (definitions) definitions.textContent = "Held with the HTML of the reports.";
    return pageText(host);
  }

  /** @param {Audit} audit @param {Partial<import("../../web/src/views/types.d.ts").ViewOptions>} [more] */
  const auditPage = (audit, more) =>
    shown((host) =>
      showAudit(host, audit, { word: "texts", cut: createCut(audit.options.topQ), pick: createPick(), name: "sample", ...more }),
    );

  const nothing = () => {};

  it("begins with the same words", () => {
    createScreen({
      page: document,
      session: /** @type {any} */ ({ store: createSessionState().store, name: nothing }),
      formats: [{ format: "npy", extensions: ["npy"] }],
      choose: nothing,
      chooseFolder: nothing,
      chooseOther: nothing,
      saveComparison: nothing,
      fileComparison: nothing,
      leaving: { cancel: nothing, turnTo: nothing, searchBy: nothing },
    });
    hold("page.start", pageText(document.body));
  });

  it("says the same of an audit with groups and a comparison", async () => {
    const [groups, comparison] = /** @type {[Audit, Comparison]} */ ([await resultOf("groups"), await resultOf("comparison")]);
    const part = { choose: nothing, cancel: nothing, save: nothing, file: nothing };
    const text = auditPage(groups, {
      groups: { found: groups.subgroups, about: "ward", ask: { columns: ["ward"], make: nothing, cancel: nothing } },
      comparison: { ...part, found: { comparison } },
    });
    hold("page.audit", text);
  });

  it("says the same of several sites, with noise and without", async () => {
    const [sites, noisy] = await Promise.all(
      [SITES, NOISY].map(async (files) => {
        return auditPage(await auditSites(engine, await sitesAt(files), {}, {}));
      }),
    );
    hold("page.sites", sites);
    hold("page.noisy", `${otherLines(sites, noisy)}\n`);
  });

  it("says the same of a benchmark", async () => {
    const benchmark = /** @type {Benchmark} */ (await resultOf("benchmark"));
    const actions = { planned: benchmark.runs.length, back: nothing, csv: nothing, summary: nothing };
    hold(
      "page.benchmark",
      shown((host) => showBenchmark(host, benchmark, actions)),
    );
  });
});

it("every golden file is held by a test", () => held.expectAll());
