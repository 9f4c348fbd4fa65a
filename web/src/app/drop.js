import { readable } from "../audit/readable.js";
import { Failure } from "../failure.js";

/** @typedef {{ file: File, failure?: Failure }} Given */

/** More files than this are no set of features but a folder dropped by mistake. */
const MOST = 50_000;
/** Files looked through at most. */
const MOST_SEEN = 200_000;
/** Files whose entry is asked for at once. */
const AT_ONCE = 256;

/** @param {FileSystemDirectoryEntry} folder @returns {Promise<FileSystemEntry[]>} */
async function entriesOf(folder) {
  const reader = folder.createReader();
  const all = [];
  for (;;) {
    /** @type {FileSystemEntry[]} a hundred at a time */
    const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return all;
    all.push(...some);
  }
}

/** @param {FileSystemFileEntry} entry @returns {Promise<File>} named with its folder */
async function fileOf(entry) {
  /** @type {File} */
  const file = await new Promise((resolve, reject) => entry.file(resolve, reject));
  Object.defineProperty(file, "webkitRelativePath", { value: entry.fullPath.replace(/^\//, "") });
  return file;
}

/** Files of these extensions in a folder and the folders inside it, by name. @param {FileSystemDirectoryEntry} folder @param {readonly string[]} extensions @returns {Promise<File[]>} */
async function filesIn(folder, extensions) {
  const isRead = readable(extensions);
  const found = [];
  const waiting = [folder];
  let seen = 0;
  for (let next = waiting.pop(); next && seen < MOST_SEEN; next = waiting.pop())
    for (const entry of await entriesOf(next)) {
      seen++;
      if (entry.name.startsWith(".")) continue;
      if (entry.isDirectory) waiting.push(/** @type {FileSystemDirectoryEntry} */ (entry));
      else if (isRead(entry.name)) found.push(/** @type {FileSystemFileEntry} */ (entry));
    }
  if (found.length === 0 || found.length > MOST)
    throw new Failure(
      "FOLDER",
      found.length === 0
        ? `${folder.name} is a folder without a file that Askew reads. Drop the files of the embeddings.`
        : `${folder.name} is a folder with ${found.length} files that Askew reads, and ${MOST} may be dropped at once. Drop those that belong together.`,
      { file: folder.name, found: found.length },
    );
  found.sort((a, b) => (a.fullPath < b.fullPath ? -1 : 1));
  const files = [];
  for (let at = 0; at < found.length; at += AT_ONCE) files.push(...(await Promise.all(found.slice(at, at + AT_ONCE).map(fileOf))));
  return files;
}

/** What a drop holds, folders opened. @param {DataTransfer} transfer @param {readonly string[]} extensions that are read @returns {Promise<Given[]>} */
export function dropped(transfer, extensions) {
  const given = [];
  // The browser forgets the items once this turn is over; the folders may be read later.
  for (const item of transfer.items) {
    const file = item.kind === "file" ? item.getAsFile() : null;
    const entry = item.kind === "file" ? item.webkitGetAsEntry?.() : null;
    if (file) given.push({ file, entry });
  }
  return Promise.all(
    given.map(async ({ file, entry }) => {
      if (!entry?.isDirectory) return [{ file }];
      try {
        const files = await filesIn(/** @type {FileSystemDirectoryEntry} */ (entry), extensions);
        return files.map((file) => ({ file }));
      } catch (error) {
        return [{ file, failure: error instanceof Failure ? error : unreadable(file.name) }];
      }
    }),
  ).then((all) => all.flat());
}

/** @param {string} name */
const unreadable = (name) =>
  new Failure("FOLDER", `${name} is a folder that cannot be opened here. Open it and drop the files inside it.`, { file: name });

/** The whole page takes files. @param {Document} page @param {readonly string[]} extensions @param {(given: Given[], place: Element | null) => void} take place: what they were dropped on */
export function listenForDrops(page, extensions, take) {
  const body = page.body;
  const carriesFiles = (/** @type {DragEvent} */ event) => event.dataTransfer?.types.includes("Files") ?? false;
  page.addEventListener("dragover", (event) => {
    // Without this the browser would leave the page and open the file.
    event.preventDefault();
    if (carriesFiles(event)) body.dataset.dropping = "";
  });
  page.addEventListener("dragleave", (event) => {
    if (event.relatedTarget === null) delete body.dataset.dropping;
  });
  page.addEventListener("drop", (event) => {
    event.preventDefault();
    delete body.dataset.dropping;
    const place = event.target instanceof Element ? event.target : null;
    if (event.dataTransfer) dropped(event.dataTransfer, extensions).then((given) => take(given, place));
  });
}
