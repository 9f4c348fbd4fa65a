/** Several files as one: arrays one below the other, columns one after the other. */
import { checkRange, loadedSource, VALUE_BYTES } from "../readers/plain-rows.js";
import { asBlobs, inTurn, joinedFileLike, piecesOf, startsOf } from "./parts-blob.js";
import { splitName } from "./parts-names.js";

/** @import { FileLike, MatrixSource, OpenedFile, PlainRows, TextColumn } from "../types.d.ts" */

/** Many small parts are read once: each is a file to open. */
const MANY_PARTS = 64;
const SMALL_PART = 64;
const KEPT_BYTES = 2 ** 28;

/** @param {readonly MatrixSource[]} sources @returns {PlainRows | undefined} for workers, if they can read all of it */
function joinedPlain(sources) {
  const plains = sources.flatMap(({ plain }) => plain ?? []);
  const [first] = plains;
  if (plains.length < sources.length) return undefined;
  const rowBytes = first.cols * VALUE_BYTES[first.dtype];
  const alike = plains.every((one) => one.dtype === first.dtype && one.bigEndian === first.bigEndian && one.rowBytes === rowBytes);
  if (!alike || !(first.blob instanceof Blob)) return undefined;
  const blobs = asBlobs(plains.map(({ blob, rows }) => blob.slice(0, rows * rowBytes)));
  return blobs && { ...first, blob: new Blob(blobs), rows: sources.reduce((sum, { rows }) => sum + rows, 0) };
}

/** Rows of the sources one below the other. @param {readonly MatrixSource[]} sources @param {string} [name] @returns {MatrixSource} */
export function joinedSource(sources, name = sources[0].name) {
  const { cols, dtype, dimensions, block } = sources[0];
  const starts = startsOf(sources.map(({ rows }) => rows));
  const rows = starts[sources.length];
  /** @type {MatrixSource["readRows"]} */
  const readRows = async (begin, end) => {
    checkRange({ rows }, begin, end, name);
    const out = new Float32Array((end - begin) * cols);
    await inTurn(piecesOf(starts, begin, end), async (piece) => {
      out.set(await sources[piece.part].readRows(piece.begin, piece.end), piece.at * cols);
    });
    return out;
  };
  const small = sources.length >= MANY_PARTS && rows < sources.length * SMALL_PART && rows * cols * 4 <= KEPT_BYTES;
  const plain = joinedPlain(sources);
  return {
    ...(small ? loadedSource(name, rows, cols, dtype, () => readRows(0, rows)) : { name, rows, cols, dtype, readRows }),
    ...(plain && { plain }),
    ...(dimensions && sources.every((one) => String(one.dimensions) === String(dimensions)) && { dimensions }),
    ...(block !== undefined && sources.every((one) => one.block === block) && { block }),
  };
}

/** Rows that a column's list positions count: those of its array, or of the values that stand beside. @param {OpenedFile} file @param {TextColumn} column */
function rowsBeside({ arrays, columns }, { of }) {
  const array = arrays.find(({ name }) => name === of) ?? (arrays.length === 1 ? arrays[0] : undefined);
  return array?.rows ?? columns.find(({ rowOf }) => !rowOf)?.values.length;
}

/** @param {OpenedFile} file @param {TextColumn} column */
function fits(file, column) {
  if (column.rowOf) return rowsBeside(file, column) !== undefined;
  return file.arrays.length === 0 || file.arrays.some(({ name, rows }) => rows === column.values.length && (column.of ?? name) === name);
}

/** The n-th column of a name, in every part; the name of a file's only column may be the file's own. @param {readonly OpenedFile[]} parts */
function sharedColumns(parts) {
  const keyed = parts.map((part) => {
    const { stem } = splitName(part.file);
    const seen = new Map();
    return new Map(
      part.columns.map((column) => {
        const name = column.name === stem ? "" : column.name;
        const key = JSON.stringify([name, column.of]);
        const nth = (seen.get(key) ?? 0) + 1;
        seen.set(key, nth);
        return [`${key} ${nth}`, column];
      }),
    );
  });
  const keys = [...new Set(keyed.flatMap((columns) => [...columns.keys()]))];
  return keys.map((key) => keyed.map((columns) => columns.get(key)));
}

/** One value per row if a part has one for all of its rows. @param {OpenedFile} part @param {TextColumn} column @returns {TextColumn} */
function asRows(part, column) {
  const [array] = part.arrays;
  if (part.arrays.length !== 1 || column.rowOf || column.values.length !== 1 || array.rows === 1) return column;
  return { ...column, values: Array(array.rows).fill(column.values[0]) };
}

/** @param {readonly OpenedFile[]} parts @param {string} stem of the whole @param {boolean} repeats a lone value is of all rows of its part */
function joinedColumns(parts, stem, repeats) {
  /** @type {TextColumn[]} */
  const columns = [];
  /** @type {Set<string>} */
  const dropped = new Set();
  for (const ofParts of sharedColumns(parts)) {
    const there = ofParts.flatMap((column, index) => (column ? [repeats ? asRows(parts[index], column) : column] : []));
    const [first] = there;
    const lists = there.filter(({ rowOf }) => rowOf).length;
    if (there.length < parts.length || (lists > 0 && lists < there.length) || !there.every((column, index) => fits(parts[index], column))) {
      dropped.add(first.name);
      continue;
    }
    const name = first.name === splitName(parts[0].file).stem ? stem : first.name;
    columns.push({
      name,
      values: there.flatMap(({ values }) => values),
      ...(first.of !== undefined && { of: first.of }),
      ...(there.every(({ keys }) => keys) && { keys: /** @type {const} */ (true) }),
      ...(lists > 0 && {
        rowOf: stacked(there.map((column, index) => ({ numbers: column.rowOf, rows: rowsBeside(parts[index], column) }))),
      }),
    });
  }
  return { columns, dropped: [...dropped] };
}

/** Row numbers of parts as those of the whole. @param {readonly { numbers?: Int32Array, rows?: number }[]} parts rows: that the numbers of a part count */
function stacked(parts) {
  let before = 0;
  return Int32Array.from(
    parts.flatMap(({ numbers = new Int32Array(0), rows = 0 }) => {
      const start = before;
      before += rows;
      return Array.from(numbers, (row) => start + row);
    }),
  );
}

/** @param {readonly OpenedFile[]} parts @returns {OpenedFile["map"]} if every part states one of the same arrays */
function joinedMap(parts) {
  const maps = parts.flatMap(({ map }) => map ?? []);
  const [first] = maps;
  if (maps.length < parts.length || maps.some(({ images, texts }) => images !== first.images || texts !== first.texts)) return undefined;
  const rowsOf = (/** @type {OpenedFile} */ { arrays }) => arrays.find(({ name }) => name === first.images)?.rows;
  return { ...first, imageOf: stacked(maps.map(({ imageOf }, index) => ({ numbers: imageOf, rows: rowsOf(parts[index]) }))) };
}

/** @param {readonly OpenedFile[]} parts @param {readonly MatrixSource[]} arrays */
function joinedListing(parts, arrays) {
  return parts[0].listing.flatMap(({ name, shape: first, dtype }) => {
    const shapes = parts.map(({ listing }) => listing.find((entry) => entry.name === name)?.shape ?? []);
    const rest = String(first.slice(1));
    if (first.length >= 2 && shapes.every((shape) => shape.length === first.length && String(shape.slice(1)) === rest))
      return [{ name, shape: [shapes.reduce((sum, [length]) => sum + length, 0), ...first.slice(1)], dtype }];
    const array = arrays.find((one) => one.name === name);
    return array ? [{ name, shape: [array.rows, array.cols], dtype }] : [];
  });
}

/** @param {readonly OpenedFile[]} parts @returns {OpenedFile["wholes"]} if every part has the same ones */
function joinedWholes(parts) {
  const names = (/** @type {OpenedFile} */ { wholes = [] }) =>
    JSON.stringify(wholes.map(({ array, parts: of }) => [array.name, array.cols, of]));
  if (!parts[0].wholes?.length || parts.some((part) => names(part) !== names(parts[0]))) return undefined;
  return parts[0].wholes.map(({ parts: of }, index) => ({
    array: joinedSource(parts.map(({ wholes }) => /** @type {NonNullable<OpenedFile["wholes"]>} */ (wholes)[index].array)),
    parts: of,
  }));
}

/** A column of the parts' own names, for each array. @param {readonly OpenedFile[]} parts @param {readonly string[]} keys @returns {TextColumn[]} */
function keyColumns(parts, keys) {
  return parts[0].arrays.map(({ name }, index) => ({
    name: "file",
    values: parts.flatMap(({ arrays }, part) => Array(arrays[index].rows).fill(keys[part])),
    of: name,
    keys: true,
  }));
}

/** Whether files hold the same arrays, of one width and type each. @param {OpenedFile} a @param {OpenedFile} b */
export function alike(a, b) {
  const form = (/** @type {OpenedFile} */ { format, arrays }) =>
    JSON.stringify([format, arrays.map(({ name, cols, dtype }) => [name, cols, dtype])]);
  return form(a) === form(b);
}

/**
 * @param {string} file the whole's name
 * @param {readonly OpenedFile[]} parts alike, in the order of their rows
 * @param {{ keys?: readonly string[], stem?: string }} [more] keys: what the rows of each part are called; stem: of a column named like its file
 * @returns {{ file: OpenedFile, dropped: string[] }} dropped: columns that not every part has
 */
export function joinedFile(file, parts, { keys, stem = splitName(file).stem } = {}) {
  const arrays = parts[0].arrays.map((_, index) => joinedSource(parts.map((part) => part.arrays[index])));
  const { columns, dropped } = joinedColumns(parts, stem, keys !== undefined);
  const blobs = parts.flatMap(({ blob }) => blob ?? []);
  const map = joinedMap(parts);
  const wholes = joinedWholes(parts);
  return {
    file: {
      file,
      format: parts[0].format,
      size: parts.reduce((sum, { size }) => sum + size, 0),
      ...(blobs.length === parts.length && { blob: /** @type {FileLike} */ (joinedFileLike(file, blobs)) }),
      arrays,
      listing: joinedListing(parts, arrays),
      columns: [...(keys ? keyColumns(parts, keys) : []), ...columns],
      parts: [...parts],
      ...(map && { map }),
      ...(wholes && { wholes }),
    },
    dropped,
  };
}
