/** The columns of a Parquet file: names with dots for what is nested, types, and the levels that lists need. */
import { parquetSchema } from "hyparquet";

/** @import { FileMetaData, SchemaElement, SchemaTree } from "hyparquet" */
/** @import { DType } from "../../types.d.ts" */
/** @import { Leaf, ParquetLeaf } from "./types.d.ts" */

const INTEGER = /^(U?INT)_(8|16|32|64)$/;
/** What a column holds whose type has no further meaning. @type {Readonly<Record<string, DType>>} */
const PHYSICAL = Object.freeze({ FLOAT: "float32", DOUBLE: "float64", INT32: "int32", INT64: "int64", BOOLEAN: "bool" });

/** What a list of values of a kind is. @type {Readonly<Record<"number" | "text" | "other", Leaf["kind"]>>} */
const LISTS = Object.freeze({ number: "list", text: "texts", other: "other" });

/** @param {SchemaElement} element @returns {{ kind: "number" | "text" | "other", dtype: DType, stated: string }} */
function typeOf({ type, converted_type: converted, logical_type: logical }) {
  const meaning = logical?.type ?? converted ?? "";
  const stated = meaning ? `${type} ${meaning}` : String(type);
  /** @param {DType} dtype */
  const number = (dtype) => /** @type {const} */ ({ kind: "number", dtype, stated });
  if (converted === "DECIMAL" || meaning === "DECIMAL") return number("float64");
  if (converted && INTEGER.test(converted)) return number(/** @type {DType} */ (converted.replace("_", "").toLowerCase()));
  if (logical?.type === "INTEGER") return number(/** @type {DType} */ (`${logical.isSigned ? "" : "u"}int${logical.bitWidth}`));
  if (meaning === "FLOAT16") return number("float16");
  if (/^(UTF8|STRING|ENUM|JSON|UUID|DATE|TIMESTAMP)/.test(meaning)) return { kind: "text", dtype: "float32", stated };
  if (meaning === "" && type && Object.hasOwn(PHYSICAL, type)) return number(PHYSICAL[type]);
  return { kind: meaning === "" && type === "INT96" ? "text" : "other", dtype: "float32", stated };
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
  const repetitions = steps.map(({ repetition_type: repetition }) => repetition);
  const definition = (/** @type {typeof repetitions} */ path) => path.filter((repetition) => repetition !== "REQUIRED").length;
  const maxDefinition = definition(repetitions);
  const maxRepetition = repetitions.filter((repetition) => repetition === "REPEATED").length;
  const elementDefinition = definition(repetitions.slice(0, repetitions.lastIndexOf("REPEATED") + 1));
  const type = typeOf(element);
  /** @type {Leaf["kind"]} */
  let kind = type.kind;
  let stated = type.stated;
  if (maxRepetition === 1) [kind, stated] = [LISTS[type.kind], `list of ${stated}`];
  else if (maxRepetition > 1) [kind, stated] = ["other", `list of lists of ${stated}`];
  else if (type.dtype === "bool") kind = "text";
  const path = steps.map(({ name }) => name).join(".");
  const levels = { maxDefinition, maxRepetition, elementDefinition };
  return { name: nameOf(schemaPath), kind, dtype: type.dtype, stated, path, schemaPath, element, ...levels };
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
