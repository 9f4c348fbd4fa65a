import { describe, expect, test } from "vitest";
import { momentsBytes } from "../../../web/src/moments/file.js";
import { openFile, openFiles } from "../../../web/src/readers/index.js";
import { FLAT_HEADER, fieldsOf, sizeOf } from "../../../web/src/readers/moments-form.js";

/** @import { MomentsFile } from "../../../web/src/types.d.ts" */

/** Counted numbers in place of sums: 1, 2, 3 … @param {number} dx @param {number} dy @param {number} pairs */
function block(dx, dy, pairs) {
  const length = fieldsOf(dx, dy).reduce((sum, { shape }) => sum + sizeOf(shape), FLAT_HEADER);
  const flat = Float64Array.from({ length }, (_, k) => k);
  flat.set([1, dx, dy, 1, pairs]);
  return flat;
}

/** @param {Partial<MomentsFile>} [more] @returns {MomentsFile} */
const some = (more) => ({
  imageCols: 3,
  textCols: 2,
  pairs: 30,
  blocks: [block(3, 2, 10), block(3, 2, 20)],
  sites: [{ label: null, pairs: 30 }],
  retrieval: null,
  preprocessing: "",
  noise: null,
  tool: "askew 0.1.0",
  ...more,
});

const direction = { queries: 30, hits: [1, 2, 3], expected: [0.1, 0.5, 1], galleries: { smallest: 10, largest: 20 } };

/** @param {Uint8Array<ArrayBuffer>} bytes */
const open = (bytes) => openFile(new File([bytes], "site.safetensors"));

/** The header changed by hand. @param {(header: any) => void} change */
function changed(change) {
  const bytes = momentsBytes(some({ retrieval: { imageToText: direction, textToImage: direction } }));
  const length = Number(new DataView(bytes.buffer).getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)));
  change(header);
  const text = new TextEncoder().encode(JSON.stringify(header));
  const size = new Uint8Array(8);
  new DataView(size.buffer).setBigUint64(0, BigInt(text.length), true);
  return new Uint8Array([...size, ...text, ...bytes.subarray(8 + length)]);
}

describe("a moments file", () => {
  test.each([
    ["plain", some()],
    [
      "with retrieval, noise and words",
      some({
        retrieval: { imageToText: direction, textToImage: direction },
        noise: { epsilon: 1, delta: 1e-6, sigma: 20 },
        preprocessing: "pooled",
      }),
    ],
    [
      "of two named sites",
      some({
        sites: [
          { label: "A", pairs: 12 },
          { label: "B — “b”", pairs: 18 },
        ],
      }),
    ],
    [
      "of sites that state noise and preprocessing each",
      some({
        sites: [
          { label: "A", pairs: 12, preprocessing: "pooled", noise: { epsilon: 1, delta: 1e-6, sigma: 20 } },
          { label: "B", pairs: 10, preprocessing: "", noise: null },
          { label: "C", pairs: 8, preprocessing: null, noise: "not known" },
        ],
        overlap: "not stated",
      }),
    ],
  ])("%s comes back as it was written, under any name", async (_, moments) => {
    const opened = await open(momentsBytes(moments));
    expect(opened.format).toBe("moments");
    expect(opened.arrays).toEqual([]);
    expect(opened.moments).toEqual(moments);
  });

  test("has a header of whole words of 8 bytes, so that its values can be mapped", () => {
    const bytes = momentsBytes(some({ preprocessing: "ü" }));
    expect(Number(new DataView(bytes.buffer).getBigUint64(0, true)) % 8).toBe(0);
  });

  test("inside a zip archive is found there too", async () => {
    const { zip } = await import("../../fixtures/build/zip.js");
    const bytes = zip([{ name: "a.moments.safetensors", data: momentsBytes(some()) }]);
    const [{ opened }] = await openFiles(new File([/** @type {any} */ (bytes)], "sites.zip"));
    expect(opened?.moments?.pairs).toBe(30);
  });
});

describe("what is no whole moments file is refused with its reason", () => {
  const name = "image.products";
  test.each(
    /** @type {[string, string, RegExp, (header: any) => void][]} */ ([
      [
        "another version",
        "UNSUPPORTED_FORMAT",
        /askew-moments\/9/,
        (header) => {
          header.__metadata__.askew = "askew-moments/9";
        },
      ],
      [
        "a tensor that is missing",
        "BAD_HEADER",
        /image\.products is missing/,
        (header) => {
          delete header[name];
        },
      ],
      [
        "another shape",
        "BAD_HEADER",
        /shape \(2, 9, 1\)/,
        (header) => {
          header[name].shape = [2, 9, 1];
        },
      ],
      [
        "float32 values",
        "BAD_HEADER",
        /F32/,
        (header) => {
          Object.assign(header[name], { dtype: "F32", shape: [2, 3, 6] });
        },
      ],
      [
        "no list of sites",
        "BAD_HEADER",
        /sites/,
        (header) => {
          delete header.__metadata__.sites;
        },
      ],
      [
        "sites of other pairs",
        "BAD_HEADER",
        /31 pairs, its sums 30/,
        (header) => {
          header.__metadata__.sites = '[{"label":null,"pairs":31}]';
        },
      ],
      [
        "metadata that are not JSON",
        "BAD_HEADER",
        /not JSON/,
        (header) => {
          header.__metadata__.sites = "[{";
        },
      ],
      [
        "noise without numbers",
        "BAD_HEADER",
        /epsilon/,
        (header) => {
          header.__metadata__.noise = '{"epsilon":"much"}';
        },
      ],
      [
        "a site's noise without numbers",
        "BAD_HEADER",
        /epsilon/,
        (header) => {
          header.__metadata__.sites = '[{"label":null,"pairs":10,"noise":{"epsilon":1}},{"label":null,"pairs":20,"noise":null}]';
        },
      ],
      [
        "another word on pairs at several sites",
        "BAD_HEADER",
        /"some"/,
        (header) => {
          header.__metadata__.overlap = "some";
        },
      ],
      [
        "an offset beyond the file",
        "TRUNCATED",
        /image\.products/,
        (header) => {
          header[name].data_offsets = [8000, 8144];
        },
      ],
    ]),
  )("%s", async (_, code, says, change) => {
    await expect(open(changed(change))).rejects.toMatchObject({ code, message: expect.stringMatching(says) });
  });

  test("values that are no numbers", async () => {
    const moments = some();
    moments.blocks[1][20] = Number.NaN;
    await expect(open(momentsBytes(moments))).rejects.toMatchObject({ code: "NOT_FINITE" });
  });

  test("a block without pairs", async () => {
    const moments = some({ blocks: [block(3, 2, 0), block(3, 2, 30)] });
    await expect(open(momentsBytes(moments))).rejects.toMatchObject({ code: "BAD_HEADER", message: expect.stringContaining("0 pairs") });
  });
});
