/** What the entries of a JSON object are: rows under ids, a table by columns, places in another list, or arrays each under its name. */
import { countsFrom } from "./csv-header.js";
import { NUMBERED } from "./csv-plan.js";
import { isRecord, isScalar, isVector, isWord } from "./record-table.js";

/** @import { EntriesShape, Entry } from "./types.d.ts" */

/** Entries from which on an object may be a list under ids. */
const MANY = 3;
/** So many vectors are a list under ids, whatever the keys. */
const SURELY = 8;
/** So many numbers are values under ids, whatever the keys. */
const NUMBERS = 64;
/** Whole numbers under ids that are so many each are vectors. */
const LONG = 16;
const DIMENSION = /^(dims?|d|f|feat(ure)?s?|x|e|emb(edding)?s?|v|vec|c|col|column|pc|component|latent|z|h|unnamed: )$/i;

/** @param {string} key */
const hasDigit = (key) => /\d/.test(key);

/** Exactly 0 … m - 1, in any order. @param {readonly string[]} keys */
export const arePlaceKeys = (keys) => keys.length > 0 && keys.every((key) => /^\d+$/.test(key)) && countsFrom(keys.map(Number)) === 0;

/** dim_0, dim_1 …: names of dimensions, not of rows. @param {readonly string[]} keys */
function areDimensions(keys) {
  const found = keys.map((key) => NUMBERED.exec(key));
  const prefix = found[0]?.[1] ?? "";
  return (
    keys.length > 1 &&
    DIMENSION.test(prefix) &&
    found.every((match) => match?.[1] === prefix) &&
    countsFrom(found.map((match) => Number(match?.[2]))) !== null
  );
}

/** @param {unknown} value */
const isWhole = (value) => value === null || Number.isInteger(value);
/** @param {unknown} value */
const isStack = (value) => Array.isArray(value) && value.length > 0 && value.every(isVector);

/** What a column of a table holds. @param {unknown[]} values */
function kindOfAll(values) {
  const filled = values.filter((value) => value !== null);
  if (filled.length === 0) return "nothing";
  for (const [kind, test] of /** @type {[string, (value: unknown) => boolean][]} */ ([
    ["number", (value) => typeof value === "number"],
    ["word", (value) => typeof value === "string" || typeof value === "boolean"],
    ["vector", isVector],
    ["list", Array.isArray],
  ]))
    if (filled.every(test)) return kind;
  return "mixed";
}

/** Objects of one set of keys: by rows or by columns. @param {readonly Entry[]} entries @param {string[]} keys of each @returns {EntriesShape} */
function shapeOfRecords(entries, keys) {
  const names = entries.map(({ key }) => key);
  const kinds = entries.map(({ value }) => kindOfAll(Object.values(/** @type {object} */ (value))));
  if (kinds.includes("mixed")) return entries.length >= MANY ? "records" : "names";
  const kindsOfColumns = new Set(kinds.filter((kind) => kind !== "nothing"));
  const isFrame = arePlaceKeys(keys) && keys.length >= MANY;
  if (isFrame && kindsOfColumns.size > 1) return "frame";
  if (kindsOfColumns.has("vector") || kindsOfColumns.has("list")) {
    // {imgfeats: {id: vector}, textfeats: {id: vector}} has more ids than names.
    if (keys.length > entries.length || entries.length < MANY) return "names";
    return "records";
  }
  if (kindsOfColumns.size > 1) return keys.length >= MANY ? "frame" : "names";
  if (kindsOfColumns.has("word")) return isFrame ? "frame" : entries.length >= MANY && keys.length <= entries.length ? "records" : "names";
  if (areDimensions(names) && !areDimensions(keys)) return "frame";
  if (areDimensions(keys) && entries.length >= MANY) return "records";
  const [rowsCount, columnsCount] = [arePlaceKeys(names), arePlaceKeys(keys)];
  if (rowsCount && columnsCount && entries.length >= MANY && keys.length >= MANY) return "turned";
  if (columnsCount && entries.length >= MANY && names.every(hasDigit)) return "records";
  if (isFrame) return "frame";
  if (rowsCount && !columnsCount && keys.length >= MANY && keys.every(hasDigit)) return "frame";
  return entries.length >= MANY ? "records" : "names";
}

/** Lists of one length under the names of columns. @param {readonly Entry[]} entries */
function isFrameOfLists(entries) {
  const lengths = entries.map(({ value }) => (Array.isArray(value) ? value.length : -1));
  if (lengths[0] < 1 || lengths.some((length) => length !== lengths[0])) return false;
  const numbers = entries.filter(({ value }) => isVector(value)).map(({ key }) => key);
  const isFlat = entries.every(({ value }) => Array.isArray(value) && value.every((item) => item === null || typeof item !== "object"));
  if (!isFlat || numbers.length < MANY) return false;
  return areDimensions(numbers) || (numbers.length < entries.length && arePlaceKeys(numbers));
}

/** @param {readonly Entry[]} entries @param {boolean} besideMatrix @returns {EntriesShape} */
export function shapeOf(entries, besideMatrix) {
  const values = entries.map(({ value }) => value);
  const keys = entries.map(({ key }) => key);
  const [first] = values;
  if (entries.length === 0) return "names";
  if (values.every(isRecord)) {
    const inner = Object.keys(/** @type {object} */ (first));
    const isOne = values.every((value) => inner.every((key) => Object.hasOwn(/** @type {object} */ (value), key)));
    const isSame = isOne && values.every((value) => Object.keys(/** @type {object} */ (value)).length === inner.length);
    if (isSame && inner.length > 0 && entries.length > 1) return shapeOfRecords(entries, inner);
    return isOne && entries.length >= MANY && !inner.every((key) => /^\d+$/.test(key)) ? "records" : "names";
  }
  const arePlaces = entries.length > 1 && arePlaceKeys(keys);
  if (arePlaces && values.every(isScalar)) return "column";
  if (arePlaces && entries.length < MANY && values.every((value) => Array.isArray(value) && value.every(isWord))) return "columnOfLists";
  if (entries.length < MANY) return "names";
  if (values.every((value) => typeof value === "string")) return "scalars";
  const areIds = keys.every(hasDigit);
  if (values.every(isWord)) return areIds || entries.length >= SURELY ? "scalars" : "names";
  if (values.every(isScalar) && values.some((value) => typeof value === "number") && entries.length >= NUMBERS) return "scalars";
  if (isFrameOfLists(entries)) return "frameOfLists";
  if (!besideMatrix && values.every(isVector)) {
    const lengths = values.map((value) => value.length);
    const isEqual = lengths.every((length) => length === lengths[0]);
    const areWhole = values.every((value) => value.every(isWhole));
    if (!areWhole && (isEqual ? lengths[0] > 1 : areIds || entries.length >= SURELY)) return "vectors";
    if (areWhole && isEqual && lengths[0] >= LONG && areIds) return "vectors";
  }
  const areStacks = values.every((value) => isStack(value) || (isVector(value) && !value.every(isWhole)));
  if (!besideMatrix && (areIds || entries.length >= SURELY) && areStacks) return "stacks";
  const areLists = values.every((value) => Array.isArray(value) && value.every(isWord));
  if (areLists && arePlaces) return "columnOfLists";
  return areLists && areIds ? "lists" : "names";
}
