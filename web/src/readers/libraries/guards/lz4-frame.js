/**
 * LZ4's frame around its blocks. lz4js unpacks the blocks; its own frame looks for a block's checksum on the wrong side of it.
 * Read by it: lists-lz4.arrow of tests/fixtures/written.
 */
import { decompressBlock } from "lz4js";
import { Cursor } from "../../bytes.js";

const MARK = 0x184d2204;
const UNPACKED = 0x80000000;
/** Flags of the frame. */
const BLOCK_CHECKSUM = 0x10;
const CONTENT_SIZE = 0x08;
const CONTENT_CHECKSUM = 0x04;
const DICTIONARY = 0x01;

/** Blocks may refer to earlier ones: all go into one output. @param {Uint8Array} bytes @param {Uint8Array} output filled exactly */
export function unpackFrame(bytes, output) {
  const cursor = new Cursor(bytes, "An LZ4 frame");
  if (cursor.u32() !== MARK) throw new Error("an LZ4 frame lacks its mark");
  const flags = cursor.u8();
  if (flags >> 6 !== 1 || flags & DICTIONARY) throw new Error("an LZ4 frame of another version, or with a dictionary");
  // Largest block; size of the content; checksum of the header.
  cursor.skip(1 + (flags & CONTENT_SIZE ? 8 : 0) + 1);
  let at = 0;
  for (let size = cursor.u32(); size !== 0; size = cursor.u32()) {
    const length = size % UNPACKED;
    const begin = cursor.skip(length);
    if (size < UNPACKED) at = decompressBlock(bytes, output, begin, length, at);
    else {
      output.set(bytes.subarray(begin, begin + length), at);
      at += length;
    }
    if (flags & BLOCK_CHECKSUM) cursor.skip(4);
  }
  if (flags & CONTENT_CHECKSUM) cursor.skip(4);
  if (at !== output.length) throw new Error(`an LZ4 frame holds ${at} bytes, and ${output.length} are stated`);
}
