/** What unpacks Arrow's compressed buffers: the length that a buffer states is checked before it is allocated. */
import { CompressionType, setCompressionCodec } from "@uwdata/flechette/src/index.js";
import { unpackFrame } from "./guards/lz4-frame.js";
import { unpackZstd } from "./guards/zstd.js";

/** @import { Budget } from "../budget.js" */

const never = () => {
  throw new Error("nothing is compressed here");
};

/** @param {Budget} budget */
export function registerCodecs(budget) {
  /** @param {(bytes: Uint8Array, output: Uint8Array) => unknown} unpack @param {string} name */
  const codec = (unpack, name) => ({
    encode: never,
    /** @param {Uint8Array} bytes @param {number} [length] as the buffer states */
    decode(bytes, length = -1) {
      if (!(length >= 0)) throw new Error(`a buffer states ${length} bytes`);
      budget.take(length, `A buffer (${name})`, "Save it in smaller batches, or as .npy.");
      const output = new Uint8Array(length);
      unpack(bytes, output);
      return output;
    },
  });
  setCompressionCodec(CompressionType.ZSTD, codec(unpackZstd, "zstd"));
  setCompressionCodec(CompressionType.LZ4_FRAME, codec(unpackFrame, "lz4"));
}
