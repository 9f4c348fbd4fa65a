/** Ways in which a data set lies in files: what the command is given, and what each file holds. */
import { Fixed, Matrix, pairsOf, records, side, treeOf, Wholes, Words } from "./forms.js";
import { shuffled } from "./random.js";
import { Skip } from "./scene.js";

/** @import { Column, Form, FormName, Tree } from "./forms.js" */
/** @import { Row } from "./data.js" */
/** @import { Scene, Side } from "./scene.js" */

/**
 * A file without its extension. plain: written as csv, whatever the writer; table: of pairs, by the writer where it can.
 * @typedef {{ path: string, form: Form, plain?: boolean }} Written
 */
/** @typedef {{ files: Written[], args: string[] | "zip", pairs?: string }} Laid args: paths without extension, or folders; zip: all in one archive */
/**
 * needs: the form that a writer must have; prepare: before the change; idless: its ids say nothing; nameless: its columns of ids have no names
 * @typedef {{ needs: FormName, captions?: 1 | 5, items?: number, idless?: true, nameless?: true, prepare?: (scene: Scene) => void, lay: (scene: Scene, next: () => number) => Laid }} Layout
 */

const vectorsOf = (/** @type {Row[]} */ rows) => rows.map(({ vector }) => vector);

/** @param {Scene} scene @param {Side} which @param {Row[]} [rows] @returns {Column[]} */
function columnsOf(scene, which, rows = scene[which]) {
  const ids = scene.hasIds[which] ? [{ name: scene.idNames[which], values: rows.map(({ id }) => id) }] : [];
  const beside = Object.keys(rows[0]?.beside ?? {}).map((name) => ({ name, values: rows.map((row) => row.beside[name]) }));
  return [...ids, ...beside];
}

/** @param {Scene} scene @param {Side} which @param {Row[]} [rows] */
const sideOf = (scene, which, rows = scene[which]) =>
  side(which === "images" ? "image_features" : "text_features", vectorsOf(rows), columnsOf(scene, which, rows));

/** Rows by their id, in the order in which ids first come. @param {Scene} scene @param {Side} which */
function groupsOf(scene, which) {
  if (!scene.hasIds[which]) throw new Skip("keys are ids");
  /** @type {Map<string, Row[]>} */
  const groups = new Map();
  for (const row of scene[which]) groups.set(row.id, [...(groups.get(row.id) ?? []), row]);
  if (groups.has("")) throw new Skip("a key of no letters");
  return groups;
}

/** {id: (d,)} @param {Scene} scene @param {Side} which @returns {Map<string, Tree>} */
function keyed(scene, which) {
  const groups = groupsOf(scene, which);
  return new Map(
    [...groups].map(([id, rows]) => {
      if (rows.length > 1) throw new Skip("a key twice");
      return [id, new Matrix([rows[0].vector.length], rows[0].vector)];
    }),
  );
}

/** {id: (k, d)} @param {Scene} scene @param {Side} which @returns {Map<string, Tree>} */
const keyedBlocks = (scene, which) => new Map([...groupsOf(scene, which)].map(([id, rows]) => [id, Matrix.of(vectorsOf(rows))]));

/** @param {Row[]} rows @param {number} count @returns {Row[][]} */
function partsOf(rows, count) {
  const each = Math.ceil(rows.length / count);
  return Array.from({ length: Math.ceil(rows.length / each) }, (_, part) => rows.slice(part * each, (part + 1) * each));
}

/** @param {Scene} scene @returns {Written[]} */
function shards(scene) {
  const files = /** @type {Side[]} */ (["images", "texts"]).flatMap((which) =>
    partsOf(scene[which], scene.shards).map((rows, part) => ({ path: `${which}/${which}_${part}`, form: sideOf(scene, which, rows) })),
  );
  return scene.backwards ? files.reverse() : files;
}

/** One file an id. @param {Scene} scene @param {Side} which @returns {Written[]} */
function filesById(scene, which) {
  return [...keyed(scene, which)].map(([id, vector]) => {
    if (/[/\s]/.test(id)) throw new Skip("an id that is no file's name");
    return { path: `${which}/${id}`, form: treeOf("vector", vector) };
  });
}

/** @param {Scene} scene @param {Side} which @returns {Form} */
function batched(scene, which) {
  const words = columnsOf(scene, which).map(({ name, values }) => /** @type {[string, Tree]} */ ([name, new Words(values)]));
  const batches = partsOf(scene[which], 3).map((rows) => Matrix.of(vectorsOf(rows)));
  return treeOf("batches", new Map([[which === "images" ? "image_features" : "text_features", /** @type {Tree} */ (batches)], ...words]));
}

/** Both sides as one row each: those of the images' order that have a text. @param {Scene} scene */
function bothSides(scene) {
  const columns = columnsOf(scene, "images");
  const texts = new Map(scene.texts.map((row) => [row.item, row]));
  const rows = scene.images.filter(({ item }) => texts.has(item));
  return records({
    images: vectorsOf(rows),
    texts: rows.map(({ item }) => /** @type {Row} */ (texts.get(item)).vector),
    columns: columns.map(({ name }) => ({ name, values: rows.map((row) => (name === scene.idNames.images ? row.id : row.beside[name])) })),
  });
}

/** Texts are of studies, and only a table between tells the studies' images. @param {Scene} scene */
function toStudies(scene) {
  const study = (/** @type {string} */ id) => (/^[1-9]\d*$/.test(id) ? String(5_000_003n + 7n * BigInt(id)) : `s${[...id].reverse().join("")}`);
  scene.texts = scene.texts.map((row) => ({ ...row, id: study(row.key), key: study(row.key) }));
  scene.idNames.texts = "study";
}

/** @param {Scene} scene @param {() => number} next */
function tableBetween(scene, next) {
  if (!scene.hasIds.images || !scene.hasIds.texts) throw new Skip("a chain of ids");
  const imageOf = new Map(scene.images.map(({ item, key }) => [item, key]));
  const studies = new Map(scene.texts.filter(({ item }) => imageOf.has(item)).map(({ item, key }) => [key, imageOf.get(item) ?? ""]));
  const rows = shuffled(next, [...studies]);
  return pairsOf([
    { name: "study", values: rows.map(([study]) => study) },
    { name: "image_id", values: rows.map(([, image]) => image) },
  ]);
}

/** @type {Record<string, Layout>} */
export const LAYOUTS = {
  "two files": {
    needs: "side",
    lay: (scene) => ({
      files: [
        { path: "images", form: sideOf(scene, "images") },
        { path: "texts", form: sideOf(scene, "texts") },
      ],
      args: ["images", "texts"],
    }),
  },
  keys: {
    needs: "keyed",
    nameless: true,
    captions: 1,
    lay: (scene) => ({
      files: [
        { path: "images", form: treeOf("keyed", keyed(scene, "images")) },
        { path: "texts", form: treeOf("keyed", keyed(scene, "texts")) },
      ],
      args: ["images", "texts"],
    }),
  },
  "keys to five": {
    needs: "keyed",
    nameless: true,
    captions: 5,
    lay: (scene) => ({
      files: [
        { path: "images", form: treeOf("keyed", keyed(scene, "images")) },
        { path: "texts", form: treeOf("keyed", keyedBlocks(scene, "texts")) },
      ],
      args: ["images", "texts"],
    }),
  },
  "one file": {
    needs: "sides",
    lay: (scene) => {
      const [images, texts] = /** @type {Side[]} */ (["images", "texts"]).map((which) => {
        const columns = columnsOf(scene, which).map(({ name, values }) => [
          `${which === "images" ? "image" : "text"}_${name}s`.replace(/^image_image/, "image"),
          new Words(values),
        ]);
        const name = which === "images" ? "image_embeds" : "text_embeds";
        return /** @type {[string, Tree][]} */ ([[name, Matrix.of(vectorsOf(scene[which]))], ...columns]);
      });
      return { files: [{ path: "features", form: treeOf("sides", new Map([...images, ...texts])) }], args: ["features"] };
    },
  },
  "dictionary of dictionaries": {
    needs: "nested",
    nameless: true,
    captions: 1,
    lay: (scene) => {
      const tree = new Map([
        ["imgfeats", keyed(scene, "images")],
        ["textfeats", keyed(scene, "texts")],
      ]);
      return { files: [{ path: "features", form: treeOf("nested", tree) }], args: ["features"] };
    },
  },
  "table between": {
    needs: "side",
    prepare: toStudies,
    lay: (scene, next) => {
      const files = [
        { path: "images", form: sideOf(scene, "images") },
        { path: "texts", form: sideOf(scene, "texts") },
        { path: "studies", form: tableBetween(scene, next) },
      ];
      return { files, args: ["images", "texts"], pairs: "studies" };
    },
  },
  "file an id": {
    needs: "vector",
    nameless: true,
    captions: 1,
    items: 30,
    lay: (scene) => ({ files: [...filesById(scene, "images"), ...filesById(scene, "texts")], args: ["images/", "texts/"] }),
  },
  "file names and ids": {
    needs: "vector",
    nameless: true,
    captions: 1,
    items: 30,
    lay: (scene) => ({
      files: [...filesById(scene, "images"), { path: "texts", form: sideOf(scene, "texts"), plain: true }],
      args: ["images/", "texts"],
    }),
  },
  shards: { needs: "side", lay: (scene) => ({ files: shards(scene), args: ["images/", "texts/"] }) },
  "shards in a zip": { needs: "side", lay: (scene) => ({ files: shards(scene), args: "zip" }) },
  "ids in tables beside": {
    needs: "blocks",
    lay: (scene) => {
      const files = /** @type {Side[]} */ (["images", "texts"]).flatMap((which) => {
        const columns = columnsOf(scene, which);
        const vectors = side(which === "images" ? "image_features" : "text_features", vectorsOf(scene[which]), []);
        const table = { path: `${which}_rows`, form: pairsOf(columns), plain: true };
        return [{ path: which, form: { ...vectors, form: /** @type {FormName} */ ("blocks") } }, ...(columns.length > 0 ? [table] : [])];
      });
      return { files, args: "zip" };
    },
  },
  batches: {
    needs: "batches",
    lay: (scene) => ({
      files: [
        { path: "images", form: batched(scene, "images") },
        { path: "texts", form: batched(scene, "texts") },
      ],
      args: ["images", "texts"],
    }),
  },
  records: { needs: "records", captions: 1, lay: (scene) => ({ files: [{ path: "records", form: bothSides(scene) }], args: ["records"] }) },
  "five in a block": {
    needs: "blocks",
    captions: 5,
    lay: (scene) => {
      const groups = [...groupsOf(scene, "texts")].map(([, rows]) => rows);
      if (groups.some(({ length }) => length !== 5)) throw new Skip("blocks of five");
      const firsts = groups.map(([row]) => row);
      const words = columnsOf(scene, "texts", firsts).map(({ name, values }) => /** @type {[string, Tree]} */ ([name, new Words(values)]));
      const values = groups.flat().flatMap(({ vector }) => vector);
      const block = new Matrix([groups.length, 5, firsts[0].vector.length], values);
      const texts = treeOf("blocks", new Map([["text_features", /** @type {Tree} */ (block)], ...words]));
      return {
        files: [
          { path: "images", form: { ...sideOf(scene, "images"), form: "blocks" } },
          { path: "texts", form: texts },
        ],
        args: ["images", "texts"],
      };
    },
  },
  "txt2img inside": {
    needs: "mapped",
    idless: true,
    lay: (scene) => {
      const rowOf = new Map(scene.images.map(({ item }, row) => [item, row]));
      if (scene.texts.some(({ item }) => !rowOf.has(item))) throw new Skip("a text without an image");
      const tree = new Map(
        /** @type {[string, Tree][]} */ ([
          ["image_feats", Matrix.of(vectorsOf(scene.images))],
          ["text_feats", Matrix.of(vectorsOf(scene.texts))],
          ["txt2img", new Wholes(scene.texts.map(({ item }) => /** @type {number} */ (rowOf.get(item))))],
        ]),
      );
      return { files: [{ path: "features", form: treeOf("mapped", tree) }], args: ["features"] };
    },
  },
  "ids and vectors in tuples": {
    needs: "tuples",
    nameless: true,
    lay: (scene) => {
      const files = /** @type {Side[]} */ (["images", "texts"]).map((which) => {
        if (!scene.hasIds[which]) throw new Skip("tuples of ids");
        const tree = scene[which].map(({ id, vector }) => new Fixed([id, new Matrix([vector.length], vector)]));
        return { path: which, form: treeOf("tuples", tree) };
      });
      return { files, args: ["images", "texts"] };
    },
  },
};
