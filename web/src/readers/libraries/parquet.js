/** Parquet, row group by row group and page by page: vectors in one column of lists, or in many number columns. */
import { parquetMetadata, snappyUncompress } from "hyparquet";
import { DEFAULT_PARSERS } from "hyparquet/src/convert.js";
import { gunzip } from "hyparquet-compressors/src/gzip.js";
import { decompressLz4, decompressLz4Raw } from "hyparquet-compressors/src/lz4.js";
import { Failure } from "../../failure.js";
import { Budget } from "../budget.js";
import { latin1, readBytes, truncated } from "../bytes.js";
import { damaged, guarded } from "./guards/guard.js";
import { checkStruct } from "./guards/parquet-thrift.js";
import { unpackZstd } from "./guards/zstd.js";
import { pagesOf } from "./parquet-pages.js";
import { leavesOf } from "./parquet-schema.js";
import { Table } from "./table.js";

/** @import { ColumnMetaData, Compressors, FileMetaData } from "hyparquet" */
/** @import { FileLike, FoundTable, Limits } from "../../types.d.ts" */
/** @import { Chunks, DecodedPage, ListSink, ParquetLeaf, TextSink } from "./types.d.ts" */

/** Each codec fills exactly the bytes that the page states, which parquet-pages.js has checked. @type {Compressors} */
const CODECS = {
  SNAPPY(input, length) {
    const output = new Uint8Array(length);
    snappyUncompress(input, output);
    return output;
  },
  GZIP: (input, length) => gunzip(input, new Uint8Array(length)),
  ZSTD: (input, length) => unpackZstd(input, new Uint8Array(length)),
  LZ4: decompressLz4,
  LZ4_RAW: decompressLz4Raw,
};

const MARK = "PAR1";
/** The length of the footer, and the mark. */
const TAIL = 8;

/** @param {FileLike} file @param {Budget} budget */
async function readFooter(file, budget) {
  if (file.size < TAIL + MARK.length) throw truncated(budget.file, TAIL + MARK.length, file.size);
  const tail = await readBytes(file, file.size - TAIL, file.size, budget.file);
  const mark = latin1(new Uint8Array(tail, 4));
  if (mark === "PARE") throw new Failure("UNSUPPORTED_FORMAT", `${budget.file} is encrypted. Save it without encryption.`);
  if (mark !== MARK)
    throw new Failure(
      "TRUNCATED",
      `${budget.file} lacks the end of a Parquet file (its last bytes are not ${MARK}): it was probably cut short in copying. Copy or download it again.`,
    );
  const length = new DataView(tail).getUint32(0, true);
  budget.checkHeader(length, "The footer");
  if (length + TAIL + MARK.length > file.size) throw truncated(`The footer of ${budget.file}`, length + TAIL + MARK.length, file.size);
  const footer = await readBytes(file, file.size - TAIL - length, file.size, budget.file);
  const where = `The footer of ${budget.file}`;
  checkStruct(new Uint8Array(footer), 0, where);
  return guarded(where, () => parquetMetadata(footer, { geoparquet: false }));
}

/** @param {unknown} value */
const count = (value) => {
  const number = Number(value);
  if (Number.isSafeInteger(number) && number >= 0) return number;
  throw new Error(`${value} is no count`);
};

/** @param {FileLike} file @param {ColumnMetaData} chunk @param {string} where @param {Budget} budget */
async function chunkBytes(file, chunk, where, budget) {
  const begin = count(chunk.dictionary_page_offset || chunk.data_page_offset);
  const size = count(chunk.total_compressed_size);
  budget.check(size, where, "Save it in smaller row groups (for example row_group_size=10000).");
  return new Uint8Array(await readBytes(file, begin, begin + size, where));
}

/** Hands each row's value, or its absence, to a column without lists. @param {DecodedPage} page @param {number} maxDefinition @param {(value: unknown) => void} use */
function eachValue({ count: rows, values, definition }, maxDefinition, use) {
  let next = 0;
  for (let i = 0; i < rows; i++) use(definition.length > 0 && definition[i] < maxDefinition ? null : values[next++]);
}

/** @param {DecodedPage} page @param {ParquetLeaf} leaf @param {ListSink} sink */
function addLists({ count: levels, values, definition, repetition }, { maxDefinition, elementDefinition }, { vectors }) {
  let next = 0;
  for (let i = 0; i < levels; i++) {
    const defined = definition.length > 0 ? definition[i] : maxDefinition;
    if (repetition[i] === 0) {
      if (defined < elementDefinition - 1) {
        vectors.missing();
        continue;
      }
      vectors.begin();
    }
    if (defined === maxDefinition) vectors.take(Number(values[next++]));
    else if (defined >= elementDefinition) vectors.take(Number.NaN);
  }
}

/** Hands each value of each row's list, or its absence, with the row. @param {DecodedPage} page @param {ParquetLeaf} leaf @param {(value: unknown, isFirst: boolean, isThere: boolean) => void} use */
function eachOfLists({ count: levels, values, definition, repetition }, { maxDefinition, elementDefinition }, use) {
  let next = 0;
  for (let i = 0; i < levels; i++) {
    const defined = definition.length > 0 ? definition[i] : maxDefinition;
    use(defined === maxDefinition ? values[next++] : null, repetition[i] === 0, defined >= elementDefinition);
  }
}

class ParquetTable {
  /** @param {FileLike} file @param {FileMetaData} metadata @param {Compressors} compressors @param {Budget} budget */
  constructor(file, metadata, compressors, budget) {
    this.file = file;
    this.groups = metadata.row_groups.map(({ num_rows: rows, columns }) => ({
      rows: count(rows),
      chunks: new Map(columns.map(({ meta_data: chunk }) => [chunk?.path_in_schema.join("."), chunk])),
    }));
    this.compressors = compressors;
    this.budget = budget;
    const rows = this.groups.reduce((sum, group) => sum + group.rows, 0);
    this.table = new Table(leavesOf(metadata), rows, budget);
  }

  async read() {
    const { table } = this;
    for (const { chunks } of this.groups)
      for (const sink of [...table.lists]) {
        const { leaf } = sink;
        try {
          await this.#each(chunks, leaf, (page) => addLists(page, leaf, sink));
          sink.vectors.end();
        } catch (error) {
          table.refuse(sink, damaged(error, `${leaf.name} in ${this.budget.file}`));
        }
      }
    table.settle();
    let first = 0;
    for (const { rows, chunks } of this.groups) {
      for (const { leaf, columns, col } of table.numbers) {
        let row = first;
        await this.#values(chunks, leaf, rows, (value) => columns.set(row++, col, value === null ? Number.NaN : Number(value)));
      }
      for (const sink of table.texts) {
        if (sink.words.rowOf) await this.#texts(chunks, sink, first, rows);
        else await this.#values(chunks, sink.leaf, rows, (value) => table.addText(sink, value));
      }
      first += rows;
    }
    return table.found();
  }

  /** @param {Chunks} chunks @param {TextSink<ParquetLeaf>} sink of lists @param {number} first row of the group @param {number} rows */
  async #texts(chunks, sink, first, rows) {
    const { leaf } = sink;
    let row = first - 1;
    await this.#each(chunks, leaf, (page) =>
      eachOfLists(page, leaf, (value, isFirst, isThere) => {
        if (isFirst) row++;
        if (isThere && row >= first && row < first + rows) this.table.addText(sink, value, row);
      }),
    );
    this.#checkRows(leaf.name, row - first + 1, rows);
  }

  /** @param {Chunks} chunks @param {ParquetLeaf} leaf @param {number} rows @param {(value: unknown) => void} use */
  async #values(chunks, leaf, rows, use) {
    let seen = 0;
    await this.#each(chunks, leaf, (page) => {
      seen += page.count;
      if (seen <= rows) eachValue(page, leaf.maxDefinition, use);
    });
    this.#checkRows(leaf.name, seen, rows);
  }

  /** @param {string} name @param {number} seen @param {number} rows */
  #checkRows(name, seen, rows) {
    if (seen !== rows)
      throw new Failure("CORRUPT", `${name} in ${this.budget.file} has ${seen} values in a row group of ${rows} rows. Save it again.`);
  }

  /** @param {Chunks} chunks @param {ParquetLeaf} leaf @param {(page: DecodedPage) => void} use */
  async #each(chunks, leaf, use) {
    const where = `${leaf.name} in ${this.budget.file}`;
    try {
      const chunk = chunks.get(leaf.path);
      if (!chunk) throw new Error("a row group lacks the column");
      const bytes = await chunkBytes(this.file, chunk, where, this.budget);
      const decoder = {
        ...chunk,
        pathInSchema: chunk.path_in_schema,
        element: leaf.element,
        schemaPath: leaf.schemaPath,
        parsers: { ...DEFAULT_PARSERS, jsonFromBytes: DEFAULT_PARSERS.stringFromBytes },
        compressors: this.compressors,
        file: /** @type {never} */ (undefined),
        columns: undefined,
      };
      const { maxDefinition, maxRepetition } = leaf;
      for (const page of pagesOf(bytes, { maxDefinition, maxRepetition, decoder, values: count(chunk.num_values), where }, this.budget))
        use(page);
    } catch (error) {
      throw damaged(error, where);
    }
  }
}

/** @param {FileLike} file @param {string} name @param {Limits} limits @returns {Promise<FoundTable>} */
export async function readParquet(file, name, limits) {
  const budget = new Budget(name, limits);
  const metadata = await readFooter(file, budget);
  const named = guarded(
    name,
    () => new Set(metadata.row_groups.flatMap(({ columns }) => columns.flatMap(({ meta_data: chunk }) => chunk?.codec ?? []))),
  );
  // Brotli's dictionary is large, and its files are rare.
  const brotli = named.has("BROTLI") ? (await import("hyparquet-compressors/src/brotli.js")).decompressBrotli : undefined;
  const table = guarded(name, () => new ParquetTable(file, metadata, { ...CODECS, ...(brotli && { BROTLI: brotli }) }, budget));
  return table.read();
}
