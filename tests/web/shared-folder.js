/** Real files beside the repository, where there are any: ASKEW_SHARED, or ../shared. */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = process.env.ASKEW_SHARED ?? fileURLToPath(new URL("../../../shared", import.meta.url));

/** @param {string} path below the folder @returns {string | undefined} undefined if it is not there */
export function sharedPath(path) {
  const full = `${root}/${path}`;
  return existsSync(full) ? full : undefined;
}

/** Title of a suite that needs the folder: says so where it is skipped. @param {string} title @param {string} path */
export function sharedTitle(title, path) {
  return sharedPath(path) ? title : `${title} (SKIPPED: no ${path} in ${root}; set ASKEW_SHARED)`;
}
