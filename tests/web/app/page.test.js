// @vitest-environment jsdom
import { describe, expect, it, vi } from "vitest";
import html from "../../../web/index.html?raw";
import { connectionPolicy } from "../../../web/src/app/policy.js";
import { createScreen } from "../../../web/src/app/screen.js";
import { createSessionState } from "../../../web/src/app/session-state.js";
import { createStore } from "../../../web/src/app/store.js";
import { pair } from "../../../web/src/pairing/index.js";
import { sampleAudit } from "../views/sample-audit.js";

/** A card is drawn a frame, and frames are late where the machine is busy. */
const PATIENT = { timeout: 20_000 };

describe("the badge's policy", () => {
  it("counts where it forbids every connection, and not otherwise", () => {
    const page = (/** @type {string} */ head) => new DOMParser().parseFromString(`<head>${head}</head>`, "text/html");
    const meta = (/** @type {string} */ content) => `<meta http-equiv="Content-Security-Policy" content="${content}">`;
    expect(connectionPolicy(page(meta("default-src 'none'; connect-src 'none'")))).toContain("connect-src 'none'");
    expect(connectionPolicy(page(meta("default-src 'self'")))).toBeNull();
    expect(connectionPolicy(page(""))).toBeNull();
  });
});

describe("the page", () => {
  /** The page of index.html with a session that stands still. @param {object} [state] */
  function open(state = {}) {
    const page = new DOMParser().parseFromString(html, "text/html");
    document.body.replaceChildren(...page.body.childNodes);
    const store = createStore(
      /** @type {any} */ ({
        ...createSessionState().store.get(),
        asides: {},
        ...state,
      }),
    );
    const session = /** @type {any} */ ({
      store,
      kept: createSessionState().kept,
      name: () => {},
      remove: () => {},
      pair: () => {},
      run: () => {},
      cancel: () => {},
    });
    const formats = [{ format: "npy", extensions: ["npy"] }];
    const nothing = () => {};
    createScreen({
      page: document,
      session,
      formats,
      choose: nothing,
      chooseFolder: nothing,
      chooseOther: nothing,
      saveComparison: nothing,
      fileComparison: nothing,
      leaving: { cancel: nothing, turnTo: nothing, searchBy: nothing },
    });
    return store;
  }

  const shown = (/** @type {string} */ id) => !(/** @type {HTMLElement} */ (document.getElementById(id)).hidden);

  it("says its state on the body, and offers to save only a finished audit", async () => {
    const store = open();
    expect(document.body.dataset.state).toBe("empty");
    expect(shown("download-json")).toBe(false);
    store.set({ phase: "running", run: 1, progress: { stage: "rows", done: 0.1 } });
    expect(document.body.dataset.state).toBe("running");
    expect(document.querySelector("progress")?.value).toBeCloseTo(0.1, 12);
    store.set({ phase: "done", audit: sampleAudit(), progress: undefined });
    expect(document.body.dataset.state).toBe("running");
    await vi.waitFor(() => expect(document.body.dataset.state).toBe("done"), PATIENT);
    expect(document.querySelectorAll(".card-body:empty")).toHaveLength(0);
    expect(shown("download-json")).toBe(true);
    expect(document.querySelector("progress")).toBeNull();
  });

  it("draws a card at a time while the audit runs, and keeps the report where the audit ends that it began", async () => {
    const store = open();
    store.set({ phase: "running", run: 1, progress: { stage: "rows", done: 0.1 } });
    store.set({ audit: sampleAudit() });
    expect(document.getElementById("headline")?.textContent).not.toBe("");
    expect(document.querySelectorAll("#card-scores svg, #card-sweep svg")).toHaveLength(0);
    await vi.waitFor(() => expect(document.querySelector("#card-sweep svg")).not.toBeNull(), PATIENT);
    const slider = document.getElementById("q");
    expect(slider).not.toBeNull();
    store.set({ phase: "done", audit: sampleAudit(), progress: undefined });
    expect(document.getElementById("q")).toBe(slider);
  });

  it("keeps the button under the mouse while progress moves", () => {
    const store = open();
    store.set({ phase: "running", run: 1, progress: { stage: "rows", done: 0.1 } });
    const cancel = document.getElementById("cancel");
    store.set({ progress: { stage: "modes", done: 0.4, remaining: 3.2 } });
    expect(document.getElementById("cancel")).toBe(cancel);
    expect(document.querySelector(".running")?.textContent).toContain("Finding the strongest directions40 % · about 3.2\u00a0s left");
  });

  it("says every stage to those who do not see the bar, once", () => {
    const store = open();
    store.set({ phase: "running", run: 1, progress: { stage: "rows", done: 0.1 } });
    store.set({ progress: { stage: "modes", done: 0.4 } });
    expect(document.getElementById("live")?.textContent).toBe("Finding the strongest directions");
  });

  it("lists each failed file with its sentence and code above the ones that opened", () => {
    const opened = {
      file: "images.npy",
      format: "npy",
      size: 8,
      arrays: [],
      listing: [{ name: "", shape: [500, 512], dtype: "float32" }],
      columns: [],
    };
    open({
      phase: "error",
      files: [
        { id: 1, name: "images.npy", size: 8, opened },
        { id: 2, name: "x.npy", size: 9, failure: { code: "TRUNCATED", message: "x.npy ends after 9 of 20 bytes." } },
      ],
    });
    expect(document.querySelector('[data-code="TRUNCATED"]')?.textContent).toContain("x.npy ends after 9 of 20 bytes.");
    expect(document.querySelectorAll(".file")).toHaveLength(2);
    expect(document.querySelectorAll(".file")[1].textContent).toContain("500 × 512");
  });

  it("asks for the other side where one array came alone, without an alarm in its title", () => {
    const array = { name: "", rows: 5, cols: 4, dtype: "float32", readRows: async () => new Float32Array(0) };
    const opened = { file: "images.npy", format: "npy", size: 8, arrays: [array], listing: [], columns: [] };
    const question = { code: "ONE_SIDE", level: "error", message: "Only images were found.", count: 1, rows: [] };
    const images = { file: opened, array };
    open({
      phase: "pairing",
      files: [{ id: 1, name: "images.npy", size: 8, opened }],
      proposal: { arrays: [images], images, captionsPerImage: null, why: "", questions: [question] },
      choice: { images, captionsPerImage: null },
      failure: { code: "ONE_SIDE", message: "Only images were given.", details: {} },
      word: "reports",
    });
    expect(document.querySelector("h1")?.textContent).toBe("Now add the reports");
    expect(document.querySelectorAll('[data-code="ONE_SIDE"]')).toHaveLength(1);
    expect(/** @type {HTMLButtonElement} */ (document.getElementById("run")).disabled).toBe(true);
  });

  it("shows the first pairs as text, what each file serves for, and the command for the same pairs", () => {
    const array = { name: "", rows: 2, cols: 4, dtype: /** @type {const} */ ("float32"), readRows: async () => new Float32Array(0) };
    const file = (/** @type {string} */ name, /** @type {object} */ more) => ({
      ...{ file: name, format: "npy", size: 8, arrays: [], listing: [], columns: [] },
      ...more,
    });
    const images = { file: file("images.npy", { arrays: [array] }), array };
    const texts = { file: file("texts.npy", { arrays: [array] }), array: { ...array } };
    const captions = ["<img src=x onerror=alert(1)>", "b"];
    const ids = { images: ["scan-7", "scan-8"] };
    const pairs = pair({ images, texts, captions, ids });
    open({
      phase: "pairing",
      files: [
        { id: 1, name: "other.npy", size: 8, opened: file("other.npy", {}) },
        { id: 2, name: "images.npy", size: 8, opened: images.file },
        { id: 3, name: "texts.csv", size: 8, opened: file("texts.csv", { columns: [{ name: "caption", values: captions }] }) },
        { id: 4, name: "model_info.json", size: 8, failure: { code: "NOT_RECOGNISED", message: "not read" } },
      ],
      proposal: { arrays: [images, texts], images, texts, captionsPerImage: 1, links: [], why: "", questions: [], captions, ids },
      choice: { images, texts, captionsPerImage: 1 },
      pairs,
    });
    const rows = [...document.querySelectorAll(".preview tbody tr")].map((row) => row.textContent);
    expect(rows).toEqual(["row 0scan-7row 0<img src=x onerror=alert(1)>", "row 1scan-8row 1b"]);
    expect(document.querySelector(".preview img")).toBeNull();
    expect(document.getElementById("command")?.textContent).toBe("node web/bin/askew.js audit images.npy texts.npy --captions 1");
    const uses = [...document.querySelectorAll(".file")].map((entry) => entry.querySelector(".use")?.textContent);
    expect([...document.querySelectorAll(".file-name")].map((name) => name.textContent)).toEqual([
      "images.npy",
      "texts.csv",
      "other.npy",
      "model_info.json",
    ]);
    expect(uses.slice(0, 3)).toEqual(["images", "captions", "not used"]);
    expect(document.querySelector("h1")?.textContent).toBe("Ready to audit");
    expect(document.querySelector('[data-code="NOT_RECOGNISED"]')?.getAttribute("role")).toBeNull();
  });
});
