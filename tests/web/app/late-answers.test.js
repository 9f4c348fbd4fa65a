import { describe, expect, it } from "vitest";
import { createBenchmark } from "../../../web/src/app/benchmark.js";
import { createSession } from "../../../web/src/app/session.js";
import { Failure } from "../../../web/src/failure.js";
import { somePairs } from "../engine/pairs.js";
import { sampleAudit } from "../views/sample-audit.js";
import { sampleComparison } from "../views/sample-groups.js";

/** @import { Audit, FileLike, Opening, Pairs } from "../../../web/src/types.d.ts" */

/** A turn of the event loop: whatever was settled is heard by then. */
const soon = () => new Promise((resolve) => setTimeout(resolve));

/** "images 5x4" holds one array of 5 rows and 4 columns, whose rows come once held is settled; "ids 5" a column of ids. @param {string} name @param {() => Promise<void>} held @returns {Opening} */
function opening(name, held) {
  const [, rows, cols] = (/(\d+)x(\d+)/.exec(name) ?? []).map(Number);
  const ids = Array.from({ length: 5 }, (_, row) => `scan-${row}`);
  const readRows = () => held().then(() => new Float32Array(rows * cols));
  const array = { name: "", rows, cols, dtype: /** @type {const} */ ("float32"), readRows };
  const columns = rows ? [] : [{ name: "scan", values: ids }];
  return { name, size: 1, opened: { file: name, format: "npy", size: 1, arrays: rows ? [array] : [], listing: [], columns } };
}

/** A session whose files and whose engine answer when the test says so, whether or not they were told to stop. */
function begin() {
  /** @type {Map<string, () => void>} */
  const reading = new Map();
  /** @type {{ kind: string, pairs?: Pairs, hooks?: any, answer: (value: any) => void, fail: (error: unknown) => void }[]} */
  const calls = [];
  const call =
    (/** @type {string} */ kind) =>
    (/** @type {any[]} */ ...given) =>
      new Promise((answer, fail) => void calls.push({ kind, pairs: given[0], hooks: given.at(-1), answer, fail }));
  let held = Promise.resolve();
  /** Rows are not read until the function that it gives is called. */
  const hold = () => {
    let release = () => {};
    held = new Promise((resolve) => (release = resolve));
    return release;
  };
  const openFiles = (/** @type {FileLike} */ { name }) =>
    new Promise((/** @type {(openings: Opening[]) => void} */ resolve) => {
      const end = () => resolve([opening(name, () => held)]);
      if (name.startsWith("slow")) reading.set(name, end);
      else end();
    });
  const kinds = ["audit", "subgroups", "compare", "synthetic"];
  const engine = { expect: () => {}, ...Object.fromEntries(kinds.map((kind) => [kind, call(kind)])) };
  const session = createSession({ openFiles, engine: async () => /** @type {any} */ (engine) });
  const add = (/** @type {string[]} */ ...names) => session.addFiles(names.map((name) => ({ file: fileOf(name) })));
  const state = () => session.store.get();
  /** Which of these the state has. @param {(keyof import("../../../web/src/app/session-types.d.ts").State)[]} names */
  const left = (...names) => names.filter((name) => state()[name] !== undefined);
  /** Once the engine was asked for one more. @param {string} kind */
  const asked = async (kind) => {
    while (calls.at(-1)?.kind !== kind) await soon();
    return /** @type {(typeof calls)[number]} */ (calls.at(-1));
  };
  /** An audit that is done. @param {Audit} [audit] */
  const audited = async (audit = sampleAudit()) => {
    await add("images 5x4", "texts 5x4");
    if (state().phase !== "running") session.run();
    (await asked("audit")).answer(audit);
    await soon();
    expect(state().phase).toBe("done");
  };
  return { session, add, state, left, asked, audited, reading, calls, hold };
}

const fileOf = (/** @type {string} */ name) => /** @type {FileLike} */ (new File(["x"], name));

/** Ends what is under way, each in its own way. @type {[string, (on: ReturnType<typeof begin>) => void][]} */
const LEAVING = [
  ["the first screen", ({ session }) => session.reset()],
  ["an example", ({ session }) => void session.example("balanced")],
  ["a saved audit", ({ session }) => session.take({ name: "saved.json", audit: sampleAudit() }, true)],
];

describe.each(LEAVING)("after %s took its place", (_, leave) => {
  it.each(["answer", "fail"])("an audit's %s is not heard, nor its progress", async (how) => {
    const on = begin();
    const { state, asked, add } = on;
    await add("images 5x4", "texts 5x4");
    const { hooks, answer, fail } = await asked("audit");
    leave(on);
    const before = state();
    hooks.onProgress({ stage: "rows", done: 0.5 });
    hooks.onPartial(sampleAudit());
    if (how === "answer") answer(sampleAudit());
    else fail(new Failure("OUT_OF_MEMORY", "There is not enough memory."));
    await soon();
    expect(state()).toBe(before);
    expect(hooks.signal.aborted).toBe(true);
  });

  it.each(["answer", "fail"])("groups and a comparison are not heard: %s", async (how) => {
    const on = begin();
    const { session, state, asked, audited } = on;
    await audited();
    session.asides.groups("sex");
    const groups = await asked("subgroups");
    session.asides.compare([fileOf("images 5x4"), fileOf("texts 5x4")]);
    const comparison = await asked("compare");
    leave(on);
    const before = state();
    for (const { hooks, answer, fail } of [groups, comparison]) {
      expect(hooks.signal.aborted).toBe(true);
      hooks.onProgress({ stage: "rows", done: 0.5 });
      if (how === "answer") answer(sampleComparison());
      else fail(new Error("late"));
    }
    await soon();
    expect(state()).toBe(before);
  });

  it("a file that is read only now leads nowhere", async () => {
    const on = begin();
    const { state, add, reading } = on;
    const adding = add("slow images 5x4", "texts 5x4");
    await soon();
    leave(on);
    const before = state();
    reading.get("slow images 5x4")?.();
    await adding;
    await soon();
    expect(state()).toBe(before);
  });
});

describe("a second file, dropped while a first is read", () => {
  it("is waited for: nothing is audited without it", async () => {
    const { add, state, reading, calls } = begin();
    const first = add("slow images 5x4", "texts 5x4");
    const second = add("slow ids 5");
    reading.get("slow images 5x4")?.();
    await first;
    await soon();
    expect([state().phase, calls.length]).toEqual(["reading", 0]);
    reading.get("slow ids 5")?.();
    await second;
    expect(state().phase).toBe("pairing");
    expect(state().files).toHaveLength(3);
  });

  it("is waited for too if the first is being paired", async () => {
    const { add, state, reading, calls, hold } = begin();
    const release = hold();
    const first = add("images 5x4", "texts 5x4");
    await soon();
    expect(state().files.every(({ opened }) => opened)).toBe(true);
    const second = add("slow ids 5");
    release();
    await first;
    await soon();
    expect([state().phase, calls.length]).toEqual(["reading", 0]);
    reading.get("slow ids 5")?.();
    await second;
    expect(state().phase).toBe("pairing");
  });

  it("is no reason to wait once it was taken away", async () => {
    const { add, session, state, reading } = begin();
    await add("a 5x4", "b 5x4");
    const adding = add("slow c 5x4");
    await soon();
    await session.remove(state().files[2].id);
    reading.get("slow c 5x4")?.();
    await adding;
    expect(state().phase).toBe("pairing");
    expect(state().pairs?.images.rows).toBe(5);
  });

  it("leaves the choice that the user makes meanwhile", async () => {
    const { add, session, state, reading, hold } = begin();
    await add("a 5x4", "b 5x4");
    const adding = add("slow c 9x9");
    await soon();
    await session.pair({ ...state().choice, captionsPerImage: 1, answered: ["by hand"] });
    expect(state().phase).toBe("reading");
    const release = hold();
    reading.get("slow c 9x9")?.();
    await soon();
    await session.pair({ ...state().choice, answered: ["by hand", "again"] });
    release();
    await adding;
    expect(state()).toMatchObject({ phase: "pairing", choice: { captionsPerImage: 1, answered: ["by hand", "again"] } });
  });

  it("is no reason to wait once the first was taken away", async () => {
    const { add, session, state, reading } = begin();
    const adding = add("slow images 5x4");
    await soon();
    await session.remove(state().files[0].id);
    expect(state().phase).toBe("empty");
    reading.get("slow images 5x4")?.();
    await adding;
    expect(state()).toMatchObject({ phase: "empty", files: [] });
  });
});

describe("what belongs to an audit goes with it", () => {
  it("from the result back to its files: nothing of it is left, and what was asked beside it is not heard", async () => {
    const { session, state, left, asked, audited } = begin();
    await audited();
    session.asides.groups("sex");
    const { answer } = await asked("subgroups");
    session.change();
    answer("found");
    await soon();
    expect(state().phase).toBe("pairing");
    expect(left("audit", "asides", "verification", "sites", "progress")).toEqual([]);
    session.run();
    (await asked("audit")).answer(sampleAudit());
    await soon();
    expect(state()).toMatchObject({ phase: "done", asides: {} });
  });

  it("groups of one column give way to those of another", async () => {
    const { session, state, asked, audited } = begin();
    await audited();
    session.asides.groups("sex");
    const first = await asked("subgroups");
    session.asides.groups("site");
    await soon();
    const second = await asked("subgroups");
    first.answer("sex");
    second.answer("site");
    await soon();
    expect(state().asides?.groups).toEqual({ about: "site", found: "site" });
  });

  it("a verification is of the audit that it began with", async () => {
    const { session, state, left, audited } = begin();
    const saved = { name: "saved.json", audit: sampleAudit() };
    session.take(saved, false);
    await audited(sampleAudit());
    expect(state().verification?.agrees).toBe(true);
    session.turnTo(sampleAudit());
    expect(state().phase).toBe("done");
    expect(left("verification", "saved", "pairs")).toEqual([]);
  });

  it("an example that is stopped is not audited once it is made", async () => {
    const { session, state, asked, calls } = begin();
    session.example("balanced");
    const { answer } = await asked("synthetic");
    session.cancel();
    answer(somePairs({ n: 60, d: 4 }));
    await soon();
    expect(state()).toMatchObject({ phase: "empty", notice: "The audit was stopped." });
    expect(calls).toHaveLength(1);
  });

  it("other sides, proposed for files that are gone, are not paired", async () => {
    const { add, session, state, left } = begin();
    await add("a 5x4", "b 5x4", "c 5x4");
    const { images, texts } = state().choice;
    const pairing = session.pair({ images: texts, texts: images, captionsPerImage: null });
    session.reset();
    await pairing;
    expect(state().phase).toBe("empty");
    expect(left("pairs", "proposal")).toEqual([]);
  });

  it("files of which none can be used any more leave no pairs to audit", async () => {
    const { add, session, state, left, calls } = begin();
    await add("a 5x4", "b 5x4");
    for (const { id } of state().files) await session.remove(id);
    expect(state().phase).toBe("empty");
    expect(left("pairs", "proposal")).toEqual([]);
    session.run();
    await soon();
    expect(calls).toEqual([]);
  });
});

it("a benchmark that was left does not end in the place of the next", async () => {
  const runs = ["a/ROCO_test_features.pt", "b/ROCO_test_features.pt"].map((path) =>
    Object.assign(new Blob(["data"]), { name: path.replace(/^.*\//, ""), webkitRelativePath: path }),
  );
  /** @type {((error: Error) => void)[]} */
  const reading = [];
  const bench = createBenchmark(
    /** @type {any} */ ({
      version: "0",
      openFiles: () => new Promise((_, fail) => reading.push(fail)),
      engine: async () => ({ audit: () => {}, statistics: {} }),
    }),
  );
  const started = async (/** @type {number} */ n) => {
    await bench.take(/** @type {any} */ (runs), () => {});
    const running = bench.run();
    while (reading.length < n) await soon();
    return running;
  };
  const first = started(1);
  while (reading.length < 1) await soon();
  bench.close();
  const second = started(2);
  while (reading.length < 2) await soon();
  reading[0](new Error("late"));
  await first;
  expect(bench.store.get()).toMatchObject({ phase: "running", runs: [] });
  bench.close();
  reading[1](new Error("late"));
  await second;
  expect(bench.store.get().phase).toBe("closed");
});
