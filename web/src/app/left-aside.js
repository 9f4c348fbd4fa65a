/** Files that were given with the pairs and serve for nothing in their audit, each with the reason. */
import { warning } from "../pairing/index.js";
import { countOf } from "../report/numbers.js";
import { isBystander } from "./bystanders.js";

/** @import { Finding } from "../types.d.ts" */
/** @import { State } from "./session-types.d.ts" */

/** Questions of a proposal that are on files left aside. */
const ABOUT_FILES = new Set(["METADATA_UNUSED", "OTHER_ARRAYS"]);
/** Files that did not open, named before the rest is only counted. */
const NAMED = 3;

/** @param {Pick<State, "files" | "proposal" | "pairs">} state @returns {Finding[]} none if the pairs are not those of the files */
export function leftAside({ files, proposal, pairs }) {
  if (!pairs || !proposal) return [];
  const closed = files.flatMap((file) => (isBystander(file) ? (file.failure?.message ?? []) : []));
  const named = closed.slice(0, NAMED);
  const rest = closed.length - named.length;
  if (rest > 0) named.push(`${countOf(rest, "more file does", "more files do")} not open.`);
  return [
    ...proposal.questions.filter(({ code }) => ABOUT_FILES.has(code)),
    ...named.map((message) => warning("FILE_UNUSED", `Left aside: ${message}`, { level: "note" })),
  ];
}
