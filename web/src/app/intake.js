/** Files as they come and go, and where they lead: rows to a choice of sides, sums to the audit of their sites. */
import { mayHoldRows } from "../audit/pairs.js";
import { auditSites, sitesAmong } from "../audit/sites.js";
import { inTurn, turn } from "../engine/yielding.js";
import { Failure } from "../failure.js";
import { DEFAULT_LIMITS } from "../readers/index.js";
import { count } from "../report/numbers.js";
import { failed } from "./bystanders.js";
import { createParts } from "./parts-memory.js";
import { createSmallFiles, forThisPage } from "./small-file.js";

/** @import { FileLike, MatrixSource, OpenedFile } from "../types.d.ts" */
/** @import { SessionState } from "./session-state.js" */
/** @import { Parts } from "./session-types.d.ts" */
/** @import { FileEntry } from "../views/types.d.ts" */

/** Files whose sides need no choice. */
const MOST_AUDITED_AT_ONCE = 2;
/** Files that are listed one by one while they are read. */
const MOST_LISTED = 40;
/** Milliseconds between two words on how many are read. */
const PACE = 500;
/** Files that are opened at once. */
const AT_ONCE = 12;

/** The files of one session: each by itself, and how many times some are being read. @typedef {{ singles: FileEntry[], reading: number }} Collection */
/** @typedef {{ id: number, name: string, size: number, failure?: Failure, file: FileLike, outcomes: Partial<FileEntry>[] }} Added */

/** One entry for many files while they are read. @param {Added[]} added @param {number} [read] @returns {FileEntry} */
function together(added, read = 0) {
  const tops = new Set(added.map(({ name }) => /^([^\\/]+)[\\/]/.exec(name)?.[1]));
  const [top] = tops;
  const size = added.reduce((sum, one) => sum + one.size, 0);
  return {
    id: added[0].id,
    name: `${tops.size === 1 && top ? `${top}: ` : ""}${read > 0 ? `${count(read)} of ` : ""}${count(added.length)} files`,
    size,
  };
}

/**
 * @param {Parts & {
 *   state: SessionState,
 *   run: ReturnType<typeof import("./audit-run.js").createAuditRun>,
 *   choice: ReturnType<typeof import("./pair-choice.js").createPairChoice>,
 * }} parts
 */
export function createIntake({ state, openFiles, engine, run, choice }) {
  const { get } = state.store;
  let nextId = 1;
  const newId = () => nextId++;
  /** @type {Collection} */
  let collection = { singles: [], reading: 0 };
  let parts = createParts(newId);

  /** @param {{ file: FileLike, failure?: Failure }[]} given */
  async function addFiles(given) {
    const { phase } = get();
    if (given.length === 0) return;
    if (phase === "running") return state.say("An audit is running. Cancel it first, or wait for its end.");
    if (phase === "done") state.empty();
    choice.outdate();
    if (get().files.length === 0) {
      collection = { singles: [], reading: 0 };
      parts = createParts(newId);
    }
    const mine = collection;
    const added = given.map(({ file, failure }) => {
      const name = file.webkitRelativePath || file.name;
      return /** @type {Added} */ ({ id: newId(), name, size: file.size, failure, file, outcomes: failure ? [{ failure }] : [] });
    });
    const listed = added.length <= MOST_LISTED;
    const entries = listed ? added.map(({ id, name, size, failure }) => ({ id, name, size, failure })) : [together(added)];
    mine.reading++;
    state.read(entries);
    const hold = createSmallFiles();
    let [read, told] = [0, performance.now()];
    await inTurn(added.length, AT_ONCE, async (index) => {
      const one = added[index];
      read++;
      if (one.failure) return;
      if (!listed) one.file = await hold(one.file);
      one.outcomes = await open(one.file);
      if (added.length <= MOST_AUDITED_AT_ONCE) expect(one.outcomes.flatMap(({ opened }) => opened?.arrays ?? []));
      if (mine !== collection) return;
      if (listed) put(one.id, entriesOf(one));
      else if (performance.now() - told > PACE) {
        told = performance.now();
        put(added[0].id, [together(added, read)]);
      }
    });
    await openSingle(added);
    await turn();
    mine.reading--;
    // Files of a session that was left meanwhile lead nowhere, and those that were taken away.
    const there = new Set(get().files.map(({ id }) => id));
    if (mine !== collection || there.size === 0) return;
    const kept = listed ? added.filter(({ id }) => there.has(id)) : there.has(added[0].id) ? added : [];
    mine.singles.push(...kept.flatMap(entriesOf).filter(({ id }) => !listed || there.has(id)));
    await settle();
  }

  /** @param {FileLike} file @param {boolean} [single] @returns {Promise<Partial<FileEntry>[]>} */
  async function open(file, single = false) {
    try {
      const openings = await openFiles(file, single ? { ...DEFAULT_LIMITS, single } : undefined);
      const found = file instanceof Blob ? openings : openings.map(forThisPage);
      return found.map((outcome) => ({ ...outcome, id: undefined }));
    } catch (error) {
      return [{ failure: Failure.from(error) }];
    }
  }

  /** What a file, or each file of an archive, is on the page. @param {Added} added @returns {FileEntry[]} */
  function entriesOf({ id, name, size, outcomes }) {
    for (const [index, outcome] of outcomes.entries()) outcome.id ??= index === 0 ? id : newId();
    return outcomes.map((outcome) => /** @type {FileEntry} */ ({ name, size, ...outcome }));
  }

  /** @param {number} id @param {FileEntry[]} entries */
  function put(id, entries) {
    const { files } = get();
    if (files.some((entry) => entry.id === id)) state.list(files.flatMap((entry) => (entry.id === id ? entries : entry)));
  }

  /** Many files of one folder without a matrix may hold a row each: they are opened again as such. @param {Added[]} added */
  async function openSingle(added) {
    const without = added.flatMap(({ name, outcomes }) =>
      outcomes.filter(({ failure }) => failure?.code === "NO_MATRIX").map((outcome) => ({ name: outcome.name ?? name, outcome })),
    );
    const rows = new Set([...mayHoldRows(without)].map(({ outcome }) => outcome));
    const again = added.filter(({ outcomes }) => outcomes.some((outcome) => rows.has(outcome)));
    await inTurn(again.length, AT_ONCE, async (index) => {
      const one = again[index];
      const found = await open(one.file, true);
      one.outcomes = one.outcomes.map((outcome) => {
        const other = outcome.name === undefined ? found[0] : found.find(({ name }) => name === outcome.name);
        return rows.has(outcome) && other ? { ...other, id: outcome.id, alone: outcome.failure } : outcome;
      });
    });
  }

  /** Two sides will soon be read. An engine that does not start says so when it is to audit. @param {MatrixSource[]} arrays */
  function expect(arrays) {
    if (arrays.length > 2) return;
    engine().then(
      (ready) => arrays.forEach(ready.expect),
      () => {},
    );
  }

  const openedFiles = () => get().files.flatMap((file) => file.opened ?? []);

  /** Where the files lead once each was read. */
  async function settle() {
    const { phase, files: there } = get();
    if (phase === "running" || (collection.reading > 0 && there.length > 0)) return;
    const { entries: files, notes, questions } = parts.joined(collection.singles);
    state.list(files);
    const opened = openedFiles();
    if (opened.length === 0) return void state.unusable(files);
    if (opened.some(({ moments }) => moments)) return settleSites(opened);
    const proposed = await choice.settle(opened);
    if (!proposed) return;
    const { settled } = proposed;
    const said = [
      ...questions,
      ...notes.map((message) => ({ code: "PARTS", level: /** @type {const} */ ("note"), message, count: 1, rows: [] })),
    ];
    if (settled.proposal) settled.proposal = { ...settled.proposal, questions: [...said, ...settled.proposal.questions] };
    // A choice among several files is shown before it is audited, and so is what was read as one.
    const plain = proposed.plain && said.length === 0 && files.length <= MOST_AUDITED_AT_ONCE && !opened.some((file) => file.parts);
    if (plain && settled.pairs) run.audit(settled.pairs, run.wishes(), settled);
    else state.settle(settled);
  }

  /** @param {OpenedFile[]} opened with moments among them */
  async function settleSites(opened) {
    try {
      const sites = sitesAmong(opened) ?? [];
      if (failed(get().files)) state.refuseSums();
      else
        await run.audited({ pairs: undefined }, async (hooks) => {
          const audit = await auditSites(await engine(), sites, run.wishes(), hooks);
          return { audit, ...(sites.length > 1 && { sites: true }) };
        });
    } catch (error) {
      state.refuseSums(Failure.from(error));
    }
  }

  return {
    addFiles,

    /** @param {number} id */
    remove(id) {
      const gone = parts.singlesOf(id);
      collection.singles = collection.singles.filter((single) => !gone.has(single.id));
      choice.outdate();
      state.remove(get().files.filter((file) => file.id !== id));
      return settle();
    },

    /** The sums at hand once more. */
    auditSums: () => settleSites(openedFiles()),

    /** What the files of sites hold, where the audit is of several. */
    sites: () => (sitesAmong(openedFiles()) ?? []).map(({ moments }) => moments),
  };
}
