/**
 * Every screen at three widths, light, dark and on paper, held as it was in tests/snapshots: structure and text always, boxes and pictures
 * where this machine draws the same letters. ASKEW_GOLDEN=renew writes them anew.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, it } from "vitest";
import { createHeld, RENEW } from "../golden/held.js";
import { enterInputs, saveSites } from "../golden/reports.js";
import { launch } from "./browsers.js";
import { openPage, PAGE_URL, ROOT } from "./page.js";
import { fingerprint } from "./snapshot/fonts.js";
import { looksOf } from "./snapshot/looks.js";
import { kept, pictureDifference } from "./snapshot/pictures.js";
import { SCREENS } from "./snapshot/screens.js";

/** @import { Launched } from "./browsers.js" */

const texts = createHeld("tests/snapshots/screens");
const boxes = createHeld("tests/snapshots/boxes");
const pictures = createHeld("tests/snapshots/pictures");
/** Where pictures go that are not as they were, beside those that were. */
const NOW = join(ROOT, "build/snapshots");

/** @type {Launched} */
let launched;
/** @type {() => void} */
let leaveInputs;
/** The same letters here as there: boxes and pictures can be compared. */
let sameFonts = true;

beforeAll(async () => {
  leaveInputs = enterInputs();
  await saveSites();
  launched = await launch("chromium");
  const { page } = await openPage(launched);
  const fonts = await fingerprint(page);
  await page.close();
  const path = join(ROOT, "tests/snapshots/fonts.txt");
  if (RENEW) writeFileSync(path, fonts);
  sameFonts = readFileSync(path, "utf8") === fonts;
});
afterAll(async () => {
  await launched?.close();
  leaveInputs?.();
});

/** What every attempt threw, as one. @param {(() => void)[]} attempts */
function together(attempts) {
  const said = attempts.flatMap((attempt) => {
    try {
      attempt();
      return [];
    } catch (error) {
      return [error instanceof Error ? error.message : String(error)];
    }
  });
  if (said.length) throw new Error(said.join("\n\n"));
}

/** @param {string} name @param {Parameters<typeof kept>[0]} picture */
function holdPicture(name, picture) {
  const now = kept(picture);
  pictures.bytes(name, now, (before) => {
    const difference = pictureDifference(before, picture);
    if (difference) {
      mkdirSync(NOW, { recursive: true });
      writeFileSync(join(NOW, name), now);
    }
    return difference && `${difference}; as it is now: build/snapshots/${name}`;
  });
}

describe("the screens", () => {
  it.each(Object.entries(SCREENS))("%s is as it was", async (name, screen) => {
    const { page } = await openPage(launched, PAGE_URL, { width: 1440, workers: 1, before: screen.before });
    await screen.reach(page);
    const taken = await looksOf(page, screen);
    await page.close();
    const pictureNames = taken.pictures.map(({ look }) => `${name}.${look}.png`);
    boxes.keep(`${name}.txt`);
    for (const picture of pictureNames) pictures.keep(picture);
    together([
      () => texts.text(`${name}.txt`, taken.text),
      ...(sameFonts
        ? [
            () => boxes.text(`${name}.txt`, taken.boxes),
            ...taken.pictures.map(
              ({ picture }, k) =>
                () =>
                  holdPicture(pictureNames[k], picture),
            ),
          ]
        : []),
    ]);
  });

  it("have boxes and pictures that are compared, if this machine draws the same letters", (test) => {
    const note = "other fonts or another Chromium than in tests/snapshots/fonts.txt: BOXES AND PICTURES OF THE SCREENS WERE NOT COMPARED";
    if (sameFonts) return;
    process.stderr.write(`\n${note}\n`);
    test.skip(note);
  });

  it("and every file of them is held by a test", () => together([texts, boxes, pictures].map((held) => () => held.expectAll())));
});
