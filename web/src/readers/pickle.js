/** Python pickles (protocols 0 to 5) read as data. Names are looked up in a table given by the caller; nothing else is known, nothing is run. */
import { Failure } from "../failure.js";
import { Cursor } from "./bytes.js";
import { Allowed, Operands } from "./pickle-operands.js";
import { fraction, quotedText, unescaped, wholeNumber } from "./pickle-text.js";

/** @import { FindName, PickleContext, Stateful } from "./types.d.ts" */

/** @typedef {(machine: Unpickler) => unknown} Instruction */

const MARK = Symbol("mark");

/**
 * @param {Uint8Array} bytes
 * @param {string} where
 * @param {FindName} find
 * @param {PickleContext["persistent"]} [persistent]
 * @returns {unknown} lists and tuples as arrays, dictionaries as Maps, sets as Sets, None as null
 */
export function unpickle(bytes, where, find, persistent) {
  const machine = new Unpickler(bytes, where, find, persistent);
  while (!machine.ended) machine.next();
  return machine.pop();
}

export class Unpickler extends Operands {
  /** @param {Uint8Array} bytes @param {string} where @param {FindName} find @param {PickleContext["persistent"]} [persistent] */
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

  /** The last values, in the order in which they were pushed. @param {number} count */
  popLast(count) {
    const values = this.stack.splice(-count);
    if (values.length < count || values.includes(MARK)) throw this.damaged("a value is missing");
    return values;
  }

  top() {
    if (this.stack.length === 0) throw this.damaged("a value is missing");
    return this.stack[this.stack.length - 1];
  }

  /** A value, or a mark. */
  drop() {
    this.top();
    this.stack.pop();
  }

  /** Everything above the last mark; the mark goes too. */
  popToMark() {
    const at = this.stack.lastIndexOf(MARK);
    if (at < 0) throw this.damaged("a mark is missing");
    return this.stack.splice(at).slice(1);
  }

  /** @param {number} key */
  recall(key) {
    if (!this.memo.has(key)) throw this.damaged(`no value was kept under ${key}`);
    return this.memo.get(key);
  }

  /** @param {unknown} module @param {unknown} name */
  lookUp(module, name) {
    const isNamed = typeof module === "string" && typeof name === "string";
    const allowed = isNamed ? this.find(module, name) : undefined;
    if (allowed) return allowed;
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

  /** @param {unknown[]} operands what makes, its arguments, and perhaps named ones, which nothing here takes */
  call([maker, args]) {
    return this.make(maker, args);
  }

  /** @param {unknown[]} values for the list below them */
  append(values) {
    const list = this.top();
    if (!Array.isArray(list)) throw this.damaged("values are added to something that is not a list");
    for (const value of values) list.push(value);
  }

  /** @param {unknown[]} values for the set below them */
  addItems(values) {
    const set = this.top();
    if (!(set instanceof Set)) throw this.damaged("values are added to something that is not a set");
    for (const value of values) set.add(value);
  }

  /** @param {unknown[]} entries keys and values in turn @param {unknown} map */
  setItems(entries, map = this.top()) {
    if (!(map instanceof Map) || entries.length % 2 === 1) throw this.damaged("entries are added to something that is not a dictionary");
    for (let i = 0; i < entries.length; i += 2) map.set(entries[i], entries[i + 1]);
    return map;
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

  end() {
    this.ended = true;
  }

  /** One instruction. */
  next() {
    const code = this.cursor.u8();
    const value = VALUES[code];
    if (value) this.stack.push(value(this));
    else if (ACTIONS[code]) ACTIONS[code](this);
    else throw this.damaged(`no instruction has the code ${code}`);
  }
}

/** By the code. @param {Record<string, Instruction>} named by the letters of Python's pickletools @returns {readonly (Instruction | undefined)[]} */
function byCode(named) {
  const list = new Array(256).fill(undefined);
  for (const [letter, instruction] of Object.entries(named)) list[letter.charCodeAt(0)] = instruction;
  return list;
}

/** @param {Unpickler} machine @returns {never} */
function refuseNumberedName({ where }) {
  const reason = "Askew reads a pickle as data and takes only names that it knows. Save the features alone.";
  const message = `${where} asks Python for a name by its number in a registry. ${reason}`;
  throw new Failure("FORBIDDEN_GLOBAL", message, { where, global: "copyreg extension" });
}

/** @param {Unpickler} machine @returns {never} */
function refuseOuterBuffer({ where }) {
  const message = `${where} keeps its data in buffers outside the pickle. Save it with pickle.dump(value, file).`;
  throw new Failure("UNSUPPORTED_FORMAT", message, { where });
}

/** Instructions that push a value. */
const VALUES = byCode({
  "(": () => MARK,
  2: (machine) => machine.top(),
  N: () => null,
  "\x88": () => true,
  "\x89": () => false,
  I: (machine) => machine.fromLine((text) => (text === "00" ? false : text === "01" ? true : wholeNumber(text))),
  J: ({ cursor }) => cursor.i32(),
  K: ({ cursor }) => cursor.u8(),
  M: ({ cursor }) => cursor.u16(),
  L: (machine) => machine.fromLine(wholeNumber),
  "\x8a": (machine) => machine.long(machine.cursor.u8()),
  "\x8b": (machine) => machine.long(machine.cursor.u32()),
  F: (machine) => machine.fromLine(fraction),
  G: ({ cursor }) => cursor.f64BigEndian(),

  S: (machine) => machine.fromLine(quotedText),
  T: (machine) => machine.string(machine.cursor.u32()),
  U: (machine) => machine.string(machine.cursor.u8()),
  V: ({ cursor }) => unescaped(cursor.line()),
  "\x8c": (machine) => machine.word(machine.cursor.u8()),
  X: (machine) => machine.word(machine.cursor.u32()),
  "\x8d": (machine) => machine.word(machine.cursor.u64()),
  C: (machine) => machine.data(machine.cursor.u8()),
  B: (machine) => machine.data(machine.cursor.u32()),
  "\x8e": (machine) => machine.data(machine.cursor.u64()),
  "\x96": (machine) => machine.data(machine.cursor.u64()),

  "]": () => [],
  l: (machine) => machine.popToMark(),
  ")": () => [],
  t: (machine) => machine.popToMark(),
  "\x85": (machine) => machine.popLast(1),
  "\x86": (machine) => machine.popLast(2),
  "\x87": (machine) => machine.popLast(3),
  "}": () => new Map(),
  d: (machine) => machine.setItems(machine.popToMark(), new Map()),
  "\x8f": () => new Set(),
  "\x91": (machine) => new Set(machine.popToMark()),

  g: (machine) => machine.recall(Number(machine.fromLine(wholeNumber))),
  h: (machine) => machine.recall(machine.cursor.u8()),
  j: (machine) => machine.recall(machine.cursor.u32()),

  c: (machine) => machine.lookUp(machine.cursor.line(), machine.cursor.line()),
  "\x93"(machine) {
    const [module, name] = machine.popLast(2);
    return machine.lookUp(module, name);
  },
  i: (machine) => machine.make(machine.lookUp(machine.cursor.line(), machine.cursor.line()), machine.popToMark()),
  o(machine) {
    const [maker, ...args] = machine.popToMark();
    return machine.make(maker, args);
  },
  R: (machine) => machine.call(machine.popLast(2)),
  "\x81": (machine) => machine.call(machine.popLast(2)),
  "\x92": (machine) => machine.call(machine.popLast(3)),
  P: (machine) => machine.load(machine.cursor.line()),
  Q: (machine) => machine.load(machine.pop()),
});

/** Instructions that change what is there. */
const ACTIONS = byCode({
  ".": (machine) => machine.end(),
  "\x80"({ cursor, where }) {
    if (cursor.u8() <= 5) return;
    throw new Failure("UNSUPPORTED_FORMAT", `${where} is a pickle of a protocol above 5. Save it with protocol 5 or lower.`, { where });
  },
  "\x95": ({ cursor }) => cursor.u64(),
  0: (machine) => machine.drop(),
  1: (machine) => machine.popToMark(),

  a: (machine) => machine.append(machine.popLast(1)),
  e: (machine) => machine.append(machine.popToMark()),
  s: (machine) => machine.setItems(machine.popLast(2)),
  u: (machine) => machine.setItems(machine.popToMark()),
  "\x90": (machine) => machine.addItems(machine.popToMark()),
  b: (machine) => machine.build(machine.pop()),

  p: (machine) => machine.memo.set(Number(machine.fromLine(wholeNumber)), machine.top()),
  q: (machine) => machine.memo.set(machine.cursor.u8(), machine.top()),
  r: (machine) => machine.memo.set(machine.cursor.u32(), machine.top()),
  "\x94": (machine) => machine.memo.set(machine.memo.size, machine.top()),

  "\x82": refuseNumberedName,
  "\x83": refuseNumberedName,
  "\x84": refuseNumberedName,
  "\x97": refuseOuterBuffer,
  "\x98": refuseOuterBuffer,
});
