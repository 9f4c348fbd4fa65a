/** Files as they come and go, and where they lead: rows to a choice of sides, sums to the audit of their sites. */
import { Failure } from "../failure.js";
import { failed } from "./bystanders.js";
import { START } from "./session-state.js";
import { auditSites, sitesAmong } from "./sites.js";

/**
 * @typedef {import("./session-state.js").Parts} Parts
 * @typedef {import("./session-state.js").Store} Store
 * @typedef {import("../types.d.ts").FileLike} FileLike
 * @typedef {import("../types.d.ts").OpenedFile} OpenedFile
 * @typedef {import("../views/files.js").FileEntry} FileEntry
 */

/** Files whose sides need no choice. */
const MOST_AUDITED_AT_ONCE = 2;

/**
 * @param {Pick<Parts, "openFiles" | "engine"> & {
 *   store: Store,
 *   run: ReturnType<typeof import("./audit-run.js").createAuditRun>,
 *   choice: ReturnType<typeof import("./pair-choice.js").createPairChoice>,
 *   reset: () => void,
 * }} parts
 */
export function createIntake({ store, openFiles, engine, run, choice, reset }) {
  let nextId = 1;

  /** @param {{ file: FileLike, failure?: Failure }[]} given */
  async function addFiles(given) {
    const { phase } = store.get();
    if (given.length === 0) return;
    if (phase === "running") {
      store.set({ notice: "An audit is running. Cancel it first, or wait for its end." });
      return;
    }
    if (phase === "done") reset();
    const added = given.map(({ file, failure }) => ({
      id: nextId++,
      name: file.webkitRelativePath || file.name,
      size: file.size,
      failure,
      file,
    }));
    const entries = added.map(({ file, ...entry }) => /** @type {FileEntry} */ (entry));
    store.set({ phase: "reading", files: [...store.get().files, ...entries], failure: undefined, notice: "" });
    await Promise.all(
      added.map(async ({ id, file, failure }) => {
        if (failure) return;
        /** @type {Partial<FileEntry>[]} */
        let outcomes;
        try {
          outcomes = await openFiles(file);
          if (added.length <= MOST_AUDITED_AT_ONCE) expect(outcomes.flatMap(({ opened }) => opened?.arrays ?? []));
        } catch (error) {
          outcomes = [{ failure: Failure.from(error) }];
        }
        const found = outcomes.map((outcome, index) => ({ ...outcome, id: index === 0 ? id : nextId++ }));
        store.set({ files: store.get().files.flatMap((entry) => (entry.id === id ? found.map((one) => ({ ...entry, ...one })) : entry)) });
      }),
    );
    // Files of a session that was left meanwhile lead nowhere.
    if (added.some(({ id }) => store.get().files.some((entry) => entry.id === id))) await settle();
  }

  /** Two sides will soon be read. An engine that does not start says so when it is to audit. @param {import("../types.d.ts").MatrixSource[]} arrays */
  function expect(arrays) {
    if (arrays.length > 2) return;
    engine().then(
      (ready) => arrays.forEach(ready.expect),
      () => {},
    );
  }

  const openedFiles = () => store.get().files.flatMap((file) => file.opened ?? []);

  /** Where the files lead once each was read. */
  async function settle() {
    const { files, phase } = store.get();
    if (phase === "running" || files.some((file) => !file.opened && !file.failure)) return;
    const opened = openedFiles();
    if (opened.length === 0) {
      choice.outdate();
      const { run: runs, options, made } = store.get();
      store.set({ ...START, files, phase: files.length > 0 ? "error" : "empty", run: runs, options, made });
      return;
    }
    if (opened.some(({ moments }) => moments)) return settleSites(opened);
    const settled = await choice.settle(opened);
    if (!settled) return;
    const { known, plain } = settled;
    // A choice among several files is shown before it is audited.
    if (plain && known.pairs && files.length <= MOST_AUDITED_AT_ONCE) run.audit(known.pairs, run.wishes(), known);
    else store.set(known);
  }

  /** @param {OpenedFile[]} opened with moments among them */
  async function settleSites(opened) {
    choice.outdate();
    try {
      const sites = sitesAmong(opened) ?? [];
      if (failed(store.get().files)) store.set({ phase: "error", proposal: undefined, pairs: undefined });
      else await run.audited({ pairs: undefined }, async (hooks) => auditSites(await engine(), sites, hooks, run.wishes()));
    } catch (error) {
      store.set({ failure: Failure.from(error), phase: "error", proposal: undefined, pairs: undefined });
    }
  }

  return {
    addFiles,

    /** @param {number} id */
    remove(id) {
      const files = store.get().files.filter((file) => file.id !== id);
      store.set({ files, failure: undefined });
      if (files.length > 0) choice.touch();
      return settle();
    },

    /** What the files of sites hold, where the audit is of several. */
    sites: () => (sitesAmong(openedFiles()) ?? []).map(({ moments }) => moments),
  };
}
