/** What one set of moments gives: modes, scores, metrics. */

import { cutsFor } from "./alternatives.js";
import { basisIn, modesIn } from "./mode-space.js";
import { withSums } from "./open-pairs.js";

/** @import { Message, Pool, Spectrum, TaskName } from "./types.d.ts" */

/**
 * whole: every mode, and with them the sweep and other choices of directions, and the slow metrics, as well.
 * @param {Pool} pool @param {Float64Array} flat @param {{ topQ: number, epsilon: number, intervals?: string }} options @param {boolean} whole
 */
export async function measure(pool, flat, { topQ, epsilon, intervals }, whole) {
  const ranges = whole && intervals === "half-samples";
  const [, dx, dy] = flat;
  return withSums(pool, dx, dy, async (id) => {
    pool.share(id, { moments: flat });
    /** @template {TaskName} K @param {K} kind @param {Message<K>} message */
    const run = (kind, message) => pool.run(kind, id, message, { shared: ["moments"] });
    const share = whole ? null : topQ;
    const [image, text, imageBasis, textBasis] = await Promise.all([
      run("spectrum", { side: "image", topQ: share }),
      run("spectrum", { side: "text", topQ: share }),
      run("basis", { side: "image" }),
      run("basis", { side: "text" }),
    ]);
    const one = dx === dy;
    const side = (/** @type {Spectrum} */ spectrum) => ({ modes: modesIn(spectrum), trace: spectrum.trace });
    const [metrics, slow, scores, sweep, alternatives, mmdSeries] = await Promise.all([
      run("metrics", { imageBasis, textBasis, dropped: 0 }),
      whole ? run("slowMetrics", {}) : undefined,
      one ? run("scores", { image: modesIn(image), text: modesIn(text), topQ, epsilon }) : undefined,
      one && whole ? run("sweep", { image: modesIn(image), text: modesIn(text), epsilon }) : undefined,
      one && whole
        ? run("alternatives", { image: side(image), text: side(text), cuts: cutsFor(topQ, dx), epsilon, trace: ranges })
        : undefined,
      one ? run("series", {}) : null,
    ]);
    const turned = (/** @type {"image" | "text"} */ of, /** @type {Spectrum} */ spectrum) =>
      run("rotation", { side: of, modes: modesIn(spectrum), basis: basisIn(spectrum), topQ, epsilon, pairs: null });
    const uncertain = one && ranges ? await Promise.all([turned("image", image), turned("text", text), run("fourths", {})]) : undefined;
    return { spectra: { image, text }, metrics: { ...metrics, ...slow }, scores, sweep, alternatives, mmdSeries, uncertain };
  });
}
