/** Eigenmodes of both sides and what they give: scores, metrics, sweep, other cuts, correlates. */

import { cutsFor, signFindings } from "./alternatives.js";
import { CORE } from "./constants.js";
import { correlatesOf } from "./correlates.js";
import { unavailable } from "./unavailable.js";

/** @import { Facts } from "./row-pass.js" */
/** @import { Run } from "./run.js" */

/** SVCCA from the rows themselves is one long call; above this much work it is not made. */
const SVCCA_ROWS_WORK = 4e9;

/** @param {Run} run @param {Facts} facts */
export async function modes(run, { dropped }) {
  const needs = run.structure;
  const { topQ, epsilon } = run.options;
  const [image, text, imageBasis, textBasis] = await run.stage("modes", [
    { kind: "spectrum", message: { side: "image", topQ }, near: "image modes", needs },
    { kind: "spectrum", message: { side: "text", topQ }, near: "text modes", needs },
    { kind: "basis", message: { side: "image" }, needs },
    { kind: "basis", message: { side: "text" }, needs },
  ]);
  run.known.spectra = { image, text };
  if (run.oneWidth) run.known.scores = await run.run("scores", { image: image.modes, text: text.modes, topQ, epsilon });
  const values = await run.run("metrics", { imageBasis, textBasis, dropped }, { needs: ["moments", ...needs] });
  run.known.metrics = { ...values, svcca: await svcca(run, values.svcca, imageBasis, textBasis) };
}

/** What the headline did not need: the modes below the cut, and with them the sweep. @param {Run} run @param {Facts} facts */
export async function allModes(run, { images: imageFacts, texts: textFacts }) {
  if (!run.oneWidth) return;
  const needs = run.structure;
  const [image, text] = await run.stage("spectrum", [
    { kind: "spectrum", message: { side: "image", topQ: null }, near: "image modes", needs },
    { kind: "spectrum", message: { side: "text", topQ: null }, near: "text modes", needs },
  ]);
  run.known.spectra = { image, text };
  const bases = { image: image.basis, text: text.basis };
  run.bases = bases;
  const { topQ, epsilon } = run.options;
  const cuts = cutsFor(topQ, run.pairs.images.cols);
  const side = (/** @type {any} */ { modes, trace }) => ({ modes, trace });
  const trace = run.options.intervals === "half-samples";
  const alternatives = await run.run("alternatives", { image: side(image), text: side(text), cuts, epsilon, trace });
  run.known.alternatives = alternatives;
  run.known.findings?.push(...signFindings(alternatives.choices, run.n));
  run.known.sweep = await run.run("sweep", { image: image.modes, text: text.modes, epsilon });
  const norms = { images: imageFacts.norms, texts: textFacts.norms };
  run.known.correlates = await correlatesOf(run.pairs, run.plan, bases, norms, (messages) =>
    run.stage(
      "directions",
      messages.map((message) => ({ kind: "coordinates", message })),
    ),
  );
}

/** @param {Run} run @param {import("../types.d.ts").Quantity} value @param {{ cols: number }} imageBasis @param {{ cols: number }} textBasis */
async function svcca(run, value, imageBasis, textBasis) {
  const { images, texts } = run.pairs;
  const short = (/** @type {{ cols: number }} */ basis, /** @type {number} */ cols) =>
    basis.cols > 0 && basis.cols < Math.min(CORE.svccaDirections, run.n, cols);
  if (!short(imageBasis, images.cols) && !short(textBasis, texts.cols)) return value;
  if (run.n * (images.cols ** 2 + texts.cols ** 2) > SVCCA_ROWS_WORK)
    return unavailable("a side has fewer than 10 directions above rounding, and there are too many rows to resolve the rest");
  return run.run("svccaRows", {});
}
