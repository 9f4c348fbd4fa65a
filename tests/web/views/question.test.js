// @vitest-environment jsdom
import { beforeEach, describe, expect, it, vi } from "vitest";
import { consider, pair } from "../../../web/src/pairing/index.js";
import { render } from "../../../web/src/views/files.js";

/** @import { Proposal, OpenedFile, Question } from "../../../web/src/types.d.ts" */
/** @typedef {import("../../../web/src/views/types.d.ts").FilesModel} FilesModel */
/** @typedef {import("../../../web/src/views/types.d.ts").Choice} Choice */

/** A file of one array, row r of which is about angle r. @param {string} file @param {number} rows @param {Record<string, string[]>} [columns] @returns {OpenedFile} */
function opened(file, rows, columns = {}) {
  const readRows = async (/** @type {number} */ begin, /** @type {number} */ end) =>
    Float32Array.from({ length: (end - begin) * 4 }, (_, i) => Math.sin(begin * 4 + i + rows));
  return {
    file,
    format: "csv",
    size: 8,
    arrays: [{ name: "embedding", rows, cols: 4, dtype: "float32", readRows }],
    listing: [{ name: "embedding", shape: [rows, 4], dtype: "float32" }],
    columns: Object.entries(columns).map(([name, values]) => ({ name, values })),
  };
}

const numbered = (/** @type {number} */ rows, /** @type {(row: number) => number} */ number) =>
  Array.from({ length: rows }, (_, row) => `study-${100 + number(row)}`);

/** The screen of some files as the page shows it, following every choice. @param {OpenedFile[]} files @param {Partial<FilesModel>} [more] */
async function screen(files, more = {}) {
  const proposal = await consider(files);
  const { images, texts, captionsPerImage, link } = proposal;
  const choose = vi.fn();
  /** @param {Choice} choice */
  function show(choice) {
    /** @type {any} */
    let failure;
    /** @type {any} */
    let pairs;
    try {
      const { captions, ids, metadata, undecided, confirmed, odd } = proposal;
      pairs = pair({ ...choice, captions, ids, metadata, undecided, confirmed, odd });
    } catch (error) {
      failure = error;
    }
    const model = /** @type {FilesModel} */ ({
      files: files.map((file, id) => ({ id, name: file.file, size: 8, opened: file })),
      arrays: proposal.arrays,
      choice,
      why: { sides: proposal.whySides, pairs: pairs?.pairing.says ?? "" },
      questions: proposal.questions,
      links: proposal.links,
      findings: pairs?.findings ?? [],
      columns: { clusters: [], strata: [], labels: [] },
      preview: [],
      used: new Set([choice.link?.ids?.images, choice.link?.ids?.texts]),
      metadata: new Set(),
      failure,
      word: "texts",
      ready: pairs !== undefined,
      ...more,
    });
    const nothing = () => {};
    render(document.body, model, { choose, remove: nothing, pair: show, name: nothing, run: nothing });
  }
  show({ images, texts, captionsPerImage, link });
  return { proposal, choose };
}

const text = (/** @type {string} */ selector) => document.querySelector(selector)?.textContent ?? "";
const button = (/** @type {string} */ selector) => /** @type {HTMLButtonElement} */ (document.querySelector(selector));
const replies = () => /** @type {HTMLButtonElement[]} */ ([...document.querySelectorAll(".reply")]);
const firstWords = () => replies().map((one) => one.querySelector("strong")?.textContent);
const select = () => /** @type {HTMLSelectElement} */ (document.querySelector("#captions-by"));

beforeEach(() => document.body.replaceChildren());

describe("a question about pairs", () => {
  /** Ids on both sides, none of which meet. */
  const strangers = () => [
    opened("images.csv", 20, { image_id: numbered(20, (row) => (row * 7) % 20) }),
    opened("texts.csv", 20, { text_id: numbered(20, (row) => 500 + ((row * 3) % 20)) }),
  ];
  /** Ids of which some meet, in another order. */
  const partly = () => [
    opened("images.csv", 20, { study: numbered(20, (row) => (row * 7) % 20) }),
    opened("texts.csv", 20, { study: numbered(20, (row) => (row < 14 ? (row * 3) % 20 : 900 + row)) }),
  ];

  it("is the title, stands before all else, and keeps the audit from being run", async () => {
    await screen(strangers());
    expect(text("h1")).toBe("Which text belongs to which image?");
    expect(document.querySelector("h1")?.getAttribute("aria-describedby")).toBe("question-text");
    expect([...document.querySelectorAll(".card")].map(({ id }) => id)[0]).toBe("question");
    expect(button("#run").disabled).toBe(true);
    expect(document.querySelector("#paired")).toBeNull();
    expect(document.querySelector(".problem")).toBeNull();
  });

  it("has its answers as buttons, and none of the command's words", async () => {
    await screen(strangers());
    expect(firstWords()).toEqual(["By the order of rows"]);
    expect(text("#question")).not.toMatch(/--|array/);
  });

  it("offers to add the table that would answer it", async () => {
    const { choose } = await screen(strangers());
    button("#add-table").click();
    expect(choose).toHaveBeenCalledOnce();
  });

  it("waits for an answer also where a way is likely, and says nothing of pairs until then", async () => {
    const { proposal } = await screen(partly());
    expect(proposal.link?.trust).toBe("likely");
    expect(button("#run").disabled).toBe(true);
    expect(document.querySelector("#paired")).toBeNull();
    expect(text(".remarks")).toBe("");
    expect(select().selectedOptions[0].textContent).toBe("not chosen yet");
    expect(replies()[0].textContent).toBe("By study in both files14 of 20 images and 14 of 20 texts meet. The others are left out.");
  });

  it.each([
    ["By study in both files", "by study in both files"],
    ["By the order of rows", "by the order of rows"],
  ])("answered %j: the answer is the chosen one, the title asks no more, and nothing answered is to be checked", async (words, chosen) => {
    const { proposal } = await screen(partly());
    const [question] = proposal.questions.filter(({ asks }) => asks);
    replies()
      .find((one) => one.querySelector("strong")?.textContent === words)
      ?.click();
    expect(text("h1")).not.toContain("?");
    expect(document.activeElement?.id).toBe("headline");
    expect(document.querySelector("#question")).toBeNull();
    expect(button("#run").disabled).toBe(false);
    expect(select().selectedOptions[0].textContent).toBe(chosen);
    expect(text("#paired")).toMatch(/^Paired by/);
    expect(text(".answered")).toContain(question.message);
    expect([...document.querySelectorAll(".remarks li")].filter((item) => item.textContent?.includes(question.message))).toHaveLength(1);
  });

  it("is answered by the chooser as well, and asked again where the user wants it", async () => {
    await screen(partly());
    select().value = "order";
    select().dispatchEvent(new Event("change"));
    expect(button("#run").disabled).toBe(false);
    button("#ask-pairs").click();
    expect(text("h1")).toBe("Which text belongs to which image?");
    expect(button("#run").disabled).toBe(true);
    expect(firstWords()).toEqual(["By study in both files", "By the order of rows"]);
  });

  it("is not answered by an answer to another question", async () => {
    const { proposal } = await screen(partly());
    const { images, texts, captionsPerImage, link } = proposal;
    const earlier = { images, texts, captionsPerImage, link, answered: ["Was it another question?"] };
    await screen(partly(), { choice: earlier });
    expect(button("#run").disabled).toBe(true);
  });

  it("says what each view of a study would count, and not the same columns twice", async () => {
    const images = opened("images.csv", 40, { study_id: numbered(40, (row) => row >> 1) });
    await screen([images, opened("reports.csv", 20, { study_id: numbered(20, (row) => (row * 7) % 20) })], { word: "reports" });
    expect(text("h1")).toBe("Several images share a report");
    expect(replies().map(({ textContent }) => textContent)).toEqual([
      "One image for each report20 pairs by study_id in both files: the first image stands for all that share a report.",
      "Every image with its report40 pairs by study_id in both files: a report counts for each of its images.",
    ]);
    replies()[1].click();
    expect(text("#paired")).toContain("40 pairs");
    expect(document.querySelector("#captions")).toBeNull();
  });
});

describe("other questions", () => {
  /** @param {Partial<Question>} question @returns {Question} */
  const asked = (question) => ({ code: "", level: "warning", message: "", count: 1, rows: [], ...question });
  const plain = () => [opened("images.csv", 20), opened("texts.csv", 20)];

  it("parts of one whole: asked together, and before a number", async () => {
    const questions = ["images", "texts"].map((side) => asked({ code: "ROWS_UNCLEAR", message: `${side}: are these parts?` }));
    await screen(plain(), { questions });
    expect(text("h1")).toBe("Do these files belong together?");
    expect(text("#question-text")).toBe("images: are these parts?texts: are these parts?");
    expect(replies()[0].textContent).toBe("No, each is completeAudit images.csv with texts.csv.");
    expect(button("#run").disabled).toBe(true);
    replies()[0].click();
    expect(button("#run").disabled).toBe(false);
    expect(text("h1")).toBe("Ready to audit");
  });

  it("a dimension that looks like none is asked about before the pairs", async () => {
    const odd = "Column 0 holds whole numbers.";
    const questions = [
      asked({ code: "IDS_CONFLICT", message: "Two columns disagree.", asks: true }),
      asked({ code: "ODD_DIMENSION", message: odd, asks: true }),
    ];
    await screen(plain(), { questions });
    expect(text("#question-text")).toBe(odd);
    replies()[0].click();
    expect(text("#question-text")).toBe("Two columns disagree.");
    expect(text(".answered")).toContain("It is a dimension like the others.");
    replies()[0].click();
    expect(document.querySelector("#question")).toBeNull();
  });

  it("what need not be answered is to be checked, and runs", async () => {
    await screen(plain(), { questions: [asked({ code: "SEVERAL_PAIRS", message: "Is it the right choice?" })] });
    expect(text("h1")).toBe("Please check the pairing");
    expect(text(".remarks")).toBe("Please checkIs it the right choice?");
    expect(button("#run").disabled).toBe(false);
  });

  it("a file that cannot be read comes before a question, and the question stays", async () => {
    const files = plain().map((file, id) => ({ id, name: file.file, size: 8, opened: file }));
    const bad = { id: 9, name: "x.npy", size: 9, failure: { code: "TRUNCATED", message: "x.npy ends early." } };
    const questions = [asked({ code: "IDS_CONFLICT", message: "Two columns disagree.", asks: true })];
    await screen(plain(), { files: [...files, bad], questions });
    expect(text("h1")).toBe("One file cannot be used");
    const order = [...document.querySelectorAll("[data-code]")].map((box) => box.getAttribute("data-code"));
    expect(order).toEqual(["TRUNCATED", "IDS_CONFLICT"]);
  });

  it("ids, captions and sides are told apart in what a file serves for", async () => {
    const ids = numbered(20, (row) => (row * 7) % 20);
    await screen([opened("images.csv", 20, { study: ids }), opened("texts.csv", 20, { study: [...ids].reverse() })]);
    expect(
      [...document.querySelectorAll(".file")].map((file) => [...file.querySelectorAll(".use")].map(({ textContent }) => textContent)),
    ).toEqual([
      ["images", "ids"],
      ["texts", "ids"],
    ]);
    expect(text(".file .how")).toBe("Columns: embedding, study");
  });
});
