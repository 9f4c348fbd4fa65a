/** Examines one file alone in this process: node --expose-gc tests/fuzz/one.js FILE. Prints what came of it, seconds, and bytes of memory. */
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { examine } from "./contract.js";

const [path, name = basename(path ?? "")] = process.argv.slice(2);
if (!path) {
  console.error("node --expose-gc tests/fuzz/one.js FILE [NAME]");
  process.exit(2);
}
const bytes = new Uint8Array(readFileSync(path));
// Code and tables that every file needs are not this file's.
await examine(new TextEncoder().encode("0,1\n2,3\n"), "table.csv");
globalThis.gc?.();
const before = process.resourceUsage().maxRSS * 1024;
const begun = performance.now();
const outcome = await examine(bytes, name);
const seconds = (performance.now() - begun) / 1000;
console.log(JSON.stringify({ ...outcome, seconds, growth: process.resourceUsage().maxRSS * 1024 - before, size: bytes.length }));
