/** A choice on the line above what it changes. */
import { h } from "../element.js";
import { select } from "../wish.js";

/** @template {string} T @param {string} id @param {string} name @param {readonly { key: T, name: string }[]} entries @param {T} chosen @param {(key: T) => void} choose */
export const chooser = (id, name, entries, chosen, choose) =>
  h(
    "label.chooser",
    { for: id },
    name,
    select(
      id,
      entries.map((entry) => [entry.key, entry.name]),
      chosen,
      (key) => choose(/** @type {T} */ (key)),
    ),
  );
