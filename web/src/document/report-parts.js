/** A report top to bottom, for the page that prints it and the file that is saved: a summary on one page, sheets, charts, tables, definitions. */
import { thingsTitle } from "./audit-report.js";
import { DEFINITIONS } from "./definitions.js";
import { filedFacts } from "./filing.js";
import { tableParts } from "./report-table.js";
import { sourceParts } from "./sources.js";

/** @import { Filing } from "../types.d.ts" */
/** @import { Figure, Maker, Report } from "./types.d.ts" */

/** Width of the charts in CSS pixels: what A4 has between its margins. */
const WIDTH = 690;

/** @template N @param {Maker<N>} make @param {string} tag @param {readonly string[]} lines */
const list = ({ h }, tag, lines) =>
  h(
    tag,
    lines.map((text) => h("li", text)),
  );

/** @template N @param {Maker<N>} make @param {Report} report @param {Filing} filing @returns {N} */
function summary(
  make,
  { kind, notices = [], verdict, search = [], warnings = [], numbers, next, facts, scores, things, limits, note },
  filing,
) {
  const { h } = make;
  return h(
    "section.first",
    h("p.kind", kind),
    notices.length > 0 &&
      h(
        "div.notices",
        notices.map((text) => h("p", text)),
      ),
    h("h1", verdict),
    search.length > 0 && h("p.search", search.join(" ")),
    warnings.length > 0 && list(make, "ul.warnings", warnings),
    next && h("p.next", h("strong", "Next: "), next),
    h(
      "dl.filed",
      [...facts, ...filedFacts(filing)].flatMap(([title, text]) => [h("dt", title), h("dd", text)]),
    ),
    numbers.length > 0 &&
      h(
        "div.numbers",
        numbers.map((text) => h("p", text)),
      ),
    scores.flatMap((table) => tableParts(make, table)),
    things.length > 0 && [h("h2", thingsTitle({ things })), list(make, "ol", things)],
    h("h2", "Limits"),
    list(make, "ul", limits),
    note && h("p.note", note),
  );
}

/** Charts that have numbers. @template N @param {Maker<N>} make @param {readonly Figure[]} pictures @returns {N[]} */
const figures = ({ h, chart }, pictures) =>
  pictures.flatMap(({ id, title, how, draw }) => {
    const picture = chart((host) => draw(host, WIDTH));
    return picture === undefined ? [] : [h("figure", { id: `figure-${id}` }, h("h2", title), how && h("p.how", how), picture)];
  });

/** Those of what the result has. @template N @param {Maker<N>} make @param {object} result @returns {N[]} */
export const definitions = ({ h, formula }, result) => [
  h(
    "div.definitions",
    h("h2", "Definitions"),
    DEFINITIONS.filter(({ only }) => only === undefined || only in result).map((one) =>
      h(
        "div.definition",
        h("h3", one.name),
        [one.formula].flat().map(formula),
        h("p", one.words),
        h("p.muted", "Source: ", ...sourceParts(h, one.sources), "."),
      ),
    ),
  ),
];

/**
 * What is said, drawn and listed, without the definitions.
 * @template N @param {Maker<N>} make @param {Report} report @param {readonly Figure[]} pictures @param {{ filing: Filing, sheets?: readonly N[], appendix?: string }} options sheets: pages of their own; appendix: its title
 * @returns {N[]}
 */
export function reportBody(make, report, pictures, { filing, sheets = [], appendix = "Appendix: data, settings, tables" }) {
  const { h } = make;
  const [first, ...tables] = report.tables.flatMap((table) => tableParts(make, table));
  return [
    summary(make, report, filing),
    ...sheets,
    ...figures(make, pictures),
    // Firefox keeps a heading with what follows only in a box that does not break.
    h(
      "div.appendix",
      h("h2", appendix),
      h("p.how", `Numbers are rounded here; the JSON and the CSV have every digit. ${report.repeat}`),
      report.cite.map((text) => h("p.how", text)),
      first,
    ),
    ...tables,
  ];
}
