/** Columns in parts beside shards: ids_0.npy, or images_0_image_id.npy, beside images_0.npy. */
import { grouped } from "./collections.js";
import { listed, MOST_DIGITS, naturally, splitName } from "./parts-names.js";

/** @import { OpenedFile } from "../types.d.ts" */
/** @import { Family, Group, NumberPlace } from "./types.d.ts" */

/** @typedef {{ family: Family, question?: string }} Beside question: why it cannot be joined */

/** A place for each number in the name. @param {OpenedFile} file @returns {(NumberPlace & { file: OpenedFile })[]} */
function placesOf(file) {
  const { folder, stem, ending } = splitName(file.file);
  return [...stem.matchAll(/\d+/g)].flatMap(({ 0: digits, index }) => {
    if (digits.replace(/^0+(?=\d)/, "").length > MOST_DIGITS) return [];
    const before = folder + stem.slice(0, index);
    return [{ before, digits, after: stem.slice(index + digits.length) + ending, file }];
  });
}

/** @param {readonly OpenedFile[]} tables @returns {Family[]} of two files and more; a file may be in several */
function familiesOf(tables) {
  const byName = grouped(tables.flatMap(placesOf), ({ before, after }) => JSON.stringify([before, after.toLowerCase()]));
  return [...byName.values()].map((places) => {
    places.sort((a, b) => Number(a.digits) - Number(b.digits) || naturally(a.digits, b.digits));
    const [first, last] = [places[0], places[places.length - 1]];
    const range = places.length === 1 ? first.digits : `{${first.digits}..${last.digits}}`;
    const { stem } = splitName(`${first.before}${first.after}`);
    return {
      label: `${first.before}${range}${first.after}`,
      stem: stem.replace(/([-_. ])[-_. ]+/g, "$1").replace(/^[-_. ]+|[-_. ]+$/g, ""),
      before: first.before,
      numbers: places.map(({ digits }) => Number(digits)),
      files: places.map(({ file }) => file),
    };
  });
}

/** Rows that a file of columns alone has; undefined if its columns do not say. @param {OpenedFile} file */
function lengthOf({ columns }) {
  const lengths = new Set(columns.filter(({ rowOf }) => !rowOf).map(({ values }) => values.length));
  return lengths.size === 1 ? [...lengths][0] : undefined;
}

/** Rows of each array of a part. @param {Group} group @param {number} number */
const rowsOfPart = ({ byNumber }, number) => byNumber.get(number)?.arrays.map(({ rows }) => rows) ?? [];

/** @param {Family} family @param {Group} group */
const hasNumbersOf = ({ numbers }, { byNumber }) =>
  numbers.length === byNumber.size && new Set(numbers).size === numbers.length && numbers.every((number) => byNumber.has(number));

/** @param {Family} family @param {Group} group */
const hasRowsOf = ({ numbers, files }, group) =>
  group.files[0].arrays.some((_, array) => files.every((file, index) => lengthOf(file) === rowsOfPart(group, numbers[index])[array]));

/** @param {readonly OpenedFile[]} files */
const totalOf = (files) => files.reduce((sum, file) => sum + (lengthOf(file) ?? Number.NaN), 0);

/** Whether one array has so many rows in all parts. @param {Group} group @param {number} rows */
const hasInAll = ({ files }, rows) =>
  files[0].arrays.some((_, array) => files.reduce((sum, { arrays }) => sum + arrays[array].rows, 0) === rows);

/** Why columns that belong to the parts cannot be joined like them. @param {Family} family @param {Group} group */
function mismatch({ label, numbers, files }, group) {
  const own = numbers.map((number, index) => `${number}: ${lengthOf(files[index]) ?? "of several lengths"}`);
  const parts = [...group.byNumber.keys()].map((number) => `${number}: ${rowsOfPart(group, number)[0]}`);
  const [look, fit, have] = files.length === 1 ? ["looks like a column", "does", "it has"] : ["look like columns", "do", "they have"];
  return (
    `${label} ${look} of the rows of ${group.label}, and ${fit} not fit: by number, ${have} ${listed(own)} values, and the parts ${listed(parts)} rows. ` +
    "Save the columns of every part with its rows, or one file of vectors and one of ids a side."
  );
}

/**
 * Columns in parts beside parts that are joined: joined like these, or asked about if they do not fit.
 * @param {readonly OpenedFile[]} tables columns alone @param {readonly Group[]} groups of arrays, joined @returns {Beside[]}
 */
export function columnsBeside(tables, groups) {
  /** @type {Beside[]} */
  const beside = [];
  const taken = new Set();
  const families = familiesOf(tables);
  const nearest = (/** @type {Family} */ { before, files }) => {
    const { folder } = splitName(files[0].file);
    const here = groups.filter(({ files: [first] }) => splitName(first.file).folder === folder);
    // "images_0" stands before "_image_id".
    const own = here.filter(({ first }) => first.named("") === before || splitName(first.named("")).stem === splitName(before).stem);
    return { here, own };
  };
  const take = (/** @type {Family} */ family, /** @type {string} */ question = "") => {
    for (const file of family.files) taken.add(file);
    beside.push({ family, ...(question && { question }) });
  };
  const free = (/** @type {Family} */ { files }) => files.every((file) => !taken.has(file));
  for (const family of families) {
    const { here, own } = nearest(family);
    const like = (own.length > 0 ? own : here).filter((group) => hasNumbersOf(family, group) && group.byNumber.size > 1);
    if (free(family) && like.some((group) => hasRowsOf(family, group))) take(family);
  }
  for (const family of families) {
    const { here, own } = nearest(family);
    const isTable = family.files.every(({ columns }) => columns.length > 1);
    const group = own[0] ?? here.find((one) => hasNumbersOf(family, one) && one.byNumber.size > 1);
    if (!free(family) || !group) continue;
    // Tables with ids of their own need no order of rows, unless their length says that they have it.
    const isOther = isTable && hasNumbersOf(family, group) && !here.some((one) => hasInAll(one, totalOf(family.files)));
    take(family, isOther ? "" : mismatch(family, group));
  }
  return beside;
}
