import { count, countOf } from "../report/numbers.js";
import { fill, h } from "./element.js";
import { dataTable } from "./table.js";
import { whatLeaves } from "./what-leaves.js";

/**
 * @typedef {object} Model
 * @property {number} files of sites
 * @property {import("./what-leaves.js").Preview} [preview] ready to be saved
 * @property {import("../types.d.ts").MomentsFile["sites"]} [sites] as the file lists them
 * @property {string} [failure]
 * @typedef {{ save: () => void, close: () => void }} Actions
 */

const WHO_CAN_SUBTRACT =
  "The file holds the sums of all sites together, not those of one site. Whoever has it and some of the sites' own files can subtract these: of two sites, each can so learn the other's sums.";

/** Saving the sums of several sites as one file. @param {HTMLDialogElement} dialog @param {Model} model @param {Actions} actions */
export function render(dialog, { files, preview, sites, failure }, { save, close }) {
  fill(
    dialog,
    h("h2", { id: "aggregate-title" }, "Save the sites' sums as one"),
    h(
      "p",
      { class: "lead" },
      `One file from ${countOf(files, "site's file", "sites' files")}. It gives the audit of all their pairs, and adds up with other files.`,
    ),
    h("p", { class: "how" }, WHO_CAN_SUBTRACT),
    failure && h("p", { class: "unavailable", role: "alert" }, failure),
    !preview && !failure && h("p", { role: "status" }, "Adding up the sites"),
    sites && siteTable(sites),
    ...(preview ? whatLeaves(preview) : []),
    h(
      "div",
      { class: "dialog-tools" },
      preview && h("button", { type: "button", class: "primary", id: "aggregate-save", click: save }, "Save this file"),
      h("button", { type: "button", id: "aggregate-close", click: close }, "Close"),
    ),
  );
}

/** @param {import("../types.d.ts").MomentsFile["sites"]} sites */
function siteTable(sites) {
  return dataTable({
    caption: "Sites that the file lists",
    columns: ["Site", "Pairs"],
    rows: sites.map(({ label, pairs }) => [label ?? "without a name", count(pairs)]),
  });
}
