/** Modules of libraries that come without types; only what is used here. */

declare module "hyparquet-compressors/src/gzip.js" {
  export function gunzip(input: Uint8Array, output: Uint8Array): Uint8Array;
}
declare module "hyparquet-compressors/src/lz4.js" {
  export function decompressLz4(input: Uint8Array, outputLength: number): Uint8Array;
  export function decompressLz4Raw(input: Uint8Array, outputLength: number): Uint8Array;
}
declare module "hyparquet-compressors/src/brotli.js" {
  export function decompressBrotli(input: Uint8Array, outputLength: number): Uint8Array;
}

declare module "lz4js" {
  /** the position in output after the block */
  export function decompressBlock(input: Uint8Array, output: Uint8Array, begin: number, length: number, at: number): number;
}

// Node would take the package's CommonJS build for its name, and the rest from its source: two sets of codecs.
declare module "@uwdata/flechette/src/index.js" {
  export * from "@uwdata/flechette";
}
declare module "@uwdata/flechette/src/util/read.js" {
  type Read<T> = (bytes: Uint8Array, offset: number) => T;
  export const readUint8: Read<number>;
  export const readInt16: Read<number>;
  export const readInt32: Read<number>;
  export const readInt64: Read<number>;
  export const readOffset: Read<number>;
  export function readObject(
    bytes: Uint8Array,
    index: number,
  ): { <T>(field: number, read: Read<T>, fallback: T): T; <T>(field: number, read: Read<T>): T | null };
}
declare module "@uwdata/flechette/src/decode/decode-ipc.js" {
  import type { ArrowData } from "@uwdata/flechette";
  export function decodeIPC(data: Uint8Array): ArrowData;
}
declare module "@uwdata/flechette/src/decode/table-from-ipc.js" {
  import type { ArrowData, ExtractionOptions, Table } from "@uwdata/flechette";
  export function createTable(data: ArrowData, options?: ExtractionOptions): Table;
}

declare module "*.js?packed" {
  /** base64 of gzip of a classic script with all that it imports */
  const packed: string;
  export default packed;
}
