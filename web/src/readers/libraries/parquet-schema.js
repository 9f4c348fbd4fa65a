/** The columns of a Parquet file: names with dots for what is nested, types, and the levels that lists need. */
import { parquetSchema } from "hyparquet";

/** @import { FileMetaData, SchemaElement, SchemaTree } from "hyparquet" */
/** @import { DType } from "../../types.d.ts" */
/** @import { Leaf } from "./table.js" */

/**
 * @typedef {Leaf & {
 *   path: string, schemaPath: SchemaTree[], element: SchemaElement, maxDefinition: number, maxRepetition: number, elementDefinition: number,
 * }} ParquetLeaf path: as the chunks name it; elementDefinition: from this level on, a list has an element
 */

/** @type {Readonly<Record<string, DType>>} */
const INTEGERS = Object.freeze({
  INT_8: "int8",
  INT_16: "int16",
  INT_32: "int32",
  INT_64: "int64",
  UINT_8: "uint8",
  UINT_16: "uint16",
  UINT_32: "uint32",
  UINT_64: "uint64",
});

/** What a list of values of a kind is. @type {Readonly<Record<"number" | "text" | "other", Leaf["kind"]>>} */
const LISTS = Object.freeze({ number: "list", text: "texts", other: "other" });

/** @param {SchemaElement} element @returns {{ kind: "number" | "text" | "other", dtype: DType, stated: string }} */
function typeOf({ type, converted_type: converted, logical_type: logical }) {
  const meaning = logical?.type ?? converted ?? "";
  const stated = meaning ? `${type} ${meaning}` : String(type);
  /** @param {DType} dtype */
  const number = (dtype) => /** @type {const} */ ({ kind: "number", dtype, stated });
  if (converted === "DECIMAL" || meaning === "DECIMAL") return number("float64");
  if (converted && Object.hasOwn(INTEGERS, converted)) return number(INTEGERS[converted]);
  if (logical?.type === "INTEGER") return number(INTEGERS[`${logical.isSigned ? "" : "U"}INT_${logical.bitWidth}`]);
  if (meaning === "FLOAT16") return number("float16");
  if (/^(UTF8|STRING|ENUM|JSON|UUID|DATE|TIMESTAMP)/.test(meaning)) return { kind: "text", dtype: "float32", stated };
  if (meaning === "") {
    if (type === "FLOAT") return number("float32");
    if (type === "DOUBLE") return number("float64");
    if (type === "INT32") return number("int32");
    if (type === "INT64") return number("int64");
    if (type === "BOOLEAN") return number("bool");
    if (type === "INT96") return { kind: "text", dtype: "float32", stated };
  }
  return { kind: "other", dtype: "float32", stated };
}

/** "emb" of emb.list.element, "a.b" of a struct, "s.x" of a list of structs. @param {SchemaTree[]} schemaPath */
function nameOf(schemaPath) {
  const names = schemaPath.slice(1).map(({ element }) => element.name);
  const repeated = schemaPath.slice(1).findIndex(({ element }) => element.repetition_type === "REPEATED");
  if (repeated < 0) return names.join(".");
  const isList = schemaPath[repeated].element.converted_type === "LIST" || schemaPath[repeated].element.logical_type?.type === "LIST";
  if (!isList) return names.join(".");
  return [...names.slice(0, repeated), ...names.slice(repeated + 2)].join(".");
}

/** @param {SchemaTree[]} schemaPath @returns {ParquetLeaf} */
function leafOf(schemaPath) {
  const steps = schemaPath.slice(1).map(({ element }) => element);
  const element = steps[steps.length - 1];
  let maxDefinition = 0;
  let maxRepetition = 0;
  let elementDefinition = 0;
  for (const { repetition_type: repetition } of steps) {
    if (repetition !== "REQUIRED") maxDefinition++;
    if (repetition !== "REPEATED") continue;
    maxRepetition++;
    elementDefinition = maxDefinition;
  }
  const type = typeOf(element);
  /** @type {Leaf["kind"]} */
  let kind = type.kind;
  let stated = type.stated;
  if (maxRepetition === 1) [kind, stated] = [LISTS[type.kind], `list of ${stated}`];
  else if (maxRepetition > 1) [kind, stated] = ["other", `list of lists of ${stated}`];
  else if (type.dtype === "bool") kind = "text";
  const path = steps.map(({ name }) => name).join(".");
  return {
    name: nameOf(schemaPath),
    kind,
    dtype: type.dtype,
    stated,
    path,
    schemaPath,
    element,
    maxDefinition,
    maxRepetition,
    elementDefinition,
  };
}

/** @param {FileMetaData} metadata @returns {ParquetLeaf[]} */
export function leavesOf(metadata) {
  /** @type {ParquetLeaf[]} */
  const leaves = [];
  const walk = (/** @type {SchemaTree[]} */ path) => {
    const node = path[path.length - 1];
    if (node.children.length === 0) {
      if (path.length > 1 && node.element.type) leaves.push(leafOf(path));
    } else for (const child of node.children) walk([...path, child]);
  };
  walk([parquetSchema(metadata)]);
  return leaves;
}
