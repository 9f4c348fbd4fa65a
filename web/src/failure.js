/** The one table of failure codes: what each means. The core's codes (wasm/core/include/askew/error.hpp) are among them. */

/** @import { FailureShape } from "./types.d.ts" */
export const CODES = Object.freeze({
  EMPTY_FILE: "the file has no bytes",
  UNREADABLE: "the file cannot be read: moved, changed, or no permission",
  TRUNCATED: "the file ends before the data that its header promises",
  NOT_RECOGNISED: "no reader knows this format",
  BAD_HEADER: "the header contradicts itself or the format",
  CORRUPT: "the data contradict their checksum or structure",
  UNSUPPORTED_TYPE: "the values are of a type that is not a number (object, text, structured, complex, date)",
  UNSUPPORTED_FORMAT: "the format is known but this variant is not read",
  FORBIDDEN_GLOBAL: "a pickle names something that is not data; it is never run",
  TOO_LARGE: "more memory than the limit would be needed",
  NO_MATRIX: "the file holds no matrix of numbers",
  FOLDER: "a folder came in place of a file",
  ONE_SIDE: "only images or only texts were given",
  PAIR_COUNT: "the numbers of images and texts do not fit each other",
  PAIRS_UNCLEAR: "what the files say of their rows does not settle which text belongs to which image",
  ROWS_UNCLEAR: "an array may be read in more than one way",
  MISSING_PART: "a part of a whole (a shard) is not there",
  BAD_MAP: "the text-to-image map does not fit the rows",
  NOT_FINITE: "rows hold NaN or infinite values",
  ZERO_ROW: "rows are zero and have no direction",
  TOO_FEW_ROWS: "too few pairs for any score",
  OUT_OF_RANGE: "a value lies outside the stated range",
  SHAPE: "a length does not match rows x columns",
  OUT_OF_MEMORY: "the machine has no memory left for this",
  DUPLICATE_RUN: "the same model and dataset, or the same bytes, come twice in a benchmark",
  CANCELLED: "stopped by the user",
  WORKER_DIED: "a background worker ended unexpectedly",
  BAD_USE: "an option or argument is not known",
  INTERNAL: "a fault of ours",
});

/** An error with a code of CODES, a sentence for people, and details for programs. */
export class Failure extends Error {
  /**
   * @param {keyof typeof CODES} code
   * @param {string} message what is wrong, where, both numbers, what to do next
   * @param {Record<string, unknown>} [details]
   */
  constructor(code, message, details = {}) {
    super(message);
    this.name = "Failure";
    this.code = code;
    this.details = details;
  }

  /** Any thrown thing as a Failure. @param {unknown} error @returns {Failure} */
  static from(error) {
    if (error instanceof Failure) return error;
    const shape = /** @type {Partial<FailureShape>} */ (error);
    if (shape && typeof shape.code === "string" && shape.code in CODES)
      return new Failure(/** @type {keyof typeof CODES} */ (shape.code), String(shape.message), shape.details ?? {});
    const text = error instanceof Error ? error.message : String(error);
    if (error instanceof RangeError && /array buffer|allocation|invalid (typed )?array length/i.test(text))
      return new Failure(
        "OUT_OF_MEMORY",
        "There is not enough memory for this file on this machine. Close other tabs, or audit fewer rows.",
        { cause: text },
      );
    return new Failure("INTERNAL", `Something went wrong inside Askew: ${text}. Please report it; your data is still loaded.`, {
      cause: text,
    });
  }
}
