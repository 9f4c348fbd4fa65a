/** The small files that the golden files were made from: random from a fixed seed, the same on every machine. */
import { mkdirSync, writeFileSync } from "node:fs";
import { npy } from "../fixtures/build/npy.js";
import { tensor, torch } from "../fixtures/build/torch.js";
import { bytesOf } from "../fixtures/build/values.js";
import { random } from "../web/engine/pairs.js";

const ROWS = 104;
const COLS = 8;
const CAPTIONS = 5;
/** Three, and one that is a reference by its name. */
const MODELS = ["clip", "blip", "siglip", "plip"];
const DATASETS = ["Flickr30k", "ROCO"];
/** Samples and width of a benchmark's run. */
const SAMPLES = 24;
const WIDTH = 6;

/** @param {string} path @param {number[]} values @param {number} cols */
function saveRows(path, values, cols) {
  const shape = `(${values.length / cols}, ${cols})`;
  writeFileSync(path, npy({ descr: "<f4", shape, data: bytesOf(values.map(Math.fround), "float32") }));
}

/** Texts follow the images' first columns, each with its own noise. @param {() => number} next @param {number[]} images @param {number} noise @param {number} [cols] */
const textsOf = (next, images, noise, cols = COLS) =>
  images.flatMap((value, k) => (k % COLS < cols ? [value * (1 - (k % COLS) / 20) + noise * next() + 0.03] : []));

function saveSides() {
  const next = random(3);
  const images = Array.from({ length: ROWS * COLS }, (_, k) => next() * 0.8 ** (k % COLS) + 0.05);
  const texts = textsOf(next, images, 0.4);
  saveRows("images.npy", images, COLS);
  saveRows("texts.npy", texts, COLS);
  saveRows("narrow_texts.npy", textsOf(next, images, 0.2, COLS - 3), COLS - 3);
  saveRows("few_texts.npy", texts.slice(0, COLS * (ROWS - 7)), COLS);
  saveRows(
    "five_texts.npy",
    Array.from({ length: ROWS / 2 }, (_, i) => i).flatMap((i) =>
      Array.from({ length: CAPTIONS }, () => textsOf(next, images.slice(i * COLS, (i + 1) * COLS), 0.5)).flat(),
    ),
    COLS,
  );
  const half = images.slice(0, (ROWS / 2) * COLS);
  saveRows("half_images.npy", half, COLS);
  saveRows("twice_images.npy", [...half, ...half], COLS);
  saveRows(
    "changed_images.npy",
    images.map((value, k) => (k === 35 ? value + 0.25 : value)),
    COLS,
  );
  saveRows(
    "other_images.npy",
    images.map((value) => value + 0.3 * next()),
    COLS,
  );
  saveRows("other_texts.npy", textsOf(next, images, 0.9), COLS);
  saveRows(
    "gap_images.npy",
    images.map((value, k) => (k >= 3 * COLS && k < 4 * COLS ? 0 : value)),
    COLS,
  );
  const cut = COLS * 56;
  saveRows("north_images.npy", images.slice(0, cut), COLS);
  saveRows("north_texts.npy", texts.slice(0, cut), COLS);
  saveRows("south_images.npy", images.slice(cut), COLS);
  saveRows("south_texts.npy", texts.slice(cut), COLS);
}

/** What describes the items: a group, a number, a text. */
function saveTable() {
  const next = random(8);
  const words = ["no finding", "small effusion on the left", "heart enlarged", "clear lungs, no change"];
  const rows = Array.from({ length: ROWS }, (_, i) => {
    const ward = i < 9 ? "small ward" : i % 2 === 0 ? "north" : "south";
    return `${i},${ward},${Math.round(55 + 60 * next())},"${words[i % 4]} ${i}"`;
  });
  writeFileSync("patients.csv", `image_row,ward,age,caption\n${rows.join("\n")}\n`);
}

function saveRuns() {
  const next = random(21);
  for (const [m, model] of MODELS.entries()) {
    mkdirSync(`runs/${model}`, { recursive: true });
    for (const [d, dataset] of DATASETS.entries()) {
      const samples = Array.from({ length: SAMPLES }, () => {
        const image = Array.from({ length: WIDTH }, (_, k) => Math.fround(next() * 0.7 ** k + 0.1));
        const text = image.map((value) => Math.fround(value + (0.2 + 0.25 * m + 0.2 * d) * next()));
        return { image: tensor(image, [1, WIDTH]), text: tensor(text, [1, WIDTH]) };
      });
      writeFileSync(`runs/${model}/${dataset}_test_features.pt`, torch(samples));
    }
  }
  mkdirSync("empty");
  mkdirSync("runs/broken");
  writeFileSync("runs/broken/ROCO_test_features.pt", "not a tensor");
}

/** All of them, into the folder where the process stands. */
export function saveInputs() {
  saveSides();
  saveTable();
  saveRuns();
}
