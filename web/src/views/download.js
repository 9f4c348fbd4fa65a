/** Hands the user a file. @param {Blob} blob @param {string} name */
export function download(blob, name) {
  const address = URL.createObjectURL(blob);
  const anchor = document.createElement("a");
  anchor.href = address;
  anchor.download = name;
  document.body.append(anchor);
  anchor.click();
  anchor.remove();
  // The click only starts the saving; the address must outlive it.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** Part of a file's name that every system takes. @param {string} text */
export function safeName(text) {
  const stem = text.replace(/^.*[\\/]/, "").replace(/\.[^.]*$/, "");
  return stem.replace(/[^\p{L}\p{N}._-]+/gu, "-").replace(/^[-.]+|[-.]+$/g, "") || "audit";
}
