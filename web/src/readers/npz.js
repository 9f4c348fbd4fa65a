/** NumPy's .npz: a zip archive of .npy members. Stored ones are read in place, deflated ones when first asked for. */
import { Failure } from "../failure.js";
import { Budget } from "./budget.js";
import { expandedMember, withoutPlain } from "./memory-blob.js";
import { readNpyHeader } from "./npy-header.js";
import { joined } from "./opened-file.js";
import { readPickle } from "./pickle-file.js";
import { ofHeader, withoutObjects } from "./tensor.js";
import { openedTree, plainShelf, treeContents } from "./tensor-file.js";
import { readTree } from "./tensor-tree.js";
import { isStored, ZipArchive } from "./zip.js";

/** @import { BlobLike, Reader } from "../types.d.ts" */
/** @import { Storage, Tensor } from "./tensor.js" */
/** @import { Contents, Member, Shelf } from "./types.d.ts" */

/** Values in members of the archive. @param {ZipArchive} archive @param {Map<Storage, { member: Member, dataBegin: number }>} places @param {Budget} budget @returns {Shelf} */
function memberShelf(archive, places, budget) {
  const placeOf = (/** @type {Storage} */ storage) => /** @type {{ member: Member, dataBegin: number }} */ (places.get(storage));
  return {
    file: archive.file,
    check() {},
    async locate() {},
    blob(storage) {
      const { member, dataBegin } = placeOf(storage);
      return expandedMember(archive, member, budget).slice(dataBegin, dataBegin + storage.size);
    },
    async expanded(storage) {
      const { member, dataBegin } = placeOf(storage);
      return (await archive.bytes(member)).subarray(dataBegin, dataBegin + storage.size);
    },
  };
}

/** @param {Member} member @param {string} where @param {number} needed bytes */
function checkSize({ size: held }, where, needed, shape = "") {
  const [takes, states, rest] = [needed, held, held - needed].map((bytes) => bytes.toLocaleString("en"));
  const less = `${where} needs ${takes} bytes for its shape (${shape}), and its archive states ${states}. Save the file again.`;
  if (needed > held) throw new Failure("TRUNCATED", less, { where, needed, held });
  const more = `${where} has ${rest} bytes after its array: the array takes ${takes}, and its archive states ${states}.`;
  if (needed < held) throw new Failure("CORRUPT", `${more} Save the file again with numpy.savez.`, { where, needed, held });
}

/** What a member of Python's objects holds. @param {string} name @param {Member} member @param {BlobLike} blob @param {number} begin @param {Budget} budget */
async function readObjects(name, member, blob, begin, budget) {
  const { value, end } = await readPickle(blob, begin, budget, budget.placeOf(name));
  checkSize(member, budget.placeOf(name), end);
  const contents = await treeContents(readTree(withoutObjects(value), budget, name), plainShelf(blob, budget.file), budget);
  return isStored(member) ? contents : { ...contents, arrays: contents.arrays.map(withoutPlain) };
}

/** @type {Reader} */
export const npz = {
  format: "npz",
  extensions: ["npz"],
  // An archive with folders or other files is one of files, each with a name of its own.
  match: (_head, name, members) =>
    (members?.some((member) => member.endsWith(".npy")) &&
      (/\.npz$/i.test(name) || members.every((member) => /^[^/]+\.npy$/.test(member)))) ??
    false,
  async open(file, limits) {
    const budget = new Budget(file.webkitRelativePath || file.name, limits);
    const archive = await ZipArchive.open(file, budget);
    /** @type {Map<string, Tensor>} */
    const tensors = new Map();
    /** @type {Map<Storage, { member: Member, dataBegin: number }>} */
    const places = new Map();
    /** @type {Contents[]} */
    const parts = [];
    const members = [...archive.members.values()].filter(({ name }) => name.endsWith(".npy"));
    for (const member of members) archive.checkMember(member, budget);
    await archive.locate(members);
    for (const member of members) {
      const name = member.name.slice(0, -".npy".length);
      const where = budget.placeOf(name);
      const header = await readNpyHeader((length) => archive.first(member, length), where, budget);
      const { dataBegin, shape, size } = header;
      if (header.isObject) {
        const blob = isStored(member) ? await archive.packed(member) : expandedMember(archive, member, budget);
        parts.push(await readObjects(name, member, blob, dataBegin, budget));
        continue;
      }
      const tensor = ofHeader(header);
      if (size > 0) checkSize(member, where, size, shape.join(", "));
      if (isStored(member)) tensor.storage.begin = /** @type {number} */ (member.dataBegin) + dataBegin;
      places.set(tensor.storage, { member, dataBegin });
      tensors.set(name, tensor);
    }
    parts.push(await treeContents(readTree(tensors, budget), memberShelf(archive, places, budget), budget));
    return openedTree("npz", file, joined(parts), budget);
  },
};
