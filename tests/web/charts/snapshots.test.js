/** Every chart of fixed results, held as it was in tests/snapshots/charts; ASKEW_GOLDEN=renew writes them anew. */
import { JSDOM } from "jsdom";
import { beforeAll, describe, expect, it } from "vitest";
import * as forest from "../../../web/src/charts/forest.js";
import * as planted from "../../../web/src/charts/planted.js";
import * as scatter from "../../../web/src/charts/scatter.js";
import { benchmarkPictures } from "../../../web/src/document/benchmark-pictures.js";
import { auditPictures, comparisonPictures } from "../../../web/src/document/pictures.js";
import { recipe, START } from "../../../web/src/lessons/settings.js";
import { createCut } from "../../../web/src/views/followed.js";
import { chartText } from "../../golden/charts.js";
import { askew } from "../../golden/command.js";
import { createHeld } from "../../golden/held.js";
import { enterInputs, REPORTS } from "../../golden/reports.js";
import { testEngine } from "../engine/engine.js";
import { random } from "../engine/pairs.js";
import { filesUnder, textOf } from "../project.js";

/** @import { Drawing } from "../../../web/src/charts/types.d.ts" */
/** @typedef {{ draw: (...place: Parameters<Drawing["draw"]>) => unknown }} Drawn */

/** A phone's card, half and the whole of a wide page. */
const WIDTHS = [300, 560, 1140];

/** Which of the charts below each module draws. @type {Readonly<Record<string, string>>} */
const DRAWS = {
  "arrows.js": "audit-scores",
  "chance.js": "audit-chance",
  "comparison.js": "comparison",
  "cosine.js": "audit-cosines",
  "forest.js": "forest",
  "groups.js": "audit-groups-imbalance",
  "planted.js": "planted",
  "retrieval.js": "audit-retrieval",
  "scatter.js": "direction",
  "sites.js": "forest",
  "spectra.js": "audit-spectra",
  "sweep.js": "audit-sweep",
  "benchmark/concentration.js": "benchmark-concentration",
  "benchmark/dot-plot.js": "benchmark-imbalance",
  "benchmark/heat-map.js": "benchmark-map-sasImageToText",
  "benchmark/scatter.js": "benchmark-predictivity",
};

const held = createHeld("tests/snapshots/charts");
const { engine } = await testEngine();
const { document } = new JSDOM().window;
/** @type {Record<string, Drawn>} */
const charts = {};

/** @param {string} name of REPORTS @returns {Promise<any>} */
const resultOf = async (name) => JSON.parse((await askew(...REPORTS[name], "--json", "-")).out);

const options = () => ({ word: /** @type {const} */ ("reports"), name: "", cut: createCut(0.1) });

/** Points that lie along a line. */
function direction() {
  const next = random(5);
  const image = Array.from({ length: 60 }, () => 2 * next());
  const detail = { side: "image", mode: 2, scatter: { image, text: image.map((x) => 0.7 * x + next()) } };
  return scatter.drawing(/** @type {any} */ (detail), 0.7, 104, options());
}

/** Every kind of row. */
const sites = () =>
  forest.drawing({
    name: "",
    title: "imbalance by site",
    axis: "imbalance",
    signed: true,
    ends: ["reports ahead", "images ahead"],
    reference: 0.05,
    rows: [
      { label: "North", n: 400, value: 0.1, low: 0.05, high: 0.15, chance: 0.04 },
      { label: "A site with a rather long name", n: 100, value: -0.2, low: -0.4, high: 0, band: [-0.1, 0.1] },
      { label: "South", n: 9, reason: "too few pairs", missing: "few pairs" },
      { label: "without North", n: 109, value: -0.1, muted: true },
      { label: "All sites", n: 509, value: 0.05, low: 0.01, high: 0.09, total: true },
    ],
  });

beforeAll(async () => {
  const leave = enterInputs();
  try {
    const [audit, comparison, benchmark] = [await resultOf("groups"), await resultOf("comparison"), await resultOf("benchmark")];
    for (const { id, draw } of auditPictures(audit, "reports")) charts[`audit-${id}`] = { draw };
    charts.comparison = comparisonPictures(comparison, "reports")[0];
    for (const { id, draw } of benchmarkPictures(benchmark)) charts[`benchmark-${id}`] = { draw };
  } finally {
    leave();
  }
  const { spec, options: wishes } = recipe(START);
  const measured = await engine.quick(spec, wishes);
  charts.planted = planted.drawing(() => measured, options());
  charts.direction = direction();
  charts.forest = sites();
}, 120_000);

/** @param {Drawn} chart @param {number} width */
function drawnAt({ draw }, width) {
  const host = document.createElement("div");
  draw(host, width);
  return `=== ${width} pixels wide\n${[...host.children].map(chartText).join("")}`;
}

describe("the charts", () => {
  it("are drawn with the same marks at each width", () => {
    for (const [name, chart] of Object.entries(charts)) held.text(`${name}.txt`, WIDTHS.map((width) => drawnAt(chart, width)).join("\n"));
  });

  it("are all here, whichever module draws them", () => {
    const modules = filesUnder("web/src/charts", /\.js$/).filter((path) => textOf(path).includes("export function drawing("));
    expect(modules.map((path) => path.replace("web/src/charts/", "")).sort()).toEqual(Object.keys(DRAWS).sort());
    expect(Object.values(DRAWS).filter((name) => !charts[name])).toEqual([]);
  });

  it("and every file of them is held by a test", () => held.expectAll());
});
