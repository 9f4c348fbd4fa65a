// @vitest-environment jsdom
import { beforeEach, describe, expect, it, vi } from "vitest";
import { pairingCard } from "../../../web/src/views/pairing.js";

/** @typedef {import("../../../web/src/views/types.d.ts").FilesModel} FilesModel */

const ref = (/** @type {string} */ file) =>
  /** @type {any} */ ({ file: { file, arrays: [], columns: [] }, array: { name: "", rows: 90, cols: 4 } });

/** @param {FilesModel["columns"]} columns @param {Partial<FilesModel["choice"]>} [chosen] */
function card(columns, chosen = {}) {
  const choice = { images: ref("images.npy"), texts: ref("texts.npy"), captionsPerImage: 1, ...chosen };
  const model = /** @type {any} */ ({
    choice,
    columns,
    arrays: [],
    links: [],
    questions: [],
    findings: [],
    preview: [],
    why: {},
    word: "reports",
    ready: true,
  });
  const pair = vi.fn();
  document.body.replaceChildren(pairingCard(model, /** @type {any} */ ({ pair })));
  return { pair, choice };
}

const field = (/** @type {string} */ name) => /** @type {HTMLSelectElement | null} */ (document.querySelector(`#pairs-${name}`));
const panel = () =>
  /** @type {HTMLDetailsElement | null | undefined} */ (field("cluster")?.closest("details") ?? field("within")?.closest("details"));
const texts = (/** @type {string} */ name) => [...(field(name)?.options ?? [])].map(({ textContent }) => textContent);

beforeEach(() => document.body.replaceChildren());

describe("pairs that belong together", () => {
  it("are asked about where a column may say so: unfolded where its name does", () => {
    card({ clusters: ["study", "patient_id"], likely: "patient_id", strata: ["site"], labels: [] });
    expect(texts("cluster")).toEqual(["every pair by itself", "study", "patient_id (proposed)"]);
    expect(texts("within")).toEqual(["all pairs", "site"]);
    expect([field("cluster")?.value, field("within")?.value]).toEqual(["", ""]);
    expect(panel()?.open).toBe(true);
    for (const name of ["cluster", "within"]) expect(document.querySelector(`label[for="pairs-${name}"]`)).not.toBeNull();
    card({ clusters: [], strata: ["site"], labels: [] });
    expect([field("cluster"), panel()?.open]).toEqual([null, false]);
    card({ clusters: [], strata: [], labels: ["finding"] });
    expect([...(field("labels")?.options ?? [])].map(({ textContent }) => textContent)).toEqual([
      "the own pair alone",
      "any item of the same finding too",
    ]);
    card({ clusters: [], strata: [], labels: [] });
    expect(field("within")).toBeNull();
  });

  it("are chosen, and chosen otherwise", () => {
    const { pair, choice } = card({ clusters: ["patient_id"], strata: ["site"], labels: [] }, { within: "site" });
    expect([field("within")?.value, panel()?.open]).toEqual(["site", true]);
    const choose = (/** @type {string} */ name, /** @type {string} */ value) => {
      const select = /** @type {HTMLSelectElement} */ (field(name));
      select.value = value;
      select.dispatchEvent(new Event("change"));
    };
    choose("cluster", "patient_id");
    expect(pair).toHaveBeenLastCalledWith({ ...choice, cluster: "patient_id" });
    choose("within", "");
    expect(pair).toHaveBeenLastCalledWith({ ...choice, within: undefined });
  });

  it("by a column that is no longer there can still be taken back", () => {
    card({ clusters: [], strata: [], labels: [] }, { cluster: "gone" });
    expect([texts("cluster"), field("cluster")?.value]).toEqual([["every pair by itself", "gone"], "gone"]);
  });
});
