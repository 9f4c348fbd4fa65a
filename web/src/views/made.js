/** The audits of a tab as a list to go back to. */
import { fixed, signed } from "../report/numbers.js";
import { scoresOf } from "../report/sentences.js";
import { h } from "./element.js";

/** @import { Audit } from "../types.d.ts" */

/** saved: it stands in a file, or a click makes it again. @typedef {{ audit: Audit, time?: Date, saved: boolean }} Made */

/** "14:05", of another day with it. @param {Date} time @param {Date} [now] */
export function clock(time, now = new Date()) {
  const two = (/** @type {number} */ value) => String(value).padStart(2, "0");
  const hour = `${two(time.getHours())}:${two(time.getMinutes())}`;
  if (time.toDateString() === now.toDateString()) return hour;
  return `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())} ${hour}`;
}

/** The files of both sides; one if both are in it. @param {Audit} audit */
export function filesOf({ inputs: { images, texts } }) {
  return images.file === texts.file ? images.file : `${images.file} · ${texts.file}`;
}

/** @param {Audit} audit */
function numbersOf(audit) {
  const scores = scoresOf(audit);
  if (!scores) return "no directional scores";
  const { imageToText, textToImage, imbalance } = scores;
  return `SAS image → text ${fixed(imageToText)}, text → image ${fixed(textToImage)}, imbalance ${signed(imbalance)}`;
}

/** @param {readonly Made[]} made the last one first @param {(audit: Audit) => void} turnTo */
export function madeList(made, turnTo) {
  const items = made.map(({ audit, time, saved }, k) => {
    const cut = audit.inputs.findings.some(({ code }) => code === "CUT_SHORT");
    const about = [time ? clock(time) : "opened", ...(cut ? ["cut short"] : []), ...(saved ? [] : ["not saved"])].join(" · ");
    return h(
      "li",
      h(
        "button.example",
        { id: `made-${k}`, click: () => turnTo(audit) },
        h("b", filesOf(audit)),
        h("span", numbersOf(audit)),
        h("span.made-about", about),
      ),
    );
  });
  return h(
    "section#made.section",
    { "aria-labelledby": "made-title" },
    h("h2#made-title", "Audits of this tab"),
    h("p.how", "They are gone once the tab is closed. Open one to save it."),
    h("ul.made", items),
  );
}
