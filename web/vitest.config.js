import { fileURLToPath } from "node:url";
import { defineConfig, mergeConfig } from "vitest/config";
import site from "./vite.config.js";

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
          test: { name: "web", root, include: ["tests/web/**/*.test.js"], testTimeout: 120_000 },
        },
        {
          extends: true,
          test: {
            name: "browser",
            root,
            include: ["tests/browser/**/*.test.js"],
            // One browser at a time: two cores, and timings that mean something.
            fileParallelism: false,
            testTimeout: 120_000,
            hookTimeout: 60_000,
          },
        },
      ],
    },
  }),
);
