import { createFollowed } from "./followed.js";

/**
 * The direction that the reader looks at: a side and a mode, counted from 0; null before any was chosen.
 * @typedef {{ side: "image" | "text", mode: number }} Place
 * @typedef {{ readonly place: Place | null, set(place: Place): void, follow(listener: () => boolean | void): void }} Pick
 */

/** @returns {Pick} */
export function createPick() {
  const followed = createFollowed(/** @type {Place | null} */ (null));
  const { set, follow } = followed;
  return {
    get place() {
      return followed.now;
    },
    set,
    follow,
  };
}
