/** Shapes of the charts. */

import type { ScaleContinuousNumeric, Selection } from "d3";
import type { TextWord } from "../report/sentences.js";
import type { Raw } from "../report/types.d.ts";
import type { Audit, Benchmark, GroupScore, Interval, Modes, Unavailable } from "../types.d.ts";

export type Group = Selection<SVGGElement, unknown, null, undefined>;
export type Scale = ScaleContinuousNumeric<number, number>;

/** The share of directions that the reader looks at now. Charts follow it without being rendered anew. */
export interface Cut {
  readonly q: number;
  set(q: number): void;
  follow(listener: () => unknown): void;
}

/** A direction: a side and a mode, counted from 0. */
export interface Place {
  side: "image" | "text";
  mode: number;
}

/** The direction that the reader looks at. */
export interface Pick {
  /** null before any was chosen */
  readonly place: Place | null;
  set(place: Place): void;
  follow(listener: () => unknown): void;
}

export interface ChartOptions {
  /** what the user calls the texts */
  word: TextWord;
  cut: Cut;
  pick?: Pick;
  /** stem of saved files */
  name: string;
}

/** A benchmark of which not every run is drawn: the numbers over runs are those of all. */
export type Narrowed = Benchmark & {
  /** how many finished runs there are */
  shownOf?: number;
};

/** The first column names the rows. */
export interface Table {
  caption: string;
  columns: string[];
  rows: (string | number)[][];
  /** the numbers behind the words, every digit; undefined where a cell has none */
  values?: (Raw | undefined)[][];
}

/** A place of a chart that says its numbers: to the pointer, a finger or the keyboard. */
export interface Spot {
  /** in the chart's own coordinates */
  x: number;
  /** several where lines are read at one x; none without a value */
  y: number | number[];
  /** left, top, right, bottom of what stands for it; without, what is nearest */
  box?: [number, number, number, number];
  /** what it names, such as a row of a table */
  name: string;
  /** its numbers, a line each */
  lines: () => string[];
  /** spots of one number lie beside each other: arrows up and down go to the next row */
  row?: number;
  /** its place in its row, if rows do not lie above each other */
  column?: number;
  /** its box is what is drawn, such as a cell */
  cell?: boolean;
  /** of a benchmark: whose run it is */
  model?: string;
  choose?: () => void;
}

export interface Drawing {
  /** the saved file's name, without its ending */
  name: string;
  /** what the chart is called beside its buttons */
  title: string;
  /** draws and gives the places that say their numbers */
  draw: (host: Element, width: number) => Spot[];
  /** the same numbers */
  table: () => Table;
  /** drawn anew when it moves */
  cut?: Cut;
}

export interface BothModes {
  imageAnchor: Modes;
  textAnchor: Modes;
}

export type Retrieval = Exclude<Audit["retrieval"], Unavailable>;
export type Cosine = Exclude<Audit["cosine"], Unavailable>;

/** Densities of cosines over [from, to). */
export interface Bin {
  from: number;
  to: number;
  matched: number;
  unmatched: number;
}

/** A quantity and its chance level. */
export interface ChanceRow {
  name: string;
  value: number;
  /** what shuffled pairs reach: 95 % of them, if they were shuffled */
  chance: number;
  /** mean of the shuffled pairs */
  usual?: number;
  p?: number;
  /** what is left beyond chance */
  calibrated?: number;
  interval?: Interval;
  classes: string;
}

/** A score that a chart of subgroups can show. */
export interface Shown {
  score: GroupScore;
  title: string;
  colour: "images" | "texts" | "ink";
  differences?: true;
}

/** One estimate a row: a site, a subgroup, a model. */
export interface ForestRow {
  label: string;
  /** pairs behind it; the dot's area follows it */
  n?: number;
  /** absent if it is not available; then reason says why */
  value?: number;
  /** range for the population, or 95 % interval */
  low?: number;
  high?: number;
  /** grey band from -chance to chance, or up to it if the axis begins at 0 */
  chance?: number;
  /** grey, from and to: what random groups of its size score */
  band?: [number, number];
  /** less important, such as the whole without one site */
  muted?: boolean;
  /** the whole: a diamond as wide as its interval */
  total?: boolean;
  reason?: string;
  /** the reason in two or three words, in place of the numbers */
  missing?: string;
}

export interface Forest {
  rows: ForestRow[];
  /** the saved file's name, without its ending */
  name: string;
  /** what the chart is called beside its buttons */
  title: string;
  /** the quantity, in words */
  axis: string;
  /** what a row is: "Group" */
  of?: string;
  /** default ink */
  colour?: "images" | "texts" | "ink";
  /** differences: numbers carry a sign, and 0 is marked */
  signed?: boolean;
  /** a dashed line, such as the value of the whole */
  reference?: number;
  /** what lies below and above, beneath the axis */
  ends?: [string, string];
}
