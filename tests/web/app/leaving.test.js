// @vitest-environment jsdom
import { describe, expect, it, vi } from "vitest";
import { createKept, MOST_KEPT } from "../../../web/src/app/kept.js";
import { createLeaving } from "../../../web/src/app/leaving.js";
import { createSessionState } from "../../../web/src/app/session-state.js";
import { comparisonsIn, keptBefore } from "../../../web/src/app/stakes.js";
import { swapped } from "../../../web/src/audit/models.js";
import { pair } from "../../../web/src/pairing/index.js";
import { opened } from "../pairing/refs.js";
import { sampleAudit, unavailable } from "../views/sample-audit.js";
import { sampleComparison, sampleSubgroups } from "../views/sample-groups.js";

/** @import { Audit } from "../../../web/src/types.d.ts" */

const file = opened("features.npz", { image: [5, 4], text: [5, 4] });
const [images, texts] = file.arrays.map((array) => ({ file, array }));
const pairs = pair({ images, texts });
const files = [{ id: 1, name: "features.npz", size: 9, opened: file }];

/** A session whose audits begin and end when the test says so. @param {{ answer?: string, bench?: object }} [how] */
function begin({ answer, bench = { phase: "closed", runs: [] } } = {}) {
  const state = createSessionState();
  const asked = vi.fn(async (/** @type {{ title: string }} */ _words) => answer);
  const enough = vi.fn();
  const session = {
    ...state,
    reset: state.empty,
    cancel: vi.fn(() => void state.stop()),
    searchBy: vi.fn(),
    enough,
  };
  const benchmark = { store: { get: () => bench }, close: vi.fn() };
  // A window of its own, so that no other test's page asks.
  const window = new EventTarget();
  const leaving = createLeaving(/** @type {any} */ ({ window, session, bench: benchmark, asked }));
  /** Whether the browser asks. */
  const asksToLeave = () => !window.dispatchEvent(new Event("beforeunload", { cancelable: true }));
  /** @param {Audit} [audit] */
  const audited = (audit = sampleAudit()) => {
    state.read(files);
    state.run({ pairs });
    state.finish({ audit });
    return audit;
  };
  return { state, leaving, asked, asksToLeave, enough, session, audited, benchmark };
}

const phase = (/** @type {ReturnType<typeof begin>} */ { state }) => state.store.get().phase;

describe("New audit", () => {
  it("asks nothing on the first screen, of an audit without scores, of an example, and of what was saved or opened", async () => {
    const page = begin();
    await page.leaving.newAudit();
    page.state.read(files);
    page.state.run({ pairs });
    await page.leaving.newAudit();
    page.state.run({ pairs });
    page.state.finish({ audit: sampleAudit() });
    await page.leaving.newAudit();
    const audit = page.audited();
    page.state.kept.add(audit);
    await page.leaving.newAudit();
    page.state.open({ name: "audit.json", audit: sampleAudit() });
    await page.leaving.newAudit();
    expect(page.asked).not.toHaveBeenCalled();
    expect(phase(page)).toBe("empty");
    expect(page.asksToLeave()).toBe(false);
  });

  it.each([
    ["stays where the answer is to stay", undefined, "done"],
    ["leaves where the answer is to leave", "leave", "empty"],
  ])("asks of a finished audit that was not saved, and %s", async (_, answer, then) => {
    const page = begin({ answer });
    const audit = page.audited();
    expect(page.asksToLeave()).toBe(true);
    await page.leaving.newAudit();
    expect(page.asked).toHaveBeenCalledOnce();
    expect(phase(page)).toBe(then);
    // It is in the list, and still not saved.
    expect(page.state.store.get().made).toEqual([audit]);
    expect(page.asksToLeave()).toBe(true);
    // From the list nothing is lost but with the tab.
    page.state.turnTo(audit, "texts");
    await page.leaving.newAudit();
    expect(page.asked).toHaveBeenCalledOnce();
    expect(page.asksToLeave()).toBe(true);
  });

  it("asks of a running audit past its first scores", async () => {
    const page = begin();
    page.state.read(files);
    page.state.run({ pairs });
    expect(page.asksToLeave()).toBe(false);
    page.state.follow({ audit: sampleAudit({ uncertainty: unavailable("still being computed") }) });
    expect(page.asksToLeave()).toBe(true);
    await page.leaving.newAudit();
    expect(page.asked.mock.calls[0][0].title).toBe("Leave the running audit?");
    expect(phase(page)).toBe("running");
  });

  it("asks of a comparison that was not saved, and of a benchmark", async () => {
    const page = begin();
    page.state.kept.add(page.audited());
    page.state.putAside("comparison", { found: /** @type {any} */ ({ comparison: { b: sampleAudit() } }) });
    await page.leaving.newAudit();
    expect(page.asked.mock.calls[0][0].title).toBe("Leave the comparison?");
    const benchmark = {};
    const other = begin({ bench: { phase: "done", runs: [{}], benchmark } });
    await other.leaving.newAudit();
    expect(other.asked.mock.calls[0][0].title).toBe("Leave the benchmark?");
    other.state.kept.add(benchmark);
    await other.leaving.newAudit();
    expect(other.asked).toHaveBeenCalledOnce();
    expect(other.benchmark.close).toHaveBeenCalled();
  });

  it("asks of several models until each comparison was saved", async () => {
    const page = begin();
    page.state.kept.add(page.audited());
    const comparisons = [{ b: sampleAudit() }, { b: sampleAudit() }];
    const several = { schema: "askew-comparisons/1", comparisons };
    page.state.putAside("comparison", { found: /** @type {any} */ ({ comparison: comparisons[1], several }) });
    page.state.kept.add(comparisons[1]);
    await page.leaving.change();
    expect(page.asked.mock.calls[0][0]).toMatchObject({ text: expect.stringContaining("The comparison with 2 models was not saved") });
    page.state.kept.add(...comparisonsIn(/** @type {any} */ (several)));
    await page.leaving.change();
    expect(page.asked).toHaveBeenCalledOnce();
  });
});

it("a column of labels begins the same pairs again, once the comparison beside them may go", async () => {
  const page = begin({ answer: "leave" });
  page.state.kept.add(page.audited());
  page.state.putAside("comparison", { found: /** @type {any} */ ({ comparison: { b: sampleAudit() } }) });
  await page.leaving.searchBy("finding");
  expect(page.asked).toHaveBeenCalledOnce();
  expect(page.session.searchBy).toHaveBeenCalledWith("finding");
});

describe("files for another audit", () => {
  it("may take the place of what was saved, and ask as New audit does of what was not", async () => {
    const page = begin();
    expect(await page.leaving.agreed()).toBe(true);
    const audit = page.audited();
    expect(await page.leaving.agreed()).toBe(false);
    expect(page.asked.mock.calls[0][0].title).toBe("Begin a new audit?");
    page.state.kept.add(audit);
    expect(await page.leaving.agreed()).toBe(true);
    page.state.putAside("comparison", { found: /** @type {any} */ ({ comparison: sampleComparison() }) });
    expect(await page.leaving.agreed()).toBe(false);
    expect(page.asked.mock.calls[1][0].title).toBe("Leave the comparison?");
    expect(phase(page)).toBe("done");
    const leaves = begin({ answer: "leave" });
    leaves.audited();
    expect(await leaves.leaving.agreed()).toBe(true);
  });
});

describe("two models that are exchanged", () => {
  const comparison = sampleComparison();
  const found = { comparison };

  it("are saved if they were", () => {
    const other = swapped(comparison);
    const { kept } = createSessionState();
    expect(keptBefore({ comparison: other }, found, kept.has)).toEqual([]);
    kept.add(comparison);
    expect(keptBefore({ comparison: other }, found, kept.has)).toEqual([other]);
    expect(keptBefore({ comparison: other }, { ...found, verification: { agrees: true } }, () => false)).toEqual([other]);
  });

  it("are another result beside a third model, which was not compared with the new baseline", () => {
    const others = [swapped(comparison), { ...sampleComparison(), a: comparison.b }];
    const several = /** @type {any} */ ({ schema: "askew-comparisons/1", comparisons: others });
    expect(keptBefore({ comparison: others[0], several }, found, () => true)).toEqual([others[0]]);
  });
});

describe("Cancel", () => {
  it("asks nothing before there are scores, and leads back to the files", async () => {
    const page = begin();
    page.state.read(files);
    page.state.run({ pairs });
    await page.leaving.cancel();
    expect(page.asked).not.toHaveBeenCalled();
    expect(page.session.cancel).toHaveBeenCalled();
  });

  it.each([
    [undefined, 0, 0],
    ["keep", 1, 0],
    ["leave", 0, 1],
  ])("past the first scores asks, and the answer %s keeps them %i times and discards them %i times", async (answer, keeps, discards) => {
    const page = begin({ answer });
    page.state.read(files);
    page.state.run({ pairs });
    page.state.follow({ audit: sampleAudit() });
    await page.leaving.cancel();
    expect(page.asked).toHaveBeenCalledOnce();
    expect(page.enough).toHaveBeenCalledTimes(keeps);
    expect(page.session.cancel).toHaveBeenCalledTimes(discards);
  });

  it("of an example keeps its scores without a question", async () => {
    const page = begin();
    page.state.run({ pairs });
    page.state.follow({ audit: sampleAudit() });
    await page.leaving.cancel();
    expect(page.asked).not.toHaveBeenCalled();
    expect(page.enough).toHaveBeenCalled();
  });
});

describe("the audits of a tab", () => {
  it("keep the groups that were asked for, and are turned to from the first screen", () => {
    const { state, audited } = begin();
    const audit = audited();
    const groups = sampleSubgroups();
    state.putAside("groups", { found: groups });
    state.kept.add(audit, groups);
    state.empty();
    const [whole] = state.store.get().made;
    expect(whole.subgroups).toBe(groups);
    expect(state.kept.has(whole)).toBe(true);
    expect(state.kept.timeOf(whole)).toBe(state.kept.timeOf(audit));
    state.turnTo(whole, "texts");
    expect(state.store.get()).toMatchObject({ phase: "done", audit: whole });
  });

  it("are not saved if the groups of a saved audit are not", () => {
    const { state, audited, asksToLeave } = begin();
    state.kept.add(audited());
    state.putAside("groups", { found: sampleSubgroups() });
    expect(asksToLeave()).toBe(true);
    state.empty();
    expect(asksToLeave()).toBe(true);
  });

  it("are so many at most; one that was saved leaves first", () => {
    const kept = createKept();
    const all = Array.from({ length: MOST_KEPT }, () => sampleAudit());
    kept.add(all[3]);
    expect(kept.with(all, sampleAudit())).not.toContain(all[3]);
    expect(kept.with(all, sampleAudit())).toHaveLength(MOST_KEPT);
    expect(kept.with(all.slice(1), sampleAudit())).toHaveLength(MOST_KEPT);
  });
});
