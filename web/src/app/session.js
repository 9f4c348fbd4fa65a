import { subgroupsAgain } from "../engine/again.js";
import { knownOptions } from "../engine/options.js";
import { Failure } from "../failure.js";
import { textWord } from "../report/sentences.js";
import { verify } from "../report/verification.js";
import { createAsides } from "./asides.js";
import { isBystander } from "./bystanders.js";
import { auditSites, sitesAmong } from "./sites.js";
import { createStore } from "./store.js";

/**
 * @typedef {import("../types.d.ts").Audit} Audit
 * @typedef {import("../types.d.ts").AuditOptions} AuditOptions
 * @typedef {import("../types.d.ts").Pairs} Pairs
 * @typedef {import("../types.d.ts").Progress} Progress
 * @typedef {import("../types.d.ts").Proposal} Proposal
 * @typedef {import("../types.d.ts").FileLike} FileLike
 * @typedef {import("../types.d.ts").OpenedFile} OpenedFile
 * @typedef {import("../types.d.ts").Opening} Opening
 * @typedef {import("../views/files.js").FileEntry} FileEntry
 * @typedef {import("../views/files.js").Choice} Choice
 * @typedef {import("../views/empty.js").ExampleName} ExampleName
 * @typedef {import("../report/sentences.js").TextWord} TextWord
 * @typedef {"empty" | "reading" | "pairing" | "running" | "done" | "error"} Phase
 *
 * @typedef {object} State
 * @property {Phase} phase
 * @property {FileEntry[]} files
 * @property {Proposal} [proposal]
 * @property {Choice} choice
 * @property {Pairs} [pairs] what fits together now
 * @property {Failure} [failure] of the pairing or of the last audit
 * @property {TextWord} word
 * @property {Progress} [progress]
 * @property {Audit} [audit] partial while running
 * @property {import("../types.d.ts").Federation} [federation] where several sites' moments were given
 * @property {import("./saved.js").Saved} [saved] the audit that the next one is compared with, or that is shown
 * @property {import("../types.d.ts").Verification} [verification] of the audit
 * @property {import("../types.d.ts").AuditOptions} options of the next audit
 * @property {Audit[]} made audits of this tab, and of a session that was opened
 * @property {{ groups?: import("./asides.js").Aside<import("../types.d.ts").Subgroups>, comparison?: import("./asides.js").Aside<import("./asides.js").Compared> }} asides asked for beside the finished audit
 * @property {number} run counts the audits begun
 * @property {string} notice said once, in passing
 *
 * @typedef {object} Parts
 * @property {(file: FileLike) => Promise<Opening[]>} openFiles the file itself, or the files of an archive
 * @property {(files: OpenedFile[], sides?: Pick<Choice, "images" | "texts">) => Promise<Proposal>} propose
 * @property {(choice: Choice & Pick<Proposal, "captions" | "ids" | "metadata">) => Pairs} pair
 * @property {(pairs: Pairs, rows: { images: number[], texts: number[] }) => Pairs} withoutRows
 * @property {() => Promise<Pick<ReturnType<typeof import("../engine/index.js").createEngine>, "audit" | "modeDetail" | "auditMoments" | "auditFederation" | "synthetic" | "generated" | "subgroups" | "compare">>} engine
 */

/** @type {State} */
const START = {
  phase: "empty",
  files: [],
  choice: { captionsPerImage: null },
  word: "texts",
  asides: {},
  run: 0,
  notice: "",
  options: {},
  made: [],
};

/** @param {Audit} audit @param {import("../types.d.ts").Subgroups} [subgroups] @returns {Audit} */
const withGroups = (audit, subgroups) => (subgroups ? { ...audit, subgroups } : audit);

/** What the user does and what follows from it; knows no page. @param {Parts} parts */
export function createSession({ openFiles, propose, pair, withoutRows, engine }) {
  const store = createStore(START);
  const asides = createAsides({ store, engine, openFiles, propose, pair, withoutRows });
  let nextId = 1;
  /** Counts the proposals asked for: an answer to an older one is not heard. */
  let asked = 0;
  let touched = false;
  let named = false;
  /** @type {AbortController | undefined} */
  let running;
  /** Ends the running audit's intervals. @type {AbortController | undefined} */
  let enough;

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

  /** The proposal of the files as they are now; undefined where they changed meanwhile. @param {Pick<Choice, "images" | "texts">} [sides] */
  async function proposalNow(sides) {
    const ticket = ++asked;
    const opened = store.get().files.flatMap((file) => file.opened ?? []);
    const proposal = await propose(opened, sides);
    return ticket === asked ? proposal : undefined;
  }

  /** Where the files lead once each was read. */
  async function settle() {
    const { files, choice: chosen, phase } = store.get();
    if (phase === "running" || files.some((file) => !file.opened && !file.failure)) return;
    const opened = files.flatMap((file) => file.opened ?? []);
    if (opened.length === 0) {
      asked++;
      const { run, options, made } = store.get();
      store.set({ ...START, files, phase: files.length > 0 ? "error" : "empty", run, options, made });
      return;
    }
    if (opened.some(({ moments }) => moments)) return settleSites(opened);
    const still = (/** @type {import("../types.d.ts").ArrayRef | undefined} */ ref) =>
      opened.some(({ arrays }) => arrays.some((array) => array === ref?.array));
    // What the user chose stays, as long as its file does.
    const keep = touched && still(chosen.images) && still(chosen.texts);
    if (!keep) touched = false;
    const proposal = await proposalNow(keep ? chosen : undefined);
    if (!proposal) return;
    const { images, texts, captionsPerImage, link } = proposal;
    const same = keep ? proposal.links.find(({ label }) => label === chosen.link?.label) : undefined;
    const choice = keep ? { ...chosen, link: same } : { images, texts, captionsPerImage: captionsPerImage ?? captionsThen(), link };
    const names = opened.flatMap((file) => [
      file.file,
      ...file.arrays.map((array) => array.name),
      ...file.columns.map((column) => column.name),
    ]);
    store.set({ proposal, word: named ? store.get().word : textWord(names) });
    const pairs = choose(choice);
    // Rows that were joined or left out are shown before they are audited, and so is a choice among several files.
    const plain = !link && pairs?.findings.every(({ code }) => code !== "ROWS_LEFT_OUT") && files.length <= 2;
    if (pairs && plain && !touched && proposal.questions.every(({ level }) => level === "note")) audit(pairs);
  }

  /** Texts an image of the audit that is to be verified, where these were in the images' order. */
  function captionsThen() {
    const { pairing, captionsPerImage } = store.get().saved?.audit.inputs ?? {};
    return pairing?.by === "order" && typeof captionsPerImage === "number" ? captionsPerImage : null;
  }

  /** @param {OpenedFile[]} opened with moments among them */
  async function settleSites(opened) {
    asked++;
    try {
      const sites = sitesAmong(opened) ?? [];
      if (failed(store.get().files)) store.set({ phase: "error", proposal: undefined, pairs: undefined });
      else await audited(undefined, async (hooks) => auditSites(await engine(), sites, hooks, wishes()));
    } catch (error) {
      store.set({ failure: Failure.from(error), phase: "error", proposal: undefined, pairs: undefined });
    }
  }

  /** @param {FileEntry[]} files */
  function failed(files) {
    return files.some((file) => file.failure && !isBystander(file));
  }

  /** @param {Choice} choice @returns {Pairs | undefined} */
  function choose(choice) {
    const { files, proposal } = store.get();
    try {
      const pairs = pair({ ...choice, captions: proposal?.captions, ids: proposal?.ids, metadata: proposal?.metadata });
      store.set({ choice, pairs, failure: undefined, phase: failed(files) ? "error" : "pairing" });
      return pairs;
    } catch (error) {
      // One array alone is an unfinished choice, not a mistake.
      const waiting = (proposal?.arrays.length ?? 0) < 2 && !failed(files);
      store.set({ choice, pairs: undefined, failure: Failure.from(error), phase: waiting ? "pairing" : "error" });
      return undefined;
    }
  }

  /** Those of the saved audit, where one is to be verified. */
  function wishes() {
    const { saved, options } = store.get();
    return saved ? knownOptions(saved.audit.options) : options;
  }

  /** @param {Pairs} pairs @param {AuditOptions} [options] */
  function audit(pairs, options = wishes()) {
    return audited(pairs, async (hooks) => {
      const ready = await engine();
      const { saved } = store.get();
      const made = await ready.audit(pairs, options, hooks);
      const found = saved && (await subgroupsAgain(ready.subgroups, pairs, saved.audit, hooks));
      return { audit: made, ...(found && { asides: { groups: { about: found.column, found } } }) };
    });
  }

  /** @param {Pairs | undefined} pairs @param {(hooks: import("../engine/index.js").AuditHooks) => Promise<{ audit: Audit, federation?: State["federation"], asides?: State["asides"] }>} make */
  async function audited(pairs, make) {
    running = new AbortController();
    const { signal } = running;
    enough = new AbortController();
    const run = store.get().run + 1;
    const current = () => store.get().run === run && !signal.aborted;
    store.set({
      phase: "running",
      pairs,
      run,
      audit: undefined,
      federation: undefined,
      verification: undefined,
      asides: {},
      failure: undefined,
      notice: "",
      progress: { stage: "starting", done: 0 },
    });
    try {
      const made = await make({
        signal,
        enough: enough.signal,
        onProgress: (progress) => current() && store.set({ progress }),
        onPartial: (partial) => current() && store.set({ audit: partial }),
      });
      const { saved } = store.get();
      const verification = saved && verify(saved.audit, withGroups(made.audit, made.asides?.groups?.found));
      if (current()) store.set({ phase: "done", ...made, verification, progress: undefined, made: [...store.get().made, made.audit] });
    } catch (error) {
      if (store.get().run !== run) return;
      const failure = Failure.from(error);
      stopped(signal.aborted || failure.code === "CANCELLED" ? undefined : failure);
    }
  }

  /** Back to where the audit was begun. @param {Failure} [failure] */
  function stopped(failure) {
    const { files, run } = store.get();
    const back = files.length > 0 ? "pairing" : "empty";
    store.set({
      phase: failure ? "error" : back,
      failure,
      audit: undefined,
      progress: undefined,
      notice: failure ? "" : "The audit was stopped.",
      run: run + 1,
    });
  }

  function reset() {
    running?.abort();
    asked++;
    touched = false;
    named = false;
    store.set({
      ...START,
      options: store.get().options,
      made: store.get().made,
      saved: undefined,
      verification: undefined,
      proposal: undefined,
      pairs: undefined,
      failure: undefined,
      audit: undefined,
      federation: undefined,
      progress: undefined,
      run: store.get().run + 1,
    });
  }

  /** Audits what the engine makes up. @param {(ready: Awaited<ReturnType<Parts["engine"]>>) => Promise<Pairs>} make @param {AuditOptions} [options] */
  async function made(make, options) {
    reset();
    const run = store.get().run + 1;
    store.set({ phase: "running", run, progress: { stage: "making the example", done: 0 } });
    try {
      const pairs = await make(await engine());
      if (store.get().run === run) await audit(pairs, options);
    } catch (error) {
      if (store.get().run === run) stopped(Failure.from(error));
    }
  }

  return {
    store,
    asides,
    addFiles,
    reset,

    /** The next audit has this one's options and is compared with it. @param {import("./saved.js").Saved} saved */
    expect(saved) {
      if (store.get().phase === "done") reset();
      store.set({ saved, notice: `What is audited next is compared with ${saved.name}.` });
    },

    /** A saved audit is shown as it is, without its data. @param {import("./saved.js").Saved} saved */
    open(saved) {
      reset();
      const { file, array } = saved.audit.inputs.texts;
      const made = saved.audits ?? [...store.get().made, saved.audit];
      store.set({ phase: "done", saved, audit: saved.audit, made, word: textWord([file, array]), run: store.get().run + 1 });
    },

    /** Another of the audits made; what it was made from is not at hand any more. @param {Audit} audit */
    turnTo(audit) {
      store.set({ audit, pairs: undefined, federation: undefined, verification: undefined, asides: {}, run: store.get().run + 1 });
    },

    /** The finished audit with the groups that were asked for since. @returns {Audit | undefined} */
    whole() {
      const { audit, asides: now } = store.get();
      return audit && withGroups(audit, now.groups?.found);
    },

    /** @param {import("../types.d.ts").AuditOptions} options of every audit from now on */
    setOptions(options) {
      store.set({ options });
    },

    /** @param {Failure} failure of what the address asks for */
    refuse(failure) {
      store.set({ failure });
    },

    /** @param {number} id */
    remove(id) {
      const files = store.get().files.filter((file) => file.id !== id);
      store.set({ files, failure: undefined });
      touched = touched || files.length > 0;
      return settle();
    },

    /** Other sides bring other ways to pair them, and the best of these. @param {Choice} choice */
    async pair(choice) {
      touched = true;
      const now = store.get().choice;
      if (choice.images === now.images && choice.texts === now.texts) {
        choose(choice);
        return;
      }
      store.set({ choice: { ...choice, link: undefined }, pairs: undefined });
      const proposal = await proposalNow(choice);
      if (!proposal) return;
      store.set({ proposal });
      const { images, texts, captionsPerImage, link } = proposal;
      choose({ images, texts, captionsPerImage, link });
    },

    /** @param {TextWord} word */
    name(word) {
      named = true;
      store.set({ word });
    },

    run() {
      const { pairs } = store.get();
      if (pairs) audit(pairs);
    },

    /** Shows the audit as it is, without what is missing of its intervals. */
    enough() {
      enough?.abort();
    },

    cancel() {
      running?.abort();
      stopped();
    },

    /** The same pairs without the rows that the last audit refused. */
    leaveOut() {
      const { pairs, failure } = store.get();
      if (!pairs || !failure) return;
      const { images = [], texts = [] } = /** @type {{ images?: number[], texts?: number[] }} */ (failure.details);
      try {
        audit(withoutRows(pairs, { images, texts }));
      } catch (error) {
        store.set({ failure: Failure.from(error), phase: "error" });
      }
    },

    /** A direction of the finished audit in every pair. @param {{ side: "image" | "text", mode: number }} place */
    async modeDetail(place) {
      const { audit } = store.get();
      if (!audit) throw new Failure("CANCELLED", "The audit is gone.");
      return (await engine()).modeDetail(audit, place);
    },

    /** From the result back to files and pairing. */
    change() {
      running?.abort();
      store.set({ audit: undefined, progress: undefined, run: store.get().run + 1 });
      choose(store.get().choice);
    },

    /** @param {ExampleName} name */
    example: (name) => made((ready) => ready.synthetic(name)),

    /** A set made to measure. @param {string} title @param {import("../types.d.ts").SyntheticSpec} spec @param {AuditOptions} options */
    generated: (title, spec, options) => made((ready) => ready.generated(title, spec), options),
  };
}
