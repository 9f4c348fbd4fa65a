/** The command itself on a case, and what of its audit no change of rows together with their ids may touch. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { main } from "../../web/bin/askew.js";
import { Matrix } from "./forms.js";
import { matrixNpy } from "./writers/words.js";

/** @import { Audit } from "../../web/src/types.d.ts" */
/** @import { Built } from "./cases.js" */
/** @import { Scene } from "./scene.js" */

/** @param {string[]} args @returns {Promise<{ code: number, audit?: Audit, error: string }>} */
export async function command(args) {
  /** @type {string[]} */
  const printed = [];
  /** @type {string[]} */
  const said = [];
  const quick = ["--bootstrap", "0", "--permutations", "0", "--json", "-"];
  const streams = {
    out: (/** @type {string} */ part) => void printed.push(part),
    error: (/** @type {string} */ part) => void said.push(part),
    progress: false,
  };
  const code = await main(["audit", ...args, ...quick], streams);
  return { code, error: said.join(""), ...(code === 0 && { audit: JSON.parse(printed.join("")) }) };
}

/** @param {Built} built */
export const auditBuilt = ({ args, pairs }) => command([...args, ...(pairs === undefined ? [] : ["--pairs", pairs])]);

/** The same pairs as two plain files in one order. @param {Scene} scene @param {string} folder */
export function auditInOrder({ images, texts, captions }, folder) {
  const byItem = (/** @type {import("./data.js").Row} */ a, /** @type {import("./data.js").Row} */ b) => a.item - b.item;
  mkdirSync(folder, { recursive: true });
  const paths = Object.entries({ images, texts }).map(([name, rows]) => {
    const path = join(folder, `${name}.npy`);
    writeFileSync(path, matrixNpy(Matrix.of([...rows].sort(byItem).map(({ vector }) => vector))));
    return path;
  });
  return command([...paths, "--captions", String(captions)]);
}

/** @param {Audit} audit */
function directionsOf({ retrieval }) {
  if (!("imageToText" in retrieval)) throw new Error("The audit has no retrieval.");
  return [retrieval.imageToText, retrieval.textToImage];
}

/** Shares of queries that found their own: counts that no rounding may change. @param {Audit} audit */
export const countsOf = (audit) => directionsOf(audit).map(({ recall, curve, medianRank }) => ({ recall, curve, medianRank }));

/** Scores that are sums over rows: their order may change the last digits. @param {Audit} audit */
export function scoresOf(audit) {
  const { sas, sweep, alternatives, spectrum, metrics } = audit;
  return { sas, sweep, alternatives, spectrum, metrics, mrr: directionsOf(audit).map(({ mrr }) => mrr) };
}
