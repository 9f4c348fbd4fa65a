/** The state of the page's session, and the parts that a session is made of. */

/**
 * @typedef {import("../types.d.ts").Audit} Audit
 * @typedef {import("../failure.js").Failure} Failure
 * @typedef {import("../types.d.ts").Pairs} Pairs
 * @typedef {import("../types.d.ts").Progress} Progress
 * @typedef {import("../types.d.ts").Proposal} Proposal
 * @typedef {import("../types.d.ts").FileLike} FileLike
 * @typedef {import("../types.d.ts").OpenedFile} OpenedFile
 * @typedef {import("../types.d.ts").Opening} Opening
 * @typedef {import("../views/files.js").FileEntry} FileEntry
 * @typedef {import("../views/files.js").Choice} Choice
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
 * @property {import("../audit/saved.js").Saved} [saved] the audit that the next one is compared with, or that is shown
 * @property {import("../types.d.ts").Verification} [verification] of the audit
 * @property {import("../types.d.ts").AuditOptions} options of the next audit
 * @property {Audit[]} made audits of this tab, and of a session that was opened
 * @property {{ groups?: import("./asides.js").Aside<import("../types.d.ts").Subgroups>, comparison?: import("./asides.js").Aside<import("./asides.js").Compared> }} asides asked for beside the finished audit
 * @property {number} run counts the audits begun
 * @property {string} notice said once, in passing
 *
 * @typedef {object} Parts
 * @property {(file: FileLike, limits?: import("../types.d.ts").Limits) => Promise<Opening[]>} openFiles the file itself, or the files of an archive
 * @property {(files: OpenedFile[], sides?: Pick<Choice, "images" | "texts">) => Promise<Proposal>} propose
 * @property {(choice: Choice & Pick<Proposal, "captions" | "ids" | "metadata" | "undecided" | "confirmed" | "odd">) => Pairs} pair
 * @property {(pairs: Pairs, rows: { images: number[], texts: number[] }) => Pairs} withoutRows
 * @property {() => Promise<Pick<ReturnType<typeof import("../engine/index.js").createEngine>, "audit" | "expect" | "modeDetail" | "auditMoments" | "auditFederation" | "synthetic" | "generated" | "subgroups" | "compare">>} engine
 */

/** @type {State} */
export const START = {
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

/** @typedef {ReturnType<typeof import("./store.js").createStore<State>>} Store */
