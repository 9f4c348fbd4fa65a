/** Entries for the files that are there: a whole stands in place of its parts, the same one as long as these are the same. */
import { Failure } from "../failure.js";
import { joinParts } from "../pairing/index.js";

/** @import { OpenedFile } from "../types.d.ts" */
/** @import { FileEntry } from "../views/types.d.ts" */

/**
 * @typedef {ReturnType<typeof joinParts>["wholes"][number]} Joined
 * @typedef {{ id: number, whole: Joined, singles: Set<number>, size: number }} Place
 */

/** @param {Joined} whole @param {Joined} [known] */
function isSame({ parts, file, failure }, known) {
  if (!known || known.parts.length !== parts.length || Boolean(file) !== Boolean(known.file)) return false;
  return failure?.message === known.failure?.message && parts.every((part, index) => part === known.parts[index]);
}

/** @param {Place} place @returns {FileEntry} */
function entryOf({ id, size, whole: { name, file, failure } }) {
  if (file) return { id, name, size, opened: file };
  return { id, name, size, failure: failure ?? new Failure("MISSING_PART", `${name} cannot be read as one.`) };
}

/** @param {() => number} newId */
export function createParts(newId) {
  /** @type {Map<string, Place>} by name */
  let places = new Map();

  /** @param {Joined} whole @returns {Place} */
  function placeFor(whole) {
    const known = places.get(whole.name);
    return { id: known?.id ?? newId(), whole: known && isSame(whole, known.whole) ? known.whole : whole, singles: new Set(), size: 0 };
  }

  return {
    /** @param {readonly FileEntry[]} singles each opened or failed */
    joined(singles) {
      const opened = singles.flatMap((single) => single.opened ?? []);
      const failed = singles.flatMap(({ name, failure }) => (failure ? [{ name, failure }] : []));
      const { wholes, notes, questions } = joinParts(opened, { failed });
      /** @type {Map<OpenedFile | string, Place>} */
      const placeOf = new Map();
      places = new Map(
        wholes.map((whole) => {
          const place = placeFor(whole);
          for (const part of [...whole.parts, ...whole.broken]) placeOf.set(part, place);
          return [whole.name, place];
        }),
      );
      const found = new Set(
        singles.map((single) => {
          const place = placeOf.get(single.opened ?? single.name);
          place?.singles.add(single.id);
          if (place) place.size += single.size;
          // A row that is no part of anything is no matrix.
          return place ?? (single.alone ? { ...single, opened: undefined, failure: single.alone } : single);
        }),
      );
      const entries = [...found].map((one) => ("whole" in one ? entryOf(one) : one));
      return { entries, notes, questions: questions.map(({ finding }) => finding) };
    },

    /** The files that an entry stands for. @param {number} id @returns {ReadonlySet<number>} */
    singlesOf: (id) => [...places.values()].find((place) => place.id === id)?.singles ?? new Set([id]),
  };
}
