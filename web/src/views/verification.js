import { count } from "../report/numbers.js";
import { verificationTitle } from "../report/verification.js";
import { h } from "./element.js";

/** Whether the audit agrees with the saved one, above the report. @param {import("../types.d.ts").Verification} verification @param {string} name of the saved audit's file */
export function verificationBox(verification, name) {
  const { agrees, differences, differing, notes } = verification;
  const more = differing - differences.length;
  return h(
    "section",
    { class: `verification ${agrees ? "agrees" : "differs"}`, id: "verification", "aria-labelledby": "verification-title" },
    h("h2", { id: "verification-title" }, verificationTitle(verification)),
    h("p", { class: "how" }, `Computed again from the files, with the options of ${name}.`),
    differences.length > 0 &&
      h(
        "ul",
        {},
        differences.map(({ message }) => h("li", {}, message)),
        more > 0 && h("li", {}, `and ${count(more)} more`),
      ),
    notes.map((note) => h("p", { class: "how" }, note)),
  );
}
