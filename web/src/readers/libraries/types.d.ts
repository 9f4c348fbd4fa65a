/** Shapes inside the readers of formats that a library decodes. */
import type { Batch } from "@uwdata/flechette";
import type { ColumnMetaData, DecodedArray, SchemaElement, SchemaTree } from "hyparquet";
import type { ColumnDecoder } from "hyparquet/src/types.js";
import type { DType, FileLike, FoundDatasets, FoundSheet, FoundTable, Limits } from "../../types.d.ts";
import type { Columns, Vectors } from "../rows.js";
import type { Words } from "../text-columns.js";

/** What a format's library can be asked. */
export interface Jobs {
  parquet(file: FileLike, name: string, limits: Limits): Promise<FoundTable>;
  arrow(file: FileLike, name: string, limits: Limits): Promise<FoundTable>;
  xlsx(file: FileLike, name: string, limits: Limits): Promise<FoundSheet[]>;
  hdf5(file: FileLike, name: string, limits: Limits): Promise<FoundDatasets>;
  hdf5Values(file: FileLike, name: string, limits: Limits, datasets: string[]): Promise<Float32Array>;
}
export type Job = keyof Jobs;

/** A file on this machine's disk. */
export interface OnDisk {
  path: string;
  /** the file's first byte there */
  begin: number;
}

/** A job, as Node's thread is sent it. */
export interface Question {
  job: Job;
  file: { name: string; size: number } & Partial<OnDisk>;
  /** the job's arguments after the file */
  rest: unknown[];
}

/** A run of bytes that the thread needs. */
export interface BytesWanted {
  id: number;
  begin: number;
  end: number;
}

/** The answer to BytesWanted. */
export interface BytesSent {
  id: number;
  bytes?: ArrayBuffer;
  error?: unknown;
}

/** What the thread posts. */
export type ThreadMessage = { value: unknown } | { error: { code: string } } | BytesWanted;

/** A column as its format states it: numbers or words one per row, or lists of them. "other" is listed, and never read. */
export interface Leaf {
  name: string;
  kind: "list" | "texts" | "number" | "text" | "other";
  dtype: DType;
  /** its type in the format's own words */
  stated: string;
}

export interface ArrowLeaf extends Leaf {
  /** the column, then the member of each struct */
  path: number[];
}

export interface ParquetLeaf extends Leaf {
  /** as the chunks name it */
  path: string;
  schemaPath: SchemaTree[];
  element: SchemaElement;
  maxDefinition: number;
  maxRepetition: number;
  /** from this level on, a list has an element */
  elementDefinition: number;
}

/** What takes the values of one leaf, row by row. */
export interface ListSink<L extends Leaf = Leaf> {
  leaf: L;
  vectors: Vectors;
}
export interface NumberSink<L extends Leaf = Leaf> {
  leaf: L;
  columns: Columns;
  col: number;
}
export interface TextSink<L extends Leaf = Leaf> {
  leaf: L;
  words: Words;
}

/** One column of a row group of Parquet. */
export interface Chunk {
  maxDefinition: number;
  maxRepetition: number;
  decoder: ColumnDecoder;
  /** as the footer states */
  values: number;
  where: string;
}

/** A page of Parquet. Levels are empty if none is needed: then every value is there. */
export interface DecodedPage {
  count: number;
  values: DecodedArray;
  definition: ArrayLike<number>;
  repetition: ArrayLike<number>;
}

/** What an Arrow schema's tables hold together: many may share one list or one text, and the library makes each anew. */
export interface Tally {
  tables: number;
  characters: number;
}

/** The columns of a row group of Parquet, by their paths. */
export type Chunks = ReadonlyMap<string | undefined, ColumnMetaData | undefined>;

export type AnyBatch = Batch<unknown> & { typeId?: number };

/** The module of the HDF5 library, whose own types leave out what stands behind its classes. */
export interface Library {
  HEAPU8: Uint8Array;
  _malloc(bytes: number): number;
  _free(at: number): void;
  /** Writes a part of a dataset to a place of the heap; negative if it cannot. Null: all of it. */
  get_dataset_data(
    file: bigint,
    path: string,
    count: bigint[] | null,
    offset: bigint[] | null,
    stride: bigint[] | null,
    at: bigint,
  ): number;
}
