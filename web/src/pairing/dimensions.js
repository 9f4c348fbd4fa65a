/** Dimensions that both files name: columns of the texts in the images' order. */
import { warning } from "./findings.js";
import { refInWords } from "./roles.js";

/** @import { ArrayRef, Finding, MatrixSource } from "../types.d.ts" */

/** @param {MatrixSource} source @param {Int32Array} from column of the source for each column @returns {MatrixSource} */
function reordered(source, from) {
  const { name, rows, cols, dtype } = source;
  return {
    name,
    rows,
    cols,
    dtype,
    async readRows(begin, end) {
      const values = await source.readRows(begin, end);
      const out = new Float32Array(values.length);
      for (let at = 0; at < values.length; at += cols) for (let col = 0; col < cols; col++) out[at + col] = values[at + from[col]];
      return out;
    },
  };
}

/** @param {ArrayRef} images @param {ArrayRef} texts @returns {{ texts: MatrixSource, findings: Finding[] }} */
export function inOneOrder(images, texts) {
  const asIs = { texts: texts.array, findings: [] };
  const [wanted, there] = [images.array.dimensions, texts.array.dimensions];
  if (!wanted || !there || wanted.length !== there.length || wanted.every((name, col) => name === there[col])) return asIs;
  const place = new Map(there.map((name, col) => [name, col]));
  const from = wanted.map((name) => place.get(name) ?? -1);
  if (place.size !== wanted.length || new Set(wanted).size !== wanted.length || from.includes(-1)) return asIs;
  const moved = from.findIndex((col, at) => col !== at);
  const message = `${refInWords(images)} and ${refInWords(texts)} name the same dimensions in another order (${wanted[moved]} is column ${moved} and ${from[moved]}, counted from 0). They are matched by name.`;
  return {
    texts: reordered(texts.array, Int32Array.from(from)),
    findings: [
      warning("DIMENSIONS_MATCHED", message, {
        level: "note",
        count: from.filter((col, at) => col !== at).length,
        dimensions: [moved],
      }),
    ],
  };
}
