import { zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { Budget } from "../../../web/src/readers/budget.js";
import { DEFAULT_LIMITS, openFile } from "../../../web/src/readers/index.js";
import { inflate } from "../../../web/src/readers/inflate.js";
import { ZipArchive } from "../../../web/src/readers/zip.js";
import { npy } from "../../fixtures/build/npy.js";
import { bytesOf, joined, quarters } from "../../fixtures/build/values.js";
import { zip } from "../../fixtures/build/zip.js";

/** @param {Uint8Array} bytes */
const fileOf = (bytes, name = "x.npz") => new File([/** @type {Uint8Array<ArrayBuffer>} */ (bytes)], name);
/** @param {Uint8Array} bytes */
const openArchive = (bytes) => ZipArchive.open(fileOf(bytes), new Budget("x.npz", DEFAULT_LIMITS));

/** A file that counts the bytes that are read of it. @param {Uint8Array} bytes @param {string} name */
function counted(bytes, name) {
  const read = { bytes: 0, calls: 0 };
  const sliced = (/** @type {Blob} */ blob) => ({
    size: blob.size,
    slice: (/** @type {number} */ begin, /** @type {number} */ end) => sliced(blob.slice(begin, end)),
    arrayBuffer: () => {
      read.bytes += blob.size;
      read.calls++;
      return blob.arrayBuffer();
    },
  });
  return { file: { ...sliced(fileOf(bytes)), name }, read };
}

describe("an archive", () => {
  test.each([0, 1, 6, 9])("that another program wrote at level %d gives the same bytes", async (level) => {
    const members = {
      "a.bin": bytesOf(quarters(5000), "float32"),
      "folder/b.txt": joined(["text ".repeat(1000)]),
      "empty.bin": new Uint8Array(0),
    };
    const archive = await openArchive(zipSync(members, { level: /** @type {0} */ (level) }));
    expect([...archive.members.keys()].sort()).toEqual(Object.keys(members).sort());
    for (const [name, bytes] of Object.entries(members)) {
      const member = archive.members.get(name);
      expect(member && (await archive.bytes(member))).toEqual(bytes);
    }
  });

  test("of 70,000 members is located in few reads", async () => {
    const members = Array.from({ length: 70000 }, (_, i) => ({ name: `m/${i}`, data: joined([String(i)]), padding: (i % 7) * 4 }));
    const { file, read } = counted(zip(members, { zip64: true }), "many.zip");
    const archive = await ZipArchive.open(file, new Budget("many.zip", DEFAULT_LIMITS));
    await archive.locate(archive.members.values());
    expect(read.calls).toBeLessThan(20);
    for (const i of [0, 1, 39999, 69999]) {
      const member = archive.members.get(`m/${i}`);
      expect(member && new TextDecoder().decode(await archive.bytes(member))).toBe(String(i));
    }
  });

  test("is opened without reading its data, and a stored array is read in place", async () => {
    const data = npy({ descr: "<f4", shape: "(25000, 100)", data: bytesOf(quarters(2500000), "float32") });
    const { file, read } = counted(zip([{ name: "x.npy", data }]), "x.npz");
    const opened = await openFile(file);
    expect(read.bytes).toBeLessThan(200000);
    expect(opened.arrays[0].plain?.rows).toBe(25000);
    const before = read.bytes;
    expect([...(await opened.arrays[0].readRows(20000, 20001))]).toEqual(quarters(100, 2000000));
    expect(read.bytes - before).toBe(400);
  });
});

describe("limits", () => {
  const zeros = joined([npy({ descr: "<f4", shape: "(6, 3)" }), new Uint8Array(50e6)]);

  test("a bomb of 50 MB in 50 kB is stopped at the size that it states, within little memory", async () => {
    const bomb = zip([{ name: "x.npy", data: zeros, deflated: true }]);
    const archive = await openArchive(bomb);
    const member = /** @type {import("../../../web/src/readers/types.d.ts").Member} */ (archive.members.get("x.npy"));
    let most = 0;
    const before = process.memoryUsage().arrayBuffers;
    const timer = setInterval(() => {
      most = Math.max(most, process.memoryUsage().arrayBuffers - before);
    }, 1);
    await expect(inflate(await archive.packed(member), 200, "x.npy")).rejects.toMatchObject({ code: "CORRUPT" });
    clearInterval(timer);
    expect(most).toBeLessThan(40e6);
  });

  test("a member above the memory limit is TOO_LARGE before anything is expanded", async () => {
    const bomb = zip([{ name: "x.npy", data: zeros, deflated: true }]);
    await expect(openFile(fileOf(bomb), { memory: 10e6, header: 1e6 })).rejects.toMatchObject({
      code: "TOO_LARGE",
      message: expect.stringContaining("50 MB"),
    });
  });

  test("members that are small each and too large together are TOO_LARGE when the last is asked for", async () => {
    const member = npy({ descr: "<f4", shape: "(1000, 100)", data: bytesOf(quarters(100000), "float32") });
    const names = ["a.npy", "b.npy", "c.npy"];
    const opened = await openFile(fileOf(zip(names.map((name) => ({ name, data: member, deflated: true })))), {
      memory: 900000,
      header: 1e6,
    });
    const [a, b, c] = opened.arrays;
    await a.readRows(0, 1000);
    await b.readRows(0, 1000);
    await expect(c.readRows(0, 1000)).rejects.toMatchObject({ code: "TOO_LARGE" });
    expect([...(await a.readRows(0, 1))]).toEqual(quarters(100));
  });

  test("a directory above the header limit is TOO_LARGE", async () => {
    const many = zip(Array.from({ length: 100 }, (_, i) => ({ name: `${i}.npy`, data: new Uint8Array(1) })));
    await expect(openFile(fileOf(many), { memory: 1e9, header: 1000 })).rejects.toMatchObject({ code: "TOO_LARGE" });
  });

  test("compressed data that are damaged are CORRUPT, and a second try says so again", async () => {
    const bytes = zip([
      {
        name: "x.npy",
        data: npy({
          descr: "<f4",
          shape: "(600, 30)",
          data: bytesOf(
            quarters(18000).map((v, i) => v * (i % 13)),
            "float32",
          ),
        }),
        deflated: true,
      },
    ]);
    bytes.fill(0xff, 400, 460);
    const opened = await openFile(fileOf(bytes));
    for (const _ of [1, 2]) await expect(opened.arrays[0].readRows(0, 600)).rejects.toMatchObject({ code: "CORRUPT" });
  });
});
