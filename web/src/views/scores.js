import { drawing, widths } from "../charts/arrows.js";
import { sentence } from "../document/words.js";
import { isUnavailable } from "../report/numbers.js";
import { isPending, scoresOf } from "../report/sentences.js";
import { h } from "./element.js";
import { chartOf } from "./figure.js";

/** @import { Audit } from "../types.d.ts" */
/** @import { ViewOptions } from "./types.d.ts" */

/** The picture of the scores, or why there are none. @param {Element} container @param {Audit} audit @param {ViewOptions} options */
export function render(container, audit, options) {
  const reason = [audit.sas.imageToText, audit.sas.textToImage, audit.sas.imbalance].find(isUnavailable)?.reason ?? "";
  if (scoresOf(audit)) chartOf(container, { drawing }, audit, options);
  else withoutScores(container, audit, options.word, reason);
}

/** @param {Element} container @param {Audit} audit @param {ViewOptions["word"]} word @param {string} reason */
function withoutScores(container, audit, word, reason) {
  const { images, texts } = audit.inputs;
  if (isPending(reason)) return container.append(h("p.pending", "The two directional scores are being computed."));
  if (images.cols === texts.cols) return container.append(h("p.unavailable", sentence(reason)));
  const host = h("div.chart-host");
  const why =
    "The score compares both sides along the same axes, so it needs one width. If the model has a shared space, export both sides after its projection. What can be told without it stands below.";
  container.append(host, h("p.unavailable", why));
  const width = Math.max(280, Math.floor(host.clientWidth) || 480);
  widths(host, width, audit, word);
}
