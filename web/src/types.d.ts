/** Every shape that crosses a module's border. Limits and units stand beside the field. */
import type { METRICS } from "./metrics.js";

/** What a file is to Askew: a Blob with a name. In the browser a File; on Node a DiskFile (web/src/readers/disk-file.js). */
export interface FileLike {
  readonly name: string;
  /** bytes */
  readonly size: number;
  /** "folder/inner/name.npy" where a folder was dropped */
  readonly webkitRelativePath?: string;
  slice(begin: number, end: number): BlobLike;
  arrayBuffer(): Promise<ArrayBuffer>;
}

export interface BlobLike {
  readonly size: number;
  slice(begin: number, end: number): BlobLike;
  arrayBuffer(): Promise<ArrayBuffer>;
}

export type DType =
  | "float16"
  | "bfloat16"
  | "float32"
  | "float64"
  | "int8"
  | "int16"
  | "int32"
  | "int64"
  | "uint8"
  | "uint16"
  | "uint32"
  | "uint64"
  | "bool";

/** Rows that lie plainly in a file: row r begins at byte r * rowBytes of blob, cols values of dtype follow. */
export interface PlainRows {
  blob: BlobLike;
  dtype: DType;
  bigEndian: boolean;
  rows: number;
  cols: number;
  /** bytes from the beginning of one row to that of the next; at least cols * size of dtype */
  rowBytes: number;
}

/** A named matrix of float32 rows, read on demand. */
export interface MatrixSource {
  /** array's name inside its file ("image_embeds", "[0]"); "" where the file holds one array */
  readonly name: string;
  readonly rows: number;
  readonly cols: number;
  /** the file's own dtype; rows arrive as float32 */
  readonly dtype: DType;
  /** rows begin … end - 1, row-major, (end - begin) * cols values */
  readRows(begin: number, end: number): Promise<Float32Array>;
  /** set where the file stores the rows plainly: workers then read for themselves */
  readonly plain?: PlainRows;
  /** names of the columns, cols of them, where the file names each ("dim_0", "dim_1") */
  readonly dimensions?: readonly string[];
  /** rows of one block, where the file holds (k, block, cols): row r is [r / block][r % block]. Batches, or captions by image */
  readonly block?: number;
}

/** Values that describe rows: ids, captions, labels, metadata. */
export interface TextColumn {
  name: string;
  /** one a row; with rowOf as many as there are in all lists together */
  values: string[];
  /** the one array of the file (its name) whose rows these are; absent: any array of so many rows */
  of?: string;
  /** keys of a dictionary, names of datasets, members or files, one a row: ids, whatever they are called */
  keys?: true;
  /** where a row has a list of values (image_ids): the row of each value, ascending */
  rowOf?: Int32Array;
  /** a field of records that hold the vectors too: what it says of a row it says of both sides */
  ofRecord?: true;
}

/** Arrays of one width that may be one matrix in parts: batches in a list, arr_0 and arr_1, (2, n, d). */
export interface Whole {
  /** the parts one below the other, in their order; its name ends in "[*]", or is arr_* */
  array: MatrixSource;
  /** names of the parts among the file's arrays */
  parts: string[];
}

/** JSON of a file before anything is known of it: every place of it is checked. */
// biome-ignore lint/suspicious/noExplicitAny: it has no type before it is checked
export type Untrusted = any;

/** What a reader gives for one file. */
export interface OpenedFile {
  /** name (with folder) as the user knows it */
  file: string;
  /** "npy", "npz", "safetensors", "pt", "csv", … */
  format: string;
  /** bytes */
  size: number;
  /** the file itself, for its hash */
  blob?: FileLike;
  /** every array that can be a side: 2-D after squeezing, at least one row and one column */
  arrays: MatrixSource[];
  /** every array found, also those that cannot be a side, as the file states them */
  listing: { name: string; shape: number[]; dtype: string }[];
  columns: TextColumn[];
  /** other readings of the arrays; pairing decides which one is meant */
  wholes?: Whole[];
  /** where several files were read as one (shards, one file an id): these, in the order of the rows */
  parts?: OpenedFile[];
  /** a text -> image map that the file itself states, its records hold an image and its texts: arrays by name */
  map?: { images: string; texts: string; imageOf: Int32Array };
  /** a moments file has these in place of arrays */
  moments?: MomentsFile;
}

/** What the rows of one or more sites add up to. */
export interface MomentsFile {
  imageCols: number;
  textCols: number;
  pairs: number;
  /** 1 to 32 parts of the pairs in the core's flat form, for half-samples (32) or a jackknife; together they are all pairs */
  blocks: Float64Array[];
  sites: MomentsSite[];
  retrieval: RetrievalSums | null;
  /** what was done to the rows before, as the site says; "" where it says nothing; of a pool all that its sites say */
  preprocessing: string;
  /** of a pool: what holds for every pair, null if a site has no noise or it is not known which have */
  noise: Noise | null;
  /** of a pool with noise at two sites or more: whether a pair may be at several of them, as whoever pooled them says */
  overlap?: Overlap;
  /** "askew 0.1.0" */
  tool: string;
}

/** "all": a pair may be in any number of the noisy sites' files, so that their promises add up; "not stated" is read as that */
export type Overlap = "none" | "all" | "not stated";

/** A site as its file lists it: no name unless one was asked for. A pool states the rest site by site; of one site, its file does. */
export interface MomentsSite {
  label: string | null;
  pairs: number;
  /** absent in pools of earlier versions, as is noise; null: not known */
  preprocessing?: string | null;
  noise?: Noise | "not known" | null;
}

/** The same with what is stated of it. */
export type SiteStatement = Required<MomentsSite>;

/** Normal noise on the sums of unit rows: (epsilon, delta)-differential privacy of one pair, or of one patient. */
export interface Noise {
  epsilon: number;
  delta: number;
  /** standard deviation */
  sigma: number;
  /** "gaussian-grid/1"; absent in files of Askew 0.1, whose noise is "zcdp/1": of one pair, sensitivity 3.5356 */
  calibration?: string;
  /** the promise is of a patient with at most so many pairs; absent if it is of one pair */
  pairsPerPatient?: number;
  /** how far the sums move if that pair, or that patient's pairs, are replaced; mu = sensitivity / sigma */
  sensitivity?: number;
  /** every released sum is a multiple of it; a power of two */
  spacing?: number;
}

export interface RetrievalSum {
  queries: number;
  /** expected hits (ties are shared) among the 1, 5, 10 nearest of the query's own site */
  hits: number[];
  /** the same under random ranking */
  expected: number[];
  /** candidates of the smallest and of the largest site */
  galleries: { smallest: number; largest: number };
}
export interface RetrievalSums {
  imageToText: RetrievalSum;
  textToImage: RetrievalSum;
}

/** What an audit from sums says beside an audit of rows. */
export interface Aggregate {
  sites: MomentsSite[];
  blocks: number;
  preprocessing: string;
  /** what holds for every pair of all sites; null if a site has no noise, or it is not known which have */
  noise: Noise | null;
  overlap?: Overlap;
  /** by half-samples of 32 blocks (directional scores: RangeOf), or by delete-a-block jackknife of fewer */
  intervals: Record<string, IntervalOf | RangeOf> | Unavailable;
  /** absent in audits of before half-samples: jackknife */
  method?: "half-samples" | "jackknife";
  /** why a quantity has no interval */
  withheld?: Record<string, string>;
  tails?: Tails;
  /** recall of each query among its own site's candidates, over all queries of all sites */
  withinSite: RetrievalSums | Unavailable;
  /** of several files: each beside the others; absent in audits of earlier versions */
  federation?: FederationScores;
}

/** What sites are compared by: of one of them, of several, or of all. */
export interface SiteScores {
  pairs: number;
  sas: Pick<Audit["sas"], "imageToText" | "textToImage" | "imbalance">;
  /** of these scores; absent if none was made */
  intervals?: Partial<Record<string, IntervalOf | RangeOf>>;
}

/** Several sites' files side by side, in an audit of their pool. */
export interface FederationScores {
  /** by the site's label, else the file's name */
  sites: (SiteScores & { name: string })[];
  /** the whole without each site, in the order of sites; none of two sites */
  without: SiteScores[];
  heterogeneity: Federation["heterogeneity"];
}

/** Several sites side by side. */
export interface Federation {
  pooled: Audit;
  sites: Audit[];
  /** the whole without each site, in the order of sites */
  without: Audit[];
  /** whether the sites' scores differ by more than their intervals explain */
  heterogeneity: Record<HeadlineScore, Heterogeneity | Unavailable>;
}

/** Cochran's Q of sites against chi-squared; i2: the share of their spread that is not sampling. */
export interface Heterogeneity {
  q: number;
  degrees: number;
  p: number;
  i2: number;
}

/** A matrix that a format's library has decoded. */
export interface FoundArray {
  name: string;
  rows: number;
  cols: number;
  dtype: DType;
  /** rows * cols values, row-major */
  values: Float32Array;
  /** names of its columns, where the table names each */
  dimensions?: string[];
}

/** What a format's library found in a table, as its worker posts it. */
export interface FoundTable {
  arrays: FoundArray[];
  listing: OpenedFile["listing"];
  columns: TextColumn[];
  /** columns that cannot be read and why */
  refused: FailureShape[];
}

/** A sheet of a spreadsheet, as the text of a table. */
export interface FoundSheet {
  name: string;
  /** lines of quoted fields, as .csv has them */
  text: string;
}

/** A dataset of an HDF5 file, as its library states it. */
export interface FoundDataset {
  /** path without the leading "/" */
  name: string;
  shape: number[];
  /** the file's own dtype, or its name where it is no plain number */
  dtype: DType | string;
  numbers: boolean;
  bigEndian: boolean;
  /** byte where the values lie plainly in the file, row-major; absent if a library must read them */
  address?: number;
}

/** What is said about the datasets of an HDF5 file. */
export interface FoundDatasets {
  datasets: FoundDataset[];
  columns: TextColumn[];
  refused: FailureShape[];
  /** MATLAB stores its matrices column by column */
  columnMajor: boolean;
}

/** What opening one file gave: either opened or failure. */
export interface Opening {
  /** with folder or archive, as the user knows it */
  name: string;
  /** bytes */
  size: number;
  opened?: OpenedFile;
  failure?: import("./failure.js").Failure;
}

export interface Reader {
  readonly format: string;
  /** lower case, without the dot; shown to the user */
  readonly extensions: readonly string[];
  /**
   * true if the head (up to 4,096 bytes) or, for formats without a signature, the name says it is this format;
   * members: the names inside, where the file is a zip archive
   */
  match(head: Uint8Array, name: string, members?: readonly string[]): boolean;
  open(file: FileLike, limits: Limits): Promise<OpenedFile>;
}

/** What a reader may use. */
export interface Limits {
  /** bytes that may be held in memory for one file, decompressed data included */
  memory: number;
  /** bytes of a header (npy, safetensors, zip directory, pickle program) */
  header: number;
  /** seconds that a format's library may take for one question, besides one a megabyte of the file; 20 unless told */
  seconds?: number;
  /** the file is one of many that hold a row each: (d,) is a row then */
  single?: boolean;
}

export type Role = "images" | "texts";

/** One array of one opened file. */
export interface ArrayRef {
  file: OpenedFile;
  array: MatrixSource;
}

/** A way in which rows belong together that lies in the files' columns or values, not in the order of rows. */
export interface Link {
  by: "ids" | "map" | "repeats";
  /** "image_id in metadata.csv", for choosers */
  label: string;
  /** what it comes to: a sentence */
  says: string;
  /** the same without ids, for what is saved; absent if it has none */
  withoutIds?: string;
  /** text row -> image row, texts.rows entries; -1 if a text has no image */
  imageOf: Int32Array;
  /** image rows that are the same image as an earlier row, and that row */
  repeated: Int32Array;
  sameAs: Int32Array;
  /** sure: taken; likely: taken, and asked about; doubtful: only the user can choose it */
  trust: "sure" | "likely" | "doubtful";
  /** what is doubtful, as a question */
  doubt?: string;
  /** holds only where the repeated rows turn out to be equal */
  needsEqualRows?: boolean;
  /** what contradicts the order of rows where they are not */
  otherwise?: string;
  /** image row -> text row, where a text counts for several images; goes before imageOf */
  textOf?: Int32Array;
  /** where several images share a text: the first stands for all, or the text counts for each */
  views?: "first" | "each";
  ids?: RowIds;
  /** what chooses it on the command line; absent if nothing does */
  options?: string[];
}

/** What rows are called in the files, one name a row. */
export interface RowIds {
  images?: string[];
  texts?: string[];
}

/** What the files say of a side's rows beside the vectors: columns of one value a row of that side, "" where there is none. */
export interface Metadata {
  images: TextColumn[];
  texts: TextColumn[];
  /** the files beside the sides' own that the columns come from */
  tables?: OpenedFile[];
  /** tables beside that are of no use, and why */
  unused?: Question[];
}

/** What pairing makes of the files before anybody was asked. */
export interface Proposal {
  /** every array of every file, in the files' order */
  arrays: ArrayRef[];
  images?: ArrayRef;
  texts?: ArrayRef;
  /** other sides that the names and counts fit as well */
  rivals?: { images: ArrayRef; texts: ArrayRef }[];
  /** "map": a file states which text belongs to which image; null: the counts fit no number of captions */
  captionsPerImage: number | "map" | null;
  /** other ways than the order of rows, the best first */
  links: Link[];
  /** the one of them that is taken unless the user says otherwise */
  link?: Link;
  ids?: RowIds;
  /** columns whose ids agree with the order of rows, in words with how many */
  confirmed?: string;
  /** what contradicts the order of rows, or the rows themselves, before it became a question */
  against: Question[];
  /** nothing is paired until the user says which text belongs to which image: the question */
  undecided?: string;
  /** a dimension that looks like none, as a sentence: nothing is audited until the user says that it is one */
  odd?: string;
  /** how the sides and the pairs were found, in words */
  why: string;
  /** the part of it that is on the sides */
  whySides: string;
  /** what only the user can tell; level "error" where no audit is possible without an answer */
  questions: Question[];
  /** the texts themselves, where a file holds a column of them */
  captions?: string[];
  metadata?: Metadata;
}

/** A named observation on the data. level "error" stops an audit, "warning" and "note" do not. */
export interface Finding {
  code: string;
  level: "error" | "warning" | "note";
  message: string;
  count: number;
  /** first few row numbers of the file's array, 0-based; images' rows unless side says otherwise */
  rows: number[];
  side?: Role;
  /** first few column numbers, 0-based, where the finding is on columns */
  dimensions?: number[];
  /** of pairs alone: the message without ids, which an audit has in its place; absent if it has none */
  withoutIds?: string;
}

/** A doubt about a proposal. */
export interface Question extends Finding {
  /** no number is shown before it is answered: the page waits, the command ends */
  asks?: boolean;
  /** what the user may say, and the command's options for it */
  answers?: { says: string; options: string[] }[];
}

/** The input of an audit. */
export interface Pairs {
  images: MatrixSource;
  texts: MatrixSource;
  /** text row -> image row, texts.rows entries, each in [0, images.rows); every image has at least one text */
  imageOf: Int32Array;
  /** how the two were matched, in words */
  origin: { images: InputOrigin; texts: InputOrigin };
  findings: Finding[];
  captions?: string[];
  /** columns of one value an image row ("" where there is none): the image's own, or its first text's */
  metadata?: TextColumn[];
  pairing?: PairingChoice;
  ids?: RowIds;
  /** column of the metadata whose equal values are one patient, study, …: these pairs are not independent */
  cluster?: string;
  /** column of the metadata within whose values alone chance exchanges texts */
  within?: string;
  /** column of the metadata: items with one value, or one of several between | or ;, are right answers to each other */
  labels?: string;
  /** row -> row of the file's array, where some rows were left out; findings and messages give the latter */
  fileRows?: { images?: Int32Array; texts?: Int32Array };
}

/** How the two sides were matched, as an audit remembers it. */
export interface PairingChoice {
  /** order: C texts an image, in the images' order; map: the file itself states it; ids: by a column; repeats: equal image rows are one image */
  by: "order" | "map" | "ids" | "repeats" | "given";
  /** a sentence */
  says: string;
  /** of pairs alone: the same without ids, which an audit has in its place; absent if it has none */
  withoutIds?: string;
  /** what the command needs beside the two sides for the same pairs: ["--captions", "5"]; null if it has no such option */
  options: string[] | null;
}

export interface InputOrigin {
  file: string;
  /** the file, for its hash; absent for generated data */
  blob?: FileLike;
  /** whether rows and columns are counted by a header or by what the values are; absent for generated data */
  shapeFrom?: "header" | "values";
  array: string;
}

export interface AuditOptions {
  /** share of eigenmodes kept, (0, 1]; default 0.1 */
  topQ?: number;
  /** added under the root of rho; default 1e-8 */
  epsilon?: number;
  /** default 0 */
  seed?: number;
  /** neighbours of mutual k-NN; default 10 */
  neighbours?: number;
  /** queries each way where not every pair is compared; default 2,000 */
  queries?: number;
  /** up to this many image-text pairs every pair is compared; default 1e9 */
  exactPairs?: number;
  /** SHA-256 of the input files; default true */
  hashes?: boolean;
  /** how intervals are made: "half-samples" (default), or the "bootstrap" of audits that were saved before, to verify them */
  intervals?: "half-samples" | "bootstrap";
  /** 0 for no intervals; else replicates where intervals is "bootstrap" (half-samples are 62); default 200 */
  bootstrap?: number;
  /** permutations for chance levels, 0 for none; default 1,000 */
  permutations?: number;
}

export interface Unavailable {
  status: "unavailable";
  reason: string;
}
export type Quantity = number | Unavailable;

/** Settings of the core's generator (wasm/core/include/askew/synthetic.hpp states ranges and defaults). */
export interface SyntheticSpec {
  pairs: number;
  width: number;
  captions?: number;
  shared?: number;
  imageOnly?: number;
  textOnly?: number;
  privateStrength?: number;
  decay?: number;
  noiseImage?: number;
  noiseText?: number;
  gap?: number;
  /** shares of the images */
  wrongPairs?: number;
  duplicates?: number;
  seed?: number;
}

/** Shares of a side's variance; sum 1. */
export interface PlantedShares {
  shared: number;
  own: number;
  noise: number;
}

/** What a generated set was given: shares of variance, and the scores that infinitely many pairs of its make would have. */
export interface Planted {
  image: PlantedShares;
  text: PlantedShares;
  imageToText: number;
  textToImage: number;
}

/** A made-up set audited on the spot, and what was planted in it. */
export interface Measured {
  audit: Audit;
  planted: Planted;
}

export type SettingName =
  | "pairs"
  | "width"
  | "captions"
  | "shared"
  | "imageOnly"
  | "textOnly"
  | "noiseImage"
  | "noiseText"
  | "gap"
  | "wrongPairs"
  | "duplicates"
  | "q"
  | "seed";

/** The playground's settings; web/src/lessons/settings.js has the values that each can take. */
export type Settings = Record<SettingName, number>;

/** How lessons and playground have a set measured: the same core, the same steps as any audit. */
export type Measure = (settings: Settings) => Promise<Measured>;

export interface AuditInput {
  file: string;
  sha256: string | Unavailable;
  array: string;
  rows: number;
  cols: number;
  dtype: string;
}

/** Modes of one anchor, strongest first, one entry an eigenvalue (d of them). */
export interface Modes {
  eigenvalues: number[];
  /** |rho|, with epsilon, in [0, 1] */
  absCorrelation: number[];
  /** variance of the other side along the mode */
  otherVariance: number[];
  /** mean product of the two centred sides along the mode: its sign is rho's */
  covariance: number[];
}

/** Which directions count, other than by options.topQ. */
export interface Cut {
  /** directions: share of all directions by the eigenvalues' quantile, as topQ; count: that many; variance: the fewest that hold the share */
  by: "directions" | "count" | "variance";
  /** a share in (0, 1], or a number of directions */
  value: number;
}

export interface ScorePair {
  imageToText: number;
  textToImage: number;
  /** imageToText - textToImage */
  imbalance: number;
}

/** The scores under another choice of directions; scaleFree: with Alternatives.scaleFreeEpsilon in place of options.epsilon. */
export interface Alternative extends ScorePair {
  cut: Cut;
  modesKept: { image: number; text: number };
  scaleFree: ScorePair;
}

export interface Alternatives {
  /** 1e-12 x largest eigenvalue of the anchor x total variance of the other side */
  scaleFreeEpsilon: { imageToText: number; textToImage: number };
  /** options.topQ first */
  choices: Alternative[];
  /** |tr V'C_xy V| / sqrt(tr V'C_xx V tr V'C_yy V) over the kept directions V of the anchor, [0, 1]; does not change under rotations within them */
  traceAlignment?: { imageToText: number; textToImage: number };
  /** directions and signs from one half of the pairs, scored on the other: mean over 62 halves, [-1, 1]; about 0 for independent sides */
  crossFitted?: { imageToText: number; textToImage: number } | Unavailable;
}

/** What the coordinates of the pairs along a mode may go with. */
export interface Trait {
  /** metadata: a column of Pairs.metadata; else of the row, or of an image's first text */
  of: "metadata" | "textLength" | "imageNorm" | "textNorm";
  /** the column's name; "" for the others */
  name: string;
  /**
   * number: Pearson's r, [-1, 1]. groups: the correlation ratio, [0, 1], freed from what chance adds:
   * sqrt(max(0, 1 - (1 - eta^2) (n - 1) / (n - groups)))
   */
  kind: "number" | "groups";
  /** groups of rows with one value; 0 for numbers */
  groups: number;
  /** pairs that have a value */
  pairs: number;
  /** what one shuffled column exceeds in 1 of 20 modes, about */
  chance95: number;
}

/** correlations[mode][trait], the strongest modes first; anchor: of the mode's own side, other: of the other side along it. */
export interface TraitCorrelations {
  anchor: Quantity[][];
  other: Quantity[][];
}

export interface Correlates {
  /** pairs looked at: all, or evenly spaced ones where there are very many */
  pairs: number;
  traits: Trait[];
  imageAnchor: TraitCorrelations;
  textAnchor: TraitCorrelations;
}

/** A pair as a mode's detail names it; row numbers are those of the files, counted from 0. */
export interface ModeSample {
  imageRow: number;
  /** the image's first text */
  textRow: number;
  imageId?: string;
  textId?: string;
  caption?: string;
  /** coordinates along the mode, in standard deviations of each side */
  image: number;
  text: number;
}

/** One mode looked at in every pair. */
export interface ModeDetail {
  side: "image" | "text";
  /** 0: the strongest */
  mode: number;
  /** the pairs that lie furthest out, the furthest first, by the images' and by the texts' coordinate */
  poles: { image: { high: ModeSample[]; low: ModeSample[] }; text: { high: ModeSample[]; low: ModeSample[] } };
  /** pairs whose product of coordinates adds most to the correlation, and those that work most against it */
  carry: ModeSample[];
  against: ModeSample[];
  /** coordinates in standard deviations: of all pairs, or of a seeded sample */
  scatter: { image: number[]; text: number[] };
}

export interface SpectrumSummary {
  /** total variance */
  trace: number;
  effectiveRank: number;
  participationRatio: number;
}

/** Of a search, how often items are among the k nearest of a query. Skewness: Radovanović et al. 2010. */
export interface HubFacts {
  /** of the number of lists that an item is on; 0: alike for all, above 1: a few are on very many */
  skewness: number;
  /** share of the items that are on no list, [0, 1] */
  never: number;
  /** share of the queries whose first answer is one of the hubs, [0, 1]; hubs: the ceil(1 %) of the items that are on most lists */
  hubShare: number;
}
export interface HubsOneWay extends HubFacts {
  /** if each list were drawn at random */
  chance: HubFacts;
  /** those that are on most lists, 10 at most; rows of the file, counted from 0 */
  hubs: { row: number; count: number }[];
}
/** A wrong pair that is nearer than the image's own; rows of the files. */
export interface Lookalike {
  imageRow: number;
  textRow: number;
  cosine: number;
  /** of the image with the nearest of its own texts */
  own: number;
}
export interface Hubs {
  /** nearest looked at: a query's list */
  k: number;
  /** images ask, texts are found */
  imageToText: HubsOneWay;
  textToImage: HubsOneWay;
  /** images that have a wrong text nearer than their own (one of the same cluster is not wrong), and the nearest of these pairs that are on lists, 20 at most */
  lookalikes: { images: number; pairs: Lookalike[] };
}

/** Two items of one side, rows of the files. */
export interface AlikePair {
  row: number;
  other: number;
  cosine: number;
  /** of their partners on the other side */
  partners: number;
}
/** Items that are most alike on one side, equal rows and those of one cluster left out, 20 at most; usual: the median cosine of an item and its nearest. Of texts the first of each image. */
export interface Alike {
  images: { usual: number; pairs: AlikePair[] };
  texts: { usual: number; pairs: AlikePair[] };
}

/** Of a search that accepts any item with a label of the query's; all in [0, 1]. */
export interface LabelFacts {
  /** mean share of right answers among the k nearest */
  precision: { "1": number; "5": number; "10": number };
  /** share of the queries with a right answer among the k nearest */
  recall: { "1": number; "5": number; "10": number };
  /** nDCG of the ten nearest, gains 0 or 1 (Järvelin and Kekäläinen 2002) */
  ndcg: number;
}
export interface LabelsOneWay extends LabelFacts {
  /** that have a label */
  queries: number;
  /** expected if each list were drawn at random */
  chance: LabelFacts;
  /** of the largest labels, 40 at most: precision at 10, recall at 1, nDCG */
  classes: { label: string; queries: number; precision: number; recall: number; ndcg: number }[];
}
export interface SearchByLabel {
  column: string;
  labels: number;
  /** images without a label: they ask nothing, and are right for nobody */
  unlabelled: number;
  imageToText: LabelsOneWay;
  textToImage: LabelsOneWay;
}

export interface RetrievalDirection {
  recall: { "1": number; "5": number; "10": number };
  /** R@1 … R@100 (fewer if there are fewer candidates); a hit: any right candidate among the k nearest */
  curve: number[];
  medianRank: number;
  mrr: number;
  /** share of an image's captions found (MTEB's recall); equals recall where each image has one caption */
  captionRecall?: { "1": number; "5": number; "10": number };
}

export interface Interval {
  low: number;
  high: number;
}

/** 95 % intervals for what a sample of queries leaves open: Wilson's for recalls, normal for means. */
export interface Sampling {
  /** queries each way */
  queries: number;
  recall:
    | { imageToText: { "1": Interval; "5": Interval; "10": Interval }; textToImage: { "1": Interval; "5": Interval; "10": Interval } }
    | Unavailable;
  mutualKnn: Interval | Unavailable;
  uniformity: { image: Interval; text: Interval } | Unavailable;
}

/** The pairs whose pooled rows' distances give the median: `rows` of `of` drawn at random without replacement by the seed. */
export interface MedianSample {
  rows: number;
  of: number;
  seed: number;
}

/** Of a score under random pairing. */
export interface ChanceLevel {
  mean: number;
  /** 95 % of random pairings score below (of RMG, which is better the lower it is: above); for the imbalance, 95 % are smaller in absolute value */
  p95: number;
  /** share of random pairings that score as high (the imbalance: as far from 0; RMG: as low), the given one counted; ties within 1e-6 of the largest score count */
  p: number;
  /** imbalance only: middle 95 % of random pairings */
  low?: number;
  high?: number;
  /** scores of at most 1: the ceil(0.95 m)-th of m random pairings' scores, the given one among them */
  threshold?: number;
  /** scores of at most 1: what is left beyond chance, clamp((score - threshold) / (1 - threshold), 0, 1); 0 if the score is no higher than chance gives */
  calibrated?: number;
}

export interface Chance
  extends Record<DirectionalScore, ChanceLevel>,
    Partial<Record<Exclude<Marked<{ permuted: true }>, DirectionalScore>, ChanceLevel>> {
  permutations: number;
  /** there where the pairs have no more pairings (n!) than permutations were asked for: each was scored once, so p is exact */
  all?: boolean;
  /** pairs that were permuted: all, or a random sample (by the seed) whose deviations are scaled by sqrt((rows - 1) / (n - 1)) */
  rows: number;
}

/** A 95 % interval and its standard error. */
export interface IntervalOf extends Interval {
  standardError: number;
}

/** Range for the population's score: sampling error, the bias of small samples, and directions that this sample cannot tell apart. */
export interface RangeOf extends IntervalOf {
  /** mean of the halves less the whole */
  bias: number;
  /** what rotations of neighbouring directions add below and above */
  rotation: { fall: number; rise: number };
}

/** Mean fourth power of the distance to the mean, over that of normal rows; above `most` the tails are heavy. */
export interface Tails {
  image: { ratio: number; most: number };
  text: { ratio: number; most: number };
}

/** Recall at 1, 5 and 10. */
export type RecallIntervals = Record<"1" | "5" | "10", IntervalOf>;

/**
 * 95 % intervals. method half-samples: as web/src/engine/interval-methods.js has it for each score: t of 31 degrees of freedom times the spread of
 * 62 half-samples, and their bias; the directional scores have a RangeOf; mutual k-NN by leaving out each pair.
 * No method (audits of before): paired bootstrap, estimate -+ t standard errors of the replicates, t with (units - 1) degrees of freedom.
 * Recalls: Wilson's, for as many queries as the standard error tells. Scores without an interval are absent.
 */
export interface Uncertainty
  extends Partial<Record<ScoreName, IntervalOf | RangeOf>>,
    /** of other samples of the same size: queries are resampled, the gallery stays */
    Partial<Record<RecallName, RecallIntervals>> {
  method?: "half-samples";
  /** why a score has no interval */
  withheld?: Partial<Record<string, string>>;
  tails?: Tails;
  replicates: number;
  /** half-samples: 32 blocks, of which a half has 16. Bootstrap: what was drawn with replacement: every image with its texts, or blocks of images */
  units: { of: "images" | "blocks"; count: number };
  level: number;
}

type Table = typeof METRICS;
/** Quantities with a mark in the table of metrics. */
type Marked<Mark> = { [Key in keyof Table]: Table[Key] extends Mark ? Key : never }[keyof Table];
/** Those that an audit keeps among its metrics under their own names. */
export type StoredMetric = { [Key in keyof Table]: Table[Key]["at"] extends `metrics.${Key}` ? Key : never }[keyof Table];
/** Scores that every half-sample has. */
export type ScoreName = Marked<{ resampled: true }>;
export type DirectionalScore = Marked<{ interval: "rotation" }>;
export type HeadlineScore = Marked<{ headline: true }>;
export type RecallName = Marked<{ interval: "wilson" }>;
export type GroupScore = HeadlineScore | `${RecallName}1`;
export type BenchmarkMetric = Marked<{ benchmark: object }>;
/** What retrieval is summed up in. */
export type RSum = Marked<{ at: `retrieval.rSum${string}` }>;

/** A quantity in the table of metrics.js. */
export interface Metric {
  /** where an audit has it; a recall is a record by depth */
  at: string;
  name: string;
  /** among the quantities that reports list; tens, so that another fits between */
  place?: number;
  /** what it tells; who has one has a row in the table of metrics */
  meaning?: string;
  /** id in document/definitions.js */
  definition?: string;
  /** the paper's code: "same", "not in it", "varies by run", or the key of its variant */
  paper?: string;
  /** its row stands where there is room for few */
  leading?: true;
  /** 1: higher is better aligned; 0: neither */
  better?: 1 | -1 | 0;
  /** whose directions, queries or rows */
  side?: Role;
  /** limits that its interval keeps */
  range?: readonly [number, number];
  /** needs as many columns on both sides */
  oneWidth?: true;
  /** what of it sums cannot give; without it, it comes from moments */
  rows?: string;
  /** a method of engine/interval-methods.js */
  interval?: "rotation" | "corrected" | "square" | "deleteOne" | "wilson" | "none";
  /** why it has no interval */
  reason?: string;
  /** half-samples, replicates and differences of two models have it */
  resampled?: true;
  /** audits of sums have an interval of it */
  jackknife?: true;
  /** shuffled pairs have it */
  permuted?: true;
  /** one of the three scores that a report begins with; groups and sites have them */
  headline?: true;
  /** drawn for two models: on a report's first page and the page, or on the page alone */
  compared?: "first" | "page";
  /**
   * Its place among the paper's metrics, which are tested against domains and retrieval; map: saved with a map of all runs; ranking: false leaves
   * it out of the sortable list of models
   */
  benchmark?: { readonly place: number; readonly name?: string; readonly map?: true; readonly ranking?: false };
  /** version; audits of before do not have it */
  since?: string;
}
/** depth: of a recall. */
export type QuantityOfTable = Metric & { key: string; depth?: number };

/** A row of the symmetric metrics. */
export interface MetricRow {
  key: string;
  name: string;
  /** id of the page's definition */
  definition: string;
  better: "higher" | "lower" | "–";
  meaning: string;
  /** shown where there is room for few */
  leading?: true;
  value: (audit: Audit) => Quantity;
  /** its name among the intervals */
  score?: ScoreName;
  /** 95 %, where the value comes from sampled queries */
  interval: (sampling: Sampling) => Interval | Unavailable | undefined;
  /** the paper's code: "same", "not in it", or what it gives */
  code: string | ((audit: Audit) => Quantity | string);
}

/** What a person adds to a report. */
export interface Filing {
  institution: string;
  purpose: string;
  auditor: string;
  date: string;
  notes: string;
  /** false: names of files, arrays, columns, sites and groups, of a benchmark's models and datasets, and sentences that may hold one, are left out */
  names: boolean;
}

export interface Audit {
  schema: "askew-audit/1";
  /** set where names were left out before it was saved */
  namesLeftOut?: true;
  /** what the user calls the texts, if the files' names do not tell */
  word?: "texts" | "reports" | "captions";
  tool: { name: "askew"; version: string; wasmSha256: string };
  inputs: {
    images: AuditInput;
    texts: AuditInput;
    /** images that have a text = rows of the alignment metrics */
    pairs: number;
    captionsPerImage: number | [number, number];
    /** null if the pairs were made by a program */
    pairing: PairingChoice | null;
    /** pairs that belong together, by this column: how many such groups, and pairs of the largest. Absent: every pair by itself */
    clusters?: { column: string; count: number; largest: number };
    /** chance exchanged within the values of this column alone */
    within?: { column: string; count: number };
    findings: Finding[];
  };
  options: Required<AuditOptions>;
  sas: {
    imageToText: Quantity;
    textToImage: Quantity;
    symmetric: Quantity;
    /** imageToText - textToImage */
    imbalance: Quantity;
    modesKept: { image: number; text: number } | Unavailable;
    /** SAS(epsilon = 0) - SAS */
    epsilonEffect: { imageToText: number; textToImage: number } | Unavailable;
  };
  sweep: { q: number; imageToText: number; textToImage: number }[] | Unavailable;
  alternatives: Alternatives | Unavailable;
  modes: { imageAnchor: Modes; textAnchor: Modes } | Unavailable;
  /** what the leading modes go with */
  correlates: Correlates | Unavailable;
  spectrum: { image: SpectrumSummary; text: SpectrumSummary };
  metrics: Record<StoredMetric, Quantity> & { uniformity: { image: Quantity; text: Quantity } };
  retrieval:
    | (Record<RSum, number> & {
        imageToText: RetrievalDirection;
        textToImage: RetrievalDirection;
        /** expected under random ranking */
        chance: { imageToText: number[]; textToImage: number[] };
        /** a second recall that accepts any text identical to the right one */
        duplicates: {
          /** texts that equal an earlier one */
          identicalTexts: number;
          imageToText: { "1": number; "5": number; "10": number };
          textToImage: { "1": number; "5": number; "10": number };
        };
      })
    | Unavailable;
  /** which items are found too often or never; absent in audits of earlier versions */
  hubs?: Hubs | Unavailable;
  /** nearly the same items within a side, for review; absent in audits of earlier versions */
  alike?: Alike | Unavailable;
  /** only where a column of labels was named */
  byLabel?: SearchByLabel | Unavailable;
  /** null if every pair was compared; else retrieval, neighbours, uniformity and mmdUnbiased come from seeded queries */
  sampling: Sampling | null;
  /** of mmdMedianSigma; null for pairs of different widths and for sums; absent from audits before it was told */
  medianSample?: MedianSample | null;
  uncertainty: Uncertainty | Unavailable;
  chance: Chance | Unavailable;
  /** only in an audit from sums, without rows */
  aggregate?: Aggregate;
  /** only where asked for: each group of a metadata column by itself */
  subgroups?: Subgroups;
  /** only where asked for: what the modality gap consists of, and what closing it would do */
  gap?: Gap | Unavailable;
  /** histograms of cosine over [-1, 1] in equal bins; counts */
  cosine: { matched: number[]; unmatched: number[]; matchedMean: number; unmatchedMean: number } | Unavailable;
  /** seconds, by stage as well (stages overlap); scores = when every quantity of the paper's code was there */
  timings: { scores: number; total: number } & Record<string, number>;
}

export interface SubgroupOptions extends AuditOptions {
  /** pairs that a group needs to be scored, 20 or more; default 30 */
  minimum?: number;
}

/** What random groups of one size score: mean, and the range in which 95 % of further ones fall (t, scores taken as normal). */
export type RandomGroups = Partial<Record<GroupScore, IntervalOf & { mean: number }>> | Unavailable;

/** A group of the pairs, audited by itself: its own modes, its own gallery. With a reason, it has no scores. */
export interface Subgroup {
  value: string;
  /** pairs */
  n: number;
  reason?: string;
  sas?: Pick<Audit["sas"], "imageToText" | "textToImage" | "symmetric" | "imbalance">;
  recall?: { imageToText: RetrievalDirection["recall"]; textToImage: RetrievalDirection["recall"] } | Unavailable;
  chance?: Audit["chance"];
  uncertainty?: Audit["uncertainty"];
  random?: RandomGroups;
  /** that a random group of this size has an imbalance as far from the random groups' mean; two-sided */
  p?: Quantity;
  /** adjusted over the groups of the table (Holm) */
  pHolm?: Quantity;
}

export interface Subgroups {
  column: string;
  minimum: number;
  /** random groups of each size */
  draws: number;
  options: Required<AuditOptions>;
  groups: Subgroup[];
  /** what was left out or joined, in sentences */
  notes: string[];
}

/** Rows as given; less the mean of their side; after whitening each side by its shrunk covariance; less the mean and without private directions. */
export type TreatmentName = "given" | "centred" | "whitened" | "withoutPrivate";

/** Of a share of hits, beside the rows as given; 95 %. */
export interface GapChange {
  change: number;
  low: number;
  high: number;
}

type AtDepths<T> = { "1": T; "5": T; "10": T };
type BothWays<T> = { imageToText: T; textToImage: T };

/** What search and alignment are after a treatment that was learnt from other pairs; or why they are not known. */
export interface GapTreatment {
  name: TreatmentName;
  reason?: string;
  recall?: BothWays<AtDepths<number>>;
  sas?: BothWays<number>;
  /** images and texts in one index: share of an item's nearest that are of its own side */
  ownShare?: { images: number; texts: number };
  deltaCosine?: number;
  /** absent for the rows as given */
  change?: BothWays<AtDepths<GapChange>>;
}

/** The modality gap of unit rows, each image with its first text: what it consists of, and what closing it would do. */
export interface Gap {
  /** of one index */
  neighbours: number;
  /** pairs of each half that were learnt from, and that were measured with what the other half taught */
  learnt: [number, number];
  measured: [number, number];
  /** mean squared distance of a pair; shares of it: of the distance of the means, and along the leading directions of the rest, which is spread over so many */
  distance: { meanSquare: number; centre: number; directions: number; leading: number[] };
  /** chance that a linear rule, learnt from other pairs, tells an image from a text */
  separability: number;
  /** share of variance that the sides do not have in common: at least and at most; directions left out in each half */
  private: { low: number; high: number; removed: [number, number] };
  shrinkage: { images: [number, number]; texts: [number, number] };
  treatments: GapTreatment[];
}

/**
 * First model minus second; interval and p where both have replicates. By half-samples (Comparison.intervals.method) the directional scores'
 * interval is made as that of the imbalance and has no p. The others' is of the population; of recalls and mutual k-NN, of other samples of the same size.
 */
export interface Difference {
  a: number;
  b: number;
  difference: number;
  /** 95 % */
  low?: number;
  high?: number;
  standardError?: number;
  /** two-sided, from Student's t of the standard error */
  p?: Quantity;
  /** of all p of the differences; absent in comparisons of earlier versions */
  pHolm?: Quantity;
  bias?: number;
  rotation?: RangeOf["rotation"];
}

/**
 * Queries whose nearest is right, a hit shared among ties counted from one half on; McNemar's test of the two that differ. Where an
 * image has several texts, text to image counts by image: onlyFirst is then where the first finds it from more of them.
 */
export interface FirstHits extends TestResult {
  both: number;
  onlyFirst: number;
  onlySecond: number;
  neither: number;
  /** of both directions; absent in comparisons of earlier versions */
  pHolm?: Quantity;
}

/** What a later comparison on the same pairs needs: whether each query finds its own first, and what tells other rows apart. */
export interface QueryHits {
  images: number;
  /** of every image, or of each */
  textsEach: number | number[];
  /** base64, a bit a query: images in their order, texts in the order of their images */
  imageToText: string;
  textToImage: string;
  /** beginnings of the SHA-256 of what the rows are called, where the files say; else of their places in the files */
  rows: Partial<Record<"imageIds" | "imageRows" | "textIds" | "textRows" | "captions", string>>;
}

/** Two models on the same pairs, resampled alike. */
export interface Comparison {
  schema: "askew-comparison/1";
  /** set where names were left out before it was saved */
  namesLeftOut?: true;
  a: Audit;
  b: Audit;
  intervals: Pick<Uncertainty, "method" | "replicates" | "units" | "level"> | Unavailable;
  /** by ScoreName, and recallImageToText1, …5, …10, recallTextToImage1, … */
  differences: Record<string, Difference>;
  mcnemar: { imageToText: FirstHits | Unavailable; textToImage: FirstHits | Unavailable };
}

/** More than two models on the same pairs: each against one baseline, which is every comparison's first. */
export interface Comparisons {
  schema: "askew-comparisons/1";
  /** set where names were left out before it was saved */
  namesLeftOut?: true;
  comparisons: Comparison[];
  /** McNemar's p of each, adjusted (Holm) over all of them and both directions */
  family: { imageToText: Quantity; textToImage: Quantity }[];
}

/** Names of wasm/bindings/statistics.cpp. */
export type Statistic =
  | "mannWhitney"
  | "oneSampleT"
  | "wilcoxon"
  | "spearman"
  | "spearmanStratified"
  | "spearmanPermuted"
  | "spearmanReplicates"
  | "holm"
  | "mcnemar"
  | "upperTail"
  | "upperPoint";

export interface TestResult {
  /** U, t, W, rho, … */
  statistic: Quantity;
  /** [0, 1] */
  p: Quantity;
  /** from the exact distribution, not from an approximation */
  exact: boolean;
}

/** A run of a benchmark before it is made. */
export interface PlannedRun {
  model: string;
  dataset: string;
  domain: string;
  /** kept out of pooled tests */
  reference: boolean;
  /** "test", "val", …; "" where the name has none */
  split: string;
  /** the names follow the paper's layout or a manifest */
  sure: boolean;
  /** one that holds both sides, or one of images and one of texts */
  files: FileLike[];
  /** made already */
  audit?: Audit;
  run?: BenchmarkRun;
  failure?: import("./failure.js").Failure;
}

export interface RunPlan {
  runs: PlannedRun[];
  /** the two that are compared, where a manifest says */
  domains?: string[];
  /** what the files are called says that they are runs of a benchmark */
  named: boolean;
}

/** A finished run, or the reason why there is none. */
export interface BenchmarkRun {
  model: string;
  dataset: string;
  domain: string;
  reference: boolean;
  split: string;
  /** files, as the user knows them */
  source: string;
  failure?: { code: string; message: string };
  pairs?: number;
  /** columns: of both sides, or of each */
  width?: number | [number, number];
  captionsPerImage?: number | [number, number];
  /** of the images' and the texts' file */
  sha256?: string[];
  metrics?: Record<BenchmarkMetric, Quantity>;
  /** R@k of both directions and their sums */
  retrieval?: Record<RSum, number> & {
    imageToText: { "1": number; "5": number; "10": number };
    textToImage: { "1": number; "5": number; "10": number };
  };
  sweep?: { q: number; imageToText: number; textToImage: number }[];
  /** texts whose embedding equals an earlier one exactly */
  repeatedTexts?: number;
  /** absent if queries were sampled, and if an audit without its data was given */
  firstHits?: QueryHits;
  /** intervals of the audit, where it has them */
  uncertainty?: Uncertainty;
  /** what is missing and why, in sentences */
  missing?: string[];
  /** that the audit took */
  seconds?: number;
}

/** Mean and standard deviation; std is over n or n - 1 as the block says. */
export interface MeanStd {
  n: number;
  mean: Quantity;
  std: Quantity;
}

export interface PValue {
  statistic: Quantity;
  p: Quantity;
  exact?: boolean;
  /** adjusted for the family that the block names */
  pHolm?: Quantity;
}

/** Each model's mean over the second domain minus its mean over the first. */
export interface WithinModel {
  models: number;
  meanDifference: Quantity;
  t: PValue;
  wilcoxon: PValue;
}

export interface AlignmentProfile {
  /** by metric; std over n */
  metrics: Record<
    BenchmarkMetric,
    { byDomain: Record<string, MeanStd>; byDataset: Record<string, MeanStd>; mannWhitney: PValue; withinModel: WithinModel }
  >;
  notes: string[];
}

export interface ImbalanceSignature {
  /** the runs themselves */
  runs: { model: string; dataset: string; domain: string; reference: boolean; imbalance: number }[];
  /** std over n; t against 0, two-sided; byModel: the same over the models' means */
  byDomain: Record<string, MeanStd & { t: PValue; byModel: MeanStd & { t: PValue } }>;
  /** second domain greater than the first */
  mannWhitneyGreater: PValue;
  withinModel: WithinModel;
  notes: string[];
}

export interface Correlation {
  n: number;
  rho: Quantity;
  p: Quantity;
  pHolm?: Quantity;
}

export interface Predictivity {
  byDataset: Record<string, Correlation>;
  byDomain: Record<string, Correlation>;
  pooled: Correlation & { interval: Interval | Unavailable };
  /** ranked within datasets; p and pHolm take every run by itself */
  stratified: Correlation & {
    /** p by moving whole models, each with all its runs; benchmarks made before it have none */
    byModel?: { p: Quantity; pHolm?: Quantity; exact: boolean };
    interval: Interval | Unavailable;
    /** lowest and highest rho when one model is left out, and which */
    leaveOneModelOut: { low: number; high: number; lowWithout: string; highWithout: string } | Unavailable;
  };
}

export interface MatchedDirection {
  metric: "sasImageToText" | "sasTextToImage";
  matched: Correlation & { target: RSum };
  opposite: Correlation & { target: RSum };
  /** |matched| - |opposite| */
  difference: Quantity;
  interval: Interval | Unavailable;
  /** the same ranked within datasets */
  stratified: { matched: Quantity; opposite: Quantity; difference: Quantity; interval: Interval | Unavailable };
}

export interface RetrievalPredictivity {
  metrics: Record<BenchmarkMetric, Record<RSum, Predictivity>>;
  matchedDirection: MatchedDirection[];
  notes: string[];
}

export interface EigenspectrumConcentration {
  /** std over n - 1 */
  sweep: { q: number; imageToText: Record<string, MeanStd>; textToImage: Record<string, MeanStd>; imbalance: Record<string, MeanStd> }[];
  /** share of directions where the two domains' means are furthest apart, and mean first minus mean second there */
  largestGap: { imageToText: { q: number; gap: number } | Unavailable; textToImage: { q: number; gap: number } | Unavailable };
  notes: string[];
}

/** How two models of one dataset are told apart in one direction of search. */
export type ModelTest = (
  | ({ method: "mcnemar"; pHolm: Quantity } & FirstHits)
  /** 95 % intervals that do not overlap */
  | { method: "intervals" }
) & {
  /** where they are told apart */
  better: "first" | "second" | null;
};

export interface ModelPair {
  first: string;
  second: string;
  /** what says that the queries are the same; null: nothing, and the intervals are compared */
  sameBy: "names" | "places" | "count" | null;
  /** why the intervals are compared */
  reason?: string;
  imageToText: ModelTest;
  textToImage: ModelTest;
}

/** Which models of a dataset are told apart by their first hits. */
export interface Separability {
  /** of pHolm, the p-values of a dataset's pairs in both directions being one family */
  alpha: number;
  byDataset: Record<string, ModelPair[]>;
  notes: string[];
}

export interface Benchmark {
  schema: "askew-benchmark/1";
  /** set where names were left out before it was saved */
  namesLeftOut?: true;
  tool: { name: "askew"; version: string };
  /** correlations: p and least models of rank correlations; absent in benchmarks made before there was a choice */
  options: { domains: string[]; replicates: number; seed: number; correlations?: "by model" };
  runs: BenchmarkRun[];
  alignmentProfile: AlignmentProfile;
  imbalanceSignature: ImbalanceSignature;
  retrievalPredictivity: RetrievalPredictivity;
  eigenspectrumConcentration: EigenspectrumConcentration;
  separability: Separability;
}

/** One thing in which a saved audit and the same audit made again disagree. */
export interface Disagreement {
  kind: "data" | "pairing" | "options" | "value";
  /** "sas.imageToText" */
  path: string;
  /** both as text */
  recorded: string;
  now: string;
  /** a sentence */
  message: string;
}

export interface Verification {
  /** of everything that the saved audit has */
  agrees: boolean;
  /** the audit beside it was stopped: only what it had by then is compared, and nothing agrees as a whole */
  partial?: true;
  /** values of the saved audit that were compared */
  compared: number;
  /** how many differ; the first of them are in differences */
  differing: number;
  differences: Disagreement[];
  /** what differs without changing a number: names, the tool's version */
  notes: string[];
}

export interface Progress {
  /** in words: "moments", "eigenmodes", "similarities" … */
  stage: string;
  /** [0, 1] over the whole audit */
  done: number;
  /** seconds, once it can be told */
  remaining?: number;
}

/** What fails carries this, everywhere. Codes are compared, never texts. */
export interface FailureShape {
  code: string;
  message: string;
  details: Record<string, unknown>;
}
