import { Failure } from "../failure.js";

/** @typedef {{ file: File, failure?: Failure }} Given */

/** What a drop holds; a folder is told from a file here, where the browser still knows. @param {DataTransfer} transfer @returns {Given[]} */
export function dropped(transfer) {
  const given = [];
  for (const item of transfer.items) {
    const file = item.kind === "file" ? item.getAsFile() : null;
    if (!file) continue;
    const folder = item.webkitGetAsEntry?.()?.isDirectory === true;
    const failure = folder
      ? new Failure("FOLDER", `${file.name} is a folder, and Askew reads files. Open the folder and drop the files inside it.`, {
          file: file.name,
        })
      : undefined;
    given.push({ file, failure });
  }
  return given;
}

/** The whole page takes files. @param {Document} page @param {(given: Given[]) => void} take */
export function listenForDrops(page, take) {
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
    if (event.dataTransfer) take(dropped(event.dataTransfer));
  });
}
