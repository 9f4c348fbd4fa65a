/**
 * The wasm core as core.js hands it out: every function and handle of wasm/bindings by name, results unwrapped; each may throw a Failure.
 * Rows are row-major without gaps, all sums float64. A test compares the names with the bindings.
 */
import type { Planted, Quantity, SyntheticSpec, TestResult } from "../types.d.ts";

export type Side = "image" | "text";
/** Of moments: float64 is for files, exact has the spread as well, none keeps the sums alone. */
export type Products = "float32" | "float64" | "exact" | "none";
export type Alternative = "two-sided" | "greater" | "less";
export type Distribution = "normal" | "student" | "chi-squared";

/** values column by column. */
export interface Matrix {
  rows: number;
  cols: number;
  values: Float64Array;
}
/** Of one anchor, strongest first: its variance per mode, covariance with the other side, the other side's variance along the modes. */
export interface AnchorModes {
  eigenvalues: Float64Array;
  covariance: Float64Array;
  otherVariance: Float64Array;
}
/** vectors in covariance form, own and other in Gram form; what the form does not have is empty. */
export interface AnchorBasis {
  vectors: Matrix;
  own: Matrix;
  other: Matrix;
}
export interface Score {
  value: number;
  modesKept: number;
}
export type Quantities = Record<string, Quantity>;
/** Share of the work that is done, [0, 1]. */
export interface Progress {
  more: boolean;
  done: number;
}
/** One number per sigma. */
export interface KernelSums {
  values: Float64Array;
  bounds: Float64Array;
}
/** One number per text. */
export interface RetrievalCounts {
  aboveImageToText: Uint32Array;
  tiedImageToText: Uint32Array;
  aboveTextToImage: Uint32Array;
  tiedTextToImage: Uint32Array;
}
/** k numbers per row, from row `first` on; rows are -1 if there is no neighbour. */
export interface NeighbourLists {
  first: number;
  cosines: Float64Array;
  rows: Int32Array;
}
/** One number per depth 1 … 100; hits: of each query at 1, 5 and 10. */
export interface RetrievalDirection {
  curve: Float64Array;
  captionCurve: Float64Array;
  chance: Float64Array;
  identicalCurve: Float64Array;
  hits: Float64Array;
  medianRank: number;
  mrr: number;
}
export interface PrivateNoise {
  sensitivity: number;
  /** of the grid, a power of two */
  spacing: number;
  /** standard deviations in spacings: of sums and squares, of products */
  steps: number;
  across: number;
  sigma: number;
  mu: number;
}

interface Handle {
  delete(): void;
}
export interface MomentsPass extends Handle {
  /** At most constants().sliceRows pairs. */
  add(x: Float32Array, y: Float32Array, rows: number, normX: Float64Array, normY: Float64Array, cosines: Float64Array | null): true;
  finish(): Float64Array;
}
export interface GramPass extends Handle {
  add(x: Float32Array, y: Float32Array, rows: number): true;
  /** Whether work is left. */
  step(): boolean;
  finish(): Float64Array;
}
export interface AnchorPass extends Handle {
  /** Towards the first `count` modes. */
  step(count: number): Progress;
  kept(topQ: number): number;
  basis(): AnchorBasis;
  /** modes: null for unequal widths. */
  finish(): { modes: AnchorModes | null; trace: number; effectiveRank: number; participationRatio: number };
}
export interface SvccaBasis extends Handle {
  step(): Progress;
  finish(): Matrix;
}
export interface PermutationTest extends Handle {
  add(x: Float32Array, y: Float32Array, rows: number, normX: Float64Array, normY: Float64Array): true;
  /** SVCCA's directions, before the first pair. */
  directions(image: Matrix, text: Matrix): true;
  /** k nearest of each pair on each side, by the audit's numbers; after all pairs. */
  neighbours(image: Int32Array, text: Int32Array, k: number): true;
  /** Pairs that belong together: unit u has the pairs `begin[u]` … `begin[u + 1] - 1` of those added, and changes places with units of its class only. pairs: the audit's numbers of those added. */
  exchange(begin: Uint32Array, classOf: Uint32Array, pairs: Int32Array): true;
  /** By score, of permutations begin … end - 1; NaN for what was not asked for; seed null: of all pairings in the core's order. */
  scores(seed: number | null, begin: number, end: number): Record<string, Float64Array>;
}
/** Learnt from some pairs' unit rows; privateMeasured: of the other pairs. */
export interface GapTransforms {
  imageMean: Float64Array;
  textMean: Float64Array;
  imageWhitening: Matrix;
  textWhitening: Matrix;
  imageShrinkage: number;
  textShrinkage: number;
  /** private directions */
  removed: number;
  /** the projection that leaves these out */
  without: Matrix;
  discriminant: Float64Array;
  privateLearnt: number;
  privateMeasured: number;
}
/** What the rows left, for passes that share it. */
export type Structure = Handle;
/** Moments of blocks, and of what is drawn from them. */
export interface MomentBlocks extends Handle {
  add(moments: Float64Array): true;
  replicate(seed: number, index: number): Float64Array;
  /** Moments of a half-sample, its products packed, and its complement's sums. */
  half(index: number): HalfMoments;
  all(): AllBlocks;
  /** weights: 0 or 1 per block; of the half and of its complement. */
  halves(weights: Uint32Array, topQ: number, epsilon: number, mmdBound: number): Quantities[];
}
/** sums, others: of the half and of the other one, without products; products: packed float32 about the blocks' shift. */
export type HalfMoments = { sums: Float64Array; others: Float64Array; products: Float32Array };
/** Products of all blocks, and the means that they run about. */
export type AllBlocks = { products: Float32Array; image: Float64Array; text: Float64Array };
/** Where all blocks' products are at hand: scores of a half and of the other one. */
export interface BlockHalves extends Handle {
  scores(
    sums: Float64Array,
    others: Float64Array,
    products: Float32Array,
    topQ: number,
    epsilon: number,
    mmdBound: number,
    directions: "float32" | "float64",
  ): Quantities[];
}
export interface PairGrams extends Handle {
  add(x: Float32Array, y: Float32Array, rows: number, normX: Float64Array, normY: Float64Array, cosines: Float64Array | null): true;
  step(): Progress;
  replicate(seed: number, index: number, topQ: number, epsilon: number, mmdBound: number): Quantities;
  /** weights: 0 or 1 per pair; of the half and of its complement. */
  halves(weights: Uint32Array, topQ: number, epsilon: number, mmdBound: number): Quantities[];
}
/** Packed blocks of one side by number. */
export interface BlockStore extends Handle {
  has(block: number): boolean;
  /** first: number of the first row; whether the block stays. */
  put(block: number, first: number, rows: Float32Array, norms: Float64Array): boolean;
  /** Rows by their numbers, ascending. */
  choose(block: number, ids: Int32Array, rows: Float32Array, norms: Float64Array): true;
}
export interface RetrievalPass extends Handle {
  begin(): true;
  add(images: BlockStore, image: number, texts: BlockStore, text: number, imageQueries: boolean, textQueries: boolean): true;
  /** Counts of all texts, or of those at these positions; kernel: one sum per sigma. */
  /** The nearest texts of the block's images, k each; and what the block adds to the texts' nearest images, entry by entry. */
  nearest(): { first: number; rows: Int32Array; cosines: Float64Array; texts: Int32Array; images: Int32Array; imageCosines: Float64Array };
  result(positions: Int32Array | null): { counts: RetrievalCounts; histogram: Float64Array; kernel: Float64Array };
}
export interface NeighbourPass extends Handle {
  begin(rows: BlockStore, block: number): true;
  beginSample(rows: BlockStore, block: number): true;
  add(rows: BlockStore, block: number, others: BlockStore, other: number): true;
  result(): NeighbourLists & { uniformity: number; rowUniformity: Float64Array; kernel: Float64Array };
}
export interface KernelPass extends Handle {
  /** b null: over ordered pairs i != j of a. */
  sums(a: Float32Array, aRows: number, b: Float32Array | null, bRows: number): KernelSums;
}

export interface Core {
  constants(): Record<string, number>;

  rowFacts(rows: Float32Array, count: number, cols: number): { norms: Float64Array; low: Uint32Array; high: Uint32Array };
  /** 1 or 0 per row. */
  selfIsOne(rows: Float32Array, count: number, cols: number): Uint32Array;
  rowClasses(low: Uint32Array, high: Uint32Array): { of: Int32Array; sizes: Int32Array; firsts: Int32Array };
  /** imageOf: row of images per text. */
  matchedCosines(
    images: Float32Array,
    imageNorms: Float64Array,
    texts: Float32Array,
    textNorms: Float64Array,
    imageOf: Int32Array,
    cols: number,
  ): Float64Array;
  sampleRows(n: number, count: number, seed: number, purpose: "median distance" | "chance levels"): Int32Array;
  kernelPass(centre: Float64Array, sigmas: Float64Array, exact: boolean): KernelPass;

  momentsPass(dx: number, dy: number, products: Products): MomentsPass;
  gramPass(n: number, dx: number, dy: number, products: Products): GramPass;
  /** done: called with each part that is no longer needed. */
  mergeMoments(parts: Float64Array[], done: ((part: Float64Array) => void) | null): Float64Array;
  /** Lengths of the parts of the moments' flat form, the header first. */
  flatParts(dx: number, dy: number): Uint32Array;
  privateNoise(settings: {
    epsilon: number;
    delta: number;
    pairs: number;
    pairsPerPatient: number;
    imageCols: number;
    textCols: number;
  }): PrivateNoise;
  privateMoments(moments: Float64Array, noise: PrivateNoise, key: Uint32Array): Float64Array;
  cancels(structure: Float64Array): boolean;
  /** moments: of all pairs; gram: their Gram form if the moments hold no products. */
  structure(moments: Float64Array, gram: Float64Array | null): Structure;
  pooledMean(structure: Structure): Float64Array;
  /** Images, texts. */
  centredFourths(structure: Structure): Float64Array;

  anchorPass(structure: Structure, side: Side): AnchorPass;
  svccaBasis(structure: Structure, side: Side): SvccaBasis;
  spectralAlignment(modes: AnchorModes, topQ: number, epsilon: number): Score;
  leadingAlignment(modes: AnchorModes, kept: number, epsilon: number): number;
  modesOfVariance(eigenvalues: Float64Array, share: number): number;
  scaleFreeEpsilon(eigenvalues: Float64Array, otherTotal: number): number;
  absCorrelation(modes: AnchorModes, epsilon: number): Float64Array;
  coordinates(rows: Float32Array, count: number, vectors: Matrix): Matrix;
  /** For z = 1 and 2; pairs: that the sample is worth; null for all. */
  rotationRange(
    structure: Structure,
    side: Side,
    modes: AnchorModes,
    basis: AnchorBasis,
    topQ: number,
    epsilon: number,
    pairs: number | null,
  ): { fall: Float64Array; rise: Float64Array };

  /** dropped: pairs of equal image rows that the paper's code leaves out. */
  symmetricMetrics(structure: Structure, imageBasis: Matrix, textBasis: Matrix, dropped: number): Quantities;
  slowMetrics(structure: Structure): Quantities;
  svccaRows(x: Float32Array, xCols: number, y: Float32Array, yCols: number, rows: number): Quantity;
  mmdSeries(structure: Structure): { value: number; bound: number };
  medianDistance(x: Float32Array, xRows: number, y: Float32Array, yRows: number, cols: number): number;
  mmdTilesBound(sums: Float64Array, n: number, longestX: number, longestY: number, cols: number): number;
  /** sums: xx, yy, xy over all ordered pairs. */
  mmdFromSums(sums: Float64Array, n: number): { biased: number; unbiased: number };
  uniformity(sum: number, n: number): number;

  /** Of unit rows' moments; null if a side has no variance. least: of a private direction. */
  gapTransforms(learn: Float64Array, measure: Float64Array, least: number): GapTransforms | null;
  gapAnatomy(moments: Float64Array): { meanSquare: number; centre: number; directions: number; leading: Float64Array };
  /** map: null for the identity. */
  transformedRows(x: Float32Array, rows: number, cols: number, norms: Float64Array, mean: Float64Array, map: Matrix | null): Float32Array;

  bootstrapWeights(units: number, seed: number, index: number): Uint32Array;
  replicateScores(moments: Float64Array, topQ: number, epsilon: number, mmdBound: number): Quantities;
  dealtBlocks(units: number, seed: number, blocks: number): Uint32Array;
  halfSample(index: number): Uint32Array;
  permutationTest(
    structure: Structure,
    image: { modes: AnchorModes; basis: AnchorBasis },
    text: { modes: AnchorModes; basis: AnchorBasis },
    topQ: number,
    epsilon: number,
  ): PermutationTest;
  momentBlocks(): MomentBlocks;
  blockHalves(products: Float32Array, image: Float64Array, text: Float64Array): BlockHalves;
  pairGrams(n: number, dx: number, dy: number, arithmetic: "float32" | "float64"): PairGrams;

  /** budget: bytes; fine: float32, not 16-bit integers. */
  blockStore(cols: number, budget: number, fine: boolean): BlockStore;
  /** nearest: how many nearest are found both ways, 0 for none. */
  retrievalPass(start: Int32Array, cosines: Float64Array, sigmas: Float64Array, nearest: number): RetrievalPass;
  neighbourPass(n: number, k: number, sigmas: Float64Array): NeighbourPass;
  /** images, texts: the queries, null for all; clusterOf: of each image, or empty. */
  retrievalScores(
    start: Int32Array,
    cosines: Float64Array,
    counts: RetrievalCounts,
    textClass: Int32Array,
    images: Int32Array | null,
    texts: Int32Array | null,
    clusterOf: Int32Array,
  ): { imageToText: RetrievalDirection; textToImage: RetrievalDirection; identicalTexts: number };
  sampleQueries(
    n: number,
    cosines: Float64Array,
    textClass: Int32Array,
    count: number,
    seed: number,
  ): { images: Int32Array; texts: Int32Array; counted: Int32Array };
  commonNeighbours(image: NeighbourLists[], text: NeighbourLists[], rows: number, k: number): Int32Array;

  mannWhitney(x: readonly number[], y: readonly number[], alternative: Alternative): TestResult;
  oneSampleT(x: readonly number[], alternative: Alternative): TestResult;
  wilcoxon(differences: readonly number[], alternative: Alternative): TestResult;
  spearman(x: readonly number[], y: readonly number[]): TestResult;
  spearmanStratified(x: readonly number[], y: readonly number[], stratum: readonly number[]): TestResult;
  spearmanPermuted(
    x: readonly number[],
    y: readonly number[],
    stratum: readonly number[],
    cluster: readonly number[],
    permutations: number,
    seed: number,
  ): TestResult;
  spearmanReplicates(
    x: readonly number[],
    y: readonly number[],
    stratum: readonly number[],
    cluster: readonly number[],
    replicates: number,
    seed: number,
  ): Float64Array;
  holm(p: readonly number[]): Float64Array;
  mcnemar(onlyFirst: number, onlySecond: number): TestResult;
  /** P(X > x). freedom: degrees of freedom; nothing to the normal distribution. */
  upperTail(distribution: Distribution, x: number, freedom: number): number;
  /** The x with P(X > x) = tail. */
  upperPoint(distribution: Distribution, tail: number, freedom: number): number;

  syntheticPairs(spec: SyntheticSpec): { images: Float32Array; texts: Float32Array };
  planted(spec: SyntheticSpec, topQ: number, epsilon: number): Planted;
  /** Steps per call; rows, columns, repeats: for the bench. */
  multiplyAddPeak(steps: number): number;
  productKernel(rows: number, cols: number, repeats: number): number;
}
