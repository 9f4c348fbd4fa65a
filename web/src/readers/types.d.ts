/** Shapes that the readers of text tables share. */
import type { Failure } from "../failure.js";
import type { MatrixSource, OpenedFile } from "../types.d.ts";
import type { Rows } from "./rows.js";

/** What the cells of a column of text are. */
export type CellKind = "list" | "number" | "text";

/** What the columns of a table are: which make matrices, and which are kept as text. */
export interface Plan {
  width: number;
  header: string[] | null;
  decimalComma: boolean;
  vectors: { name: string; columns: number[]; dimensions?: string[] }[];
  lists: { name: string; column: number }[];
  /** whole: ids written as numbers */
  texts: { name: string; column: number; whole?: true }[];
  /** some column holds words that are no ids */
  words: boolean;
  /** lists of words or whole numbers */
  items: { name: string; column: number }[];
  /** first rows that are no data */
  skip?: number;
  /** the size as word2vec writes it */
  stated?: { rows: number; cols: number };
  /** a word may itself hold blanks */
  joins?: boolean;
  /** lines that begin with # and are data */
  before?: string[][];
}

/** What the values of a record's key are. wholes: lists of whole numbers, vectors or not. */
export type FieldKind = "unknown" | "vectors" | "wholes" | "text" | "texts" | "dropped";

/** One key of all records. */
export interface Field {
  name: string;
  kind: FieldKind;
  /** records before the first that tells what the key holds */
  missing: number;
  /** no vector so far had a fraction */
  isWhole: boolean;
  isKey: boolean;
  /** of vectors */
  store: Rows;
  /** rows or items of each record */
  counts: number[];
  /** words and single numbers, or the items of lists */
  values: unknown[];
  /** records that held the key */
  seen: number;
  /** single numbers among the values */
  numbers: number;
  /** a word among numbers */
  odd?: { at: string; word: string };
  /** the first list of whole numbers of another length */
  ragged?: { at: string; length: number; expected: number };
}

/** A key of a JSON object and its value. */
export interface Entry {
  key: string;
  value: unknown;
  line: number;
  /** the value's own keys, as the file has them */
  order?: string[];
}

/** What the entries of a JSON object are together. */
export type EntriesShape =
  | "records"
  | "vectors"
  | "stacks"
  | "scalars"
  | "lists"
  | "column"
  | "columnOfLists"
  | "frame"
  | "frameOfLists"
  | "turned"
  | "names";

/** Arrays of one width whose names say that they are parts of one. */
export interface PartFamily {
  name: string;
  numbers: number[];
  parts: MatrixSource[];
}

/** What a reader has gathered. */
export interface Found {
  file: string;
  format: string;
  size: number;
  arrays: MatrixSource[];
  listing: OpenedFile["listing"];
  columns?: OpenedFile["columns"];
  map?: OpenedFile["map"];
  /** arrays that cannot be used and why; they matter only if nothing else is left */
  refused?: Failure[];
}
