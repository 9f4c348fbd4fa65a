/** For a page of its own: a report with any of the cards that there may be, and what its layout leaves empty. */
import { createCut, createPick } from "../../web/src/views/followed.js";
import { render } from "../../web/src/views/report.js";
import { sampleAudit, unavailable } from "../web/views/sample-audit.js";
import { sampleGap } from "../web/views/sample-gap.js";
import { sampleComparison, sampleSubgroups } from "../web/views/sample-groups.js";

/** @import { Aggregate, Audit } from "../../web/src/types.d.ts" */

/** @typedef {{ sites: boolean, groups: boolean, comparison: boolean, scores: boolean, findings: boolean, labels: boolean }} Parts */

/** @type {Aggregate} */
const aggregate = {
  sites: [],
  blocks: 2,
  preprocessing: "as they come",
  noise: null,
  intervals: unavailable("two blocks"),
  withinSite: unavailable("not in the files"),
};

/** @param {Parts} parts @returns {Audit} */
function auditOf({ sites, scores, findings, labels }) {
  const audit = sampleAudit({ ...(sites && { aggregate }), ...(labels && { byLabel: unavailable("no pair has a label") }) });
  if (!scores) audit.inputs.texts.cols = 768;
  /** @type {Audit["inputs"]["findings"][number]} */
  const one = { code: "X", level: "warning", message: "Some rows are alike.", count: 3, rows: [1, 2, 3] };
  audit.inputs.findings = findings ? Array.from({ length: 8 }, () => one) : [];
  return audit;
}

/** @param {Parts} parts */
function show(parts) {
  const main = /** @type {HTMLElement} */ (document.getElementById("main"));
  const place = document.createElement("div");
  main.replaceChildren(place);
  const aside = { cancel() {}, choose() {}, save() {}, file() {} };
  render(place, auditOf(parts), {
    word: "texts",
    cut: createCut(0.1),
    pick: createPick(),
    name: "sample",
    ...(parts.groups && { groups: { found: sampleSubgroups() }, gap: { found: sampleGap() } }),
    ...(parts.comparison && { comparison: { ...aside, found: { comparison: sampleComparison() } } }),
  });
}

/** @param {number} a @param {number} b of one line of pixels */
const same = (a, b) => Math.abs(a - b) < 1;

/** Where the cards do not fill their place. @returns {string[]} */
function holes() {
  const place = /** @type {Element} */ (document.querySelector(".cards"));
  const gap = Number.parseFloat(getComputedStyle(place).rowGap);
  const whole = place.getBoundingClientRect();
  const boxes = [...place.children].map((card) => ({ id: card.id, box: card.getBoundingClientRect() }));
  const found = gap % 8 === 0 ? [] : [`the gap is ${gap}`];
  let [left, top, bottom] = [whole.left, whole.top, 0];
  for (const { id, box } of boxes) {
    const starts = same(left, whole.left);
    if (!same(box.left, left) || !same(box.top, top)) found.push(`${id} is at ${box.left}, ${box.top}, not ${left}, ${top}`);
    if (!starts && !same(box.bottom, bottom)) found.push(`${id} ends at ${box.bottom}, the card beside it at ${bottom}`);
    bottom = box.bottom;
    const ends = same(box.right, whole.right);
    left = ends ? whole.left : box.right + gap;
    if (ends) top = bottom + gap;
  }
  if (!same(left, whole.left)) found.push(`beside ${boxes.at(-1)?.id} is nothing`);
  return found;
}

Object.assign(globalThis, { show, holes });
