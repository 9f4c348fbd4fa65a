/** Shapes that several modules of the benchmark, and what shows it, share. */

import type { createStatistics } from "../engine/statistics.js";
import type { TextWord } from "../report/sentences.js";
import type {
  Audit,
  Benchmark,
  BenchmarkMetric,
  BenchmarkRun,
  FileLike,
  Interval,
  ModelPair,
  OpenedFile,
  Opening,
  Pairs,
  Progress,
  Proposal,
  Quantity,
  QueryHits,
} from "../types.d.ts";

import type { Place } from "./ranking.js";

export type Statistics = ReturnType<typeof createStatistics>;

/** Of a run: a number if it has one. */
export type Value = (run: BenchmarkRun) => unknown;

export interface Setting {
  statistics: Statistics;
  /** the two that are compared, the first against the second */
  domains: readonly string[];
  replicates: number;
  seed: number;
  /**
   * "by model" has a p that moves models, pooled intervals by Student's t, and none over few models; "percentiles" is how earlier versions had
   * them, for verifying what they saved
   */
  correlations: "by model" | "percentiles";
}

/** A metric of the paper's tables. */
export interface MetricColumn {
  key: BenchmarkMetric;
  name: string;
  /** 1: higher is better aligned */
  better: 1 | -1 | 0;
  value: (audit: Audit) => Quantity;
  /** the metric of which the paper's code has a variant: counted once in a family of tests */
  variantOf?: string;
  /** saved with a map of all runs */
  mapped: boolean;
  /** in the sortable list of models */
  ranked: boolean;
}

export interface ManifestRun {
  model: string;
  dataset: string;
  domain?: string;
  reference?: boolean;
  /** holds both sides, or is an audit */
  file?: string;
  images?: string;
  texts?: string;
}

export interface Manifest {
  domains?: string[];
  runs: ManifestRun[];
}

/** What a run is made with. */
export interface Parts {
  openFiles: (file: FileLike) => Promise<Opening[]>;
  propose: (files: OpenedFile[]) => Promise<Proposal>;
  pair: (choice: Proposal) => Pairs;
  audit: (pairs: Pairs, hooks: Hooks) => Promise<Audit>;
  /** of an audit just made */
  firstHits?: (audit: Audit) => Promise<QueryHits | undefined>;
}

export interface Hooks {
  signal?: AbortSignal;
  onProgress?: (progress: Progress) => void;
}

export interface Listener {
  signal?: AbortSignal;
  onProgress?: (index: number, progress: Progress) => void;
  /** each as it is finished */
  onRun?: (index: number, run: BenchmarkRun) => void;
}

export interface Estimate {
  value: number;
  interval?: Interval;
}

/** A model in a dataset's ranking. */
export interface Row {
  label: string;
  /** "1", "2–5"; "" where no model is told apart from another */
  place: string;
  reference: boolean;
  apart: string;
  followed: string;
  imageToText?: Estimate;
  textToImage?: Estimate;
  imbalance?: Estimate;
}

/** One dataset on one page. */
export interface Summary {
  dataset: string;
  headline: string;
  facts: [string, string][];
  /** the best first */
  rows: Row[];
  /** models beyond the last row */
  left: number;
  /** which models are significantly different */
  apart: string[];
  /** of the imbalance */
  direction: string[];
  /** to know */
  things: string[];
  limits: string[];
}

/** What a summary is made from. */
export interface Context {
  benchmark: Benchmark;
  dataset: string;
  runs: BenchmarkRun[];
  /** the best first */
  order: BenchmarkRun[];
  pairs: ModelPair[];
  places: Map<BenchmarkRun, Place>;
  word: TextWord;
  label: (run: BenchmarkRun) => string;
}
