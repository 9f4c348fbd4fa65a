import { describe, expect, it } from "vitest";
import { createSession } from "../../../web/src/app/session.js";
import { Failure } from "../../../web/src/failure.js";
import { pair } from "../../../web/src/pairing/index.js";
import { sampleAudit } from "../views/sample-audit.js";

/** @import { Audit, FileLike, OpenedFile, Pairs } from "../../../web/src/types.d.ts" */

/** @param {string} name @returns {FileLike} */
const file = (name) => /** @type {FileLike} */ (new File(["0123456789"], name));

/** What a fake reader makes of a name: "images 5x4" holds one array of 5 rows and 4 columns. @param {FileLike} given @returns {Promise<OpenedFile>} */
async function openFile(given) {
  if (given.name === "labels.npy") throw new Failure("NO_MATRIX", "labels.npy holds no matrix.");
  const [, rows, cols] = /(\d+)x(\d+)/.exec(given.name) ?? [];
  if (!rows) throw new Failure("NOT_RECOGNISED", `${given.name} is of a format that is not read.`);
  const array = {
    name: "",
    rows: Number(rows),
    cols: Number(cols),
    dtype: /** @type {const} */ ("float32"),
    readRows: async (/** @type {number} */ begin, /** @type {number} */ end) =>
      Float32Array.from({ length: (end - begin) * Number(cols) }, (_, i) =>
        given.name.startsWith("repeated") ? 1 + Math.floor((begin + Math.floor(i / Number(cols))) / 2) : 0,
      ),
  };
  const listing = [{ name: "", shape: [array.rows, array.cols], dtype: "float32" }];
  return { file: given.name, format: "npy", size: given.size, arrays: [array], listing, columns: [] };
}

/** An engine whose audits end when the test says so. */
function fakeEngine() {
  /** @type {{ pairs: Pairs, options: object, hooks: any, end: (audit: Audit) => void, fail: (error: unknown) => void }[]} */
  const audits = [];
  /** @type {string[]} sizes of the arrays whose reading has begun */
  const expected = [];
  return {
    audits,
    expected,
    engine: async () => ({
      expect: (/** @type {import("../../../web/src/types.d.ts").MatrixSource} */ { rows, cols }) => expected.push(`${rows}x${cols}`),
      audit: (/** @type {Pairs} */ pairs, /** @type {object} */ options, /** @type {any} */ hooks) =>
        new Promise((/** @type {(audit: Audit) => void} */ end, fail) => {
          audits.push({ pairs, options, hooks, end, fail });
          hooks.signal.addEventListener("abort", () => fail(new Failure("CANCELLED", "Stopped.")));
        }),
      synthetic: made,
      generated: made,
    }),
  };

  async function made(/** @type {string} */ name) {
    const [images, texts] = await Promise.all([openFile(file(`${name} 9x4`)), openFile(file(`${name} 9x4`))]);
    return pair({ images: { file: images, array: images.arrays[0] }, texts: { file: texts, array: texts.arrays[0] } });
  }
}

function begin() {
  const fake = fakeEngine();
  const openFiles = async (/** @type {FileLike} */ given) => {
    const names = given.name.endsWith(".zip") ? given.name.slice(0, -4).split(" + ") : [given.name];
    return Promise.all(names.map(async (name) => ({ name, size: 10, opened: await openFile(file(name)) })));
  };
  const session = createSession({ openFiles, engine: /** @type {any} */ (fake.engine) });
  const state = () => session.store.get();
  const add = (/** @type {string[]} */ ...names) => session.addFiles(names.map((name) => ({ file: file(name) })));
  /** Until the engine was asked for one more audit. @param {number} n */
  const audits = async (n) => {
    while (fake.audits.length < n) await new Promise((resolve) => setImmediate(resolve));
    return fake.audits[n - 1];
  };
  /** Until the state has this phase. @param {string} phase */
  const reach = (phase) =>
    new Promise((resolve) => {
      if (state().phase === phase) resolve(undefined);
      session.store.watch((now) => now.phase === phase && resolve(undefined));
    });
  return { session, state, add, audits, reach, expected: fake.expected };
}

describe("files", () => {
  it("lead straight to an audit where nothing is in doubt", async () => {
    const { add, audits, state, reach } = begin();
    await add("images 5x4", "texts 5x4");
    expect(state().phase).toBe("running");
    (await audits(1)).end(sampleAudit());
    await reach("done");
    expect(state().audit?.schema).toBe("askew-audit/1");
  });

  it("begin to be read once they are opened, unless it is open which of them are audited", async () => {
    const { add, expected } = begin();
    await add("images 5x4", "texts 5x4");
    expect(expected).toEqual(["5x4", "5x4"]);
    const others = begin();
    await others.add("a 5x4", "b 5x4", "c 5x4");
    expect(others.expected).toEqual([]);
  });

  it("wait for the user where the names do not tell the sides", async () => {
    const { add, session, state, audits } = begin();
    await add("a 5x4", "b 5x4");
    expect(state().phase).toBe("pairing");
    expect(state().proposal?.questions.map(({ code }) => code)).toEqual(["ROLES_GUESSED"]);
    session.run();
    expect((await audits(1)).pairs.images.rows).toBe(5);
  });

  it("that fail stand beside those that opened, and nothing runs unasked", async () => {
    const { add, session, state } = begin();
    await add("images 5x4", "letter.txt", "texts 5x4");
    expect(state().phase).toBe("error");
    expect(state().files.map((one) => one.failure?.code)).toEqual([undefined, "NOT_RECOGNISED", undefined]);
    expect(state().pairs?.images.rows).toBe(5);
    await session.remove(state().files[1].id);
    expect(state().phase).toBe("pairing");
    session.run();
    expect(state().phase).toBe("running");
  });

  it("of one side alone wait for the other, which may come later", async () => {
    const { add, state } = begin();
    await add("images 5x4");
    expect(state().phase).toBe("pairing");
    expect(state().failure?.code).toBe("ONE_SIDE");
    await add("texts 5x4");
    expect(state().phase).toBe("running");
  });

  it("whose counts do not fit are an error with its code, mended by other files without loss", async () => {
    const { add, session, state } = begin();
    await add("images 500x4", "texts 499x4");
    expect(state().phase).toBe("error");
    expect(state().failure?.code).toBe("PAIR_COUNT");
    expect(state().files.filter((one) => one.opened)).toHaveLength(2);
    await session.remove(state().files[1].id);
    expect(state().phase).toBe("pairing");
    await add("texts 1000x4");
    expect(state().pairs?.imageOf.length).toBe(1000);
  });

  it("taken away to the last lead back to the first screen", async () => {
    const { add, session, state } = begin();
    await add("nonsense");
    expect(state().phase).toBe("error");
    await session.remove(state().files[0].id);
    expect(state().phase).toBe("empty");
  });

  it("of an archive stand each for itself, and can be removed one by one", async () => {
    const { add, session, state } = begin();
    await add("images 5x4 + texts 5x4 + more 9x4.zip");
    expect(state().files.map(({ name }) => name)).toEqual(["images 5x4", "texts 5x4", "more 9x4"]);
    expect(new Set(state().files.map(({ id }) => id)).size).toBe(3);
    session.cancel();
    session.remove(state().files[2].id);
    expect(state().files.map(({ name }) => name)).toEqual(["images 5x4", "texts 5x4"]);
  });

  it("dropped on a result begin anew; dropped on a running audit they are not taken", async () => {
    const { add, audits, state, reach } = begin();
    await add("images 5x4", "texts 5x4");
    await add("images 6x4");
    expect(state().files).toHaveLength(2);
    expect(state().notice).toContain("An audit is running");
    (await audits(1)).end(sampleAudit());
    await reach("done");
    await add("images 7x4", "texts 7x4");
    expect(state().files.map((one) => one.name)).toEqual(["images 7x4", "texts 7x4"]);
    expect(state().phase).toBe("running");
  });
});

describe("the address", () => {
  it("may end with options of every audit from now on, and says what it cannot have", async () => {
    const { add, session, state, audits } = begin();
    session.readAddress("#lessons");
    session.readAddress("#audit?topQ=7");
    expect([state().failure?.code, state().options]).toEqual(["OUT_OF_RANGE", {}]);
    session.readAddress("#audit?topQ=0.5&seed=3");
    await add("images 5x4", "texts 5x4");
    expect((await audits(1)).options).toEqual({ topQ: 0.5, seed: 3 });
  });
});

describe("the options of a finished audit", () => {
  it("audit the same pairs again, and are those of every audit from then on", async () => {
    const { add, session, state, audits, reach } = begin();
    await add("images 5x4", "texts 5x4");
    (await audits(1)).end(sampleAudit());
    await reach("done");
    session.again({ topQ: 0.3 });
    const { pairs, options, end } = await audits(2);
    expect([options, pairs === state().pairs]).toEqual([{ topQ: 0.3 }, true]);
    end(sampleAudit());
    await reach("done");
    expect([state().options, state().made.length]).toEqual([{ topQ: 0.3 }, 2]);
  });

  it("are no saved audit's any more, which is then not compared", async () => {
    const { add, session, state, audits, reach } = begin();
    session.take({ name: "old.json", audit: sampleAudit() }, false);
    await add("images 5x4", "texts 5x4");
    (await audits(1)).end(sampleAudit());
    await reach("done");
    expect(state().verification?.agrees).toBe(true);
    session.again({ seed: 4 });
    const { options, end } = await audits(2);
    end(sampleAudit());
    await reach("done");
    expect([options, state().saved, state().verification]).toEqual([{ seed: 4 }, undefined, undefined]);
  });
});

describe("the word for the texts", () => {
  it("is in the saved audit if the names do not tell it, comes back with it, and stays each audit's own", async () => {
    const { add, session, state, audits, reach } = begin();
    await add("images 5x4", "texts 5x4");
    (await audits(1)).end(sampleAudit());
    await reach("done");
    expect(session.whole()).not.toHaveProperty("word");
    session.name("reports");
    const saved = session.whole();
    expect(saved?.word).toBe("reports");
    session.again({});
    (await audits(2)).end(sampleAudit());
    await reach("done");
    session.name("captions");
    expect(session.audits().map(({ word }) => word)).toEqual(["reports", "captions"]);
    session.turnTo(state().made[0]);
    expect(state().word).toBe("reports");
    session.reset();
    session.take({ name: "audit.json", audit: /** @type {Audit} */ (saved) }, true);
    expect(state().word).toBe("reports");
    session.reset();
    session.take({ name: "audit.json", audit: /** @type {Audit} */ (saved) }, false);
    await add("images 5x4", "texts 5x4");
    expect(state().word).toBe("reports");
  });
});

describe("pairing", () => {
  it("follows the user's choice, and never runs by itself afterwards", async () => {
    const { add, session, state, audits } = begin();
    await add("a 5x4", "b 5x4");
    const { images, texts } = state().choice;
    await session.pair({ images: texts, texts: images, captionsPerImage: null });
    expect(state().phase).toBe("pairing");
    expect(state().pairs?.origin.images.file).toBe("b 5x4");
    await add("c 5x4");
    expect(state().phase).toBe("pairing");
    expect(state().pairs?.origin.images.file).toBe("b 5x4");
    session.run();
    expect((await audits(1)).pairs.origin.images.file).toBe("b 5x4");
  });

  it("is not disturbed by settings, notes and labels beside the embeddings, and shows them before it runs", async () => {
    const { add, state } = begin();
    await add("images 5x4", "model_info.json", "labels.npy", "texts 5x4", "README.md");
    expect(state().phase).toBe("pairing");
    expect(state().failure).toBeUndefined();
    expect(state().pairs?.images.rows).toBe(5);
  });

  it("of twelve files is one choice of sides, with the rest at hand", async () => {
    const { add, state } = begin();
    const others = Array.from({ length: 8 }, (_, i) => `layer${i} ${7 + i}x3`);
    await add("notes.md", ...others, "texts 10x4", "images 5x4", "config.yaml");
    expect(state().phase).toBe("pairing");
    expect([state().choice.images?.file.file, state().choice.texts?.file.file]).toEqual(["images 5x4", "texts 10x4"]);
    expect(state().proposal?.arrays).toHaveLength(10);
  });

  it("keeps rows of equal images apart where the user says so, and another file changes nothing of that", async () => {
    const { add, session, state } = begin();
    await add("repeated images 6x4", "texts 6x4");
    expect(state().phase).toBe("pairing");
    expect(state().choice.link?.by).toBe("repeats");
    expect(state().pairs?.images.rows).toBe(3);
    await session.pair({ ...state().choice, link: undefined, captionsPerImage: 1 });
    expect(state().pairs?.images.rows).toBe(6);
    await add("more 9x9");
    expect(state().pairs?.images.rows).toBe(6);
    await session.pair({ ...state().choice, link: state().proposal?.links[0] });
    expect(state().pairs?.images.rows).toBe(3);
  });

  it("keeps the name that the user gave the texts", async () => {
    const { add, session, state } = begin();
    await add("a 5x4", "report 10x4");
    expect(state().word).toBe("reports");
    session.name("captions");
    await add("b 5x4");
    expect(state().word).toBe("captions");
  });
});

describe("an audit", () => {
  it("tells its progress and what it knows so far", async () => {
    const { add, audits, state } = begin();
    await add("images 5x4", "texts 5x4");
    const { hooks } = await audits(1);
    hooks.onProgress({ stage: "rows", done: 0.25 });
    hooks.onPartial(sampleAudit());
    expect(state().progress?.done).toBe(0.25);
    expect(state().phase).toBe("running");
    expect(state().audit).toBeDefined();
  });

  it("that is cancelled leads back to the files, and its late words are not heard", async () => {
    const { add, audits, session, state } = begin();
    await add("images 5x4", "texts 5x4");
    const { hooks } = await audits(1);
    session.cancel();
    expect(hooks.signal.aborted).toBe(true);
    expect(state().phase).toBe("pairing");
    hooks.onPartial(sampleAudit());
    await new Promise((resolve) => setImmediate(resolve));
    expect(state().phase).toBe("pairing");
    expect(state().audit).toBeUndefined();
    expect(state().failure).toBeUndefined();
  });

  it("that fails shows its failure with the files still there", async () => {
    const { add, audits, state, reach } = begin();
    await add("images 5x4", "texts 5x4");
    (await audits(1)).fail(new Failure("OUT_OF_MEMORY", "There is not enough memory."));
    await reach("error");
    expect(state().failure?.code).toBe("OUT_OF_MEMORY");
    expect(state().pairs).toBeDefined();
  });

  it("can go on without the rows that it refused", async () => {
    const { add, audits, session, state, reach } = begin();
    await add("images 5x4", "texts 5x4");
    (await audits(1)).fail(new Failure("NOT_FINITE", "Rows hold NaN.", { images: [1], texts: [1, 3] }));
    await reach("error");
    session.leaveOut();
    const { pairs, end } = await audits(2);
    expect(pairs.images.rows).toBe(3);
    end(sampleAudit());
    await reach("done");
    expect(state().failure).toBeUndefined();
  });

  it("of an example needs no file, and New audit leads back to the first screen", async () => {
    const { session, audits, state, reach } = begin();
    session.example("balanced");
    (await audits(1)).end(sampleAudit());
    await reach("done");
    expect(state().files).toEqual([]);
    session.reset();
    expect(state()).toMatchObject({ phase: "empty", files: [] });
    expect(state().audit).toBeUndefined();
  });

  it("of a set made to measure is called by its title, takes its options, and takes the place of what was there", async () => {
    const { add, audits, session, state, reach } = begin();
    await add("images 5x4", "texts 5x4");
    (await audits(1)).end(sampleAudit());
    await reach("done");
    session.generated("Playground", { pairs: 9, width: 4 }, { topQ: 0.5 });
    expect(state().files).toEqual([]);
    const { pairs, options, end } = await audits(2);
    expect(pairs.origin.images.file).toBe("Playground 9x4");
    expect(options).toEqual({ topQ: 0.5 });
    end(sampleAudit());
    await reach("done");
  });

  it("can be changed from its result: files and choice are as they were", async () => {
    const { add, audits, session, state, reach } = begin();
    await add("images 5x4", "texts 5x4");
    (await audits(1)).end(sampleAudit());
    await reach("done");
    session.change();
    expect(state().phase).toBe("pairing");
    expect(state().choice.images?.file.file).toBe("images 5x4");
    session.run();
    expect((await audits(2)).pairs.texts.rows).toBe(5);
  });
});
