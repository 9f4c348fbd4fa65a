import { describe, expect, test } from "vitest";
import { DEFAULT_LIMITS, openFile, openFiles } from "../../../web/src/readers/index.js";
import { npy } from "../../fixtures/build/npy.js";
import { tensor, torch } from "../../fixtures/build/torch.js";
import { bytesOf, joined, quarters } from "../../fixtures/build/values.js";
import { zip } from "../../fixtures/build/zip.js";

const array = (/** @type {number} */ rows, from = 0) =>
  npy({ descr: "<f4", shape: `(${rows}, 3)`, data: bytesOf(quarters(3 * rows, from), "float32") });
/** @param {Parameters<typeof zip>[0]} members @param {string} [name] */
const fileOf = (members, name = "run.zip") => new File([zip(members)], name);
const table = joined(["id,caption\n1,a scan\n2,another\n"]);
const members = [
  { name: "inner/", data: new Uint8Array(0) },
  { name: "inner/images.npy", data: array(2) },
  { name: "inner/texts.npy", data: array(2, 5), deflated: true },
  { name: "metadata.csv", data: table, deflated: true },
  { name: "README.txt", data: joined(["Features, of two images\nand their texts, see there, and there.\n"]) },
  { name: "__MACOSX/inner/._images.npy", data: joined(["junk"]) },
  { name: "scan.png", data: joined(["\u0089PNG"]) },
];

describe("an archive of files", () => {
  test("gives each member that a reader knows, by archive and name; letters and pictures lie beside", async () => {
    const openings = await openFiles(fileOf(members));
    expect(openings.map(({ name, opened, failure }) => [name, opened?.format, failure?.code])).toEqual([
      ["run.zip/inner/images.npy", "npy", undefined],
      ["run.zip/inner/texts.npy", "npy", undefined],
      ["run.zip/metadata.csv", "csv", undefined],
    ]);
    expect(openings.map(({ opened }) => opened?.file)).toEqual(openings.map(({ name }) => name));
  });

  test("leaves stored members in place for workers, and expands deflated ones here", async () => {
    const [images, texts] = (await openFiles(fileOf(members))).map(({ opened }) => opened?.arrays[0]);
    expect(images?.plain?.blob).toBeInstanceOf(Blob);
    expect(texts?.plain).toBeUndefined();
    expect([...((await images?.readRows(1, 2)) ?? [])]).toEqual(quarters(3, 3));
    expect([...((await texts?.readRows(0, 2)) ?? [])]).toEqual(quarters(6, 5));
  });

  test("may hold other archives that are files: .npz and .pt", async () => {
    const inner = zip([
      { name: "image.npy", data: array(2), deflated: true },
      { name: "text.npy", data: array(2) },
    ]);
    for (const deflated of [false, true]) {
      const openings = await openFiles(
        fileOf([
          { name: "a/both.npz", data: inner, deflated },
          { name: "b/x.pt", data: torch({ image: tensor(quarters(6), [2, 3]) }), deflated },
        ]),
      );
      const arrays = openings.flatMap(({ opened }) => opened?.arrays ?? []);
      expect(arrays.map(({ name, plain }) => [name, plain !== undefined])).toEqual([
        ["image", false],
        ["text", !deflated],
        ["image", !deflated],
      ]);
      for (const source of arrays) expect([...(await source.readRows(0, 2))]).toEqual(quarters(6));
    }
  });

  test("names the members that do not open, beside those that do", async () => {
    const openings = await openFiles(fileOf([members[1], { name: "texts.npy", data: array(2).slice(0, 140) }]));
    expect(openings.map(({ failure }) => failure?.code)).toEqual([undefined, "TRUNCATED"]);
    expect(openings[1].failure?.message).toContain("run.zip/texts.npy");
  });

  test("keeps each member for its hash", async () => {
    const [{ opened }] = await openFiles(fileOf([members[1], members[3]]));
    expect(new Uint8Array((await opened?.blob?.arrayBuffer()) ?? new ArrayBuffer(0))).toEqual(array(2));
  });

  test("of arrays alone, without folders, is one file with several arrays; so is one named .npz", async () => {
    const flat = [members[1], members[2]].map((member) => ({ ...member, name: member.name.replace("inner/", "") }));
    expect((await openFile(fileOf(flat))).arrays.map(({ name }) => name)).toEqual(["images", "texts"]);
    expect((await openFile(fileOf(members.slice(1, 4), "x.npz"))).arrays.map(({ name }) => name)).toEqual(["inner/images", "inner/texts"]);
  });

  test("holding only other things is refused with NOT_RECOGNISED", async () => {
    await expect(openFiles(fileOf([members[6], members[0]]))).rejects.toMatchObject({ code: "NOT_RECOGNISED" });
  });
});

describe("bombs", () => {
  const zeros = (/** @type {number} */ rows) => npy({ descr: "<f4", shape: `(${rows}, 3)`, data: new Uint8Array(12 * rows) });

  test("an archive inside an archive is not opened", async () => {
    const [{ failure }] = await openFiles(fileOf([{ name: "inner.zip", data: zip(members) }]));
    expect(failure?.code).toBe("UNSUPPORTED_FORMAT");
    expect(failure?.message).toContain("run.zip/inner.zip");
  });

  test("members count together: each below the limit, all above it", async () => {
    const five = Array.from({ length: 5 }, (_, i) => ({ name: `${i}/x.npy`, data: zeros(10000), deflated: true }));
    const openings = await openFiles(fileOf(five), { memory: 300000, header: 1e6 });
    expect(openings.map(({ failure }) => failure?.code)).toEqual([undefined, undefined, "TOO_LARGE", "TOO_LARGE", "TOO_LARGE"]);
  });

  test("a deflated .npz inside a deflated archive is counted at both depths", async () => {
    const inner = zip([{ name: "x.npy", data: zeros(50000), deflated: true }]);
    const outer = zip([{ name: "a/x.npz", data: inner, deflated: true }]);
    const limits = { memory: 600128 + inner.length / 2, header: 1e6 };
    expect((await openFile(new File([inner], "x.npz"), limits)).arrays[0].rows).toBe(50000);
    const [{ failure }] = await openFiles(new File([outer], "x.zip"), limits);
    expect(failure?.code).toBe("TOO_LARGE");
  });

  test("more members than can be looked at are refused", async () => {
    const many = Array.from({ length: 50_001 }, (_, i) => ({ name: `${i}/x.npy`, data: Uint8Array.of(0) }));
    await expect(openFiles(fileOf(many), DEFAULT_LIMITS)).rejects.toMatchObject({
      code: "TOO_LARGE",
      message: expect.stringContaining("50001"),
    });
  });
});
