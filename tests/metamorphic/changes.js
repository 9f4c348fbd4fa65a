/** What befalls the rows of a side together with their ids, or the ids alone. Every change but "none" also reorders rows, so that only ids can pair them. */
import { oneOf, shuffled } from "./random.js";
import { Skip } from "./scene.js";

/** @import { Row } from "./data.js" */
/** @import { Scene, Side } from "./scene.js" */

/**
 * right: the ids say all, nothing else will do. ask: right or a question. unknown: nothing can say it; at best the order's finding warns.
 * tellsByName: only the names of the columns tell that the ids are not the same.
 * @typedef {{ expects: "right" | "ask" | "unknown", tellsByName?: true, apply: (scene: Scene, next: () => number) => void }} Change
 */

/** @type {readonly Side[]} */
const SIDES = ["images", "texts"];
const NAMES = ["imgid", "cocoid", "uid", "key", "filename", "accession", "url", "hash", "image_name", "study_id"];

/** @param {Scene} scene @param {() => number} next @param {readonly Side[]} [sides] */
function shuffle(scene, next, sides = [oneOf(next, SIDES)]) {
  for (const side of sides) scene[side] = shuffled(next, scene[side]);
}

/** Each row of the changed side with another id. @param {(id: string, row: Row, index: number) => string} respell @returns {Change["apply"]} */
const spelled = (respell) => (scene, next) => {
  scene[scene.side].forEach((row, index) => {
    row.id = respell(row.id, row, index);
  });
  shuffle(scene, next);
};

/** Every row of a side with an id that says nothing of its item. @param {Side} side @param {Scene} scene @param {(row: Row, index: number) => string} idOf */
function harm(side, scene, idOf) {
  scene[side] = scene[side].map((row, index) => ({ ...row, id: idOf(row, index), joinable: false }));
}

/** A column beside the ids of each side. @param {string} name @param {(row: Row, index: number, next: () => number) => string} valueIn @returns {Change["apply"]} */
const beside = (name, valueIn) => (scene, next) => {
  shuffle(scene, next);
  for (const side of SIDES)
    scene[side].forEach((row, index) => {
      row.beside = { ...row.beside, [name]: valueIn(row, index, next) };
    });
};

/** @param {Scene} scene @param {() => number} next */
const tenth = (scene, next) =>
  shuffled(
    next,
    scene[scene.side].map((_, index) => index),
  ).slice(0, Math.ceil(scene[scene.side].length / 10));

/** @param {Scene} scene @param {() => number} next */
function dropTenth(scene, next) {
  const left = new Set(tenth(scene, next));
  scene[scene.side] = scene[scene.side].filter((_, index) => !left.has(index));
  shuffle(scene, next);
}

/** @param {Side[]} sides without ids @returns {Change["apply"]} */
const withoutIds =
  (...sides) =>
  (scene, next) => {
    const lost = sides.length === 0 ? [scene.side] : sides;
    if (lost.length === 1 && scene.idKind === "counted") throw new Skip("ids that no count from 0 is");
    for (const side of lost) scene.hasIds[side] = false;
    shuffle(scene, next);
  };

/** Digits of an id, or no such change. @param {string} id */
function digitsOf(id) {
  if (!/^\d+$/.test(id)) throw new Skip("ids of digits alone");
  return id;
}

/** @type {Record<string, Change>} */
export const CHANGES = {
  none: { expects: "right", apply: () => {} },
  "shuffle images": { expects: "right", apply: (scene, next) => shuffle(scene, next, ["images"]) },
  "shuffle texts": { expects: "right", apply: (scene, next) => shuffle(scene, next, ["texts"]) },
  "shuffle both": { expects: "right", apply: (scene, next) => shuffle(scene, next, SIDES) },
  "reverse a side": { expects: "right", apply: (scene) => void scene[scene.side].reverse() },
  "sort a side by id": { expects: "right", apply: (scene) => void scene[scene.side].sort((a, b) => (a.id < b.id ? -1 : 1)) },
  "drop rows": { expects: "right", apply: dropTenth },
  "drop ids' values": {
    expects: "ask",
    apply: (scene, next) => {
      for (const index of tenth(scene, next)) Object.assign(scene[scene.side][index], { id: "", joinable: false });
      shuffle(scene, next);
    },
  },
  "pad ids": { expects: "ask", apply: spelled((id) => digitsOf(id).padStart(12, "0")) },
  "re-case ids": {
    expects: "ask",
    apply: spelled((id) => {
      const upper = id.toUpperCase();
      if (upper === id) throw new Skip("ids without letters");
      return upper;
    }),
  },
  "add folder and extension": { expects: "ask", apply: spelled((id) => `data/train/${id.replace(/\.jpg$/, "")}.png`) },
  "add COCO prefix": { expects: "ask", apply: spelled((id) => `COCO_val2014_${digitsOf(id.replace(/\.jpg$/, "")).padStart(12, "0")}.jpg`) },
  "ids as floats": { expects: "ask", apply: spelled((id) => `${digitsOf(id)}.0`) },
  "blanks around ids": { expects: "ask", apply: spelled((id, _, index) => (index % 2 ? ` ${id}` : `${id}  `)) },
  "ids in scientific notation": { expects: "ask", apply: spelled((id) => Number(digitsOf(id)).toExponential(5).toUpperCase()) },
  "ids cut short": { expects: "ask", apply: spelled((id) => id.slice(0, Math.max(1, id.length - 1 - (id.length > 8 ? 4 : 0)))) },
  "folders of ids lost": {
    expects: "ask",
    apply: spelled((id) => {
      if (!id.includes("/")) throw new Skip("ids without folders");
      return id.slice(id.lastIndexOf("/") + 1);
    }),
  },
  "mistype one id": {
    expects: "ask",
    apply: (scene, next) => {
      const row = oneOf(next, scene[scene.side]);
      Object.assign(row, { id: `${row.id}99999`, joinable: false });
      shuffle(scene, next);
    },
  },
  "disjoint ids": {
    expects: "ask",
    apply: (scene, next) => {
      harm(scene.side, scene, () => String(70_000_000 + 13 * Math.floor(next() * 1e6)));
      shuffle(scene, next);
    },
  },
  "ids of another run": {
    expects: "ask",
    apply: (scene, next) => {
      if (scene.idKind === "counted") throw new Skip("ids that no count from 0 can meet");
      harm(scene.side, scene, (_, index) => String(index));
      shuffle(scene, next);
    },
  },
  "repeat a text": {
    expects: "right",
    apply: (scene, next) => {
      const rows = shuffled(next, scene.texts).slice(0, 3);
      scene.texts.push(...rows.map((row) => ({ ...row })));
      shuffle(scene, next);
    },
  },
  "repeat an image": {
    expects: "right",
    apply: (scene, next) => {
      const rows = shuffled(next, scene.images).slice(0, 3);
      scene.images.push(...rows.map((row) => ({ ...row })));
      shuffle(scene, next);
    },
  },
  "two views of an image": {
    expects: "ask",
    apply: (scene, next) => {
      const rows = shuffled(next, scene.images).slice(0, 9);
      scene.images.push(...rows.map((row) => ({ ...row, vector: row.vector.map((value) => Math.fround(value + 0.1 * next())) })));
      shuffle(scene, next);
    },
  },
  "other names of ids": {
    expects: "right",
    apply: (scene, next) => {
      const name = oneOf(next, NAMES);
      scene.idNames = { images: name, texts: name };
      shuffle(scene, next);
    },
  },
  "two names of ids": {
    expects: "ask",
    apply: (scene, next) => {
      scene.idNames = { images: oneOf(next, NAMES), texts: oneOf(next, NAMES) };
      shuffle(scene, next);
    },
  },
  "count beside": { expects: "right", apply: beside("number", (_, index) => String(index)) },
  "index beside": { expects: "right", apply: (scene, next) => beside("index", ({ item }) => String((item * 37 + 11) % 61))(scene, next) },
  "row numbers of another table beside": {
    // Two columns that both meet, and disagree.
    expects: "ask",
    apply: (scene, next) => {
      beside("row", () => "")(scene, next);
      for (const side of SIDES) {
        const numbers = shuffled(
          next,
          scene[side].map((_, index) => index),
        );
        scene[side].forEach((row, index) => {
          row.beside = { row: String(numbers[index]) };
        });
      }
    },
  },
  "label beside": { expects: "right", apply: beside("label", ({ item }) => `class ${item % 10}`) },
  "patient beside": { expects: "right", apply: beside("patient_id", ({ item }) => `P${Math.floor(item / 3)}`) },
  "caption beside": { expects: "right", apply: beside("caption", ({ item }) => `a picture of ${item % 23} things`) },
  "texts have numbers of their own": {
    expects: "ask",
    tellsByName: true,
    apply: (scene, next) => {
      const own = shuffled(
        next,
        scene.images.map(({ id }) => id),
      );
      harm("texts", scene, (_, index) => own[index % own.length]);
      scene.idNames = { images: "image_id", texts: "text_id" };
      shuffle(scene, next);
    },
  },
  "COCO's id and image_id": {
    expects: "ask",
    apply: (scene, next) => {
      const own = shuffled(
        next,
        scene.images.map(({ id }) => id),
      );
      scene.texts.forEach((row, index) => {
        row.beside = { id: own[index] ?? String(90_000_000 + index) };
      });
      scene.idNames = { images: "id", texts: "image_id" };
      shuffle(scene, next);
    },
  },
  "list backwards": {
    expects: "right",
    apply: (scene, next) => {
      scene.backwards = true;
      scene.shards = oneOf(next, [3, 12]);
      shuffle(scene, next);
    },
  },
  "ids of one side lost": { expects: "ask", apply: withoutIds() },
  "ids of both sides lost": { expects: "unknown", apply: withoutIds("images", "texts") },
};
