import { isUnavailable } from "../report/numbers.js";
import { capital, isPending } from "../report/sentences.js";
import { h } from "./element.js";

/** In place of what could not be had: the reason, said once. @param {Element} container @param {...unknown} quantities */
export function missing(container, ...quantities) {
  const reasons = new Set(quantities.filter(isUnavailable).map((quantity) => quantity.reason));
  for (const reason of reasons)
    container.append(isPending(reason) ? h("p.pending", "Still being computed.") : h("p.unavailable", sentence(reason)));
}

/** A reason as a sentence. @param {string} reason */
export function sentence(reason) {
  const text = capital(reason.trim());
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
