// @vitest-environment jsdom
import { describe, expect, it } from "vitest";
import { createOptionsPanel } from "../../../web/src/app/options.js";
import { createStore } from "../../../web/src/app/store.js";
import { auditOptions, DEFAULTS } from "../../../web/src/engine/options.js";
import { OPTION_WORDS } from "../../../web/src/report/option-words.js";
import { sampleAudit } from "../views/sample-audit.js";

/** @import { AuditOptions } from "../../../web/src/types.d.ts" */

/** The panel beside a session that stands still. @param {object} [state] */
function open(state = {}) {
  const store = createStore(/** @type {any} */ ({ phase: "empty", options: {}, ...state }));
  /** @type {AuditOptions[]} */
  const again = [];
  const session = {
    store,
    setOptions: (/** @type {AuditOptions} */ options) => store.set({ options }),
    again: (/** @type {AuditOptions} */ one) => void again.push(one),
  };
  const panel = createOptionsPanel({ session: /** @type {any} */ (session), address: () => "file:///askew.html" });
  store.watch((now, before) => panel.follow(now, before));
  panel.follow(store.get());
  document.body.replaceChildren(panel.element);
  const field = (/** @type {string} */ name) => /** @type {HTMLInputElement} */ (document.getElementById(`option-${name}`));
  const write = (/** @type {string} */ name, /** @type {string} */ value) => {
    field(name).value = value;
    field(name).dispatchEvent(new Event("change"));
  };
  const text = (/** @type {string} */ selector) => document.querySelector(selector)?.textContent ?? "";
  const button = (/** @type {string} */ id) => /** @type {HTMLButtonElement} */ (document.getElementById(id));
  return { store, again, field, write, text, button };
}

describe("the panel of options", () => {
  it("has every option that a link carries, with its meaning, its usual value and what it may be", () => {
    const { field, text } = open();
    for (const { name, title, means } of OPTION_WORDS) {
      expect(document.querySelector(`label[for="option-${name}"]`)?.textContent).toBe(title);
      expect(text(`#option-${name}-says`)).toMatch(/ Usual: .+\. Allowed: .+\.$/);
      expect(text(`#option-${name}-says`)).toContain(means);
    }
    expect([field("topQ").value, field("permutations").value, field("epsilon").value]).toEqual(["10", "1000", "1e-8"]);
    expect(text("#wished")).toBe("all as usual");
  });

  it("marks what differs, in words too, and takes it back", () => {
    const { store, write, text, button } = open();
    write("topQ", "20");
    write("seed", "5");
    expect(store.get().options).toMatchObject({ topQ: 0.2, seed: 5 });
    expect(text("#wished")).toBe("Directions that count, q 20 % · Seed 5");
    expect(document.querySelectorAll(".option-row.changed .mark:not([hidden])")).toHaveLength(2);
    button("options-reset").click();
    expect(auditOptions(store.get().options)).toEqual(DEFAULTS);
    expect(document.querySelectorAll(".option-row.changed")).toHaveLength(0);
  });

  it.each([
    ["topQ", "0", "“0”, but must be above 0 and at most 100. Audits still use 10 %."],
    ["topQ", "150", "“150”, but"],
    ["seed", "-1", "“-1”, but must be a whole number, 0 or more. Audits still use 0."],
    ["permutations", "7", "“7”, but must be 0 or a whole number from 19"],
    ["neighbours", "many", "“many”, but must be"],
    ["bootstrap", " ", "empty, but must be"],
  ])("says in a sentence that %s cannot be “%s”, and keeps the last value that can", (name, given, sentence) => {
    const { store, write, text, field } = open();
    write(name, given);
    expect(text(`#option-${name}-wrong`)).toContain(sentence);
    expect(field(name).getAttribute("aria-invalid")).toBe("true");
    expect(auditOptions(store.get().options)).toEqual(DEFAULTS);
    write(name, name === "bootstrap" ? "20" : "20");
    expect([text(`#option-${name}-wrong`), field(name).getAttribute("aria-invalid")]).toEqual(["", "false"]);
  });

  it("after an audit has that audit's, says when they are others, and audits again with them alone", () => {
    const audit = sampleAudit({ options: { ...DEFAULTS, intervals: "half-samples", seed: 3 } });
    const { store, again, write, text, button } = open({ phase: "done", audit, pairs: {} });
    expect([text("#options summary b"), text("#wished")]).toEqual(["Options of this audit", "Seed 3"]);
    write("neighbours", "4");
    expect([text("#options summary b"), store.get().options]).toEqual(["Options of the next audit", {}]);
    button("options-again").click();
    expect(again).toEqual([{ seed: 3, neighbours: 4 }]);
  });

  it("of an audit without its data says what is missing", () => {
    const { button, text } = open({ phase: "done", audit: sampleAudit() });
    expect(button("options-again").disabled).toBe(true);
    expect(text("#options")).toContain("The data of this audit are not here.");
  });

  it("copies a link with the page's address", async () => {
    /** @type {string[]} */
    const copied = [];
    Object.defineProperty(navigator, "clipboard", {
      configurable: true,
      value: { writeText: async (/** @type {string} */ one) => void copied.push(one) },
    });
    const { write, button } = open();
    write("seed", "9");
    button("options-copy").click();
    await Promise.resolve();
    expect(copied[0]).toMatch(/^file:\/\/\/askew\.html#audit\?topQ=0\.1&seed=9&/);
  });
});
