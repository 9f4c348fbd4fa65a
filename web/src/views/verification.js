import { count } from "../report/numbers.js";
import { verificationTitle } from "../report/verification.js";
import { h, list } from "./element.js";

/** @import { Verification } from "../types.d.ts" */

/** Differences that are read at once; the others are to be opened. */
const FIRST = 4;

/** Whether what was computed agrees with what was saved. @param {Verification} verification @param {string} name of the saved file @param {string} [id] */
export function verificationBox(verification, name, id = "verification") {
  const { agrees, differences, differing, notes } = verification;
  const items = (/** @type {typeof differences} */ some) => some.map(({ message }) => message);
  const rest = differences.slice(FIRST);
  const untold = differing - differences.length;
  return h(
    "section",
    { class: `verification ${agrees ? "agrees" : "differs"}`, id, "aria-labelledby": `${id}-title` },
    h("h2", { id: `${id}-title` }, verificationTitle(verification)),
    h("p.how", `Computed again from the files, with the options of ${name}.`),
    differences.length > 0 && list("ul", items(differences.slice(0, FIRST))),
    rest.length > 0 &&
      h(
        "details",
        h("summary", `${count(rest.length + untold)} more differences`),
        list("ul", [...items(rest), ...(untold > 0 ? [`and ${count(untold)} that are not listed`] : [])]),
      ),
    notes.map((note) => h("p.how", note)),
  );
}
