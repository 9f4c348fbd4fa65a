/** Results in tables of text. */

/** @import { Outcome } from "./judge.js" */
/** @import { Result } from "./run-case.js" */

/** @type {readonly Outcome[]} */
const OUTCOMES = ["right", "fewer", "asked", "finding", "unknown", "wrong"];

/** @template T @param {readonly T[]} items @param {(item: T) => string} keyOf @returns {Map<string, T[]>} */
function groupsBy(items, keyOf) {
  /** @type {Map<string, T[]>} */
  const groups = new Map();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}

/** @param {"change" | "writer" | "layout" | "route"} what @param {readonly Result[]} results @param {readonly string[]} [order] */
export function tableBy(what, results, order) {
  const groups = groupsBy(results, (result) => result[what]);
  const names = (order ?? [...groups.keys()].sort()).filter((name) => groups.has(name));
  const line = (/** @type {string} */ name, /** @type {readonly Result[]} */ of) =>
    name.padEnd(40) + OUTCOMES.map((outcome) => String(of.filter((result) => result.outcome === outcome).length).padStart(8)).join("");
  return [
    what.padEnd(40) + OUTCOMES.map((outcome) => outcome.padStart(8)).join(""),
    ...names.map((name) => line(name, /** @type {Result[]} */ (groups.get(name)))),
    line("all", results),
    "",
  ].join("\n");
}

/** The sentence without what differs from file to file. @param {string} detail */
const kindOf = (detail) =>
  detail
    .replace(/\d+/g, "0")
    .replace(/\b[\w./-]+\.(npy|npz|pt|pkl|csv|csv\.gz|tsv|json|jsonl|mat|h5|arrow|parquet|xlsx|zip|safetensors)\b/g, "FILE")
    .slice(0, 90);

/** Results of one kind together, the most frequent first, each with its layouts, its changes and one whole example. @param {string} title @param {readonly Result[]} results */
export function kindsOf(title, results) {
  const kinds = [...groupsBy(results, ({ detail }) => kindOf(detail)).values()].sort((a, b) => b.length - a.length);
  const names = (/** @type {readonly Result[]} */ of, /** @type {"layout" | "change" | "writer"} */ what) =>
    [...groupsBy(of, (result) => result[what])].map(([name, { length }]) => `${name} ${length}`).join(", ");
  const shown = kinds.map((of) => {
    const { writer, layout, change, route, seed, detail } = of[0];
    const again = `--writer "${writer}" --layout "${layout}" --change "${change}" --route ${route} --seed ${seed}`;
    return `${of.length} x ${detail.slice(0, 400)}\n    ${again}\n    layouts: ${names(of, "layout")}\n    changes: ${names(of, "change")}\n    writers: ${names(of, "writer")}`;
  });
  return [`== ${title}: ${results.length} of ${kinds.length} kinds`, ...shown, ""].join("\n");
}
