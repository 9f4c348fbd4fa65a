import { siteTable } from "../document/tables.js";
import { inWords } from "../document/typed-table.js";
import { poolWords } from "../report/aggregate.js";
import { countOf } from "../report/numbers.js";
import { fill, h } from "./element.js";
import { dataTable } from "./table.js";
import { whatLeaves } from "./what-leaves.js";
import { select, tickWish, wish } from "./wish.js";

/** @import { MomentsFile } from "../types.d.ts" */
/** @import { PoolActions, PoolAnswers, PoolModel } from "./types.d.ts" */

const WHO_CAN_SUBTRACT =
  "The file holds the sums of all sites together, not those of one site. Whoever has it and some of the sites' own files can subtract these: of two sites, each can so learn the other's sums.";

/** Saving the sums of several sites as one file. @param {HTMLDialogElement} dialog @param {PoolModel} model @param {PoolActions} actions */
export function render(dialog, model, { answer, save, close }) {
  const { files, questions, said, open, preview, pool, failure } = model;
  fill(
    dialog,
    h("h2#aggregate-title", "Save the sites' sums as one"),
    h(
      "p.lead",
      `One file from ${countOf(files, "site's file", "sites' files")}. It gives the audit of all their pairs, and adds up with other files.`,
    ),
    h("p.how", WHO_CAN_SUBTRACT),
    ...questions.map((question) => asked(question, said, answer)),
    failure && h("p.unavailable", { role: "alert" }, failure),
    !preview && !failure && !open && h("p", { role: "status" }, "Adding up the sites"),
    ...(pool ? siteList(pool) : []),
    ...(preview ? whatLeaves(preview) : []),
    h(
      "div.dialog-tools",
      preview && h("button#aggregate-save.primary", { click: save }, "Save this file"),
      h("button#aggregate-close", { click: close }, "Close"),
    ),
  );
}

/** @param {PoolModel["questions"][number]} question @param {PoolAnswers} said @param {PoolActions["answer"]} answer */
function asked({ code, message }, said, answer) {
  const words = h("p.notice", { role: "alert" }, message);
  if (code === "MIXES_EXACT")
    return h(
      "div.wishes",
      words,
      tickWish("pooled-mix", "All sites without noise have agreed to this", said.mixExact === true, (mixExact) => answer({ mixExact })),
    );
  const answers = /** @type {const} */ ([
    ["", "not said yet"],
    ["none", "no pair is in two of the files"],
    ["all", "pairs may be in several of the files"],
  ]);
  const choose = (/** @type {string} */ value) => answer({ overlap: value === "" ? undefined : /** @type {"none" | "all"} */ (value) });
  const choice = select("pooled-overlap", answers, said.overlap ?? "", choose);
  return h("div.wishes", words, wish("pooled-overlap", "Pairs in several files", choice));
}

/** @param {MomentsFile} pool */
function siteList(pool) {
  const promise = poolWords(pool);
  return [dataTable({ ...inWords(siteTable(pool)), caption: "Sites that the file lists" }), promise && h("p#pool-promise.how", promise)];
}
