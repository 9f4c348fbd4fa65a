/** Shapes of the engine: what its modules hand to each other and to its workers. */
import type {
  Aggregate,
  Alike,
  Alternatives,
  Audit,
  AuditOptions,
  BlobLike,
  Correlates,
  FailureShape,
  FileLike,
  Finding,
  MedianSample,
  Metric,
  MomentsFile,
  Noise,
  Pairs,
  PlainRows,
  Progress,
  Role,
  Sampling,
  TestResult,
  Trait,
  Unavailable,
} from "../types.d.ts";
import type {
  AllBlocks,
  Alternative,
  AnchorBasis,
  AnchorModes,
  AnchorPass,
  Core,
  Distribution,
  KernelSums,
  Matrix,
  Side,
} from "./core-types.d.ts";
import type { createEngine } from "./index.js";
import type { rowPass } from "./row-pass.js";
import type { Run } from "./run.js";
import type { tasks } from "./tasks.js";

export type { AuditState } from "./audit-state.js";
export type * from "./core-types.d.ts";
export type { Pool } from "./pool.js";
export type { Run } from "./run.js";
export type { Slices } from "./yielding.js";

export type Engine = ReturnType<typeof createEngine>;

/** How an audit is followed and ended. */
export interface AuditHooks extends Hooks {
  /** what the bootstrap draws, if audits must draw alike; else it follows from the sizes */
  units?: Units;
  /** once there are scores it ends the audit, which then comes without what is still missing; before, it cancels */
  enough?: AbortSignal;
  /** an audit whose later quantities say "still being computed" */
  onPartial?: (audit: Audit) => void;
  /** scores of every bootstrap replicate, in order */
  onReplicates?: (replicates: Replicate[]) => void;
}
export interface Hooks {
  signal?: AbortSignal;
  onProgress?: (progress: Progress) => void;
}

/** Texts in the order of their images: those of image i at start[i] … start[i + 1] - 1. */
export interface TextOrder {
  start: Int32Array;
  /** row of the text at each position; null if it is the position itself */
  order: Int32Array | null;
}
export interface Plan extends TextOrder {
  /** false if n < d: the Gram form is used */
  products: boolean;
}
/** Pairs that belong together, by image; effective: the independent pairs that they are worth at least (Kish), n² / sum of squared sizes. */
export interface Clusters {
  column: string;
  of: Int32Array;
  count: number;
  largest: number;
  effective: number;
}
/** What one block of images knows of the nearest across the sides: its images' lists, and entries of the texts' lists. */
export type NearestPart = ReturnType<RetrievalPass["nearest"]>;
/** The k nearest candidates of each query, nearest first; -1 where there are fewer. */
export interface NearestAcross {
  k: number;
  rows: Int32Array;
  cosines: Float64Array;
}
/** Labels of each image, by their numbers. */
export interface Labels {
  column: string;
  names: string[];
  of: number[][];
}
/** Pairs within which chance exchanges, by image. */
export interface Strata {
  column: string;
  of: Int32Array;
  count: number;
}
/** rows: images, unit after unit; begin: of each unit among them, and the end. */
export interface Exchange {
  rows: Int32Array;
  begin: Uint32Array;
  classOf: Uint32Array;
}
/** What an audit leaves, so that its modes can be looked at. */
export interface Trace {
  pairs: Pairs;
  plan: Plan;
  bases: Bases;
  seed: number;
}
/** What an audit leaves besides its JSON. */
export interface AuditRun {
  audit: Audit;
  /** none if the sides differ in width */
  trace: Trace | undefined;
  hits: Hits;
  /** the mutual k-NN without each pair */
  withoutEach?: Float64Array;
  clusters?: Clusters;
}
/** Of each query among its 1, 5 and 10 nearest, texts in the order of their images; none if queries were sampled. */
export type Hits = Run["hits"];
/** Two models' first hits on the same queries. */
export interface Tally {
  both: number;
  onlyFirst: number;
  onlySecond: number;
  neither: number;
}

/** Of a few pairs: what each query found at 1, 5 and 10, the scores, and the share of an item's nearest that are of its own side. */
export interface SearchScores {
  hits: { imageToText: Float64Array; textToImage: Float64Array };
  sas: { imageToText: number; textToImage: number };
  deltaCosine: number;
  ownShare: { images: number; texts: number };
}

/** What brings the sides together, learnt from so many pairs' unit rows; the matrices are symmetric. removed: private directions that are left out. */
export interface GapMaps {
  pairs: number;
  removed: number;
  imageMean: Float64Array;
  textMean: Float64Array;
  imageWhitening: Matrix;
  textWhitening: Matrix;
  withoutPrivate: Matrix;
}

/** Names, messages and answers of all tasks, for the pool and who calls it. */
export type Tasks = typeof tasks;
export type TaskName = keyof Tasks;
export type Message<K extends TaskName> = Tasks[K] extends (state: never, message: infer M, slices: never) => unknown ? M : never;
export type Answer<K extends TaskName> = Awaited<ReturnType<Tasks[K]>>;

/** One task of a stage. */
export type Task<K extends TaskName> = Pick<Placement, "affinity" | "shared"> & { kind: K; message: Message<K> };
export type AnyTask = { [K in TaskName]: Task<K> }[TaskName];
export type Answers<L extends readonly AnyTask[]> = { -readonly [I in keyof L]: Answer<L[I]["kind"]> };

/** Large values of an audit that only some tasks read. */
export type SharedName = "moments" | "structure" | "bases" | "queryRows" | "allBlocks" | "shuffled";
/** Where and when a task runs. */
export interface Placement {
  /** tasks of one affinity run on one worker while there is other work for the others: they find what the first left there */
  affinity?: string;
  /** runs nowhere but on the worker of its affinity */
  pinned?: boolean;
  /** values that the task reads */
  shared?: SharedName[];
  /** before what waits already */
  first?: boolean;
  /** arrays that move to the worker; such a task cannot be tried again */
  transfer?: ArrayBufferView[];
  /** told 0 when the task begins on its worker, 1 when it is done */
  progress?: (done: number) => void;
}

/** What dominates a stage, and so how fast it goes on a machine. */
export type CostKind = "products" | "modes";

export interface Cost {
  /** seconds of one worker on the machine where costs were measured */
  work: number;
  kind: CostKind;
}
export interface Job {
  id: number;
  kind: TaskName;
  audit: number;
  message: unknown;
  transfer: ArrayBufferView[];
  tries: number;
  /** with the audit's number */
  affinity?: string;
  pinned: boolean;
  shared: SharedName[];
  progress?: (done: number) => void;
  resolve: (value: unknown) => void;
  reject: (error: Failure) => void;
}
type Failure = import("../failure.js").Failure;
/** closing: it still runs a task of an audit that has ended, which it frees afterwards. */
export type MemberState = { is: "idle" } | { is: "busy" | "closing"; job: Job };
/** A worker as the pool sees it. */
export interface Member {
  link: WorkerLink;
  state: MemberState;
  /** open there */
  audits: Set<number>;
  /** whose first task ran there */
  affinities: Set<string>;
  /** values that it has */
  shared: Set<unknown>;
}
export interface WorkerLink {
  post: (message: ToWorker, transfer?: ArrayBuffer[]) => void;
  listen: (onMessage: (message: FromWorker) => void, onEnd: (reason: string) => void) => void;
  end: () => void;
}
export interface Platform {
  wasm: ArrayBuffer;
  wasmSha256: string;
  /** hardware threads */
  workers: number;
  spawn: () => WorkerLink;
  /** a file that workers will read soon; its number as of numberOf */
  expect?: (file: number, blob: BlobLike) => void;
  /** next: awaited between two pieces; what it throws ends the work */
  sha256: (file: FileLike, next?: () => Promise<void>) => Promise<string>;
}

/**
 * What a worker is sent; open, extend, cancel, close: an audit's number; answer: a question's. Messages wait for the core and keep their order,
 * but for `cancel` and answers, which arrive while a task runs.
 */
export type ToWorker =
  | { wasm: ArrayBuffer }
  | { open: number; context: Context }
  | { extend: number; context: Partial<Context> }
  | { id: number; kind: TaskName; audit: number; message: unknown }
  | { cancel: number }
  | { close: number }
  | { answer: number; rows: Float32Array }
  | { answer: number; error: FailureShape };
/** Rows that only the pool's side can read. */
export interface RowsQuestion {
  question: number;
  audit: number;
  side: Role;
  begin: number;
  end: number;
}
/** id: a task's. */
export type FromWorker =
  | RowsQuestion
  | { id: number; progress: number }
  | { id: number; value: unknown }
  | { id: number; error: FailureShape };
export interface Host {
  post: (message: FromWorker, transfer: ArrayBuffer[]) => void;
  load: (wasm: ArrayBuffer) => Promise<Core>;
  revive: (blob: BlobLike, file: number) => BlobLike;
  /** Lets a large array go at once that the worker alone has; without it the collector does. */
  release?: (array: ArrayBufferView) => void;
  /** between two slices of a task */
  turn?: () => Promise<void>;
}
/** Functions behind a port, each of one value. */
export type PortFunctions = Record<string, (about: never) => Promise<unknown>>;
/** null if it failed there: the caller then does it itself, and reports the error. */
export type Call<F extends PortFunctions> = <K extends keyof F & string>(
  kind: K,
  about: Parameters<F[K]>[0],
  transfer?: Transferable[],
) => Promise<Awaited<ReturnType<F[K]>> | null>;

/** What travels to a worker in place of a MatrixSource; file: see numberOf. */
export interface SourceReference {
  side: Role;
  rows: number;
  cols: number;
  plain?: PlainRows & { file: number };
}
/** What readRows gives is for reading only. */
export interface RowSource {
  rows: number;
  cols: number;
  readRows(begin: number, end: number): Promise<Float32Array>;
}
/** Small files that are read once for all workers. */
export interface CachedFile {
  size: number;
  pieces: Promise<ArrayBuffer>[];
  timer?: ReturnType<typeof setTimeout>;
}

/** What all tasks of one audit share; sent to a worker once. */
export interface Context extends Plan {
  images: SourceReference;
  texts: SourceReference;
  /** bytes of rows that a worker may keep, per side */
  memory: number;
  /** of the moments' products; default float32 */
  arithmetic?: "float32" | "float64";
  /** of all rows, flat; sent to workers whose task reads them */
  moments?: Float64Array;
  /** second-order structure in Gram form, if n < d; else the moments hold it */
  structure?: Float64Array;
  /** of the strongest modes, for permutations */
  bases?: Bases;
  /** beside them, for permutations */
  shuffled?: Shuffled;
  /** if the rows are sampled */
  queryRows?: QueryRows;
  /** of half-samples */
  allBlocks?: AllBlocks;
  /** there once the rows have been read */
  tiles?: TileContext;
}
export interface TileContext {
  imageNorms: Float64Array;
  /** by position */
  textNorms: Float64Array;
  /** of each text with its image */
  cosines: Float64Array | null;
  /** length scales of the kernel sums */
  sigmas: number[];
  neighbours: number;
  /** cosines in float32 instead of 16-bit integers */
  fine: boolean;
  /** null if every row is a query */
  queries: Queries | null;
}
/** images, texts: the queries; counted: texts whose counts as queries are needed (see the core's RetrievalSample). */
export interface Queries {
  images: Int32Array;
  texts: Int32Array;
  counted: Int32Array;
}
/** Rows of the queries, of the chosen images' first texts, and of the counted texts, in blocks of TILE_ROWS. */
export interface QueryRows {
  images: Float32Array[];
  firsts: Float32Array[];
  texts: Float32Array[];
}
export interface Handle {
  delete(): void;
}

/** What the stages of an audit have computed so far. Each field: what it is; the stage that writes it; who reads it. */
export interface Results {
  /** what is audited; the beginning; all */
  pairs: Pairs;
  /** the beginning; all */
  options: Required<AuditOptions>;
  /** where each image's texts begin; the beginning; assemble */
  plan: { start: Int32Array };
  /** pairs that belong together; the beginning; assemble */
  clusters?: Clusters;
  /** within which chance exchanges; the beginning; assemble */
  strata?: Strata;
  /** of the core; the beginning; assemble */
  wasmSha256: string;
  /** ended before all was computed; the end; assemble */
  stopped?: true;
  /** seconds of each stage; every stage; assemble */
  timings: Record<string, number>;
  /** row pass, all modes, order checks, intervals; order checks, assemble */
  findings?: Finding[];
  /** rows whose distances give the median; row pass; assemble */
  medianSample?: MedianSample;
  /** of the kept modes, later of all; modes, all modes; chance, intervals, assemble */
  spectra?: { image: Answer<"spectrum">; text: Answer<"spectrum"> };
  /** directional scores; modes; chance, intervals, assemble */
  scores?: Answer<"scores">;
  /** from the second-order structure; modes; chance, intervals, assemble */
  metrics?: Answer<"metrics">;
  /** scores by share of the modes; all modes; assemble */
  sweep?: Answer<"sweep">;
  /** scores by other cuts; all modes; assemble */
  alternatives?: Alternatives;
  /** what the leading directions correlate with; all modes; assemble */
  correlates?: Correlates;
  /** the MMD from the moments, null if widths differ or n < d; similarities; assemble */
  mmdSeries?: Answer<"series"> | null;
  /** of each text with its image; similarities; order checks, assemble */
  cosines?: Float64Array | null;
  /** images against texts; similarities; order checks, intervals, assemble */
  across?: Across;
  /** items found too often or never; similarities; assemble */
  hubs?: Hubs | Unavailable;
  /** nearly the same items within a side; neighbours; assemble */
  alike?: Alike | Unavailable;
  /** search by label; similarities; assemble */
  byLabel?: SearchByLabel | Unavailable;
  /** intervals of what sampled queries gave; similarities; intervals, assemble */
  sampling?: Sampling;
  /** each side against itself; neighbours (similarities if sampled or for the MMD); intervals, assemble */
  within?: Within;
  /** the MMD from the tiles; with `within`; assemble */
  mmdTiles?: { value: number; bound: number };
  /** with `within`; assemble */
  mmdUnbiased?: { value: number; sigma: number };
  /** of the files; hashes; assemble */
  hashes?: { images: string | Unavailable; texts: string | Unavailable };
  /** all but chance levels and intervals is there; the end of the report; assemble */
  finished?: boolean;
  /** chance; assemble */
  chance?: Audit["chance"];
  /** intervals; assemble */
  uncertainty?: Audit["uncertainty"];
  /** scores of one half by the other's directions; intervals; assemble */
  crossFitted?: Alternatives["crossFitted"];
}

/** Length and fingerprint of each row. */
export interface RowFacts {
  norms: Float64Array;
  low: Uint32Array;
  high: Uint32Array;
}
/** What the row pass gives of the rows. */
export type Facts = Awaited<ReturnType<typeof rowPass>>;
/** Some images, begin … end - 1, and all their texts. */
export interface Slice {
  begin: number;
  end: number;
  /** the images' rows */
  x: Float32Array;
  /** their texts' rows */
  y: Float32Array;
  xFacts: RowFacts;
  yFacts: RowFacts;
}
/** Rows that cannot be used, by why. */
export type BadRows = Record<"notFinite" | "zero" | "extreme", number[]>;
/** Cosines of image i with text i + shift, less that with its own text: sums over the pairs looked at. */
export type Shifted = Record<"shift" | "count" | "sum" | "squares" | "matched", number>;
/** Classes of equal rows. */
export type RowClasses = ReturnType<Core["rowClasses"]>;
/** Columns that have one value in a part of the rows, and these values. */
export interface Constants {
  columns: Int32Array;
  values: Float32Array;
}
/** Of chosen images and their first texts: lengths, and cosines of one with the other. */
export interface PairFacts {
  imageNorms: Float64Array;
  textNorms: Float64Array;
  cosines: Float64Array | null;
}

/** Packed blocks of one side: every text by position, or the first text of each image. */
export type BlockKind = "images" | "texts" | "firsts";
export interface Block {
  begin: number;
  rows: Float32Array;
  norms: Float64Array;
}
/** byTiles: the paper's MMD comes from the tiles; k: neighbours; longest: rows of both sides, by length. */
export interface Kernel {
  medianSigma: number;
  sigmas: number[];
  byTiles: boolean;
  k: number;
  longest: number[];
}
/** Kernel sums over ordered pairs. */
export type CentredSums = Record<"xx" | "yy" | "xy", KernelSums>;
/** Images against texts. */
export interface Across {
  retrieval: Answer<"retrieval">;
  unmatched: Float64Array;
  kernel: Float64Array;
}
/** Each side against itself; kernel sums are over ordered pairs i != j. */
export interface Within {
  mutualKnn: number;
  uniformity: { image: number; text: number };
  kernel: { image: Float64Array; text: Float64Array };
  common?: Int32Array;
  /** items of one side that are most alike, by their images' numbers */
  alike?: Record<"images" | "texts", { usual: number; pairs: { a: number; b: number; cosine: number }[] }>;
  /** the k nearest of each image and of each first text */
  nearest?: { image: Int32Array; text: Int32Array };
  /** the mutual k-NN without each row */
  withoutEach?: Float64Array;
  sampling?: Pick<Sampling, "mutualKnn" | "uniformity">;
}
/** With counts if both sides have one width. */
export type ImageAnswer = Extract<Answer<"sampleImages">, { counts: unknown }>;
export type TextAnswer = Extract<Answer<"sampleTexts">, { counts: unknown }>;
/** Lists of some rows' nearest, the nearest first; row -1: there are not so many. */
export interface NearestLists {
  first: number;
  cosines: ArrayLike<number> & { length: number };
  rows: Int32Array;
}
/** Of all rows, `depth` each. */
export interface Nearest {
  depth: number;
  cosines: Float64Array;
  rows: Int32Array;
}

export interface Bases {
  image: AnchorBasis;
  text: AnchorBasis;
}
/** What chance shuffles beside the modes: SVCCA's directions, and the k nearest of every image and of every first text. */
export interface Shuffled {
  directions?: { image: Matrix; text: Matrix };
  neighbours?: { image: Int32Array; text: Int32Array; k: number };
}
export interface ModePlace {
  side: Side;
  mode: number;
}
/** One array a place, one value a pair, means removed. */
export interface Coordinates {
  images: Float64Array[];
  texts: Float64Array[];
}
export type RunTasks = (message: { rows: Int32Array; basis: Matrix }[]) => Promise<{ images: Float64Array; texts: Float64Array }[]>;
/** What the eigenproblem of one side gives: modes if the sides have one width, a basis if all modes were asked for. */
export type Spectrum = Pick<ReturnType<AnchorPass["finish"]>, "modes" | "trace"> & { basis?: AnchorBasis };
export interface AnchorOfSide {
  modes: AnchorModes;
  trace: number;
}
/** A trait with its values: numbers, NaN if there is none, or the group's number, -1 if there is none. */
export type MeasuredTrait = Trait & { values: Float64Array | Int32Array };

/** slab: rows that lie together; slab s belongs to block s modulo count. */
/** How half-samples are scored; size: rows of their eigenproblems. */
export type HalvesWay =
  | { by: "grams"; size: number; arithmetic: "float32" | "float64"; holders: number }
  | { by: "blocks" | "cells"; size: number; cells: number; holders: number };
export interface Units {
  of: "images" | "blocks";
  count: number;
  slab: number;
}
/** of: the unit of an image. */
export interface MeanUnits {
  count: number;
  of: (image: number) => number;
}
/** Values of one replicate by name; what has no number is null. */
export type Replicate = Record<string, number | null>;
export type IntervalWay = NonNullable<Metric["interval"]>;
export interface WayHolds {
  /** what the interval is meant to hold: the population's value, or the mean of other samples of the same size */
  of?: "population" | "same size";
  /** images (first texts) below which it is withheld */
  least?: number;
  /** withheld if the rows' tails are heavy */
  normalTails?: boolean;
  /** fewer than 32 blocks of sums still give an interval (delete-a-block jackknife) */
  blocks?: boolean;
}
export type IntervalMethod = WayHolds & { by: IntervalWay; reason?: string };
/** heavy: why the tails forbid it, if they do. */
export interface Situation {
  images: number;
  blocks: number;
  heavy: string | undefined;
}
export interface Spread {
  bias: number;
  standardError: number;
}
/** fall, rise: for 1 and 2 standard deviations of the angles. */
export interface Rotation {
  fall: ArrayLike<number>;
  rise: ArrayLike<number>;
}
export interface Rotations {
  image: Rotation;
  text: Rotation;
}
/** Falls and rises that an interval takes in. */
export interface Turn {
  fall: number;
  rise: number;
}
/** ratio: 1 for normal rows, 3 for the multivariate t of 5 degrees of freedom; most: above it the tails are heavy. */
export interface Tail {
  ratio: number;
  most: number;
}
export interface SumsIntervals {
  intervals: Aggregate["intervals"];
  method?: Aggregate["method"];
  withheld?: Record<string, string>;
  tails?: Aggregate["tails"];
  tooAlike: Side[];
  crossFitted: Alternatives["crossFitted"];
}
/** One of two models that are compared. */
export type Resampled = AuditRun & { replicates: Replicate[] };

/** A moments file and where it came from. */
export interface Site {
  name: string;
  moments: MomentsFile;
  blob?: FileLike;
}
/** What noise does to one score: exact, and where 95 % of draws lie. Both are of the rows. */
export interface Effect {
  name: string;
  exact: number;
  low: number;
  high: number;
}
export interface PrivateSettings {
  epsilon: number;
  /** default usualDelta */
  delta?: number;
  /** the promise is of a patient with at most so many pairs; without it, of one pair */
  pairsPerPatient?: number;
  label?: string;
  preprocessing?: string;
  /** behind the range */
  draws?: number;
  /** 256 random bits; tests give their own */
  key?: () => Uint32Array;
}
export interface PrivateDraft {
  noise: Noise;
  /** sensitivity / sigma */
  mu: number;
  /** the file without its numbers */
  outline: MomentsFile;
  /** what noise of this size does; not of the file's own draw */
  effect: () => Promise<Effect[]>;
  /** the file; drawn at the first call, the same ever after */
  draw: () => Promise<MomentsFile>;
}

export interface Group {
  value: string;
  images: number[];
}

/** An order in which scripts write texts; imageOf: the image that a text row would have. */
export interface UsualOrder {
  kind: "rounds" | "grouped" | "interleaved" | "collected";
  by: number;
  imageOf: (text: number) => number;
}
/** Means of the cosines as given and in the other order, and texts nearer to the other image and to none beside it. */
export type Fit = UsualOrder & { looked: number; given: number; other: number; better: number };
/** The nearest strangers of one row, nearest first. */
export interface Strangers {
  cosines: number[];
  rows: number[];
}
/** An image and a text that are each other's nearest; own: cosine of the image with its own text. */
export interface Match {
  image: number;
  text: number;
  cosine: number;
  own: number;
}
/** What one looked-at image has. own: no other text is nearer. ranks: of the others that beat both rows' own cosines, by row. */
export interface Seen {
  image: number;
  own: boolean;
  ranks: Map<number, number>;
}
/** Cosines of images begin … end with the texts at near offsets, a row each; NaN beyond the ends. */
export interface Band {
  begin: number;
  end: number;
  cosines: Float64Array;
}
/** Rows that lie on one line: ends of the looked-at images, offset of the text or sum of both numbers. */
export interface Segment {
  kind: "offset" | "sum";
  line: number;
  first: number;
  last: number;
  score: number;
  bar: number;
  matches: { image: number; text: number }[];
}
/** Images first … last and the texts that they fit; own, other: mean cosines. */
export interface MovedRows {
  first: number;
  last: number;
  text: (image: number) => number;
  offset: number;
  own: number;
  other: number;
}
/** looked: images that were looked at. */
export interface OrderCheck {
  run: Run;
  looked: number;
}

/** The core's tests between runs and models, as SciPy has them. */
export interface Statistics {
  /** x against y */
  mannWhitney(input: { x: readonly number[]; y: readonly number[]; alternative?: Alternative }): Promise<TestResult>;
  /** x: paired differences, against 0 */
  oneSampleT(input: { x: readonly number[]; alternative?: Alternative }): Promise<TestResult>;
  wilcoxon(input: { x: readonly number[]; alternative?: Alternative }): Promise<TestResult>;
  spearman(input: { x: readonly number[]; y: readonly number[] }): Promise<TestResult>;
  /** strata: a label per value */
  spearmanStratified(input: { x: readonly number[]; y: readonly number[]; strata: readonly unknown[] }): Promise<TestResult>;
  /** p by orders of whole clusters whose runs are in the same strata. */
  spearmanPermuted(input: Clustered & { permutations: number }): Promise<TestResult>;
  /** rho of bootstrap replicates that draw whole clusters; NaN if a replicate has none. One seed, the same draws. */
  spearmanReplicates(input: Clustered & { replicates: number }): Promise<Float64Array>;
  /** Adjusted, in the same order. */
  holm(p: readonly number[]): Promise<number[]>;
  /** Queries that only the first model, only the second answers rightly. */
  mcnemar(input: { onlyFirst: number; onlySecond: number }): Promise<TestResult>;
  /** P(X > x). */
  upperTail(input: { distribution: Distribution; x: number; freedom: number }): Promise<number>;
  /** The x with P(X > x) = tail. */
  upperPoint(input: { distribution: Distribution; tail: number; freedom: number }): Promise<number>;
}
interface Clustered {
  x: readonly number[];
  y: readonly number[];
  strata: readonly unknown[];
  clusters: readonly unknown[];
  seed: number;
}
