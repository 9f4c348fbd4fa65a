import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { DiskFile } from "../../../web/bin/disk-file.js";
import { CODES } from "../../../web/src/failure.js";
import { openFile } from "../../../web/src/readers/index.js";
import { sharedPath, sharedTitle } from "../shared-folder.js";

/** @param {string} path */
const openPath = async (path) => openFile(await DiskFile.open(path));
/** @param {string} folder */
const namesIn = (folder) => (sharedPath(folder) ? readdirSync(/** @type {string} */ (sharedPath(folder))) : ["-"]);

/** First value and number of rows of each array. @param {string} path */
async function starts(path) {
  const { arrays } = await openPath(path);
  return Promise.all(arrays.map(async ({ name, rows, cols, readRows }) => [name, rows, cols, (await readRows(0, 1))[0]]));
}

describe.each(["npy", "npz", "safetensors", "csv", "pt", "parquet", "arrow", "hdf5"])("formats/%s", (format) => {
  const folder = `formats/${format}`;
  describe.skipIf(!sharedPath(folder))(sharedTitle("real files", folder), () => {
    test.each(namesIn(folder))("%s opens with every row, or is refused with a code", async (name) => {
      const path = /** @type {string} */ (sharedPath(`${folder}/${name}`));
      try {
        const { arrays, columns } = await openPath(path);
        expect(arrays.length + columns.length).toBeGreaterThan(0);
        for (const array of arrays) expect(await array.readRows(0, array.rows)).toHaveLength(array.rows * array.cols);
      } catch (error) {
        const { code } = /** @type {{ code: string }} */ (error);
        expect(Object.keys(CODES)).toContain(code);
        expect(code, String(error)).not.toBe("INTERNAL");
        expect(name).toMatch(
          /1d|0d|empty_0x512|bytes|string|unicode|complex|datetime|longdouble|object|objarr|structured|npyjs_10-|npyjs_bool|4x4x4|records|candle_test\.np|python3|load_test|burn_|lpips|MUST_REFUSE|bigendian_gen|large_offsets|list_view|empty\.h5|h5wasm_vlen|pyfive_(attr|groups|new_style|compressed_v1|filter)/,
        );
      }
    });
  });
});

describe.skipIf(!sharedPath("formats/npy"))(sharedTitle("files of one matrix, written in many ways", "formats/npy"), () => {
  // One 12 x 16 matrix of CLIP features; float16 and the orders must not change it.
  const names = ["bigendian_f4", "bigendian_f8_fortran", "f16", "f8", "fortran_f4", "header_v1", "header_v2", "header_v3"];
  test.each(names)("np124_%s.npy holds the same numbers as header_v1", async (name) => {
    const read = async (/** @type {string} */ which) =>
      (await openPath(/** @type {string} */ (sharedPath(`formats/npy/np124_${which}.npy`)))).arrays[0].readRows(0, 12);
    expect([...(await read(name))]).toEqual([...(await read("header_v1"))]);
  });

  test("npyjs's expected values are met", async () => {
    const records = JSON.parse(readFileSync(/** @type {string} */ (sharedPath("formats/npy/npyjs_records.json")), "utf8"));
    for (const name of ["65x65-float16", "65x65-float32", "65x65-float64"]) {
      const values = await (await openPath(/** @type {string} */ (sharedPath(`formats/npy/npyjs_${name}.npy`)))).arrays[0].readRows(0, 65);
      expect([...values.slice(-5)]).toEqual(records[`./data/${name}`]);
    }
  });
});

describe.skipIf(!sharedPath("formats/parquet") || !sharedPath("realdata"))(
  sharedTitle("the same CLIP rows, as other programs wrote them", "formats/parquet"),
  () => {
    const names = (/** @type {string} */ folder, /** @type {RegExp} */ name) => namesIn(folder).filter((file) => name.test(file));
    test.each([
      ...names("formats/parquet", /^(duckdb|polars)/).map((file) => `formats/parquet/${file}`),
      ...names("formats/arrow", /^polars/).map((file) => `formats/arrow/${file}`),
      "formats/hdf5/h5py37_pairs_default.h5",
    ])("%s holds NumPy's numbers, every one", async (path) => {
      const [images, texts] = (await openPath(/** @type {string} */ (sharedPath("realdata/liang-modality-gap/features_clip.npy")))).arrays;
      const { arrays } = await openPath(/** @type {string} */ (sharedPath(path)));
      expect(arrays.length).toBeGreaterThan(0);
      for (const array of arrays) {
        const truth = await (array.name.startsWith("image") ? images : texts).readRows(0, array.rows);
        expect(await array.readRows(0, array.rows)).toEqual(truth);
      }
    });
  },
);

describe.skipIf(!sharedPath("formats/pt"))(sharedTitle("the paper's files", "formats/pt"), () => {
  test("a list of dictionaries whose images are views of larger storages gives the images", async () => {
    const source = await starts(/** @type {string} */ (sharedPath("formats/npz/np124_stored.npz")));
    expect(await starts(/** @type {string} */ (sharedPath("formats/pt/torch113_listdict_40.pt")))).toEqual(source);
    const views = await starts(/** @type {string} */ (sharedPath("formats/pt/torch113_listdict_shared_storage_views.pt")));
    expect(views).toEqual([
      ["image", 5, 512, source[0][3]],
      ["text", 10, 512, source[1][3]],
    ]);
  });

  test("100 images with 5 captions each state their map", async () => {
    const opened = await openPath(/** @type {string} */ (sharedPath("formats/pt/torch113_medvlm_style_flickr8k_100x5_f16.pt")));
    expect(opened.map?.imageOf).toEqual(Int32Array.from({ length: 500 }, (_, text) => Math.floor(text / 5)));
    expect(opened.columns[0].values).toHaveLength(100);
  });
});

describe.skipIf(!sharedPath("realdata"))(sharedTitle("real embeddings", "realdata"), () => {
  test.each([
    [
      "liang-modality-gap/features_convirt.npy",
      [
        ["[0]", 500, 512],
        ["[1]", 500, 512],
      ],
    ],
    ["devshaily-clip/clip_training_embeddings.pt", [["", 1000, 512]]],
    ["varun-mmrag/text_embeddings.pt", [["", 86, 512]]],
  ])("%s is read in place", async (path, expected) => {
    const { arrays } = await openPath(/** @type {string} */ (sharedPath(`realdata/${path}`)));
    expect(arrays.map(({ name, rows, cols }) => [name, rows, cols])).toEqual(expected);
    expect(arrays.every(({ plain }) => plain !== undefined)).toBe(true);
  });

  test("metadata.csv gives its columns", async () => {
    const { columns } = await openPath(/** @type {string} */ (sharedPath("realdata/chia213-flickr8k/metadata.csv")));
    expect(columns.map(({ name, values }) => [name, values.length, new Set(values).size])).toEqual([
      ["image_id", 500, 100],
      ["image_path", 500, 100],
      ["caption", 500, 500],
    ]);
  });
});
