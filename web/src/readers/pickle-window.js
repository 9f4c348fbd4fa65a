/** A pickle inside a file, read in windows: its program passes through memory, its data stay in the file. */
import { Failure } from "../failure.js";
import { Cursor, readBytes } from "./bytes.js";
import { Unpickler } from "./pickle.js";

/** @import { BlobLike } from "../types.d.ts" */
/** @import { PickleContext } from "./types.d.ts" */

const WINDOW = 1 << 20;
/** No instruction but those with words or data is longer. */
const MARGIN = 512;
const REMEDY = "Save the numbers as arrays, with numpy.save or torch.save.";

/**
 * @param {BlobLike} file
 * @param {number} begin
 * @param {PickleContext} context
 * @returns {Promise<{ value: unknown, end: number }>} end: one past the pickle's last byte
 */
export async function unpickleFile(file, begin, { where, budget, find, persistent }) {
  const machine = new Unpickler(new Uint8Array(0), where, find, persistent);
  machine.fileSize = file.size;
  let passed = 0;
  /** @param {number} from @param {number} length */
  const open = async (from, length) => {
    const { base, position } = machine.cursor;
    passed += base <= from && from <= base + position ? from - base : position;
    budget.check(4 * machine.words, "The text of the pickle", REMEDY);
    if (passed - machine.words > budget.header) throw budget.tooLarge(passed, budget.header, "The program of the pickle", REMEDY);
    budget.check(4 * length, "One text of the pickle", REMEDY);
    const end = Math.min(file.size, from + length);
    machine.cursor = new Cursor(new Uint8Array(await readBytes(file, from, end, where)), machine.cursor.where, from);
  };
  await open(begin, WINDOW);
  const endsEarly = () => machine.cursor.base + machine.cursor.bytes.length < file.size;
  while (!machine.ended) {
    if (machine.ahead !== undefined) {
      await open(machine.ahead, WINDOW);
      machine.ahead = undefined;
    } else if (machine.cursor.remaining < MARGIN && endsEarly()) await open(machine.at, WINDOW);
    const { at } = machine;
    try {
      machine.next();
    } catch (error) {
      // An instruction takes its operands before it does anything, so it can begin again in a larger window.
      if (!(error instanceof Failure) || error.code !== "TRUNCATED" || !endsEarly()) throw error;
      const needed = Number(error.details.needed) - at;
      await open(at, Math.max(WINDOW, needed + MARGIN, 2 * machine.cursor.bytes.length));
    }
  }
  return { value: machine.pop(), end: machine.ahead ?? machine.at };
}
