/** Numbers and lists of numbers as tables write them. */

const MISSING = new Set(["", "na", "n/a", "nan", "+nan", "-nan", "null", "none", "#n/a"]);
const INFINITE = /^[+-]?inf(inity)?$/i;

/** True for an empty cell and for the words that stand for one. @param {string} cell */
export function isMissing(cell) {
  return MISSING.has(cell.trim().toLowerCase());
}

/**
 * @param {string} cell
 * @param {boolean} decimalComma
 * @returns {number | null} NaN if the value is missing, null if the cell is no number
 */
export function parseNumber(cell, decimalComma) {
  const text = decimalComma ? cell.replace(",", ".") : cell;
  const value = Number(text);
  // Number() takes "" as 0 and reads hexadecimal.
  if (!Number.isNaN(value)) return value !== 0 || text.trim() !== "" ? (/^\s*[+-]?0[xob]/i.test(text) ? null : value) : Number.NaN;
  if (isMissing(cell)) return Number.NaN;
  if (INFINITE.test(text.trim())) return text.trim().startsWith("-") ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return null;
}

const BARE_LIST = /^\s*[+-]?[\d.]+(e[+-]?\d+)?([\s,;|]+[+-]?[\d.]+(e[+-]?\d+)?){7,}\s*$/i;
const BRACKETED = /^\s*(\[[\s\S]*\]|\([\s\S]*\)|\{[\s\S]*\})\s*$/;

/** How libraries print an array: what stands before its first bracket, and behind its last. */
const PRINTED =
  /^(parameter containing:\s*)?(<tf\.tensor: [^[]*numpy=)?((torch|np|numpy|jnp|jax|tf|mx)\.)?(tensor|array|asarray|devicearray|ndarray|parameter)\($/i;
const SAID = String.raw`(dtype|device|grad_fn|requires_grad|weak_type|shape|size)=('[^']*'|<[^>]*>|\([^)]*\)|[\w.]+)`;
const PRINTED_END = new RegExp(String.raw`^(,\s*${SAID}\s*)*,?\s*\)>?$`);
/** What is said of one item: np.float32(0.1), tensor(0.1, device='cuda:0'). */
const ITEM_SAID = new RegExp(String.raw`,\s*${SAID}`, "g");
const ITEM_TYPE = /\b((np|numpy|torch|jnp)\.)?(b?float\d*|longdouble|double|single|half|u?int\d*|tensor|array)(?=\()/g;
const LONGEST_NAME = 300;

/** The list inside "tensor([0.1, …], device='cuda:0')" or "array([…], dtype=float32)"; null if it is none. @param {string} cell */
function printedArray(cell) {
  const open = cell.indexOf("[");
  const close = cell.lastIndexOf("]");
  if (open < 1 || close < open || open > LONGEST_NAME || cell.length - close > LONGEST_NAME) return null;
  return PRINTED.test(cell.slice(0, open).trim()) && PRINTED_END.test(cell.slice(close + 1).trim()) ? cell.slice(open, close + 1) : null;
}

/** A list without the types of its items and without quotes around them. @param {string} list */
function bareItems(list) {
  return list.replace(ITEM_SAID, "").replace(ITEM_TYPE, "").replace(/["']/g, " ");
}

/** "[0.1, 0.2]", "(0.1 0.2)", "{0.1;0.2}", what a library prints of an array, or eight and more numbers without brackets. @param {string} cell */
export function looksLikeList(cell) {
  if (BARE_LIST.test(cell)) return true;
  const printed = printedArray(cell);
  if (printed !== null) return true;
  return BRACKETED.test(cell) && !/[a-z]{4}/i.test(/[a-z]{4}/i.test(cell) ? bareItems(cell) : cell);
}

/** True where a printer left values out. @param {string} cell */
export function isAbbreviated(cell) {
  return (cell.includes("...") || cell.includes("…")) && looksLikeList(cell);
}

/** @param {string} text @returns {number[] | null} */
function numbersIn(text) {
  const items = text
    .replace(/[[\](){}]/g, " ")
    .split(/[\s,;|]+/)
    .filter((item) => item !== "");
  const values = [];
  for (const item of items) {
    const value = parseNumber(item, false);
    if (value === null) return null;
    values.push(value);
  }
  return values;
}

/**
 * @param {string} cell a list
 * @returns {number[] | null} null if an item is no number
 */
export function parseList(cell) {
  return numbersIn(cell) ?? numbersIn(bareItems(printedArray(cell) ?? cell));
}

/** How many lists of more than one number lie in a cell: "[[1, 2], [3, 4]]" holds two. @param {string} cell */
export function listsIn(cell) {
  const first = cell.indexOf("[");
  if (first < 0 || cell.indexOf("[", first + 1) < 0) return 1;
  const lists = cell.match(/\[[^[\]]*\]/g) ?? [];
  return Math.max(1, lists.filter((list) => /\d[\s,;|]+[^\s,;|\]]/.test(list)).length);
}

const ITEM = /\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|([^\s,;'"[\]]+))\s*(?:[,;]|(?=\s|$))/y;

/**
 * The words or whole numbers of "['a', 'b']" or "[12, 13]", as they are written.
 * @param {string} cell
 * @returns {{ items: string[], quoted: boolean } | null} null if the cell is no such list
 */
export function parseItems(cell) {
  const found = /^\s*[[(]([\s\S]*)[\])]\s*$/.exec(cell);
  if (!found) return null;
  const inside = found[1].trim();
  const items = [];
  let quoted = false;
  ITEM.lastIndex = 0;
  while (ITEM.lastIndex < inside.length) {
    const at = ITEM.lastIndex;
    const item = ITEM.exec(inside);
    if (!item || ITEM.lastIndex === at) return null;
    const word = item[1] ?? item[2];
    if (word === undefined && !/^[+-]?\d+$/.test(item[3])) return null;
    quoted ||= word !== undefined;
    items.push(word === undefined ? item[3] : word.replace(/\\(.)/g, "$1"));
  }
  return { items, quoted };
}
