/** Which result is on the page, and what the page says of it beside its report. */
import { count } from "../report/numbers.js";
import { verificationTitle } from "../report/verification.js";
import { unfitting } from "../views/groups.js";
import { leftAside } from "./left-aside.js";

/** @import { Filing, Verification } from "../types.d.ts" */
/** @import { BenchmarkState, State } from "./session-types.d.ts" */
/** @typedef {NonNullable<ReturnType<Parameters<typeof import("./printing.js").listenForPrint>[0]["current"]>>} Printed */

/** Differences that are printed; the rest is counted. */
const MOST = 4;

const NAMES_STAY =
  "The names of files, columns, groups and models are printed, as on the page; “Save report…” can leave them out, and a print then does too. No caption, id or row of an item is printed.";

/** A message may hold a name. @param {Verification} verification @param {string} saved name of the file @param {boolean} names @returns {string[]} */
function verificationNotice(verification, saved, names) {
  const { differences, differing } = verification;
  const shown = names ? differences.slice(0, MOST).map(({ message }) => message) : [];
  const more = differing - shown.length;
  return [
    verificationTitle(verification),
    `Computed again from the files, with the options of ${names ? saved : "a saved audit"}.`,
    ...shown,
    ...(more > 0 && shown.length > 0 ? [`${count(more)} more are not listed here.`] : []),
  ];
}

/** What a reader of the paper must know of the audit too. @param {State} state @param {boolean} names whether they are printed @returns {string[]} */
export function noticesOf(state, names) {
  const { saved, verification, pairs, asides } = state;
  const compared = asides?.comparison?.found;
  const own =
    saved && verification
      ? verificationNotice(verification, saved.name, names)
      : saved && !pairs
        ? [`Opened from ${names ? saved.name : "a saved file"}, without its data: its numbers were not computed again.`]
        : [];
  const others =
    compared?.verification && compared.saved
      ? verificationNotice(compared.verification, compared.saved, names).map((text) => `The comparison: ${text}`)
      : [];
  const aside = unfitting({ leftAside: leftAside(state) }).map((text) => (names ? text : "A table of metadata was given and not used."));
  return [...own, ...aside, ...others];
}

/**
 * The finished result that is on the page; undefined if the screen shows something else.
 * @param {{ page: Document, session: Pick<ReturnType<typeof import("./session.js").createSession>, "store" | "whole">, benchmark: BenchmarkState, filing: Filing }} parts @returns {Printed | undefined}
 */
export function printedNow({ page, session, benchmark: { benchmark }, filing }) {
  const [learn, summary] = [page.getElementById("learn"), page.getElementById("summary")];
  // The summary over the page prints itself.
  if (learn?.hidden === false || summary?.hasAttribute("open")) return undefined;
  const state = session.store.get();
  const common = { word: state.word, filing, note: filing.names ? NAMES_STAY : "" };
  if (benchmark) return { made: benchmark, notices: [], ...common };
  const made = state.phase === "done" && session.whole();
  if (!made) return undefined;
  const found = state.asides?.comparison?.found;
  const comparison = found?.several ?? found?.comparison;
  return { made, comparison, notices: noticesOf(state, filing.names), ...common };
}
