import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { CODES } from "../../../web/src/failure.js";
import { DiskFile } from "../../../web/src/readers/disk-file.js";
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

describe.each(["npy", "npz", "safetensors", "csv", "pt", "pkl", "mat", "jsonl", "parquet", "arrow", "hdf5"])("formats/%s", (format) => {
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
          /joblib_0|astype_copy|corrupted|malformed|testcell|complex|sparse|struct|testhdf5|1d|0d|empty_0x512|bytes|string|unicode|datetime|longdouble|object|objarr|structured|npyjs_10-|npyjs_bool|4x4x4|records|candle_test\.np|python3|load_test|burn_|lpips|MUST_REFUSE|bigendian_gen|large_offsets|list_view|empty\.h5|h5wasm_vlen|pyfive_(attr|groups|new_style|compressed_v1|filter)/,
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

/** Name, rows, columns, type and sum of each array; sums to seven digits, beyond the rounding of any order of adding. @param {string} path */
async function facts(path) {
  const { arrays } = await openPath(/** @type {string} */ (sharedPath(path)));
  const found = [];
  for (const { name, rows, cols, dtype, readRows } of arrays) {
    const values = await readRows(0, rows);
    let sum = 0;
    for (const value of values) sum += value;
    found.push([name, rows, cols, dtype, Number(sum.toPrecision(7))]);
  }
  return found;
}

// Values by SciPy 1.10.1 (loadmat), PyTorch 1.13 (load), Python's pickle and json, summed by NumPy as float32 in float64.
const CLIP = [
  ["image", 10, 64, "float32", -1.176257],
  ["text", 10, 64, "float32", -2.094204],
];
const DUCKDB = [
  ["image", 20, 8, "float32", -0.8812475],
  ["text", 20, 8, "float32", 1.689485],
];
const MATRIX = [["testmatrix", 3, 5, "uint8", 20]];
const HALVES = [
  ["test3dmatrix[0]", 3, 4, "uint8", 144],
  ["test3dmatrix[1]", 3, 4, "uint8", 156],
];
describe.each([
  ["pkl/numpy124_dict_p1.pkl", CLIP],
  ["pkl/numpy124_dict_p2.pkl", CLIP],
  ["pkl/numpy124_dict_p3.pkl", CLIP],
  ["pkl/numpy124_dict_p4.pkl", CLIP],
  ["pkl/numpy124_dict_p5.pkl", CLIP],
  [
    "pkl/numpy124_listdict_p4.pkl",
    [
      ["image", 6, 64, "float32", -0.5062507],
      ["text", 12, 64, "float32", -1.057385],
    ],
  ],
  ["pkl/python_lists_p4.pkl", [["image", 4, 8, "float64", -0.1974468]]],
  ["pkl/torch113_tensor_in_pickle_p4.pkl", [["image", 4, 64, "float32", -0.6033977]]],
  ["pt/burn_simple_legacy.pt", [["weight", 2, 3, "float32", -1.92254]]],
  ["jsonl/duckdb.jsonl", DUCKDB],
  ["jsonl/duckdb_array.json", DUCKDB],
  ["mat/scipy_big_endian.mat", [["floats", 2, 2, "float32", 12]]],
  ["mat/scipy_little_endian.mat", [["floats", 2, 2, "float32", 12]]],
  ["mat/scipy_test_mat4_le_floats.mat", [["a", 1, 2, "float64", 1.3]]],
  ["mat/scipy_testmatrix_4.2c_SOL2.mat", [["testmatrix", 3, 5, "float64", 20]]],
  ["mat/scipy_testmatrix_6.1_SOL2.mat", MATRIX],
  ["mat/scipy_testmatrix_7.1_GLNX86.mat", MATRIX],
  ["mat/scipy_testmatrix_7.4_GLNX86.mat", MATRIX],
  ["mat/scipy_test3dmatrix_6.1_SOL2.mat", HALVES],
  ["mat/scipy_test3dmatrix_7.4_GLNX86.mat", HALVES],
  [
    "mat/scipy_testmulti_7.4_GLNX86.mat",
    [
      ["a", 3, 5, "uint8", 20],
      ["theta", 1, 9, "float64", 28.27433],
    ],
  ],
  ["mat/scipy_test_skip_variable.mat", [["first", 100, 100, "float64", 1234.412]]],
])("formats/%s", (path, expected) => {
  const full = `formats/${path}`;
  test.skipIf(!sharedPath(full))(sharedTitle("reads as the format's own library reads it", full), async () => {
    expect(await facts(full)).toEqual(expected);
  });
});

describe.skipIf(!sharedPath("formats/pkl"))(sharedTitle("what must be refused", "formats/pkl"), () => {
  test.each([
    ["pkl/evil_os_system_MUST_REFUSE.pkl", "FORBIDDEN_GLOBAL", "posix.system"],
    ["pkl/pandas_test_py27_MUST_REFUSE.pkl", "FORBIDDEN_GLOBAL", "pandas.core.frame.DataFrame"],
    ["pkl/joblib_0.9.2_pickle_py27_np17.pkl", "FORBIDDEN_GLOBAL", "NDArrayWrapper"],
    ["pkl/joblib_0.10.0_pickle_py35_np19.pkl", "UNSUPPORTED_TYPE", "Python objects"],
    ["pkl/numpy_astype_copy_py2.pkl", "NO_MATRIX", "(73,)"],
    ["pt/burn_legacy_shared_storage.pt", "NO_MATRIX", "view2 of shape (20,)"],
    ["mat/scipy_corrupted_zlib_checksum.mat", "CORRUPT", "decompressed"],
    ["mat/scipy_malformed1.mat", "TRUNCATED", "2,208"],
    ["mat/scipy_testcell_7.4_GLNX86.mat", "UNSUPPORTED_TYPE", "cell"],
    ["mat/scipy_testcomplex_7.4_GLNX86.mat", "UNSUPPORTED_TYPE", "complex"],
    ["mat/scipy_testsparse_7.4_GLNX86.mat", "UNSUPPORTED_TYPE", "sparse"],
    ["mat/scipy_testsparsefloat_7.4_GLNX86.mat", "UNSUPPORTED_TYPE", "sparse"],
    ["mat/scipy_teststruct_7.4_GLNX86.mat", "UNSUPPORTED_TYPE", "struct"],
  ])("%s is refused with %s", async (path, code, says) => {
    const full = /** @type {string} */ (sharedPath(`formats/${path}`));
    const failure = await openPath(full).then(
      ({ arrays: [array] }) => array.readRows(0, array.rows),
      (error) => error,
    );
    expect(failure).toMatchObject({ code, message: expect.stringContaining(says) });
  });

  test("words in MATLAB's files are columns", async () => {
    const columns = async (/** @type {string} */ name) =>
      (await openPath(/** @type {string} */ (sharedPath(`formats/mat/${name}`)))).columns;
    expect(await columns("scipy_big_endian.mat")).toEqual([{ name: "strings", values: ["hello", "world"] }]);
    expect(await columns("scipy_teststringarray_7.4_GLNX86.mat")).toEqual([{ name: "teststringarray", values: ["one", "two", "three"] }]);
    expect(await columns("scipy_test_skip_variable.mat")).toEqual([{ name: "second", values: ["Hello, world"] }]);
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

  test.each([
    [
      "wikipedia-mat/uci_all.mat",
      [
        ["I_tr", 1500, 76, "float64", 10450.39],
        ["T_tr", 1500, 64, "float64", 219.2202],
        ["P_tr", 1500, 240, "uint8", 1089501],
        ["L_tr", 1500, 1, "uint8", 8277],
        ["I_te", 500, 76, "float64", 3482.505],
        ["T_te", 500, 64, "float64", 87.13521],
        ["L_te", 500, 1, "uint8", 2723],
        ["P_te", 500, 240, "uint8", 363333],
      ],
    ],
    [
      "wikipedia-mat/raw_features.mat",
      [
        ["I_tr", 2173, 128, "float64", 2173],
        ["I_te", 693, 128, "float64", 693],
        ["T_tr", 2173, 10, "float64", 2173],
        ["T_te", 693, 10, "float64", 693],
      ],
    ],
    [
      "wikipedia-mat/wikiData.mat",
      [
        ["I_tr", 2173, 128, "float64", 2173],
        ["I_te", 693, 128, "float64", 693],
        ["T_tr", 2173, 10, "float64", 2173],
        ["T_te", 693, 10, "float64", 693],
        ["L_te", 693, 1, "uint8", 3875],
        ["L_tr", 2173, 1, "uint8", 12334],
      ],
    ],
  ])("%s reads as SciPy reads it", async (path, expected) => {
    expect(await facts(`realdata/${path}`)).toEqual(expected);
  });

  test.each([
    ["cifar10-clip/image_embeddings.pt", 500],
    ["varun-mmrag/image_embeddings.pt", 17],
    ["devshaily-clip/clip_text_features.pt", 3],
  ])("%s opens with its rows", async (path, rows) => {
    expect((await facts(`realdata/${path}`)).map(([, found, cols]) => [found, cols])).toEqual([[rows, 512]]);
  });

  test.each([
    ["varun-mmrag/image_content.json", ["article_title", "section", "image_path", "caption"], 17],
    ["varun-mmrag/text_content.json", ["article_title", "section", "text"], 86],
    ["physicist-pathmnist/prompt_map.json", ["label_idx", "label_name", "synonym", "family", "template"], 197],
  ])("%s gives its columns, as long as the embeddings beside it", async (path, names, rows) => {
    const { arrays, columns } = await openPath(/** @type {string} */ (sharedPath(`realdata/${path}`)));
    expect(arrays).toEqual([]);
    expect(columns.map(({ name, values }) => [name, values.length])).toEqual(names.map((name) => [name, rows]));
  });
});
