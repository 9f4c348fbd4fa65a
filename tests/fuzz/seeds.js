/** What the fuzzer begins from: the fixtures, what it found before, and real files where there are any. One pool a reader. */
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Budget } from "../../web/src/readers/budget.js";
import { readers } from "../../web/src/readers/index.js";
import { isZip, ZipArchive } from "../../web/src/readers/zip.js";
import { sharedPath } from "../web/shared-folder.js";
import { examine, MemoryFile } from "./contract.js";

/** @typedef {{ name: string, data: Uint8Array, deflated: boolean, padding: number }} Part a member of an archive */
/** @typedef {{ name: string, bytes: Uint8Array, parts?: Part[] }} Seed */
/** @typedef {{ opens: Seed[], refused: Seed[] }} Pool what a changed file does depends on whether it opened before */

const LARGEST = 400_000;
const MOST_PARTS = 400;

export const CORPUS = fileURLToPath(new URL("corpus/readers/", import.meta.url));
const FIXTURES = ["good", "bad"].map((folder) => fileURLToPath(new URL(`../fixtures/${folder}/`, import.meta.url)));

/** @param {string} folder @returns {string[]} */
function filesBelow(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => !name.endsWith(".md"))
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile() && statSync(path).size <= LARGEST)
    .sort();
}

/** @param {Uint8Array} bytes @param {string} name @returns {Promise<Part[] | undefined>} undefined if it is no archive, or a broken one */
async function partsOf(bytes, name) {
  if (!isZip(bytes)) return undefined;
  try {
    const budget = new Budget(name, { memory: 4e6, header: 4e6 });
    const archive = await ZipArchive.open(new MemoryFile(bytes, name), budget);
    if (archive.members.size > MOST_PARTS) return undefined;
    const parts = [];
    for (const member of archive.members.values()) {
      archive.checkMember(member, budget);
      parts.push({ name: member.name, data: await archive.bytes(member), deflated: member.method !== 0, padding: 0 });
    }
    // The directory is read from its end.
    return parts.reverse();
  } catch {
    return undefined;
  }
}

/** The reader that a file is meant for. @param {Seed} seed */
function readerOf({ name, bytes, parts }) {
  const extension = name.slice(name.lastIndexOf(".") + 1).toLowerCase();
  const members = parts?.map((part) => part.name);
  return (
    readers.find(({ extensions }) => extensions.includes(extension)) ??
    readers.find((reader) => reader.match(bytes.subarray(0, 4096), name, members))
  );
}

/** @returns {Promise<Map<string, Pool>>} format -> seeds, in the order of the readers' table; formats without any are left out */
export async function seedPools() {
  const shared = sharedPath("formats");
  const paths = [...FIXTURES, CORPUS, ...(shared ? [shared] : [])].flatMap(filesBelow);
  /** @type {Map<string, Pool>} */
  const pools = new Map(readers.map(({ format }) => [format, { opens: [], refused: [] }]));
  for (const path of paths) {
    const bytes = new Uint8Array(readFileSync(path));
    if (bytes.length === 0) continue;
    const name = path.slice(path.lastIndexOf("/") + 1);
    const seed = { name, bytes, parts: await partsOf(bytes, name) };
    const reader = readerOf(seed);
    if (!reader) continue;
    const { outcome } = await examine(bytes, name);
    pools.get(reader.format)?.[outcome === "opened" ? "opens" : "refused"].push(seed);
  }
  for (const [format, { opens, refused }] of pools) if (opens.length + refused.length === 0) pools.delete(format);
  return pools;
}
