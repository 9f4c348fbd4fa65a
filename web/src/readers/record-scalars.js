/** Single numbers under keys of their own that are a vector together: dim_0, dim_1 …, as tables turned into records have them. */
import { Failure } from "../failure.js";
import { countsFrom, FEWEST_NUMBERED } from "./csv-header.js";
import { addVectors, emptyPlan, FEWEST, ID_NAME } from "./csv-plan.js";
import { sourceOf } from "./plain-rows.js";
import { dotted } from "./record-field.js";
import { Columns } from "./rows.js";

/** @import { MatrixSource } from "../types.d.ts" */
/** @import { RecordTable } from "./record-table.js" */
/** @import { Field } from "./types.d.ts" */

/** @param {RecordTable} table @param {boolean} besideVectors @returns {{ arrays: MatrixSource[], used: Set<Field> }} */
export function scalarVectors(table, besideVectors) {
  const keys = [...table.fields.keys()];
  const fields = [...table.fields.values()];
  const plan = { ...emptyPlan(keys.length, keys), lists: besideVectors ? [{ name: "", column: -1 }] : [] };
  const numbers = [];
  for (const [column, { kind, numbers: count, values }] of fields.entries()) {
    if (kind !== "text") continue;
    const filled = values.filter((value) => value !== null).length;
    const isId = ID_NAME.test(keys[column].replace(/^.*\./s, ""));
    if (filled > 0 && count * 2 >= filled && !isId) numbers.push(column);
    else plan.words ||= !isId;
  }
  addVectors(plan, numbers, (column) => keys[column]);
  /** @type {Set<Field>} */
  const used = new Set();
  const arrays = [];
  for (const { name, columns } of plan.vectors) {
    const numbered = columns.map((column) => Number(/\d+$/.exec(keys[column])?.[0] ?? Number.NaN));
    const isPlain = table.layout === "cells" && !table.header;
    const isVector =
      columns.length >= FEWEST || (columns.length >= FEWEST_NUMBERED && countsFrom(numbered) !== null) || (isPlain && columns.length > 1);
    if (!isVector) continue;
    const members = columns.map((column) => fields[column]);
    arrays.push(matrixOf(table, members, name, isPlain ? undefined : columns.map((column) => keys[column])));
    for (const field of members) used.add(field);
  }
  return { arrays, used };
}

/** @param {RecordTable} table @param {Field[]} fields @param {string} name @param {string[]} [dimensions] @returns {MatrixSource} */
function matrixOf(table, fields, name, dimensions) {
  const { rows, budget } = table;
  const odd = fields.find((field) => field.odd);
  if (odd?.odd)
    throw new Failure(
      "CORRUPT",
      `"${odd.name}" on ${odd.odd.at} of ${budget.file} holds "${odd.odd.word}", and the other records hold numbers there. Correct the record or leave it out.`,
    );
  const full = dotted(table.name, name.replace(/[\s_.-]+$/, ""));
  const leaves = fields.map((field) => ({ name: field.name, dtype: /** @type {const} */ ("float32") }));
  const matrix = new Columns(full, rows, leaves, budget, name || "The table");
  for (const [column, field] of fields.entries())
    for (let row = 0; row < rows; row++) matrix.set(row, column, /** @type {number | null} */ (field.values[row]) ?? Number.NaN);
  return sourceOf({ ...matrix.found(), dimensions });
}
