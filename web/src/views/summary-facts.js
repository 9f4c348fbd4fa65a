/** What the report's first page has beside the headline: the groups' finding, the settings, the limits. */
import { settingsInWords } from "../document/audit-report.js";
import { limits } from "../document/words.js";
import { isPartial } from "../report/sentences.js";
import { groupsInWords } from "../report/subgroups.js";
import { h, list } from "./element.js";

/** @import { Audit } from "../types.d.ts" */
/** @import { ViewOptions } from "./types.d.ts" */

/** @param {...Element} children */
const folded = (...children) => h("details.reading", h("summary", "Settings and limits"), children);

/** The place is there from the first scores on, so that nothing moves at the end. @param {Audit} audit @param {Pick<ViewOptions, "word" | "groups">} options */
export function summaryFacts(audit, { word, groups }) {
  if (isPartial(audit)) return [folded(h("p", "These stand here once everything is computed."))];
  const found = groups?.found ?? audit.subgroups;
  const whole = found ? { ...audit, subgroups: found } : audit;
  return [
    found && h("p.groups-found", h("a", { href: "#card-groups" }, `By ${found.column}`), `: ${groupsInWords(found)[0]}`),
    folded(h("p", `Settings: ${settingsInWords(audit)}.`), list("ul.limits", limits(whole, word))),
  ];
}
