// @vitest-environment jsdom
import { beforeEach, describe, expect, it, vi } from "vitest";
import { DEFINITIONS } from "../../../web/src/document/definitions.js";
import { METRIC_ROWS } from "../../../web/src/report/metric-rows.js";
import { createCut, createPick } from "../../../web/src/views/followed.js";
import { render } from "../../../web/src/views/report.js";
import { emptyAudit, sampleAudit, unavailable } from "./sample-audit.js";

/** @import { Audit } from "../../../web/src/types.d.ts" */

/** @type {HTMLElement} */
let page;
beforeEach(() => {
  document.body.replaceChildren();
  page = document.createElement("main");
  document.body.append(page);
});

/** @param {Audit} audit @param {import("../../../web/src/report/sentences.js").TextWord} [word] */
function show(audit, word = "texts") {
  const cut = createCut(audit.options.topQ);
  render(page, audit, { word, cut, pick: createPick(), name: "sample" });
  return cut;
}

/** @param {string} selector */
const text = (selector) => page.querySelector(selector)?.textContent ?? "";

describe("the report", () => {
  it("stands in the order of the one-page report", () => {
    show(sampleAudit());
    expect([...page.querySelectorAll(".card")].map((card) => card.id)).toEqual(
      [
        "scores",
        "above-chance",
        "spectra",
        "modes",
        "sweep",
        "retrieval",
        "hubs",
        "metrics",
        "cosines",
        "findings",
        "details",
        "definitions",
      ].map((id) => `card-${id}`),
    );
    expect(text("h1")).toBe("What sets the images apart shows in the texts (0.74 of 1) more than the reverse (0.40).");
  });

  it("names a range or an interval under a picture only where one is drawn", () => {
    const drawn = /Thin lines|Pale bars/;
    const caption = (/** @type {string} */ id) => text(`#card-${id} > .how`);
    show(sampleAudit());
    for (const id of ["scores", "above-chance"]) expect(caption(id)).toMatch(drawn);
    // Then the report of a run without them takes its place, and of one with them again.
    show(sampleAudit({ uncertainty: unavailable("not asked for") }));
    for (const id of ["scores", "above-chance"]) expect(caption(id)).not.toMatch(drawn);
    show(sampleAudit());
    for (const id of ["scores", "above-chance"]) expect(caption(id)).toMatch(drawn);
  });

  it("shows no NaN, undefined or object in any number, place or attribute", () => {
    const full = sampleAudit();
    const tiny = sampleAudit();
    tiny.inputs.pairs = 2;
    for (const audit of [full, tiny, emptyAudit("a reason"), emptyAudit("still being computed")]) {
      page.replaceChildren();
      show(audit);
      expect(page.outerHTML).not.toMatch(/NaN|undefined|\[object|Infinity/);
    }
  });

  it("gives every chart a name, a table twin and two ways to be saved", () => {
    show(sampleAudit());
    const figures = [...page.querySelectorAll("figure")];
    expect(figures).toHaveLength(6);
    for (const figure of figures) {
      expect(figure.querySelector("svg")?.getAttribute("role")).toBe("img");
      expect(figure.querySelector("svg")?.getAttribute("aria-label")).toMatch(/\d/);
      expect([...figure.querySelectorAll("button")].map((button) => button.textContent)).toEqual(["SVG", "PNG"]);
      const twin = /** @type {HTMLDetailsElement} */ (figure.querySelector("details"));
      twin.open = true;
      twin.dispatchEvent(new Event("toggle"));
      expect(figure.querySelectorAll("tbody tr").length).toBeGreaterThan(1);
    }
  });

  it("sets no style attribute, which the page's policy would refuse", () => {
    show(sampleAudit());
    expect(page.querySelectorAll("[style]")).toHaveLength(0);
  });

  it("puts a file's name into the page as text, whatever it holds", () => {
    const audit = sampleAudit();
    audit.inputs.images.file = '<img src=x onerror="alert(1)">.npy';
    audit.inputs.findings = [{ code: "X", level: "warning", message: "<b>bold</b>", count: 1, rows: [3] }];
    show(audit);
    expect(page.querySelector("img, b b, li b")).toBeNull();
    expect(text(".subject")).toContain('<img src=x onerror="alert(1)">.npy');
    expect(text("#card-findings")).toContain("<b>bold</b>");
  });

  it("says in place why something is not there", () => {
    const audit = emptyAudit("the images are 40 wide, the texts 768: this needs one width");
    audit.inputs.texts.cols = 768;
    show(audit, "reports");
    expect(text("h1")).toBe("Which side is out of step cannot be told: the images have 40 dimensions, the reports 768.");
    for (const id of ["spectra", "sweep", "retrieval", "cosines"])
      expect(text(`#card-${id} .unavailable`)).toBe("The images are 40 wide, the texts 768: this needs one width.");
    expect(text("#card-metrics")).toContain("not available");
  });

  it("says where queries were sampled, with the intervals that this leaves", () => {
    const within = { 1: { low: 0.005, high: 0.02 }, 5: { low: 0.02, high: 0.03 }, 10: { low: 0.04, high: 0.05 } };
    const sampling = {
      queries: 2000,
      recall: { imageToText: within, textToImage: within },
      mutualKnn: { low: 0.048, high: 0.052 },
      uniformity: { image: { low: -0.8, high: -0.7 }, text: { low: -2.7, high: -2.6 } },
    };
    show(sampleAudit({ sampling, uncertainty: unavailable("not asked for") }));
    expect(text("#card-retrieval")).toContain("2,000 images and 2,000 texts, drawn at random (seed 0)");
    expect(text("#card-metrics")).toContain("Interval from 2,000 sampled items.0.05000.0480 to 0.0520");
    expect(page.querySelectorAll("#card-above-chance .whisker")).toHaveLength(2);
  });

  it("lists the stages in the order of an audit, whichever worker ended first", () => {
    const listed = (/** @type {string[]} */ stages) => {
      const audit = sampleAudit();
      audit.timings = { ...Object.fromEntries(stages.map((stage) => [stage, 1])), scores: 1, total: 2 };
      show(audit);
      return [...page.querySelectorAll("#card-details dt")].map((name) => name.textContent).slice(-5);
    };
    const stages = ["rows", "modes", "spectrum"];
    expect(listed(stages)).toEqual(listed([...stages].reverse()));
    expect(listed(stages)).toEqual([
      "Reading the rows",
      "Finding the strongest directions",
      "Finding all directions",
      "Scores ready after",
      "In all",
    ]);
  });

  it("says how the sides were matched, with the command's options as a shell takes them", () => {
    const audit = sampleAudit();
    show(audit);
    expect([...page.querySelectorAll("#card-details dt")].map((name) => name.textContent)).not.toContain("Pairs");
    const says = "Each text names its image by <i>image_id</i>.";
    audit.inputs.pairing = { by: "ids", says, options: ["--pairs", "my pairs.csv"] };
    show(audit);
    expect(text("#card-details")).toContain(`Pairs${says} For the same pairs, the command takes`);
    expect(text("#card-details .options")).toBe("--pairs 'my pairs.csv'");
    audit.inputs.pairing = { by: "given", says, options: null };
    show(audit);
    expect(text("#card-details")).toContain("The command has no option for these pairs.");
    expect(page.querySelector("#card-details .options, #card-details i")).toBeNull();
  });

  it("calls the texts what the user calls them", () => {
    show(sampleAudit(), "reports");
    expect(text("#card-retrieval .how")).toContain("reports that find their image");
    expect(text("#card-metrics")).toContain("Uniformity, reports");
  });
});

describe("the slider", () => {
  /** @param {number} percent */
  function slide(percent) {
    const slider = /** @type {HTMLInputElement} */ (page.querySelector("#q"));
    slider.value = String(percent);
    slider.dispatchEvent(new Event("input"));
  }

  it("moves scores, picture and sentence at once, and says that the saved audit keeps its own cut", () => {
    const audit = sampleAudit();
    show(audit);
    const before = text(".scores-now");
    slide(100);
    expect(text(".scores-now")).not.toBe(before);
    const shown = /image → text (0\.\d+)/.exec(text(".scores-now"))?.[1] ?? "?";
    expect(page.querySelector("#card-scores svg")?.getAttribute("aria-label")).toContain(`SAS image → text ${shown}`);
    expect(text(".cut-note")).toContain("Shown for the top 100 % of the directions; the saved audit uses 10 %.");
    expect(page.querySelector("#q")?.getAttribute("aria-valuetext")).toBe("top 100 %: 40 of 40");
  });

  it("comes back to the audit's own scores, to the last digit shown", () => {
    show(sampleAudit());
    const before = text(".scores-now");
    slide(60);
    /** @type {HTMLElement} */ (page.querySelector(".cut-note button")).click();
    expect(text(".scores-now")).toBe(before);
    expect(text(".cut-note")).toBe("");
    expect(/** @type {HTMLInputElement} */ (page.querySelector("#q")).value).toBe("10");
  });

  it("draws as many bars as the cut needs, and all of them when asked", () => {
    show(sampleAudit());
    const bars = () => page.querySelectorAll("#card-spectra svg [data-mode]").length;
    const leading = bars();
    expect(leading).toBeLessThan(80);
    slide(100);
    expect(bars()).toBe(80);
    slide(10);
    expect(bars()).toBe(leading);
    /** @type {HTMLElement} */ (page.querySelectorAll("#card-spectra .segment")[1]).click();
    expect(bars()).toBe(80);
  });
});

describe("a fuller audit", () => {
  it("redraws only the cards whose numbers have come", () => {
    const whole = sampleAudit();
    const cut = createCut(0.1);
    const options = { word: /** @type {const} */ ("texts"), cut, pick: createPick(), name: "sample" };
    render(page, { ...whole, retrieval: unavailable("still being computed"), cosine: unavailable("still being computed") }, options);
    expect(text("#card-retrieval")).toContain("Still being computed.");
    const slider = page.querySelector("#q");
    const waiting = page.querySelector("#card-retrieval .pending");
    render(page, whole, options);
    expect(page.querySelector("#q")).toBe(slider);
    expect(waiting?.isConnected).toBe(false);
    expect(page.querySelector("#card-retrieval svg")).not.toBeNull();
  });
});

describe("a report that is drawn in turns", () => {
  const cards = () => [...page.querySelectorAll(".card-body")].filter((body) => body.firstChild).length;
  const options = () => ({ word: /** @type {const} */ ("texts"), cut: createCut(0.1), pick: createPick(), name: "sample" });

  /** How many cards are drawn at first and after each turn, where the clock goes on that much at each look. @param {number} milliseconds */
  function turnByTurn(milliseconds) {
    let now = 0;
    const clock = vi.spyOn(performance, "now").mockImplementation(() => {
      now += milliseconds;
      return now;
    });
    /** @type {(() => void)[]} */
    const turns = [];
    const whole = vi.fn();
    render(page, sampleAudit(), options(), (work) => turns.push(work), whole);
    const seen = [cards()];
    expect(page.querySelector("#headline")?.textContent).not.toBe("");
    while (turns.length > 0) {
      expect(whole).not.toHaveBeenCalled();
      turns.shift()?.();
      seen.push(cards());
    }
    expect(whole).toHaveBeenCalledOnce();
    clock.mockRestore();
    return { seen, all: page.querySelectorAll(".card-body").length };
  }

  it("has its headline at once and where drawing is slow one card more each time, the long one in pieces, until it is whole", () => {
    const { seen, all } = turnByTurn(100);
    expect(seen[0]).toBe(0);
    expect([...new Set(seen)]).toEqual(Array.from({ length: all + 1 }, (_, k) => k));
    expect(seen.length).toBeGreaterThan(all + 3);
    expect(page.querySelectorAll(".definition")).toHaveLength(DEFINITIONS.length);
  });

  it("has several cards a turn where drawing is fast", () => {
    const { seen, all } = turnByTurn(1);
    expect(seen[0]).toBe(0);
    expect(seen[1]).toBeGreaterThan(2);
    expect(seen.at(-1)).toBe(all);
    expect(seen.length).toBeLessThan(all);
  });

  it("is whole at once when the finished audit comes first, and an older turn changes nothing", () => {
    /** @type {(() => void)[]} */
    const turns = [];
    const now = options();
    render(page, sampleAudit(), now, (work) => turns.push(work));
    const finished = sampleAudit({ retrieval: unavailable("a later answer") });
    render(page, finished, now);
    expect(cards()).toBe(page.querySelectorAll(".card-body").length);
    const before = page.innerHTML;
    for (const turn of turns) turn();
    expect(page.innerHTML).toBe(before);
    expect(text("#card-retrieval")).toContain("A later answer.");
  });

  it("ends a card that was begun, though a fuller audit comes meanwhile: no definition is left out", () => {
    let clock = 0;
    const watch = vi.spyOn(performance, "now").mockImplementation(() => {
      clock += 100;
      return clock;
    });
    for (let ahead = 0; ahead < 20; ahead++) {
      page.replaceChildren();
      /** @type {(() => void)[]} */
      const turns = [];
      const now = options();
      const later = (/** @type {() => void} */ work) => void turns.push(work);
      render(page, sampleAudit({ retrieval: unavailable("still being computed") }), now, later);
      for (let turn = 0; turn < ahead; turn++) turns.shift()?.();
      render(page, sampleAudit(), now, later);
      while (turns.length > 0) turns.shift()?.();
      expect(page.querySelectorAll("#card-definitions .definition")).toHaveLength(DEFINITIONS.length);
      expect(text("#card-retrieval")).not.toContain("Still being computed");
    }
    watch.mockRestore();
  });

  it("draws nothing of an audit whose place was taken", () => {
    /** @type {(() => void)[]} */
    const turns = [];
    render(page, sampleAudit(), options(), (work) => turns.push(work));
    page.replaceChildren();
    for (const turn of turns) turn();
    expect(page.childElementCount).toBe(0);
  });
});

describe("the table of metrics", () => {
  it("leads every metric to a definition that is on the page", () => {
    show(sampleAudit());
    const links = [...page.querySelectorAll("#card-metrics table a")].map((link) => link.getAttribute("href") ?? "");
    expect(links).toHaveLength(METRIC_ROWS.length);
    for (const link of links) expect(page.querySelector(link)).not.toBeNull();
  });

  it("shows every metric of the audit, and the paper's value beside the definition where they differ", () => {
    const audit = sampleAudit();
    const seen = METRIC_ROWS.map((row) => row.value(audit));
    const { rmgReference, mmdBound, mmdMedianSigma, uniformity, ...own } = audit.metrics;
    for (const value of [...Object.values(own), uniformity.image, uniformity.text]) expect(seen).toContain(value);
    show(audit);
    const row = [...page.querySelectorAll("#card-metrics tbody tr")].find((one) => one.querySelector("a")?.textContent === "RMG");
    expect(row?.lastElementChild?.textContent).toBe("0.646");
  });

  it("says in one word that an interval is withheld, and why in a box that the word opens", () => {
    const reason = "Small samples raise CKA. Debiased CKA has an interval.";
    const audit = sampleAudit();
    if ("status" in audit.uncertainty) throw new Error("The sample has intervals.");
    audit.uncertainty.withheld = { cka: reason };
    show(audit);
    expect(text("#card-metrics")).not.toContain(reason);
    const word = [...page.querySelectorAll("#card-metrics td a")];
    expect(word.map(({ textContent }) => textContent)).toEqual(["none, CKA: why no interval"]);
    expect(page.querySelector(word[0].getAttribute("href") ?? "")).not.toBeNull();
    const opened = vi.fn();
    Object.assign(HTMLElement.prototype, { showPopover: opened });
    /** @type {HTMLElement} */ (word[0]).click();
    expect(opened).toHaveBeenCalledOnce();
    expect(text("#card-metrics .popup")).toContain(reason);
    Reflect.deleteProperty(HTMLElement.prototype, "showPopover");
  });

  it("no link leads out of the page but the DOIs of sources, in a new tab and without a referrer", () => {
    show(sampleAudit());
    const out = [...page.querySelectorAll("a")].filter((link) => !link.getAttribute("href")?.startsWith("#"));
    const dois = DEFINITIONS.flatMap(({ sources }) => sources.flatMap((one) => (typeof one === "string" || !one.doi ? [] : one.doi)));
    expect(dois).toContain("10.48550/arXiv.1905.00414");
    expect(out.map((link) => link.getAttribute("href"))).toEqual(dois.map((doi) => `https://doi.org/${doi}`));
    for (const link of out) expect([link.getAttribute("rel"), link.getAttribute("target")]).toEqual(["noreferrer", "_blank"]);
  });

  it("a paper of arXiv is named by its DOI, never by its number alone", () => {
    show(sampleAudit());
    expect(text("#card-definitions").replaceAll(/doi:10\.48550\/arXiv\.\d{4}\.\d{5}/g, "")).not.toMatch(/arXiv/);
  });

  it("every definition has a formula, words and a source", () => {
    show(sampleAudit());
    expect(page.querySelectorAll("#card-definitions .definition")).toHaveLength(DEFINITIONS.length);
    for (const one of page.querySelectorAll("#card-definitions .definition")) {
      expect(one.querySelector("math")?.textContent).not.toBe("");
      expect(one.textContent).toContain("Source: ");
    }
  });
});
