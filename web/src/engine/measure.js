/** What one set of moments gives: modes, scores, metrics. */

/** @import { Pool } from "./pool.js" */

/**
 * What one set of moments gives. whole: every mode and the sweep as well.
 * @param {Pool} pool @param {Float64Array} flat @param {{ topQ: number, epsilon: number }} options @param {boolean} whole
 */
export async function measure(pool, flat, { topQ, epsilon }, whole) {
  const [, dx, dy] = flat;
  const sources = {
    images: { side: /** @type {const} */ ("images"), rows: 0, cols: dx },
    texts: { side: /** @type {const} */ ("texts"), rows: 0, cols: dy },
  };
  const id = pool.open({ ...sources, start: new Int32Array(1), order: null, memory: 0, products: true }, /** @type {any} */ ({}));
  try {
    pool.share(id, { moments: flat });
    const run = (/** @type {string} */ kind, /** @type {object} */ message) => pool.run(kind, id, message, { needs: ["moments"] });
    const share = whole ? null : topQ;
    const [image, text, imageBasis, textBasis] = await Promise.all([
      run("spectrum", { side: "image", topQ: share }),
      run("spectrum", { side: "text", topQ: share }),
      run("basis", { side: "image" }),
      run("basis", { side: "text" }),
    ]);
    const one = dx === dy;
    const [metrics, scores, sweep, mmdSeries] = await Promise.all([
      run("metrics", { imageBasis, textBasis, dropped: 0 }),
      one ? run("scores", { image: image.modes, text: text.modes, topQ, epsilon }) : undefined,
      one && whole ? run("sweep", { image: image.modes, text: text.modes, epsilon }) : undefined,
      one ? run("series", {}) : null,
    ]);
    return { spectra: { image, text }, metrics, scores, sweep, mmdSeries };
  } finally {
    pool.close(id);
  }
}
