/** JSON: one record a line, a list of records or vectors, or an object of lists; read in pieces, a value at a time. */
import { Failure } from "../failure.js";
import { Budget } from "./budget.js";
import { arePlaceKeys, shapeOf } from "./json-shape.js";
import { JsonText, orderedKeys, parsed } from "./json-text.js";
import { listingOf, openedFile } from "./opened-file.js";
import { DEEPEST, dotted, wordOf } from "./record-field.js";
import { isRecord, isVector, RecordTable } from "./record-table.js";
import { statedMap } from "./tensor-file.js";
import { onceARow, rowsOf } from "./text-columns.js";
import { isText } from "./text-pieces.js";

/** @import { MatrixSource, OpenedFile, Reader, TextColumn, Whole } from "../types.d.ts" */
/** @import { Entry } from "./types.d.ts" */

/** An object or list up to so many characters is parsed as a whole, to be seen beside its neighbours. */
const SMALL = 1 << 18;

/** @param {unknown} value @returns {value is unknown[]} */
const isListOfContainers = (value) =>
  Array.isArray(value) && value.length > 0 && value.every((item) => item !== null && typeof item === "object");

/** @param {Record<string, unknown>} record @param {Pick<Entry, "line" | "order">} at @returns {Entry[]} */
const entriesOf = (record, { line, order }) => (order ?? Object.keys(record)).map((key) => ({ key, value: record[key], line }));

/** @param {readonly Entry[]} entries under 0 … m - 1 */
const byPlace = (entries) => [...entries].sort((a, b) => Number(a.key) - Number(b.key));

/** The contents of the file so far. */
class JsonFile {
  /** @param {JsonText} text @param {Budget} budget */
  constructor(text, budget) {
    this.text = text;
    this.budget = budget;
    /** @type {MatrixSource[]} */
    this.arrays = [];
    /** @type {TextColumn[]} */
    this.columns = [];
    /** @type {Whole[]} */
    this.wholes = [];
    /** @type {OpenedFile["map"]} */
    this.map = undefined;
    /** @type {Failure[]} */
    this.refused = [];
    /** a list without a name is named like the file */
    this.base = budget.file
      .replace(/^.*[\\/]/, "")
      .replace(/(\.gz)?$/i, "")
      .replace(/\.[^.]*(\.gz)?$/i, "");
  }

  /** @param {RecordTable} table */
  addTable(table) {
    const { arrays, columns, stacks, wholes, refused } = table.finished();
    this.arrays.push(...arrays);
    /** @type {Partial<TextColumn>} */
    const ofRecord = arrays.length > 1 ? { ofRecord: true } : {};
    this.columns.push(...columns.map((column) => ({ ...ofRecord, ...column, name: column.name || this.base })));
    this.wholes.push(...wholes);
    // Only records hold an image and its texts; two lists side by side state nothing.
    this.map ??= statedMap(stacks);
    this.refused.push(...refused);
    return { arrays, stacks };
  }

  /** @param {string} name @param {unknown[]} values @param {Partial<TextColumn>} [about] */
  addColumn(name, values, about = {}) {
    const words = values.map(wordOf);
    this.budget.takeTexts(words, name || "The list");
    this.columns.push({ name: name || this.base, values: words, ...about });
  }

  /** One value after the other. */
  async readLines() {
    const table = new RecordTable("", this.budget);
    /** @type {Entry[]} lines of one id and its vector each */
    const entries = [];
    while ((await this.text.peek()) !== "") {
      const { line } = this.text;
      const value = await this.text.value();
      const [entry, ...more] = table.rows === 0 && isRecord(value) ? entriesOf(value, { line }) : [];
      if (entry && more.length === 0 && entry.key !== entries[0]?.key && isVector(entry.value)) {
        entries.push(entry);
        continue;
      }
      for (const { key, value, line } of entries.splice(0)) table.push({ [key]: value }, line);
      table.push(value, line);
    }
    if (entries.length > 1) this.addEntries("", entries, false, 0);
    else for (const { key, value, line } of entries) table.push({ [key]: value }, line);
    this.addTable(table);
  }

  /** The value that comes next, under a name. @param {string} name @param {number} depth @param {string[]} [header] */
  async read(name, depth, header) {
    const first = await this.text.peek();
    if (first === "{") {
      const { entries, besideMatrix } = await this.readEntries(name, depth);
      this.addEntries(name, entries, besideMatrix, depth);
    } else if (first === "[" && (header || "[{".includes((await this.text.inside()) || "]"))) await this.readList(name, header);
    else this.addValue(name, await this.text.value());
  }

  /** A list of records or vectors. @param {string} name @param {string[]} [header] names of a row's cells */
  async readList(name, header) {
    const { text } = this;
    const table = new RecordTable(name, this.budget, header);
    await text.take("[");
    do {
      if ((await text.peek()) === "]") continue;
      const { line } = text;
      table.push(await text.value(), line);
    } while ((await text.take(",]")) === ",");
    this.addTable(table);
  }

  /** @param {string} name @param {number} depth */
  async readEntries(name, depth) {
    if (depth > DEEPEST)
      throw new Failure("UNSUPPORTED_FORMAT", `${this.budget.file} nests its data more than ${DEEPEST} deep. Save the features alone.`);
    const { text } = this;
    /** @type {Entry[]} */
    let entries = [];
    const before = this.arrays.length;
    await text.take("{");
    if ((await text.peek()) === "}") {
      await text.take("}");
      return { entries, besideMatrix: false };
    }
    do {
      if ((await text.peek()) !== '"') throw text.bad("the name of a value is missing");
      const key = String(await text.value());
      await text.take(":");
      const first = await text.peek();
      const { line } = text;
      const header = key === "data" && first === "[" ? splitHeader(entries) : undefined;
      const small = header ? null : await text.whole(SMALL);
      if (small === null && first === "{") {
        const inner = await this.readEntries(dotted(name, key), depth + 1);
        // A long column by the numbers of its rows, beside others: a list like any other.
        if (shapeOf(inner.entries, inner.besideMatrix) === "column")
          entries.push({ key, value: byPlace(inner.entries).map(({ value }) => value), line });
        else this.addEntries(dotted(name, key), inner.entries, inner.besideMatrix, depth + 1);
      } else if (small === null) await this.read(header ? name : dotted(name, key), depth + 1, header);
      else {
        const value = text.parse(small);
        this.budget.take(2 * small.length, name || "An object", "Save the vectors as .npy.");
        const isNumbered = isRecord(value) && Object.keys(value).some((inner) => /^\d/.test(inner));
        entries.push({ key, value, line, ...(isNumbered && { order: orderedKeys(small) }) });
      }
      if (header) entries = entries.filter((entry) => entry.key !== "columns");
    } while ((await text.take(",}")) === ",");
    return { entries, besideMatrix: this.arrays.length > before };
  }

  /** The entries of an object: records or vectors under ids, else each under its own name. @param {string} name @param {Entry[]} entries @param {boolean} besideMatrix @param {number} depth */
  addEntries(name, entries, besideMatrix, depth) {
    if (depth > DEEPEST) return;
    const shape = shapeOf(entries, besideMatrix);
    if (shape === "records" || shape === "vectors" || shape === "stacks") this.addRows(name, entries);
    else if (shape === "scalars" || shape === "lists") {
      const keys = entries.map(({ key }) => key);
      this.addColumn(dotted(name, "key"), keys, { keys: true, ...(name && { of: name }) });
      this.addValues(dotted(name, "value"), entries, name ? { of: name } : {});
    } else if (shape === "column" || shape === "columnOfLists") this.addValues(name, byPlace(entries));
    else if (shape === "frame") this.addFrame(name, entries, entries[0].order ?? Object.keys(/** @type {object} */ (entries[0].value)));
    else if (shape === "frameOfLists") this.addFrame(name, entries);
    else if (shape === "turned")
      throw new Failure(
        "PAIRS_UNCLEAR",
        `${name || this.budget.file} holds ${entries.length} objects of ${Object.keys(/** @type {object} */ (entries[0].value)).length} numbers, and both are numbered from 0: they may be rows or columns. Save the table by rows: DataFrame.to_json(path, orient="split").`,
      );
    else
      for (const { key, value, line, order } of entries) {
        const label = dotted(name, key);
        if (isRecord(value) && "pandas_version" in value) continue;
        if (isRecord(value)) this.addEntries(label, entriesOf(value, { line, order }), false, depth + 1);
        else this.addValue(label, value, line);
      }
  }

  /** Rows under ids. @param {string} name @param {Entry[]} entries */
  addRows(name, entries) {
    const table = new RecordTable(name, this.budget);
    for (const { key, value, line } of entries) table.push(value, line, key);
    const place = this.columns.length;
    const { arrays, stacks } = this.addTable(table);
    const [only] = stacks;
    const each = stacks.length === 1 && only.counts.length === entries.length ? only.counts : undefined;
    const ids = entries.map(({ key }) => key);
    const keys = each ? onceARow(ids, each) : ids;
    const isCounted =
      arrays.every(({ dimensions }) => dimensions) &&
      arePlaceKeys(keys) &&
      keys.every((key, row) => key === String(row)) &&
      arrays.length > 0;
    const of = arrays.length === 1 ? arrays[0].name : name;
    // The index that pandas gives where there is none says nothing beyond the order of rows.
    this.addColumn(dotted(name, isCounted ? "index" : "key"), keys, { ...(!isCounted && { keys: true }), ...(of && { of }) });
    this.columns.splice(place, 0, .../** @type {[TextColumn]} */ ([this.columns.pop()]));
  }

  /** A value or a list of them under each key. @param {string} name @param {Entry[]} entries @param {Partial<TextColumn>} [about] */
  addValues(name, entries, about) {
    const lists = entries.map(({ value }) => (Array.isArray(value) ? value : [value]));
    const counts = lists.map(({ length }) => length);
    this.addColumn(name, lists.flat(), { ...about, ...(!counts.every((count) => count === 1) && { rowOf: rowsOf(counts) }) });
  }

  /** A table by columns. @param {string} name @param {Entry[]} entries @param {string[]} [index] keys of the rows; absent if the columns are lists */
  addFrame(name, entries, index) {
    const table = new RecordTable(name, this.budget);
    const rows = index ?? Object.keys(/** @type {unknown[]} */ (entries[0].value));
    for (const row of rows) {
      const record = entries.map(({ key, value }) => [key, /** @type {Record<string, unknown>} */ (value)[row] ?? null]);
      table.push(Object.fromEntries(record), entries[0].line, row);
    }
    if (index && !arePlaceKeys(index)) this.addColumn(dotted(name, "key"), index, { keys: true, ...(name && { of: name }) });
    else if (index) this.addColumn(dotted(name, "index"), index);
    this.addTable(table);
  }

  /** A list, or a single word or number. @param {string} name @param {unknown} value @param {number} [line] */
  addValue(name, value, line = this.text.line) {
    // The file's one vector is a row, where it is one of many files.
    const isRow = this.budget.single && isVector(value) && value.length > 1 && !value.every((item) => Number.isInteger(item));
    if (isRow || isListOfContainers(value)) {
      const table = new RecordTable(name, this.budget);
      for (const item of isRow ? [value] : value) table.push(item, line);
      this.addTable(table);
    } else if (Array.isArray(value) ? value.length > 0 : value !== null) this.addColumn(name, Array.isArray(value) ? value : [value]);
  }
}

/** The names of the columns, where the entries before "data" are those of DataFrame.to_json(orient="split"). @param {Entry[]} entries */
function splitHeader(entries) {
  const columns = entries.find(({ key }) => key === "columns")?.value;
  const isSplit = Array.isArray(columns) && columns.length > 0 && Array.isArray(entries.find(({ key }) => key === "index")?.value);
  const names = isSplit ? columns.map((name) => (Array.isArray(name) ? name.map(wordOf).join("_") : wordOf(name))) : [];
  return new Set(names).size === names.length && names.length > 0 ? names : undefined;
}

/** Whether the first line is a value and others follow it. @param {JsonText} text */
async function isOnePerLine(text) {
  await text.peek();
  const end = text.text.indexOf("\n", text.at);
  if (end < 0 || text.text.slice(end).trim() === "") return false;
  const value = parsed(text.text.slice(text.at, end));
  return value !== null && typeof value === "object";
}

/** @type {Reader} */
export const json = {
  format: "json",
  extensions: ["json", "jsonl", "ndjson"],
  match: (head, name) => /\.(json|jsonl|ndjson)$/i.test(name) && isText(head),
  async open(file, limits) {
    const budget = new Budget(file.webkitRelativePath || file.name, limits);
    const text = new JsonText(file, budget);
    const contents = new JsonFile(text, budget);
    if (/(l|ndjson)(\.gz)?$/i.test(budget.file) || (await isOnePerLine(text))) await contents.readLines();
    else {
      await contents.read("", 0);
      if ((await text.peek()) !== "")
        throw text.bad("something follows after its end (several values belong one a line, in a .jsonl, or in one list)");
    }
    const { arrays, columns, wholes, refused, map } = contents;
    const about = { file: budget.file, format: "json", size: file.size };
    const opened = openedFile({ ...about, arrays, listing: listingOf(arrays), columns, refused, map });
    return wholes.length > 0 ? { ...opened, wholes } : opened;
  },
};
