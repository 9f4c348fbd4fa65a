/** Pairs that are not independent: columns of a patient, a study, a site. What is said of them, and a word if nothing is. */
import { Failure } from "../failure.js";
import { onRows, warning } from "./findings.js";

/** @import { Finding, Pairs, TextColumn } from "../types.d.ts" */
/** @import { Choice } from "./types.d.ts" */

/** Words of an id: "patient id" and "study instance uid" hold pairs together, "patient age" and "study date" do not. */
const ID = "(?: ?(?:instance|ids?|uids?|numbers?|nos?|nr|num|key|code|identifier|index|name))*";
/** Names of columns that hold pairs together, the widest unit first: pairs of one patient are pairs of one study too. */
const UNITS = ["patient|subject|person|participant|donor|mrn|pid|medical ?record", "study|accession|exam|encounter|admission|specimen"].map(
  (words) => new RegExp(`^(?:.* )?(?:${words})${ID}$`),
);
/** "patientId" and "patient_id" as "patient id". @param {string} name */
const spaced = (name) =>
  name
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .toLowerCase();

/** Fewer values than this, or more pairs a value, are groups to compare (site, sex), not units of which there are many. */
const LEAST_VALUES = 8;
const MOST_EACH = 200;

/** How many values a column has, of how many pairs that have one, and the first pairs that repeat one. @param {readonly string[]} values */
function repeatsOf(values) {
  /** @type {Set<string>} */
  const seen = new Set();
  /** @type {number[]} */
  const again = [];
  for (const [row, value] of values.entries()) {
    if (value === "") continue;
    if (seen.has(value)) again.push(row);
    seen.add(value);
  }
  return { distinct: seen.size, filled: seen.size + again.length, again };
}

/** Columns whose values are many and repeat. @param {readonly TextColumn[]} [columns] @returns {string[]} */
export const clusterColumns = (columns = []) =>
  columns.flatMap(({ name, values }) => {
    const { distinct, filled, again } = repeatsOf(values);
    return again.length > 0 && distinct >= LEAST_VALUES && filled <= MOST_EACH * distinct ? [name] : [];
  });

/** Columns of a few values that many pairs share. @param {readonly TextColumn[]} [columns] @returns {string[]} */
export const stratumColumns = (columns = []) =>
  columns.flatMap(({ name, values }) => {
    const distinct = new Set(values).size;
    return distinct > 1 && LEAST_VALUES * distinct <= values.length ? [name] : [];
  });

/** Columns whose values, or some of several between | or ;, repeat. @param {readonly TextColumn[]} [columns] @returns {string[]} */
export const labelColumns = (columns = []) =>
  columns.flatMap(({ name, values }) => {
    const filled = values.filter((value) => value !== "").flatMap((value) => value.split(/[|;]/));
    const distinct = new Set(filled).size;
    return distinct > 1 && 2 * distinct <= filled.length ? [name] : [];
  });

/** The column whose name says that it holds a patient's or a study's pairs together, if several pairs have one value. @param {readonly TextColumn[]} [columns] */
export function likelyCluster(columns = []) {
  const repeated = new Set(clusterColumns(columns));
  const names = columns.flatMap(({ name }) => (repeated.has(name) ? [name] : []));
  return UNITS.map((unit) => names.find((name) => unit.test(spaced(name)))).find((name) => name !== undefined);
}

/** By the columns: the page asks with each step, and tables may be long. @type {WeakMap<readonly TextColumn[], ReturnType<typeof columnsWithMeaning>>} */
const known = new WeakMap();

/** @param {readonly TextColumn[]} columns */
const columnsWithMeaning = (columns) => ({
  clusters: clusterColumns(columns),
  likely: likelyCluster(columns),
  strata: stratumColumns(columns),
  labels: labelColumns(columns),
});

const NONE = columnsWithMeaning([]);

/** Columns that may say that pairs are not independent, or what they are. @param {readonly TextColumn[]} [columns] */
export function columnsOfPairs(columns) {
  if (!columns) return NONE;
  const found = known.get(columns) ?? columnsWithMeaning(columns);
  known.set(columns, found);
  return found;
}

/** @param {Pairs} pairs @param {string} column @param {string} what */
function valuesOf({ metadata = [] }, column, what) {
  const found = metadata.find(({ name }) => name === column);
  if (found) return found.values;
  const known =
    metadata.length > 0
      ? `Known: ${metadata.map(({ name }) => name).join(", ")}.`
      : "The files have no columns that describe the pairs: give a table of them (--metadata FILE).";
  throw new Failure("BAD_USE", `There is no column "${column}" ${what}. ${known}`, { column });
}

/** @param {string} column @param {readonly string[]} values @returns {Finding[]} */
function clusterFindings(column, values) {
  const { distinct, filled, again } = repeatsOf(values);
  const empty = values.length - filled;
  if (again.length === 0)
    return [warning("NOTHING_TOGETHER", `No value of ${column} repeats, so each of the ${distinct} pairs counts by itself.`)];
  if (empty === 0) return [];
  return [
    warning(
      "CLUSTERS_INCOMPLETE",
      `${empty} of ${values.length} pairs have no value of ${column}; each of them counts by itself. If some are one patient’s, intervals are too narrow and p values too small.`,
      { count: empty },
    ),
  ];
}

/** What is chosen, checked; or a word on a column that nobody named. @param {Pairs} pairs @param {Pick<Choice, "cluster" | "within" | "labels">} choice @returns {Pairs} */
export function withTogether(pairs, { cluster, within, labels }) {
  const findings = [...pairs.findings];
  if (within !== undefined) valuesOf(pairs, within, "within which texts could be exchanged");
  if (cluster !== undefined) findings.push(...clusterFindings(cluster, valuesOf(pairs, cluster, "that holds pairs together")));
  if (labels !== undefined) valuesOf(pairs, labels, "of labels");
  const likely = cluster === undefined ? likelyCluster(pairs.metadata) : undefined;
  if (likely !== undefined) {
    const { distinct, filled, again } = repeatsOf(valuesOf(pairs, likely, ""));
    const message = `${likely} has ${distinct} values for ${filled} pairs, and nothing says that pairs of one value belong together. Each counts by itself now: if those of one value are alike, intervals are too narrow and p values too small. Name the column under “Pairs that belong together” (command: --cluster ${likely}).`;
    findings.push(onRows("CLUSTERS_UNSTATED", message, again, { side: "images" }));
  }
  return {
    ...pairs,
    findings,
    ...(cluster !== undefined && { cluster }),
    ...(within !== undefined && { within }),
    ...(labels !== undefined && { labels }),
  };
}
