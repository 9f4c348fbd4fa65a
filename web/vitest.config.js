import { fileURLToPath } from "node:url";
import { defineConfig, mergeConfig } from "vitest/config";
import site from "./vite.config.js";

const TIMED = "tests/browser/responsiveness.test.js";
const root = fileURLToPath(new URL("..", import.meta.url));

export default mergeConfig(
  site,
  defineConfig({
    root,
    cacheDir: `${root}.cache/vite`,
    test: {
      projects: [
        {
          extends: true,
          test: {
            name: "web",
            root,
            include: ["tests/web/**/*.test.js"],
            maxWorkers: 2,
            // One process for many files: each would load the same modules and compile the same core.
            isolate: false,
            testTimeout: 120_000,
            hookTimeout: 60_000,
          },
        },
        {
          extends: true,
          test: {
            name: "browser",
            root,
            include: ["tests/browser/**/*.test.js"],
            exclude: [TIMED],
            // A page waits for a part of its time: three keep two cores busy.
            maxWorkers: 3,
            // One process for many files, which share its browsers.
            isolate: false,
            globalSetup: [`${root}tests/browser/left-over.js`],
            sequence: { groupOrder: 1 },
            testTimeout: 120_000,
            hookTimeout: 60_000,
          },
        },
        {
          extends: true,
          test: {
            name: "timed",
            root,
            include: [TIMED],
            // Alone, so that timings mean something.
            fileParallelism: false,
            sequence: { groupOrder: 2 },
            testTimeout: 120_000,
            hookTimeout: 60_000,
          },
        },
      ],
    },
  }),
);
