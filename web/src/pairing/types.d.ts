/** Shapes that several modules of the pairing share. */

import type { Failure } from "../failure.js";
import type { ArrayRef, Finding, Link, Metadata, OpenedFile, Question, RowIds, TextColumn } from "../types.d.ts";

export interface Sides {
  images: ArrayRef;
  texts: ArrayRef;
}

/** What belongs together. Without link, captionsPerImage and imageOf, the files' own map or the counts decide. */
export interface Choice extends Partial<Sides> {
  captionsPerImage?: number | "map" | null;
  /** goes before captionsPerImage */
  link?: Link;
  /** goes before both */
  imageOf?: Int32Array;
  /** one per text row */
  captions?: string[];
  ids?: RowIds;
  metadata?: Metadata;
  /** the question that link, captionsPerImage or imageOf must answer */
  undecided?: string;
  /** columns that agree with the order of rows */
  confirmed?: string;
  /** the question about a dimension that looks like none */
  odd?: string;
  /** it is one */
  keepDimensions?: boolean;
  /** column of the metadata whose equal values belong together (a patient) */
  cluster?: string;
  /** column within whose values chance exchanges */
  within?: string;
  /** column of labels: items of one are right answers to each other */
  labels?: string;
}

/** A column and the file that it is in. */
export interface Column extends TextColumn {
  file: OpenedFile;
  /** of the table that it is a column of */
  rows: number;
  /** the values in the file, if these are spread over more rows */
  origin?: readonly string[];
}

/** A column of one value, or a list of them, per row of a side. */
export interface Attribute extends Column {
  /** the column's own values */
  origin: readonly string[];
  /** ids by which tables were reached */
  through: Column[];
  /** a table's rows were taken in the side's order */
  beside: boolean;
}

/** Attributes of both sides; shared are columns that describe the rows of both. */
export interface Attributes {
  images: Attribute[];
  texts: Attribute[];
  shared: Attribute[];
}

/** What a column is by its values. */
export interface ColumnFacts {
  /** values that are not empty */
  filled: number;
  /** among them */
  distinct: number;
  /** every value is a whole number, 0 or more */
  whole: boolean;
  /** some value has a fraction */
  fractional: boolean;
  /** sentences rather than names */
  prose: boolean;
  /** 0, 1, 2 … or 1, 2, 3 …: row numbers that say nothing new */
  countsUp: boolean;
  /** first of the numbers, if all of first … first + distinct - 1 are there */
  countsFrom: 0 | 1 | null;
}

/** Values, and the rows of the matrix or table that they describe. */
export interface Values extends Pick<TextColumn, "values" | "rowOf"> {
  rows: number;
}

/** Two columns of ids, compared under one spelling. */
export interface Meeting {
  /** number of the spelling */
  rule: number;
  /** of two ids that are written differently: the text's, the image's */
  example?: [text: string, image: string];
  /** text row -> the first image row with its id; -1 for none */
  imageOf: Int32Array;
  /** image rows whose id an earlier row has, and that row */
  repeated: Int32Array;
  sameAs: Int32Array;
  /** image row -> the first text row with its id; -1 for none */
  textOf: Int32Array;
  /** rows that find an image */
  texts: number;
  /** rows that a text finds, those that repeat an id with them */
  images: number;
  /** ids that meet */
  ids: number;
  /** an id that meets has several image rows */
  sharedText: boolean;
  /** an id that meets has several text rows */
  sharedImage: boolean;
  /** texts whose list names several images */
  severalImages: number;
}

/** Two attributes that meet. */
export interface Match {
  text: Attribute;
  image: Attribute;
  meeting: Meeting;
  /** how well the names of the columns go together; 0: not at all */
  names: number;
  /** an id that meets has one image, or one text */
  identifying: boolean;
  whole: boolean;
  sure: boolean;
}

/** What columns say of the pairs. */
export interface Evidence {
  links: Link[];
  /** columns that agree with the order of rows, in words */
  confirmed?: string;
  /** what contradicts the order of rows */
  against: Question[];
  ids: RowIds;
  /** the texts themselves, one per text row */
  captions?: string[];
  /** files that lead from rows to rows */
  leading: ReadonlySet<OpenedFile>;
}

/** A table that describes other rows than the sides have. */
export interface Misfit {
  /** of its first column; undefined: it has none */
  rows: number | undefined;
  /** ids that find too few of a side's rows */
  nearest?: { key: Column; matches: number; rows: number; side: Role };
}

/** What the first rows of a source show. */
export interface Repeats {
  /** rows looked at */
  seen: number;
  /** row -> first row with the same values */
  groupOf: Int32Array;
  /** row -> first row of the run of neighbours with nearly the same values */
  closeTo: Int32Array;
}

/** Where a number stands in a file's name. */
export interface NumberPlace {
  /** the number, with its folder */
  before: string;
  /** as they are written */
  digits: string;
  after: string;
}

/** What the name of a part says. */
export interface PartName {
  /** equal for all parts of one whole */
  key: string;
  number: number;
  /** as they are written */
  digits: string;
  /** "-of-00004" */
  total?: number;
  /** a word or a form says that this is a part; else it is a number at the end */
  sure: boolean;
  /** the word means parts and nothing else */
  strong: boolean;
  /** the form counts from 0 */
  fromZero: boolean;
  /** before the number, lower case */
  word: string;
  /** the file's name with other digits */
  named: (digits: string) => string;
}

export interface FailedFile {
  name: string;
  failure: { code: string; message: string };
}

export interface Part {
  path: string;
  name: PartName;
  opened?: OpenedFile;
  failure?: FailedFile["failure"];
}

/** Folders or archives that were given as one side. */
export interface SideFolders {
  images?: string;
  texts?: string;
}

/** Files whose names differ in one number. */
export interface Group {
  label: string;
  /** above 0 for images, below 0 for texts */
  side: number;
  /** by their numbers */
  parts: Part[];
  /** those of them that opened */
  files: OpenedFile[];
  byNumber: Map<number, OpenedFile>;
  first: PartName;
  /** columns alone */
  table: boolean;
  /** a number comes twice */
  twice: boolean;
}

/** Files of columns alone whose names differ in one number. */
export interface Family {
  /** "images_{0..2}_image_id.npy" */
  label: string;
  /** of the whole */
  stem: string;
  /** the number, with its folder */
  before: string;
  /** ascending */
  numbers: number[];
  /** in their order */
  files: OpenedFile[];
}

/** A whole of parts: joined, or the reason why it is not. */
export interface Joined {
  name: string;
  parts: OpenedFile[];
  /** names of parts that did not open */
  broken: string[];
  file?: OpenedFile;
  failure?: Failure;
}

export interface Parts {
  /** wholes in place of their parts, and what is no part */
  files: OpenedFile[];
  wholes: Joined[];
  notes: string[];
  questions: { finding: Finding; parts: OpenedFile[] }[];
}

export interface PreviewRow {
  /** of the file, counted from 0 */
  row: number;
  id?: string;
  caption?: string;
}

export interface PreviewPair {
  image: PreviewRow;
  texts: PreviewRow[];
  /** texts beyond these */
  more: number;
}
