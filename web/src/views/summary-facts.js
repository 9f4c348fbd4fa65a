/** What the report's first page has beside the headline: the groups' finding, the settings, the limits. */
import { settingsInWords } from "../document/audit-report.js";
import { limits } from "../document/words.js";
import { isPartial } from "../report/sentences.js";
import { groupsInWords } from "../report/subgroups.js";
import { h, list } from "./element.js";

/** @import { Audit } from "../types.d.ts" */
/** @import { ViewOptions } from "./types.d.ts" */

/** Nothing while more of the audit is to come. @param {Audit} audit @param {Pick<ViewOptions, "word" | "groups">} options */
export function summaryFacts(audit, { word, groups }) {
  if (isPartial(audit)) return [];
  const found = groups?.found ?? audit.subgroups;
  const whole = found ? { ...audit, subgroups: found } : audit;
  return [
    found && h("p.groups-found", h("a", { href: "#card-groups" }, `By ${found.column}`), `: ${groupsInWords(found)[0]}`),
    h(
      "details.reading",
      h("summary", "Settings and limits"),
      h("p", `Settings: ${settingsInWords(audit)}.`),
      list("ul.limits", limits(whole, word)),
    ),
  ];
}
