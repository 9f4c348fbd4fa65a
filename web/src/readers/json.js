/** JSON: one record a line, a list of records or vectors, or an object of lists; read in pieces, a value at a time. */
import { Failure } from "../failure.js";
import { Budget } from "./budget.js";
import { JsonText } from "./json-text.js";
import { openedFile } from "./opened-file.js";
import { dotted, isVector, RecordTable, wordOf } from "./record-table.js";
import { statedMap } from "./tensor-file.js";
import { encodingByMark } from "./text-pieces.js";

/** @import { MatrixSource, OpenedFile, Reader, TextColumn } from "../types.d.ts" */

/** An object or list up to so many characters is parsed as a whole, to be seen beside its neighbours. */
const SMALL = 1 << 18;
const DEEPEST = 64;
/** Entries from which on an object may be a list under ids. */
const MANY = 3;

/** @param {unknown} value @returns {value is Record<string, unknown>} */
const isRecord = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
/** @param {unknown} value @returns {value is unknown[]} */
const isListOfContainers = (value) =>
  Array.isArray(value) && value.length > 0 && value.every((item) => item !== null && typeof item === "object");

/** What was found in the file so far. */
class JsonFile {
  /** @param {JsonText} text @param {Budget} budget */
  constructor(text, budget) {
    this.text = text;
    this.budget = budget;
    /** @type {MatrixSource[]} */
    this.arrays = [];
    /** @type {TextColumn[]} */
    this.columns = [];
    /** @type {{ name: string, counts: number[] }[]} */
    this.stacks = [];
    /** @type {Failure[]} */
    this.refused = [];
  }

  /** @param {RecordTable} table */
  addTable(table) {
    const { arrays, columns, stacks, refused } = table.finished();
    this.arrays.push(...arrays);
    this.columns.push(...columns);
    this.stacks.push(...stacks);
    this.refused.push(...refused);
  }

  /** @param {string} name @param {unknown[]} values */
  addColumn(name, values) {
    const words = values.map(wordOf);
    this.budget.take(
      words.reduce((sum, word) => sum + 16 + 2 * word.length, 0),
      name || "The list",
      "Keep the texts in a file of their own.",
    );
    this.columns.push({ name, values: words });
  }

  /** One value after the other. */
  async readLines() {
    const table = new RecordTable("", this.budget);
    while ((await this.text.peek()) !== "") {
      const { line } = this.text;
      table.push(await this.text.value(), line);
    }
    this.addTable(table);
  }

  /** The value that comes next, under a name. @param {string} name @param {number} depth */
  async read(name, depth) {
    if (depth > DEEPEST)
      throw new Failure("UNSUPPORTED_FORMAT", `${this.budget.file} nests its data more than ${DEEPEST} deep. Save the features alone.`, {
        file: this.budget.file,
      });
    const first = await this.text.peek();
    if (first === "{") await this.readObject(name, depth);
    else if (first === "[" && "[{".includes((await this.text.inside()) || "]")) await this.readList(name);
    else this.addValue(name, await this.text.value());
  }

  /** A list of records or vectors. @param {string} name */
  async readList(name) {
    const { text } = this;
    const table = new RecordTable(name, this.budget);
    await text.take("[");
    do {
      await text.peek();
      const { line } = text;
      table.push(await text.value(), line);
    } while ((await text.take(",]")) === ",");
    this.addTable(table);
  }

  /** @param {string} name @param {number} depth */
  async readObject(name, depth) {
    const { text } = this;
    /** @type {{ key: string, value: unknown, line: number }[]} */
    const entries = [];
    const before = this.arrays.length;
    await text.take("{");
    if ((await text.peek()) === "}") {
      await text.take("}");
      return;
    }
    do {
      if ((await text.peek()) !== '"') throw text.bad("the name of a value is missing");
      const key = String(await text.value());
      await text.take(":");
      await text.peek();
      const { line } = text;
      const small = await text.whole(SMALL);
      if (small === null) await this.read(dotted(name, key), depth + 1);
      else {
        const value = text.parse(small);
        this.budget.take(2 * small.length, name || "An object", "Save the vectors as .npy.");
        entries.push({ key, value, line });
      }
    } while ((await text.take(",}")) === ",");
    this.addEntries(name, entries, this.arrays.length > before, depth);
  }

  /**
   * The entries of an object: records or vectors under ids, else each under its own name.
   * @param {string} name
   * @param {{ key: string, value: unknown, line: number }[]} entries
   * @param {boolean} besideMatrix
   * @param {number} depth
   */
  addEntries(name, entries, besideMatrix, depth) {
    if (depth > DEEPEST) return;
    const values = entries.map(({ value }) => value);
    const [first] = values;
    const areRecords = values.every(
      (value) => isRecord(value) && isRecord(first) && Object.keys(first).every((key) => Object.hasOwn(value, key)),
    );
    const areVectors =
      !besideMatrix &&
      values.every((value) => isVector(value) && isVector(first) && value.length === first.length && value.length > 1) &&
      !values.flat().every((item) => item === null || Number.isInteger(item));
    const areWords = values.every((value) => typeof value === "string");
    if (entries.length >= MANY && (areRecords || areVectors || areWords)) {
      const table = new RecordTable(name, this.budget);
      for (const { value, line } of entries) table.push(areWords ? { value } : value, line);
      this.addColumn(
        dotted(name, "key"),
        entries.map(({ key }) => key),
      );
      this.addTable(table);
      return;
    }
    for (const { key, value, line } of entries) {
      const label = dotted(name, key);
      if (isRecord(value)) {
        const inner = Object.entries(value).map(([key, value]) => ({ key, value, line }));
        this.addEntries(label, inner, false, depth + 1);
      } else this.addValue(label, value, line);
    }
  }

  /** A list, or a single word or number. @param {string} name @param {unknown} value @param {number} [line] */
  addValue(name, value, line = this.text.line) {
    if (isListOfContainers(value)) {
      const table = new RecordTable(name, this.budget);
      for (const item of value) table.push(item, line);
      this.addTable(table);
    } else if (Array.isArray(value) ? value.length > 0 : value !== null) this.addColumn(name, Array.isArray(value) ? value : [value]);
  }
}

/** True where the first line is a value and others follow it. @param {JsonText} text */
async function isOneALine(text) {
  await text.peek();
  const end = text.text.indexOf("\n", text.at);
  if (end < 0 || text.text.slice(end).trim() === "") return false;
  try {
    const value = JSON.parse(text.text.slice(text.at, end));
    return value !== null && typeof value === "object";
  } catch {
    return false;
  }
}

/** @type {Reader} */
export const json = {
  format: "json",
  extensions: ["json", "jsonl", "ndjson"],
  match: (head, name) => /\.(json|jsonl|ndjson)$/i.test(name) && (encodingByMark(head) !== "utf-8" || !head.includes(0)),
  async open(file, limits) {
    const budget = new Budget(file.webkitRelativePath || file.name, limits);
    const text = new JsonText(file, budget);
    const found = new JsonFile(text, budget);
    if (/l$|ndjson$/i.test(budget.file) || (await isOneALine(text))) await found.readLines();
    else {
      await found.read("", 0);
      if ((await text.peek()) !== "") throw text.bad("something follows after its end");
    }
    return finished(file.size, budget, found);
  },
};

/** @param {number} size @param {Budget} budget @param {JsonFile} found @returns {OpenedFile} */
function finished(size, budget, { arrays, columns, stacks, refused }) {
  const listing = arrays.map(({ name, rows, cols }) => ({ name, shape: [rows, cols], dtype: "float32" }));
  return openedFile({ file: budget.file, format: "json", size, arrays, listing, columns, refused, map: statedMap(stacks) });
}
