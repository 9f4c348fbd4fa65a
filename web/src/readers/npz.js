/** NumPy's .npz: a zip archive of .npy members. Stored ones are read in place, deflated ones when first asked for. */
import { Failure } from "../failure.js";
import { Budget } from "./budget.js";
import { matricesOf } from "./layout.js";
import { expandedMember, withoutPlain } from "./memory-blob.js";
import { readNpyHeader } from "./npy.js";
import { openedFile } from "./opened-file.js";
import { isStored, ZipArchive } from "./zip.js";

/** @import { MatrixSource, OpenedFile, Reader } from "../types.d.ts" */

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
    /** @type {MatrixSource[]} */
    const arrays = [];
    /** @type {OpenedFile["listing"]} */
    const listing = [];
    /** @type {Failure[]} */
    const refused = [];
    const members = [...archive.members.values()].filter(({ name }) => name.endsWith(".npy"));
    for (const member of members) archive.checkMember(member, budget);
    await archive.locate(members);
    for (const member of members) {
      const name = member.name.slice(0, -".npy".length);
      const where = `${name} in ${budget.file}`;
      const header = await readNpyHeader((length) => archive.first(member, length), where, budget);
      const { type, shape, strides, dataBegin, size } = header;
      listing.push({ name, shape, dtype: type instanceof Failure ? header.stated : type.dtype });
      if (type instanceof Failure) {
        refused.push(type);
        continue;
      }
      if (size > member.size)
        throw new Failure(
          "TRUNCATED",
          `${where} needs ${size.toLocaleString("en")} bytes for its shape (${shape.join(", ")}), and its archive states ${member.size.toLocaleString("en")}. Save the file again.`,
          { where, needed: size, held: member.size },
        );
      const whole = isStored(member) ? await archive.packed(member) : expandedMember(archive, member, budget);
      const found = matricesOf(name, { blob: whole.slice(dataBegin, size), ...type, offset: 0, shape, strides }, budget);
      arrays.push(...(isStored(member) ? found : found.map(withoutPlain)));
    }
    return openedFile({ file: budget.file, format: "npz", size: file.size, arrays, listing, refused });
  },
};
