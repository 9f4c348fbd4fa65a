/** The Dask example beside the command: the same file, also where a worker dies. Needs python3-dask and python3-distributed. */
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openFile } from "../../../web/src/readers/index.js";
import { npy } from "../../fixtures/build/npy.js";
import { bytesOf } from "../../fixtures/build/values.js";
import { askew } from "../command.js";
import { somePairs } from "../engine/pairs.js";
import { ROOT } from "../project.js";

const run = promisify(execFileLater);
const PYTHON = "/usr/bin/python3";
const SCRIPT = "examples/dask_moments.py";
const CUTS = [0, 90, 200, 330, 420];

/** @param {string[]} args @param {(error: Error | null, output: string) => void} done */
function execFileLater(args, done) {
  const child = spawn(PYTHON, args, { cwd: ROOT });
  let output = "";
  child.stdout.on("data", (text) => (output += text));
  child.stderr.on("data", (text) => (output += text));
  child.on("close", (code) => (code === 0 ? done(null, output) : done(new Error(output), output)));
}

/** @param {string} modules */
function has(modules) {
  try {
    execFileSync(PYTHON, ["-c", `import ${modules}`], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

const present = has("dask, distributed, numpy");
const parquet = present && has("pyarrow.parquet");

/** Two partitions of a Parquet file of lists, from rows in .npy files; several row groups each. */
const WRITE_PARQUET = `
import sys, numpy, pyarrow, pyarrow.parquet
folder = sys.argv[1]
x, y = (numpy.load(f"{folder}/{side}.npy") for side in ("images", "texts"))
for k, (a, b) in enumerate(((0, 200), (200, 420))):
    lists = pyarrow.array(list(x[a:b]), pyarrow.list_(pyarrow.float32()))
    fixed = pyarrow.FixedSizeListArray.from_arrays(pyarrow.array(y[a:b].ravel()), y.shape[1])
    table = pyarrow.table({"report.embedding": fixed, "id": pyarrow.array(range(a, b)), "image": lists})
    pyarrow.parquet.write_table(table, f"{folder}/part{k}.parquet", row_group_size=64)
`;

/** What the example makes of cells that are no rows. */
const ODD_CELLS = `
import sys, numpy
sys.path.insert(0, "examples")
import dask_moments
rows = [numpy.arange(3, dtype="f4"), numpy.ones(3, dtype="f4")]
def cells(*given):
    out = numpy.empty(len(given), dtype=object)
    out[:] = given
    return out
assert (dask_moments.rows_of(cells(*rows), "a.parquet", "image") == numpy.stack(rows)).all()
for odd in (None, numpy.ones(4), "text", numpy.array([[1.0]], dtype=object)):
    try:
        dask_moments.rows_of(cells(rows[0], odd), "a.parquet", "image")
        print("taken:", odd)
    except dask_moments.BadInput as error:
        print(error)
`;

/** @param {string} path */
async function momentsIn(path) {
  const { moments } = await openFile(new File([readFileSync(path)], path));
  if (!moments) throw new Error(`${path} holds no moments`);
  return moments;
}

/** Largest difference, each number beside the largest of its kind. @param {string} a @param {string} b */
async function difference(a, b) {
  const [first, second] = [await momentsIn(a), await momentsIn(b)];
  expect(first.blocks.map(({ length }) => length)).toEqual(second.blocks.map(({ length }) => length));
  const pairs = first.pairs;
  return Math.max(...first.blocks.flatMap((block, k) => Array.from(block, (value, i) => Math.abs(value - second.blocks[k][i]) / pairs)));
}

describe.skipIf(!present)(`examples/dask_moments.py${present ? "" : " (python3-dask and python3-distributed are not installed)"}`, () => {
  /** @type {string} */
  let folder;
  const at = (/** @type {string} */ name) => join(folder, name);
  /** @type {import("node:child_process").ChildProcess[]} */
  const cluster = [];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "askew-dask-"));
    const pairs = somePairs({ n: 420, d: 12, seed: 3 });
    for (const side of /** @type {const} */ (["images", "texts"])) {
      const values = [...(await pairs[side].readRows(0, 420))];
      const save = (/** @type {string} */ name, /** @type {number} */ begin, /** @type {number} */ end) =>
        writeFileSync(
          at(name),
          npy({ descr: "<f4", shape: `(${end - begin}, 12)`, data: bytesOf(values.slice(12 * begin, 12 * end), "float32") }),
        );
      save(`${side}.npy`, 0, 420);
      for (let k = 0; k < 4; k++) save(`part${k}.${side}.npy`, CUTS[k], CUTS[k + 1]);
    }
  });

  afterAll(() => {
    for (const child of cluster) child.kill();
    rmSync(folder, { recursive: true });
  });

  test("on two worker processes writes what askew moments writes, to 1e-9", async () => {
    const { code, stderr } = await askew(
      "moments",
      at("images.npy"),
      at("texts.npy"),
      "-o",
      at("askew.safetensors"),
      "--blocks",
      "1",
      "--risk",
      ".75",
    );
    expect(code, stderr).toBe(0);
    await run([
      SCRIPT,
      "--images",
      at("part*.images.npy"),
      "--texts",
      at("part*.texts.npy"),
      "-o",
      at("dask.safetensors"),
      "--blocks",
      "1",
      "--risk",
      ".75",
    ]);
    expect(await difference(at("dask.safetensors"), at("askew.safetensors"))).toBeLessThan(1e-9);
  }, 60_000);

  test("a worker that is killed loses nothing", async () => {
    const made = ["--synthetic", "300000x64", "--partition-rows", "7500", "--blocks", "4"];
    await run([SCRIPT, ...made, "-o", at("quiet.safetensors")]);
    const file = at("scheduler.json");
    const start = (/** @type {string} */ module, /** @type {string[]} */ ...args) => {
      // One thread each, as workers of a local cluster have: the made-up rows are float32 products, whose digits follow the threads.
      const env = { ...process.env, OPENBLAS_NUM_THREADS: "1", OMP_NUM_THREADS: "1" };
      const child = spawn(PYTHON, ["-m", module, "--scheduler-file", file, ...args, "--no-dashboard"], {
        cwd: folder,
        stdio: "ignore",
        env,
      });
      cluster.push(child);
      return child;
    };
    start("distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0");
    const [victim] = [0, 1].map(() => start("distributed.cli.dask_worker", "--nthreads", "1", "--no-nanny", "--host", "127.0.0.1"));
    const child = spawn(PYTHON, [SCRIPT, ...made, "-o", at("killed.safetensors"), "--scheduler-file", file, "--wait-for", "2"], {
      cwd: ROOT,
    });
    let said = "";
    let early = false;
    child.stderr.on("data", (text) => {
      said += text;
      // A quarter of the way: it holds sums that others then make again.
      if (said.includes("10 of 40") && !victim.killed) early = victim.kill("SIGKILL") && !said.includes("40 of 40");
    });
    const code = await new Promise((resolve) => child.on("close", resolve));
    expect(code, said).toBe(0);
    expect(early, said).toBe(true);
    expect(await difference(at("killed.safetensors"), at("quiet.safetensors"))).toBeLessThan(1e-12);
  }, 240_000);

  test("fewer pairs than the floor, and partitions that do not fit, are refused", async () => {
    const refused = (/** @type {string[]} */ ...args) => run([SCRIPT, "-o", at("never"), ...args]).then(String, (error) => error.message);
    expect(await refused("--images", at("part0.images.npy"), "--texts", at("part0.texts.npy"))).toContain(
      "90 pairs are below the floor of 100",
    );
    // As askew moments says: Phi(sqrt(24 x 27 / (4 x 420))) = .73, and 2,524 pairs for .6.
    expect(await refused("--images", at("part*.images.npy"), "--texts", at("part*.texts.npy"))).toMatch(
      /420 pairs of 24 columns.*right 73 times in 100; 60 are allowed, which needs 2524 pairs/,
    );
    expect(await refused("--images", at("part*.images.npy"), "--texts", at("part0.texts.npy"))).toContain("4 files match");
    expect(await refused("--images", at("part0.images.npy"), "--texts", at("part1.texts.npy"))).toContain("Both need (n, d)");
  }, 60_000);

  test("cells of a Parquet column that are empty, of another length or no numbers are refused, with file and column", () => {
    const said = execFileSync(PYTHON, ["-c", ODD_CELLS], { cwd: ROOT, encoding: "utf8" }).trimEnd().split("\n");
    expect(said).toEqual([
      "a.parquet: a cell of the column image is empty. Leave its pair out.",
      ...Array(3).fill("a.parquet: the column image needs a list of numbers in each cell, all of one length."),
    ]);
  });

  test.skipIf(parquet)(
    "Parquet without pyarrow is refused, with what to install",
    async () => {
      writeFileSync(at("any.parquet"), "");
      const refused = await run([SCRIPT, "--parquet", at("any.parquet"), "-o", at("never")]).then(String, (error) => error.message);
      expect(refused).toMatch(/Bad input: Parquet is read with pyarrow.*Install it where the workers run/);
    },
    60_000,
  );

  test.skipIf(!parquet)(
    `partitioned Parquet gives what the rows give${parquet ? "" : " (pyarrow is not installed)"}`,
    async () => {
      execFileSync(PYTHON, ["-c", WRITE_PARQUET, folder]);
      const columns = ["--image-column", "image", "--text-column", "report.embedding"];
      await run([SCRIPT, "--parquet", at("part*.parquet"), ...columns, "-o", at("parquet.safetensors"), "--blocks", "1", "--risk", ".75"]);
      expect(await difference(at("parquet.safetensors"), at("askew.safetensors"))).toBeLessThan(1e-9);
      const refused = await run([SCRIPT, "--parquet", at("part*.parquet"), "-o", at("never")]).then(String, (error) => error.message);
      expect(refused).toContain("has no column text. Its columns: report.embedding, id, image");
    },
    120_000,
  );
});
