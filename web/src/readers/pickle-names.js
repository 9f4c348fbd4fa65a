/** The names that any pickle may use: Python's own containers and NumPy's arrays. Each is made here, as data. */
import { Failure } from "../failure.js";
import { latin1 } from "./bytes.js";
import { valueCount } from "./layout.js";
import { isObjectType, numpyText, numpyType } from "./npy-header.js";
import { Allowed, FileBytes } from "./pickle-operands.js";
import { VALUE_BYTES } from "./plain-rows.js";
import { READ_VALUE, textWords } from "./words.js";

/** @import { Operands } from "./pickle-operands.js" */
/** @import { Maker } from "./types.d.ts" */

/** @param {string} what @param {string} where */
const bad = (what, where) =>
  new Failure("CORRUPT", `The pickle of ${where} describes ${what} wrongly. The file is damaged; save it again.`, { where });

/** A type of NumPy's, "f4" and its byte order. */
class NumpyType {
  /** @param {string} descr */
  constructor(descr) {
    this.descr = descr;
  }
  /** @param {unknown} state version, byte order, and more for structures */
  setState(state) {
    const order = Array.isArray(state) ? state[1] : undefined;
    if (typeof order === "string" && /^[<>=|]$/.test(order) && !/^[<>=|]/.test(this.descr)) this.descr = order + this.descr;
  }
}

/** An array of NumPy's; bytes are its values as they lay in memory. */
export class NumpyArray {
  constructor() {
    /** @type {number[]} */
    this.shape = [];
    this.descr = "";
    this.fortran = false;
    /** as pickled @type {Uint8Array | FileBytes | string} */
    this.values = "";
    /** the values, if they are Python's objects @type {unknown[] | undefined} */
    this.objects = undefined;
    /** @type {unknown} */
    this.nested = undefined;
  }

  /** Python's objects as a list, a list of lists, or one of them alone. */
  get items() {
    const { objects = [], shape } = this;
    if (shape.length < 2) return shape.length === 0 ? objects[0] : objects;
    this.nested ??= nestedLists(objects, shape);
    return this.nested;
  }

  /** bytes */
  get size() {
    return this.values.length;
  }

  /** The values, if they are in memory. */
  get bytes() {
    return this.values instanceof Uint8Array ? this.values : bytesOf(this.values, "an array");
  }
  /** @param {unknown} state version, shape, type, order, values @param {string} where */
  setState(state, where) {
    if (!Array.isArray(state) || state.length < 4) throw bad("an array", where);
    const [shape, type, fortran, values] = state.slice(-4);
    if (!Array.isArray(shape) || !(type instanceof NumpyType)) throw bad("an array", where);
    this.shape = shape.map((extent) => numberOf(extent, where));
    if (!this.shape.every((extent) => Number.isSafeInteger(extent) && extent >= 0)) throw bad("an array", where);
    this.descr = type.descr;
    this.fortran = fortran === true || fortran === 1;
    if (typeof values === "string" || values instanceof Uint8Array || values instanceof FileBytes) this.values = values;
    else if (!Array.isArray(values)) throw bad("an array", where);
    else if (isObjectType(this.descr)) {
      if (values.length !== valueCount(this.shape, where)) throw bad("an array", where);
      this.objects = values;
    }
  }
}

/** @param {unknown[]} items @param {readonly number[]} shape @returns {unknown[]} */
function nestedLists(items, [count, ...inner]) {
  if (inner.length === 0 || count === 0) return items;
  const each = items.length / count;
  return Array.from({ length: count }, (_, i) => nestedLists(items.slice(i * each, (i + 1) * each), inner));
}

/** An array of joblib's: its values follow in the file, after the description. */
class JoblibArray extends NumpyArray {
  /** @override @param {unknown} state @param {string} where */
  setState(state, where) {
    const stated = state instanceof Map ? state : new Map();
    super.setState([1, stated.get("shape"), stated.get("dtype"), stated.get("order") === "F", ""], where);
    this.isAligned = stated.has("numpy_array_alignment_bytes") && stated.get("numpy_array_alignment_bytes") !== null;
  }
  /** @param {Operands} operands */
  takeInline(operands) {
    const type = numpyType(this.descr, operands.where);
    if (type instanceof Failure) throw type;
    if (this.isAligned) operands.cursor.skip(operands.cursor.u8());
    this.values = operands.data(valueCount(this.shape, operands.where) * VALUE_BYTES[type.dtype]);
  }
}

/** Bytes as Python 3 pickles them, or as the string of Python 2. @param {unknown} value @param {string} where */
function bytesOf(value, where) {
  if (value instanceof Uint8Array) return value;
  if (typeof value !== "string") throw bad("bytes", where);
  return Uint8Array.from(value, (character) => character.charCodeAt(0));
}

/** Containers are never turned into words: they may hold each other many times over. @param {unknown} value @returns {value is string | number | bigint | boolean} */
const isWord = (value) => ["string", "number", "bigint", "boolean"].includes(typeof value);

/** @param {unknown} value @param {string} where */
function textOf(value, where) {
  if (value instanceof Uint8Array) return latin1(value);
  if (!isWord(value)) throw bad("text", where);
  return String(value);
}

/** @param {unknown} value @param {string} where */
function numberOf(value, where) {
  if (!isWord(value)) throw bad("a number", where);
  return Number(value);
}

/** @param {unknown} value @param {string} where @returns {unknown[]} */
function itemsOf(value, where) {
  if (value === undefined) return [];
  if (Array.isArray(value)) return value;
  if (value instanceof Set) return [...value];
  throw bad("a container", where);
}

/** Made once for each list of entries, so that naming a list often takes no memory. @type {WeakMap<unknown[], Map<unknown, unknown>>} */
const dictionaries = new WeakMap();

/** @param {unknown} value @param {string} where @returns {Map<unknown, unknown>} */
function dictionaryOf(value, where) {
  if (value instanceof Map) return value;
  const items = value === undefined ? [] : itemsOf(value, where);
  const dictionary = dictionaries.get(items) ?? new Map();
  if (dictionaries.has(items)) return dictionary;
  for (const item of items) {
    if (!Array.isArray(item) || item.length !== 2) throw bad("a dictionary", where);
    dictionary.set(item[0], item[1]);
  }
  dictionaries.set(items, dictionary);
  return dictionary;
}

/** One number or word as NumPy keeps it. @type {Maker} */
function numpyScalar([type, value], where) {
  if (!(type instanceof NumpyType) || type.descr.includes("O")) throw bad("a number", where);
  const text = numpyText(type.descr);
  const number = numpyType(type.descr, where);
  if (number instanceof Failure && !(text?.isWide && value instanceof Uint8Array)) return textOf(value, where);
  const bytes = Uint8Array.from(bytesOf(value, where));
  const view = new DataView(bytes.buffer);
  if (number instanceof Failure) {
    // Four bytes a character.
    const width = bytes.length - (bytes.length % 4);
    return textWords(view, { width, isWide: true, bigEndian: type.descr.startsWith(">") }, 1, 0)[0];
  }
  const read = READ_VALUE[number.dtype];
  // Of a type that is no number here, its bytes as they are.
  if (!read) return textOf(value, where);
  if (bytes.length !== VALUE_BYTES[number.dtype]) throw bad(`a number of ${VALUE_BYTES[number.dtype]} bytes (${type.descr})`, where);
  const scalar = read(view, 0, !number.bigEndian);
  return number.dtype === "bool" ? scalar !== 0 : scalar;
}

/** Protocol 5 hands an array's memory over as it is. @type {Maker} */
function arrayFromBuffer([bytes, type, shape, order], where) {
  const array = new NumpyArray();
  array.setState([1, shape, type, order === "F", bytes], where);
  return array;
}

/** @type {Record<string, Maker>} */
const PYTHON = {
  list: ([value], where) => itemsOf(value, where),
  tuple: ([value], where) => itemsOf(value, where),
  set: ([value], where) => (value instanceof Set ? value : itemsOf(value, where)),
  frozenset: ([value], where) => (value instanceof Set ? value : itemsOf(value, where)),
  dict: ([value], where) => dictionaryOf(value, where),
  int: ([value], where) => numberOf(value ?? 0, where),
  float: ([value], where) => numberOf(value ?? 0, where),
  bool: ([value]) => Boolean(value),
  str: ([value], where) => textOf(value ?? "", where),
  bytes: ([value], where) => bytesOf(value ?? "", where),
  bytearray: ([value], where) => bytesOf(value ?? "", where),
};

/** @type {Record<string, Maker>} */
const NUMPY_CORE = {
  "multiarray._reconstruct": () => new NumpyArray(),
  "multiarray.scalar": numpyScalar,
  "numeric._frombuffer": arrayFromBuffer,
};

/** @type {Record<string, Maker>} */
const OTHERS = {
  "collections.OrderedDict": ([value], where) => dictionaryOf(value, where),
  "collections.defaultdict": () => new Map(),
  "_codecs.encode": ([text], where) => bytesOf(text, where),
  "numpy.ndarray": () => new NumpyArray(),
  "numpy.matrix": () => new NumpyArray(),
  "numpy.matrixlib.defmatrix.matrix": () => new NumpyArray(),
  "joblib.numpy_pickle.NumpyArrayWrapper": () => new JoblibArray(),
  "numpy.dtype": ([descr], where) => new NumpyType(textOf(descr, where)),
};

/** @param {string} module "" for makers by their whole names @param {Record<string, Maker>} makers */
const allowed = (module, makers) =>
  Object.entries(makers).map(([key, make]) => {
    const name = module ? `${module}.${key}` : key;
    return /** @type {const} */ ([name, new Allowed(name, make)]);
  });

/** @type {ReadonlyMap<string, Allowed>} */
const NAMES = new Map([
  ...["builtins", "__builtin__"].flatMap((module) => allowed(module, PYTHON)),
  ...["numpy.core", "numpy._core"].flatMap((module) => allowed(module, NUMPY_CORE)),
  ...allowed("", OTHERS),
]);

/** @param {string} module @param {string} name */
export function commonName(module, name) {
  return NAMES.get(`${module}.${name}`);
}
