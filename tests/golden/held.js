/**
 * What is held as it was, in the files of a folder: compared, or written anew with ASKEW_GOLDEN=renew;
 * the diff of the commit is then what changed for users.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { ROOT } from "../web/project.js";
import { changedLines } from "./lines.js";

export const RENEW = process.env.ASKEW_GOLDEN === "renew";
/** Changed lines that a failing test shows. */
const MOST = 60;

/** @param {string} path */
function read(path) {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new Error(`${path} is not there. ASKEW_GOLDEN=renew writes it.`, { cause });
  }
}

/** @param {string} folder from the project's root */
export function createHeld(folder) {
  const at = (/** @type {string} */ name) => join(ROOT, folder, name);
  /** @type {Set<string>} */
  const held = new Set();
  if (RENEW) mkdirSync(at(""), { recursive: true });
  return {
    /** The file belongs here, though it is not compared now. @param {string} name */
    keep: (name) => held.add(name),

    /** @param {string} name of the file, with its ending @param {string} text */
    text(name, text) {
      held.add(name);
      if (RENEW) return writeFileSync(at(name), text);
      const lines = changedLines(read(at(name)).toString(), text).split("\n");
      if (lines.length === 1 && lines[0] === "") return;
      const more = lines.length > MOST ? `\n… ${lines.length - MOST} more` : "";
      throw new Error(`${folder}/${name} has other lines (-) than there are now (+):\n${lines.slice(0, MOST).join("\n")}${more}`);
    },

    /** @param {string} name of the file, with its ending @param {Uint8Array} bytes @param {(before: Uint8Array) => string} difference "" if there is none */
    bytes(name, bytes, difference) {
      held.add(name);
      // What is as it was within the tolerance is no change for a commit.
      if (RENEW && !(existsSync(at(name)) && difference(readFileSync(at(name))) === "")) return writeFileSync(at(name), bytes);
      const found = difference(read(at(name)));
      if (found) throw new Error(`${folder}/${name}: ${found}`);
    },

    /** Every file of the folder is held by a test; stale ones go when it is written anew. */
    expectAll() {
      if (RENEW) for (const name of readdirSync(at(""))) if (!held.has(name)) rmSync(at(name));
      expect(readdirSync(at("")).sort()).toEqual([...held].sort());
    },
  };
}
