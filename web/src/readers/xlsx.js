/** Excel's .xlsx as tables like .csv: a library gives the cells of each sheet as text, in a worker of its own where there is a page. */
import { ask } from "#library";
import { Failure } from "../failure.js";
import { latin1, readBytes } from "./bytes.js";
import { csv } from "./csv.js";
import { openedFile } from "./opened-file.js";

/** @import { FileLike, FoundSheet, Limits, OpenedFile, Reader } from "../types.d.ts" */

/** The container of .xls, and of every file of Excel's that has a password. */
const CONTAINER = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
const SEARCHED = 4e6;
/** As UTF-16 names it. */
const ENCRYPTED = [..."EncryptedPackage"].join("\0");

/** @param {FoundSheet} sheet @param {string} name @param {Limits} limits @returns {Promise<OpenedFile | null>} null if it has a header alone */
async function openedSheet({ name: sheet, text }, name, limits) {
  try {
    return await csv.open(new File([text], `${name}, sheet ${sheet}`), limits);
  } catch (error) {
    if (Failure.from(error).code === "NO_MATRIX") return null;
    throw error;
  }
}

/** Names begin with the sheet's where there are several. @param {OpenedFile} opened @param {string} sheet @returns {Pick<OpenedFile, "arrays" | "listing" | "columns">} */
function named({ arrays, listing, columns }, sheet) {
  const nameOf = (/** @type {string} */ name) => (name ? `${sheet}.${name}` : sheet);
  const renamed = arrays.map((array) => ({ ...array, name: nameOf(array.name) }));
  // A column describes the rows of its own sheet.
  const of = renamed.length === 1 ? { of: renamed[0].name } : {};
  return {
    arrays: renamed,
    listing: listing.map((entry) => ({ ...entry, name: nameOf(entry.name) })),
    columns: columns.map((column) => ({
      ...column,
      name: nameOf(column.name),
      ...(column.of === undefined ? of : { of: nameOf(column.of) }),
    })),
  };
}

/** @type {Reader} */
export const xlsx = {
  format: "xlsx",
  extensions: ["xlsx", "xlsm"],
  match: (head, name, members) =>
    members?.some((member) => /^\/?xl\/workbook\.(xml|bin)$/i.test(member)) ||
    (/\.(xls[xmb]?)$/i.test(name) && latin1(head.subarray(0, CONTAINER.length)) === CONTAINER),
  async open(file, limits) {
    const name = file.webkitRelativePath || file.name;
    const head = latin1(new Uint8Array(await file.slice(0, CONTAINER.length).arrayBuffer()));
    if (head === CONTAINER) {
      const bytes = new Uint8Array(await readBytes(file, 0, Math.min(file.size, SEARCHED), name));
      throw latin1(bytes).includes(ENCRYPTED)
        ? new Failure("UNSUPPORTED_FORMAT", `${name} is encrypted with a password. Save it without one, or save the sheet as .csv.`)
        : new Failure("UNSUPPORTED_FORMAT", `${name} is a workbook of Excel's old format (.xls). Save it as .xlsx or .csv.`);
    }
    const sheets = [];
    for (const sheet of await ask("xlsx", file, name, limits)) {
      const opened = await openedSheet(sheet, name, limits);
      if (opened) sheets.push({ sheet: sheet.name, opened });
    }
    const parts = sheets.length === 1 ? [sheets[0].opened] : sheets.map(({ sheet, opened }) => named(opened, sheet));
    return openedFile({
      file: name,
      format: "xlsx",
      size: file.size,
      arrays: parts.flatMap(({ arrays }) => arrays),
      listing: parts.flatMap(({ listing }) => listing),
      columns: parts.flatMap(({ columns }) => columns),
    });
  },
};
