/** The project's files, for tests that read them. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** @param {string} path from the root */
export const textOf = (path) => readFileSync(join(ROOT, path), "utf8");

/**
 * Files under a folder, as paths from the root with "/" between.
 * @param {string} folder
 * @param {RegExp} name
 */
export function filesUnder(folder, name) {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && name.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length))
    .sort();
}
