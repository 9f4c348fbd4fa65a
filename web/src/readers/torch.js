/** PyTorch's .pt and .pth: tensors as views of storages, described by a pickle that is read as data. A zip archive, or the older form. */
import { Failure } from "../failure.js";
import { Budget } from "./budget.js";
import { latin1, truncated } from "./bytes.js";
import { expandedMember } from "./memory-blob.js";
import { unpickle } from "./pickle.js";
import { openTree } from "./tensor-file.js";
import { readTree } from "./tensor-tree.js";
import { isLegacyTorch, readLegacyTorch } from "./torch-legacy.js";
import { storageTable, torchName } from "./torch-names.js";
import { isStored, ZipArchive } from "./zip.js";

/** @import { FileLike, Reader } from "../types.d.ts" */
/** @import { Storage } from "./tensor.js" */
/** @import { Shelf } from "./types.d.ts" */

const PROGRAM = /^([^/]*\/)?data\.pkl$/;

/** Storages as members of the archive. @param {ZipArchive} archive @param {string} root folder of the archive's members @param {Budget} budget @returns {Shelf} */
function zipShelf(archive, root, budget) {
  /** @param {Storage} storage */
  const memberOf = (storage) => {
    const member = archive.members.get(`${root}data/${storage.key}`);
    if (member) return member;
    const where = `Storage ${storage.key} of ${budget.file}`;
    throw new Failure("CORRUPT", `${where} is missing from the archive. Save the file again with torch.save.`, { where });
  };
  return {
    file: archive.file,
    check(storage) {
      const member = memberOf(storage);
      archive.checkMember(member, budget);
      if (storage.size > member.size) throw truncated(`Storage ${storage.key} of ${budget.file}`, storage.size, member.size);
    },
    async locate(storages) {
      const wanted = [...storages].filter(({ own }) => !own).map((storage) => ({ storage, member: memberOf(storage) }));
      await archive.locate(new Set(wanted.map(({ member }) => member)));
      for (const { storage, member } of wanted) if (isStored(member)) storage.begin = member.dataBegin;
    },
    blob: (storage) => expandedMember(archive, memberOf(storage), budget),
    expanded: (storage) => archive.bytes(memberOf(storage)),
  };
}

/** @param {FileLike} file @param {Budget} budget */
async function openZip(file, budget) {
  const archive = await ZipArchive.open(file, budget);
  const program = [...archive.members.values()].find(({ name }) => PROGRAM.test(name));
  if (!program) {
    const message = `${budget.file} is a zip archive without data.pkl, the description of what torch.save saved. Save the file again.`;
    throw new Failure("NO_MATRIX", message, { file: budget.file });
  }
  archive.checkMember(program, budget);
  budget.checkHeader(program.size, `The description (data.pkl) of ${budget.file}`);
  const root = program.name.slice(0, -"data.pkl".length);
  const order = archive.members.get(`${root}byteorder`);
  const bigEndian = order !== undefined && latin1(await archive.first(order, 16)).trim() === "big";
  const { load, storages } = storageTable(budget.file);
  const value = unpickle(await archive.bytes(program), budget.file, torchName, load);
  for (const storage of storages.values()) storage.bigEndian = bigEndian;
  return openTree("pt", file, readTree(value, budget), budget, zipShelf(archive, root, budget));
}

/** @type {Reader} */
export const torch = {
  format: "pt",
  extensions: ["pt", "pth"],
  match(head, _name, members) {
    if (!members) return isLegacyTorch(head);
    const program = members.find((name) => PROGRAM.test(name));
    // An archive of files may hold a data.pkl too; torch.save writes its version beside it.
    return program !== undefined && members.includes(program.replace(/data\.pkl$/, "version"));
  },
  async open(file, limits) {
    const budget = new Budget(file.webkitRelativePath || file.name, limits);
    const head = new Uint8Array(await file.slice(0, Math.min(2, file.size)).arrayBuffer());
    if (latin1(head) === "PK") return openZip(file, budget);
    return openTree("pt", file, readTree(await readLegacyTorch(file, budget), budget), budget);
  },
};
