/** The files and the runs that golden files and snapshots are made of. */
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT } from "../web/project.js";
import { transcript } from "./command.js";
import { saveInputs } from "./inputs.js";

export const SIDES = ["images.npy", "texts.npy"];
export const TABLE = ["--metadata", "patients.csv"];
export const SITES = ["north.moments.safetensors", "south.moments.safetensors"];
/** Their noise was drawn once: it cannot be drawn again. */
export const NOISY = ["noisy.0.moments.safetensors", "noisy.1.moments.safetensors"];
/** One thread starts sooner than two. */
export const ALONE = ["--workers", "1"];
export const FEW = ["--permutations", "99", ...ALONE];

const AUDIT = ["audit", ...SIDES, ...TABLE, ...FEW, "--institution", "St. Elsewhere", "--notes", "A note"];

/** Reports of which every form is held, with and without names. @type {Readonly<Record<string, string[]>>} */
export const REPORTS = {
  audit: AUDIT,
  groups: [...AUDIT, "--by", "ward"],
  comparison: ["audit", ...SIDES, ...FEW, "--compare", "other_images.npy,other_texts.npy"],
  comparisons: ["audit", ...SIDES, ...FEW, "--compare", "other_images.npy,other_texts.npy", "--compare", "changed_images.npy,texts.npy"],
  sites: ["audit", ...SITES, ...ALONE],
  noisy: ["audit", ...NOISY, ...ALONE],
  benchmark: ["benchmark", "runs", ...ALONE],
};

/** The process stands in a folder of its own that holds the input files; call what comes back to leave and delete it. */
export function enterInputs() {
  const stood = process.cwd();
  const folder = mkdtempSync(join(tmpdir(), "askew-golden-"));
  process.chdir(folder);
  saveInputs();
  for (const name of NOISY) copyFileSync(join(ROOT, "tests/golden", name), name);
  return () => {
    process.chdir(stood);
    rmSync(folder, { recursive: true });
  };
}

/** Both sites' files, saved where the process stands. @returns {Promise<string[]>} what was said */
export async function saveSites() {
  const said = [];
  for (const name of ["north", "south"]) {
    const label = ["--floor", "2", "--blocks", "2", "--label", name, "--preprocessing", "as they come"];
    said.push(await transcript("moments", `${name}_images.npy`, `${name}_texts.npy`, "-o", `${name}.moments.safetensors`, ...label));
  }
  return said;
}
