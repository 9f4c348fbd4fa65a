/** Shapes of the views. */

import type { ChartOptions, Pick, Place, Table } from "../charts/types.d.ts";
import type { Caption } from "../document/types.d.ts";
import type { Failure } from "../failure.js";
import type { EffectRow, Preview } from "../report/aggregate.js";
import type { OptionName } from "../report/option-words.js";
import type { TextWord } from "../report/sentences.js";
import type {
  ArrayRef,
  Audit,
  AuditOptions,
  Comparison,
  Comparisons,
  Finding,
  Gap,
  Link,
  ModeDetail,
  MomentsFile,
  Noise,
  OpenedFile,
  PlannedRun,
  Question,
  Role,
  Subgroups,
  Unavailable,
  Verification,
} from "../types.d.ts";

export type Child = Node | string | number | null | undefined | false;

// biome-ignore lint/suspicious/noExplicitAny: the target of an event is what the caller made.
export type Properties = Record<string, string | number | boolean | undefined | null | ((event: any) => void)>;

type Tags = HTMLElementTagNameMap;

/** What h() makes of "input", "input.wide" or "input#name.wide". */
export type ElementOf<T extends string> = T extends `${infer K}#${string}`
  ? Named<K>
  : T extends `${infer K}.${string}`
    ? Named<K>
    : Named<T>;
type Named<T extends string> = T extends keyof Tags ? Tags[T] : HTMLElement;

/** What every view of a result is given beside the audit. */
export interface ViewOptions extends ChartOptions {
  pick: Pick;
  /** looks at a direction in every pair; none while the audit runs */
  detail?: (place: Place) => Promise<ModeDetail>;
  /** groups of a column, if the pairs have such columns; none while the audit runs */
  groups?: GroupsPart;
  /** columns of labels that the search may be repeated by */
  labels?: { columns: readonly string[]; make: (column: string) => unknown };
  /** the modality gap; none while the audit runs */
  gap?: GapPart;
  /** another model on the same pairs; none while the audit runs */
  comparison?: ComparisonPart;
  /** an item's id, by its row in the file, if the pairs are at hand and have ids; shown on the screen alone */
  named?: (side: Role, row: number) => string | undefined;
  /** on files that were given and serve for nothing */
  leftAside?: readonly Finding[];
  /** of a definition; in the report itself by default */
  address?: (id: string) => string;
  /** stand under the headline */
  tools?: Element;
}

export interface GroupsAsk {
  /** that divide the pairs */
  columns: string[];
  make: (column: string) => void;
  cancel: () => void;
}

export interface GroupsPart {
  /** what the card may ask for, if the pairs are at hand */
  ask?: GroupsAsk;
  /** the column that was asked for last */
  about?: string;
  failure?: Failure;
  running?: true;
  found?: Subgroups;
}

export interface GapPart {
  /** if the pairs are at hand */
  ask?: { make: () => void; save: () => void; cancel: () => void };
  failure?: Failure;
  running?: true;
  found?: Gap | Unavailable;
}

export interface ComparisonPart {
  failure?: Failure;
  running?: true;
  /** several: if there are more than two models; full: no other can be added; saved: the file that it was compared with */
  found?: { comparison: Comparison; several?: Comparisons; full?: boolean; saved?: string; verification?: Verification };
  /** another model's files */
  choose: () => void;
  cancel: () => void;
  save: (made: Comparison | Comparisons) => void;
  /** as a report */
  file: (made: Comparison | Comparisons) => void;
  /** what may be done with one of the models beside the baseline, counted from 0 */
  models?: ModelActions;
}

export interface ModelActions {
  /** the others are compared with it */
  keep: (k: number) => void;
  /** beside the baseline */
  show: (k: number) => void;
  drop: (k: number) => void;
}

/** The column that a table is sorted by. */
export interface Sorted {
  column: number;
  up: boolean;
}

export interface TableOptions {
  captionVisible?: boolean;
  classes?: string;
  /** what a cell shows in place of its words */
  cell?: (r: number, k: number) => Child | Child[];
  /** attributes of a row */
  row?: (r: number) => Properties;
  /** if not all of it: columns of buttons are no numbers */
  copied?: Table;
  /** rows that belong together stay together */
  sortable?: boolean;
  /** at first */
  sorted?: Sorted;
  /** told of every change of the order */
  whenSorted?: (sorted?: Sorted) => void;
  /** whether the first press of a head puts the least first; by default words, and the most of numbers */
  upFirst?: (k: number) => boolean;
  /** of the button in a head */
  idOf?: (k: number) => string | undefined;
}

/** A card of a report. */
export interface Card {
  id: string;
  /** short, for the contents */
  name: string;
  /** the part of the contents it stands in */
  section: string;
  title: string;
  /** how to read it */
  how?: Caption["how"];
  /** ids of definitions */
  defines?: string[];
  /** only then is it shown */
  when?: (audit: Audit, options: ViewOptions) => boolean;
  /** what it shows; drawn anew only if that has changed */
  parts: (audit: Audit, options: ViewOptions) => unknown[];
  /** then takes what is drawn after it, piece by piece */
  render: (container: Element, audit: Audit, options: ViewOptions, then: (piece: () => void) => void) => void;
}

/** A report on the page. */
export interface ReportDrawing {
  key: string;
  /** card -> the parts it was drawn from */
  drawn: Map<string, string>;
  /** cards still to be drawn, each by later */
  waiting: (() => void)[];
  /** what is left of cards that were begun: it outlives a drawing of the report anew */
  pieces: (() => void)[];
  busy: boolean;
  later?: (work: () => void) => void;
  /** once every card is drawn */
  whole?: () => void;
}

export interface FileEntry {
  id: number;
  name: string;
  size: number;
  opened?: OpenedFile;
  failure?: { code: string; message: string };
  /** not meant for an audit */
  aside?: boolean;
  /** what keeps a file of one row from being used by itself */
  alone?: { code: string; message: string };
}

export interface Choice {
  images?: ArrayRef;
  texts?: ArrayRef;
  captionsPerImage: number | "map" | null;
  link?: Link;
  keepDimensions?: boolean;
  /** messages of the questions that it answers */
  answered?: readonly string[];
  /** column of the metadata whose equal values belong together */
  cluster?: string;
  /** column within whose values chance exchanges */
  within?: string;
  /** column of labels: items of one are right answers to each other */
  labels?: string;
}

export interface PreviewRow {
  row: number;
  id?: string;
  caption?: string;
}

export interface FilesModel {
  files: FileEntry[];
  arrays: ArrayRef[];
  choice: Choice;
  /** other ways than the order of rows */
  links: Link[];
  /** why the sides are these, and why rows belong together */
  why: { sides: string; pairs: string };
  questions: Question[];
  /** of the pairs that fit together now */
  findings: Finding[];
  /** of the metadata: those that may hold pairs together, the one whose name says so, those within which chance may exchange, and those that may be labels */
  columns: { clusters: string[]; likely?: string; strata: string[]; labels: string[] };
  preview: { image: PreviewRow; texts: PreviewRow[]; more: number }[];
  /** the same pairs for a terminal */
  command?: string;
  /** columns that serve as captions or ids */
  used: ReadonlySet<unknown>;
  /** files that describe the items */
  metadata: ReadonlySet<unknown>;
  /** of the pairing or of the last audit */
  failure?: { code: string; message: string };
  remedy?: HTMLElement;
  word: TextWord;
  ready: boolean;
  /** the panel of options, if they are the user's to set */
  options?: Element;
}

export interface FilesActions {
  choose: () => void;
  remove: (id: number) => void;
  pair: (choice: Choice) => void;
  name: (word: TextWord) => void;
  run: () => void;
}

/** What a site wishes of the file of its sums. */
export interface AggregateWishes {
  label: string;
  preprocessing: string;
  /** pairs per dimension that were agreed on in place of the default */
  floor?: number;
  /** the highest that was agreed on in place of the default */
  risk?: number;
  noise: boolean;
  /** the user knows the pairing otherwise than from the rows */
  paired: boolean;
  epsilon?: number;
  delta?: number;
  pairsPerPatient?: number;
  /** a column */
  patients?: string;
}

/** A file with noise before it is drawn. */
export interface NoiseDraft {
  noise: Noise;
  /** of the best test */
  risk: number;
  /** of delta, "" for none */
  doubt: string;
  /** pairs beyond the bound of a patient */
  leftOut: number;
  effect: EffectRow[];
}

export interface AggregateModel {
  pairs: number;
  floor: number;
  /** that the floor allows */
  blocks: number;
  /** the defaults */
  usual: { pairsADimension: number; pairs: number; risk: number; delta: number };
  /** what exact sums of these pairs allow */
  riskWords: string;
  patientColumns: string[];
  /** numbers in a block's rows for each number that the file states of them */
  heldPerStated: number;
  /** how they were paired */
  says: string;
  /** why noise could not hide what these pairs make public */
  noNoise?: string;
  wishes: AggregateWishes;
  /** what is being done */
  working?: string;
  /** ready to be saved */
  preview?: Preview;
  /** of a file with noise */
  draft?: NoiseDraft;
  /** files with noise drawn of these pairs */
  drawn: number;
  /** the file that is shown was drawn */
  saved?: boolean;
  failure?: string;
}

export interface AggregateActions {
  change: (wishes: Partial<AggregateWishes>) => void;
  prepare: () => void;
  save: () => void;
  close: () => void;
}

/** What the user says of sites' files that these leave open. */
export interface PoolAnswers {
  mixExact?: boolean;
  overlap?: "none" | "all";
}

export interface PoolModel {
  /** of sites */
  files: number;
  /** that the files leave open */
  questions: { code: "MIXES_EXACT" | "PAIRS_MAY_OVERLAP"; message: string }[];
  said: PoolAnswers;
  /** a question waits */
  open: boolean;
  /** ready to be saved */
  preview?: Preview;
  pool?: MomentsFile;
  failure?: string;
}

export interface PoolActions {
  answer: (said: PoolAnswers) => void;
  save: () => void;
  close: () => void;
}

export interface PlanModel {
  plan: PlannedRun[];
  domains: string[];
  intervals: boolean;
  failure?: Element;
}

export interface PlanActions {
  run: () => unknown;
  /** the files as one audit */
  single: () => void;
  rename: (index: number, names: { model?: string; dataset?: string }) => void;
  place: (dataset: string, domain: string) => void;
  refer: (model: string, reference: boolean) => void;
  compare: (domains: string[]) => void;
  withIntervals: (intervals: boolean) => void;
}

export interface OptionsModel {
  /** of the next audit, or of the one that is shown */
  options: AuditOptions;
  usual: Required<AuditOptions>;
  /** what was written that cannot be, and why */
  wrong: Map<OptionName, { given: string; says: string }>;
  /** what each may be, in words */
  ranges: Record<OptionName, string>;
  /** once an audit is there; waiting: it was made with other options; missing: why it cannot be made again */
  after?: { waiting: boolean; missing?: string };
}

export interface OptionsActions {
  /** given: as it was written */
  change: (name: OptionName, given: string) => void;
  reset: () => void;
  again: () => void;
  /** the page's address with these options */
  link: () => string;
}

export type ExampleName = "balanced" | "imagePrivate" | "textPrivate";

export interface StartActions {
  choose: () => void;
  chooseFolder: () => void;
  example: (name: ExampleName) => void;
}

export interface Format {
  format: string;
  extensions: readonly string[];
}
