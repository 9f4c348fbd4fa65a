/** Ends the browsers that a process of tests has left: Vitest kills the process without asking it. */
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export default function setup() {
  // Read by browsers.js: a file for each browser that was started, named by its process.
  const folder = mkdtempSync(join(tmpdir(), "askew-browsers-"));
  process.env.ASKEW_BROWSERS = folder;
  return () => {
    for (const pid of readdirSync(folder)) {
      try {
        // With its children, which are of its group.
        process.kill(-Number(pid), "SIGKILL");
      } catch {}
    }
    rmSync(folder, { recursive: true });
  };
}
