/** Shapes that readers share. */
import type { Failure } from "../failure.js";
import type { BlobLike, DType, FileLike, FoundDataset, Limits, MatrixSource, OpenedFile, Reader, TextColumn } from "../types.d.ts";
import type { Budget } from "./budget.js";
import type { Allowed, Operands } from "./pickle-operands.js";
import type { Rows } from "./rows.js";
import type { Storage, Tensor } from "./tensor.js";
import type { ZipArchive } from "./zip.js";

/** What a reader has gathered. */
export interface Contents {
  arrays: MatrixSource[];
  listing: OpenedFile["listing"];
  columns?: OpenedFile["columns"];
  map?: OpenedFile["map"];
  /** arrays that cannot be used and why; they matter only if nothing else is left */
  refused?: Failure[];
}

export interface FileContents extends Contents {
  file: string;
  format: string;
  /** bytes */
  size: number;
}

/** What tells a file's reader. */
export interface Inspection {
  name: string;
  head: Uint8Array;
  budget: Budget;
  limits: Limits;
  /** what was expanded, if the file is compressed with gzip */
  inside?: FileLike;
  archive?: ZipArchive;
  reader?: Reader;
}

/** A member of a zip archive. */
export interface Member {
  name: string;
  method: number;
  encrypted: boolean;
  crc: number;
  /** bytes in the archive */
  packed: number;
  /** bytes, expanded */
  size: number;
  headerBegin: number;
  /** where the next member begins */
  bound: number;
  dataBegin?: number;
}

/** Values of one dtype in a blob. Offset and strides count values, not bytes. */
export interface Layout {
  blob: BlobLike;
  dtype: DType;
  bigEndian: boolean;
  offset: number;
  shape: number[];
  strides: number[];
}

/** Text of one length. */
export interface TextType {
  /** bytes of a value */
  width: number;
  /** four bytes a character, not one */
  isWide: boolean;
  bigEndian: boolean;
}

/** What an allowed name of a pickle makes of its arguments (where: for a failure's sentence). What it makes may be Stateful. */
export type Maker = (args: unknown[], where: string) => unknown;

export interface Stateful {
  setState(state: unknown, where: string): void;
  /** takes what follows the state in the file, outside the pickle's own language */
  takeInline?(operands: Operands): void;
}

/** The names that a pickle may use. */
export type FindName = (module: string, name: string) => Allowed | undefined;

export interface PickleContext {
  where: string;
  budget: Budget;
  find: FindName;
  /** what a persistent id stands for */
  persistent?: (id: unknown) => unknown;
}

/** The numbers of storages that are not in memory. */
export interface Shelf {
  file: BlobLike;
  /** fails if the numbers are missing or too few */
  check(storage: Storage): void;
  /** sets `begin` of those that lie plainly in the file */
  locate(storages: Iterable<Storage>): Promise<void>;
  /** of a storage that does not */
  blob(storage: Storage): BlobLike;
  expanded(storage: Storage): Promise<Uint8Array>;
}

/** Bytes of a storage. */
export interface StorageSpan {
  storage: Storage;
  begin: number;
  end: number;
}

/** A tensor's rows, and where they go. */
export interface Piece extends StorageSpan {
  dtype: DType;
  shape: number[];
  strides: number[];
  out: number;
}

/** Values of one storage, `step` bytes apart; they go to the words from `out` on. */
export interface Run extends StorageSpan {
  count: number;
  step: number;
  out: number;
}

/** Vectors of many tensors, one below the other. */
export interface Stack {
  name: string;
  cols: number;
  pieces: Tensor[];
  /** rows that each sample gives */
  counts: number[];
  /** the list of records that the samples come from */
  records?: object;
  /** rows of every sample, if they have the same number of several */
  block?: number;
}

/** Tensors of whole numbers or text whose values are one column. */
export interface WordPieces {
  name: string;
  pieces: Tensor[];
  /** values for each row; one if there are no counts */
  counts?: number[];
  /** the array whose rows they describe */
  of?: string;
}

/** What a pickle holds. */
export interface Tree {
  tensors: { name: string; tensor: Tensor }[];
  stacks: Stack[];
  columns: TextColumn[];
  words: WordPieces[];
  /** what cannot be used, and why */
  refused: Failure[];
}

/** What stands at one place of every tuple, or under one key of the dictionary there. */
export interface TuplePlace {
  index: number;
  label: string;
  values: unknown[];
}

/** What stands before the values of a .mat file's variable. */
export interface Description {
  name: string;
  shape: number[];
  kind: string;
  /** of the class; null if it has no plain numbers */
  dtype: DType | null;
  isLogical: boolean;
}

/** The bytes of one variable of a .mat file after its tag. */
export interface VariableBody {
  blob: BlobLike;
  first: Uint8Array;
  /** the blob is a part of the file */
  isPlain: boolean;
}

/** A group of an HDF5 file. */
export interface Group {
  path: string;
  groups: Map<string, Group>;
  /** widths by name */
  items: Map<string, number>;
  /** holds what is no item */
  odd: boolean;
}

/** What all datasets of a group are. */
export interface GroupItems {
  cols: number;
  keys: string[];
}

/** A dataset that holds one item, named by its id. */
export interface DatasetItem {
  dataset: FoundDataset;
  key: string;
  rows: number;
}

export interface DatasetStack {
  name: string;
  cols: number;
  rows: number;
  items: DatasetItem[];
}

/** One block's part of a moments file's tensor; the file has a block first. */
export interface MomentsField {
  name: string;
  shape: number[];
}

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
