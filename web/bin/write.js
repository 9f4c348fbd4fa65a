import { writeFile } from "node:fs/promises";
import { Failure } from "../src/failure.js";

/** @param {string} target a file @param {string | Uint8Array} content */
export async function writeTo(target, content) {
  await writeFile(target, content).catch((cause) => {
    throw new Failure("BAD_USE", `${target} cannot be written: ${cause.message}. Name a file in a folder that is there.`);
  });
}
