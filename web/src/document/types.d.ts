/** Shapes of reports before they have a form, and of what they are made of. */

import type { TextWord } from "../report/sentences.js";
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
  verdict: string;
  /** the verdict's, in sentences */
  numbers: string[];
  /** what was audited, with what */
  facts: [string, string][];
  /** the tables of the first page */
  scores: Table[];
  /** that a reader must know */
  things: string[];
  limits: string[];
  /** those of the appendix */
  tables: Table[];
  /** every table, for programs */
  all: Table[];
  /** how to check it */
  repeat: string;
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
  /** saved: in a report on paper, where nothing can be chosen */
  how: (audit: Audit, word: TextWord, saved?: boolean) => string;
}

export type ReportForm = "html" | "markdown" | "csv" | "json";
export type Result = Audit | Comparison | Comparisons | Benchmark;

/** How one kind of result is filed. */
export interface Kind {
  // biome-ignore lint/suspicious/noExplicitAny: each kind takes its own result.
  withoutNames: (result: any) => any;
  // biome-ignore lint/suspicious/noExplicitAny: each kind takes its own result.
  report: (result: any, word: TextWord) => Report;
  // biome-ignore lint/suspicious/noExplicitAny: each kind takes its own result.
  pictures: (result: any, word: TextWord) => Figure[];
  /** pages of their own, as markup */
  // biome-ignore lint/suspicious/noExplicitAny: each kind takes its own result.
  sheets?: (result: any) => string[];
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
  id: string;
  name: string;
  formula: Formula | Formula[];
  words: string;
  source: string;
  /** settings of the playground that move it; none if made-up pairs do not have it */
  tries?: string;
}

/** How a sheet is made that is shown on the page and saved as text: elements, and charts among them. */
export interface Maker<N> {
  // biome-ignore lint/suspicious/noExplicitAny: what may be a child depends on what is made.
  h: (selector: any, ...content: any[]) => N;
  chart: (draw: (host: Element) => void) => N;
}
