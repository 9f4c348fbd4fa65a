/** Does what a reader sees agree with what the library that wrote the file says? */

/** @typedef {{ name: string, rows: number, cols: number, dtype: string, sum: number | null, first: (number | null)[] }} Facts */
/** @typedef {{ library: string, refuse?: string, arrays?: (Facts & { scale: number | null })[] }} Answer */
/** @typedef {{ format: string, arrays: Facts[] } | { error: { code: string } }} Seen as askew inspect gives it */

/** Matrices that are no plain numbers: they are refused as UNSUPPORTED_TYPE, by name. @type {ReadonlySet<string>} */
const VARIANTS = new Set(["mat/scipy_testsparse_7.4_GLNX86.mat", "mat/scipy_testsparsefloat_7.4_GLNX86.mat"]);

/** Datasets of a filter, or of a type of arrays inside values, that is not read; the others of the file are. @type {Readonly<Record<string, string[]>>} */
const LEFT_OUT = Object.freeze({
  "hdf5/h5py37_pairs_default.h5": ["lzf"],
  "hdf5/h5wasm_array.h5": ["float_arr[0]", "float_arr[1]"],
});

/** Names differ by custom only: "/group/data", "group.data", "tensor" for a file of one array. @param {string} name */
const plain = (name) => name.replace(/^[/.]/, "").replace(/\//g, ".");

/** JSON has no NaN: both sides write null for what is not finite. @param {number | null} value */
const finite = (value) => (value !== null && Number.isFinite(value) ? value : null);

/** @param {Facts} seen @param {Facts & { scale: number | null }} told @returns {string | undefined} what differs */
function difference(seen, told) {
  if (seen.rows !== told.rows || seen.cols !== told.cols)
    return `${seen.rows} x ${seen.cols}, and the oracle says ${told.rows} x ${told.cols}`;
  if (seen.dtype !== told.dtype) return `${seen.dtype}, and the oracle says ${told.dtype}`;
  if (seen.first.map(finite).join() !== told.first.map(finite).join()) return `first ${seen.first}, and the oracle says ${told.first}`;
  const [a, b] = [finite(seen.sum), finite(told.sum)];
  // Another order of adding up moves a float64 sum by 2^-53 a term at most.
  const tolerance = (told.scale ?? 0) * seen.rows * seen.cols * 2 ** -53;
  if (a === b || (a !== null && b !== null && Math.abs(a - b) <= tolerance)) return undefined;
  return `sum ${seen.sum}, and the oracle says ${told.sum}`;
}

/**
 * @param {Seen} seen
 * @param {Answer} answer
 * @param {string} [file] as the answers name it
 * @returns {{ agrees: boolean | null, why: string }} null: not compared
 */
export function agreement(seen, answer, file = "") {
  const refused = "error" in seen;
  if (answer.refuse !== undefined)
    return refused
      ? { agrees: true, why: `it must be refused: ${answer.refuse}` }
      : { agrees: false, why: `it opens, and ${answer.refuse}` };
  if (refused && seen.error.code === "UNSUPPORTED_TYPE" && VARIANTS.has(file))
    return { agrees: null, why: `a variant that is not read (${answer.library} reads it)` };
  const { arrays } = answer;
  if (arrays === undefined) return { agrees: null, why: answer.library };
  if (arrays.length === 0)
    return refused || seen.arrays.length === 0
      ? { agrees: true, why: `no matrix of numbers is in it (${answer.library})` }
      : { agrees: false, why: `${seen.arrays[0].name} is read, and ${answer.library} finds no matrix` };
  if (refused) return { agrees: false, why: `${answer.library} reads ${arrays.map(({ name }) => name || "the array").join(", ")}` };
  for (const told of arrays) {
    if (LEFT_OUT[file]?.includes(told.name) && !seen.arrays.some(({ name }) => name === told.name)) continue;
    const array = seen.arrays.find(({ name }) => plain(name) === plain(told.name)) ?? (arrays.length === 1 ? seen.arrays[0] : undefined);
    if (!array) return { agrees: false, why: `${told.name} is missing (${answer.library})` };
    const differs = difference(array, told);
    if (differs) return { agrees: false, why: `${told.name || "the array"} is ${differs} (${answer.library})` };
  }
  const more = seen.arrays.find((array) => arrays.length > 1 && !arrays.some(({ name }) => plain(name) === plain(array.name)));
  return more ? { agrees: false, why: `${more.name} is unknown to ${answer.library}` } : { agrees: true, why: answer.library };
}
