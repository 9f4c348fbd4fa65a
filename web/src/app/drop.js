import { Failure } from "../failure.js";
import { filesIn } from "./folder.js";

/** @typedef {{ file: File, failure?: Failure }} Given */

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
function unreadable(name) {
  return new Failure("FOLDER", `${name} is a folder that cannot be opened here. Open it and drop the files inside it.`, { file: name });
}

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
