/** Shapes of reports before they have a form, and of what they are made of. */

import type { TextWord } from "../report/sentences.js";
import type { Work } from "../report/types.d.ts";
import type { Audit, Benchmark, Comparison, Comparisons, Filing, Quantity } from "../types.d.ts";

/** null: nothing to say */
export type Cell = string | number | null;

/** The first column names the row. */
export interface Table {
  id: string;
  caption: string;
  columns: string[];
  rows: Cell[][];
  /** after the point, if numbers are shown side by side */
  digits?: number;
}

export type TypedCell = string | Quantity | { low?: number; high?: number } | undefined;

export interface Column {
  /** on page and terminal */
  title: string;
  /** in a document, if it is another */
  full?: string;
  /** of an interval: what its ends are called in a document */
  ends?: readonly [string, string];
  /** of intervals of two kinds: head of the column that tells which, in a document */
  kind?: string;
  /** of a number, in the row of this name */
  words?: (value: number, row: string) => string;
}

/** The first column names the row. */
export interface TypedTable {
  id: string;
  caption: string;
  /** the caption on the page */
  short?: string;
  digits?: number;
  columns: readonly Column[];
  rows: TypedCell[][];
}

export interface Report {
  /** what sort of report it is */
  kind: string;
  /** of the result on the page, that a reader of the paper must know too */
  notices?: string[];
  verdict: string;
  /** what search finds, in whole numbers */
  search?: string[];
  /** what changes how the verdict is to be read */
  warnings?: string[];
  /** the verdict's, in sentences */
  numbers: string[];
  /** what to do with the answer */
  next?: string;
  /** what was audited, with what */
  facts: [string, string][];
  /** the tables of the first page */
  scores: Table[];
  /** that a reader must know */
  things: string[];
  limits: string[];
  /** at the end of the first page */
  note?: string;
  /** those of the appendix */
  tables: Table[];
  /** every table, for programs */
  all: Table[];
  /** how to check it */
  repeat: string;
  /** how to cite it, in sentences */
  cite: string[];
}

export interface Figure {
  id: string;
  title: string;
  how: string;
  /** draws nothing if there are no numbers for it */
  draw: (host: Element, width: number) => void;
}

/** What a chart is called and how it is read. */
export interface Caption {
  title: string;
  /** saved: in a report on paper, where nothing can be chosen; q: the reader's cut, the audit's own by default */
  how: (audit: Audit, word: TextWord, saved?: boolean, q?: number) => string;
}

/** The last three are cards that others read, of one model's audit. */
export type ReportForm = "html" | "markdown" | "csv" | "json" | CardForm;
export type CardForm = "chai" | "fhir" | "claim";
export type Result = Audit | Comparison | Comparisons | Benchmark;

/** How one kind of result is filed. */
export interface Kind {
  // biome-ignore lint/suspicious/noExplicitAny: each kind takes its own result.
  withoutNames: (result: any) => any;
  // biome-ignore lint/suspicious/noExplicitAny: each kind takes its own result.
  report: (result: any, word: TextWord) => Report;
  // biome-ignore lint/suspicious/noExplicitAny: each kind takes its own result.
  pictures: (result: any, word: TextWord) => Figure[];
  /** pages of their own */
  // biome-ignore lint/suspicious/noExplicitAny: each kind takes its own result.
  sheets?: <N>(result: any, make: Maker<N>) => N[];
}

export interface ReportOptions {
  word: TextWord;
  filing: Filing;
  /** src/style/saved-report.css as one text */
  style: string;
}

/** A node of MathML as plain data: the page makes elements of it, a saved report text. */
export interface Formula {
  name: string;
  attributes: Record<string, string>;
  children: (Formula | string)[];
}

export type Term = Formula | string | number;

export interface Definition {
  /** in reports: of results that have this part */
  only?: string;
  id: string;
  name: string;
  formula: Formula | Formula[];
  words: string;
  /** words, or works by name */
  sources: readonly (string | Work)[];
  /** settings of the playground that move it; none if made-up pairs do not have it */
  tries?: string;
}

/** How a sheet is made that is shown on the page and saved as text: elements, and charts among them. */
export interface Maker<N> {
  // biome-ignore lint/suspicious/noExplicitAny: what may be a child depends on what is made.
  h: (selector: any, ...content: any[]) => N;
  /** undefined if nothing is drawn */
  chart: (draw: (host: Element) => void) => N | undefined;
  formula: (formula: Formula) => N;
}
