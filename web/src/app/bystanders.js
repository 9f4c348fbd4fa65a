/** Files that lie beside embeddings and are not meant for an audit: notes, settings, labels, pictures. */

/** @typedef {{ name: string, failure?: { code: string } }} Entry */

/** What describes or accompanies data. */
const BESIDE =
  /\.(json|md|ya?ml|toml|ini|cfg|log|html?|pdf|docx?|py|ipynb|sh|png|jpe?g|gif|svg|webp|dcm|sha256)$|(^|[\\/])(licen[cs]e|readme|notice)(\.[a-z]+)?$/i;
const LABELS = /label|target|class|(^|[_\W])ids?([_\W]|$)|names?|split/i;

/** A file that failed only because it is no embedding: left aside where two sides were found without it. @param {Entry} entry */
export function isBystander({ name, failure }) {
  if (!failure) return false;
  if (failure.code === "NO_MATRIX") return true;
  if (failure.code === "NOT_RECOGNISED") return BESIDE.test(name);
  return failure.code === "UNSUPPORTED_TYPE" && LABELS.test(name);
}

/** Whether a file failed that is no bystander. @param {Entry[]} files */
export const failed = (files) => files.some((file) => file.failure && !isBystander(file));
