/** Every combination of a writer, a layout and a change, and the files of one of them. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { zip } from "../fixtures/build/zip.js";
import { CHANGES } from "./changes.js";
import { ID_KINDS, makeData } from "./data.js";
import { LAYOUTS } from "./layouts.js";
import { oneOf, randomFrom, seedOf, shuffled } from "./random.js";
import { Skip, sceneOf } from "./scene.js";
import { WRITERS } from "./writers/index.js";

/** @import { Laid, Layout } from "./layouts.js" */
/** @import { Scene } from "./scene.js" */
/** @import { Writer } from "./writers/index.js" */

/** @typedef {"command" | "page"} Route page: every file is dropped by itself */
/** @typedef {{ writer: string, layout: string, change: string, route: Route, seed: number }} Case */
/** @typedef {{ scene: Scene, args: string[], pairs?: string, files: string[] }} Built scene: with the truth; args, pairs, files: paths; files: without archives */

const ITEMS = 60;

/** A writer of tables of pairs alone goes with sides in csv. @param {Writer} writer @param {string} layout */
const canWrite = ({ forms }, layout) => forms.includes(LAYOUTS[layout].needs) || (layout === "table between" && forms.includes("pairs"));

/** Folders and archives open alike on both. @param {string} layout @returns {Route[]} */
const routesOf = (layout) => (/shards|file/.test(layout) && !/two files|one file/.test(layout) ? ["command"] : ["command", "page"]);

/** @param {string} change @param {string} layout */
const isApt = (change, layout) => {
  const { expects, tellsByName = false } = CHANGES[change];
  const { idless = false, nameless = false } = LAYOUTS[layout];
  if (change === "list backwards" && !layout.startsWith("shards")) return false;
  return !(idless && expects !== "right") && !(nameless && tellsByName);
};

/** @param {{ writer?: string, layout?: string, change?: string, route?: string }} [only] @returns {Omit<Case, "seed">[]} */
export function combinations({ writer: w, layout: l, change: c, route: r } = {}) {
  const fits = (/** @type {string | undefined} */ wanted) => (/** @type {string} */ name) => wanted === undefined || name === wanted;
  return Object.keys(WRITERS)
    .filter(fits(w))
    .flatMap((writer) =>
      Object.keys(LAYOUTS)
        .filter((layout) => fits(l)(layout) && canWrite(WRITERS[writer], layout))
        .flatMap((layout) =>
          Object.keys(CHANGES)
            .filter((change) => fits(c)(change) && isApt(change, layout))
            .flatMap((change) =>
              routesOf(layout)
                .filter(fits(r))
                .map((route) => ({ writer, layout, change, route })),
            ),
        ),
    );
}

/** @param {Laid["files"]} files @param {Writer} writer @returns {Promise<Map<string, { path: string, bytes: Uint8Array }[]>>} what came of each */
async function writtenFiles(files, writer) {
  const out = new Map();
  for (const { path, form, plain } of files) {
    const { extension, write } = !plain && writer.forms.includes(form.form) ? writer : WRITERS.csv;
    const bytes = await write(form);
    const several = Array.isArray(bytes) ? bytes : [{ suffix: "", bytes }];
    out.set(
      path,
      several.map((one) => ({ path: `${path}${one.suffix}.${extension}`, bytes: one.bytes })),
    );
  }
  return out;
}

/** @param {Laid} laid @param {Writer} writer @param {string} folder @returns {Promise<Omit<Built, "scene">>} */
async function onDisk({ files, args, pairs }, writer, folder) {
  const written = await writtenFiles(files, writer);
  const forAudit = [...written].filter(([path]) => path !== pairs).flatMap(([, made]) => made);
  const table = pairs === undefined ? {} : { pairs: /** @type {{ path: string }[]} */ (written.get(pairs))[0].path };
  // The command takes two paths: more files than that go into one archive.
  const isZip = args === "zip" || (args.every((path) => !path.endsWith("/")) && forAudit.length > args.length);
  const all = [...written.values()].flat();
  const dropped = all.map(({ path }) => join(folder, path));
  if (isZip) all.push({ path: "all.zip", bytes: zip(forAudit.map(({ path, bytes }) => ({ name: path, data: bytes }))) });
  for (const { path, bytes } of all) {
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    writeFileSync(join(folder, path), bytes);
  }
  const paths = isZip ? ["all.zip"] : /** @type {string[]} */ (args).map((path) => written.get(path)?.[0].path ?? path.slice(0, -1));
  return { args: paths.map((path) => join(folder, path)), files: dropped, ...(table.pairs && { pairs: join(folder, table.pairs) }) };
}

/** @param {Case} of @param {() => number} next @param {import("./data.js").IdKind} idKind */
function changedScene({ layout, change, seed }, next, idKind) {
  const { captions = oneOf(next, [1, 5]), items = ITEMS } = LAYOUTS[layout];
  const scene = sceneOf(makeData({ seed, items, captions, idKind }), { side: oneOf(next, ["images", "texts"]) });
  LAYOUTS[layout].prepare?.(scene);
  CHANGES[change].apply(scene, next);
  return scene;
}

/** The files of a case in a folder; undefined if no ids let it be written. @param {Case} of @param {string} folder @returns {Promise<Built | undefined>} */
export async function build(of, folder) {
  const next = randomFrom(seedOf([of.writer, of.layout, of.change, of.seed].join("|")));
  for (const idKind of shuffled(next, ID_KINDS)) {
    try {
      const scene = changedScene(of, next, idKind);
      return { scene, ...(await onDisk(LAYOUTS[of.layout].lay(scene, next), WRITERS[of.writer], folder)) };
    } catch (error) {
      if (!(error instanceof Skip)) throw error;
    }
  }
  return undefined;
}
