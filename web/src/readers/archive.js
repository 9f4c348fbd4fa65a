/** A zip archive of files: each member that a reader knows is opened as a file of its own, stored ones in place. */
import { Failure } from "../failure.js";
import { expandedMember, withoutPlain } from "./memory-blob.js";
import { isStored } from "./zip.js";

/** @import { BlobLike, FileLike, Limits, OpenedFile, Opening } from "../types.d.ts" */
/** @import { Budget } from "./budget.js" */
/** @import { Member } from "./types.d.ts" */
/** @import { ZipArchive } from "./zip.js" */

/** One small file an id makes tens of thousands. */
const MOST = 100_000;
/** part_2 before part_10. */
const NATURAL = new Intl.Collator("en", { numeric: true });
/** What systems add to archives, and folders. */
const NO_FILE = /\/$|(^|\/)(__MACOSX\/|\.[^/]*$|Thumbs\.db$|desktop\.ini$)/;

/** A member as a file; its slices are the archive's own, so that workers can read them. */
class MemberFile {
  /** @param {string} path archive and member @param {BlobLike} blob */
  constructor(path, blob) {
    this.name = path.replace(/^.*\//, "");
    this.webkitRelativePath = path;
    this.blob = blob;
    this.size = blob.size;
  }
  /** @param {number} begin @param {number} end */
  slice(begin, end) {
    return this.blob.slice(begin, end);
  }
  arrayBuffer() {
    return this.blob.arrayBuffer();
  }
}

/**
 * What opening each member gave; none for members of other formats.
 * @param {ZipArchive} archive
 * @param {Budget} budget of the whole archive: what its members expand to is counted together
 * @param {readonly string[]} extensions
 * @param {(file: FileLike, limits: Limits) => Promise<OpenedFile>} open
 * @returns {Promise<Opening[]>}
 */
export async function openMembers(archive, budget, extensions, open) {
  const known = new Set([...extensions, "zip"]);
  const members = [...archive.members.values()].filter(
    ({ name, size }) => size > 0 && !NO_FILE.test(name) && known.has(/\.([^.]*)$/.exec(name)?.[1].toLowerCase() ?? ""),
  );
  if (members.length > MOST) {
    const held = `${members.length.toLocaleString("en")} files of features, and ${MOST.toLocaleString("en")} may be read`;
    const message = `${budget.file} holds ${held}. Unpack it, and give the files that belong together.`;
    throw new Failure("TOO_LARGE", message, { file: budget.file });
  }
  members.sort((a, b) => NATURAL.compare(a.name, b.name) || (a.name < b.name ? -1 : 1));
  /** @type {Opening[]} */
  const openings = [];
  for (const member of members) {
    const name = `${budget.file}/${member.name}`;
    try {
      openings.push({ name, size: member.size, opened: await openMember(archive, member, name, budget, open) });
    } catch (error) {
      const failure = Failure.from(error);
      if (!isBeside(failure, name)) openings.push({ name, size: member.size, failure });
    }
  }
  return openings;
}

/** Letters, pictures and licences lie beside features, and are no mistakes. @param {Failure} failure @param {string} name */
function isBeside({ code }, name) {
  return code === "NOT_RECOGNISED" || (/\.txt$/i.test(name) && (code === "CORRUPT" || code === "NO_MATRIX"));
}

/** @param {ZipArchive} archive @param {Member} member @param {string} name @param {Budget} budget @param {(file: FileLike, limits: Limits) => Promise<OpenedFile>} open */
async function openMember(archive, member, name, budget, open) {
  archive.checkMember(member, budget);
  const stored = isStored(member);
  const file = new MemberFile(name, stored ? await archive.packed(member) : expandedMember(archive, member, budget));
  // A deflated member is expanded beside what its own reader takes.
  const memory = Math.max(0, budget.left - (stored ? 0 : member.size));
  const opened = await open(file, { memory, header: budget.header });
  return stored ? opened : { ...opened, arrays: opened.arrays.map(withoutPlain) };
}
