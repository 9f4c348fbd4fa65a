/** Ids with folders in them: "train/0001" names a dataset in a group, and the groups together hold the rows of one array. */

import { SIDE } from "./tensor-keys.js";

/** @import { FoundDataset } from "../types.d.ts" */
/** @import { Group, GroupItems } from "./types.d.ts" */

const KINDS = [/image|img|vision|visual|picture|photo/i, /text|txt|caption|report|sentence|prompt/i, /audio|video/i];
const SPLIT = /^(train|val|valid|validation|dev|test|eval|query|gallery)$/i;
const FIELD = /^(weight|bias|mean|std|scale|data|values?)$/i;

/** @param {string} path @returns {Group} */
const newGroup = (path) => ({ path, groups: new Map(), items: new Map(), odd: false });

/** @param {readonly FoundDataset[]} datasets @param {(dataset: FoundDataset) => { cols: number } | null} itemShape */
function groupsOf(datasets, itemShape) {
  const root = newGroup("");
  for (const dataset of datasets) {
    const names = dataset.name.split("/");
    const last = /** @type {string} */ (names.pop());
    let group = root;
    for (const name of names) {
      const inner = group.groups.get(name) ?? newGroup(group.path ? `${group.path}/${name}` : name);
      group.groups.set(name, inner);
      group = inner;
    }
    const shape = itemShape(dataset);
    if (shape) group.items.set(last, shape.cols);
    else group.odd = true;
  }
  return root;
}

/** Names of groups that are no folders of ids: sides, models, the items themselves. @param {readonly string[]} names @param {readonly GroupItems[]} insides */
function areOfOtherKinds(names, insides) {
  const kinds = new Set(names.map((name) => KINDS.map((kind) => kind.test(name)).join()));
  if (kinds.size > 1) return true;
  const [{ keys }] = insides;
  if (keys.some((key) => SIDE.test(key) || FIELD.test(key))) return true;
  if (names.every((name) => SPLIT.test(name))) return false;
  const first = new Set(keys);
  const areAlike =
    names.length > 1 && insides.every((inside) => inside.keys.length === first.size && inside.keys.every((key) => first.has(key)));
  if (!areAlike) return false;
  // ID/image, or the same ids under the names of models.
  return names.length >= keys.length || !names.every((name) => SPLIT.test(name) || /\d/.test(name));
}

/** @param {Group} group @param {Set<string>} folders paths of groups whose groups are folders of ids @returns {GroupItems | null} */
function insideOf({ path, groups, items, odd }, folders) {
  const inner = [...groups.values()].map((group) => insideOf(group, folders));
  const widths = new Set(items.values());
  if (odd || widths.size > 1 || inner.some((inside) => inside === null)) return null;
  const insides = /** @type {GroupItems[]} */ (inner);
  for (const { cols } of insides) widths.add(cols);
  if (widths.size !== 1) return null;
  const [cols] = widths;
  const names = [...groups.keys()];
  if (names.length === 0) return { cols, keys: [...items.keys()] };
  if (areOfOtherKinds(names, insides)) return null;
  folders.add(path);
  return { cols, keys: [...items.keys(), ...insides.flatMap(({ keys }, index) => keys.map((key) => `${names[index]}/${key}`))] };
}

/**
 * The group that a dataset's id begins in, where ids have folders; undefined for any other dataset.
 * @param {readonly FoundDataset[]} datasets @param {(dataset: FoundDataset) => { cols: number } | null} itemShape
 * @returns {(path: string) => [string, string] | undefined} group and id
 */
export function foldersOf(datasets, itemShape) {
  /** @type {Set<string>} */
  const folders = new Set();
  insideOf(groupsOf(datasets, itemShape), folders);
  return (path) => {
    const names = path.split("/");
    for (let depth = 0; depth < names.length - 1; depth++) {
      const group = names.slice(0, depth).join("/");
      if (folders.has(group)) return [group, names.slice(depth).join("/")];
    }
    return undefined;
  };
}
