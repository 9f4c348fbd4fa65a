import { mkdtempSync, readdirSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DiskFile } from "../../../web/src/readers/disk-file.js";

/** @type {string} */
let folder;
/** @type {string} */
let path;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "askew-"));
  path = join(folder, "x.bin");
  writeFileSync(
    path,
    Uint8Array.from({ length: 100 }, (_, i) => i),
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

/** @param {{ arrayBuffer(): Promise<ArrayBuffer> }} blob */
const bytesOf = async (blob) => [...new Uint8Array(await blob.arrayBuffer())];

describe("a file on disk", () => {
  test("is read as a File is: name, size, slices of slices", async () => {
    const file = await DiskFile.open(path);
    const twin = new File([new Uint8Array(await file.arrayBuffer())], "x.bin");
    expect([file.name, file.size]).toEqual([twin.name, twin.size]);
    for (const [begin, end] of [
      [0, 5],
      [95, 100],
      [95, 200],
      [100, 100],
      [60, 10],
      [0, 0],
    ]) {
      expect(await bytesOf(file.slice(begin, end))).toEqual(await bytesOf(twin.slice(begin, end)));
      expect(await bytesOf(file.slice(10, 50).slice(begin, end))).toEqual(await bytesOf(twin.slice(10, 50).slice(begin, end)));
    }
  });

  test("sent to a worker is a plain object that can be revived there", async () => {
    const slice = (await DiskFile.open(path)).slice(10, 20).slice(2, 5);
    const worker = new Worker(
      `const { parentPort } = require("node:worker_threads");
       parentPort.once("message", async ({ blob, module }) => {
         const { DiskFile } = await import(module);
         parentPort.postMessage([Object.getPrototypeOf(blob) === Object.prototype, [...new Uint8Array(await DiskFile.revive(blob).arrayBuffer())]]);
       });`,
      { eval: true },
    );
    const answer = new Promise((resolve, reject) => worker.once("message", resolve).once("error", reject));
    worker.postMessage({ blob: slice, module: new URL("../../../web/src/readers/disk-file.js", import.meta.url).href });
    expect(await answer).toEqual([true, [12, 13, 14]]);
    await worker.terminate();
  });

  test.runIf(process.platform === "linux")("leaves no file open after many reads at once", async () => {
    const file = await DiskFile.open(path);
    const before = readdirSync("/proc/self/fd").length;
    await Promise.all(Array.from({ length: 200 }, (_, i) => file.slice(i % 100, 100).arrayBuffer()));
    expect(readdirSync("/proc/self/fd").length).toBeLessThanOrEqual(before);
  });

  test("that is missing is UNREADABLE, a folder is FOLDER, one cut meanwhile is TRUNCATED", async () => {
    await expect(DiskFile.open(join(folder, "none.npy"))).rejects.toMatchObject({
      code: "UNREADABLE",
      message: expect.stringContaining("none.npy cannot be read: there is no such file"),
    });
    await expect(DiskFile.open(folder)).rejects.toMatchObject({ code: "FOLDER" });
    const short = join(folder, "short.bin");
    writeFileSync(short, new Uint8Array(100));
    const file = await DiskFile.open(short);
    truncateSync(short, 40);
    await expect(file.arrayBuffer()).rejects.toMatchObject({ code: "TRUNCATED" });
    rmSync(short);
    await expect(file.arrayBuffer()).rejects.toMatchObject({ code: "UNREADABLE" });
  });
});
