/** Python pickles (protocols 0 to 5) read as data. Names are looked up in a table given by the caller; nothing else is known, nothing is run. */
import { Failure } from "../failure.js";
import { Cursor } from "./bytes.js";
import { Operands } from "./pickle-operands.js";
import { fraction, quotedText, unescaped, wholeNumber } from "./pickle-text.js";
import { Allowed } from "./pickle-values.js";

/** @import { Stateful } from "./pickle-values.js" */

const MARK = Symbol("mark");

/**
 * @param {Uint8Array} bytes
 * @param {string} where
 * @param {(module: string, name: string) => Allowed | undefined} find
 * @param {(id: unknown) => unknown} [persistent] what a persistent id stands for
 * @returns {unknown} lists and tuples as arrays, dictionaries as Maps, sets as Sets, None as null
 */
export function unpickle(bytes, where, find, persistent) {
  const machine = new Unpickler(bytes, where, find, persistent);
  while (!machine.ended) machine.next();
  return machine.pop();
}

export class Unpickler extends Operands {
  /** @param {Uint8Array} bytes @param {string} where @param {(module: string, name: string) => Allowed | undefined} find @param {((id: unknown) => unknown) | undefined} [persistent] */
  constructor(bytes, where, find, persistent) {
    super(new Cursor(bytes, `The pickle of ${where}`), where);
    this.find = find;
    this.persistent = persistent;
    this.ended = false;
    /** @type {unknown[]} */
    this.stack = [];
    /** @type {Map<number, unknown>} */
    this.memo = new Map();
  }

  pop() {
    if (this.stack.length === 0) throw this.damaged("a value is missing");
    const value = this.stack.pop();
    if (value === MARK) throw this.damaged("a value is missing");
    return value;
  }

  top() {
    if (this.stack.length === 0) throw this.damaged("a value is missing");
    return this.stack[this.stack.length - 1];
  }

  /** Everything above the last mark; the mark goes too. */
  popToMark() {
    const at = this.stack.lastIndexOf(MARK);
    if (at < 0) throw this.damaged("a mark is missing");
    const values = this.stack.splice(at);
    values.shift();
    return values;
  }

  /** @param {number} key */
  recall(key) {
    if (!this.memo.has(key)) throw this.damaged(`no value was kept under ${key}`);
    this.stack.push(this.memo.get(key));
  }

  /** @param {unknown} module @param {unknown} name */
  lookUp(module, name) {
    const isNamed = typeof module === "string" && typeof name === "string";
    const found = isNamed ? this.find(module, name) : undefined;
    if (found) return found;
    const global = isNamed ? `${module}.${name}` : "(a name that is no text)";
    throw new Failure(
      "FORBIDDEN_GLOBAL",
      `${this.where} asks Python for "${global}". Askew reads a pickle as data and never runs it: only tensors, arrays, lists and dictionaries are taken. Save the features alone, for example torch.save({"image": images, "text": texts}, path).`,
      { where: this.where, global },
    );
  }

  /** @param {unknown} maker @param {unknown} args */
  make(maker, args) {
    if (!(maker instanceof Allowed) || !Array.isArray(args)) throw this.damaged("something that is not callable is called");
    return maker.make(args, this.where);
  }

  /** @param {unknown} target @param {unknown[]} values */
  append(target, values) {
    if (!Array.isArray(target)) throw this.damaged("values are added to something that is not a list");
    for (const value of values) target.push(value);
  }

  /** @param {unknown} target @param {unknown[]} values keys and values in turn */
  setItems(target, values) {
    if (!(target instanceof Map) || values.length % 2 === 1) throw this.damaged("entries are added to something that is not a dictionary");
    for (let i = 0; i < values.length; i += 2) target.set(values[i], values[i + 1]);
  }

  /** @param {unknown} state */
  build(state) {
    const target = /** @type {Partial<Stateful> | null} */ (this.top());
    if (typeof target?.setState === "function") {
      target.setState(state, this.where);
      target.takeInline?.(this);
    } else if (!(target instanceof Map)) throw this.damaged("a state is given to something that has none");
  }

  /** @param {unknown} id */
  load(id) {
    if (!this.persistent) throw this.damaged("it points to data outside the file");
    return this.persistent(id);
  }

  next() {
    const code = this.cursor.u8();
    if (code === 0x2e) this.ended = true;
    else this.step(code);
  }

  /** One instruction; the letters are those of Python's pickletools. @param {number} code */
  step(code) {
    const { cursor, stack, memo } = this;
    switch (String.fromCharCode(code)) {
      case "\x80":
        if (cursor.u8() > 5)
          throw new Failure("UNSUPPORTED_FORMAT", `${this.where} is a pickle of a protocol above 5. Save it with protocol 5 or lower.`, {
            where: this.where,
          });
        return;
      case "\x95":
        cursor.u64();
        return;
      case "(":
        stack.push(MARK);
        return;
      case "0":
        if (stack.length === 0) throw this.damaged("a value is missing");
        stack.pop();
        return;
      case "1":
        this.popToMark();
        return;
      case "2":
        stack.push(this.top());
        return;

      case "N":
        stack.push(null);
        return;
      case "\x88":
        stack.push(true);
        return;
      case "\x89":
        stack.push(false);
        return;
      case "I":
        stack.push(this.fromLine((text) => (text === "00" ? false : text === "01" ? true : wholeNumber(text))));
        return;
      case "J":
        stack.push(cursor.i32());
        return;
      case "K":
        stack.push(cursor.u8());
        return;
      case "M":
        stack.push(cursor.u16());
        return;
      case "L":
        stack.push(this.fromLine(wholeNumber));
        return;
      case "\x8a":
        stack.push(this.long(cursor.u8()));
        return;
      case "\x8b":
        stack.push(this.long(cursor.u32()));
        return;
      case "F":
        stack.push(this.fromLine(fraction));
        return;
      case "G":
        stack.push(cursor.f64BigEndian());
        return;

      case "S":
        stack.push(this.fromLine(quotedText));
        return;
      case "T":
        stack.push(this.string(cursor.u32()));
        return;
      case "U":
        stack.push(this.string(cursor.u8()));
        return;
      case "V":
        stack.push(unescaped(cursor.line()));
        return;
      case "\x8c":
        stack.push(this.word(cursor.u8()));
        return;
      case "X":
        stack.push(this.word(cursor.u32()));
        return;
      case "\x8d":
        stack.push(this.word(cursor.u64()));
        return;
      case "C":
        stack.push(this.data(cursor.u8()));
        return;
      case "B":
        stack.push(this.data(cursor.u32()));
        return;
      case "\x8e":
      case "\x96":
        stack.push(this.data(cursor.u64()));
        return;

      case "]":
        stack.push([]);
        return;
      case "l":
        stack.push(this.popToMark());
        return;
      case ")":
        stack.push([]);
        return;
      case "t":
        stack.push(this.popToMark());
        return;
      case "\x85":
        stack.push([this.pop()]);
        return;
      case "\x86": {
        const second = this.pop();
        stack.push([this.pop(), second]);
        return;
      }
      case "\x87": {
        const third = this.pop();
        const second = this.pop();
        stack.push([this.pop(), second, third]);
        return;
      }
      case "}":
        stack.push(new Map());
        return;
      case "d": {
        const values = this.popToMark();
        stack.push(new Map());
        this.setItems(this.top(), values);
        return;
      }
      case "\x8f":
        stack.push(new Set());
        return;
      case "\x91":
        stack.push(new Set(this.popToMark()));
        return;
      case "a": {
        const value = this.pop();
        this.append(this.top(), [value]);
        return;
      }
      case "e": {
        const values = this.popToMark();
        this.append(this.top(), values);
        return;
      }
      case "s": {
        const value = this.pop();
        const key = this.pop();
        this.setItems(this.top(), [key, value]);
        return;
      }
      case "u": {
        const values = this.popToMark();
        this.setItems(this.top(), values);
        return;
      }
      case "\x90": {
        const values = this.popToMark();
        const target = this.top();
        if (!(target instanceof Set)) throw this.damaged("values are added to something that is not a set");
        for (const value of values) target.add(value);
        return;
      }

      case "g":
        this.recall(Number(this.fromLine(wholeNumber)));
        return;
      case "h":
        this.recall(cursor.u8());
        return;
      case "j":
        this.recall(cursor.u32());
        return;
      case "p":
        memo.set(Number(this.fromLine(wholeNumber)), this.top());
        return;
      case "q":
        memo.set(cursor.u8(), this.top());
        return;
      case "r":
        memo.set(cursor.u32(), this.top());
        return;
      case "\x94":
        memo.set(memo.size, this.top());
        return;

      case "c":
        stack.push(this.lookUp(cursor.line(), cursor.line()));
        return;
      case "\x93": {
        const name = this.pop();
        stack.push(this.lookUp(this.pop(), name));
        return;
      }
      case "\x82":
      case "\x83":
      case "\x84":
        throw new Failure(
          "FORBIDDEN_GLOBAL",
          `${this.where} asks Python for a name by its number in a registry. Askew reads a pickle as data and takes only names that it knows. Save the features alone.`,
          { where: this.where, global: "copyreg extension" },
        );
      case "i": {
        const maker = this.lookUp(cursor.line(), cursor.line());
        stack.push(this.make(maker, this.popToMark()));
        return;
      }
      case "o": {
        const [maker, ...args] = this.popToMark();
        stack.push(this.make(maker, args));
        return;
      }
      case "R":
      case "\x81": {
        const args = this.pop();
        stack.push(this.make(this.pop(), args));
        return;
      }
      case "\x92": {
        this.pop();
        const args = this.pop();
        stack.push(this.make(this.pop(), args));
        return;
      }
      case "b":
        this.build(this.pop());
        return;
      case "P":
        stack.push(this.load(cursor.line()));
        return;
      case "Q":
        stack.push(this.load(this.pop()));
        return;
      case "\x97":
      case "\x98":
        throw new Failure(
          "UNSUPPORTED_FORMAT",
          `${this.where} keeps its data in buffers outside the pickle. Save it with pickle.dump(value, file).`,
          { where: this.where },
        );
      default:
        throw this.damaged(`no instruction has the code ${code}`);
    }
  }
}
