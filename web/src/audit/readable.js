/** Which of a folder's files are read. */

/** What lies beside features, and hidden files. */
const BESIDE = /^(\.|readme|licen[cs]e|notice|changelog)/i;

/** @param {readonly string[]} extensions that are read @returns {(name: string) => boolean} of a file, without its folder */
export function readable(extensions) {
  const read = new Set(extensions);
  return (name) => !BESIDE.test(name) && read.has(/\.([^.]*)$/.exec(name)?.[1].toLowerCase() ?? "");
}
