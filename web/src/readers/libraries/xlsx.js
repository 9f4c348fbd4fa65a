/** Excel's .xlsx: the sheets' cells as text of tables, as they are shown; numbers with every digit. */
import xlsx from "@e965/xlsx/dist/xlsx.mini.min.js";
import { Failure } from "../../failure.js";
import { Budget, TEXT_BYTES } from "../budget.js";
import { isStored, ZipArchive } from "../zip.js";
import { damaged } from "./guards/guard.js";

/** @import { CellObject, WorkSheet } from "@e965/xlsx" */
/** @import { FileLike, FoundSheet, Limits } from "../../types.d.ts" */

/** The parts that hold cells and how they are shown; pictures, macros and links to other files are never looked at. */
const PARTS =
  /^(\[Content_Types\]\.xml|_rels\/\.rels|xl\/(workbook|styles|sharedStrings)\.xml|xl\/_rels\/workbook\.xml\.rels|xl\/worksheets\/[^/]+\.xml)$/i;
const REMEDY = "Save the sheet as .csv.";
/** What the library makes of a byte of XML: a cell of some 30 bytes becomes an object. */
const HEAP_A_BYTE = 8;
/** What a sheet of Excel can hold. */
const MOST_ROWS = 1_048_576;
const MOST_COLUMNS = 16_384;
const LAST_TAG = new TextEncoder().encode("sheetData>");

/** A sheet's part up to the end of its cells: what follows (links, merged cells) says ranges that the library would fill cell by cell. @param {Uint8Array} bytes */
function cellsAlone(bytes) {
  for (let at = bytes.lastIndexOf(LAST_TAG[0]); at >= 0; at = at === 0 ? -1 : bytes.lastIndexOf(LAST_TAG[0], at - 1))
    if (LAST_TAG.every((code, i) => bytes[at + i] === code)) return bytes.subarray(0, at + LAST_TAG.length);
  return bytes;
}

/** The parts alone, expanded and checked: the library would expand whatever it finds. @param {FileLike} file @param {Budget} budget */
async function partsOf(file, budget) {
  const archive = await ZipArchive.open(file, budget);
  const members = [...archive.members.values()].filter(({ name }) => PARTS.test(name.replace(/^\//, "")));
  const parts = [];
  let total = 0;
  for (const member of members) {
    archive.checkMember(member, budget);
    total += (isStored(member) ? member.packed : member.size) * HEAP_A_BYTE;
    budget.check(total, "The sheets", REMEDY);
    const name = member.name.replace(/^\//, "");
    const bytes = await archive.bytes(member);
    parts.push({ name, bytes: /^xl\/worksheets\//i.test(name) ? cellsAlone(bytes) : bytes });
  }
  return parts;
}

/** A whole number among numbers that are grouped or shortened for the eye is shown with its digits alone; 00123 and dates as they are shown. @param {CellObject} cell */
function shown({ t: type, v: value, w: text, z: format }) {
  if (type === "b") return value ? "TRUE" : "FALSE";
  if (type !== "n" || typeof value !== "number") return String(text ?? value ?? "");
  if (text === undefined || format === undefined || /^general$/i.test(String(format))) return String(value);
  if (/[ymdhs]/i.test(String(format).replace(/"[^"]*"|\\.|\[[^\]]*\]/g, ""))) return text;
  return /^0\d/.test(text) ? text : String(value);
}

/** Rows with those between them that have no cell. @param {string[][]} rows @param {number[]} places @param {string} name @param {Budget} budget */
function withBlanks(rows, places, name, budget) {
  if (rows.length === 0) return rows;
  const count = places[places.length - 1] - places[0] + 1;
  budget.take(TEXT_BYTES * count, `Sheet ${name}`, REMEDY);
  /** @type {string[][]} */
  const all = Array.from({ length: count }, () => []);
  for (const [index, texts] of rows.entries()) all[places[index] - places[0]] = texts;
  return all;
}

/** Rows as lines of text; those without any cell are left out, but in one column, where they are empty values. @param {WorkSheet} sheet @param {string} name @param {Budget} budget */
function linesOf(sheet, name, budget) {
  const data = /** @type {(CellObject | undefined)[][]} */ (/** @type {unknown} */ (sheet["!data"]) ?? []);
  const most = `a sheet has ${MOST_ROWS} rows and ${MOST_COLUMNS} columns`;
  /** @param {string} place */
  const outside = (place) => new Failure("CORRUPT", `Sheet ${name} of ${budget.file} names a cell in ${place}, and ${most}. ${REMEDY}`);
  if (data.length > MOST_ROWS) throw outside(`row ${data.length}`);
  /** @type {string[][]} */
  const rows = [];
  /** @type {Map<number, number>} the first row of each column of formulas alone, none of which has a value */
  const without = new Map();
  /** @type {Set<number>} */
  const filled = new Set();
  let width = 0;
  /** @type {number[]} rows' places in the sheet */
  const places = [];
  data.forEach((cells, row) => {
    /** @type {string[]} */
    const texts = [];
    if (cells && cells.length > MOST_COLUMNS) throw outside(`column ${cells.length} in row ${row + 1}`);
    cells?.forEach((cell, col) => {
      if (!cell) return;
      const text = cell.t === "z" ? "" : shown(cell);
      if (text === "") {
        if (cell.f !== undefined && !without.has(col)) without.set(col, row);
        return;
      }
      if (rows.length > 0) filled.add(col);
      budget.takeText(text, `Sheet ${name}`, REMEDY);
      texts[col] = text;
    });
    if (texts.length === 0) return;
    width = Math.max(width, texts.length);
    rows.push(texts);
    places.push(row);
  });
  for (const [col, row] of without)
    if (!filled.has(col))
      throw new Failure(
        "CORRUPT",
        `Column ${col + 1} of sheet ${name} in ${budget.file} holds formulas without their values (the first in row ${row + 1}). Open the file in Excel or LibreOffice and save it: then the values are kept.`,
      );
  const kept = rows.some((texts) => Object.keys(texts).length > 1) ? rows : withBlanks(rows, places, name, budget);
  budget.check(kept.length * width * TEXT_BYTES, `Sheet ${name}, ${kept.length} rows of ${width} columns,`, REMEDY);
  return kept.map((texts) => Array.from({ length: width }, (_, col) => `"${(texts[col] ?? "").replaceAll('"', '""')}"`).join(","));
}

/** @param {FileLike} file @param {string} name @param {Limits} limits @returns {Promise<FoundSheet[]>} */
export async function readXlsx(file, name, limits) {
  const budget = new Budget(name, limits);
  const parts = await partsOf(file, budget);
  if (!parts.some(({ name: part }) => /^xl\/workbook\.xml$/i.test(part)))
    throw new Failure("UNSUPPORTED_FORMAT", `${name} is a binary workbook (.xlsb). Save it as .xlsx or .csv.`);
  try {
    const zip = xlsx.CFB.utils.cfb_new({ root: "" });
    for (const { name: part, bytes } of parts) xlsx.CFB.utils.cfb_add(zip, part, bytes, { unsafe: true });
    const book = xlsx.read(xlsx.CFB.write(zip, { fileType: "zip", type: "array" }), {
      type: "array",
      dense: true,
      cellText: true,
      cellNF: true,
      cellHTML: false,
      cellFormula: true,
      // A formula whose value was never kept is a cell too.
      sheetStubs: true,
      dateNF: "yyyy-mm-dd",
    });
    /** @type {FoundSheet[]} */
    const sheets = [];
    for (const sheet of book.SheetNames) {
      const lines = linesOf(book.Sheets[sheet] ?? {}, sheet, budget);
      if (lines.length > 0) sheets.push({ name: sheet, text: `${lines.join("\n")}\n` });
    }
    return sheets;
  } catch (error) {
    const failure = damaged(error, name);
    throw failure.code === "CORRUPT" && /password|encrypt/i.test(failure.message)
      ? new Failure("UNSUPPORTED_FORMAT", `${name} is encrypted. Save it without a password.`)
      : failure;
  }
}
