/** What a run's file is called: <model>/<dataset>_<split>_features.pt, and what is told from other names. */

/** @import { FileLike } from "../types.d.ts" */
/** @typedef {{ model: string, dataset: string, split: string, side: "images" | "texts" | "", sure: boolean }} RunName */

const SPLITS = new Set("train val valid validation dev test".split(" "));
/** Words that say that a file holds embeddings, not of what. */
const FILLERS = new Set("features feature feats embeddings embedding embeds embed emb vectors".split(" "));
const IMAGES = new Set("image images img imgs vision visual".split(" "));
const TEXTS = new Set("text texts txt caption captions report reports".split(" "));
/** @param {FileLike} file */
export const pathOf = (file) => file.webkitRelativePath || file.name;

/** Letters and digits alone. @param {string} name */
export const plainName = (name) => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");

/** Words from the end of a name that say split, side or nothing, and what is left. @param {string} stem */
function withoutTail(stem) {
  let rest = stem;
  let split = "";
  /** @type {RunName["side"]} */
  let side = "";
  let filler = false;
  for (;;) {
    const [, before, word] = /^(.*?)[_\-. ]?([^_\-. ]*)$/s.exec(rest) ?? ["", "", ""];
    const lower = word.toLowerCase();
    if (SPLITS.has(lower)) split = word;
    else if (IMAGES.has(lower)) side = "images";
    else if (TEXTS.has(lower)) side = "texts";
    else if (FILLERS.has(lower)) filler = true;
    else return { rest, split, side, filler };
    if (before === "") return { rest: "", split, side, filler };
    rest = before;
  }
}

/** Model and dataset of a name without folders: "clip__ROCO", else the part after the last "_" is the dataset. @param {string} name */
function parted(name) {
  const double = name.split("__");
  if (double.length === 2 && double.every(Boolean)) return { model: double[0], dataset: double[1] };
  const at = name.lastIndexOf("_");
  if (at > 0 && at < name.length - 1) return { model: name.slice(0, at), dataset: name.slice(at + 1) };
  return { model: name, dataset: "" };
}

/** @param {string} path with "/" between folders @param {(dataset: string) => boolean} knows a dataset's name @returns {RunName} */
export function runName(path, knows) {
  const parts = path.split(/[/\\]/).filter(Boolean);
  const stem = /** @type {string} */ (parts.pop()).replace(/\.[^.]+$/, "");
  const { rest, split, side, filler } = withoutTail(stem);
  const folder = parts.at(-1) ?? "";
  const above = parts.at(-2) ?? "";
  if (rest === "") return { model: above, dataset: folder, split, side, sure: false };
  if (folder === "") return { ...parted(rest), split, side, sure: false };
  // <dataset>/<model>_features.pt is the other way round.
  if (knows(folder) && !knows(rest)) return { model: rest, dataset: folder, split, side, sure: false };
  return { model: folder, dataset: rest, split, side, sure: split !== "" && filler && side === "" };
}
