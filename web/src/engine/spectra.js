/** Eigenmodes of both sides and what they give: scores, metrics, sweep, other cuts, correlates. */

import { cutsFor, signFindings } from "./alternatives.js";
import { CORE } from "./constants.js";
import { correlatesOf } from "./covariate-correlations.js";
import { basisIn, modesIn } from "./mode-space.js";
import { task } from "./run.js";
import { unavailable } from "./unavailable.js";

/** @import { Quantity } from "../types.d.ts" */
/** @import { Facts, Message, Run, Spectrum } from "./types.d.ts" */

/** SVCCA from the rows themselves is one long call; above this much work it is not made. */
const SVCCA_ROWS_WORK = 4e9;

/** @param {Run} run @param {Facts} facts */
export async function modes(run, { dropped }) {
  const shared = run.structure;
  const { topQ, epsilon } = run.options;
  const [image, text, imageBasis, textBasis] = await run.stage("modes", [
    task("spectrum", { side: "image", topQ }, { affinity: "image modes", shared }),
    task("spectrum", { side: "text", topQ }, { affinity: "text modes", shared }),
    task("basis", { side: "image" }, { shared }),
    task("basis", { side: "text" }, { shared }),
  ]);
  run.results.spectra = { image, text };
  if (run.oneWidth) run.results.scores = await run.run("scores", { image: modesIn(image), text: modesIn(text), topQ, epsilon });
  const values = await run.run("metrics", { imageBasis, textBasis, dropped }, { shared });
  const found = await svcca(run, values.svcca, imageBasis, textBasis);
  run.results.metrics = { ...values, svcca: found };
  // From the rows themselves it has other directions, which are not at hand.
  if (found === values.svcca && typeof found === "number") run.directions = { image: imageBasis, text: textBasis };
}

/** Metrics that neither the headline nor replicates wait for. @param {Run} run */
export async function slowMetrics(run) {
  const progress = run.meter.stage("procrustes", 1)(0);
  const values = await run.run("slowMetrics", {}, { shared: run.structure, progress });
  run.results.metrics = { ...run.results.metrics, ...values };
}

/** What the headline did not need: the modes below the cut, and with them the sweep. @param {Run} run @param {Facts} facts */
export async function allModes(run, { images: imageFacts, texts: textFacts }) {
  if (!run.oneWidth) return;
  const shared = run.structure;
  const [image, text] = await run.stage("spectrum", [
    task("spectrum", { side: "image", topQ: null }, { affinity: "image modes", shared }),
    task("spectrum", { side: "text", topQ: null }, { affinity: "text modes", shared }),
  ]);
  run.results.spectra = { image, text };
  const bases = { image: basisIn(image), text: basisIn(text) };
  run.bases = bases;
  const { topQ, epsilon } = run.options;
  const cuts = cutsFor(topQ, run.pairs.images.cols);
  const side = (/** @type {Spectrum} */ spectrum) => ({ modes: modesIn(spectrum), trace: spectrum.trace });
  const trace = run.options.intervals === "half-samples";
  const alternatives = await run.run("alternatives", { image: side(image), text: side(text), cuts, epsilon, trace });
  run.results.alternatives = alternatives;
  run.results.findings?.push(...signFindings(alternatives.choices, run.clusters?.count ?? run.n));
  run.results.sweep = await run.run("sweep", { image: modesIn(image), text: modesIn(text), epsilon });
  const norms = { images: imageFacts.norms, texts: textFacts.norms };
  const along = (/** @type {Message<"coordinates">[]} */ messages) => messages.map((message) => task("coordinates", message));
  run.results.correlates = await correlatesOf(run.pairs, run.plan, bases, norms, {
    run: (messages) => run.stage("directions", along(messages)),
    chiSquared95: (freedom) => run.call("upperPoint", ["chi-squared", 0.05, freedom]),
  });
}

/** @param {Run} run @param {Quantity} value @param {{ cols: number }} imageBasis @param {{ cols: number }} textBasis */
async function svcca(run, value, imageBasis, textBasis) {
  const { images, texts } = run.pairs;
  const short = (/** @type {{ cols: number }} */ basis, /** @type {number} */ cols) =>
    basis.cols > 0 && basis.cols < Math.min(CORE.svccaDirections, run.n, cols);
  if (!short(imageBasis, images.cols) && !short(textBasis, texts.cols)) return value;
  if (run.n * (images.cols ** 2 + texts.cols ** 2) > SVCCA_ROWS_WORK)
    return unavailable("a side has fewer than 10 directions above rounding, and there are too many rows to resolve the rest");
  return run.run("svccaRows", {});
}
