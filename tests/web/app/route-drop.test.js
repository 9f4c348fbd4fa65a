import { describe, expect, it, vi } from "vitest";
import { createRoute } from "../../../web/src/app/route-drop.js";
import { Failure } from "../../../web/src/failure.js";
import { sampleAudit } from "../views/sample-audit.js";

/** A session and a benchmark that write down what they are told. @param {string} [phase] @param {string} [benchPhase] @param {() => Promise<boolean>} [agreed] */
function begin(phase = "empty", benchPhase = "closed", agreed = async () => true) {
  /** @type {string[]} */
  const told = [];
  const state = { phase };
  const names = (/** @type {{ file: File, failure?: Failure }[]} */ given) =>
    given.map(({ file, failure }) => file.name + (failure ? ` ${failure.code}` : "")).join(", ");
  const session = {
    store: { get: () => state },
    addFiles: (/** @type {any} */ given) => void told.push(`files ${names(given)}`),
    take: (/** @type {any} */ saved, /** @type {boolean} */ alone) => void told.push(`${alone ? "open" : "verify"} ${saved.name}`),
    run: () => void told.push("run"),
    reset: () => void told.push("reset"),
    asides: { compare: (/** @type {File[]} */ files) => void told.push(`compare ${files.map(({ name }) => name).join(", ")}`) },
  };
  const bench = {
    store: { get: () => ({ phase: benchPhase }) },
    close: () => void told.push("close"),
    take: vi.fn(async (/** @type {File[]} */ files, /** @type {() => unknown} */ makeRoom) => {
      if (files.length === 0 || files.some(({ name }) => !name.endsWith("_features.pt")) || makeRoom() === false) return false;
      return told.push("benchmark") > 0;
    }),
  };
  const route = createRoute(/** @type {any} */ ({ session, bench, agreed, leave: () => void told.push("leave") }));
  return { ...route, told, state, bench };
}

const given = (/** @type {string[]} */ ...names) => names.map((name) => ({ file: new File(["bytes"], name) }));
const audit = (name = "audit.json") => ({ file: new File([JSON.stringify(sampleAudit())], name) });

describe("files lead to", () => {
  it("one audit", async () => {
    const { take, told } = begin();
    await take(given("images.npy", "texts.npy"));
    expect(told).toEqual(["leave", "close", "files images.npy, texts.npy"]);
  });

  it("a benchmark, if their names say so", async () => {
    const { take, told } = begin("done");
    await take(given("a_features.pt", "b_features.pt"));
    expect(told).toEqual(["leave", "reset", "benchmark"]);
  });

  it("the audit that was begun, whatever their names say", async () => {
    const { take, told, bench } = begin("pairing");
    await take(given("a_features.pt"));
    expect(told).toEqual(["leave", "files a_features.pt"]);
    expect(bench.take).not.toHaveBeenCalled();
  });

  it("a benchmark that is open, though an audit was begun", async () => {
    const { take, told } = begin("pairing", "plan");
    await take(given("a_features.pt"));
    expect(told).toEqual(["leave", "reset", "benchmark"]);
  });

  it("no benchmark if a folder among them could not be opened", async () => {
    const { take, told } = begin();
    await take([...given("a_features.pt"), { file: new File([], "folder"), failure: new Failure("FOLDER", "A folder.") }]);
    expect(told).toEqual(["leave", "close", "files a_features.pt, folder FOLDER"]);
  });

  it("the comparison, if they were dropped on its card", async () => {
    const { drop, told } = begin("done");
    const place = (/** @type {string} */ card) => ({ closest: (/** @type {string} */ selector) => (selector === card ? {} : null) });
    await drop(given("images.npy"), /** @type {any} */ (place("#card-comparison")));
    await drop(given("texts.npy"), /** @type {any} */ (place("#card-groups")));
    await drop(given("more.npy"), null);
    expect(told).toEqual(["compare images.npy", "leave", "close", "files texts.npy", "leave", "close", "files more.npy"]);
  });
});

describe("what would be lost", () => {
  const place = { closest: () => ({}) };

  it.each([[given("images.npy")], [given("a_features.pt")], [[audit()]]])("keeps %j away, unless the user agrees", async (files) => {
    const no = vi.fn(async () => false);
    const stays = begin("done", "closed", no);
    await stays.take(files);
    expect(no).toHaveBeenCalledOnce();
    expect(stays.told).toEqual([]);
    const goes = begin("done");
    await goes.take(files);
    expect(goes.told).not.toEqual([]);
  });

  it("is not asked about where an audit runs, which goes on, nor by files for the comparison", async () => {
    const no = vi.fn(async () => false);
    await begin("running", "closed", no).take(given("images.npy"));
    await begin("done", "closed", no).drop(given("images.npy"), /** @type {any} */ (place));
    expect(no).not.toHaveBeenCalled();
  });
});

describe("a saved audit", () => {
  it("alone is opened", async () => {
    const { take, told } = begin();
    await take([audit()]);
    expect(told).toEqual(["leave", "close", "open audit.json", "run"]);
  });

  it("beside data is verified with them", async () => {
    const { take, told } = begin();
    await take([audit(), ...given("images.npy")]);
    expect(told).toEqual(["leave", "close", "verify audit.json", "files images.npy"]);
  });

  it("that is damaged is a file that failed, beside the others", async () => {
    const { take, told } = begin();
    const cut = { file: new File([JSON.stringify(sampleAudit()).slice(0, 3000)], "cut.json") };
    await take([cut, ...given("images.npy")]);
    expect(told).toEqual(["files cut.json CORRUPT, images.npy"]);
  });

  it("does not disturb an audit that runs, nor one that has begun since it was dropped", async () => {
    const { take, told } = begin("running");
    await take([audit()]);
    expect(told).toEqual(["leave", "files audit.json"]);
    const late = begin("pairing");
    const { file } = audit();
    // It begins while the file is looked at.
    const slice = (/** @type {number} */ from, /** @type {number} */ to) => {
      late.state.phase = "running";
      return file.slice(from, to);
    };
    await late.take([{ file: /** @type {any} */ ({ name: file.name, size: file.size, slice, arrayBuffer: () => file.arrayBuffer() }) }]);
    expect(late.told).toEqual(["leave", "files audit.json"]);
  });
});

it("drops are looked at in their order, and runs do not take the place of an audit that has begun since", async () => {
  const { take, told, state } = begin("empty");
  const first = take([audit()]);
  const second = take(given("a_features.pt"));
  await first;
  state.phase = "running";
  await second;
  expect(told).toEqual(["leave", "close", "open audit.json", "run", "leave", "files a_features.pt"]);
});
