/** The names that a PyTorch file may use, and what they make: tensors as shape, stride and offset over a storage. */
import { Failure } from "../failure.js";
import { saveAgain } from "./bytes.js";
import { dtypesOf } from "./dtypes.js";
import { commonName } from "./pickle-names.js";
import { Allowed } from "./pickle-operands.js";
import { VALUE_BYTES } from "./plain-rows.js";
import { Storage, Tensor } from "./tensor.js";

/** @import { Maker } from "./types.d.ts" */

const STORAGES = dtypesOf("torch");
const SAVE = "Save the file again with torch.save.";

/** Known, but no plain numbers: a tensor of these is listed and cannot be used. Bytes of a value. @type {Readonly<Record<string, number>>} */
const OTHER_STORAGES = Object.freeze({
  ComplexDoubleStorage: 16,
  ComplexFloatStorage: 8,
  QInt8Storage: 1,
  QInt32Storage: 4,
  QUInt8Storage: 1,
  QUInt4x2Storage: 1,
  QUInt2x4Storage: 1,
  UntypedStorage: 1,
});

/** @param {Storage} storage */
export function valueBytes({ dtype, type }) {
  return dtype ? VALUE_BYTES[dtype] : OTHER_STORAGES[type];
}

const DTYPES = "float64 double float32 float float16 half bfloat16 int64 long int32 int int16 short int8 uint8 bool".split(" ");

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
    throw new Failure("CORRUPT", `A tensor in ${where} has a shape, stride or offset that makes no sense. ${SAVE}`, { where });
  return new Tensor(storage, offset, shape, strides);
}

/** @type {Maker} */
function rebuildParameter([tensor], where) {
  if (tensor instanceof Tensor) return tensor;
  throw new Failure("CORRUPT", `A parameter in ${where} holds no tensor. ${SAVE}`, { where });
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
  ...[...STORAGES.keys(), ...Object.keys(OTHER_STORAGES)].flatMap((type) =>
    ["torch", "torch.storage", "torch.cuda"].map((module) => /** @type {const} */ ([`${module}.${type}`, new Allowed(type, neverCalled)])),
  ),
  ...DTYPES.map((type) => /** @type {const} */ ([`torch.${type}`, new Allowed(type, neverCalled)])),
]);

/** @param {string} module @param {string} name */
export function torchName(module, name) {
  return NAMES.get(`${module}.${name}`) ?? commonName(module, name);
}

/**
 * What persistent ids of torch.save stand for: ("storage", type, key, device, length), before version 1.6 with a sixth,
 * (key, offset, length) of a part of that storage, or null. One Storage a key.
 * @param {string} where
 */
export function storageTable(where) {
  /** @type {Map<string, Storage>} */
  const storages = new Map();
  /** @type {Map<string, { storage: Storage, of: Storage, offset: number }>} */
  const parts = new Map();
  const bad = () => saveAgain("CORRUPT", where, `${where} points to data in a way that torch.save does not.`);
  /** @param {unknown} id */
  const load = (id) => {
    const [kind, type, key, , length, part] = Array.isArray(id) ? id : [];
    if (kind !== "storage" || !(type instanceof Allowed) || typeof key !== "string" || !isCount(length)) throw bad();
    const dtype = STORAGES.get(type.name) ?? null;
    if (dtype === null && !Object.hasOwn(OTHER_STORAGES, type.name)) throw bad();
    const storage = storages.get(key) ?? new Storage(key, type.name, length, dtype);
    storages.set(key, storage);
    if (part === null || part === undefined) return storage;
    const [partKey, offset, partLength] = Array.isArray(part) ? part : [];
    if (typeof partKey !== "string" || !isCount(offset) || !isCount(partLength) || offset + partLength > storage.length) throw bad();
    const view = parts.get(partKey) ?? { storage: new Storage(partKey, type.name, partLength, storage.dtype), of: storage, offset };
    parts.set(partKey, view);
    return view.storage;
  };
  return { load, storages, parts };
}
