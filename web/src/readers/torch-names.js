/** The names that a PyTorch file may use, and what they make: tensors as shape, stride and offset over a storage. */
import { Failure } from "../failure.js";
import { Allowed } from "./pickle.js";
import { commonName } from "./pickle-names.js";

/** @import { DType } from "../types.d.ts" */
/** @import { Maker } from "./pickle.js" */

/** @type {Readonly<Record<string, DType>>} */
const STORAGES = Object.freeze({
  DoubleStorage: "float64",
  FloatStorage: "float32",
  HalfStorage: "float16",
  BFloat16Storage: "bfloat16",
  LongStorage: "int64",
  IntStorage: "int32",
  ShortStorage: "int16",
  CharStorage: "int8",
  ByteStorage: "uint8",
  BoolStorage: "bool",
});

/** Known, but no plain numbers: a tensor of these is listed and cannot be used. */
const OTHER_STORAGES = [
  "ComplexDoubleStorage",
  "ComplexFloatStorage",
  "QInt8Storage",
  "QInt32Storage",
  "QUInt8Storage",
  "QUInt4x2Storage",
  "QUInt2x4Storage",
  "UntypedStorage",
];

const DTYPES = [
  "float64",
  "double",
  "float32",
  "float",
  "float16",
  "half",
  "bfloat16",
  "int64",
  "long",
  "int32",
  "int",
  "int16",
  "short",
  "int8",
  "uint8",
  "bool",
];

/** The numbers behind tensors: one member of the archive. */
export class Storage {
  /** @param {string} key @param {string} type the class's name in torch @param {number} length values */
  constructor(key, type, length) {
    this.key = key;
    this.type = type;
    this.length = length;
    /** null where the values are no plain numbers */
    this.dtype = Object.hasOwn(STORAGES, type) ? STORAGES[type] : null;
  }
}

/** A view of a storage; offset and strides count values. */
export class Tensor {
  /** @param {Storage} storage @param {number} offset @param {number[]} shape @param {number[]} strides */
  constructor(storage, offset, shape, strides) {
    this.storage = storage;
    this.offset = offset;
    this.shape = shape;
    this.strides = strides;
  }
  /** Attributes that a tensor carries beside its values are of no use here. */
  setState() {}
}

/** @param {unknown} value @returns {value is number} */
const isCount = (value) => typeof value === "number" && Number.isSafeInteger(value) && value >= 0;

/** @type {Maker} */
function rebuildTensor([storage, offset, shape, strides], where) {
  if (
    !(storage instanceof Storage) ||
    !isCount(offset) ||
    !Array.isArray(shape) ||
    !Array.isArray(strides) ||
    shape.length !== strides.length ||
    ![...shape, ...strides].every(isCount)
  )
    throw new Failure(
      "CORRUPT",
      `A tensor in ${where} has a shape, stride or offset that makes no sense. Save the file again with torch.save.`,
      { where },
    );
  return new Tensor(storage, offset, shape, strides);
}

/** @type {Maker} */
function rebuildParameter([tensor], where) {
  if (tensor instanceof Tensor) return tensor;
  throw new Failure("CORRUPT", `A parameter in ${where} holds no tensor. Save the file again with torch.save.`, { where });
}

/** @type {Readonly<Record<string, Maker>>} */
const MAKERS = {
  "torch._utils._rebuild_tensor_v2": rebuildTensor,
  "torch._utils._rebuild_tensor": rebuildTensor,
  "torch._utils._rebuild_parameter": rebuildParameter,
  "torch.Size": ([shape]) => (Array.isArray(shape) ? shape : []),
  "torch.device": () => null,
};

/** Types are named, never called. @type {Maker} */
const neverCalled = (_args, where) => {
  throw new Failure("CORRUPT", `The pickle of ${where} calls the name of a type. The file is damaged; save it again.`, { where });
};

/** @type {ReadonlyMap<string, Allowed>} */
const NAMES = new Map([
  ...Object.entries(MAKERS).map(([name, make]) => /** @type {const} */ ([name, new Allowed(name, make)])),
  ...[...Object.keys(STORAGES), ...OTHER_STORAGES].flatMap((type) =>
    ["torch", "torch.storage", "torch.cuda"].map((module) => /** @type {const} */ ([`${module}.${type}`, new Allowed(type, neverCalled)])),
  ),
  ...DTYPES.map((type) => /** @type {const} */ ([`torch.${type}`, new Allowed(type, neverCalled)])),
]);

/** @param {string} module @param {string} name */
export function torchName(module, name) {
  return NAMES.get(`${module}.${name}`) ?? commonName(module, name);
}

/**
 * What a persistent id of torch.save stands for: ("storage", type, key, device, length).
 * @param {string} where
 * @returns {(id: unknown) => Storage} one Storage a key
 */
export function storageTable(where) {
  /** @type {Map<string, Storage>} */
  const storages = new Map();
  return (id) => {
    const [kind, type, key, , length] = Array.isArray(id) ? id : [];
    if (kind !== "storage" || !(type instanceof Allowed) || typeof key !== "string" || !isCount(length))
      throw new Failure("CORRUPT", `${where} points to data in a way that torch.save does not. Save the file again.`, { where });
    const storage = storages.get(key) ?? new Storage(key, type.name, length);
    storages.set(key, storage);
    return storage;
  };
}
