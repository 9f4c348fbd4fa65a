/** What the page's session knows, by phase: a phase has no field for what belongs to another. */

import type { OpenFiles } from "../audit/pairs.js";
import type { Saved } from "../audit/saved.js";
import type { Parts as RunParts } from "../benchmark/types.d.ts";
import type { createEngine } from "../engine/index.js";
import type { Failure } from "../failure.js";
import type { TextWord } from "../report/sentences.js";
import type {
  Audit,
  AuditOptions,
  Benchmark,
  BenchmarkRun,
  Comparison,
  Comparisons,
  Gap,
  Pairs,
  PlannedRun,
  Progress,
  Proposal,
  Subgroups,
  Unavailable,
  Verification,
} from "../types.d.ts";
import type { Choice, FileEntry } from "../views/types.d.ts";

/** In every phase. */
interface Tab {
  /** of the next audit */
  options: AuditOptions;
  /** audits of this tab, and of a session that was opened */
  made: Audit[];
  /** what the next audit is compared with, or what is shown */
  saved?: Saved;
  /** counts the turns: what is shown belongs to one of them, and so does every job that may still answer */
  run: number;
  /** said once, in passing */
  notice: string;
}

/** The files, and what is made of them. */
interface Input {
  files: FileEntry[];
  proposal?: Proposal;
  choice: Choice;
  /** the user had a say in the choice: nothing is audited unasked */
  touched: boolean;
  /** what fits together now */
  pairs?: Pairs;
  word: TextWord;
  /** the user gave the word */
  named: boolean;
}

interface Choosing extends Tab, Input {
  phase: "empty" | "reading" | "pairing" | "error";
  /** of the pairing or of the last audit */
  failure?: Failure;
  progress?: undefined;
  audit?: undefined;
  sites?: undefined;
  verification?: undefined;
  asides?: undefined;
}

interface Running extends Tab, Input {
  phase: "running";
  progress: Progress;
  /** what is ready of it */
  audit?: Audit;
  failure?: undefined;
  sites?: undefined;
  verification?: undefined;
  asides?: undefined;
}

interface Done extends Tab, Input {
  phase: "done";
  audit: Audit;
  /** the files of several sites are at hand */
  sites?: true;
  /** of the audit beside the saved one */
  verification?: Verification;
  /** asked for beside the audit */
  asides: Asides;
  failure?: undefined;
  progress?: undefined;
}

export type State = Choosing | Running | Done;

/** At work (running), failed, or its result. */
export interface Aside<T> {
  /** what was asked for */
  about?: string;
  running?: true;
  progress?: Progress;
  failure?: Failure;
  found?: T;
}

export interface Compared {
  /** the one that is shown, against the baseline */
  comparison: Comparison;
  /** if there are more than two models */
  several?: Comparisons;
  /** no model can be added */
  full?: boolean;
  /** the file that it was compared with */
  saved?: string;
  verification?: Verification;
}

export interface Asides {
  groups?: Aside<Subgroups>;
  gap?: Aside<Gap | Unavailable>;
  comparison?: Aside<Compared>;
}

/** What a choice of sides gives. */
export type Paired = Pick<Choosing, "choice" | "pairs" | "failure"> & { phase: "pairing" | "error" };

/** What the files lead to once all are read. */
export type Settled = Paired & Pick<Choosing, "proposal" | "word" | "touched">;

/** What a session needs of the engine. */
export type SessionEngine = Pick<
  ReturnType<typeof createEngine>,
  | "audit"
  | "expect"
  | "modeDetail"
  | "auditMoments"
  | "auditFederation"
  | "synthetic"
  | "generated"
  | "subgroups"
  | "gap"
  | "gapMaps"
  | "compare"
  | "statistics"
>;

export interface Parts {
  openFiles: OpenFiles;
  engine: () => Promise<SessionEngine>;
}

/** A benchmark on the page. */
export interface BenchmarkState {
  phase: "closed" | "plan" | "running" | "done";
  plan: PlannedRun[];
  /** the two that are compared */
  domains: string[];
  /** finished */
  runs: BenchmarkRun[];
  now?: { index: number; progress: Progress };
  benchmark?: Benchmark;
  failure?: Failure;
  /** are wanted for each run */
  intervals: boolean;
  /** before all runs were made */
  stopped: boolean;
}

/** What a benchmark needs of readers and engine. */
export interface BenchmarkParts {
  openFiles: RunParts["openFiles"];
  version: string;
  engine: () => Promise<Pick<ReturnType<typeof createEngine>, "audit" | "firstHits" | "statistics">>;
}
