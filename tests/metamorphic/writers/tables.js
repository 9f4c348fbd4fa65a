/** Arrow and Parquet tables, and Excel's for pairs. */
import { fixedSizeList, float32, float64, int64, tableFromArrays, tableToIPC, utf8 } from "@uwdata/flechette";
import { zip } from "../../fixtures/build/zip.js";
import { Words } from "../forms.js";
import { parquet } from "./parquet.js";

/** @import { Form, FormName, Table } from "../forms.js" */

/** @param {Form} form */
function arrow({ table }) {
  const { vectors, columns } = /** @type {Table} */ (table);
  /** @type {Record<string, any>} */
  const types = {};
  const arrays = [];
  for (const { name, values } of columns) {
    const words = new Words(values);
    arrays.push([name, words.areNumbers ? values.map(BigInt) : words.areFloats ? values.map(Number) : values]);
    types[name] = words.areNumbers ? int64() : words.areFloats ? float64() : utf8();
  }
  for (const { name, rows } of vectors) {
    arrays.push([name, rows.map((row) => [...row])]);
    types[name] = fixedSizeList(float32(), rows[0].length);
  }
  return /** @type {Uint8Array} */ (
    tableToIPC(tableFromArrays(/** @type {any} */ (arrays), { types, useBigInt: true }), { format: "file" })
  );
}

/** @param {string} text */
const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

/** Cells of text as they stand, and numbers as numbers. @param {Form} form */
function xlsx({ table }) {
  const { columns } = /** @type {Table} */ (table);
  const letter = (/** @type {number} */ index) => String.fromCharCode(65 + index);
  const cell = (/** @type {string} */ value, /** @type {string} */ at) =>
    /^(0|[1-9]\d{0,14})$/.test(value)
      ? `<c r="${at}"><v>${value}</v></c>`
      : `<c r="${at}" t="inlineStr"><is><t xml:space="preserve">${escaped(value)}</t></is></c>`;
  const lines = [columns.map(({ name }) => name), ...columns[0].values.map((_, row) => columns.map(({ values }) => values[row]))];
  const rows = lines.map((cells, r) => `<row r="${r + 1}">${cells.map((value, c) => cell(value, `${letter(c)}${r + 1}`)).join("")}</row>`);
  const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
  const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  const packed = "http://schemas.openxmlformats.org/package/2006";
  const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
  const parts = {
    "[Content_Types].xml": `<Types xmlns="${packed}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`,
    "_rels/.rels": `<Relationships xmlns="${packed}/relationships"><Relationship Id="rId1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    "xl/workbook.xml": `<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": `<Relationships xmlns="${packed}/relationships"><Relationship Id="rId1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    "xl/worksheets/sheet1.xml": `<worksheet xmlns="${main}"><sheetData>${rows.join("")}</sheetData></worksheet>`,
  };
  return zip(Object.entries(parts).map(([name, text]) => ({ name, data: new Uint8Array(Buffer.from(head + text)), deflated: true })));
}

/** @type {FormName[]} */
const TABLES = ["side", "records", "pairs"];

export const TABLE_WRITERS = {
  arrow: { extension: "arrow", forms: TABLES, write: arrow },
  parquet: { extension: "parquet", forms: TABLES, write: (/** @type {Form} */ { table }) => parquet(/** @type {Table} */ (table)) },
  xlsx: { extension: "xlsx", forms: /** @type {FormName[]} */ (["pairs"]), write: xlsx },
};
