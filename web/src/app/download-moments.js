import { momentsBytes } from "../moments/file.js";
import { download, safeName } from "../views/download.js";

/** @import { MomentsFile } from "../types.d.ts" */

/** @param {MomentsFile} moments @param {string} name without an ending */
export function downloadMoments(moments, name) {
  const blob = new Blob([momentsBytes(moments)], { type: "application/octet-stream" });
  download(blob, `${safeName(`${name}.x`)}.moments.safetensors`);
}
